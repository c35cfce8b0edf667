"""单位网上业务 → 单位业务办理 (WH-111, WH-112), and what only the counter does (办事指南), as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MENU: Sequence[tuple[str, str]] = (
    ("增员(续保)", "zengyuan.do"),
    ("暂停缴费", "zanting.do"),
    ("单位增减员异动表导出", "yidong.do"),
    ("个人工资变更", "gongzi.do"),
    ("单位员工欠费补缴", "bujiao.do"),
    ("生成欠费补缴单", "jiaofeidan.do"),
    ("欠费补缴回退", "huitui.do"),
    ("当月欠费注销", "zhuxiao.do"),
    ("个人一般信息变更", "grxx.do"),
    ("单位一般信息变更", "dwxx.do"),
    ("申报业务预约", "yuyue.do"),
    ("问题报告", "wenti.do"),
    ("已办业务查询", "yibancx.do"),
    ("批量增员审核结果查询", "plcx.do?yw=zengyuan"),
    ("批量减员审核结果查询", "plcx.do?yw=zanting"),
    ("单位欠费查询", "qianfei.do"),
    ("批量增员", "pl.do?yw=zengyuan"),
    ("批量减员", "pl.do?yw=zanting"),
    ("个人工资年度申报", "pl.do?yw=niandu"),
    ("非统筹退休人员工资申报", "pl.do?yw=tuixiu"),
)

#: What a unit brings to register (WH-24), and to be given an account (WH-02), or by the questions and answers (WH-03).
REGISTRATION_PAPERS = (
    "社会保险登记表",
    "承诺书",
    "营业执照",
    "组织机构代码证",
    "税务登记证",
    "法人身份证",
    "经办人身份证",
)
ACCOUNT_PAPERS = ("承诺书", "经办人身份证")
ACCOUNT_PAPERS_OF_ANSWERS = ("营业执照", "组织机构代码证", "税务登记证", "经办人身份证", "承诺书")

AGENCY_OFFICE = "辖区社保经办机构"
WORKING_DAYS = "工作日"
REGISTRATION_DAYS = "每月1-22日工作日"


@dataclass(frozen=True, slots=True)
class Matter:
    """What is done at the counter: when, and what is brought."""

    name: str
    hours: str = WORKING_DAYS
    papers: tuple[str, ...] = ("相关资料",)


def matters(account_papers: tuple[str, ...]) -> Sequence[Matter]:
    """The counter's matters; which papers an account takes differs between the sources."""
    return (
        Matter("社会保险登记", REGISTRATION_DAYS, REGISTRATION_PAPERS),
        Matter("变更登记、注销登记、验证、补证"),
        Matter("网上办事资格", papers=account_papers),
        Matter("VIP用户"),
        Matter("密码条补发"),
        Matter("增减员资料审核"),
        Matter("超龄首次参保"),
        Matter("重点信息变更、信息订正"),
        Matter("年度工资审核"),
        Matter("欠费到账确认、其他单位欠费"),
    )
