"""GBK, strictly both ways."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from sigateway_mockservers import World

REFUSED = "提交的内容含有GBK以外的字符"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    "body", ["zjlx=01&zjhm=%FF%FF", "zjlx=01&zjhm=%E4", "xm=%26%2340864%3B", "xm=\u9648"]
)
def test_bytes_and_references_that_are_not_gbk_are_refused(browser: Any, world: World, body: str) -> None:
    reply = browser.client.post("zengyuan_chaxun.do", content=body.encode("utf-8"), headers=FORM)
    page = reply.content.decode("gbk")
    assert reply.status_code == 400
    assert '<meta name="hall-page" content="message">' in page
    assert f"<li>{REFUSED}</li>" in page


def test_a_rare_name_of_gbk_survives_the_whole_way(world: World, browser: Any) -> None:
    person = world.people.synthetic(name="模拟喆垚")
    check = browser.save(person)
    assert check.inputs["xm"] == "模拟喆垚"
    assert browser.get("home.do").rows["daiban"][1]["xm"] == "模拟喆垚"


def test_markup_in_a_name_is_text(world: World, browser: Any) -> None:
    check = browser.save(world.people.noted("uninsured man"), jzdz='<b>"1"&2</b>')
    assert check.inputs["jzdz"] == '<b>"1"&2</b>'
    assert "<b>" not in check.text


def test_json_is_not_a_form(browser: Any) -> None:
    reply = browser.client.post("tijiao.do", json={"sxh": "1"})
    assert reply.status_code == 400


def test_utf8_bytes_are_read_as_gbk_and_never_as_question_marks(world: World, browser: Any) -> None:
    page = browser.search(world.people.noted("uninsured man"))
    fields = urlencode({**browser.filled(page), "jzdz": "武汉"}, encoding="utf-8")
    reply = browser.client.post("zengyuan_baocun.do", content=fields, headers=FORM)
    assert "姝︽眽" in reply.content.decode("gbk")
