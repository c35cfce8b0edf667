"""The control plane: people at work and the World's figures, by name, as JSON."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from sigateway_mockservers import InProcess, Simulator, World

FIRST, SECOND, NEW = "31000001", "31000002", "31000003"
PAPERS = ["营业执照", "社会保险登记资料"]
MAN = "sh uninsured man"


class Control:
    """``/_sim/worlds/<id>/shanghai/``."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def send(self, name: str, /, **arguments: Any) -> httpx.Response:
        return self.http.post(f"shanghai/actions/{name}", json=arguments)

    def act(self, name: str, /, **arguments: Any) -> Any:
        reply = self.send(name, **arguments)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def refused(self, name: str, /, **arguments: Any) -> tuple[int, str]:
        reply = self.send(name, **arguments)
        return reply.status_code, reply.json()["error"]


@pytest.fixture
def control(simulator: Simulator, world: World) -> Iterator[Control]:
    base = f"http://mock.invalid/_sim/worlds/{world.id}/"
    with httpx.Client(transport=InProcess(simulator), base_url=base) as http:
        yield Control(http)


@pytest.mark.rule("SH-03", "SH-04")
def test_a_unit_from_its_registration_to_its_first_declaration(
    world: World, control: Control, open_client: Any
) -> None:
    assert [row["telephone"] for row in control.act("hotline.ask", number="12333")] == ["", "12333"]
    arguments = {"name": "模拟初设有限公司", "founded_on": "2026-11-02", "papers": PAPERS}
    unit = control.act("centre.register", **arguments)
    assert (unit["number"], unit["founded_on"]) == ("31000004", "2026-11-02")
    status, words = control.refused("ca.issue", unit=unit["number"], papers=PAPERS[:1])
    assert (status, words) == (400, "资料不全：社会保险登记资料")
    key = control.act("ca.issue", unit=unit["number"], papers=PAPERS)
    inside = pkcs12.load_key_and_certificates(base64.b64decode(key["pkcs12"]), key["pin"].encode())
    assert inside[1] is not None
    assert f"{inside[1].serial_number:X}" == key["serial"]
    assert control.act("clerk.sign_agreement", serial=key["serial"])["right"] == "单位主管"
    person = world.people.noted(MAN)
    sbh = control.act("clerk.declare", unit=unit["number"], ywlx="01", zjhm=person.number, gzsr="9000")
    (effect,) = control.act("effects", kind="enrolment")
    assert (effect["number"], effect["filer"]["channel"], effect["filer"]["serial"]) == (
        sbh,
        "02",
        key["serial"],
    )
    assert effect["fields"]["gzsr"] == "9000.0"
    assert control.http.get("shanghai/effects").json() == [effect]
    assert control.http.get("shanghai/effects?kind=typo").status_code == 400
    assert control.act("clerk.withdraw", sbh=sbh) == sbh
    assert control.http.get("shanghai/effects").json() == []


@pytest.mark.rule("SH-33")
def test_rights_and_certificates(world: World, control: Control, open_client: Any) -> None:
    boss, pending = (control.act("key", unit=FIRST, role=role) for role in ("supervisor", "pending"))
    assert control.act("root") == base64.b64encode(world.shanghai.root()).decode()
    assert control.act("clerk.approve", serial=pending["serial"])["right"] == "已授权"
    assert control.refused("clerk.approve", serial=pending["serial"]) == (400, "该证书不是待审核状态")
    appointed = control.act("centre.appoint_supervisor", serial=pending["serial"], papers=["介绍信"])
    assert appointed["right"] == "单位主管"
    assert control.act("centre.remove_right", serial=boss["serial"])["right"] == "待审核"
    client = open_client(world, "pending")
    control.act("ca.revoke", serial=pending["serial"])
    assert client.ask("zszt").dm == "1001"
    control.act("ca.expire", serial=boss["serial"])
    assert open_client(world, signed_in=False).log_in().codes == ["D002"]
    assert control.act("centre.deregister", unit=SECOND)["registered"] is False
    assert control.refused("ca.issue", unit="31009999", papers=PAPERS)[0] == 404
    assert control.refused("key", unit=FIRST, role="boss")[0] == 404


@pytest.mark.rule("SH-18")
def test_hand_and_counter_are_refused_in_the_halls_words(control: Control, world: World) -> None:
    here, man = world.people.noted("sh insured here man").number, world.people.noted(MAN).number
    assert control.refused("counter.declare", unit=FIRST, ywlx="01", zjhm=here) == (400, "此人已在本单位参保")
    status, words = control.refused(
        "counter.declare", unit=FIRST, ywlx="01", zjhm=man, xm="模拟他人", qsny="202612"
    )
    assert (status, words) == (400, "姓名与公民身份号码不符；缴费起始年月不得晚于申报当月")
    assert control.refused("clerk.declare", unit=NEW, ywlx="01", zjhm=man) == (
        400, "请先签订社会保险业务网上经办服务约定",
    )  # fmt: skip
    assert control.refused("counter.declare", unit=FIRST, ywlx="07", zjhm=man)[0] == 400
    assert control.refused("counter.declare", unit=FIRST, ywlx="02", zjhm=here, qsny="202611") == (
        400, "business 02 has no field qsny",
    )  # fmt: skip
    assert control.refused("counter.withdraw", sbh="1")[0] == 404
    sbh = control.act("counter.declare", unit=FIRST, ywlx="02", zjhm=here)
    world.clock.advance(to="2026-11-28T10:00:00+08:00")
    assert "不在网上办理时间内" in control.refused("counter.withdraw", sbh=sbh)[1]


