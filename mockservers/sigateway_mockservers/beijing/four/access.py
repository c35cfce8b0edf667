"""Log-in, the unit, the guide, the menu and empty forms at the four system (BJ-01..17, 31, 34)."""

from __future__ import annotations

from typing import Any

from sigateway_mockservers.beijing.access.counter import COPIES, KEY, PAPERS
from sigateway_mockservers.beijing.access.sessions import RANDOM_SECONDS
from sigateway_mockservers.beijing.four.envelope import done, not_modelled, refused, text_in
from sigateway_mockservers.beijing.four.shown import unit_shown
from sigateway_mockservers.beijing.looking.prints import FORMS, empty_form
from sigateway_mockservers.beijing.names import CENTRE, FOUR, TITLE
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.visit import Visit
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.kernel.replies import PDF_TYPE, Reply, file_reply

Said = dict[str, Any]

CONDITIONS = (
    "具备登录互联网条件并具有北京市政务单位数字证书(USB Key)和计算机安全与防病毒措施",
    "社会保险缴费结算周期为“按月”",
    "在四险系统和医疗保险系统中的单位基本信息(社会保险登记证号、缴费地区、单位类型、组织机构代码)一致",
    "不存在违反社会保险相关规定行为",
)
BARRED = ("未按照政策规定参加全部险种", "存在欠费", "参保方式为二级公司")

#: 单位社保业务办理 holds the seven businesses of BJ-18..22; nothing about payment stands here.
MENU = (
    *(
        ("单位社保业务办理", name, f"declarations/form?type={wire}")
        for name, wire in (
            ("人员增加", "DATA_IND_ADD"),
            ("人员减少", "DATA_NORMAL_CUT"),
            ("个人信息变更", "DATA_INDINFO_UPDATE"),
            ("单位信息变更", "DATA_ENTINFO_UPDATE"),
        )
    ),
    ("单位社保业务办理", "数据报盘文件上传", "files"),
    ("单位社保业务办理", "缴费工资申报", "declarations/form?type=DATA_MONTHLY_PAY"),
    ("单位社保业务办理", "职工补缴", "declarations/form?type=DATA_BACK_PAY"),
    ("报表打印", "申报表打印", "declarations/{lsh}/print"),
    *(
        ("信息查询", name, f"query/{path}")
        for name, path in (
            ("单位缴费情况过录表", "unitPayments"),
            ("单位欠费情况", "unitArrears"),
            ("员工缴费基数", "bases"),
            ("个人基本信息", "persons"),
            ("养老历年对账单", "pensionYears"),
            ("养老年账户", "pensionYear"),
            ("当年各月缴费情况", "personPayments"),
            ("1992至1995年养老账户", "pension1992"),
        )
    ),
    ("表样下载", "表样下载", "forms"),
    ("定制查询", "定制查询", "custom"),
    ("操作指南", "操作指南", "manual"),
)


def challenge(visit: Visit, _said: Said) -> Reply:
    """A random number to be signed."""
    return done(
        {
            "random": visit.hall.sessions.challenge(FOUR),
            "sigAlg": "SHA256withRSA",
            "validSeconds": RANDOM_SECONDS,
        }
    )


def login(visit: Visit, said: Said) -> Reply:
    """Open a session for a signed random number."""
    opened = visit.hall.sessions.sign_in(
        FOUR, text_in(said, "random"), text_in(said, "cert"), text_in(said, "sign")
    )
    if isinstance(opened, Reason):
        return _refuse(visit, opened)
    visit.cookie = opened.token
    visit.notes.unit = opened.unit
    return done(unit_shown(visit.hall.store, opened.unit))


def logout(visit: Visit, _said: Said) -> Reply:
    """End the session."""
    visit.hall.sessions.end(visit.session.token)
    visit.cookie = ""
    return done()


def unit(visit: Visit, _said: Said) -> Reply:
    """The unit object."""
    return done(unit_shown(visit.hall.store, visit.unit))


@enforces("BJ-05", "BJ-08", "BJ-09", "BJ-10", "BJ-11", "BJ-12", "BJ-16", "BJ-17")
def guide(visit: Visit, _said: Said) -> Reply:
    """How the service is opened, in the source's words: at the counter, and nowhere here."""
    return done(
        {
            "title": TITLE,
            "centre": CENTRE,
            "days": "5-22",
            "place": "所属社保经办机构",
            "conditions": list(CONDITIONS),
            "barred": list(BARRED),
            "papers": [f"{PAPERS[0]}×{COPIES}", *PAPERS[1:], KEY],
            "certificatePoint": "证书受理点",
        }
    )


@enforces("BJ-01", "BJ-02", "BJ-34")
def menu(visit: Visit, _said: Said) -> Reply:
    """The modules."""
    return done({"rows": [dict(zip(("module", "name", "path"), entry, strict=True)) for entry in MENU]})


def form_template(visit: Visit, _said: Said) -> Reply:
    """An empty form."""
    name = visit.path["form"]
    if name not in FORMS:
        return not_modelled()
    return file_reply(empty_form(name), PDF_TYPE, f"{name}.pdf")


@enforces("BJ-30")
def person_login(visit: Visit, said: Said) -> Reply:
    """Let an insured person in."""
    number = text_in(said, "idCard")
    opened = visit.hall.sessions.sign_in_person(number, text_in(said, "password"))
    if isinstance(opened, Reason):
        return _refuse(visit, opened)
    visit.cookie = opened.token
    names = (s.info.get("name", "") for _, s in visit.hall.store.places_of(FOUR, number))
    return done({"name": next(names, ""), "idCard": number})


def _refuse(visit: Visit, reason: Reason) -> Reply:
    refusal = Refusal((reason,))
    visit.note_refusal(refusal)
    return refused(refusal)
