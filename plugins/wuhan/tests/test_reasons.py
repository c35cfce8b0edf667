"""The hall's words: each one of the wire page is known, in plain Chinese, with a cure and who acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sigateway.plugin import Actor, Rulebook, load_layer
from sigateway_wuhan.businesses import BUSINESSES, ENROLMENT, SUSPENSION
from sigateway_wuhan.cases import REASONS, read_words

_PAGES = Path(__file__).parents[3] / "docs" / "wire"
WIRE_PAGE = _PAGES / "wuhan.md"
BATCH_PAGE = _PAGES / "wuhan-batch.md"
ARREARS_PAGE = _PAGES / "wuhan-arrears.md"
ANNUAL_PAGE = _PAGES / "wuhan-annual.md"
COMMUNITY_PAGE = _PAGES / "wuhan-community.md"
CHANGES_PAGE = _PAGES / "wuhan-changes.md"
DESK_PAGE = _PAGES / "wuhan-desk.md"
BOOK = Rulebook.merged([load_layer("sigateway_wuhan")])

_STAGE_ROW = re.compile(r"^\| (?:entrance|save|review) \| (WH-\d+)[^|]* \| ([^|]+) \|$", re.MULTILINE)
_NOTICES = {
    "上传成功", "上年度月平均工资", "武汉市2011年社会保险缴费工资基数申报表", "…请到所在社区重新领取密码条",
    "提交成功", "该任务已取消", "密码修改成功", "首页", "下载数字证书", "下载根证书", "下载个人证书",
    "当月20日以后办理的，可能会影响其他相关业务的办理", "请谨慎操作，欠费注销成功后将无法恢复",
}  # fmt: skip


def _words_by_stage() -> list[tuple[str, str, str]]:
    """The business, the rule and the words of each row of the stage tables, placeholders filled."""
    found = []
    for section in WIRE_PAGE.read_text(encoding="utf-8").split("\n## "):
        business = SUSPENSION if section.startswith(SUSPENSION.name) else ENROLMENT
        for rule, cell in _STAGE_ROW.findall(section):
            if cell.startswith("as at"):
                continue
            for words in cell.split(" / "):
                bare = re.sub(r" \(.*", "", re.sub(r"\{[^}]+\}", "某某", words)).strip()
                found.append((business.filing_type, rule, bare))
    return found


@pytest.mark.parametrize(("filing_type", "rule", "words"), _words_by_stage())
def test_each_refusal_of_the_stage_tables_leads_to_its_rule(filing_type: str, rule: str, words: str) -> None:
    (reason,) = read_words([words], BUSINESSES[filing_type])
    assert reason.rule == rule
    assert reason.plain
    assert reason.cure
    assert reason.who


@pytest.mark.rule("WH-90", "WH-107", "WH-108")
@pytest.mark.parametrize("words", ["只能修改上年月均工资", "只能修改月养老金"])
def test_a_mobile_is_changed_online_and_a_name_at_the_counter(words: str) -> None:
    """A name is none of the general data 一般信息 of WH-107."""
    (reason,) = read_words([words])
    assert reason.cure is not None
    mobile, name = reason.cure.split("；")[:2]
    assert "手机号码" in mobile
    assert "个人一般信息变更" in mobile
    assert "姓名" in name
    assert "经办机构" in name


@pytest.mark.rule("WH-69", "WH-71", "WH-86")
def test_the_same_words_mean_the_rule_of_the_business_in_which_they_are_said() -> None:
    def rules(words: str) -> list[str | None]:
        three = (BUSINESSES[name] for name in ("enrolment", "suspension", "wage_change"))
        return [read_words([words], business)[0].rule for business in (None, *three)]

    assert rules("逾期未提交资料") == ["WH-50", "WH-50", "WH-71", "WH-50"]
    assert rules("此人未在本单位参保") == ["WH-69", "WH-69", "WH-69", "WH-86"]
    assert rules("没见过的话") == [None] * 4


def test_the_stage_table_was_read() -> None:
    assert len(_words_by_stage()) >= 26


@pytest.mark.parametrize(
    ("page", "at_least"),
    [
        (WIRE_PAGE, 15),
        (BATCH_PAGE, 8),
        (ARREARS_PAGE, 0),
        (ANNUAL_PAGE, 2),
        (COMMUNITY_PAGE, 3),
        (CHANGES_PAGE, 2),
        (DESK_PAGE, 9),
    ],
)
def test_every_word_quoted_on_the_wire_pages_is_known(page: Path, at_least: int) -> None:
    quoted = set(re.findall(r"「([^」]+)」", page.read_text(encoding="utf-8"))) - _NOTICES
    assert len(quoted) >= at_least
    assert {words for words in quoted if REASONS.read(words).code is None} == set()


_LATER_ROW = re.compile(
    r"^\| (?:file|entrance|save|submit|review)[^|]* \| (WH-[^|]+) \| ([^|]+) \|$", re.MULTILINE
)
_SECTIONS = {
    "增员(续保)": "flexible_enrolment",
    "社区代办": "agency_agreement",
    "What the hall says": "annual_wage",
}


def _words_of_later_pages() -> list[tuple[str | None, str, set[str]]]:
    """The business, the words, and every rule that a row with these words names, on the pages whose rows name several."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for section in "".join(map(Path.read_text, (ANNUAL_PAGE, COMMUNITY_PAGE))).split("\n## "):
        business = next((kind for title, kind in _SECTIONS.items() if section.startswith(title)), None)
        for rules, cell in _LATER_ROW.findall(section):
            named = {f"WH-{number}" for number in re.findall(r"\d+", rules)} | set(
                re.findall(r"WH-\d+", cell)
            )
            # What stands in ASCII brackets, or after a comma, says when; the rest are the words.
            bare = re.sub(r" ?\([^)]*\)", "", re.sub(r"\{[^}]+\}", "某某", cell))
            for words in re.split(r" / |WH-95 ", bare):
                said = re.split(r"[,:;] ", words)[0].strip()
                if said and not said.startswith("as "):
                    found.setdefault((business, said), set()).update(named)
    return [(business, words, rules) for (business, words), rules in found.items()]


@pytest.mark.parametrize(("filing_type", "words", "rules"), _words_of_later_pages())
def test_each_refusal_of_the_later_pages_leads_to_a_rule_of_its_row(
    filing_type: str | None, words: str, rules: set[str]
) -> None:
    (reason,) = read_words([words], BUSINESSES[filing_type] if filing_type else None)
    assert reason.plain
    assert reason.cure
    assert reason.who
    if filing_type is not None:  # what a community does for a person's own user is not filed by us
        assert reason.rule in rules


def test_every_rule_named_by_a_reason_is_in_the_rulebook() -> None:
    words = [words for _, _, words in _words_by_stage()]
    rules = {reason.rule for reason in read_words(words) if reason.rule}
    assert rules <= {rule.id for rule in BOOK.rules}


@pytest.mark.rule("WH-60", "WH-61", "WH-62")
def test_the_words_that_the_source_prints_say_who_has_to_act() -> None:
    for words in ("此人在某某单位未停保", "此人在某某社保处个人流动窗口", "此人已参加大学生医保"):
        assert REASONS.read(words).who is Actor.PERSON


def test_unknown_words_stay_raw() -> None:
    reason = REASONS.read("没见过的话")
    assert (reason.words, reason.code, reason.plain) == ("没见过的话", None, None)
