"""The form of requests and replies: what is unsafe or not of the form is refused before anything is done."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from sigateway_mockservers import World

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
BODY = '<qq bb="1"><t><gn>bz</gn><dwbh></dwbh><zsxlh></zsxlh></t><nr></nr></qq>'


@pytest.fixture
def stranger(world: World, open_client: Any) -> Any:
    return open_client(world, signed_in=False)


def test_a_request_of_the_form_is_answered_by_the_halls_clock(stranger: Any) -> None:
    reply = stranger.raw("bz", HEAD + BODY)
    assert (reply.http.status_code, reply.dm, reply.xx) == (200, "0000", "成功")
    assert reply.http.headers["date"] == "Tue, 10 Nov 2026 01:00:00 GMT"
    assert reply.root.findtext("t/sj") == "2026-11-10T09:00:00+08:00"
    assert "set-cookie" not in reply.http.headers


@pytest.mark.parametrize(
    "content",
    [
        HEAD + '<!DOCTYPE qq [<!ENTITY a "b">]>' + BODY,
        HEAD + BODY.replace("<nr></nr>", "<nr><!-- a --></nr>"),
        HEAD + BODY.replace("<nr></nr>", "<nr><![CDATA[]]></nr>"),
        HEAD + BODY.replace("<nr></nr>", "<nr><?php ?></nr>"),
        HEAD + BODY.replace("<dwbh></dwbh>", "<dwbh>&a;</dwbh>"),
        "\ufeff" + HEAD + BODY,
        BODY,
        "<?xml version='1.0' encoding='UTF-8'?>" + BODY,
        '<?xml version="1.0" encoding="GBK"?>' + BODY,
        HEAD.encode() + BODY.replace("<dwbh></dwbh>", "<dwbh>上</dwbh>").encode("gbk"),
        HEAD + BODY.replace("</qq>", ""),
        HEAD + BODY.replace('<qq bb="1">', "<qq>"),
        HEAD + BODY.replace('bb="1"', 'bb="2"'),
        HEAD + BODY.replace('bb="1"', 'bb="1" a="b"'),
        HEAD + BODY.replace('bb="1"', 'bb="1" xmlns="urn:a"'),
        HEAD + BODY.replace("<nr>", '<nr a="b">'),
        HEAD + BODY.replace("<nr></nr>", "<nr>text</nr>"),
        HEAD + BODY.replace("<nr></nr>", "<nr><more/></nr>"),
        HEAD + BODY.replace("<nr></nr>", ""),
        HEAD + BODY.replace("<gn>bz</gn>", "<gn>dwxx</gn>"),
        HEAD + BODY.replace("<gn>bz</gn><dwbh></dwbh>", "<dwbh></dwbh><gn>bz</gn>"),
        HEAD + BODY.replace("<dwbh></dwbh>", "<dwbh></dwbh><dwbh></dwbh>"),
        HEAD + BODY.replace("<dwbh></dwbh>", "<dwbh>a<b/></dwbh>"),
        HEAD + BODY.replace("<nr></nr>", "<nr>" + "<a>" * 15 + "</a>" * 15 + "</nr>"),
        HEAD + BODY + " " * 65536,
        "",
    ],
)
def test_what_is_unsafe_or_of_another_form_is_refused(stranger: Any, content: str | bytes) -> None:
    reply = stranger.raw("bz", content)
    assert (reply.http.status_code, reply.dm, reply.xx) == (400, "1900", "报文不符合规范")
    assert reply.reasons == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/xml"},
        {"Content-Type": "application/xml"},
        {"Content-Type": "application/xml; charset=GBK"},
        {"Content-Encoding": "gzip"},
    ],
)
def test_the_headers_count_too(stranger: Any, headers: dict[str, str]) -> None:
    assert stranger.raw("bz", HEAD + BODY, **headers).dm == "1900"


def test_sixteen_deep_and_64_kib_are_still_read(stranger: Any) -> None:
    deep = "<nr>" + "<a>" * 14 + "</a>" * 14 + "</nr>"
    assert stranger.raw("bz", HEAD + BODY.replace("<nr></nr>", deep)).dm == "1900", (
        "read, but of another form"
    )
    padded = (HEAD + BODY).encode()
    assert stranger.raw("bz", padded + b" " * (65536 - len(padded))).dm == "0000"


def test_white_space_between_elements_means_nothing(stranger: Any) -> None:
    spaced = BODY.replace("><", ">\n\t<").replace(">\n\t</dwbh>", "></dwbh>").replace(">\n\t</z", "></z")
    assert stranger.raw("bz", HEAD + spaced).dm == "0000"


@pytest.mark.parametrize(
    ("method", "path", "gn"),
    [("POST", "jk/nothing", "nothing"), ("GET", "jk/bz", "bz"), ("POST", "", ""), ("POST", "jk/", "")],
)
def test_what_the_hall_does_not_have(stranger: Any, method: str, path: str, gn: str) -> None:
    reply = stranger.http.request(method, path, content=b"")
    assert reply.status_code == 501
    assert "<dm>1901</dm><xx>未提供此功能</xx>" in reply.text
    assert f"<gn>{gn}</gn>" in reply.text


def test_a_query_is_not_of_the_form(stranger: Any) -> None:
    reply = stranger.http.post("jk/bz?a=b", content=HEAD + BODY, headers={"Content-Type": stranger_type()})
    assert reply.status_code == 400


def stranger_type() -> str:
    return "application/xml; charset=UTF-8"


def test_text_is_not_trimmed_and_escapes_are_read(client: Any) -> None:
    person = client.world.people.change(
        client.world.people.noted("sh uninsured man").number, name=" 模拟<&>\"' "
    )
    reply = client.check("01", person)
    assert reply.dm == "0000"
    assert reply.fields("sb")["xm"] == " 模拟<&>\"' "
    assert client.check("01", person, xm=person.name.strip()).codes == ["P002"]


def test_unsafe_inside_what_is_signed(client: Any, world: World) -> None:
    evil = f'{HEAD}<!DOCTYPE qmwj [<!ENTITY a "b">]><qmwj bb="1"></qmwj>'.encode()
    assert client.raw("cxtj", client.wrapped("cxtj", evil)).dm == "1900"
    twice = client.document("cxtj", "<sbh>1</sbh><sbh>1</sbh><ywlx/><zjhm/>")
    assert client.raw("cxtj", client.wrapped("cxtj", twice)).dm == "1900"
    unsigned = client.request("cxtj", "<sbh/><ywlx/><zjhm/>")
    assert client.raw("cxtj", unsigned).dm == "1900"
    wrapped = client.wrapped("cxtj", client.document("cxtj", "<sbh/><ywlx/><zjhm/>"))
    inside = wrapped.split("<qmnr>")[1].split("</qmnr>")[0]
    assert client.raw("cxtj", wrapped.replace(inside, inside[:40] + "\n" + inside[40:])).dm == "1900"
    assert client.raw("cxtj", wrapped.replace(' sf="RSA-SHA256"', "")).dm == "1900"
    assert world.shanghai.effects() == []


@pytest.mark.rule("SH-05")
def test_a_signature_is_looked_at_before_what_is_signed(client: Any, world: World, open_client: Any) -> None:
    evil = f"{HEAD}<!-- not parsed -->".encode()
    other = open_client(world, "authorised")
    words = [("S001", "签名与证书不符")]
    replies = [
        client.raw("cxtj", client.wrapped("cxtj", evil, signature=other.sign(evil))),
        client.raw("cxtj", client.wrapped("cxtj", evil, sf="SM2-SM3")),
        client.raw("cxtj", client.wrapped("cxtj", evil, signature=base64.b64encode(b"no").decode())),
    ]
    assert [(each.dm, each.xx, each.reasons) for each in replies] == [("2201", "签名未通过", words)] * 3
    for head in ({"dwbh": "31000002"}, {"zsxlh": other.own}, {"gn": "sbtj"}):
        document = client.document("cxtj", "<sbh/><ywlx/><zjhm/>", **head)
        reply = client.raw("cxtj", client.wrapped("cxtj", document))
        assert (reply.dm, reply.reasons) == ("2201", [("S002", "签名内容与报文头不一致")])


def test_a_head_of_somebody_else(client: Any, stranger: Any) -> None:
    for head in ({"dwbh": "31000002"}, {"zsxlh": ""}):
        reply = client.raw("dwxx", client.request("dwxx", "", **head))
        assert (reply.http.status_code, reply.dm, reply.xx) == (200, "2002", "报文头与登录不一致")
    assert stranger.raw("dltz", stranger.request("dltz", "", dwbh="31000001")).dm == "2002"
    challenge = stranger.challenge()
    assert stranger.log_in(tzm=challenge, zsxlh="00").dm == "2002"
    assert stranger.log_in(tzm=challenge).dm == "0000", "nothing was used up"
