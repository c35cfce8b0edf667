"""Queries with their limits, insured persons, and the report on both systems."""

from __future__ import annotations

from typing import Any

import pytest

from .client import FIRST, SECOND, Client, noted


@pytest.mark.rule("BJ-23")
def test_unit_payments_from_november_2004_of_four_insurances(client: Client) -> None:
    rows = client.get("query/unitPayments", **{"from": "202610", "to": "202611"}).rows
    assert [(row["month"], row["ins"], row["state"]) for row in rows] == [
        *(("202610", ins, "已缴") for ins in ("110", "210", "410", "510")),
        *(("202611", ins, "未缴") for ins in ("110", "210", "410", "510")),
    ]
    # 8800 + 9400 + 35811 (the ceiling) + 8200 + 9900
    assert (rows[0]["people"], rows[0]["baseTotal"], rows[0]["paidOn"]) == (5, "72111.00", "2026-10-26")
    assert (rows[0]["unitAmt"], rows[0]["personAmt"], rows[0]["total"]) == ("11537.76", "5768.88", "17306.64")
    for first, last, words in (
        ("200410", "202610", "最早可查询2004年11月"),
        ("202611", "202610", "起止年月有误"),
        ("202610", "202612", "起止年月有误"),
        ("", "202610", "起始年月格式有误"),
    ):
        assert client.get("query/unitPayments", **{"from": first, "to": last}).words == [words]
    assert client.get("query/unitPayments", **{"from": "200411", "to": "200412"}).rows[0]["people"] == 1


@pytest.mark.rule("BJ-24")
def test_arrears_of_every_scheme(client: Client) -> None:
    assert client.get("query/unitArrears").rows == []
    client.hall.add_arrears(FIRST, "310", "202609", [noted(client, "here man").number])
    client.hall.add_arrears(FIRST, "110", "202608")
    rows = client.get("query/unitArrears").rows
    assert [(row["month"], row["ins"], row["people"]) for row in rows] == [
        ("202608", "110", 5),
        ("202609", "310", 1),
    ]
    assert (rows[1]["unitAmt"], rows[1]["personAmt"], rows[1]["total"]) == ("792.00", "179.00", "971.00")
    paid = client.get("query/unitPayments", **{"from": "202608", "to": "202608"}).rows
    assert (paid[0]["ins"], paid[0]["state"], paid[0]["paidOn"]) == ("110", "未缴", "")


@pytest.mark.rule("BJ-25")
def test_bases_of_the_own_people(client: Client) -> None:
    person = noted(client, "here man")
    client.file_four("gz", person)
    client.wait()
    rows = client.get("query/bases", idCard=person.number, year="2026").rows
    assert {row["ins"] for row in rows} == {"110", "210", "310", "410", "510"}
    pension = [(row["wage"], row["base"], row["from"], row["to"]) for row in rows if row["ins"] == "110"]
    assert pension == [("8800.00", "8800.00", "202501", "202610"), ("9000.00", "9000.00", "202611", "")]
    assert [row["from"] for row in rows if row["ins"] == "310"] == ["202501"]
    assert client.get("query/bases", idCard="", year="2026")["total"] == 5 * 4 + 1 * 4 + 4 * 1
    assert client.get("query/bases", idCard=noted(client, "there man").number, year="2026").words == [
        "此人不是本单位人员"
    ]
    assert client.get("query/bases", year="26").words == ["年度格式有误"]


@pytest.mark.rule("BJ-26")
def test_persons_as_the_four_system_has_them(client: Client) -> None:
    person = noted(client, "here woman")
    [row] = client.get("query/persons", idCard=person.number).rows
    assert (row["name"], row["sex"], row["birth"], row["psnState"], row["since"]) == (
        person.name, "2", "1990-10-24", "here", "202501",
    )  # fmt: skip
    assert row["insuranceType"] == "110,210,410,510"
    assert client.get("query/persons")["total"] == 5
    assert client.get("query/persons", idCard=noted(client, "there man").number).words == [
        "此人不是本单位人员"
    ]


