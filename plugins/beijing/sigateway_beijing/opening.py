"""Opening the online service (BJ-03 to BJ-17, BJ-33): a checked, typed answer to whether a unit may open it now. Pure.

It is opened at the counter only. A fact that was not told is *unknown*, never a yes. Asked like this, before a visit::

    from sigateway_beijing.opening import Application, eligibility

    answer = eligibility(Application(settlement="month", …), rulebook, on=date(2026, 11, 10))
    answer.may_open            # True, False, or None: something was not told
    answer.refused, answer.unknown, answer.bring
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from sigateway.plugin import InsuredUnit, Model, Rulebook, Scheme

from .access import UNIT_DATA


class OpeningStage(StrEnum):
    """At which the counter says no; a later one is reached only when the earlier has nothing to say."""

    OPENED = "opened"
    VISIT = "visit"
    PAPERS = "papers"
    KEY = "key"
    CONDITIONS = "conditions"


class Settlement(StrEnum):
    """结算周期."""

    MONTH = "month"
    QUARTER = "quarter"


class Key(StrEnum):
    """How the unit's key 单位数字证书 stands."""

    NONE = "none"  #: none was ever issued
    VALID = "valid"
    INVALID = "invalid"  #: revoked, expired, locked, or another unit's


class Paper(StrEnum):
    """Papers to bring."""

    APPLICATION = "申请表"
    ORGANISATION_CODE = "组织机构代码证书"
    REGISTRATION_COPY = "社会保险登记证复印件"
    AUTHORISATION = "一证多用授权书"


class Application(Model):
    """What is known of a unit that wants to open the service. ``None``: not told.

    ``differs`` are the data of BJ-06 that the two systems hold differently, ``()`` when they agree. ``papers`` counts what is brought.
    """

    opened: bool | None = None
    at_own_agency: bool | None = None
    read_pledge: bool | None = None
    papers: Mapping[Paper, int] | None = None
    key: Key | None = None
    key_brought: bool | None = None
    key_serves_another: bool | None = None
    settlement: Settlement | None = None
    differs: tuple[str, ...] | None = None
    breach: bool | None = None
    schemes: frozenset[Scheme] | None = None
    arrears: bool | None = None
    second_level: bool | None = None


class Obstacle(Model):
    """One reason at the counter: the rule, the words, and its stage."""

    rule: str
    words: str
    stage: OpeningStage


class Eligibility(Model):
    """``refused`` are the reasons of the earliest stage that has any, as the counter gives them; ``later`` what would follow;
    ``unknown`` what was not told. ``may_open`` is ``None`` while nothing stands against it and something is unknown."""

    may_open: bool | None
    refused: tuple[Obstacle, ...]
    later: tuple[Obstacle, ...]
    unknown: tuple[Obstacle, ...]
    bring: tuple[str, ...]

    @property
    def stage(self) -> OpeningStage | None:
        """Where it is refused."""
        return self.refused[0].stage if self.refused else None


_ALL: Final = frozenset(
    {Scheme.PENSION, Scheme.UNEMPLOYMENT, Scheme.MEDICAL, Scheme.INJURY, Scheme.MATERNITY}
)
_Found = Iterator[tuple[str, str | None]]
"""A rule, and the words by which it refuses; ``None`` for what was not told."""


def eligibility(told: Application, rules: Rulebook, on: date) -> Eligibility:
    """Whether the unit may open the service on that day."""
    refused: list[Obstacle] = []
    unknown: list[Obstacle] = []
    for stage, found in _STAGES.items():
        for rule, words in found(told, rules, on):
            if words is None:
                unknown.append(Obstacle(rule=rule, words=rules.rule(rule).statement, stage=stage))
            else:
                refused.append(Obstacle(rule=rule, words=words, stage=stage))
    first = refused[0].stage if refused else None
    return Eligibility(
        may_open=False if refused else None if unknown else True,
        refused=tuple(each for each in refused if each.stage is first),
        later=tuple(each for each in refused if each.stage is not first),
        unknown=tuple(unknown),
        bring=_bring(told),
    )


