"""The region as the registry sees it: data whole, words known, offers, pages told apart, ways back, the opening offline."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from beijing_people import FOUR, STACK, UNIT, enrolment, somebody

import sigateway as sg
from sigateway.plugin import Context, Elsewhere, Kind, Offer, Reply
from sigateway_beijing import wire
from sigateway_beijing.access import PersonLogin
from sigateway_beijing.business import BUSINESSES, systems_of
from sigateway_beijing.fields import fee_kind, reason_of_state
from sigateway_beijing.halves import Half, Submission
from sigateway_beijing.opening import Application, Key, OpeningStage, Paper, eligibility
from sigateway_beijing.pages import text_list
from sigateway_beijing.plugin import Beijing
from sigateway_beijing.reading import read_words

DOCS = Path(__file__).parents[3] / "docs" / "wire"
At = Callable[..., Context]


# -- data --------------------------------------------------------------------------------------------------------------


def test_every_rule_of_the_rulebook_has_its_entry() -> None:
    assert [rule.id for rule in STACK.rules.rules] == [f"BJ-{n:02d}" for n in range(1, 35)]
    assert Beijing.region.name == "北京"


@pytest.mark.rule("BJ-01", "BJ-02")
def test_the_system_and_its_modules_are_called_as_the_article_calls_them() -> None:
    """北京市社会保险网上申报、查询系统; 单位社保业务办理、报表打印、信息查询、表样下载、定制查询和操作指南."""
    assert STACK.rules.rule("BJ-01").words == "北京市社会保险网上申报、查询系统"
    for module in ("单位社保业务办理", "报表打印", "信息查询", "表样下载", "定制查询", "操作指南"):
        assert module in STACK.rules.rule("BJ-02").words


def test_no_figure_stands_in_code() -> None:
    """Wages, ages, days: they are dated data."""
    figures = {"7162", "35811", "2540", "0.16"}
    for file in files("sigateway_beijing").iterdir():
        if file.name.endswith(".py"):
            text = file.read_text(encoding="utf-8")
            assert not figures & set(re.findall(r"[0-9.]+", text)), file.name


def test_every_word_of_the_wire_documents_is_known() -> None:
    """The tables of words: what the hall can say is read, with a next step."""
    unknown = []
    for name in ("beijing.md", "beijing-filings.md", "beijing-file.md"):
        for line in (DOCS / name).read_text(encoding="utf-8").splitlines():
            row = re.match(
                r"\| (entrance|save|processing|submit|BJ-20|BJ-32|conditions|visit)[^|]*\|.*\| (.+) \|$", line
            )
            if row is None or row[1] == "visit":
                continue
            for words in re.sub(r"\([^()]*\)", "", row[2]).split(" / "):
                said = re.sub(r"\{[^{}]*\}", "5", words.strip()).replace("人员5", "人员增加")
                if (
                    re.fullmatch(r"[\u4e00-\u9fff0-9（）：，、。A-Z《》]+", said)
                    and not read_words([said])[0].code
                ):
                    unknown.append((name, said))
    assert {said for _, said in unknown} <= {
        "此人已有处理中的5申报",
        "单位已开通网上申报业务",
        "四险系统与医疗保险系统的5不一致",
        "5为必录项",
    }


@pytest.mark.rule("BJ-18", "BJ-19", "BJ-20", "BJ-21", "BJ-22")
def test_five_businesses_of_people_and_one_of_the_unit_are_offered() -> None:
    offers = STACK.offers(UNIT)
    online = {name: offer for name, offer in offers.items() if isinstance(offer, Offer)}
    assert {name: offer.rule for name, offer in online.items()} == {
        "enrolment": "BJ-18", "suspension": "BJ-18", "wage_change": "BJ-21", "back_payment": "BJ-22",
        "person_update": "BJ-19", "employer_update": "BJ-19",
    }  # fmt: skip
    assert {offer.batch_limit for name, offer in online.items() if name != "employer_update"} == {20000}
    assert set(online) == set(BUSINESSES)


@pytest.mark.rule("BJ-34", "BJ-12", "BJ-16", "BJ-17", "BJ-13", "BJ-15")
def test_payment_certificate_and_opening_are_done_elsewhere() -> None:
    elsewhere = {name: each for name, each in STACK.offers(UNIT).items() if isinstance(each, Elsewhere)}
    assert set(elsewhere) == {"service_opening", "certificate", "payment"}
    assert elsewhere["payment"].rule == "BJ-34"
    assert elsewhere["service_opening"].days == "每月5-22日"
    assert len(elsewhere["service_opening"].papers) == 5


# -- halves and fields ---------------------------------------------------------------------------------------------------


@pytest.mark.rule("BJ-07")
def test_which_systems_a_filing_reaches() -> None:
    every = UNIT.schemes
    assert systems_of(enrolment(), every) == ("four", "medical")
    assert systems_of(enrolment(schemes=FOUR), every) == ("four",)
    clinics = sg.PersonUpdate(person=somebody(), changes=sg.PersonChanges(clinics=("01100001",)))
    assert systems_of(clinics, every) == ("medical",)


@pytest.mark.parametrize(
    ("kind", "place", "code"),
    [
        ("10", "北京市朝阳区", "11"),
        ("20", "北京", "12"),
        ("10", "河北省", "21"),
        ("20", "河北省", "22"),
        (None, "北京", None),
    ],
)
def test_the_kind_of_contributor_is_by_household_and_never_guessed(
    kind: str | None, place: str, code: str | None
) -> None:
    assert fee_kind(kind, place) == code


@pytest.mark.rule("BJ-18", "BJ-20")
def test_the_reason_for_adding_is_the_systems_own() -> None:
    states = ("none", "stopped", "interrupted", "here")
    assert [reason_of_state(state) for state in states] == ["02", "01", "03", "01"]


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize(
    ("status", "flag", "submissions", "state", "word"),
    [
        ("0", "", (), "draft", "未提交"),
        ("1", "", ("",), "in_review", "处理中"),
        ("2", "11", ("11",), "approved", "处理结束，导入成功"),
        ("2", "10", ("10",), "returned", "处理结束，导入不成功"),
        ("0", "", ("10",), "returned", "未提交"),
        ("0", "", ("90",), "withdrawn", "未提交"),
        ("2", "91", ("91",), "withdrawn", "处理结束，已撤销"),
        ("7", "", ("",), "unknown", "7"),
    ],
)
def test_states_and_import_results(
    status: str, flag: str, submissions: tuple[str, ...], state: str, word: str
) -> None:
    sent = tuple(Submission(n, each, ("原因",)) for n, each in enumerate(submissions, 1))
    half = Half("four", "1", "", "zj", status, flag, 1, {}, sent)
    assert (half.state.value, half.word) == (state, word)
    assert half.words == (("原因",) if state == "returned" else ())


# -- pages told apart ------------------------------------------------------------------------------------------------------


def reply(content: str, kind: str, status: int = 200, encoding: str = "utf-8") -> Reply:
    return Reply(
        status,
        {"content-type": kind},
        content.encode(encoding),
        "https://x.test/a",
        datetime.now().astimezone(),
    )


def page(kind: str, messages: str = "") -> str:
    return (
        f'<html><head><meta name="hall-page" content="{kind}"></head><body>模拟 MOCK{messages}'
        "<!-- 页面结束 --></body></html>"
    )


ENVELOPE: dict[str, Any] = {"mock": "模拟 MOCK", "code": "0", "msg": "", "errors": [], "data": {}}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0", Kind.DATA),
        ("1", Kind.REFUSED),
        ("2", Kind.SIGNED_OUT),
        ("3", Kind.TAKEN),
        ("4", Kind.MAINTENANCE),
        ("9", Kind.UNKNOWN),
    ],
)
def test_envelopes_of_four(code: str, kind: Kind) -> None:
    text = json.dumps(ENVELOPE | {"code": code, "errors": [{"message": "证件号码有误", "field": ""}]})
    assert wire.classify(reply(text, "application/json; charset=utf-8")).kind is kind
    for cut in range(1, len(text), 7):
        assert wire.classify(reply(text[:-cut], "application/json")).kind is Kind.UNKNOWN


def test_a_list_that_does_not_hold_what_it_says_is_unknown() -> None:
    text = json.dumps(ENVELOPE | {"data": {"rows": [{}], "rowCount": 2}})
    assert wire.classify(reply(text, "application/json")).kind is Kind.UNKNOWN


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (page("check"), Kind.DATA),
        (page("login"), Kind.SIGNED_OUT),
        (page("login", '<ul id="messages" class="error"><li>您的账号已在其他地方登录</li></ul>'), Kind.TAKEN),
        (page("maintenance"), Kind.MAINTENANCE),
        (page("message", '<ul id="messages" class="error"><li>无此申报</li></ul>'), Kind.REFUSED),
        (page("form", '<ul id="messages" class="error"><li>手机为必录项</li></ul>'), Kind.REFUSED),
        (
            page("message", '<ul id="messages" class="error"><li>该业务已提交，请勿重复提交</li></ul>'),
            Kind.UNKNOWN,
        ),
        (page("accepted")[:-20], Kind.UNKNOWN),
    ],
)
def test_pages_of_medical(text: str, kind: Kind) -> None:
    assert wire.classify(reply(text, "text/html; charset=GBK", encoding="gbk")).kind is kind


def test_a_text_list_is_read_to_its_end_or_not_at_all() -> None:
    text = "#MOCK 模拟\tsb\t1\t1\r\nslh\tsblsh\r\nYB1\t20\r\n#END\t1\t1\r\n"
    assert text_list(reply(text, "text/plain", encoding="gbk"), "sb").rows == ({"slh": "YB1", "sblsh": "20"},)
    for cut in range(1, len(text)):
        cut_short = reply(text[:-cut], "text/plain", encoding="gbk")
        if wire.classify(cut_short).kind is Kind.DATA:
            with pytest.raises(sg.WireChanged):
                text_list(cut_short, "sb")


# -- ways back -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("BJ-32")
@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("draft", ["discard"]),
        ("in_review", ["wait"]),
        ("approved", ["opposite", "counter"]),
        ("partly", ["opposite", "opposite", "counter"]),
        ("returned", ["opposite"]),
        ("withdrawn", []),
    ],
)
def test_ways_back_by_state(at: At, state: str, kinds: list[str]) -> None:
    case = sg.Case(
        hall="beijing", unit=UNIT.key, filing=enrolment(), number="1", state=sg.CaseState(state), at=at().at
    )
    ways = STACK.call("ways_back", case=case, to=None, context=at())
    assert [way.kind.value for way in ways] == kinds


# -- the opening, without a hall ---------------------------------------------------------------------------------------------


WHOLE: dict[str, Any] = {
    "opened": False,
    "at_own_agency": True,
    "read_pledge": True,
    "papers": {Paper.APPLICATION: 2, Paper.ORGANISATION_CODE: 1, Paper.REGISTRATION_COPY: 1},
    "key": Key.VALID,
    "key_brought": True,
    "key_serves_another": False,
    "settlement": "month",
    "differs": (),
    "breach": False,
    "schemes": UNIT.schemes,
    "arrears": False,
    "second_level": False,
}
TENTH = date(2026, 11, 10)


@pytest.mark.rule("BJ-03")
def test_a_unit_that_meets_every_condition_may_open() -> None:
    answer = eligibility(Application(**WHOLE), STACK.rules, TENTH)
    assert (answer.may_open, answer.refused, answer.unknown) == (True, (), ())
    assert len(answer.bring) == 4


@pytest.mark.rule("BJ-16")
@pytest.mark.parametrize(("day", "may"), [(4, False), (5, True), (22, True), (23, False)])
def test_the_opening_days_are_not_those_of_filing(day: int, may: bool) -> None:
    assert eligibility(Application(**WHOLE), STACK.rules, date(2026, 11, day)).may_open is may


@pytest.mark.rule(
    "BJ-03", "BJ-04", "BJ-05", "BJ-06", "BJ-08", "BJ-09", "BJ-10", "BJ-11", "BJ-12", "BJ-13", "BJ-14", "BJ-15",
    "BJ-16", "BJ-17",
)  # fmt: skip
@pytest.mark.parametrize(
    ("fact", "value", "rule", "stage"),
    [
        ("opened", True, "BJ-03", OpeningStage.OPENED),
        ("at_own_agency", False, "BJ-16", OpeningStage.VISIT),
        ("key_brought", False, "BJ-17", OpeningStage.PAPERS),
        ("read_pledge", False, "BJ-14", OpeningStage.PAPERS),
        ("papers", {**WHOLE["papers"], Paper.APPLICATION: 1}, "BJ-15", OpeningStage.PAPERS),
        ("papers", {**WHOLE["papers"], Paper.ORGANISATION_CODE: 0}, "BJ-17", OpeningStage.PAPERS),
        ("key", Key.INVALID, "BJ-04", OpeningStage.KEY),
        ("key", Key.NONE, "BJ-12", OpeningStage.KEY),
        ("key_serves_another", True, "BJ-13", OpeningStage.KEY),
        ("settlement", "quarter", "BJ-05", OpeningStage.CONDITIONS),
        ("differs", ("缴费地区",), "BJ-06", OpeningStage.CONDITIONS),
        ("breach", True, "BJ-08", OpeningStage.CONDITIONS),
        ("schemes", FOUR, "BJ-09", OpeningStage.CONDITIONS),
        ("arrears", True, "BJ-10", OpeningStage.CONDITIONS),
        ("second_level", True, "BJ-11", OpeningStage.CONDITIONS),
    ],
)
def test_each_condition_refuses_and_untold_it_is_unknown(
    fact: str, value: Any, rule: str, stage: OpeningStage
) -> None:
    answer = eligibility(Application(**{**WHOLE, fact: value}), STACK.rules, TENTH)
    assert (answer.may_open, [each.rule for each in answer.refused], answer.stage) == (False, [rule], stage)
    untold = eligibility(Application(**{**WHOLE, fact: None}), STACK.rules, TENTH)
    assert (untold.may_open, untold.refused) == (None, ())
    assert rule in {each.rule for each in untold.unknown}


@pytest.mark.rule("BJ-30", "BJ-31")
def test_the_log_in_modes_are_key_file_and_for_insured_persons_a_password() -> None:
    modes = {mode.mode for mode in Beijing.region.login_modes}
    assert modes == {"usb_key", "certificate", "insured_person"}
    assert "secret" not in repr(PersonLogin(id_number="110105", password="secret"))  # type: ignore[arg-type]


@pytest.mark.rule("BJ-07")
def test_both_systems_have_an_address_of_their_own() -> None:
    assert Beijing.region.sites == ("four", "medical")
