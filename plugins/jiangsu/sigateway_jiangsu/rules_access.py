"""Who may file what (JS-08, JS-34 to JS-37), and the rules of granting, of registration and of scans. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sigateway.plugin import (
    Context,
    Effect,
    Filing,
    Finding,
    HandlerGrant,
    HandlerRank,
    HandlerRevocation,
    Known,
    Stage,
    UnitRegistration,
)

from .facts import HallFacts, facts_of
from .matters import CODES, FACES, GRANTING, PERSONAL, SCOPE_NAMES

Findings = Iterator[Finding]


def may_not_file(filing: Filing, context: Context) -> Finding | None:
    """What the account may not file is said before anything is sent: by the log-in, and by what the hall shows of it now."""
    if context.scopes is None:
        return None
    facts = facts_of(context)
    held = context.scopes
    if facts is not None and facts.unit is not None and facts.rank == "3":
        held = facts.unit.scopes  # a scope that was taken away meanwhile
    if filing.type in held:
        return None
    personal = context.scopes >= PERSONAL
    if filing.type in FACES:
        rule, message, cure = "JS-19", "这项办理不需要登录", "请不登录直接办理（hall.access）"
    elif (filing.type in PERSONAL) is not personal:
        rule, message, cure = (
            "JS-08",
            "该事项不适用于当前登录身份",
            "单位业务请以单位登录，个人业务请以本人账号登录",
        )
    elif filing.type in GRANTING:
        rule, message, cure = "JS-36", "仅法定代表人和管理员可以管理经办人", "请由法定代表人或管理员登录办理"
    else:
        rule, message, cure = "JS-37", "该经办人没有这一事项的办理权限", "请联系单位管理员按事项授权"
    return context.rules.finding(
        rule, Effect.RETURNS, message, cure, stage=Stage.ENTRANCE, known=Known.LOOKUP
    )


def _refused(context: Context, rule: str, message: str, cure: str, *fields: str) -> Finding:
    return context.rules.finding(
        rule, Effect.RETURNS, message, cure, fields, stage=Stage.SAVE, known=Known.LOOKUP
    )


def consent_was_given(filing: Filing, context: Context) -> Findings:
    """同意开通 comes first, once (JS-39)."""
    facts = facts_of(context)
    if facts is not None and facts.consented is False:
        yield _refused(
            context,
            "JS-39",
            "单位尚未阅读授权注意事项并同意开通",
            "请先阅读授权注意事项（ServiceAgreementQuery），再同意开通（GrantingConsent）",
        )


def administrators_by_the_legal_person(filing: Filing, context: Context) -> Findings:
    """法人 sets administrators; an administrator sets handlers only (JS-35, JS-36)."""
    facts = facts_of(context)
    if facts is None or facts.rank == "1":
        return
    if isinstance(filing, HandlerGrant):
        concerns = filing.rank is not HandlerRank.HANDLER
    else:
        concerns = _rank_of(filing, facts) is HandlerRank.ADMINISTRATOR
    if concerns:
        yield _refused(context, "JS-35", "仅法定代表人可以设置或取消管理员", "请由法定代表人登录办理", "rank")


def scopes_fit_the_rank(filing: HandlerGrant, context: Context) -> Findings:
    """A handler has the matters granted, an administrator has them all and names none (JS-36)."""
    names = "、".join(f"{SCOPE_NAMES[name]}（{name}）" for name in CODES)
    if filing.rank is HandlerRank.LEGAL_PERSON:
        yield _refused(
            context,
            "JS-35",
            "法定代表人由单位注册而来，不能授权",
            "请办理单位注册（UnitRegistration）",
            "rank",
        )
    elif filing.rank is HandlerRank.ADMINISTRATOR and filing.scopes:
        yield _refused(
            context, "JS-36", "管理员默认具有全部业务权限，不按事项授权", "请不填事项（scopes）", "scopes"
        )
    elif filing.rank is HandlerRank.HANDLER and (not filing.scopes or not filing.scopes <= CODES.keys()):
        yield _refused(context, "JS-36", "请为经办人选择事项权限", f"事项（scopes）可为：{names}", "scopes")


def own_mobile(filing: HandlerGrant, context: Context) -> Findings:
    """本人实名登记的手机号 (JS-33): whose it is only the hall can say."""
    if filing.person.mobile is None:
        yield _refused(
            context, "JS-33", "未填写本人实名登记的手机号", "请补充本人的手机号码", "person.mobile"
        )


def not_granted_otherwise(filing: HandlerGrant, context: Context) -> Findings:
    """Somebody who is granted already keeps his rank until it is taken back (JS-41)."""
    facts = facts_of(context)
    held = None if facts is None else _rank_of(filing, facts)
    if held is not None and held is not filing.rank:
        yield _refused(context, "JS-41", "该人员已有本单位的另一级授权", "请先取消授权，再重新授权", "rank")


def is_granted(filing: HandlerRevocation, context: Context) -> Findings:
    """There is something to take back, and it is not the legal person's own (JS-35, JS-41)."""
    facts = facts_of(context)
    if facts is None or facts.handlers is None:
        return
    held = _rank_of(filing, facts)
    if held is None:
        yield _refused(context, "JS-41", "未查询到该人员的授权信息", "请核对人员", "person")
    elif held is HandlerRank.LEGAL_PERSON:
        yield _refused(
            context, "JS-35", "法定代表人的权限不能更改", "如法定代表人变更，请先变更单位信息", "person"
        )


