"""The hall's words: each one of the wire pages is known, in plain Chinese, with a cure and who acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sigateway.plugin import Rulebook, load_layer
from sigateway_zhejiang.reading import REASONS

_PAGES = Path(__file__).parents[3] / "docs" / "wire"
FILINGS = (_PAGES / "zhejiang-filings.md").read_text(encoding="utf-8")
LOG_IN = (_PAGES / "zhejiang.md").read_text(encoding="utf-8")
PROOFS = (_PAGES / "zhejiang-proofs.md").read_text(encoding="utf-8")
BOOK = Rulebook.merged([load_layer("sigateway_zhejiang")])

_ROW = re.compile(
    r"^\| [A-Z]\d{3} \| (?:form|content|entrance)[^|]* \| [^|]+ \| (ZJ-\d+)[^|]* \| ([^|]+) \|", re.MULTILINE
)


def _filled(words: str) -> str:
    """Placeholders filled in as the hall would."""
    filled = (
        words.replace("{险种}", "养老保险").replace("{label}", "姓名").replace("{placeName}", "宁波市—市本级")
    )
    return re.sub(r"\{[^}]+\}", "某某", filled).strip()


def _of_the_stages() -> list[tuple[str, str]]:
    return [(rule, _filled(words)) for rule, words in _ROW.findall(FILINGS)]


def test_the_table_of_stages_was_found() -> None:
    assert len(_of_the_stages()) >= 25


@pytest.mark.parametrize(("rule", "words"), _of_the_stages())
def test_each_reason_of_the_stages_is_known(rule: str, words: str) -> None:
    reason = REASONS.read(words)
    assert reason.code, words
    assert reason.plain
    assert reason.cure
    assert reason.who
    # One sentence can be said by two businesses; a reason names the rule of the first.
    assert reason.rule == rule or {rule, reason.rule} <= {
        "ZJ-07",
        "ZJ-17",
        "ZJ-10",
        "ZJ-20",
        "ZJ-08",
        "ZJ-42",
    }


@pytest.mark.parametrize(
    "words",
    [
        "页面已失效，请重新登录",
        "账号已锁定，请24小时后再试",
        "账号或密码错误",
        "账号类型与登录入口不符，单位经办人员请从“法人入口”登录",
        "账号类型与登录入口不符，请从“个人入口”登录",
        "请先完成实名认证",
        "请从“法人入口”登录后办理",
        "请从“个人入口”登录后办理",
        "请登录“浙里办”APP办理",
        "登录入口有误",
    ],
)
def test_each_refusal_of_the_log_in_is_known(words: str) -> None:
    assert words in LOG_IN
    assert REASONS.read(words).code


@pytest.mark.parametrize(
    "words",
    [
        "站点区域有误", "专管员手机号格式有误", "参保地有误", "未查询到单位参保信息", "专管员信息与单位登记信息不一致", "无此证明",
        "打印月数有误", "请选择参保险种", "请选择证明类型", "图形验证码错误", "图形验证码已失效",
        "当前参保状态不能办理，请到社保经办机构办理",
        "该人员有正在审核的办件", "请先阅读用户须知", "业务类型与当前参保状态不符", "增减年月只能为办理的上月或者当月",
        "增减年月与已有参保时间重叠", "材料类型有误", "该办件已提交", "无此办件",
    ],
)  # fmt: skip
def test_each_refusal_of_the_proofs_and_the_app_is_known(words: str) -> None:
    assert words in PROOFS
    assert REASONS.read(words).code


def test_each_rule_that_a_reason_names_is_in_the_rulebook() -> None:
    for words in re.findall(r"「([^」]+)」", FILINGS + PROOFS):
        rule = REASONS.read(_filled(words)).rule
        assert rule is None or rule in BOOK


def test_words_that_nobody_knows_are_shown_raw() -> None:
    assert REASONS.read("今日系统升级演练").code is None
