"""Who signs in at the hall, and who may file what: a unit, a community, a person (WH-114 to WH-121)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sigateway.plugin import (
    AgreementsQuery,
    AgreementStep,
    BankOrderQuery,
    CaseState,
    DeclarationForm,
    Elsewhere,
    FileFormat,
    InsuredUnit,
    NotOffered,
    Offer,
    WayKind,
    WireChanged,
)
from sigateway.registry import Stack
from sigateway_wuhan import documents, flows, pages, queries, wire
from sigateway_wuhan.cases import case as a_case
from sigateway_wuhan.plugin import Wuhan
from sigateway_wuhan.users import User
from sigateway_wuhan.ways import not_online, ways_back

from .community_filed import blocking, facts_of, filed

STACK = Stack("wuhan", Wuhan.region, [("wuhan", Wuhan())])


@pytest.mark.rule("WH-114", "WH-116")
def test_the_home_page_says_who_has_signed_in(w: SimpleNamespace) -> None:
    home = pages.home(wire.page(w.community_home()))
    assert (home.user, home.unit_number, home.unit_class) == (User.COMMUNITY, w.COMMUNITY, None)
    assert home.schemes == w.FLEXIBLE
    assert pages.home(wire.page(w.home())).user is User.UNIT
    with pytest.raises(NotOffered, match="本人登录") as refusal:
        pages.home(wire.page(w.community_home(holder='<dl id="person"><dd data-field="xm">甲</dd></dl>')))
    assert refusal.value.rule == "WH-114"
    with pytest.raises(WireChanged):
        pages.home(wire.page(w.community_home(holder="<p></p>")))


@pytest.mark.rule("WH-114", "WH-116")
def test_a_unit_files_no_communitys_business_nor_the_other_way_round(w: SimpleNamespace) -> None:
    for filing in (w.agreement(), w.flexible()):
        for flow in (flows.facts(filing, w.signed_in()), flows.submit(filing, w.signed_in(), w.context())):
            with pytest.raises(NotOffered, match="由社区用户办理") as refusal:
                w.play(flow, [])
            assert (refusal.value.rule, refusal.value.place) == ("WH-116", "参保人员所在社区")
    with pytest.raises(NotOffered, match="由单位用户办理") as refusal:
        filed(w, w.enrolment())
    assert refusal.value.rule == "WH-114"
    for query in (AgreementsQuery(), BankOrderQuery(person=w.person())):
        with pytest.raises(NotOffered):
            w.play(queries.answer(query, w.signed_in(), w.context()), [])


@pytest.mark.rule("WH-114", "WH-116")
def test_offers_are_the_communitys_or_the_units_own(w: SimpleNamespace) -> None:
    def online(unit: InsuredUnit | None) -> set[str]:
        return {kind for kind, offer in STACK.offers(unit).items() if isinstance(offer, Offer)}

    theirs = {"agency_agreement", "flexible_enrolment"}
    assert online(w.unit(number=w.COMMUNITY)) == theirs
    assert theirs & online(w.unit()) == set()
    assert online(None) == online(w.unit()) | theirs
    elsewhere = STACK.offers(w.unit())["flexible_enrolment"]
    assert isinstance(elsewhere, Elsewhere)
    assert (elsewhere.rule, elsewhere.place) == ("WH-116", "参保人员所在社区")
    assert elsewhere.title == "灵活就业人员增员（续保）"
    own = STACK.offers(None)["person_account"]
    assert isinstance(own, Elsewhere)
    assert (own.rule, own.place) == ("WH-114", "所在社区")


@pytest.mark.rule("WH-116")
def test_words_of_the_entrance_are_foretold_by_their_rule(w: SimpleNamespace) -> None:
    unknown = w.page("dbxy_chaxun.do", "agency_search", errors=("查无此人",))
    facts = facts_of(w, w.agreement(), w.community_home(), w.agency_search(), unknown).value
    assert blocking(w, w.agreement(), facts) == ["WH-116"]
    closed = w.page("linghuo_chaxun.do", "flexible_search", errors=("此人与本社区没有有效的代办协议",))
    facts = facts_of(w, w.flexible(), w.community_home(), w.flexible_search(), closed).value
    assert blocking(w, w.flexible(), facts) == ["WH-116"]


@pytest.mark.rule("WH-40", "WH-61")
def test_ways_back_at_a_community(w: SimpleNamespace) -> None:
    ended = a_case(w.agreement("end"), w.context(), "S1", CaseState.APPROVED, "结束", w.NOON)
    assert [way.rule for way in ways_back(ended)] == ["WH-116"]
    assert ended.filing.step is AgreementStep.END
    taken = a_case(w.flexible(), w.context(), "S1", CaseState.APPROVED, "结束", w.NOON)
    assert [way.kind for way in ways_back(taken)] == [WayKind.COUNTER]
    assert not_online(taken).rule == "WH-40"


@pytest.mark.rule("WH-115", "WH-116", "WH-119", "WH-120", "WH-97", "WH-142")
def test_which_form_is_printed_of_what(w: SimpleNamespace) -> None:
    codes = {kind: (form.code, form.workbook) for kind, form in documents.DECLARATIONS.items()}
    assert codes["agency_agreement"] == codes["flexible_enrolment"] == ("grdjb", False)
    assert (codes["annual_wage"], codes["retiree_wage"]) == (("niandu", True), ("tuixiu", True))
    case = a_case(w.agreement(), w.context(), "S1", CaseState.APPROVED, "结束", w.NOON)
    wanted = DeclarationForm(case=case, format=FileFormat.WORKBOOK)
    with pytest.raises(NotOffered, match="PDF") as refusal:
        w.play(documents.fetch(wanted, w.community(), w.context()), [])
    assert refusal.value.rule == "WH-142"
