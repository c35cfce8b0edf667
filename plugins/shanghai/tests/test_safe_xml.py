"""XML is written byte for byte, and read without ever expanding or fetching anything."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sigateway.errors import ConfigurationError
from sigateway_shanghai import safe_xml
from sigateway_shanghai.safe_xml import Unsafe, child, document, parsed, text_of

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'


def test_a_document_has_the_declaration_and_no_space_between_elements() -> None:
    whole = document("qq", 'bb="1"', [("t", [("gn", "dwxx"), ("dwbh", "")]), ("nr", [])])
    assert whole == HEAD + b'<qq bb="1"><t><gn>dwxx</gn><dwbh/></t><nr/></qq>'


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="￾￿")))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    whole = document("qq", 'bb="1"', [("xm", text)])
    assert b"<!" not in whole
    assert b"<?" not in whole[len(HEAD) :]
    assert ET.fromstring(whole).findtext("xm") == text
    found = child(parsed(whole), "xm")
    assert found is not None
    assert text_of(found) == text


@pytest.mark.parametrize("text", ["\r\n", " 前后 ", "\t"])
def test_white_space_in_text_counts(text: str) -> None:
    found = child(parsed(document("qq", 'bb="1"', [("bz", text)])), "bz")
    assert found is not None
    assert text_of(found) == text


@pytest.mark.parametrize("text", ["\x00", "\x08", "\ud800", "\uffff"])
def test_what_no_xml_can_carry_is_never_sent(text: str) -> None:
    assert not safe_xml.can_carry(text)
    with pytest.raises(ConfigurationError, match="未发送") as refused:
        document("qq", 'bb="1"', [("xm", f"秘密{text}")])
    assert "秘密" not in str(refused.value)


def test_a_request_is_at_most_64_kib() -> None:
    with pytest.raises(ConfigurationError, match="64 KiB"):
        document("qq", 'bb="1"', [("bz", "长" * 22_000)])


BOMB = b'<!DOCTYPE fh [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
FILE = b'<!DOCTYPE fh [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(HEAD + BOMB + b"<fh>&b;</fh>", id="entities"),
        pytest.param(HEAD + FILE + b"<fh>&x;</fh>", id="external entity"),
        pytest.param(HEAD + b'<!DOCTYPE fh SYSTEM "http://x.example/fh.dtd"><fh/>', id="external DTD"),
        pytest.param(HEAD + b"<fh><!-- a comment --></fh>", id="comment"),
        pytest.param(HEAD + b"<fh><![CDATA[x]]></fh>", id="CDATA"),
        pytest.param(HEAD + b"<?xml-stylesheet href='x'?><fh/>", id="instruction"),
        pytest.param(HEAD + b"<fh/><!-- at the end -->", id="comment at the end"),
    ],
)
def test_what_no_document_of_the_hall_holds_stops_before_parsing(
    content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parser(**options: object) -> None:
        raise AssertionError("it was parsed")

    monkeypatch.setattr(safe_xml, "XMLParser", parser)
    with pytest.raises(Unsafe, match="declaration, comment or instruction"):
        parsed(content)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<fh/>", id="no declaration"),
        pytest.param(b"\xef\xbb\xbf" + HEAD + b"<fh/>", id="byte order mark"),
        pytest.param(b'<?xml version="1.0" encoding="GBK"?><fh/>', id="another encoding"),
        pytest.param(b'<?xml version="1.0"?><fh/>', id="another declaration"),
        pytest.param('<?xml version="1.0" encoding="UTF-8"?><fh/>'.encode("utf-16"), id="UTF-16"),
        pytest.param(HEAD + b"<fh>\xff\xfe</fh>", id="no UTF-8"),
        pytest.param(HEAD + b"<fh><t></fh>", id="not well-formed"),
        pytest.param(HEAD + b"<fh>&eacute;</fh>", id="an entity that nobody declared"),
        pytest.param(HEAD + b"<fh><t>x</t>", id="cut short"),
        pytest.param(HEAD + b"<fh/><fh/>", id="two roots"),
        pytest.param(HEAD + b"<fh>text<t/></fh>", id="text before an element"),
        pytest.param(HEAD + b"<fh><t/>text</fh>", id="text after an element"),
        pytest.param(HEAD + b'<fh xmlns="urn:x"/>', id="a namespace"),
        pytest.param(HEAD + b'<x:fh xmlns:x="urn:x"/>', id="a prefix"),
        pytest.param(HEAD + b"<a>" * 17 + b"</a>" * 17, id="17 deep"),
        pytest.param(HEAD + b"<fh>" + b" " * (2 << 20) + b"</fh>", id="more than 2 MiB"),
    ],
)
def test_what_is_not_of_the_agreed_form_is_refused(content: bytes) -> None:
    with pytest.raises(Unsafe):
        parsed(content)


def test_sixteen_deep_escapes_and_white_space_between_elements_are_fine() -> None:
    parsed(HEAD + b"<a>" * 16 + b"</a>" * 16)
    root = parsed(HEAD + b"\n<fh>\n  <xm>&lt;&amp;&gt;&quot;&apos;&#27979;&#x8BD5;</xm>\n</fh>\n")
    found = child(root, "xm")
    assert found is not None
    assert text_of(found) == "<&>\"'测试"


def test_an_element_that_stands_twice_or_holds_elements_is_no_value() -> None:
    root = parsed(HEAD + b"<fh><sbh>1</sbh><sbh>2</sbh><nr><x/></nr></fh>")
    assert child(root, "jyh") is None
    with pytest.raises(Unsafe, match="sbh twice"):
        child(root, "sbh")
    found = child(root, "nr")
    assert found is not None
    with pytest.raises(Unsafe, match="holds elements"):
        text_of(found)
