"""The form 增员(续保), field by field: what a filing says in the hall's codes, and the echo that must come back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sigateway.plugin import (
    DocumentKind,
    EmploymentForm,
    NotOffered,
    Private,
    Scheme,
    UnitClass,
    compare,
)
from sigateway_wuhan import fields, fields_enrolment, pages, wire
from sigateway_wuhan.businesses import ENROLMENT
from sigateway_wuhan.facts import EnrolmentFacts

SCHEMES = frozenset(Scheme)
ON_CHECK = EnrolmentFacts(unit_schemes=SCHEMES, unit_class=UnitClass.VIP)


@pytest.mark.rule("WH-32", "WH-64", "WH-65")
def test_a_filing_is_written_in_the_halls_codes(w: SimpleNamespace) -> None:
    said = ENROLMENT.stated(w.enrolment(), SCHEMES)
    assert said == {
        "zjlx": "01", "zjhm": w.identity(), "xm": w.NAME, "xb": "2", "csrq": "1998-05-04", "mz": "01",
        "whcd": None, "hyzk": None, "hkxz": None, "hkszd": None, "jzdz": None, "sj": "13900000000",
        "ygxs": None, "htqsrq": "2026-11-02", "htzzrq": None, "sbgz": "6500.00",
        "xz_yanglao": "1", "xz_yiliao": "1", "xz_dae": "1", "xz_gongshang": "1", "xz_shiye": "1", "xz_shengyu": "1",
        "zsbj": "0", "bjksny": None,
    }  # fmt: skip
    back = ENROLMENT.stated(w.enrolment(back_pay_from="2026-09", schemes=frozenset({Scheme.INJURY})), SCHEMES)
    assert (back["zsbj"], back["bjksny"]) == ("1", "202609")
    assert [name for name, value in back.items() if name.startswith("xz_") and value == "1"] == [
        "xz_gongshang"
    ]


def test_every_code_of_the_filing_has_one_of_the_hall() -> None:
    assert set(fields.DOCUMENT_KINDS) == set(DocumentKind)
    assert set(fields_enrolment.EMPLOYMENT_FORMS) == set(EmploymentForm)
    assert set(fields.SCHEMES.values()) == SCHEMES


def test_what_the_filing_leaves_open_stays_as_the_hall_has_it(w: SimpleNamespace) -> None:
    """Facts about the person only: never a mobile, a nation or another contract's data."""
    shown = {
        "whcd": "21",
        "jzdz": "某路1号",
        "sj": "13711112222",
        "mz": "11",
        "htzzrq": "2020-01-01",
        "ygxs": "2",
    }
    sent = ENROLMENT.filled(w.enrolment(person=w.person(mobile=None, nation=None)), SCHEMES, shown)
    assert (sent["whcd"], sent["jzdz"]) == ("21", "某路1号")
    assert (sent["sj"], sent["mz"], sent["htzzrq"], sent["ygxs"]) == ("", "", "", "")
    passport = w.person(kind=DocumentKind.PASSPORT, number="E12345678", nation=None)
    sent = ENROLMENT.filled(w.enrolment(person=passport), SCHEMES, {"xb": "1", "csrq": "1990-01-01"})
    assert (sent["xb"], sent["csrq"]) == ("1", "1990-01-01")


def test_a_character_that_gbk_lacks_is_refused_and_never_replaced(w: SimpleNamespace) -> None:
    rare = w.enrolment(person=w.person(name="张𠀀"))
    with pytest.raises(NotOffered, match="姓名") as refusal:
        ENROLMENT.filled(rare, SCHEMES, {})
    assert "张" not in str(refusal.value)
    assert refusal.value.place == "辖区社保经办机构"


@pytest.mark.rule("WH-52")
def test_the_echo_of_what_we_send_is_equal_and_any_change_differs(w: SimpleNamespace) -> None:
    filing = w.enrolment(person=w.person(address="某路1号 2栋"), back_pay_from="2026-10")
    values = ENROLMENT.filled(filing, SCHEMES, {"whcd": "21"})
    expected = ENROLMENT.expected_echo(filing, SCHEMES, ON_CHECK)
    shown = pages.read_echo(wire.page(w.check_page(values)), expected)
    assert not any(field.differs for field in compare(expected, shown))
    listed = pages.read_echo(wire.page(w.detail(values)), expected)
    on_list = ENROLMENT.expected_echo(filing, SCHEMES, None)
    assert not any(field.differs for field in compare(on_list, listed))
    for name in ENROLMENT.stated(filing, SCHEMES):
        if ENROLMENT.stated(filing, SCHEMES)[name] is not None:
            changed = compare(expected, {**shown, name: "X"})
            assert [field.name for field in changed if field.differs] == [name]


@pytest.mark.rule("WH-56")
def test_another_month_on_the_check_page_differs(w: SimpleNamespace) -> None:
    filing = w.enrolment()
    values = ENROLMENT.filled(filing, SCHEMES, {})
    expected = ENROLMENT.expected_echo(filing, SCHEMES, ON_CHECK)
    for shown in (
        pages.read_echo(wire.page(w.check_page(values, month="202612")), expected),
        pages.read_echo(wire.page(w.detail(values)), expected),
    ):
        assert [field.name for field in compare(expected, shown) if field.differs] == ["cbny"]


def test_values_that_are_sent_are_private(w: SimpleNamespace) -> None:
    assert all(isinstance(value, Private) for value in ENROLMENT.filled(w.enrolment(), SCHEMES, {}).values())
