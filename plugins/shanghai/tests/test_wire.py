"""Requests as the wire page writes them, and each kind of reply told apart."""

from __future__ import annotations

import base64
from types import SimpleNamespace

import pytest

from sigateway.plugin import Certificate, Kind, Means, Request, SignatureAlgorithm
from sigateway_shanghai import wire
from sigateway_shanghai.wire import Head

HEAD = Head("31000001", "5A0C")
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def content(request: Request) -> str:
    assert request.body is not None
    assert request.body.kind == "application/xml; charset=UTF-8"
    assert request.method == "POST"
    return request.body.content.decode()


@pytest.mark.rule("SH-15")
def test_a_request_says_who_speaks_by_unit_and_certificate_and_no_person() -> None:
    request = wire.person(HEAD, "310101199805049928", "12", "2026")
    assert (request.operation, request.path, request.means) == ("person.open", "jk/rycx", Means.READ)
    assert content(request) == (
        f'{XML}<qq bb="1"><t><gn>rycx</gn><dwbh>31000001</dwbh><zsxlh>5A0C</zsxlh></t>'
        "<nr><zjhm>310101199805049928</zjhm><grxh>12</grxh><nd>2026</nd></nr></qq>"
    )


def test_each_reading_has_its_operation_function_and_elements_in_order(w: SimpleNamespace) -> None:
    requests = [
        (wire.agreement(HEAD), "agreement.open", "ydcx", []),
        (wire.certificate_state(HEAD), "certificate.state", "zszt", []),
        (wire.certificate_list(HEAD, "待审核", 2), "certificate.list", "zscx", ["fw", "ym"]),
        (wire.unit(HEAD), "unit.open", "dwxx", []),
        (wire.declarations(HEAD, slip="J1"), "declaration.list", "sbqd", ["ny", "zjhm", "jyh", "ym"]),
        (wire.declaration(HEAD, "2"), "declaration.open", "sbmx", ["sbh"]),
        (wire.slip(HEAD, "J1"), "slip.open", "jycx", ["jyh"]),
        (wire.form(HEAD, "sbb", "2"), "form.print", "dyxz", ["bd", "sbh"]),
    ]
    for request, operation, function, names in requests:
        said = w.asked(request)
        assert (request.operation, request.path, request.means) == (operation, f"jk/{function}", Means.READ)
        assert said["t"] == {"gn": function, "dwbh": "31000001", "zsxlh": "5A0C"}
        assert list(said["nr"] or {}) == names


@pytest.mark.rule("SH-05")
def test_a_log_in_carries_certificate_and_signature_and_no_unit(w: SimpleNamespace) -> None:
    request = wire.log_in("ab" * 32, "5A0C", Certificate("k", "CN=x", b"der"), b"signature")
    assert request.means is Means.SIGN_IN
    assert w.asked(request) == {
        "t": {"gn": "dl", "dwbh": "", "zsxlh": "5A0C"},
        "nr": {"tzm": "ab" * 32, "zs": "ZGVy", "sf": "RSA-SHA256", "qm": "c2lnbmF0dXJl"},
    }
    assert w.asked(wire.challenge())["t"] == {"gn": "dltz", "dwbh": "", "zsxlh": ""}


@pytest.mark.rule("SH-05")
def test_what_takes_effect_is_sent_as_exactly_the_bytes_that_were_signed() -> None:
    document = wire.to_sign("cxtj", HEAD, [("sbh", "1"), ("ywlx", "01"), ("zjhm", "<&>")])
    assert document.decode() == (
        f'{XML}<qmwj bb="1"><gn>cxtj</gn><dwbh>31000001</dwbh><zsxlh>5A0C</zsxlh>'
        "<sbh>1</sbh><ywlx>01</ywlx><zjhm>&lt;&amp;&gt;</zjhm></qmwj>"
    )
    request = wire.signed("withdrawal.submit", "cxtj", HEAD, document, b"\x00\xff")
    assert request.means is Means.COMMIT
    assert content(request) == (
        f'{XML}<qq bb="1"><t><gn>cxtj</gn><dwbh>31000001</dwbh><zsxlh>5A0C</zsxlh></t>'
        f'<qmnr>{base64.b64encode(document).decode()}</qmnr><qm sf="RSA-SHA256">AP8=</qm></qq>'
    )


@pytest.mark.rule("SH-05")
def test_the_kind_of_the_key_decides_how_a_signature_is_named(w: SimpleNamespace) -> None:
    national = SignatureAlgorithm.SM2_SM3
    request = wire.log_in("ab" * 32, "5A0C", Certificate("k", "CN=x", b"der", national), b"signature")
    assert w.asked(request)["nr"]["sf"] == "SM2-SM3"
    submission = wire.signed("declaration.submit", "sbtj", HEAD, b"document", b"signature", national)
    assert '<qm sf="SM2-SM3">' in content(submission)


# --- replies --------------------------------------------------------------------------------------------------------


