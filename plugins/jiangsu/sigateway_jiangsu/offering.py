"""What the hall takes online, and what is done elsewhere (JS-05, JS-06, JS-14, JS-20, JS-29 to JS-32)."""

from __future__ import annotations

from datetime import date
from typing import Final

from sigateway.plugin import Elsewhere, FieldNeed, Offer, Rulebook, RuleNotKnown

from .matters import MATTERS


def _need(name: str, label: str, rule: str) -> FieldNeed:
    return FieldNeed(name=name, label=label, mandatory=True, rule=rule)


_WHO: Final = (_need("person.document", "身份证号", "JS-41"), _need("person.name", "姓名", "JS-41"))

ACCESS: Final = (
    Offer(
        type="unit_registration",
        title="单位注册（法定代表人人脸识别）",
        fields=(
            _need("legal_representative", "法定代表人", "JS-28"),
            _need("legal_representative.mobile", "本人实名登记的手机号", "JS-33"),
        ),
        rule="JS-19",
    ),
    Offer(
        type="granting_consent",
        title="同意开通授权",
        fields=(_need("version", "版本", "JS-39"), _need("text_digest", "文本摘要", "JS-39")),
        rule="JS-39",
    ),
    Offer(
        type="handler_grant",
        title="开通授权",
        fields=(
            *_WHO,
            _need("person.mobile", "本人实名登记的手机号", "JS-33"),
            _need("rank", "级别", "JS-34"),
            FieldNeed(name="scopes", label="事项权限范围", mandatory=False, rule="JS-36"),
        ),
        rule="JS-41",
    ),
    Offer(type="handler_revocation", title="取消授权", fields=_WHO, rule="JS-36"),
    Offer(type="handler_verification", title="实名认证（人脸识别）", fields=_WHO, rule="JS-42"),
    Offer(type="password_reset", title="忘记密码", fields=_WHO, rule="JS-23"),
)


def offers(rules: Rulebook) -> list[Offer | Elsewhere]:
    """One by one each: the leaflet speaks of no batch (JS-45). 预登记 only where the hall has it (JS-04)."""
    online = (
        Offer(
            type=each.filing_type,
            title=each.title,
            fields=each.needs,
            rule=each.rule,
            papers=_papers(rules, "JS-14") if each.filing_type == "retirement_registration" else (),
        )
        for each in MATTERS.values()
        if each.filing_type != "preregistration" or _newest(rules, "JS-04", "preregistration") == "true"
    )
    return [*online, *ACCESS, *_elsewhere(rules)]


def _elsewhere(rules: Rulebook) -> list[Elsewhere]:
    papers, of_a_mismatch = _papers(rules, "JS-20"), _papers(rules, "JS-49")
    fewer = f"；信息不符（JS-29）的携带{'、'.join(of_a_mismatch)}" if of_a_mismatch != papers else ""
    return [
        Elsewhere(
            type="offline_registration",
            title="单位线下注册",
            rule="JS-20",
            why="法定代表人信息不符（JS-29）、外籍法定代表人无法验证（JS-30），或单位选择线下；由法定代表人或授权管理员前往（JS-31），"
            f"授权委托书写明单位名称、被委托人姓名、身份证号码、手机号码并加盖公章（JS-32）{fewer}",
            place="人社窗口",
            papers=papers,
        ),
        Elsewhere(
            type="lower_base",
            title="调低缴费基数",
            rule="JS-06",
            why="网上仅可调高",
            place="经办窗口",
        ),
        Elsewhere(
            type="retirement_papers",
            title="退休登记之后提交材料",
            rule="JS-14",
            why="网上登记后，单位携材料到窗口提交，符合条件的予以受理",
            place="市政务服务中心退休受理窗口",
            papers=_papers(rules, "JS-14"),
        ),
    ]


def _papers(rules: Rulebook, rule: str) -> tuple[str, ...]:
    return tuple(paper for paper in _newest(rules, rule, "papers").split("；") if paper)


def _newest(rules: Rulebook, rule: str, figure: str) -> str:
    """What holds by the newest figures; offers are asked about no day. Empty where there is none."""
    newest = max(rules.rule(rule).figures, key=lambda figures: figures.effective_from, default=None)
    day = date.max if newest is None else newest.until or date.max
    try:
        return rules.text(rule, figure, on=day)
    except RuleNotKnown:
        return ""