def _rank_of(filing: Any, facts: HallFacts) -> HandlerRank | None:
    for each in facts.handlers or ():
        if each.document_number == filing.person.document.number:
            return each.rank
    return None


def representative_can_scan(filing: UnitRegistration, context: Context) -> Findings:
    """A foreign legal representative cannot be verified: an administrator registers at the window (JS-30)."""
    person = filing.legal_representative
    if len(person.document.number) != 18:
        yield context.rules.finding(
            "JS-30",
            Effect.ELSEWHERE,
            "法定代表人没有身份证，无法进行人脸识别身份验证",
            "请授权管理员到线下办理单位注册",
            ("legal_representative.document",),
            stage=Stage.ENTRANCE,
            known=Known.OFFLINE,
            place="人社窗口",
            papers=papers(context, "JS-20"),
        )
    if person.mobile is None:
        yield _refused(
            context, "JS-33", "未填写法定代表人本人实名登记的手机号", "请补充", "legal_representative.mobile"
        )


def basic_data_of_the_scanned(filing: Filing, context: Context) -> Findings:
    """Where the city asks for it (常州), the person completes 我的信息 in the app before the scan (JS-43)."""
    if context.rules.flag("JS-43", "face_needs_basic_data", on=context.day):
        yield context.rules.finding(
            "JS-43",
            Effect.WARNS,
            "实名认证时如提示“未查询到人员基础信息”，说明大厅没有此人的基础信息",
            "请本人先在“江苏智慧人社”APP“我的—我的信息”中完善个人信息，再扫码",
        )


def papers(context: Context, rule: str) -> tuple[str, ...]:
    """The papers that a rule names."""
    return tuple(context.rules.text(rule, "papers", on=context.day).split("；"))


RULES: Final[Mapping[str, tuple[Callable[[Any, Context], Findings], ...]]] = {
    "granting_consent": (),
    "handler_grant": (
        consent_was_given,
        administrators_by_the_legal_person,
        scopes_fit_the_rank,
        own_mobile,
        not_granted_otherwise,
    ),
    "handler_revocation": (is_granted, administrators_by_the_legal_person),
    "unit_registration": (representative_can_scan, basic_data_of_the_scanned),
    "handler_verification": (basic_data_of_the_scanned,),
    "password_reset": (basic_data_of_the_scanned,),
}
"""By the filing's type."""