@pytest.mark.rule("BJ-27")
def test_the_pension_account_by_year(client: Client) -> None:
    person = noted(client, "here man")
    rows = client.get("query/pensionYears", idCard=person.number).rows
    # 8800.00 x 8 % = 704.00 a month; ten months of 2026 are paid on 10 November
    assert [
        (row["year"], row["months"], row["personIn"], row["interest"], row["balance"]) for row in rows
    ] == [
        ("2025", 12, "8448.00", "0.00", "8448.00"),
        ("2026", 10, "7040.00", "253.44", "15741.44"),
    ]
    [year] = client.get("query/pensionYear", idCard=person.number, year="2026").rows
    assert (year["opening"], year["balance"]) == ("8448.00", "15741.44")
    assert client.get("query/pensionYear", idCard=person.number, year="2020").rows == []
    assert client.get("query/pensionYears", idCard="").words == ["此人不是本单位人员"]


@pytest.mark.rule("BJ-28")
def test_payments_of_this_year_and_the_four_insurances_only(client: Client) -> None:
    person = noted(client, "here man")
    rows = client.get("query/personPayments", idCard=person.number, year="2026", pageSize="500").rows
    assert len(rows) == 11 * 4
    assert rows[0] == {
        "month": "202601", "ins": "110", "base": "8800.00", "unitAmt": "1408.00", "personAmt": "704.00", "state": "已缴",
    }  # fmt: skip
    assert {row["ins"] for row in rows} == {"110", "210", "410", "510"}
    assert client.get("query/personPayments", idCard=person.number, year="2025").words == [
        "仅提供当年各月缴费情况"
    ]


@pytest.mark.rule("BJ-29")
def test_the_accounts_of_1992_to_1995(client: Client) -> None:
    rows = client.get("query/pension1992", idCard=noted(client, "1992").number).rows
    assert [row["year"] for row in rows] == ["1992", "1993", "1994", "1995"]
    assert rows[0] == {"year": "1992", "personIn": "9504.00", "interest": "0.00", "balance": "9504.00"}
    assert client.get("query/pension1992", idCard=noted(client, "here man").number).rows == []


@pytest.mark.rule("BJ-30")
def test_insured_persons_see_what_is_theirs_and_nothing_else(client: Client) -> None:
    person = noted(client, "here man")
    assert client.get("person/basic").words == ["您没有办理此业务的权限"]
    said = {"idCard": person.number, "password": client.hall.query_password(person.number)}
    assert client.post("person/login", said).data == {"name": person.name, "idCard": person.number}
    assert [row["idCard"] for row in client.get("person/basic").rows] == [person.number]
    assert client.get("person/payments")["total"] == 11 * 4
    assert len(client.get("person/pensionYears").rows) == 2
    for path in ("unit", "query/persons", "declarations", "menu", "files"):
        assert client.get(path).words == ["您没有办理此业务的权限"]
    assert client.post("auth/logout").code == "0"
    assert client.get("person/basic").code == "2"


@pytest.mark.rule("BJ-30")
def test_the_fifth_wrong_query_password_locks(client: Client) -> None:
    person = noted(client, "here man")
    wrong = {"idCard": person.number, "password": "x"}
    words = [client.post("person/login", wrong).words for _ in range(5)]
    locked = ["查询密码已锁定，请到社保经办机构重置"]
    assert words == [["身份证号或查询密码错误"]] * 4 + [locked]
    right = {"idCard": person.number, "password": client.hall.query_password(person.number)}
    assert client.post("person/login", right).words == locked
    client.hall.counter.reset_query_password(person.number)
    assert client.post("person/login", right).code == "0"
    assert client.post("person/login", {"idCard": "", "password": ""}).words == ["身份证号或查询密码错误"]


# --- the consistency report ---------------------------------------------------------------------------------------


