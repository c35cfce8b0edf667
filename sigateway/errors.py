"""Every error a user of sigateway can meet, one tree.

::

    SigatewayError
    ├── ConfigurationError        something handed to the gateway cannot be right
    ├── RulebookError             a rules.toml is malformed
    │   └── RuleNotKnown          no figure is known for that day
    ├── PluginError               a region's code failed; nothing was sent because of it
    ├── LedgerError               the ledger refused a write; nothing is filed without it
    ├── BeforeSending             nothing has been filed
    │   ├── PreflightFailed       the hall's rules refuse it
    │   │   └── WindowClosed      not on these days
    │   ├── NotOffered            done elsewhere: which place, which papers
    │   ├── AlreadyFiled          the ledger or the hall holds it already, or something else in its place
    │   ├── LaneBusy              another filing of this person is in flight
    │   ├── EchoDiffers           the hall shows back something other than was asked; not committed
    │   └── DraftLost             somebody at the unit changed or discarded our draft before it was submitted
    ├── AccessError               the hall does not let us in
    │   ├── LoginRefused          refused by the hall; the fuse is blown
    │   ├── CredentialsBlocked    the fuse is blown; nothing was tried
    │   ├── WrongUnit             the credentials are another unit's
    │   ├── PasswordChangeNeeded  the hall wants a new password and there is no store to keep it in
    │   └── SessionTaken          somebody else signed in with these credentials
    └── HallError                 the hall answered, or did not
        ├── HallRefused           in its own words; nothing took effect
        ├── HallUnavailable       down, in maintenance, unreachable; nothing took effect
        ├── OutcomeUnknown        may have taken effect; only evidence ends it
        ├── LandedDifferently     took effect, but the hall holds something other than was asked
        └── WireChanged           the hall's pages are not those this region knows

Each error carries ``code`` (stable, for programs), ``who_acts`` and ``retry`` (whether the same call may simply be made
again), and a message that says what happened, why, and what to do next. No message holds personal data or secrets.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from sigateway.filings.cases import Actor, Case, Reason
from sigateway.filings.findings import Finding

if TYPE_CHECKING:
    from sigateway.flows.echo import EchoField


class SigatewayError(Exception):
    """The root. ``message`` is what a person reads."""

    code: ClassVar[str] = "sigateway"
    who_acts: Actor = Actor.VENDOR
    retry: ClassVar[bool] = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ConfigurationError(SigatewayError):
    """Something handed to the gateway cannot be right; the message says what and what to hand instead."""

    code = "configuration"


class RulebookError(SigatewayError):
    """A ``rules.toml`` or ``reasons.toml`` is malformed; the message names file and rule."""

    code = "rulebook"
    who_acts = Actor.CONTRIBUTOR


class RuleNotKnown(RulebookError):
    """The rulebook has no figure for that day. A preflight turns this into a finding ``unknown``."""

    code = "rule_not_known"
    who_acts = Actor.VENDOR

    def __init__(self, rule: str, figure: str, day: date) -> None:
        super().__init__(
            f"规则 {rule} 没有 {day:%Y-%m-%d} 的数值“{figure}”；请在自己的规则层中补充该数值及其出处。"
            f" (no figure {figure!r} of {rule} for that day: supply it in a layer of your own, with its source)"
        )
        self.rule, self.figure, self.day = rule, figure, day


class PluginError(SigatewayError):
    """A hook of a region failed or cannot be registered. Nothing was sent because of it."""

    code = "plugin"
    who_acts = Actor.CONTRIBUTOR

    def __init__(self, plugin: str, hook: str, message: str) -> None:
        super().__init__(f"plugin {plugin!r}, hook {hook!r}: {message}")
        self.plugin, self.hook = plugin, hook


class LedgerError(SigatewayError):
    """The ledger could not record what must be recorded first, so nothing was sent."""

    code = "ledger"


class BeforeSending(SigatewayError):
    """Nothing has been filed."""

    code = "before_sending"


class PreflightFailed(BeforeSending):
    """The hall's rules refuse the filing. ``findings`` holds all findings, also those that only warn."""

    code = "preflight_failed"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        blocking = [f for f in self.findings if f.blocks]
        super().__init__(
            "；".join(f"[{f.rule}] {f.message}{f'（{f.cure}）' if f.cure else ''}" for f in blocking)
        )


