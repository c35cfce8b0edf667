"""The five regions' mock halls, as the machine sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import sigateway as sg
from sigateway_mockservers.beijing import names as beijing_names
from sigateway_mockservers.shanghai import names as shanghai_names
from sigateway_mockservers.zhejiang import names as zhejiang_names
from tests.beijing import world as beijing
from tests.jiangsu import world as jiangsu
from tests.shanghai import world as shanghai
from tests.wuhan import world as wuhan
from tests.zhejiang import world as zhejiang

from .region import Held, Region

File = Callable[[Any, sg.Person, int], sg.Filing]


def month(stage: Any) -> sg.Month:
    """This month, by the World's clock."""
    return sg.Month.of(stage.world.clock.now())


def _wage(count: int, step: str = "") -> str:
    return f"{7000 + count}{step}"


def _enrols(enrolment: Callable[..., sg.Enrolment], **more: Any) -> File:
    def file(stage: Any, who: sg.Person, count: int) -> sg.Filing:
        this = month(stage)
        work = sg.Employment(contract_start=this.first_day, **more.get("work", {}))
        rest = {name: value for name, value in more.items() if name != "work"}
        return enrolment(who, employment=work, declared_wage=_wage(count), first_paid_month=this, **rest)

    return file


def _suspends(paid_months_ago: int) -> File:
    """Each one ends on another day: of the month that is the last one paid."""

    def file(stage: Any, who: sg.Person, count: int) -> sg.Filing:
        last = month(stage).plus(-paid_months_ago)
        today = stage.world.clock.now().date()
        day = min(last.first_day + timedelta(days=count % 27), today)
        return sg.Suspension(
            person=who,
            employment_ended_on=day,
            last_paid_month=last,
            reason=sg.SuspensionReason.RESIGNED,
        )

    return file


def _changes_wage(months_ahead: int) -> File:
    def file(stage: Any, who: sg.Person, count: int) -> sg.Filing:
        return sg.WageChange(
            person=who,
            declared_wage=_wage(count + 500),  # type: ignore[arg-type]
            effective_month=month(stage).plus(months_ahead),
        )

    return file


def _noted(person: Callable[..., sg.Person], *notes: str, **changes: Any) -> Callable[[Any], list[sg.Person]]:
    return lambda stage: [person(stage.world.people.noted(note), **changes) for note in notes]


# --- Wuhan ------------------------------------------------------------------------------------------------------------


def _wuhan_scene(vip: bool, folder: Path, accepts_duplicates: bool) -> Any:
    stage = wuhan.scene(folder, vip=vip, accepts_duplicates=accepts_duplicates)
    with stage.gateway() as gateway:
        stage.hall(gateway).sign_in().close()  # the certificate is fetched: what comes after is about filings
    return stage


def _wuhan_held(stage: Any) -> list[Held]:
    return [Held(each.sxh, each.zjhm, each.kind, each.in_force) for each in stage.world.wuhan.effects()]


def _wuhan_by_hand(stage: Any, kind: str, number: str) -> Iterable[str]:
    hall = stage.world.wuhan
    task = hall.save_draft_as_clerk(stage.unit.number, number, kind=kind)
    return [hall.submit_as_clerk(task.sxh).sxh]


def _wuhan_decide(stage: Any, number: str, well: bool) -> object:
    counter = stage.world.wuhan.counter
    return counter.approve(number) if well else counter.return_(number, reasons=["合同复印件不清晰"])


WUHAN = Region(
    name="wuhan",
    commits=("submit",),
    ends=("discard",),
    scene=partial(_wuhan_scene, True),
    hall=lambda stage, gateway: stage.hall(gateway),
    people=_noted(wuhan.person, "uninsured man", "uninsured woman", "insured here man"),
    filings={
        "enrolment": _enrols(wuhan.enrolment),
        "suspension": _suspends(0),
        "wage_change": _changes_wage(1),
    },
    insured=lambda stage, number: stage.world.wuhan.is_insured(stage.unit.number, number),
    held=_wuhan_held,
    by_hand=_wuhan_by_hand,
    decide=_wuhan_decide,
)
WUHAN_ORDINARY = replace(
    WUHAN,
    scene=partial(_wuhan_scene, False),
    people=_noted(wuhan.person, "uninsured man", "uninsured woman", "insured there man"),
)


# --- Shanghai ---------------------------------------------------------------------------------------------------------


def _shanghai_by_hand(stage: Any, kind: str, number: str) -> Iterable[str]:
    codes = {
        "enrolment": shanghai_names.ENROLMENT,
        "suspension": shanghai_names.SUSPENSION,
        "wage_change": shanghai_names.WAGE_CHANGE,
    }
    return [stage.world.shanghai.clerk.declare(stage.unit.number, codes[kind], zjhm=number)]


def _shanghai_scene(folder: Path, accepts_duplicates: bool) -> Any:
    return shanghai.scene(folder, variants=("accepts_duplicates",) if accepts_duplicates else ())


SHANGHAI = Region(
    name="shanghai",
    commits=("declaration.submit",),
    ends=("withdrawal.submit",),
    scene=_shanghai_scene,
    hall=lambda stage, gateway: stage.hall(gateway),
    people=_noted(shanghai.person, "sh uninsured man", "sh uninsured woman", "sh insured here man"),
    filings={
        "enrolment": _enrols(shanghai.enrolment),
        "suspension": _suspends(0),
        "wage_change": _changes_wage(0),
    },
    insured=lambda stage, number: stage.world.shanghai.is_insured(stage.unit.number, number),
    held=lambda stage: [
        Held(each.number, each.person, each.kind, True) for each in stage.world.shanghai.effects()
    ],
    by_hand=_shanghai_by_hand,
    decide=lambda stage, number, well: None if well else stage.world.shanghai.clerk.withdraw(number),
)


