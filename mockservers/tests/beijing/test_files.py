"""The 报盘 file: both codecs, what is refused whole, what line by line, and how its lines end."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from sigateway_mockservers import PersonRecord, World
from sigateway_mockservers.kernel.numbers import identity_number

from .client import FIRST, Client
from .replies import Reply, read_reply

ADD_COLUMNS = (
    "ZJLX", "ZJHM", "XM", "JFRYLB", "YLRYLB", "YJGZ", "ZJYY", "HTQSRQ", "SJ", "MZ", "WHCD", "HKXZ", "DZ",
    "DDYY1", "DDYY2", "DDYY3", "DDYY4",
)  # fmt: skip


def adding(person: Any, scope: str = "B", why: str = "01", **changes: str) -> dict[str, str]:
    return {
        "FW": scope, "ZJLX": "01", "ZJHM": person.number, "XM": person.name, "JFRYLB": "11", "YLRYLB": "11",
        "YJGZ": "9000.00", "ZJYY": why, "HTQSRQ": "2026-11-01", "SJ": "19930001111", "MZ": "01", "HKXZ": "10",
    } | changes  # fmt: skip


def cutting(person: Any, scope: str = "B", **changes: str) -> dict[str, str]:
    return {
        "FW": scope, "ZJLX": "01", "ZJHM": person.number, "XM": person.name, "JSRQ": "2026-10-20", "TZYY": "01",
    } | changes  # fmt: skip


def upload(client: Client, content: bytes, format: str = "txt") -> Reply:
    http = client.four.post(
        "api/files", data={"format": format}, files={"file": (f"BP.{format}", content, "text/plain")}
    )
    return read_reply(http)


def make(client: Client, type: str, lines: list[dict[str, str]], format: str = "txt", **header: str) -> bytes:
    return client.hall.make_file(client.unit, type, lines, format, **header)


def send(client: Client, type: str, lines: list[dict[str, str]], format: str = "txt", **header: str) -> Reply:
    held = upload(client, make(client, type, lines, format, **header), format)
    assert held.code == "0", held.words
    return client.post(f"files/{held['fileNo']}/submit", {"version": held["version"]})


def result_rows(client: Client, number: str) -> list[list[str]]:
    http = client.four.get(f"api/files/{number}/result")
    assert http.headers["content-type"] == "text/plain; charset=GB18030"
    *lines, trailer, rest = http.content.split(b"\r\n")
    assert rest == b""
    read = b"".join(line + b"\r\n" for line in lines)
    assert trailer.decode() == f"T\t{len(lines) - 1}\t{zlib.crc32(read):08X}"
    return [line.decode("gb18030").split("\t") for line in lines[1:]]


@pytest.fixture
def people(world: World) -> dict[str, Any]:
    return {each.note.removeprefix("bj "): each for each in world.people if each.note.startswith("bj ")}


def test_the_writer_makes_the_example_of_the_wire_page(client: Client) -> None:
    lines = [
        {"FW": "B", "ZJLX": "01", "ZJHM": "110105199503140034", "XM": "模拟张一", "JSRQ": "2026-10-31", "TZYY": "03"},
        {"FW": "F", "ZJLX": "01", "ZJHM": "11010519980702004X", "XM": "模拟李\t二", "JSRQ": "2026-10-30", "TZYY": "01"},
    ]  # fmt: skip
    made = make(client, "js", lines)
    assert len(made.rpartition(b"T\t")[0]) == 184
    assert made.endswith(b"T\t2\t99124CCC\t0.00\r\n")


@pytest.mark.rule("BJ-20")
@pytest.mark.parametrize("format", ["txt", "dbf"])
def test_a_file_reaches_both_systems_line_by_line(
    client: Client, people: dict[str, Any], format: str
) -> None:
    lines = [adding(people["stopped"]), adding(people["elsewhere medical"]), adding(people["elsewhere both"])]
    lines += [adding(people["name differs"], "F"), adding(people["elsewhere four"], "M")]
    sent = send(client, "zj", lines, format)
    assert (sent["status"], sent["held"], sent["submittedVersion"]) == ("1", 5, 1)
    assert client.list() == []
    client.wait(20)
    file = client.get(f"files/{sent['fileNo']}")
    assert (file["status"], file["reportFlag"], file["flags"]) == ("2", "12", {"10": 1, "11": 3, "12": 1})
    rows = result_rows(client, sent["fileNo"])
    assert [(row[1], row[5], row[7], row[9]) for row in rows] == [
        ("1", "11", "11", "11"),
        ("2", "12", "11", "10"),
        ("3", "10", "10", "10"),
        ("4", "11", "11", ""),
        ("5", "11", "", "11"),
    ]
    assert rows[1][11] == "该人员在其他单位正常缴费"
    assert {row["sblsh"] for row in client.list()} == {rows[0][6], rows[1][6], rows[2][6], ""}


@pytest.mark.rule("BJ-20")
def test_interrupted_people_come_by_file_only(client: Client, people: dict[str, Any]) -> None:
    person = people["interrupted"]
    assert client.save("zj", person).words == ["该人员为中断失业状态，须使用企业版申报"]
    wrong = upload(client, make(client, "zj", [adding(person)]))
    assert wrong.words == ["没有可以导入的人员"]
    assert wrong["lines"][0]["fourWords"] == "增员原因与参保状态不一致"
    assert wrong["lines"][0]["idCard"] == person.number
    other = adding(people["stopped"], why="03")
    held = upload(client, make(client, "zj", [adding(person, why="03"), other]))
    assert (held["held"], held["bad"]) == (1, 1)
    client.post(f"files/{held['fileNo']}/submit", {"version": 1})
    client.wait(20)
    assert client.hall.insured("four", FIRST, person.number)
    assert client.hall.insured("medical", FIRST, person.number)


def test_a_half_that_failed_is_corrected_alone_under_its_number(
    client: Client, people: dict[str, Any]
) -> None:
    person = people["elsewhere medical"]
    sent = send(client, "zj", [adding(person)])
    client.wait(20)
    slh = result_rows(client, sent["fileNo"])[0][8]
    client.hall.stand(person.number, medical="stopped")
    page = client.page("sb_xiangqing.do", slh=slh)
    again = client.press("sb_xiugai.do", slh=slh, bbh=page["half"]["bbh"], **page["fields"])
    assert again["half"]["bbh"] == "2"
    assert client.submit_medical(again).kind == "accepted"
    client.wait()
    assert client.hall.half(slh).flag == "11"


HEADERS = [
    ({"version": "2"}, "版本"),
    ({"reg_no": "110105000002"}, "单位"),
    ({"month": "202612"}, "年月"),
    ({"batch": "a-1"}, "批次号"),
    ({"made_at": "20261332000000"}, "生成时间"),
]


@pytest.mark.rule("BJ-20")
@pytest.mark.parametrize(("header", "what"), HEADERS)
def test_a_wrong_header(client: Client, people: dict[str, Any], header: dict[str, str], what: str) -> None:
    refused = upload(client, make(client, "zj", [adding(people["stopped"])], **header))
    assert refused.words == [f"文件头有误：{what}"]
    assert client.hall.files() == []


@pytest.mark.rule("BJ-20")
@pytest.mark.parametrize(
    ("trailer", "words"),
    [
        ({"count": "2"}, "人数与结束行不符"),
        ({"checksum": "00000000"}, "校验码不符"),
        ({"sum": "1.00"}, "合计与结束行不符"),
    ],
)
@pytest.mark.parametrize("format", ["txt", "dbf"])
def test_a_trailer_that_does_not_agree(
    client: Client, people: dict[str, Any], trailer: dict[str, str], words: str, format: str
) -> None:
    content = make(client, "zj", [adding(people["stopped"])], format, **trailer)
    assert upload(client, content, format).words == [words]


SPOILT: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("no trailer", lambda b: b.rpartition(b"T\t")[0], "文件不完整：没有结束行"),
    ("no line end", lambda b: b[:-2], "文件不完整：没有结束行"),
    ("encoding", lambda b: b.replace("模拟".encode("gb18030"), b"\xff\xff"), "文件编码有误（第2行）"),
    ("escape", lambda b: b.replace(b"9000.00", b"90%0", 1), "第2行格式有误"),
    ("fields", lambda b: b.replace(b"\t9000.00", b"", 1), "第2行格式有误"),
    ("type", lambda b: b.replace(b"\nR\t", b"\nX\t"), "第2行格式有误"),
    ("number", lambda b: b.replace(b"\nR\t1\t", b"\nR\t01\t"), "第2行行号有误"),
    ("after", lambda b: b + b"more", "第4行格式有误"),
    ("empty", lambda b: b.split(b"\r\n")[0] + b"\r\nT\t0\t", "文件不完整：没有结束行"),
]


@pytest.mark.rule("BJ-20")
@pytest.mark.parametrize(("what", "spoil", "words"), SPOILT, ids=[each[0] for each in SPOILT])
def test_a_file_that_is_not_whole(
    client: Client, people: dict[str, Any], what: str, spoil: Callable[[bytes], bytes], words: str
) -> None:
    content = spoil(make(client, "zj", [adding(people["stopped"])]))
    assert upload(client, content).words == [words]


def test_bytes_that_are_no_table(client: Client) -> None:
    assert upload(client, b"no table", "dbf").words == ["不是有效的DBF文件"]


LINES = [
    ({"YJGZ": "2000.00"}, "B", ["月均工资收入不得低于本市最低工资标准"]),
    ({"SJ": ""}, "B", ["手机为必录项"]),
    ({"JFRYLB": ""}, "F", ["缴费人员类别为必录项"]),
    ({"YLRYLB": ""}, "B", ["医疗参保人员类别为必录项"]),
    ({"YLRYLB": "99"}, "F", ["医疗参保人员类别格式有误"]),
    ({"JFRYLB": "99"}, "M", ["缴费人员类别格式有误"]),
    ({"HTQSRQ": "2026-12-01"}, "M", ["合同起始日期晚于当日"]),
    ({"ZJHM": "110105199503140035"}, "M", ["证件号码有误"]),
    ({}, "X", ["范围有误"]),
]


@pytest.mark.rule("BJ-20")
@pytest.mark.parametrize(("changes", "scope", "words"), LINES)
def test_a_line_is_refused_alone(
    client: Client, people: dict[str, Any], changes: dict[str, str], scope: str, words: list[str]
) -> None:
    lines = [adding(people["stopped"]), adding(people["elsewhere both"], scope, **changes)]
    held = upload(client, make(client, "zj", lines))
    assert (held.code, held["held"], held["bad"]) == ("0", 1, 1)
    row = client.get(f"files/{held['fileNo']}/lines", state="bad").rows[0]
    assert row["medicalWords" if scope == "M" else "fourWords"].split("；") == words


def test_columns_of_the_other_system_may_stay_empty(client: Client, people: dict[str, Any]) -> None:
    lines = [adding(people["stopped"], "F", YLRYLB=""), adding(people["elsewhere both"], "M", JFRYLB="")]
    assert upload(client, make(client, "zj", lines))["bad"] == 0


def test_the_second_line_of_a_number_is_bad(client: Client, people: dict[str, Any]) -> None:
    held = upload(client, make(client, "zj", [adding(people["stopped"]), adding(people["stopped"])]))
    assert (
        client.get(f"files/{held['fileNo']}/lines", state="bad").rows[0]["fourWords"] == "文件中证件号码重复"
    )


@pytest.mark.rule("BJ-32")
def test_all_or_nothing_is_a_variant(at: Callable[..., Client]) -> None:
    client = at("2026-11-10T09:00:00+08:00", "file_all_or_nothing")
    good, bad = (client.world.people.noted(f"bj {each}") for each in ("stopped", "here man"))
    refused = upload(client, make(client, "zj", [adding(good), adding(bad)]))
    assert refused.words == ["文件中有1人不符合条件"]
    assert [row["line"] for row in refused["lines"]] == ["2"]


@pytest.mark.rule("BJ-20")
def test_a_batch_number_is_taken_once(client: Client, people: dict[str, Any]) -> None:
    first = upload(client, make(client, "zj", [adding(people["stopped"])]))
    second = upload(client, make(client, "zj", [adding(people["stopped"])]))
    assert client.post(f"files/{first['fileNo']}/submit", {"version": 1}).code == "0"
    again = client.post(f"files/{second['fileNo']}/submit", {"version": 1})
    assert again.words == ["批次号重复"]
    assert upload(client, make(client, "zj", [adding(people["elsewhere both"])])).words == ["批次号重复"]
    once_more = client.post(f"files/{first['fileNo']}/submit", {"version": 1})
    assert once_more.words == ["该文件已提交，请勿重复提交"]


def test_lines_are_dropped_all_or_none(client: Client, people: dict[str, Any]) -> None:
    lines = [cutting(people[name]) for name in ("here man", "here woman", "here high wage")]
    held = upload(client, make(client, "js", lines))
    number = held["fileNo"]
    assert client.post(f"files/{number}/drop", {"version": 1, "lines": [1, 9]}).words == ["行号有误"]
    assert client.post(f"files/{number}/drop", {"version": 1, "lines": [1, 2, 3]}).words == ["请删除整个文件"]
    dropped = client.post(f"files/{number}/drop", {"version": 1, "lines": [2]})
    assert (dropped["version"], dropped["held"], dropped["dropped"]) == (2, 2, 1)
    content = client.four.get(f"api/files/{number}/content").content
    held_lines, _, trailer = content.rpartition(b"T\t")
    assert [line[:3] for line in held_lines.split(b"\r\n")[1:-1]] == [b"R\t1", b"R\t3"]
    assert dropped["heldChecksum"] == f"{zlib.crc32(held_lines):08X}" == trailer.decode().split("\t")[1]
    assert client.post(f"files/{number}/submit", {"version": 1}).words == ["申报内容已变化，请重新核对"]
    client.post(f"files/{number}/submit", {"version": 2})
    client.wait(20)
    assert client.hall.insured("four", FIRST, people["here woman"].number)
    assert not client.hall.insured("medical", FIRST, people["here man"].number)


def test_a_draft_is_deleted(client: Client, people: dict[str, Any]) -> None:
    held = upload(client, make(client, "zj", [adding(people["stopped"])]))
    assert client.post(f"files/{held['fileNo']}/delete", {"version": 1})["fileNo"] == held["fileNo"]
    assert client.get(f"files/{held['fileNo']}").words == ["无此文件"]


def test_changes_by_file_leave_and_empty_fields(client: Client, people: dict[str, Any]) -> None:
    person = people["here man"]
    line = {"FW": "B", "ZJLX": "01", "ZJHM": person.number, "XM": person.name, "SJ": "19930007777", "DZ": "*"}
    send(client, "grbg", [line])
    client.wait(20)
    for system in ("four", "medical"):
        info = client.hall.store.standing(system, FIRST, person.number).info
        assert (info["mobile"], info["address"], info["name"]) == ("19930007777", "", person.name)


@pytest.mark.rule("BJ-20")
def test_a_name_outside_gbk_fails_in_medical_alone(client: Client, world: World) -> None:
    person = world.people.synthetic(district="110105")
    rare = adding(person, XM="模拟\U00020000")
    sent = send(client, "zj", [rare])
    client.wait(20)
    row = result_rows(client, sent["fileNo"])[0]
    assert "姓名含有GBK以外的字符" in row[11]
    assert client.list()[0]["xm"] == "模拟〓"


@pytest.mark.rule("BJ-20")
def test_somebody_who_is_being_processed_ends_at_once(client: Client, people: dict[str, Any]) -> None:
    lines = [cutting(people["here man"]), cutting(people["here woman"])]
    held = upload(client, make(client, "js", lines))
    client.file_four("js", people["here man"])
    assert client.post(f"files/{held['fileNo']}/submit", {"version": 1}).code == "0"
    row = client.get(f"files/{held['fileNo']}/lines", idCard=people["here man"].number).rows[0]
    assert (row["fourFlag"], row["fourWords"]) == ("10", "此人已有处理中的人员减少申报")
    alone = upload(client, make(client, "js", [cutting(people["here woman"])], batch="B2"))
    assert alone.words == ["没有可以导入的人员"]


@pytest.mark.rule("BJ-32")
def test_a_file_has_a_window_but_for_changes(at: Callable[..., Client]) -> None:
    client = at("2026-11-26T09:00:00+08:00")
    person = client.world.people.noted("bj here man")
    assert upload(client, make(client, "js", [cutting(person)])).words == ["不在申报期内（每月5日至25日）"]
    line = {"ZJLX": "01", "ZJHM": person.number, "XM": person.name, "SJ": "19930007777"}
    assert upload(client, make(client, "grbg", [line])).code == "0"


def test_what_is_held_is_not_handed_on(client: Client, people: dict[str, Any]) -> None:
    client.hall.hold("exchange")
    sent = send(client, "zj", [adding(people["stopped"])])
    client.wait(60)
    assert client.get(f"files/{sent['fileNo']}")["status"] == "1"
    assert client.list() == []
    client.hall.release("exchange")
    client.wait()
    assert client.get(f"files/{sent['fileNo']}")["reportFlag"] == "11"


@pytest.mark.rule("BJ-20")
def test_twenty_thousand_rows_and_not_one_more(client: Client, world: World) -> None:
    person = world.people.noted("bj stopped")
    row = cutting(person, "M")
    assert upload(client, make(client, "js", [row] * 20_001)).words == ["超过20000人，请分批报盘"]
    big = make(client, "js", [row]) + b"x" * (8 * 1024 * 1024)
    assert upload(client, big).words == ["文件过大，请分批报盘"]


@pytest.mark.deep
@pytest.mark.rule("BJ-20")
@pytest.mark.parametrize("format", ["txt", "dbf"])
def test_twenty_thousand_people_are_added_by_one_file(client: Client, world: World, format: str) -> None:
    lines = []
    for n in range(20_000):
        born = date(1975, 1, 1) + timedelta(days=n // 400)
        number = identity_number("110105", born, 2 * (n % 400) + 1)
        person = world.people.add(PersonRecord(number=number, name="模拟众", sex="1", born=born))
        lines.append(adding(person))
    sent = send(client, "zj", lines, format)
    client.wait(20)
    assert client.get(f"files/{sent['fileNo']}")["flags"] == {"10": 0, "11": 20_000, "12": 0}
    assert len(result_rows(client, sent["fileNo"])) == 20_000
    assert world.verify() == []
