"""What the hall says of what is filled in, when it is saved; on both sites."""

from __future__ import annotations

import pytest

from .client import Client, four_words, noted

LATE = "当月解除劳动关系的，须待当月费用生成后再办理减少"

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


def test_an_edit_may_not_change_who_it_is_about(client: Client) -> None:
    draft = client.save("gz", noted(client, "here man"))
    other = {"idCard": noted(client, "here woman").number}
    edited = client.post(f"declarations/{draft['lsh']}", {"version": 1, "fields": other}, "PUT")
    assert edited.words == ["公民身份证号码不能在网上变更，请到经办机构办理"]
