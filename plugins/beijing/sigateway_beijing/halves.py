"""A half: what one system holds of a filing, in one shape for both (``docs/wire/beijing-filings.md``, States). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sigateway.plugin import CaseState, WireChanged

from . import fields
from .fields import FOUR, MEDICAL
from .pages import Page
from .reading import texts

UNSENT: Final = "0"
PROCESSING: Final = "1"
ENDED: Final = "2"
FAILED: Final = "10"
DONE: Final = "11"
WITHDRAWN: Final = "90"
UNDONE: Final = "91"
WORDS: Final = {UNSENT: "未提交", PROCESSING: "处理中", ENDED: "处理结束"}
FLAGS: Final = {
    FAILED: "导入不成功",
    DONE: "导入成功",
    "12": "导入部分成功",
    WITHDRAWN: "已撤回",
    UNDONE: "已撤销",
}


_ENDED: Final = {DONE: CaseState.APPROVED, FAILED: CaseState.RETURNED, UNDONE: CaseState.WITHDRAWN}


@dataclass(frozen=True)
class Submission:
    """One submission: of which version, how it ended (empty while it has not), and the hall's words."""

    version: int
    flag: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Half:
    """``number`` is the system's own; ``partner`` the four system's number that a medical half bears. ``fields`` under our names.

    ``page``: the page on which it was shown, at the system that shows pages: with the forms by which something can be done with it.
    """

    system: str
    number: str
    partner: str
    business: str
    status: str
    flag: str
    version: int
    fields: Mapping[str, str] = field(repr=False)
    submissions: tuple[Submission, ...] = ()
    page: Page | None = field(default=None, repr=False, compare=False)

    @property
    def draft(self) -> str:
        """What an intent names: the number and the version that is about to be committed."""
        return f"{self.number}:{self.version}"

    @property
    def state(self) -> CaseState:
        """Its state. What ended 10 and is being edited has come back; what was withdrawn is withdrawn until it is sent again."""
        last = self.submissions[-1] if self.submissions else None
        if self.status == UNSENT:
            if last is None:
                return CaseState.DRAFT
            return CaseState.WITHDRAWN if last.flag == WITHDRAWN else CaseState.RETURNED
        if self.status == PROCESSING:
            return CaseState.IN_REVIEW
        return _ENDED.get(self.flag, CaseState.UNKNOWN)

    @property
    def word(self) -> str:
        """The hall's own word."""
        flag = FLAGS.get(self.flag, self.flag)
        return WORDS.get(self.status, self.status) + (f"，{flag}" if flag else "")

    @property
    def words(self) -> tuple[str, ...]:
        """Why it came back."""
        return self.submissions[-1].words if self.submissions and self.state is CaseState.RETURNED else ()

    def sent(self, version: int) -> bool:
        """Whether this version was ever submitted."""
        return any(each.version == version for each in self.submissions)


def of_four(data: Mapping[str, Any]) -> Half:
    """As ``four`` shows it."""
    try:
        return Half(
            system=FOUR,
            number=_text(data, "lsh"),
            partner="",
            business=_text(data, "type"),
            status=_text(data, "status"),
            flag=_text(data, "reportFlag"),
            version=int(data["version"]),
            fields=fields.ours(FOUR, texts("declaration", data, "fields")),
            submissions=tuple(
                Submission(int(each["version"]), _text(each, "reportFlag"), tuple(each["errors"]))
                for each in data["submissions"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise WireChanged(
            "declaration", "a half of a declaration", f"{type(error).__name__} {_key(error)}"
        ) from None


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise WireChanged("declaration", f"a text in {name}", type(value).__name__)
    return value


def _key(error: Exception) -> str:
    """The key that was missing; of another error nothing, for its text may hold a value."""
    return str(error.args[0]) if isinstance(error, KeyError) else ""


def of_medical(page: Page) -> Half:
    """As ``medical`` shows it, on the pages ``check`` and ``detail``."""
    head = page.fields("half")
    try:
        return Half(
            system=MEDICAL,
            number=head["slh"],
            partner=head["sblsh"],
            business=head["ywlx"],
            status=head["ywzt"],
            flag=head["drjg"],
            version=int(head["bbh"]),
            fields=fields.ours(MEDICAL, page.fields("fields")),
            submissions=tuple(
                Submission(int(each["bbh"]), each["drjg"], tuple(filter(None, each["yy"].split("；"))))
                for each in page.submissions
            ),
            page=page,
        )
    except (KeyError, ValueError) as error:
        raise WireChanged(
            "sb_xiangqing", "a half of a declaration", f"{type(error).__name__} {_key(error)}"
        ) from None