# --- Beijing ----------------------------------------------------------------------------------------------------------


def _beijing_scene(folder: Path, accepts_duplicates: bool) -> Any:
    return beijing.scene(folder, *(("accepts_duplicates",) if accepts_duplicates else ()))


def _beijing_held(stage: Any) -> list[Held]:
    return [
        Held(each.number, each.person, each.business.kind, each.last is not None and each.last.is_in_force())
        for each in stage.world.beijing.effects()
    ]


def _beijing_by_hand(stage: Any, kind: str, number: str) -> Iterable[str]:
    codes = {
        "enrolment": beijing_names.ADD,
        "suspension": beijing_names.CUT,
        "wage_change": beijing_names.WAGE,
    }
    return stage.world.beijing.file_as_clerk(stage.unit.number, codes[kind], number, submit=True)


def _beijing_decide(stage: Any, number: str, well: bool) -> object:
    hall = stage.world.beijing
    return hall.finish(number) if well else hall.reject(number, ["模拟：材料不符"])


BEIJING = Region(
    name="beijing",
    commits=("four.submit", "medical.submit", "file.submit"),
    ends=("four.withdraw", "medical.withdraw"),
    scene=_beijing_scene,
    hall=lambda stage, gateway: stage.hall(gateway),
    people=_noted(beijing.person, "bj uninsured man", "bj stopped", "bj here man"),
    filings={
        "enrolment": _enrols(beijing.enrolment),
        "suspension": _suspends(1),
        "wage_change": _changes_wage(0),
    },
    insured=lambda stage, number: any(
        stage.world.beijing.insured(system, stage.unit.number, number) for system in ("four", "medical")
    ),
    held=_beijing_held,
    by_hand=_beijing_by_hand,
    decide=_beijing_decide,
)


# --- Zhejiang ---------------------------------------------------------------------------------------------------------


def _zhejiang_scene(folder: Path, accepts_duplicates: bool) -> Any:
    return zhejiang.scene(folder, *(("accepts_duplicates",) if accepts_duplicates else ()))


def _zhejiang_by_hand(stage: Any, kind: str, number: str) -> Iterable[str]:
    clerk = stage.world.zhejiang.clerk
    return [{"enrolment": clerk.enrol, "suspension": clerk.suspend}[kind](stage.unit.number, idCard=number)]


def _zhejiang_decide(stage: Any, number: str, well: bool) -> object:
    hall = stage.world.zhejiang
    if well:
        return hall.clerk.take_back(number)
    item = hall.store.items[number]
    if item.state == zhejiang_names.APPROVED:
        return hall.counter.void(number, ["模拟材料"])
    return hall.reviewer.reject(number, ["模拟：材料不符"])


ZHEJIANG = Region(
    name="zhejiang",
    commits=("hall.enrol.save", "hall.suspend.save"),
    ends=("hall.take_back.confirm",),
    scene=_zhejiang_scene,
    hall=lambda stage, gateway: stage.hall(gateway),
    people=_noted(zhejiang.person, "zj uninsured man", "zj stopped here", "zj here man"),
    filings={
        "enrolment": _enrols(zhejiang.enrolment, work={"form": sg.EmploymentForm.FULL_TIME}),
        "suspension": _suspends(1),
    },
    insured=lambda stage, number: stage.world.zhejiang.insured(stage.unit.number, number, "pension"),
    held=lambda stage: [
        Held(each.number, each.person, each.kind, each.state == zhejiang_names.APPROVED)
        for each in stage.world.zhejiang.effects()
    ],
    by_hand=_zhejiang_by_hand,
    decide=_zhejiang_decide,
)


# --- Jiangsu ----------------------------------------------------------------------------------------------------------


def _jiangsu_scene(folder: Path, accepts_duplicates: bool) -> Any:
    return jiangsu.scene(folder, *(("accepts_duplicates",) if accepts_duplicates else ()))


def _jiangsu_by_hand(stage: Any, kind: str, number: str) -> Iterable[str]:
    matter = {"enrolment": "enrolment", "suspension": "suspension", "wage_change": "base"}[kind]
    return [stage.world.jiangsu.clerk.file(stage.unit.number, matter, idNumber=number)]


JIANGSU = Region(
    name="jiangsu",
    commits=("filing.submit",),
    ends=("filing.takeback",),
    scene=_jiangsu_scene,
    hall=lambda stage, gateway: stage.hall(gateway),
    people=_noted(jiangsu.person, "js uninsured man", "js uninsured woman", "js insured man"),
    filings={
        "enrolment": _enrols(
            jiangsu.enrolment,
            work={
                "contract_end": date(2029, 11, 1),
                "contract_kind": sg.ContractKind.FIXED_TERM,
                "post": "普通员工",
            },
        ),
        "suspension": _suspends(0),
        "wage_change": _changes_wage(1),
    },
    insured=lambda stage, number: stage.world.jiangsu.is_insured(stage.unit.number, number),
    held=lambda stage: [
        Held(each.number, each.person, each.kind, each.works) for each in stage.world.jiangsu.effects()
    ],
    by_hand=_jiangsu_by_hand,
    decide=lambda stage, number, well: None if well else stage.world.jiangsu.clerk.take_back(number),
)

REGIONS = {
    "wuhan": WUHAN,
    "wuhan, ordinary unit": WUHAN_ORDINARY,
    "shanghai": SHANGHAI,
    "beijing": BEIJING,
    "zhejiang": ZHEJIANG,
    "jiangsu": JIANGSU,
}
