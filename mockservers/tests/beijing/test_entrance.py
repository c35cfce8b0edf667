"""What the hall says before anything is filled in: when, about whom, and to whom it is open; on both sites."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .client import Client, both_words, four_words, noted


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
