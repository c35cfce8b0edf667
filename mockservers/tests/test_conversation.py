"""The whole conversation, from the slip to an enrolment in force, over every transport."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from sigateway_mockservers import InProcess, MockServer, Simulator, World
from sigateway_mockservers.kernel.keys import KEY_BITS


@pytest.mark.rule("WH-31", "WH-33", "WH-34", "WH-36", "WH-37", "WH-38", "WH-48")
@pytest.mark.parametrize("over_socket", [False, True], ids=["in-process", "socket"])
def test_an_enrolment_from_search_to_in_force(
    world: World, open_browser: Any, server: MockServer, over_socket: bool
) -> None:
    browser = open_browser(world, server=server if over_socket else None)
    person = world.people.noted("uninsured man")

    form = browser.search(person)
    assert form.kind == "enrol_form"
    assert form.data["cblb"] == "首次参保"
    assert form.data["cbny"] == "202611"
    assert form.data["xm"] == form.inputs["xm"] == "模拟张一"
    assert form.inputs["csrq"] == "1995-03-14"
    assert {"zjlx", "zjhm"} <= form.readonly

    check = browser.post("zengyuan_baocun.do", **browser.filled(form))
    sxh = check.data["sxh"]
    assert check.kind == "check"
    assert check.readonly == {"zjlx", "zjhm", "xm", "xb", "csrq", "cbny"}
    drafts = browser.get("home.do").rows["daiban"][1:]
    said = [tuple(draft[name] for name in ("sxh", "ywmc", "ywzt", "htbz", "htyy")) for draft in drafts]
    assert said == [(sxh, "增员(续保)", "未提交", "否", "")]
    assert world.wuhan.effects() == []

    again = browser.post("zengyuan_xiugai.do", **{**check.inputs, "sbgz": "7000.00"})
    assert again.kind == "check"
    assert again.inputs["sbgz"] == "7000.00"

    submitted = browser.post("tijiao.do", sxh=sxh)
    assert submitted.messages == ["提交成功"]
    assert submitted.messages_class == "notice"
    assert submitted.data == {"sxh": sxh, "spjg": "进行中"}
    home = browser.get("home.do")
    assert len(home.rows["daiban"]) == 1
    assert [(filed["spjg"], filed["bjsj"]) for filed in home.rows["yiban"][1:]] == [("进行中", "")]

    fired = world.clock.advance(by=300)
    assert [(event.what, event.subject) for event in fired] == [("review.approved", sxh)]
    detail = browser.get("xiangqing.do", sxh=sxh)
    said = {name: value for row in detail.rows["detail"] for name, value in row.items()}
    assert (said["spjg"], said["sbgz"], said["cbny"]) == ("结束", "7000.00", "202611")
    assert said["bjsj"].startswith("2026-11-10 09:0")
    assert world.wuhan.is_insured("4201000001", person.number)
    assert [(effect.sxh, effect.start_month, effect.in_force) for effect in world.wuhan.effects()] == [
        (sxh, "202611", True)
    ]
    assert browser.search(person).messages == ["此人在本单位已参保"]
    assert world.verify() == []


@pytest.mark.rule("WH-09", "WH-11", "WH-12", "WH-13", "WH-15")
def test_a_new_unit_downloads_its_certificate_changes_its_password_and_signs_with_its_own_key(
    world: World, open_browser: Any
) -> None:
    world.wuhan.add_unit(number="4201000009", name="模拟新办有限公司")
    browser = open_browser(world, "4201000009", signed_in=False)
    slip = browser.unit.slip
    files = browser.post("certificate.do", zsxlh=slip.certificate_serial, zsxzmm=slip.certificate_password)
    assert files.kind == "certificate_files"
    root = browser.client.get(files.links["root"])
    assert root.headers["content-type"] == "application/x-x509-ca-cert"
    personal = browser.client.get(files.links["personal"])
    assert personal.headers["content-type"] == "application/x-pkcs12"
    assert not _opens(personal.content, "another password")
    assert _opens(personal.content, slip.certificate_password)
    key, certificate, others = pkcs12.load_key_and_certificates(
        personal.content, slip.certificate_password.encode("ascii")
    )
    assert key is not None
    assert key.key_size == KEY_BITS  # type: ignore[union-attr]
    assert certificate is not None
    assert f"CN={slip.username}" in certificate.subject.rfc4514_string()
    assert certificate.not_valid_before_utc.isoformat() == "2026-11-10T01:00:00+00:00"
    assert len(others) == 1

    assert browser.sign_in().kind == "password"
    assert browser.get("home.do").kind == "password"
    changed = browser.post("password.do", ymm=slip.password, xmm="Xin2mima8", qrmm="Xin2mima8")
    assert (changed.kind, changed.messages) == ("password_changed", ["密码修改成功"])
    assert browser.get("home.do").kind == "home"
    assert browser.sign_in().messages == ["用户名或密码错误"]
    assert browser.sign_in("Xin2mima8").kind == "home"


def _opens(content: bytes, password: str) -> bool:
    """Whether the file of a certificate is imported with this password."""
    try:
        pkcs12.load_key_and_certificates(content, password.encode("ascii"))
    except ValueError:
        return False
    return True


async def _sign_in(client: httpx.AsyncClient, world: World) -> None:
    unit = world.wuhan.units["4201000001"]
    page = (await client.get("login.do")).content.decode("gbk")
    nonce = re.search(r'name="sjs" value="([0-9a-f]+)"', page)
    assert nonce is not None
    certificate, signature = world.wuhan.sign(unit.number, nonce[1])
    fields = {
        "yhm": unit.slip.username,
        "mm": unit.slip.password,
        "sjs": nonce[1],
        "zs": certificate,
        "qm": signature,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = await client.post("login.do", content=urlencode(fields), headers=headers)
    assert reply.status_code == 302
    assert reply.headers["location"] == "home.do"


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_the_same_class_is_an_async_transport(simulator: Simulator, world: World) -> None:
    base = world.base_url("wuhan")
    async with httpx.AsyncClient(transport=InProcess(simulator), base_url=base) as client:
        await _sign_in(client, world)
        home = await client.get("home.do")
        assert "模拟科技一部有限公司" in home.content.decode("gbk")


def test_every_reply_carries_the_halls_own_time(world: World, browser: Any, server: MockServer) -> None:
    world.clock.advance(to="2027-02-03T04:05:06+08:00")
    browser.get("login.do")
    assert browser.last.headers["date"] == "Tue, 02 Feb 2027 20:05:06 GMT"
    over_socket = httpx.get(world.base_url("wuhan", server.url) + "login.do", trust_env=False)
    assert over_socket.headers.get_list("date") == ["Tue, 02 Feb 2027 20:05:06 GMT"]


def test_the_server_keeps_connections_and_stops_quickly(simulator: Simulator, world: World) -> None:
    from sigateway_mockservers import serve

    with serve(simulator) as server, httpx.Client(trust_env=False) as client:
        base = world.base_url("wuhan", server.url)
        streams = {id(client.get(base + "index.do").extensions["network_stream"]) for _ in range(5)}
        assert len(streams) == 1, "keep-alive is off"


def test_an_unknown_route_says_loudly_that_it_is_not_modelled(browser: Any) -> None:
    page = browser.get("jianyuan.do")
    assert (browser.last.status_code, page.kind) == (501, "not_modelled")
    browser.post("home.do")
    assert browser.last.status_code == 501


def test_every_business_is_one_click_from_every_page(browser: Any) -> None:
    page = browser.get("home.do")
    for path, kind in (("zengyuan", "enrol"), ("zanting", "suspend"), ("gongzi", "wage")):
        assert f'<a href="{path}.do">' in page.text
        page = browser.get(f"{path}.do")
        assert page.kind == f"{kind}_search"


def test_the_bare_mount_leads_to_the_entrance(browser: Any) -> None:
    assert browser.get("").kind == "entrance"
    assert browser.last.url.path.endswith("/wuhan/index.do")
    without_slash = browser.client.get(browser.world.base_url("wuhan").rstrip("/"))
    assert without_slash.url.path.endswith("/wuhan/index.do")
