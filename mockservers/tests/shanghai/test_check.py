"""The check: every rule of every business, with its code and its words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

MAN, HERE = "sh uninsured man", "sh insured here man"
FIRST, SECOND = "31000001", "31000002"
UNPAID = "sh insured here, months unpaid"


@pytest.fixture
def said(client: Any) -> Any:
    """What the check says of somebody; nothing when it is passed."""

    def said_(ywlx: str, note: str, **changes: str) -> list[tuple[str, str]]:
        reply = client.check(ywlx, client.world.people.noted(note), **changes)
        expected = ("3002", "申报不成功") if reply.reasons else ("0000", "校验通过")
        assert (reply.dm, reply.xx) == expected
        return list(reply.reasons)

    return said_


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize("ywlx", ["01", "02", "03", "04", "05"])
def test_who_is_unknown_and_whose_name_differs(client: Any, said: Any, ywlx: str) -> None:
    stranger = client.world.people.synthetic(registered=False)
    assert client.check(ywlx, stranger).reasons == [("P001", "查无此人，请到社保中心办理")]
    wrong = said(ywlx, HERE, xm="模拟他人")
    assert wrong[0] == ("P002", "姓名与公民身份号码不符")


@pytest.mark.rule("SH-28")
def test_an_enrolment_needs_somebody_who_is_free(said: Any) -> None:
    assert said("01", HERE) == [("C102", "此人已在本单位参保")]
    elsewhere = [("C103", "此人在其他单位参保，应先由原单位转出")]
    assert said("01", "sh insured elsewhere") == elsewhere
    assert said("01", "sh insured there man") == elsewhere
    after = [("C108", "缴费起始年月应晚于上次缴费截止年月")]
    assert said("01", "sh stopped here", qsny="202608") == after
    assert said("01", "sh stopped here", qsny="202609") == []


@pytest.mark.rule("SH-28")
def test_the_last_end_counts_only_for_somebody_who_is_free(client: Any, said: Any) -> None:
    hall, number = client.world.shanghai, client.world.people.noted("sh stopped here").number
    hall.insure(SECOND, number, "202609", "9000")
    assert said("01", "sh stopped here", qsny="202608") == [("C103", "此人在其他单位参保，应先由原单位转出")]
    hall.insure(FIRST, number, "202610", "9000")
    assert said("01", "sh stopped here", qsny="202608") == [("C102", "此人已在本单位参保")], "nor C103"


@pytest.mark.rule("SH-29")
def test_the_first_month_of_an_enrolment(client: Any, said: Any) -> None:
    early = ("C105", "缴费起始年月不得早于申报当月之前的6个月")
    assert said("01", MAN, qsny="202604") == [early]
    assert said("01", MAN, qsny="202605") == []
    assert said("01", MAN, qsny="202612") == [("C106", "缴费起始年月不得晚于申报当月")]
    founding = ("C104", "缴费起始年月不得早于单位成立年月")
    client.world.shanghai.set_founded(FIRST, date(2026, 6, 30))
    assert said("01", MAN, qsny="202605") == [founding]
    assert said("01", MAN, qsny="202604") == [founding, early]
    assert said("01", MAN, qsny="202606") == []


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize("ywlx", ["01", "03", "04"])
def test_the_minimum_wage_of_the_month(client: Any, said: Any, ywlx: str) -> None:
    note, months = (MAN, {}) if ywlx == "01" else (UNPAID, {})
    if ywlx == "03":
        months = {"ksny": "202608", "jsny": "202610"}
    words = ("C107", "月平均工资性收入不得低于本市月最低工资标准")
    assert said(ywlx, note, gzsr="2739.9", **months) == [words]
    assert said(ywlx, note, gzsr="2739.94", **months) == [words], "kept to the jiao first"
    assert said(ywlx, note, gzsr="2739.95", **months) == []
    client.world.shanghai.set_minimum_wage("202611", "2800")
    assert said(ywlx, note, gzsr="2799.9", **months) == [words]


@pytest.mark.rule("SH-29")
def test_personal_numbers(client: Any, said: Any) -> None:
    taken = [("C109", "个人序号重复")]
    person = client.world.people.noted(MAN)
    assert client.ask("dwxx")["mrxh"] == "7", "1 to 6 are held, or once were"
    for number in ("1", "2", "6"):
        assert said("01", MAN, grxh=number) == taken
    assert said("01", "sh stopped here", grxh="1") == [], "the own old one"
    assert client.check("01", person).fields("sb")["grxh"] == "7" == str(7)
    other = client.world.people.noted("sh uninsured woman")
    assert client.check("01", other).fields("sb")["grxh"] == "8", "7 stands on an open slip"
    assert client.check("01", other, grxh="40").dm == "0000"
    assert client.ask("dwxx")["mrxh"] == "41"
    client.world.clock.advance(until="next day")
    client.log_in()
    assert client.ask("dwxx")["mrxh"] == "7", "slips lapse with the day"
    first = client.check("01", person, grxh="7")
    assert client.submit(client.check("01", other, grxh="7")).dm == "0000", "whoever lands first has it"
    refused = client.submit(first)
    assert (refused.dm, refused.codes) == ("3003", ["C109"])
    sbh = client.world.shanghai.effects()[-1].number
    assert client.withdraw(sbh).dm == "0000"
    assert client.submit(first).dm == "0000", "a withdrawn one frees its number"


@pytest.mark.rule("SH-28", "SH-29")
def test_a_removal(client: Any, said: Any) -> None:
    assert said("02", MAN) == [("S201", "此人未在本单位参保")]
    assert said("02", "sh insured there man", jzny="202501", xm="模拟") == [
        ("P002", "姓名与公民身份号码不符"), ("S201", "此人未在本单位参保"),
    ]  # fmt: skip
    wrong = [("S202", "缴费截止年月只能为申报当月或上月")]
    assert said("02", HERE, jzny="202609") == wrong == said("02", HERE, jzny="202612")
    assert said("02", HERE, jzny="202610") == said("02", HERE, jzny="202611") == []
    client.file("01", client.world.people.noted(MAN), qsny="202611")
    assert said("02", MAN, jzny="202610") == [("S203", "缴费截止年月早于缴费起始年月")]
    assert said("02", MAN, jzny="202611") == [], "one month is an insurance"


@pytest.mark.rule("SH-28", "SH-29")
def test_a_back_payment(client: Any, said: Any) -> None:
    none = ("B301", "此人在本单位没有参保记录")
    assert said("03", MAN, gzsr="100", xm="模拟") == [
        ("P002", "姓名与公民身份号码不符"), none, ("C107", "月平均工资性收入不得低于本市月最低工资标准"),
    ]  # fmt: skip
    late = ("B302", "补缴截止年月不得晚于申报当月的上月")
    order = ("B303", "补缴开始年月不得晚于补缴截止年月")
    early = ("B304", "补缴开始年月不得早于申报当月之前的6个月")
    assert said("03", UNPAID, ksny="202608", jsny="202611") == [late]
    assert said("03", UNPAID, ksny="202610", jsny="202608") == [order]
    assert said("03", UNPAID, ksny="202604", jsny="202610") == [early]
    assert said("03", UNPAID, ksny="202604", jsny="202611") == [late, early]
    assert said("03", UNPAID, ksny="202605", jsny="202608") == [
        ("B305", "补缴月份不在参保期间或已缴费：202605、202606、202607")
    ]
    assert said("03", UNPAID, ksny="202608", jsny="202610") == []
    assert said("03", "sh stopped here", ksny="202609", jsny="202609") == [
        ("B305", "补缴月份不在参保期间或已缴费：202609")
    ]


@pytest.mark.rule("SH-28", "SH-29")
def test_a_new_wage(said: Any) -> None:
    assert said("04", MAN, gzsr="1") == [("S201", "此人未在本单位参保")]
    month = [("G402", "生效年月只能为申报当月")]
    assert said("04", HERE, sxny="202610") == month == said("04", HERE, sxny="202612")
    assert said("04", HERE, gzsr="8800") == [("G403", "月平均工资性收入没有变化")]
    assert said("04", HERE, gzsr="8800.04") == [("G403", "月平均工资性收入没有变化")]
    assert said("04", HERE, gzsr="8800.05") == []


@pytest.mark.rule("SH-28", "SH-29")
def test_a_base_year(at: Any) -> None:
    client = at("2026-06-05T09:00:00+08:00")
    person = client.world.people.noted(HERE)
    outside = [("N502", "不在年度缴费基数申报期内（2026-06-01至2026-07-31）")]
    assert client.check("05", client.world.people.noted(MAN)).codes == ["S201"]
    assert client.check("05", person, nd="2025").reasons == outside
    assert client.check("05", person, gzsr="2739.9").codes == ["C107"]
    assert client.ask("rycx", zjhm=person.number, nd="2026")["ndsb"] == "0"
    client.file("05", person)
    assert client.ask("rycx", zjhm=person.number, nd="2026")["ndsb"] == "1"
    assert client.check("05", person).reasons == [("N503", "此人本年度缴费基数已申报")]
    late = at("2026-08-05T09:00:00+08:00")
    assert late.check("05", person).reasons == outside
    late.world.shanghai.open_base_year("2026", date(2026, 8, 1), date(2026, 8, 31), "202607")
    assert late.check("05", person).dm == "0000"
    assert late.ask("dwxx")["ndjzrq"] == "2026-08-31"


@pytest.mark.rule("SH-29")
def test_the_days_of_a_base_year_are_both_included(at: Any) -> None:
    client = at("2026-06-09T23:59:59+08:00")
    client.world.shanghai.open_base_year("2026", date(2026, 6, 10), date(2026, 6, 11), "202607")
    person = client.world.people.noted(HERE)
    for seconds, taken in ((0, False), (1, True), (2 * 86400 - 1, True), (1, False)):
        client.world.clock.advance(by=seconds)
        client.log_in()
        assert (client.check("05", person).codes == []) is taken


@pytest.mark.rule("SH-29")
def test_no_age_limit(client: Any) -> None:
    for born in (date(1940, 1, 1), date(2015, 1, 1)):
        old = client.world.people.synthetic(born=born, district="310106")
        assert client.check("01", old).dm == "0000"


@pytest.mark.rule("SH-23", "SH-28")
def test_new_or_from_elsewhere(client: Any) -> None:
    people = client.world.people
    new = client.check("01", people.noted(MAN), qsny="202609")
    assert new.fields("qt") == {"cblb": "新进", "hdjs": "9000.0", "ts": "202609至202610应另行申报补缴"}
    assert client.check("01", people.noted("sh ever insured")).fields("qt")["cblb"] == "转入"
    back = client.check("01", people.noted("sh stopped here")).fields("qt")
    assert (back["cblb"], back["ts"]) == ("转入", "")
    stop = client.check("02", people.noted(HERE))
    assert stop.fields("qt") == {"cblb": "", "hdjs": "", "ts": ""}
    assert stop.fields("hd") == {"dwhj": "0.00", "grhj": "0.00", "hj": "0.00"}
