"""The hall's words are known, one entry each, and told to the right people."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from sigateway_shanghai.reading import REASONS

ENTRIES: list[dict[str, Any]] = tomllib.loads(
    resources.files("sigateway_shanghai").joinpath("reasons.toml").read_text(encoding="utf-8")
)["reason"]

# docs/wire/shanghai.md and shanghai-declarations.md: code, rule, words as the hall would fill them in.
WORDS = [
    ("Q001", "SH-06", "请先签订社会保险业务网上经办服务约定"),
    ("Q002", "SH-09", "本证书尚未经单位主管授权"),
    ("Q003", "SH-14", "本证书已授权，请重新登录后办理"),
    ("Q004", "SH-10", "本证书没有单位主管权限"),
    ("Y001", "SH-06", "本证书已签订服务约定"),
    ("Y002", "SH-06", "服务约定已更新，请重新阅读"),
    ("Y003", "SH-12", "该证书不是待审核状态"),
    ("D001", "SH-05", "数字证书无效"),
    ("D002", "SH-05", "数字证书已过期"),
    ("D003", "SH-05", "数字证书已吊销"),
    ("D004", "SH-05", "签名与证书不符"),
    ("D005", "SH-05", "挑战码已失效，请重新登录"),
    ("D006", "SH-02", "单位未登记参保"),
    ("S002", "SH-05", "签名内容与报文头不一致"),
    ("W001", "SH-19", "不在网上办理时间内，办理时间为12月5日9时至12月26日16时"),
    ("W002", "SH-31", "不在网上办理时间内，办理时间为工作日9时至16时"),
    ("F001", "SH-29", "姓名为必填项"),
    ("F002", "SH-29", "月平均工资性收入格式有误"),
    ("F003", "SH-29", "个人序号应为不以0开头的1至10位数字"),
    ("F004", "SH-29", "人才证号应以两位大写字母开头"),
    ("T001", "SH-24", "该校验号已申报，申报号20261100000001"),
    ("T002", "SH-24", "校验号无效或已失效，请重新校验"),
    ("T003", "SH-24", "申报内容与校验内容不一致，请重新校验"),
    ("P001", "SH-29", "查无此人，请到社保中心办理"),
    ("P002", "SH-29", "姓名与公民身份号码不符"),
    ("C102", "SH-28", "此人已在本单位参保"),
    ("C103", "SH-28", "此人在其他单位参保，应先由原单位转出"),
    ("C104", "SH-29", "缴费起始年月不得早于单位成立年月"),
    ("C105", "SH-29", "缴费起始年月不得早于申报当月之前的6个月"),
    ("C106", "SH-29", "缴费起始年月不得晚于申报当月"),
    ("C107", "SH-29", "月平均工资性收入不得低于本市月最低工资标准"),
    ("C108", "SH-28", "缴费起始年月应晚于上次缴费截止年月"),
    ("C109", "SH-29", "个人序号重复"),
    ("S201", "SH-28", "此人未在本单位参保"),
    ("S202", "SH-29", "缴费截止年月只能为申报当月或上月"),
    ("S203", "SH-29", "缴费截止年月早于缴费起始年月"),
    ("B301", "SH-28", "此人在本单位没有参保记录"),
    ("B302", "SH-29", "补缴截止年月不得晚于申报当月的上月"),
    ("B303", "SH-29", "补缴开始年月不得晚于补缴截止年月"),
    ("B304", "SH-29", "补缴开始年月不得早于申报当月之前的6个月"),
    ("B305", "SH-28", "补缴月份不在参保期间或已缴费：202609、202610"),
    ("G402", "SH-29", "生效年月只能为申报当月"),
    ("G403", "SH-28", "月平均工资性收入没有变化"),
    ("N502", "SH-29", "不在年度缴费基数申报期内（2026-06-01至2026-07-31）"),
    ("N503", "SH-28", "此人本年度缴费基数已申报"),
    ("X001", "SH-25", "无此申报"),
    ("X002", "SH-25", "该申报已撤销"),
    ("X003", "SH-27", "已过申报当月的业务变更期，不能网上撤销"),
    ("X004", "SH-26", "请先撤销后续申报：20261100000005、20261100000003"),
    ("X005", "SH-25", "此人已在其他单位参保，不能撤销转出"),
]


@pytest.mark.rule("SH-24")
@pytest.mark.parametrize(("code", "rule", "words"), WORDS, ids=[code for code, *_ in WORDS])
def test_the_halls_words_are_read(code: str, rule: str, words: str) -> None:
    reason = REASONS.read(words)
    assert (reason.code, reason.rule, reason.words) == (code, rule, words)
    assert reason.plain
    assert reason.cure
    assert reason.who


def test_no_words_are_known_that_no_wire_page_has() -> None:
    results = {
        "1900",
        "1901",
        "2001",
        "2002",
        "2101",
        "2201",
        "3001",
        "3101",
        "3201",
        "4001",
        "1001",
        "1002",
        "1003",
    }
    assert {entry["code"] for entry in ENTRIES} == {code for code, *_ in WORDS} | results
    assert len({entry["code"] for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("words", ["此人已在本单位参保，但", "无", ""])
def test_words_that_nobody_knows_stay_raw(words: str) -> None:
    reason = REASONS.read(words)
    assert (reason.words, reason.code, reason.plain) == (words, None, None)
