"""What the hall says of filings, at the entrance, when they are saved, sent and processed; on both sites."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from .conftest import FIRST, Client

LATE = "当月解除劳动关系的，须待当月费用生成后再办理减少"


def four_words(client: Client, code: str, person: Any, **changes: str) -> list[str]:
    return client.save(code, person, **changes).words


def both_words(client: Client, code: str, person: Any, **changes: str) -> tuple[list[str], list[str]]:
    medical = {
        name: value for name, value in changes.items() if name not in ("feePsnType", "nation", "hukou")
    }
    return four_words(client, code, person, **changes), client.save_medical(code, person, **medical).messages


def noted(client: Client, note: str) -> Any:
    return client.world.people.noted(f"bj {note}")


# --- entrance -----------------------------------------------------------------------------------------------------


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize(("day", "is_open"), [(4, False), (5, True), (25, True), (26, False)])
def test_the_window_is_5_to_25(at: Callable[..., Client], day: int, is_open: bool) -> None:
    client = at(f"2026-11-{day:02d}T12:00:00+08:00")
    words = [] if is_open else ["不在申报期内（每月5日至25日）"]
    assert both_words(client, "gz", noted(client, "here man")) == (words, words)
    asked = {"type": "DATA_MONTHLY_PAY", "idType": "01", "idCard": noted(client, "here woman").number}
    assert client.get("declarations/form", **asked).words == words
    assert four_words(client, "grbg", noted(client, "here man"), mobile="19911112222", feePsnType="11") == []


@pytest.mark.rule("BJ-32")
def test_the_window_has_variants(at: Callable[..., Client]) -> None:
    client = at("2026-11-23T12:00:00+08:00", "window_5_22")
    assert four_words(client, "gz", noted(client, "here man")) == ["不在申报期内（每月5日至22日）"]
    anyday = at("2026-11-30T12:00:00+08:00", "window_any_day")
    assert four_words(anyday, "gz", noted(anyday, "here man")) == []
    anyday.hall.set_window(1, 2)
    assert four_words(anyday, "gz", noted(anyday, "here woman")) == ["不在申报期内（每月1日至2日）"]


@pytest.mark.rule("BJ-32")
def test_the_window_can_close_over_a_draft(at: Callable[..., Client]) -> None:
    client = at("2026-11-25T23:50:00+08:00")
    draft = client.save("gz", noted(client, "here man"))
    page = client.save_medical("gz", noted(client, "here man"))
    client.wait(15)
    assert client.submit(draft).words == ["不在申报期内（每月5日至25日）"]
    assert client.submit_medical(page).messages == ["不在申报期内（每月5日至25日）"]


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize(
    ("id_type", "number"),
    [
        ("01", "110105199503140035"),
        ("01", ""),
        ("02", "1"),
        ("03", "11010519951301003X"),
        ("04", ""),
        ("9", "1"),
    ],
)
def test_a_document_number_is_sound(client: Client, id_type: str, number: str) -> None:
    person = noted(client, "stopped")
    found = both_words(client, "zj", person, idType=id_type, idCard=number)
    assert found == (["证件号码有误"], ["证件号码有误"])


ENTRANCE = [
    ("zj", "here man", ["此人在本单位已参保"], ["此人在本单位已参保"]),
    ("zj", "here four only", ["此人在本单位已参保"], []),
    ("js", "stopped", ["此人未在本单位参保"], ["此人未在本单位参保"]),
    ("gz", "here four only", [], ["此人未在本单位参保"]),
    ("bj", "stopped", ["此人未在本单位参保"], ["此人未在本单位参保"]),
    ("zj", "interrupted", ["该人员为中断失业状态，须使用企业版申报"], []),
]


@pytest.mark.rule("BJ-18", "BJ-20")
@pytest.mark.parametrize(("code", "note", "four", "medical"), ENTRANCE)
def test_each_system_knows_only_itself(
    client: Client, code: str, note: str, four: list[str], medical: list[str]
) -> None:
    assert both_words(client, code, noted(client, note)) == (four, medical)


@pytest.mark.rule("BJ-18", "BJ-19")
def test_one_of_a_kind_is_processed_at_a_time(client: Client) -> None:
    person = noted(client, "here man")
    client.file("gz", person)
    words = ["此人已有处理中的缴费工资申报申报"]
    assert both_words(client, "gz", person, avgSalary="9900.00") == (words, words)
    assert both_words(client, "js", person) == ([], [])
    client.file_four("dwbg", None, phone="010-81112222")
    assert four_words(client, "dwbg", None, phone="010-81113333") == ["本单位已有处理中的单位信息变更申报"]


# --- save ---------------------------------------------------------------------------------------------------------

SAVE: list[tuple[str, str, dict[str, str], list[str], list[str]]] = [
    ("zj", "stopped", {"name": ""}, ["姓名为必录项"], ["姓名为必录项"]),
    ("zj", "stopped", {"mobile": "12"}, ["手机格式有误"], ["手机格式有误"]),
    ("zj", "stopped", {"avgSalary": "9000"}, ["月均工资收入格式有误"], ["月均工资收入格式有误"]),
    ("zj", "stopped", {"avgSalary": "2540.00"}, [], []),
    ("zj", "stopped", {"avgSalary": "2539.99"}, *[["月均工资收入不得低于本市最低工资标准"]] * 2),
    ("zj", "stopped", {"contractStart": "2026-11-10"}, [], []),
    ("zj", "stopped", {"contractStart": "2026-11-11"}, ["合同起始日期晚于当日"], ["合同起始日期晚于当日"]),
    ("zj", "stopped", {"indAddReason": "02"}, ["增员原因与参保状态不一致"], ["增员原因与参保状态不一致"]),
    ("zj", "uninsured man", {"indAddReason": "02"}, [], []),
    ("zj", "uninsured man", {"indAddReason": "01"}, ["增员原因与参保状态不一致"], ["增员原因与参保状态不一致"]),
    ("zj", "uninsured man", {"indAddReason": "02", "nation": ""}, ["民族为必录项"], []),
    ("zj", "stopped", {"nation": "", "hukou": ""}, [], []),
    ("zj", "stopped", {"insuranceType": "110,210"}, ["参加险种与单位参加的四险不一致"], ["参加险种格式有误"]),
    ("js", "here man", {"endDate": "2026-11-11"}, ["解除劳动关系日期晚于当日", LATE], ["解除劳动关系日期晚于当日", LATE]),
    ("js", "here man", {"endDate": "2026-11-09"}, [LATE], [LATE]),
    ("js", "here man", {"endDate": "2026-11-09", "chgReason": "99"}, [], []),
    ("js", "here man", {"chgReason": "08"}, ["停止缴费原因格式有误"], ["停止缴费原因格式有误"]),
    ("js", "here man", {"name": "模拟另名"}, *[["姓名不能在网上变更，请到经办机构办理"]] * 2),
    ("gz", "here man", {"avgSalary": "8800.00"}, ["月均工资收入没有变化"], ["月均工资收入没有变化"]),
    ("gz", "here man", {"feeBase": "9000.00"}, *[["缴费基数不能在网上变更，请到经办机构办理"]] * 2),
    ("bj", "here man", {}, ["202610已缴费"], ["202610已缴费"]),
    ("bj", "here man", {"backFrom": "202611", "backTo": "202611"}, ["补缴起止年月有误"], ["补缴起止年月有误"]),
    ("bj", "here man", {"backFrom": "202610", "backTo": "202609"}, ["补缴起止年月有误"], ["补缴起止年月有误"]),
    ("bj", "here man", {"backFrom": "202401", "backTo": "202412"}, [], []),
    ("bj", "here man", {"backFrom": "202312", "backTo": "202412"}, *[["补缴时间最长不得超过12个月，请到经办机构办理"]] * 2),
    ("bj", "here man", {"backReason": "02"}, [], []),
    ("bj", "here man", {"backReason": "02", "avgSalary": "8800.00"}, *[["补缴工资不高于已申报工资"]] * 2),
    ("grbg", "here man", {}, ["没有变更的内容"], ["没有变更的内容"]),
    ("grbg", "here man", {"mobile": "19911112222"}, [], []),
    ("grbg", "here man", {"mobile": ""}, [], []),
    ("grbg", "here man", {"name": "模拟另名", "address": ""}, *[["姓名不能在网上变更，请到经办机构办理"]] * 2),
]  # fmt: skip


@pytest.mark.rule("BJ-07", "BJ-18", "BJ-19", "BJ-21", "BJ-22")
@pytest.mark.parametrize(("code", "note", "changes", "four", "medical"), SAVE)
def test_what_is_said_of_fields(
    client: Client, code: str, note: str, changes: dict[str, str], four: list[str], medical: list[str]
) -> None:
    only_four = {**changes, **({"insuranceType": "310"} if "insuranceType" not in changes else {})}
    assert four_words(client, code, noted(client, note), **changes) == four
    sent = {name: value for name, value in only_four.items() if name not in ("nation", "hukou")}
    if code not in ("zj", "js", "bj"):
        sent.pop("insuranceType", None)
    assert client.save_medical(code, noted(client, note), **sent).messages == medical


@pytest.mark.rule("BJ-19")
def test_fields_of_one_system_only(client: Client) -> None:
    person = noted(client, "here man")
    assert four_words(client, "grbg", person, feePsnType="") == ["缴费人员类别为必录项"]
    assert client.save_medical("grbg", person, hospital1="12345678", hospital2="12345678").messages == [
        "定点医疗机构格式有误"
    ]
    assert client.save_medical("grbg", person, hospital2="12345678").messages == ["定点医疗机构格式有误"]
    assert client.save_medical("grbg", person, hospital1="12345678").kind == "check"
    assert four_words(client, "grbg", person, hospital1="12345678") == [
        "hospital1不是本业务的字段",
        "没有变更的内容",
    ]
    assert client.save_medical("grbg", person, mz="01").messages == ["mz不是本业务的字段", "没有变更的内容"]


@pytest.mark.rule("BJ-19")
def test_a_unit_changes_its_contact_in_both(client: Client) -> None:
    assert four_words(client, "dwbg", None) == ["没有变更的内容"]
    assert four_words(client, "dwbg", None, phone="") == ["联系电话为必录项"]
    client.file("dwbg", None, contact="模拟新人", postcode="")
    client.wait()
    assert client.get("unit")["contact"] == client.page("home.do")["unit"]["lxr"] == "模拟新人"
    assert client.get("unit")["postcode"] == client.page("home.do")["unit"]["yb"] == ""


@pytest.mark.rule("BJ-32")
def test_the_number_that_ties_the_halves(client: Client) -> None:
    person = noted(client, "stopped")
    lsh = client.save("zj", person, "B")["lsh"]
    assert client.save_medical("zj", person, "123").messages == ["申报流水号格式有误"]
    assert client.save_medical("zj", person, "", fw="B").messages == ["申报流水号格式有误"]
    assert client.save_medical("zj", person, "", fw="F").messages == ["范围有误"]
    assert client.save_medical("zj", person, lsh).kind == "check"
    assert client.save_medical("zj", person, lsh).messages == ["该申报流水号已有医疗申报"]
    [row] = client.list(sblsh=lsh)
    assert (row["ywzt"], row["tjbbh"], row["ly"]) == ("0", "", "online")


# --- the grey fields ----------------------------------------------------------------------------------------------


@pytest.mark.rule("BJ-18", "BJ-21")
@pytest.mark.parametrize(
    ("wage", "base"),
    [("7162.00", "7162.00"), ("3000.00", "7162.00"), ("41000.01", "35811.00"), ("9000.50", "9000.50")],
)
def test_the_base_lies_between_floor_and_ceiling(client: Client, wage: str, base: str) -> None:
    saved = client.save("gz", noted(client, "here man"), avgSalary=wage)
    assert (saved["fields"]["feeBase"], saved["fields"]["oldSalary"], saved["fields"]["startMonth"]) == (
        base, "8800.00", "202611",
    )  # fmt: skip
    assert client.save_medical("gz", noted(client, "here man"), avgSalary=wage)["fields"]["jfjs"] == base


@pytest.mark.rule("BJ-22")
def test_sums_of_back_payment(client: Client) -> None:
    person = noted(client, "here man")
    span = {"backFrom": "202411", "backTo": "202412", "avgSalary": "10000.55"}
    fields = client.save("bj", person, **span)["fields"]
    # 10000.55 a month: 1600.09 + 50.00 + 40.00 + 80.00 of the unit, 800.04 + 50.00 of the person, twice
    assert [fields[name] for name in ("feeBase", "months", "unitAmt", "personAmt", "total")] == [
        "10000.55", "2", "3540.18", "1700.08", "5240.26",
    ]  # fmt: skip
    medical = client.save_medical("bj", person, **span)["fields"]
    # 900.05 of the unit, 200.01 + 3.00 of the person, twice
    assert [medical[name] for name in ("ys", "dwje", "grje", "hj")] == ["2", "1800.10", "406.02", "2206.12"]


@pytest.mark.rule("BJ-22")
def test_too_little_pays_the_difference(client: Client) -> None:
    person = noted(client, "here man")
    changes = {"backReason": "02", "avgSalary": "9800.00"}
    # 1000.00 more: 160.00 + 5.00 + 4.00 + 8.00, and 80.00 + 5.00
    assert client.save("bj", person, **changes)["fields"]["total"] == "262.00"
    assert client.save_medical("bj", person, **changes)["fields"]["hj"] == "110.00"


@pytest.mark.rule("BJ-22", "BJ-28")
def test_back_paid_months_are_paid_from_day_26_on(client: Client) -> None:
    person = noted(client, "stopped")
    client.file("zj", person)
    client.wait()
    client.file("bj", person)
    client.wait()
    assert client.save("bj", person).words == ["202610已缴费"]
    assert [
        row["month"] for row in client.get("query/personPayments", idCard=person.number, year="2026").rows
    ] == ["202611"] * 4
    client.world.clock.advance(to="2026-11-26T00:00:00+08:00")
    client.log_in()
    rows = client.get("query/personPayments", idCard=person.number, year="2026").rows
    assert [(row["month"], row["state"]) for row in rows] == [("202610", "已缴")] * 4 + [
        ("202611", "已缴")
    ] * 4


# --- what takes effect --------------------------------------------------------------------------------------------


@pytest.mark.rule("BJ-18")
def test_a_suspension_keeps_the_month_before(client: Client) -> None:
    person = noted(client, "here man")
    lsh, slh = client.file("js", person)
    assert client.hall.half(lsh).fields["stopMonth"] == "202610"
    client.wait()
    assert client.hall.half(slh).flag == "11"
    for system in ("four", "medical"):
        assert client.hall.insured(system, FIRST, person.number, "202610")
        assert not client.hall.insured(system, FIRST, person.number, "202611")


@pytest.mark.rule("BJ-18")
def test_somebody_added_by_mistake_never_was(client: Client) -> None:
    person = noted(client, "uninsured man")
    client.file_four("zj", person, indAddReason="02")
    client.wait()
    client.file_four("js", person, chgReason="99", endDate="2026-11-10")
    client.wait()
    assert not client.hall.insured("four", FIRST, person.number, "202611")
    form = client.get("declarations/form", type="DATA_IND_ADD", idType="01", idCard=person.number)
    assert form["facts"]["psnState"] == "none"


PROCESSING = [
    ("name differs", "姓名与身份证号不一致"),
    ("elsewhere both", "该人员在其他单位正常缴费"),
    ("retired age", "该人员已达到法定退休年龄"),
]


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize(("note", "words"), PROCESSING)
def test_what_is_looked_at_only_when_it_is_processed(client: Client, note: str, words: str) -> None:
    name = "模拟登记名" if note == "name differs" else noted(client, note).name
    lsh, slh = client.file("zj", noted(client, note), name=name)
    client.wait()
    half = client.get(f"declarations/{lsh}")
    assert (half["status"], half["reportFlag"], half["flagName"], half["errors"]) == (
        "2",
        "10",
        "导入不成功",
        [words],
    )
    [row] = client.list(slh=slh)
    assert (row["ywzt"], row["drjg"], row["yy"]) == ("2", "10", words)
    assert client.hall.effects() == []


@pytest.mark.rule("BJ-18")
@pytest.mark.parametrize(("born", "sex", "fails"), [
    (date(1966, 11, 10), "1", True), (date(1966, 11, 11), "1", False),
    (date(1971, 11, 10), "2", True), (date(1971, 11, 11), "2", False),
])  # fmt: skip
def test_retirement_is_by_the_day(client: Client, born: date, sex: str, fails: bool) -> None:
    person = client.world.people.synthetic(sex=sex, born=born, district="110105")
    lsh = client.file_four("zj", person)
    client.wait()
    assert (client.hall.half(lsh).flag == "10") is fails


# --- states and ways back -----------------------------------------------------------------------------------------


@pytest.mark.rule("BJ-32")
def test_a_half_that_failed_is_corrected_alone(client: Client) -> None:
    person = noted(client, "elsewhere four")
    lsh, slh = client.file("zj", person)
    client.wait()
    client.hall.stand(person.number, four="stopped")
    half = client.get(f"declarations/{lsh}")
    edited = client.post(f"declarations/{lsh}", {"version": 1, "fields": half["fields"]}, "PUT")
    assert (edited["status"], edited["version"]) == ("0", 2)
    assert client.submit(edited).code == "0"
    client.wait()
    after = client.get(f"declarations/{lsh}")
    assert [(each["version"], each["reportFlag"]) for each in after["submissions"]] == [(1, "10"), (2, "11")]
    assert client.hall.half(slh).version == 1


@pytest.mark.rule("BJ-32")
def test_a_deleted_edit_leaves_the_half_as_it_was_and_no_version_twice(client: Client) -> None:
    person = noted(client, "elsewhere both")
    lsh = client.file_four("zj", person)
    client.wait()
    fields = client.get(f"declarations/{lsh}")["fields"]
    client.post(f"declarations/{lsh}", {"version": 1, "fields": fields | {"mobile": "19911112222"}}, "PUT")
    assert client.post(f"declarations/{lsh}/delete", {"version": 2})["lsh"] == lsh
    half = client.get(f"declarations/{lsh}")
    assert (half["status"], half["reportFlag"], half["version"]) == ("2", "10", 1)
    assert half["fields"] == fields
    again = client.post(f"declarations/{lsh}", {"version": 1, "fields": fields}, "PUT")
    assert again["version"] == 3


@pytest.mark.rule("BJ-32")
def test_drafts_are_deleted_and_nothing_else_is(client: Client) -> None:
    draft = client.save("gz", noted(client, "here man"))
    lsh = draft["lsh"]
    assert client.post(f"declarations/{lsh}/delete", {"version": 2}).words == ["申报内容已变化，请重新核对"]
    assert client.post(f"declarations/{lsh}/delete", {"version": 1}).code == "0"
    assert client.get(f"declarations/{lsh}").words == ["无此申报"]
    page = client.save_medical("gz", noted(client, "here man"))
    gone = client.press("sb_shanchu.do", slh=page["half"]["slh"], bbh="1")
    assert (gone.kind, gone.messages, gone.read.tone) == ("deleted", ["已删除"], "notice")
    assert client.submit_medical(page).messages == ["无此申报"]
    sent = client.file_four("gz", noted(client, "here man"))
    assert client.post(f"declarations/{sent}/delete", {"version": 1}).words == ["该业务已提交，不能删除"]
    assert client.post(f"declarations/{sent}", {"version": 1, "fields": {}}, "PUT").words == [
        "该业务已提交，不能修改"
    ]
    assert client.post(f"declarations/{sent}/withdraw", {"version": 1}).words == ["本业务不能撤回"]


@pytest.mark.rule("BJ-32")
def test_nothing_is_sent_twice_or_as_it_was_not_seen(client: Client) -> None:
    draft = client.save("gz", noted(client, "here man"))
    client.hall.edit_as_clerk(draft["lsh"], avgSalary="9100.00")
    assert client.submit(draft).words == ["申报内容已变化，请重新核对"]
    seen = client.get(f"declarations/{draft['lsh']}")
    assert client.submit(seen).code == "0"
    assert client.submit(seen).words == ["该业务已提交，请勿重复提交"]
    client.wait()
    assert client.submit(seen).words == ["该业务已提交，请勿重复提交"]
    assert client.world.verify() == []


@pytest.mark.rule("BJ-32")
def test_a_draft_of_last_month_is_saved_again(client: Client) -> None:
    draft = client.save("gz", noted(client, "here man"))
    client.world.clock.advance(to="2026-12-05T09:00:00+08:00")
    client.log_in()
    assert client.submit(draft).words == ["申报年月已变化，请重新保存"]
    fields = client.get(f"declarations/{draft['lsh']}")["fields"]
    edited = client.post(f"declarations/{draft['lsh']}", {"version": 1, "fields": fields}, "PUT")
    assert edited["fields"]["startMonth"] == "202612"
    assert client.submit(edited).code == "0"


@pytest.mark.rule("BJ-32")
def test_a_half_is_taken_back_where_the_hall_allows_it(at: Callable[..., Client]) -> None:
    client = at("2026-11-10T09:00:00+08:00", "withdraw_while_processing")
    lsh, slh = client.file("gz", noted(client, "here man"))
    back = client.post(f"declarations/{lsh}/withdraw", {"version": 1})
    assert (back["status"], back["submissions"][0]["reportFlag"]) == ("0", "90")
    page = client.press("sb_chehui.do", slh=slh, bbh="1")
    assert (page.kind, page["result"]["ywzt"]) == ("withdrawn", "0")
    client.wait()
    assert client.hall.effects() == []
    assert client.submit(back).code == "0"
    client.wait()
    assert client.hall.half(lsh).flag == "11"
    assert client.world.verify() == []


@pytest.mark.rule("BJ-32")
def test_the_counter_undoes_one_system(client: Client) -> None:
    person = noted(client, "stopped")
    _, slh = client.file("zj", person)
    client.wait()
    client.hall.counter.undo(slh)
    assert client.page("sb_xiangqing.do", slh=slh)["half"]["drjg"] == "91"
    assert client.hall.insured("four", FIRST, person.number)
    assert not client.hall.insured("medical", FIRST, person.number)
    with pytest.raises(ValueError, match="not in force"):
        client.hall.counter.undo(slh)
    assert client.world.verify() == []


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize(("code", "seconds"), [("four", (60, 180)), ("medical", (120, 360))])
def test_each_system_has_its_own_pace(client: Client, code: str, seconds: tuple[int, int]) -> None:
    people = [
        each for each in client.world.people if each.note in ("bj here man", "bj here woman", "bj 1992")
    ]
    for person in people:
        (client.file_four if code == "four" else client.file_medical)("gz", person, avgSalary="9999.00")
    client.wait()
    for half in client.hall.halves():
        assert half.last is not None
        assert half.last.ended_at is not None
        assert seconds[0] <= (half.last.ended_at - half.last.at).total_seconds() <= seconds[1]


@pytest.mark.rule("BJ-06", "BJ-32")
def test_the_variant_in_which_medical_waits(at: Callable[..., Client]) -> None:
    client = at("2026-11-10T09:00:00+08:00", "medical_waits_for_four")
    client.hall.hold("four")
    lsh, slh = client.file("zj", noted(client, "stopped"))
    bad, bad_medical = client.file("zj", noted(client, "elsewhere four"))
    alone = client.file_medical("gz", noted(client, "here man"))
    client.wait(19)
    assert [client.hall.half(each).status for each in (slh, bad_medical, alone)] == ["1", "1", "2"]
    client.hall.release("four")
    assert client.hall.half(bad).flag == client.hall.half(bad_medical).flag == "10"
    failed = client.hall.half(bad_medical).last
    assert failed is not None
    assert failed.errors == ("四险申报未导入成功",)
    assert client.hall.half(lsh).flag == "11"
    assert client.hall.half(slh).status == "1"
    client.world.clock.advance(by=60)
    assert client.hall.half(slh).flag == "11"


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


def test_an_edit_may_not_change_who_it_is_about(client: Client) -> None:
    draft = client.save("gz", noted(client, "here man"))
    other = {"idCard": noted(client, "here woman").number}
    edited = client.post(f"declarations/{draft['lsh']}", {"version": 1, "fields": other}, "PUT")
    assert edited.words == ["公民身份证号码不能在网上变更，请到经办机构办理"]


def test_reject_finish_and_hold(client: Client) -> None:
    client.hall.hold("medical")
    lsh, slh = client.file("gz", noted(client, "here man"))
    client.hall.reject(lsh, ["模拟退回"])
    client.wait()
    assert client.get(f"declarations/{lsh}")["errors"] == ["模拟退回"]
    assert client.hall.half(slh).status == "1"
    client.hall.finish(slh)
    assert client.hall.half(slh).flag == "11"
