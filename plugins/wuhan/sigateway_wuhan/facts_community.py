"""What the hall shows a community of a person before anything is filed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sigateway.plugin import Agreement as AgreementRecord

from .facts import NewcomerFacts, WuhanFacts


class AgreementState(StrEnum):
    """The hall's words for how an agreement stands, by its clock (WH-117)."""

    COMING = "未生效"
    VALID = "有效"
    EXPIRED = "已到期"
    ENDED = "已终止"

    @property
    def stands(self) -> bool:
        """Whether it binds the person to the community, now or later."""
        return self in (AgreementState.COMING, AgreementState.VALID)


class AgreementFacts(WuhanFacts):
    """With 社区代办协议管理: this community's agreements with the person, the newest first; ``None`` when not asked."""

    agreements: tuple[AgreementRecord, ...] | None = None

    @property
    def latest(self) -> AgreementRecord | None:
        """The newest agreement, ``None`` without one."""
        return self.agreements[0] if self.agreements else None

    @property
    def stands(self) -> bool:
        """Whether the newest one binds the person, now or later."""
        return self.latest is not None and AgreementState(self.latest.state).stands

    @property
    def may_be_renewed(self) -> bool:
        """Whether there is one to renew: it stands, or has expired by itself (WH-117)."""
        return self.latest is not None and self.latest.state != AgreementState.ENDED

    @property
    def ends_on(self) -> date | None:
        """The last day of the newest one."""
        return self.latest.ends_on if self.latest else None


class FlexibleFacts(NewcomerFacts):
    """With the form 增员(续保) of a flexible worker: 保底 and 封顶 in yuan."""

    floor: Decimal | None = None
    ceiling: Decimal | None = None
