"""Errors of getting into a hall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway.filings.cases import Actor, Reason

from .base import SigatewayError

if TYPE_CHECKING:
    from sigateway.flows.challenges import Challenge


class AccessError(SigatewayError):
    """The hall does not let us in. Nothing was filed."""

    code = "access"


class LoginRefused(AccessError):
    """The hall refused these credentials. The fuse is blown: nothing tries them again until they are replaced."""

    code = "login_refused"

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        words = "；".join(r.words for r in self.reasons)
        super().__init__(
            f"大厅拒绝登录：“{words}”。为避免锁定账号，已停止使用这组凭据；请核对并更换凭据后再试。"
        )


class PinRefused(AccessError):
    """The key does not open with this PIN. The fuse is blown: nothing tries it again, for a key counts wrong PINs and locks itself."""

    code = "pin_refused"

    def __init__(self, why: str) -> None:
        super().__init__(
            f"证书无法打开：{why}。为避免锁定，已停止使用这组凭据；请核对证书文件和证书密码（PIN），更换后再试。"
        )
        self.why = why


class CredentialsBlocked(AccessError):
    """These credentials were refused before; nothing was tried. Replace them, or reset the fuse by hand."""

    code = "credentials_blocked"

    def __init__(self, unit: str, blown_at: datetime, why: str) -> None:
        super().__init__(
            f"单位 {unit} 的这组凭据已于 {blown_at:%Y-%m-%d %H:%M} 被拒绝（“{why}”），未再尝试。请更换凭据。"
        )
        self.unit, self.blown_at, self.why = unit, blown_at, why


class WrongUnit(AccessError):
    """The credentials open another unit at the hall. No fuse is blown: they are good, for ``actual``."""

    code = "wrong_unit"

    def __init__(self, asked: str, actual: str) -> None:
        super().__init__(
            f"这组凭据属于单位 {actual}，不是 {asked}；没有办理任何业务。请把凭据交给正确的单位。"
            "（如首次登录已改密码，新密码已存到它自己的单位名下。）"
        )
        self.asked, self.actual = asked, actual


class PasswordChangeNeeded(AccessError):
    """The hall wants a new password first, and the gateway has no credentials store to keep it in durably."""

    code = "password_change_needed"

    def __init__(self) -> None:
        super().__init__(
            "大厅要求先修改初始密码；请为 Gateway 提供 credentials=（如 sigateway.FileCredentials(路径)），以便先存妥新密码再提交修改。"
        )


class SessionTaken(AccessError):
    """Somebody else signed in with these credentials and ended our session; it is left to them ``until`` then, in all processes."""

    code = "session_taken"
    retry = True

    def __init__(self, until: datetime | None = None) -> None:
        when = "请稍后再试" if until is None else f"在 {until:%Y-%m-%d %H:%M} 之前不再登录，之后可重试"
        super().__init__(f"该账号已在其他地方登录，本次会话已结束；{when}，避免与经办人互相挤下线。")
        self.until = until


class InteractionNeeded(AccessError):
    """A person must act first: a face to be scanned, a picture to be read. Nothing has been sent for it.

    ``challenge`` is a durable invitation: ``hall.open`` it when the person is there, then ``hall.resume`` it, from any process.
    """

    code = "interaction_needed"
    who_acts = Actor.PERSON

    def __init__(self, challenge: Challenge) -> None:
        super().__init__(
            f"需要本人配合：{challenge.purpose}。没有发送任何申请；本人就绪时用 hall.open(challenge) 取码，"
            "完成后用 hall.resume(challenge) 继续，可在另一进程。"
        )
        self.challenge = challenge


class ChallengeAlive(AccessError):
    """A ticket for the same person at this hall is still alive: a second one would kill the one that is being answered."""

    code = "challenge_alive"
    who_acts = Actor.PERSON
    retry = True

    def __init__(self, challenge: Challenge) -> None:
        super().__init__(
            "此人在该大厅另有一个未过期的验证码，未再取码（再取会使前一个失效）；请先完成前一个，或待其过期后再试。"
        )
        self.challenge = challenge


class ChallengeFailed(AccessError):
    """The person answered and the hall did not take it: another face, a wrong word. ``reasons`` say why, and the cure."""

    code = "challenge_failed"
    who_acts = Actor.PERSON

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        parts = [
            f"“{r.words}”" + (f"：{r.plain}" if r.plain else "") + (f"（{r.cure}）" if r.cure else "")
            for r in self.reasons
        ]
        super().__init__(
            f"验证未通过：{'；'.join(parts)}。没有办理任何业务；可用 hall.open(challenge) 重新取码。"
        )


class ChallengeExpired(AccessError):
    """The ticket died before the person had answered. The invitation still stands: open it again."""

    code = "challenge_expired"
    who_acts = Actor.PERSON

    def __init__(self) -> None:
        super().__init__(
            "验证码已过期，本人没有及时完成；没有办理任何业务。邀请仍有效，本人就绪时再用 hall.open(challenge) 取码。"
        )
