"""What the hall shows: unit, people, lists with their pages, declarations, slips."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

FIRST, SECOND = "31000001", "31000002"
MAN, HERE, UNPAID = "sh uninsured man", "sh insured here man", "sh insured here, months unpaid"


@pytest.mark.rule("SH-19", "SH-29")
def test_the_unit_its_window_and_its_figures(client: Any) -> None:
    reply = client.ask("dwxx")
    shown = reply.fields(".")
    shown.pop("zb")
    assert shown == {
        "dwbh": FIRST, "dwmc": "模拟申江科技有限公司", "tyshxydm": client.world.shanghai.units[FIRST].uscc,
        "clrq": "2015-03-18", "xz": "yanglao yiliao shiye gongshang", "gsfl": "0.16",
        "jbjg": "模拟上海市静安区社会保险事业管理中心", "kf": "1", "kssj": "2026-11-05T09:00:00+08:00",
        "jssj": "2026-11-26T16:00:00+08:00", "nd": "2026", "ndksrq": "2026-06-01", "ndjzrq": "2026-07-31",
        "ndsxny": "202607", "mrxh": "7",
    }  # fmt: skip
    months = [row["ny"] for row in reply.rows("zb")]
    assert months == ["202605", "202606", "202607", "202608", "202609", "202610", "202611"]
    assert reply.rows("zb")[1] == {"ny": "202606", "zdgz": "2740.0", "bdx": "7460.0", "fdx": "37302.0"}
    assert reply.rows("zb")[2] == {"ny": "202607", "zdgz": "2740.0", "bdx": "7600.0", "fdx": "38000.0"}


def test_the_month_of_a_coming_base_year_is_among_the_figures(at: Any) -> None:
    months = [row["ny"] for row in at("2026-03-10T10:00:00+08:00").ask("dwxx").rows("zb")]
    assert months == ["202509", "202510", "202511", "202512", "202601", "202602", "202603", "202607"]


@pytest.mark.rule("SH-28", "SH-29")
def test_a_person_in_each_standing(client: Any) -> None:
    people = client.world.people

    def shown(note: str, **more: str) -> dict[str, str]:
        fields: dict[str, str] = client.ask("rycx", zjhm=people.noted(note).number, **more).fields(".")
        return fields

    assert shown("sh uninsured, out of town") == {
        "cz": "1", "xm": "模拟胡三", "xb": "1", "hjss": "安徽省", "hjhb": "20", "hjdz": "安徽省合肥市模拟村3号",
        "cbzt": "未参保", "grxh": "", "qsny": "", "gzsr": "", "jzny": "", "wjny": "", "ndsb": "", "xhzy": "",
    }  # fmt: skip
    here = shown(UNPAID, nd="2026", grxh="6")
    assert (here["xb"], here["hjss"], here["hjhb"], here["cbzt"]) == ("1", "上海市", "10", "本单位参保")
    assert (here["grxh"], here["qsny"], here["gzsr"]) == ("6", "202608", "7900.0")
    assert (here["wjny"], here["ndsb"], here["xhzy"]) == ("202608 202609 202610", "0", "0")
    assert shown(UNPAID, grxh="2")["xhzy"] == "1", "another's"
    assert shown("sh insured elsewhere")["cbzt"] == "外单位参保"
    assert shown("sh insured there woman")["cbzt"] == "外单位参保"
    stopped = shown("sh stopped here")
    assert (stopped["cbzt"], stopped["grxh"], stopped["qsny"]) == ("未参保", "1", "202501")
    assert (stopped["jzny"], stopped["gzsr"]) == ("202608", "")
    assert shown("sh uninsured woman")["xb"] == "2"


def test_a_person_whom_nobody_knows_and_numbers_that_are_none(client: Any) -> None:
    stranger = client.world.people.synthetic(registered=False)
    shown = client.ask("rycx", zjhm=stranger.number).fields(".")
    assert (shown.pop("cz"), set(shown.values())) == ("0", {""})
    assert len(shown) == 13
    known = client.world.people.noted(HERE).number
    for asked, reason in (
        ({"zjhm": "123"}, ("F002", "公民身份号码格式有误")),
        ({"zjhm": ""}, ("F002", "公民身份号码格式有误")),
        ({"zjhm": known, "grxh": "012"}, ("F003", "个人序号应为不以0开头的1至10位数字")),
        ({"zjhm": known, "nd": "26"}, ("F002", "缴费年度格式有误")),
    ):
        reply = client.ask("rycx", **asked)
        assert (reply.dm, reply.reasons) == ("3001", [reason])


@pytest.mark.rule("SH-28")
def test_what_declarations_do_is_shown_at_once(client: Any) -> None:
    person = client.world.people.noted(MAN)

    def shown() -> dict[str, str]:
        fields: dict[str, str] = client.ask("rycx", zjhm=person.number).fields(".")
        return {name: fields[name] for name in ("cbzt", "grxh", "qsny", "gzsr", "jzny", "wjny")}

    client.file("01", person, qsny="202609", gzsr="9000")
    owed = {"cbzt": "本单位参保", "grxh": "7", "qsny": "202609", "gzsr": "9000.0", "jzny": ""}
    assert shown() == {**owed, "wjny": "202609 202610"}
    client.file("03", person, ksny="202609", jsny="202609")
    assert shown() == {**owed, "wjny": "202610"}
    client.file("04", person, gzsr="9500")
    assert shown()["gzsr"] == "9500.0"
    client.file("02", person, jzny="202610")
    stopped = {
        "cbzt": "未参保",
        "grxh": "7",
        "qsny": "202609",
        "gzsr": "",
        "jzny": "202610",
        "wjny": "202610",
    }
    assert shown() == stopped
    client.file("03", person, ksny="202610", jsny="202610")
    assert shown()["wjny"] == "", "who has left can still be paid for"
    client.file("01", person, qsny="202611")
    assert shown() == {
        "cbzt": "本单位参保", "grxh": "8", "qsny": "202611", "gzsr": "9000.0", "jzny": "202610", "wjny": "",
    }  # fmt: skip
    assert client.world.verify() == []


@pytest.mark.rule("SH-28")
def test_somebody_who_left_is_taken_elsewhere_from_the_next_month(client: Any, open_client: Any) -> None:
    person, other = client.world.people.noted(HERE), open_client(client.world, unit=SECOND)
    client.file("02", person, jzny="202611")
    assert other.ask("rycx", zjhm=person.number)["jzny"] == "202611", "anywhere in this hall"
    assert other.check("01", person, qsny="202611").codes == ["C108"]
    client.world.clock.advance(to="2026-12-05T09:00:00+08:00")
    other.log_in()
    assert other.check("01", person, qsny="202612").dm == "0000"


@pytest.mark.rule("SH-29")
def test_a_wage_and_a_base_year_work_in_the_order_of_filing(at: Any) -> None:
    client = at("2026-06-10T10:00:00+08:00")
    person = client.world.people.noted(HERE)

    def wage() -> str:
        return str(client.ask("rycx", zjhm=person.number)["gzsr"])

    client.file("04", person, gzsr="9100")
    client.file("05", person, gzsr="9900")
    assert wage() == "9100.0", "the base year works from July"
    client.world.clock.advance(to="2026-07-06T10:00:00+08:00")
    client.log_in()
    assert wage() == "9900.0"
    client.file("04", person, gzsr="9950")
    assert wage() == "9950.0"


def test_the_list_page_by_page_oldest_first(client: Any, open_client: Any) -> None:
    hall, people = client.world.shanghai, client.world.people
    filed = [hall.clerk.declare(FIRST, "01", zjhm=people.synthetic().number) for _ in range(50)]
    assert client.ask("sbqd")["yms"] == "1"
    filed.append(hall.counter.declare(FIRST, "01", zjhm=people.synthetic().number))
    hall.clerk.declare(SECOND, "01", zjhm=people.synthetic().number)
    first, second, third = (client.ask("sbqd", ym=page) for page in ("", "2", "3"))
    assert [(each["zs"], each["ym"], each["yms"]) for each in (first, second, third)] == [
        ("51", "1", "2"), ("51", "2", "2"), ("51", "3", "2"),
    ]  # fmt: skip
    listed = [row["sbh"] for page in (first, second, third) for row in page.rows("rows")]
    assert listed == filed == sorted(filed)
    assert third.rows("rows") == []
    assert open_client(client.world, unit=SECOND).ask("sbqd")["zs"] == "1"
    for page in ("0", "-1", "x", "01", "1.0", "９"):
        assert client.ask("sbqd", ym=page).dm == "1900"


@pytest.mark.rule("SH-26")
def test_rows_are_never_removed_whoever_filed_them_and_how(client: Any) -> None:
    hall, people = client.world.shanghai, client.world.people
    wire = client.file("01", people.noted(MAN))
    browser = hall.clerk.declare(FIRST, "02", zjhm=people.noted(HERE).number)
    counter = hall.counter.declare(FIRST, "01", zjhm=people.noted("sh uninsured woman").number)
    client.world.clock.advance(by=60)
    hall.counter.withdraw(wire)
    rows = client.ask("sbqd").rows("rows")
    assert [row["sbh"] for row in rows] == [wire, browser, counter]
    assert rows[0] == {
        "sbh": wire, "jyh": hall.declaration(wire).slip, "ywlx": "01", "zjhm": people.noted(MAN).number,
        "xm": "模拟沈一", "sbsj": "2026-11-10T09:00:00+08:00", "zt": "已撤销",
        "cxsj": "2026-11-10T09:01:00+08:00", "qd": "01", "zsxlh": client.own,
    }  # fmt: skip
    assert [(row["qd"], row["jyh"], row["zsxlh"], row["zt"], row["cxsj"]) for row in rows[1:]] == [
        ("02", "", client.own, "有效", ""),
        ("03", "", "", "有效", ""),
    ]
    assert client.ask("sbmx", sbh=wire)["cxqd"] == "03"


def test_the_list_by_month_person_and_slip(client: Any) -> None:
    people = client.world.people
    november = client.file("01", people.noted(MAN))
    client.world.clock.advance(to="2026-12-06T10:00:00+08:00")
    client.log_in()
    december = client.file("02", people.noted(HERE))

    def listed(**asked: str) -> list[str]:
        return [row["sbh"] for row in client.ask("sbqd", **asked).rows("rows")]

    assert listed() == [december] == listed(ny="202612")
    assert listed(ny="202611") == [november]
    assert listed(ny="202610") == []
    assert listed(zjhm=people.noted(MAN).number) == []
    assert listed(ny="202611", zjhm=people.noted(MAN).number) == [november]
    slip = client.world.shanghai.declaration(november).slip
    assert listed(jyh=slip) == [november] == listed(jyh=slip, ny="202612"), (
        "with a slip the month is not looked at"
    )
    assert listed(jyh="2026111000009999") == []
    assert client.ask("sbqd", ny="2026-11").dm == "1900"
    assert client.ask("sbqd", ny="202613").dm == "1900"


def test_one_declaration_with_all_that_it_did(client: Any, open_client: Any) -> None:
    person = client.world.people.noted(MAN)
    taken = client.submit(client.check("01", person, qsny="202610", gzsr="8000"))
    reply = client.ask("sbmx", sbh=taken["sbh"])
    names = [each.tag for each in reply.root.find("nr")]
    assert names == ["sbh", "jyh", "ywlx", "zjhm", "xm", "sbsj", "zt", "cxsj", "qd", "zsxlh", "sb", "qt", "hd",
                     "cxqd", "hx"]  # fmt: skip
    for part in ("sb", "qt", "hd"):
        assert reply.fields(part) == taken.fields(part)
    assert (reply["qt/ts"], reply["cxqd"], reply.rows("hx")) == ("202610至202610应另行申报补缴", "", [])
    unknown = client.ask("sbmx", sbh="20261199999999")
    assert (unknown.dm, unknown.xx, unknown.reasons) == ("4001", "未找到", [])
    other = open_client(client.world, unit=SECOND)
    assert other.ask("sbmx", sbh=taken["sbh"]).dm == "4001"
    assert client.ask("jycx", jyh="2026111000009999").dm == "4001"


@pytest.mark.rule("SH-29")
def test_a_number_that_the_hall_gives_when_the_longest_is_taken(client: Any) -> None:
    hall, people = client.world.shanghai, client.world.people
    hall.insure(FIRST, people.noted("sh uninsured woman").number, "202601", "9000", "9999999998")
    assert client.ask("dwxx")["mrxh"] == "9999999999"
    hall.insure(FIRST, people.noted(MAN).number, "202601", "9000", "9999999999")
    assert client.ask("dwxx")["mrxh"] == "7", "no number has eleven digits: the lowest that is free"


def test_the_world_gives_units_insurances_and_months_owed(client: Any, open_client: Any) -> None:
    hall, people = client.world.shanghai, client.world.people
    unit = hall.add_unit(number="31000009", name="模拟九部", founded_on=date(2020, 1, 1), injury_rate="0.2")
    assert unit.schemes == ("yanglao", "yiliao", "shiye", "gongshang")
    person = people.noted(MAN)
    standing = hall.insure("31000009", person.number, "202601", "9000.04")
    assert (standing.running.number, str(standing.running.wages[0].amount)) == ("1", "9000.0")
    assert hall.add_unpaid("31000009", person.number, ["202609"]).unpaid == ("202609",)
    assert client.ask("rycx", zjhm=person.number)["cbzt"] == "外单位参保"
    with pytest.raises(ValueError, match="open already"):
        hall.add_unit(number="31000009", name="模拟九部", founded_on=date(2020, 1, 1))
    with pytest.raises(ValueError, match="insured at 31000009 already"):
        hall.insure("31000009", person.number, "202601", "9000")
    with pytest.raises(ValueError, match="write YYYYMM"):
        hall.insure(FIRST, people.noted("sh uninsured woman").number, "2026-01", "9000")
    with pytest.raises(KeyError):
        hall.insure("31009999", person.number, "202601", "9000")
    with pytest.raises(KeyError, match="no key 'boss'; keys: supervisor, authorised"):
        hall.key(FIRST, "boss")
    assert client.world.verify() == []