class WindowClosed(PreflightFailed):
    """Not on these days. ``opens_at`` is the next opening by the widest reading, or ``None``."""

    code = "window_closed"

    def __init__(self, findings: Sequence[Finding], opens_at: datetime | None) -> None:
        super().__init__(findings)
        self.opens_at = opens_at


class NotOffered(BeforeSending):
    """This hall does not do it online. ``rule`` says why, ``place`` where, ``papers`` what to bring."""

    code = "not_offered"
    who_acts = Actor.EMPLOYER

    def __init__(
        self,
        rule: str | None,
        message: str,
        *,
        place: str | None = None,
        papers: Sequence[str] = (),
        findings: Sequence[Finding] = (),
    ) -> None:
        where = f"办理地点：{place}。" if place else ""
        bring = f"携带：{'、'.join(papers)}。" if papers else ""
        super().__init__(f"{message}{'' if message.endswith('。') else '。'}{where}{bring}")
        self.rule, self.place, self.papers, self.findings = rule, place, tuple(papers), tuple(findings)


class AlreadyFiled(BeforeSending):
    """The slot is taken: by this ledger's last turn, or at the hall. Nothing was sent.

    ``case`` is what stands, ``differences`` the dotted names of the fields in which the new body differs (names only),
    ``ways`` what can be done.
    """

    code = "already_filed"

    def __init__(self, case: Case, differences: Sequence[str] = (), ways: Sequence[str] = ()) -> None:
        self.case, self.differences, self.ways = case, tuple(differences), tuple(ways)
        differs = f"，内容不同之处：{'、'.join(self.differences)}" if self.differences else ""
        hint = f"可行办法：{'；'.join(self.ways)}。" if self.ways else ""
        super().__init__(
            f"此前已申报（{case.state.chinese}，业务号 {case.number or '无'}）{differs}，未再发送。{hint}"
        )


class LaneBusy(BeforeSending):
    """Another filing of this person is in flight at this unit; ``until`` says when to look again."""

    code = "lane_busy"
    retry = True

    def __init__(self, turn: str, until: datetime) -> None:
        super().__init__(f"同一人员在该单位另有一笔申报正在进行（{turn}），请在 {until:%H:%M:%S} 之后再试。")
        self.turn, self.until = turn, until


class EchoDiffers(BeforeSending):
    """What the hall shows back is not what was asked, so it was not committed. ``fields`` lists each comparison.

    The draft stays at the hall under ``draft``, unsent; ``case`` is that draft, to be discarded.
    """

    code = "echo_differs"
    case: Case | None = None

    def __init__(self, fields: Sequence[EchoField], draft: str | None) -> None:
        self.fields, self.draft = tuple(fields), draft
        names = "、".join(f.label for f in self.fields if f.differs)
        super().__init__(
            f"大厅回显与申报内容不一致：{names}。未提交审批；草稿 {draft or '无编号'} 留在待办任务列表，可核对后退单或重新申报。"
        )


class DraftLost(BeforeSending):
    """Somebody at the unit changed or discarded our draft while it was in doubt; it was not submitted, and is not again.

    ``draft`` is the hall's number. The same call may be made again: it makes a new draft.
    """

    code = "draft_lost"
    retry = True

    def __init__(self, draft: str | None) -> None:
        super().__init__(
            f"草稿 {draft or '（无编号）'} 在提交前被人改动或退单，没有提交审批；如仍需申报，请重新调用（将另建草稿）。"
        )
        self.draft = draft


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


class CredentialsBlocked(AccessError):
    """These credentials were refused before; nothing was tried. Replace them, or reset the fuse by hand."""

    code = "credentials_blocked"

    def __init__(self, unit: str, blown_at: datetime, why: str) -> None:
        super().__init__(
            f"单位 {unit} 的这组凭据已于 {blown_at:%Y-%m-%d %H:%M} 被大厅拒绝（“{why}”），未再尝试。请更换凭据。"
        )
        self.unit, self.blown_at, self.why = unit, blown_at, why


