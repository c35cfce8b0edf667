"""What can still be changed, deleted, taken back or undone, and what is never sent twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .client import FIRST, Client, noted


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
