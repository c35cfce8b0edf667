"""A mock World and a gateway in it: what the tests of the Zhejiang hall start from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

import sigateway as sg
from sigateway.plugin import Layer, hookimpl
from sigateway.rules.schema import parse_layer
from sigateway.testing import Stage
from sigateway_mockservers import InProcess, PersonRecord, Simulator, World

NINGBO, ZHENHAI, QUZHOU = "3302990001", "3302110001", "3308990001"
THREE = frozenset({sg.Scheme.PENSION, sg.Scheme.UNEMPLOYMENT, sg.Scheme.INJURY})
HOUSEHOLD = "浙江省宁波市镇海区"


NEW_COMPANY = "模拟新设企业有限公司"
INTERRUPTED, RUNNING = "zj flexible interrupted", "zj flexible running"
CARD = sg.Material(what="身份证正面", file_name="card.jpg", content=b"\xff\xd8 synthetic")
SITES = {"portal": "portal/", "hall": "hall/"}


@dataclass(frozen=True)
class Reads:
    """Somebody who is shown the picture 图形验证码 and types what it says, which the control plane of the World tells."""

    control: str
    transport: httpx.BaseTransport | None = None

    def __call__(self, challenge: sg.Challenge) -> str:
        assert challenge.ticket is not None
        with httpx.Client(trust_env=False, transport=self.transport) as client:
            action = f"{self.control}/zhejiang/actions/read_captcha"
            answered = client.post(action, json={"captchaId": challenge.ticket.id})
        assert answered.is_success, answered.text
        return str(answered.json())


@dataclass(kw_only=True)
class Scene(Stage):
    """A World with a Zhejiang unit in it. ``reads``: somebody is there who reads pictures."""

    reads: bool = False

    def answering(self, origin: str = "") -> Reads | None:
        if not self.reads:
            return None
        if origin:
            return Reads(self.control(origin))
        return Reads(self.control(), InProcess(self.simulator))

    def login(self, who: str, entrance: str = "legal_person") -> sg.PortalLogin:
        """Somebody's account at the portal, by this entrance."""
        return login_of(self.world, who, entrance)

    def known(self, note: str) -> PersonRecord:
        return self.world.people.noted(note)

    def landed(self, who: sg.Person, kind: str | None = None) -> int:
        """How often the hall holds something of this person."""
        return sum(item.person == who.document.number for item in self.world.zhejiang.effects(kind))


def login_of(world: World, who: str, entrance: str = "legal_person") -> sg.PortalLogin:
    account = world.zhejiang.portal.account(who)
    return sg.PortalLogin(
        username=account.account, password=SecretStr(account.password), entrance=sg.Entrance(entrance)
    )


@cache
def the_simulator() -> Simulator:
    """One simulator a process: what changes lives in Worlds."""
    return Simulator()


def scene(
    folder: Path,
    *variants: str,
    number: str = NINGBO,
    region: str = "zhejiang",
    seed: int = 7,
    **options: Any,
) -> Scene:
    """A fresh World with these variants, and one of its units."""
    simulator = the_simulator()
    world = simulator.create_world(seed=seed, variants={"zhejiang": set(variants)}, **options)
    record = world.zhejiang.units[number]
    unit = sg.InsuredUnit(
        employer=sg.Employer(name=record.name, uscc=record.uscc),
        region="zhejiang",
        number=number,
        schemes=THREE,
    )
    return Scene(region, simulator, world, unit, login_of(world, number), folder, SITES)


def person(record: PersonRecord, **changes: Any) -> sg.Person:
    fields: dict[str, Any] = {
        "document": sg.Document(kind=sg.DocumentKind.RESIDENT_ID, number=record.number),
        "name": record.name,
        "mobile": "13800000001",
        "nation": record.nation or "01",
        "household_kind": record.household_kind or "10",
        "household_place": record.household_place or HOUSEHOLD,
    }
    return sg.Person(**{**fields, **changes})


def enrolment(who: sg.Person, **changes: Any) -> sg.Enrolment:
    fields: dict[str, Any] = {
        "person": who,
        "employment": sg.Employment(contract_start=date(2026, 11, 2), form=sg.EmploymentForm.FULL_TIME),
        "declared_wage": "6500",
        "first_paid_month": "2026-11",
    }
    return sg.Enrolment(**{**fields, **changes})


def suspension(who: sg.Person, **changes: Any) -> sg.Suspension:
    fields: dict[str, Any] = {
        "person": who,
        "employment_ended_on": date(2026, 11, 5),
        "last_paid_month": "2026-10",
        "reason": sg.SuspensionReason.RESIGNED,
    }
    return sg.Suspension(**{**fields, **changes})


def company(stage: Scene, name: str) -> Scene:
    """A company that is not open yet: nobody has a number for it, so it is named by its credit code."""
    uscc = next(each.account for each in stage.world.zhejiang.store.accounts.values() if each.name == name)
    employer = sg.Employer(name=name, uscc=uscc)
    unit = sg.InsuredUnit(employer=employer, region="zhejiang", number=uscc, schemes=THREE)
    return replace(stage, unit=unit, credentials=stage.login(uscc))


def opening(stage: Scene, **changes: Any) -> sg.EmployerOpening:
    staff = tuple(enrolment(person(stage.known(note))) for note in ("zj uninsured man", "zj unknown man"))
    return sg.EmployerOpening(
        **{"contact": "专管员甲", "contact_mobile": "13800000009", "staff": staff, **changes}
    )


def joining(stage: Scene, note: str = INTERRUPTED, **changes: Any) -> sg.FlexibleEnrolment:
    fields = {
        "person": person(stage.known(note)),
        "base": "6000",
        "first_paid_month": "2026-11",
        "materials": (CARD,),
    }
    return sg.FlexibleEnrolment(**{**fields, **changes})  # type: ignore[arg-type]


def leaving(stage: Scene, note: str = RUNNING, **changes: Any) -> sg.FlexibleSuspension:
    fields = {"person": person(stage.known(note)), "last_paid_month": "2026-10"}
    return sg.FlexibleSuspension(**{**fields, **changes})  # type: ignore[arg-type]


def layer(text: str, *, region: str = "vendor") -> Layer:
    """A vendor's own layer of rules, from TOML."""
    head = f'schema = "rulebook/1"\nregion = "{region}"\n\n[sources.own]\ntitle = "own"\nera = "2026"\nkind = "own"\n\n'
    return parse_layer(head + text, "own")


class Own:
    """A vendor's plugin that brings nothing but a layer of rules."""

    def __init__(self, text: str) -> None:
        self._layer = layer(text)

    @hookimpl
    def rulebook(self) -> Layer:
        return self._layer


def rule(
    identity: str,
    values: dict[str, str],
    *,
    kind: str = "hall",
    replaces: str = "zhejiang",
    grade: str = "E2",
) -> str:
    """One rule in TOML, replaced whole."""
    pairs = ", ".join(f'{name} = "{value}"' for name, value in values.items())
    return (
        f'[[rule]]\nid = "{identity}"\nstatement = "Own."\nsource = "own"\ngrade = "{grade}"\nkind = ["{kind}"]\n'
        f'replaces = "{replaces}"\n\n[[rule.figures]]\neffective_from = 2010-01-01\nvalues = {{ {pairs} }}\n'
    )


TAKES_SUSPENSIONS_BACK = Own(rule("ZJ-40", {"suspension_take_back": "yes", "take_back_until": "review"}))


def seal_root(stage: Scene) -> str:
    """The fingerprint by which a vendor says whose seal it trusts."""
    return hashlib.sha256(stage.world.zhejiang.seal_root()).hexdigest()