class PasswordChangeNeeded(AccessError):
    """The hall wants a new password first, and the gateway has no credentials store to keep it in durably."""

    code = "password_change_needed"

    def __init__(self) -> None:
        super().__init__(
            "大厅要求先修改初始密码；请为 Gateway 提供 credentials=（如 sigateway.FileCredentials(路径)），以便先存妥新密码再提交修改。"
        )


class WrongUnit(AccessError):
    """The credentials open another unit at the hall. No fuse is blown: they are good, for ``actual``."""

    code = "wrong_unit"

    def __init__(self, asked: str, actual: str) -> None:
        super().__init__(
            f"这组凭据属于单位 {actual}，不是 {asked}；没有办理任何业务。请把凭据交给正确的单位。"
            "（如首次登录已改密码，新密码已存到它自己的单位名下。）"
        )
        self.asked, self.actual = asked, actual


class SessionTaken(AccessError):
    """Somebody else signed in with these credentials and ended our session; it is left to them for now."""

    code = "session_taken"
    retry = True

    def __init__(self) -> None:
        super().__init__("该账号已在其他地方登录，本次会话已结束；请稍后再试，避免与经办人互相挤下线。")


class HallError(SigatewayError):
    """The hall answered, or did not."""

    code = "hall"
    who_acts = Actor.HALL


class HallRefused(HallError):
    """The hall refused in its own words; nothing took effect. ``reasons`` holds the words and the plain ones."""

    code = "hall_refused"
    who_acts = Actor.VENDOR

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        parts = [
            f"“{r.words}”" + (f"：{r.plain}" if r.plain else "") + (f"（{r.cure}）" if r.cure else "")
            for r in reasons
        ]
        super().__init__("大厅未受理：" + "；".join(parts))


class HallUnavailable(HallError):
    """The hall is down, in maintenance or unreachable. Nothing took effect; the same call may be made again."""

    code = "hall_unavailable"
    retry = True

    def __init__(self, why: str, *, retry_after: float | None = None) -> None:
        super().__init__(f"大厅暂不可用：{why}。本次没有产生新的申报，可稍后重试同一调用。")
        self.why, self.retry_after = why, retry_after


class OutcomeUnknown(HallError):
    """The commit may have taken effect and the hall has not shown which. Nothing is sent again until it has.

    ``turn`` names the attempt; ``settles_at`` is when the hall's word is final. Call ``session.settle(turn)`` after that, or the
    same ``file`` again: both ask the hall first.
    """

    code = "outcome_unknown"
    who_acts = Actor.VENDOR
    retry = True

    def __init__(self, turn: str, settles_at: datetime) -> None:
        super().__init__(
            f"申报 {turn} 是否生效尚不能确定；不会重复发送。请在 {settles_at:%Y-%m-%d %H:%M:%S} 之后调用 settle，由大厅记录定论。"
        )
        self.turn, self.settles_at = turn, settles_at


class LandedDifferently(HallError):
    """It took effect, and the hall holds something other than was asked: perhaps somebody edited the draft first.

    ``case`` is what stands, ``differences`` names the fields. Correct it by ``hall.ways_back(case)``.
    """

    code = "landed_differently"
    who_acts = Actor.VENDOR

    def __init__(self, case: Case, differences: Sequence[str]) -> None:
        self.case, self.differences = case, tuple(differences)
        super().__init__(
            f"大厅已受理（{case.state.chinese}，业务号 {case.number or '无'}），但所载内容与申报不一致：{'、'.join(differences)}。"
            "不会重复发送；请核对，并按 ways_back 所列途径更正。"
        )


class WireChanged(HallError):
    """The hall's page is not one this region knows. Only this operation stops. No personal data in ``got``."""

    code = "wire_changed"
    who_acts = Actor.CONTRIBUTOR

    def __init__(self, where: str, expected: str, got: str) -> None:
        super().__init__(
            f"大厅页面与已知格式不符（{where}）：应为 {expected}，实为 {got}。已停止该操作；请通知地区插件维护者更新 wire.py。"
        )
        self.where, self.expected, self.got = where, expected, got