@pytest.mark.rule("SH-18")
def test_without_a_usable_supervisor_nobody_files_in_a_browser(control: Control, world: World) -> None:
    serial, man = world.shanghai.key(FIRST, "supervisor").serial, world.people.noted(MAN).number
    control.act("ca.expire", serial=serial)
    assert control.refused("clerk.declare", unit=FIRST, ywlx="01", zjhm=man)[0] == 400
    assert control.act("counter.declare", unit=FIRST, ywlx="01", zjhm=man)


@pytest.mark.rule("SH-22", "SH-29")
def test_the_worlds_figures(control: Control, world: World, open_client: Any) -> None:
    control.act("set_limits", from_month="202611", floor="8000", ceiling="40000")
    control.act("set_minimum_wage", from_month="202611", yuan="3000")
    control.act("set_rates", from_month="202611", rates={"shiye": ["0.8", "0.2"]})
    control.act("set_injury_rate", unit=FIRST, percent="0.5")
    control.act("set_window", day_from=3, time_from="08:30", day_to=28, time_to="18:00", from_month="202611")
    control.act("set_holidays", year=2026, holidays=["2026-11-03"], workdays=[])
    control.act("open_base_year", nd="2026", first_day="2026-11-01", last_day="2026-11-30", sxny="202607")
    control.act("set_founded", unit=FIRST, day="2020-02-02")
    control.act("set_agreement", version="2.0", text="模拟 MOCK 新约定")
    client = open_client(world)
    shown = client.ask("dwxx")
    assert (shown["kssj"], shown["jssj"]) == ("2026-11-04T08:30:00+08:00", "2026-11-28T18:00:00+08:00")
    assert (shown["gsfl"], shown["ndksrq"], shown["clrq"]) == ("0.50", "2026-11-01", "2020-02-02")
    assert shown.rows("zb")[-1] == {"ny": "202611", "zdgz": "3000.0", "bdx": "8000.0", "fdx": "40000.0"}
    assert open_client(world, "unsigned").ask("ydcx")["bbh"] == "2.0"
    person = world.people.noted(MAN)
    control.act("insure", unit=FIRST, zjhm=person.number, qsny="202609", gzsr="9000", grxh="77")
    owed = control.act("add_unpaid", unit=FIRST, zjhm=person.number, months=["202610"])
    assert (owed["spells"][0]["number"], owed["unpaid"]) == ("77", ["202610"])
    added = control.act(
        "add_unit", number="31000009", name="模拟九部", founded_on="2020-01-01", injury_rate="0.2", uscc="X"
    )
    assert (added["injury_rate"], added["uscc"]) == ("0.2", "X")
    units = [unit["number"] for unit in control.http.get("shanghai/units").json()]
    assert units == [FIRST, SECOND, NEW, "31000009"]


def test_what_is_not_known_or_not_as_it_should_be(control: Control) -> None:
    assert control.refused("dance")[0] == 404
    assert "ca.issue" in control.refused("dance")[1]
    assert control.refused("ca.revoke", serial="00")[0] == 404
    assert control.refused("ca.revoke", number="00") == (400, "ca.revoke takes no number; it takes: serial")
    assert control.refused("set_limits", from_month="202611", floor=8000, ceiling="1")[0] == 400
    assert control.refused("set_limits", from_month="2026-11", floor="1", ceiling="2")[0] == 400
    assert control.refused("set_holidays", year=2026, holidays=["tomorrow"])[0] == 400
    assert (
        control.refused(
            "open_base_year", nd="2026", first_day="2026-02-01", last_day="2026-01-01", sxny="202607"
        )[0]
        == 400
    )
    assert control.http.post("shanghai/actions/ca.revoke", json=["00"]).status_code == 400


def test_the_state_has_no_pins_and_no_sessions(control: Control, client: Any) -> None:
    client.file("01", client.world.people.noted(MAN))
    state = control.http.get("state")
    shown = state.json()["halls"]["shanghai"]
    assert {"units", "certificates", "slips", "declarations", "standings"} == set(shown)
    assert (len(shown["slips"]), len(shown["declarations"])) == (1, 1)
    assert client.token not in state.text
    assert client.key.pin not in state.text
    journal = control.http.get("journal").text
    assert client.token not in journal
    verified = control.http.post("verify").json()
    assert verified == {"violations": [], "attempts_after_landing": [], "faults_unconsumed": []}


def test_faults_by_name(control: Control, client: Any) -> None:
    armed = {"hall": "shanghai", "operation": "unit.open", "do": "maintenance"}
    assert control.http.post("faults", json=armed).status_code == 201
    assert client.ask("dwxx").dm == "1003"
    wrong = control.http.post("faults", json={**armed, "operation": "typo"})
    assert (wrong.status_code, "declaration.submit" in wrong.text) == (400, True)


def test_the_ledger_is_shown_as_the_halls_fidelity(simulator: Simulator) -> None:
    with httpx.Client(transport=InProcess(simulator), base_url="http://mock.invalid/_sim/") as http:
        shown = http.get("fidelity").json()["shanghai"]
    assert {"SH-01", "SH-33"} <= {rule["id"] for rule in shown["rule"]}


def test_variants_are_chosen_with_the_world(simulator: Simulator) -> None:
    with httpx.Client(transport=InProcess(simulator), base_url="http://mock.invalid/_sim/") as http:
        made = http.post("worlds", json={"variants": {"shanghai": ["any_later_blocks", "workday_hours"]}})
        world = simulator.world(made.json()["id"])
        assert world.shanghai.variants == {"any_later_blocks", "workday_hours"}
        assert http.post("worlds", json={"variants": {"shanghai": ["typo"]}}).status_code == 400
