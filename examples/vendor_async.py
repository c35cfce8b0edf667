"""The same with ``AsyncGateway``: five new employees are enrolled at once, each in a session of its own.

Run it as it stands: ``python examples/vendor_async.py``. As in ``vendor.py``, what stands below the line ``FOR THE MOCK ONLY``
is replaced by your own data.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

import sigateway as sg


@dataclass
class Given:
    """What a vendor has before it files: the unit's papers, the new employees, the hall's address, a folder of its own."""

    unit: sg.InsuredUnit
    slip: sg.PasswordSlipLogin  # 单位用户密码条, as the agency hands it to the unit
    employees: list[sg.Person]
    hall_url: str
    folder: Path
    clock: sg.Clock


async def main(given: Given) -> None:
    """File for all of them at once, then wait for all of them."""
    # The ledger remembers what was filed, the credentials file the new password that the hall forces: keep both. With a real
    # hall leave out clock=, and the machine's clock is used.
    async with sg.AsyncGateway(
        ledger=given.folder / "filings.db",
        credentials=sg.FileCredentials(given.folder / "credentials.db"),
        clock=given.clock,
    ) as gateway:
        hall = gateway.hall("wuhan", unit=given.unit, credentials=given.slip, base_url=given.hall_url)
        enrolments = [
            sg.Enrolment(
                person=person,
                employment=sg.Employment(contract_start=date(2026, 11, 2)),
                declared_wage=Decimal("6500"),  # 申报工资, in yuan: never a float
                first_paid_month="2026-11",  # 参保年月
            )
            for person in given.employees
        ]
        # A session each; how many are signed in at once is the hall's rule, and the others wait for one of them.
        print("== 五人同时申报 (file)")
        await asyncio.gather(*(file_one(hall, enrolment) for enrolment in enrolments))
        print("== 等待审核结果 (wait)")
        await asyncio.gather(*(wait_for_one(hall, enrolment) for enrolment in enrolments))


async def file_one(hall: sg.AsyncHall, enrolment: sg.Enrolment) -> None:
    """One person's filing. What stops one does not stop the others."""
    try:
        async with await hall.sign_in() as session:
            case = await session.file(enrolment)
        say(enrolment, f"{case.number} {case.state.chinese}")
    except sg.SigatewayError as error:
        say(enrolment, f"{error.code}：{error}")  # error.retry: whether the same call may be made again


async def wait_for_one(hall: sg.AsyncHall, enrolment: sg.Enrolment) -> None:
    """The same call gives back the standing case and sends nothing, so nothing has to be kept in between."""
    try:
        async with await hall.sign_in() as session:
            case = await session.wait(await session.file(enrolment))
        say(enrolment, f"{case.number} {case.state.chinese}")
    except sg.SigatewayError as error:
        say(enrolment, f"{error.code}：{error}")


def say(enrolment: sg.Enrolment, words: str) -> None:
    """Say what became of one person's filing."""
    print(f"   {enrolment.person.name}：{words}")


# ---- FOR THE MOCK ONLY ------------------------------------------------------------------------------------------------


@contextmanager
def mock_hall() -> Iterator[Given]:
    """A mock hall on loopback, with a unit whose slip is new and five people who were never insured.

    Each run has a hall of its own that knows no earlier one, so ledger and credentials lie in a folder that goes with it.
    """
    from sigateway.testing import WorldClock
    from sigateway_mockservers import Simulator, serve

    simulator = Simulator()
    world = simulator.create_world(seed=7)
    unit = world.wuhan.reissue_slip("4201000001")
    people = [world.people.synthetic(born=date(1996, 5, day)) for day in range(1, 6)]
    with serve(simulator) as server, TemporaryDirectory() as folder:
        yield Given(
            unit=sg.InsuredUnit(
                employer=sg.Employer(name=unit.name, uscc=unit.uscc),
                region="wuhan",
                number=unit.number,
                schemes=frozenset(sg.Scheme),
                unit_class=sg.UnitClass.VIP,  # leave it out when you do not know it
            ),
            slip=sg.PasswordSlipLogin(
                username=unit.slip.username,
                password=SecretStr(unit.slip.password),
                certificate_serial=unit.slip.certificate_serial,
                certificate_password=SecretStr(unit.slip.certificate_password),
            ),
            employees=[
                sg.Person(
                    document=sg.Document.recognise(person.number),
                    name=person.name,
                    mobile=person.mobile,
                    nation="汉",
                )
                for person in people
            ],
            hall_url=world.base_url("wuhan", server.url),
            folder=Path(folder),
            clock=WorldClock(world.clock),  # waiting takes no time: it moves the World's clock
        )
        landed = world.wuhan.effects()
        print(f"模拟大厅共受理 {len(landed)} 笔。")
        if len(landed) != len(people) or world.verify():
            sys.exit("the mock hall holds something other than five enrolments")


if __name__ == "__main__":
    with mock_hall() as given:
        asyncio.run(main(given))
