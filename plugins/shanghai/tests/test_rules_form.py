"""The form: what each field may hold, at the entrance (SH-29)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from sigateway.plugin import DocumentKind, Effect, SuspensionReason
from sigateway_shanghai.businesses import business_of

from .asked_rules import about, found, refused


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"personal_number": "0123"}, "personal_number"),
        ({"personal_number": "12345678901"}, "personal_number"),
        ({"personal_number": "12a"}, "personal_number"),
        ({"talent_permit": "sh123"}, "talent_permit"),
        ({"talent_permit": "S1234"}, "talent_permit"),
        ({"talent_permit": "SH"}, "talent_permit"),
        ({"talent_permit": "SH" + "1" * 19}, "talent_permit"),
        ({"declared_wage": "1000000000"}, "declared_wage"),
    ],
)
def test_a_field_of_another_form_is_refused_at_the_entrance(
    w: SimpleNamespace, changes: dict[str, str], field: str
) -> None:
    filing = w.enrolment(**changes)
    assert refused(w, filing) == refused(w, filing, w.facts(w.stranger())) == [("SH-29", "entrance")]
    assert [one.fields for one in found(w, filing) if one.blocks] == [(field,)]


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize(
    "changes",
    [
        {"personal_number": "1"},
        {"personal_number": "9876543210"},
        {"talent_permit": "SH1"},
        {"talent_permit": "SH" + "1" * 18},
        {"declared_wage": "999999999.99"},
    ],
)
def test_a_field_at_the_edge_of_its_form_is_taken(w: SimpleNamespace, changes: dict[str, str]) -> None:
    assert refused(w, w.enrolment(**changes), w.facts(w.stranger())) == []


@pytest.mark.rule("SH-29")
@pytest.mark.parametrize("reason", SuspensionReason)
def test_a_reason_that_the_hall_has_not_is_never_another_one(
    w: SimpleNamespace, reason: SuspensionReason
) -> None:
    """停保原因 decides unemployment benefit: the hall has seven reasons, each its own."""
    codes = {
        "contract_ended": "01", "dismissed": "02", "resigned": "03", "mutual": "04", "retired": "05",
        "transferred": "06", "died": "07",
    }  # fmt: skip
    filing = w.suspension(reason=reason)
    assert business_of(filing).declared(filing)["zcyy"] == codes.get(reason, "")
    if reason in codes:
        assert refused(w, filing) == refused(w, filing, w.facts(w.insured())) == []
        return
    assert refused(w, filing) == refused(w, filing, w.facts(w.insured())) == [("SH-29", "entrance")]
    one = about(w, filing, None, "没有所填的原因")
    assert one.fields == ("reason",)
    assert "合同期满、单位解除、个人辞职、协商解除、退休、调出、死亡" in one.cure


@pytest.mark.rule("SH-29")
def test_who_has_no_citizen_number_goes_to_the_centre(w: SimpleNamespace) -> None:
    who = w.person(number="E12345678", kind=DocumentKind.PASSPORT)
    (one,) = [one for one in found(w, w.wage_change(person=who)) if one.blocks]
    assert (one.effect, one.place, one.papers) == (Effect.ELSEWHERE, "区社保中心", ("护照",))


@pytest.mark.rule("SH-29")
def test_no_age_is_too_young_or_too_old(w: SimpleNamespace) -> None:
    """Age limits are not in the source: none is made up."""
    for born in (date(2015, 1, 1), date(1940, 1, 1)):
        who = w.person(number=w.identity(born))
        assert refused(w, w.enrolment(person=who), w.facts(w.stranger())) == []