def kind(reply: object) -> Kind:
    return wire.classify(reply).kind  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dm", "expected"),
    [
        ("1001", Kind.SIGNED_OUT),
        ("1002", Kind.TAKEN),
        ("1003", Kind.MAINTENANCE),
        ("1901", Kind.UNKNOWN),
        ("9999", Kind.UNKNOWN),
        ("2002", Kind.REFUSED),
        ("2101", Kind.REFUSED),
        ("2201", Kind.REFUSED),
        ("3001", Kind.REFUSED),
        ("3002", Kind.REFUSED),
        ("3003", Kind.REFUSED),
        ("3101", Kind.REFUSED),
        ("4001", Kind.REFUSED),
        ("1900", Kind.REFUSED),
    ],
)
def test_each_result_code_is_told_apart(w: SimpleNamespace, dm: str, expected: Kind) -> None:
    assert kind(w.refusal("sbtj", dm, xx="为什么")) is expected


def test_done_is_data_and_its_moment_is_the_halls(w: SimpleNamespace) -> None:
    reply = w.reply("dwxx", {"dwbh": "1"})
    found = wire.answer(reply)
    assert kind(reply) is Kind.DATA
    assert found is not None
    assert (found.function, found.code, found.at.isoformat()) == ("dwxx", "0000", "2026-11-10T12:00:00+08:00")


@pytest.mark.rule("SH-24")
def test_a_refusal_is_in_the_words_of_all_its_reasons(w: SimpleNamespace) -> None:
    refused = wire.classify(w.refusal("sbjy", "3002", ("C107", "工资过低"), ("C109", "个人序号重复")))
    assert refused.words == ("工资过低", "个人序号重复")
    assert wire.classify(w.refusal("sbmx", "4001", xx="未找到")).words == ("未找到",)


@pytest.mark.rule("SH-14")
def test_more_right_than_this_session_has_is_a_call_to_log_in_again(w: SimpleNamespace) -> None:
    assert kind(w.refusal("dwxx", "2101", ("Q003", "本证书已授权，请重新登录后办理"))) is Kind.SIGNED_OUT
    assert kind(w.refusal("dwxx", "2101", ("Q002", "本证书尚未经单位主管授权"))) is Kind.REFUSED


@pytest.mark.parametrize(
    ("gn", "dm", "code"),
    [
        ("sbtj", "3003", "T001"),
        ("cxtj", "3101", "X002"),
        ("ydqd", "3201", "Y001"),
        ("zssh", "3201", "Y003"),
    ],
)
def test_what_was_in_effect_before_is_doubt_and_no_refusal(
    w: SimpleNamespace, gn: str, dm: str, code: str
) -> None:
    """By this commit, sent again, or by another hand: only evidence can say which."""
    assert kind(w.refusal(gn, dm, (code, "已办"))) is Kind.UNKNOWN


def test_a_reply_that_is_not_whole_or_not_of_this_function_is_unknown(w: SimpleNamespace) -> None:
    whole = w.envelope("dwxx")
    assert kind(w.raw("dwxx", whole)) is Kind.DATA
    wrong = {
        "cut": w.raw("dwxx", whole[:-9]),
        "cut, and nobody says so": w.raw("dwxx", whole[:-1]),
        "shorter than it says": w.raw("dwxx", whole, **{"content-length": str(len(whole.encode()) + 7)}),
        "of another function": w.raw("rycx", whole),
        "a page": w.raw("dwxx", "<html>维护</html>", **{"content-type": "text/html"}),
        "of another media type": w.raw("dwxx", whole, **{"content-type": "text/html"}),
        "with another status": w.raw("dwxx", whole, status=500),
        "with a comment": w.raw("dwxx", whole.replace("<nr>", "<!-- x --><nr>")),
        "with two heads": w.raw("dwxx", whole.replace("</t>", "</t><t><gn>dwxx</gn></t>")),
        "without a moment": w.raw("dwxx", whole.replace("2026-11-10T12:00:00+08:00", "gestern")),
        "with a naive moment": w.raw("dwxx", whole.replace("+08:00", "")),
        "of another root": w.raw("dwxx", whole.replace("<fh", "<qq").replace("</fh>", "</qq>")),
        "a refusal with the status of another": w.raw("dwxx", w.envelope("dwxx", dm="3001"), status=400),
    }
    assert {name: kind(reply) for name, reply in wrong.items()} == dict.fromkeys(wrong, Kind.UNKNOWN)


def test_unknown_elements_beside_the_known_ones_mean_nothing(w: SimpleNamespace) -> None:
    more = w.envelope("dwxx").replace("<nr>", "<xin>1</xin><nr><neu/>").replace("</t>", "<v>2</v></t>")
    assert kind(w.raw("dwxx", more)) is Kind.DATA


def test_a_pdf_is_whole_or_unknown_and_only_where_one_is_printed(w: SimpleNamespace) -> None:
    def pdf(gn: str, content: bytes, **headers: str) -> Kind:
        return kind(w.raw(gn, content, **{"content-type": "application/pdf", **headers}))

    assert pdf("dyxz", b"%PDF-1.7 ... %%EOF\n") is Kind.DATA
    assert pdf("dyxz", b"%PDF-1.7 ...") is Kind.UNKNOWN
    assert pdf("dyxz", b"%PDF-1.7 ... %%EOF", **{"content-length": "99"}) is Kind.UNKNOWN
    assert pdf("dwxx", b"%PDF-1.7 ... %%EOF") is Kind.UNKNOWN
    assert kind(w.reply("dyxz")) is Kind.UNKNOWN
    assert kind(w.refusal("dyxz", "4001", xx="未找到")) is Kind.REFUSED
