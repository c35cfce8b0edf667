"""A vendor's program, whole: one new employee is enrolled at the Wuhan hall.

Run it as it stands: ``python examples/vendor.py`` (after ``pip install 'sigateway[mock]'``). It starts a mock hall in
this process, so it needs no account and files nothing real. What a real program keeps is ``main``; what stands below the line
``FOR THE MOCK ONLY`` is replaced by your own data.
"""

from __future__ import annotations

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
    """What a vendor has before it files: the unit's papers, the new employee, the hall's address, a folder of its own."""

    unit: sg.InsuredUnit
    slip: sg.PasswordSlipLogin  # 单位用户密码条, as the agency hands it to the unit
    employee: sg.Person
    hall_url: str
    folder: Path
    clock: sg.Clock


def main(given: Given) -> None:
    """Check, file, wait, explain; then see that nothing is ever filed twice."""
    enrolment = enrol(given.employee, wage="6500")
    # The ledger remembers what was filed: keep it. The credentials file holds the new password that the hall forces at the
    # first log-in: keep that too. With a real hall leave out clock=, and the machine's clock is used.
    with sg.Gateway(
        ledger=given.folder / "filings.db",
        credentials=sg.FileCredentials(given.folder / "credentials.db"),
        clock=given.clock,
    ) as gateway:
        hall = gateway.hall("wuhan", unit=given.unit, credentials=given.slip, base_url=given.hall_url)

        print("== 预检，不联网 (preflight, offline)")
        show(hall.preflight(enrolment))

        with hall.sign_in() as session:
            print("== 预检，先读大厅所载情况 (preflight, with the hall's own facts)")
            show(session.preflight(enrolment))

            print("== 演练，到第一个会留下痕迹的请求为止 (dry run)")
            for request in session.file(enrolment, dry_run=True).requests:
                print(f"   {request}")

            print("== 申报 (file)")
            case = session.file(enrolment, reference="pay-1029")  # your own number, kept in the ledger
            print(f"   {case.number} {case.state.chinese}")
            case = session.wait(case)  # until the hall has decided, or somebody must act
            print(case.explain())

            print("== 再次申报同一内容：返回原业务，不再发送 (the same again: the standing case)")
            again = session.file(enrolment)
            print(f"   {again.number} {again.state.chinese}，同一业务：{again.number == case.number}")

            print("== 同一人、同一月份，内容不同 (AlreadyFiled)")
            try:
                session.file(enrol(given.employee, wage="7000"))
            except sg.AlreadyFiled as error:
                print(f"   {error}")
                for way in hall.ways_back(error.case):
                    print(f"   更正途径：{way.what}（{way.place or '网上'}，{way.rule}）")

            print("== 撤销已办结的业务 (NotOffered: done elsewhere)")
            try:
                session.withdraw(case)
            except sg.NotOffered as error:
                print(f"   {error}（{error.rule}）")


def enrol(person: sg.Person, wage: str) -> sg.Enrolment:
    """What is filed. Nothing in it says which hall or which unit."""
    return sg.Enrolment(
        person=person,
        employment=sg.Employment(contract_start=date(2026, 11, 2)),
        declared_wage=Decimal(wage),  # 申报工资, in yuan: never a float
        first_paid_month="2026-11",  # 参保年月
    )


def show(findings: tuple[sg.Finding, ...]) -> None:
    """Print what the rules say of a filing."""
    for finding in findings:
        print(
            f"   {'不可申报' if finding.blocks else '提示'} [{finding.rule}] {finding.message} {finding.cure}"
        )
    if not any(finding.blocks for finding in findings):
        print("   可以申报")


# ---- FOR THE MOCK ONLY ------------------------------------------------------------------------------------------------


@contextmanager
def mock_hall() -> Iterator[Given]:
    """A mock hall on loopback, with a unit whose slip is new and somebody who was never insured.

    Each run has a hall of its own that knows no earlier one, so ledger and credentials lie in a folder that goes with it.
    """
    from sigateway.testing import WorldClock
    from sigateway_mockservers import Simulator, serve

    simulator = Simulator()
    world = simulator.create_world(seed=7)
    unit, employee = world.wuhan.reissue_slip("4201000001"), world.people.noted("uninsured woman")
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
            employee=sg.Person(
                document=sg.Document.recognise(employee.number),
                name=employee.name,
                mobile=employee.mobile,
                nation="汉",
            ),
            hall_url=world.base_url("wuhan", server.url),
            folder=Path(folder),
            clock=WorldClock(world.clock),  # waiting takes no time: it moves the World's clock
        )
        landed = world.wuhan.effects()
        print(f"模拟大厅共受理 {len(landed)} 笔。")
        if len(landed) != 1 or world.verify():
            sys.exit("the mock hall holds something other than one enrolment")


if __name__ == "__main__":
    with mock_hall() as given:
        main(given)
