"""One calling convention over the sync and the async gateway, so that one suite tests both."""

from __future__ import annotations

import asyncio
from typing import Any

from toy import Toy, ToyLogin
from toyhall import ToyHall

import sigateway as sg
from sigateway.registry import Registry

URL = "http://toy.test/"
UNIT = sg.InsuredUnit(
    employer=sg.Employer(name="模拟单位", uscc="91420100MA4KLMXY0Y"),
    region="toy",
    number="1",
    schemes=frozenset({sg.Scheme.PENSION, sg.Scheme.MEDICAL}),
)
PERSON = sg.Person(document=sg.Document.recognise("11010519491231002X"), name="张三丰")
SLIP = ToyLogin()
ENROLMENT = sg.Enrolment(person=PERSON, declared_wage="6500", first_paid_month="2026-11")


def staff(count: int, wage: str = "6500", month: str = "2026-11") -> list[sg.Enrolment]:
    """Enrolments of so many people, each with an identity number of its own."""
    return [sg.Enrolment(person=_person(n), declared_wage=wage, first_paid_month=month) for n in range(count)]


def _person(number: int) -> sg.Person:
    digits = f"11010519800101{number:03d}"
    factors = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * f for d, f in zip(digits, factors, strict=True)) % 11]
    return sg.Person(
        document=sg.Document.recognise(digits + check), name=f"职工{'甲乙丙丁戊己庚辛'[number % 8]}"
    )


class Point:
    """An entry point, as far as the registry looks at one."""

    def __init__(self, name: str, load: Any, value: str = "") -> None:
        self.name, self.value, self._load = name, value or f"{name}.plugin:Plugin", load

    def load(self) -> Any:
        if isinstance(self._load, Exception):
            raise self._load
        return self._load


def registry(region: Any = Toy) -> Registry:
    return Registry([Point("toy", region)])  # type: ignore[list-item]


class House:
    """A gateway of either kind over a toy hall. Each call is a session of its own."""

    def __init__(
        self,
        hall: ToyHall,
        driver: str = "sync",
        *,
        region: Any = Toy,
        ledger: Any = ":memory:",
        **ports: Any,
    ) -> None:
        self.hall, self.driver = hall, driver
        self.events: list[sg.Event] = []
        kind = sg.Gateway if driver == "sync" else sg.AsyncGateway
        self.ports: dict[str, Any] = {"region": region, "ledger": ledger, **ports}
        self.gateway: Any = kind(
            ledger=ledger,
            clock=hall.clock,
            transport=hall,
            registry=registry(region),
            observers=[self.events.append],
            **ports,
        )

    def at(self, unit: sg.InsuredUnit = UNIT, credentials: Any = SLIP) -> Any:
        return self.gateway.hall("toy", unit=unit, credentials=credentials, base_url=URL)

    def do(self, verb: str, *arguments: Any, at: Any = None, **options: Any) -> Any:
        where = at or self.at()

        async def asynchronous() -> Any:
            async with await where.sign_in() as session:
                return await getattr(session, verb)(*arguments, **options)

        if self.driver == "async":
            return asyncio.run(asynchronous())
        with where.sign_in() as session:
            return getattr(session, verb)(*arguments, **options)

    def file(self, filing: sg.Filing = ENROLMENT, **options: Any) -> sg.Case:
        return self.do("file", filing, **options)  # type: ignore[no-any-return]

    def file_many(self, *asked: Any, **options: Any) -> list[sg.Filed]:
        return self.do("file_many", asked, **options)  # type: ignore[no-any-return]

    def count(self, route: str) -> int:
        return self.hall.requests.count(route)

    @property
    def ledger(self) -> sg.SqliteLedger:
        return self.gateway._setup.ledger  # type: ignore[no-any-return]

    def another(self, **changes: Any) -> House:
        """Another gateway at the same hall, as another process would be."""
        return House(self.hall, self.driver, **(self.ports | changes))

    def close(self) -> None:
        if self.driver == "async":
            asyncio.run(self.gateway.close())
        else:
            self.gateway.close()
