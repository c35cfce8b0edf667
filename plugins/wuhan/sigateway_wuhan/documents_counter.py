"""What is done at the counter only 柜台业务: with which papers, on which days, and which rule says so. Pure.

The papers are the rulebook's (a figure ``papers`` of the rule, joined by ；), so that a layer can correct them. ``type`` is a name
for what no filing of this package is, such as ``registration``; a type that people look for, and find out where to go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sigateway.plugin import Elsewhere, Rulebook

from . import transfer
from .fields import AGENCY

_HALL: Final = "社会保险处综合服务大厅"
_WORKDAYS: Final = "工作日"

_SOME_PAPERS: Final = "相关资料"
"""What the sources say where they list no papers."""


@dataclass(frozen=True, slots=True)
class CounterMatter:
    """One matter. ``papers`` names the rule that lists them, where it is another than ``rule``; ``days`` the one with the days of a
    month; ``within`` the one that says how many days after its beginning a unit has."""

    type: str
    title: str
    rule: str
    why: str
    papers: str = ""
    days: str = ""
    within: str = ""
    place: str = AGENCY

    def elsewhere(self, rules: Rulebook) -> Elsewhere:
        """As it is offered."""
        return Elsewhere(
            type=self.type,
            title=self.title,
            rule=self.rule,
            why=self.why,
            place=self.place,
            papers=_papers(rules, self.papers or self.rule),
            days=(_days(rules, self.days) if self.days else _WORKDAYS) + _within(rules, self.within),
        )


MATTERS: Final = (
    # WH-05: user name and password are handed out with it. WH-25, WH-26: all insurances in one go.
    CounterMatter(
        "registration",
        "社会保险登记",
        "WH-24",
        "社会保险登记须到经办机构办理，应参加的险种一次登记完毕，办结后领取用户名和密码",
        days="WH-23",
        within="WH-22",
        place=_HALL,
    ),
    CounterMatter(
        "registration_change",
        "变更登记、注销登记、验证和补证",
        "WH-30",
        "变更登记、注销登记、验证和补证须到登记地经办机构办理",
    ),
    CounterMatter(
        "account",
        "网上办事资格申请",
        "WH-02",
        "网上办事资格由经办机构审核开通；问答所列资料更多（WH-03），请先向经办机构核实",
    ),
    CounterMatter(
        "account_by_answers",
        "网上办事资格申请（按问答所列资料）",
        "WH-03",
        "问答所列的网上办事资格申请资料，与业务指南（WH-02）不同",
    ),
    CounterMatter(
        "vip_upgrade", "VIP用户评估", "WH-08", "首次申请均为普通用户；熟悉业务后可申请评估，合格的转为VIP用户"
    ),
    CounterMatter(
        "slip_reissue",
        "单位用户密码条补领",
        "WH-10",
        "用户名、密码或数字证书丢失，只能到经办机构重新领取密码条",
    ),
    CounterMatter(
        "enrolment_at_counter",
        "柜台增员",
        "WH-66",
        "增员也可到柜台申报；网上不能办理的人员（如超龄首次参保）须到柜台",
    ),
    CounterMatter(
        "first_enrolment_over_age",
        "网上年龄范围以外的首次参保",
        "WH-53",
        "首次参保年龄不在网上办理范围的，须到柜台办理",
        papers="WH-66",
    ),
    CounterMatter(
        "long_back_payment",
        "超过网上上限的补缴",
        "WH-56",
        "补缴月数超过网上办理上限的，须到柜台办理",
        papers="WH-66",
    ),
    CounterMatter(
        "special_people", "特殊人群认定", "WH-55", "军转干、劳动模范等特殊人群先在网上申报，再到经办机构认定"
    ),
    CounterMatter(
        "social_security_card", "社会保障卡制卡", "WH-58", "网上上传电子照片后，到经办机构申请制卡"
    ),
    CounterMatter("suspension_at_counter", "柜台减员", "WH-76", "减员也可到柜台申报"),
    CounterMatter("benefit_assessment", "待遇核定", "WH-75", "停保之后的待遇核定等业务须到柜台办理"),
    # WH-52: what is submitted cannot be changed online.
    CounterMatter("correction", "信息订正", "WH-41", "提交或办结后发现信息有误，须到经办机构办理信息订正"),
    CounterMatter(
        "key_person_data",
        "个人重点信息变更",
        "WH-108",
        "姓名、证件、性别、出生日期等个人重点信息不能在网上变更",
    ),
    CounterMatter(
        "key_employer_data",
        "单位重点信息变更",
        "WH-110",
        "单位名称、统一社会信用代码等单位重点信息不能在网上变更",
    ),
    CounterMatter(
        "annual_wage_review", "年度工资申报审核", "WH-93", "年度工资申报提交后，携资料到经办机构审核"
    ),
    CounterMatter(
        "arrears_arrival",
        "缴费到账确认",
        "WH-99",
        "缴费单在地税部门缴费后，到经办机构办理缴费到账确认；到账后欠费才算结清",
    ),
    CounterMatter(
        "arrears_of_another_unit",
        "其他单位的欠费补缴",
        "WH-101",
        "网上只办理本单位的欠费，其他单位的欠费到经办机构办理",
    ),
    # Not on the hall's list: what people go to a community for, and how a flexible worker stops.
    CounterMatter(
        "person_account",
        "个人网上办事资格",
        "WH-114",
        "个人网上办事用户和个人网上办事协议由本人到社区办理，不能代为在网上办理",
        place="所在社区",
    ),
    CounterMatter(
        "flexible_stop",
        "灵活就业人员停保",
        "WH-61",
        "灵活就业人员停保没有网上途径，由本人到原缴费社保机构办理",
        place="原缴费社保机构",
    ),
)
"""In the order of the hall's own list of counter matters 柜面业务."""


def offers(rules: Rulebook) -> list[Elsewhere]:
    """What is at the counter only; the last step of a transfer among it (WH-127).

    The letter before that step (WH-126) and a transfer out (WH-128) have their papers in ``transfer.py``: no source names a place.
    """
    known = [period.effective_from for period in rules.rule("WH-127").figures]
    transfers = [transfer.settlement(on=max(known), rules=rules)] if known else []
    return [*(matter.elsewhere(rules) for matter in MATTERS), *transfers]


def papers_of(rule: str, rules: Rulebook) -> tuple[str, ...]:
    """What is brought to the counter for what this rule sends there."""
    listed = next((matter.papers for matter in MATTERS if matter.rule == rule), "")
    return _papers(rules, listed or rule)


def _papers(rules: Rulebook, rule: str) -> tuple[str, ...]:
    listed = _latest(rules, rule, "papers")
    return tuple(listed.split("；")) if listed else (_SOME_PAPERS,)


def _days(rules: Rulebook, rule: str) -> str:
    """每月…日工作日, by the figures of that rule (WH-23)."""
    return f"每月{_latest(rules, rule, 'day_from')}-{_latest(rules, rule, 'day_to')}日工作日"


def _within(rules: Rulebook, rule: str) -> str:
    """自成立之日起…日内, by the figure of that rule (WH-22); empty where there is no such limit."""
    return f"，自单位成立之日起{_latest(rules, rule, 'days')}日内" if rule else ""


def _latest(rules: Rulebook, rule: str, figure: str) -> str:
    """The figure as last set: an offer is asked for without a day. Empty where the rule has none."""
    periods = sorted(rules.rule(rule).figures, key=lambda period: period.effective_from)
    return next((period.values[figure] for period in reversed(periods) if figure in period.values), "")