def _bring(told: Application) -> tuple[str, ...]:
    """BJ-13, BJ-15, BJ-17."""
    own = ("《申请表》两份", "《组织机构代码证书》", "《社会保险登记证》复印件", "单位数字证书（USB Key）")
    more = ("《数字证书一证多用授权书》一份",) if told.key_serves_another is not False else ()
    return own + more


def _is(rule: str, bad: bool | None, words: str) -> _Found:
    if bad is None or bad:
        yield rule, None if bad is None else words


def _opened(told: Application, rules: Rulebook, on: date) -> _Found:
    yield from _is("BJ-03", told.opened, "单位已开通网上申报业务")


def _visit(told: Application, rules: Rulebook, on: date) -> _Found:
    first, last = (int(rules.figure("BJ-16", name, on=on)) for name in ("day_from", "day_to"))
    yield from _is("BJ-16", not first <= on.day <= last, f"办理时间为每月{first}-{last}日")
    yield from _is("BJ-16", _not(told.at_own_agency), "请到所属社保经办机构办理")


def _papers(told: Application, rules: Rulebook, on: date) -> _Found:
    yield from _is("BJ-14", _not(told.read_pledge), "请先阅读《网上申报系统用户承诺书》")
    if told.papers is None:
        yield "BJ-15", None
        yield "BJ-17", None
        return
    yield from _is("BJ-15", told.papers.get(Paper.APPLICATION, 0) < 2, "《网上申报业务申请表》应填写两份")
    needed = (Paper.APPLICATION, Paper.ORGANISATION_CODE, Paper.REGISTRATION_COPY)
    missing = [paper.value for paper in needed if not told.papers.get(paper)]
    if told.key is not Key.NONE and told.key_brought is False:
        missing.append("单位数字证书")
    yield from _is("BJ-17", bool(missing), f"资料不全：{'、'.join(missing)}")
    if told.key is not Key.NONE and told.key_brought is None:
        yield "BJ-17", None


def _key(told: Application, rules: Rulebook, on: date) -> _Found:
    no_key = None if told.key is None else told.key is Key.NONE
    yield from _is("BJ-12", no_key, "没有单位数字证书，请先到证书受理点办理")
    if told.key is None:
        yield "BJ-04", None
    yield from _is("BJ-04", told.key is Key.INVALID, "数字证书无效")
    if told.key in (Key.NONE, Key.INVALID):
        return  # what such a key serves is not asked
    brought = None if told.papers is None else bool(told.papers.get(Paper.AUTHORISATION))
    if told.key_serves_another is None:
        yield "BJ-13", None
    elif told.key_serves_another:
        yield from _is("BJ-13", _not(brought), "请提交《数字证书一证多用授权书》")


def _conditions(told: Application, rules: Rulebook, on: date) -> _Found:
    not_monthly = None if told.settlement is None else told.settlement is not Settlement.MONTH
    yield from _is("BJ-05", not_monthly, "社会保险缴费结算周期不是按月")
    if told.differs is None:
        yield "BJ-06", None
    for label in told.differs or ():
        yield "BJ-06", f"四险系统与医疗保险系统的{label}不一致"
    yield from _is("BJ-08", told.breach, "存在违反社会保险相关规定行为")
    fewer = None if told.schemes is None else not told.schemes >= _ALL
    yield from _is("BJ-09", fewer, "未按照政策规定参加全部险种")
    yield from _is("BJ-10", told.arrears, "存在欠费")
    yield from _is("BJ-11", told.second_level, "参保方式为二级公司")


def _not(fact: bool | None) -> bool | None:
    return None if fact is None else not fact


_STAGES: Final[Mapping[OpeningStage, Callable[[Application, Rulebook, date], _Found]]] = {
    OpeningStage.OPENED: _opened,
    OpeningStage.VISIT: _visit,
    OpeningStage.PAPERS: _papers,
    OpeningStage.KEY: _key,
    OpeningStage.CONDITIONS: _conditions,
}

LABELS: Final = tuple(label for _, label in UNIT_DATA.values())
"""The data that must agree in both systems (BJ-06)."""


def known_of(unit: InsuredUnit) -> Application:
    """What the SDK's own picture of the unit tells."""
    return Application(schemes=unit.schemes)