def verdicts(client: Client) -> list[tuple[str, str]]:
    return [(row["verdict"], row["reportFlag"]) for row in client.get("consistency").rows]


@pytest.mark.rule("BJ-06")
def test_the_report_is_as_late_as_the_exchange(client: Client) -> None:
    client.world.clock.advance(by=60)
    lsh, slh = client.file("zj", noted(client, "stopped"))
    client.wait(8)
    assert client.hall.half(lsh).flag == client.hall.half(slh).flag == "11"
    assert verdicts(client) == []
    assert client.get("consistency")["asOf"] == "2026-11-10 09:00:00"
    client.world.clock.advance(by=60)
    assert verdicts(client) == [("0", "11")]
    assert client.get("consistency", month="202610").rows == []
    [row] = client.get("consistency", lsh=lsh, verdict="0").rows
    assert (row["slh"], row["verdictName"], row["differs"]) == (slh, "一致", [])


@pytest.mark.rule("BJ-06")
def test_the_verdicts(client: Client) -> None:
    client.file("zj", noted(client, "elsewhere medical"))
    client.file("zj", noted(client, "elsewhere both"))
    only = client.file_four("gz", noted(client, "here man"), "B")
    lsh = client.file_four("gz", noted(client, "here woman"), "B")
    client.file_medical("gz", noted(client, "here woman"), lsh, avgSalary="9900.00")
    client.hall.hold("medical")
    client.file("gz", noted(client, "here high wage"))
    client.file_four("gz", noted(client, "1992"), "F")
    client.hall.release("medical")
    client.hall.hold("medical")
    client.wait(10)
    assert sorted(verdicts(client)) == [("1", "12"), *[("9", "")] * 4]
    client.hall.release("medical")
    client.wait(10)
    client.log_in()
    by_person = {row["name"]: row for row in client.get("consistency").rows}
    found = {name: (row["verdict"], row["reportFlag"], row["differs"]) for name, row in by_person.items()}
    assert found == {
        noted(client, "elsewhere medical").name: ("3", "12", []),
        noted(client, "elsewhere both").name: ("0", "10", []),
        noted(client, "here man").name: ("1", "12", []),
        noted(client, "here woman").name: ("4", "11", ["avgSalary"]),
        noted(client, "here high wage").name: ("0", "11", []),
    }
    assert by_person[noted(client, "here man").name]["lsh"] == only
    assert [each.entries for each in client.hall.halves_left()] == [(only,)]


@pytest.mark.rule("BJ-06")
def test_people_and_units_in_one_system_only(client: Client, open_client: Any) -> None:
    person = noted(client, "here four only")
    assert client.get("consistency/people", month="202611").rows == [
        {"idCard": person.number, "name": person.name, "four": "1", "medical": "0"}
    ]
    items = {
        row["item"]: row["same"] for row in open_client(client.world, SECOND).get("consistency/unit").rows
    }
    assert items == {"regNo": "1", "area": "1", "unitType": "0", "orgCode": "1"}


def test_lists_are_filtered_and_paged(client: Client) -> None:
    first = client.file_four("gz", noted(client, "here man"))
    client.world.clock.advance(by=1)
    second = client.save("gz", noted(client, "here woman"))["lsh"]
    rows = client.get("declarations").rows
    assert [row["lsh"] for row in rows] == [second, first]
    assert "fields" not in rows[0]
    assert [row["lsh"] for row in client.get("declarations", status="1").rows] == [first]
    assert client.get("declarations", dateFrom="2026-11-11").rows == []
    page = client.get("declarations", pageSize="1", pageNo="9")
    assert (page["total"], page["pageNo"], page["pages"], page.rows[0]["lsh"]) == (2, 2, 2, first)
    client.save_medical("gz", noted(client, "here man"))
    assert len(client.list(zjhm=noted(client, "here man").number, hs="1", ys="3")) == 1
    assert client.list(xm="模拟无名") == []
