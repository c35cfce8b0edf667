"""When the hall takes declarations: to the second, with each open question as a setting."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.errors import RulebookError
from sigateway.plugin import SHANGHAI, Effect, Finding, Window
from sigateway_shanghai import rules
from sigateway_shanghai.rules_window import hall_window

ANY_DAY_OFF = {"rule": "SH-30", "ends_move_for": "any_day_off"}
WORKDAYS = {"rule": "SH-31", "hours": "workdays", "time_from": "09:00", "time_to": "16:00"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def window(w: SimpleNamespace, at: str, *settings: dict[str, str]) -> Window:
    layers = tuple(w.setting(**each) for each in settings)
    return hall_window(w.context(moment(at), layers=layers))


def ends(found: Window) -> tuple[str, str]:
    assert found.opens is not None
    assert found.closes is not None
    return f"{found.opens:%m-%d %H:%M}", f"{found.closes:%m-%d %H:%M}"


@pytest.mark.rule("SH-18", "SH-19")
@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-05 08:59:59", False),
        ("2026-11-05 09:00:00", True),
        ("2026-11-14 23:00:00", True),  # a Saturday night: the hours run on
        ("2026-11-26 15:59:59", True),
        ("2026-11-26 16:00:00", False),
    ],
)
def test_it_opens_at_nine_and_closes_at_sixteen_to_the_second(
    w: SimpleNamespace, at: str, is_open: bool
) -> None:
    """每月5日9时—26日16时."""
    found = window(w, at)
    assert found.open is is_open
    month = "12" if at.startswith("2026-11-26 16") else "11"
    assert ends(found) == (f"{month}-05 09:00", f"{month}-26 16:00")


@pytest.mark.rule("SH-20", "SH-21", "SH-30")
@pytest.mark.parametrize(
    ("month", "default", "any_day_off"),
    [
        ("2026-04", ("04-07", "04-26"), ("04-07", "04-24")),
        ("2026-05", ("05-06", "05-26"), ("05-06", "05-26")),
        ("2026-07", ("07-05", "07-26"), ("07-06", "07-24")),
        ("2026-09", ("09-05", "09-24"), ("09-07", "09-24")),
        ("2026-10", ("10-08", "10-26"), ("10-08", "10-26")),
        ("2026-12", ("12-05", "12-26"), ("12-07", "12-25")),
        ("2026-11", ("11-05", "11-26"), ("11-05", "11-26")),
    ],
)
def test_holidays_move_both_ends_and_weekends_only_where_that_is_set(
    w: SimpleNamespace, month: str, default: tuple[str, str], any_day_off: tuple[str, str]
) -> None:
    for expected, settings in ((default, ()), (any_day_off, (ANY_DAY_OFF,))):
        found = window(w, f"{month}-01 00:00", *settings)
        assert ends(found) == (f"{expected[0]} 09:00", f"{expected[1]} 16:00")
        assert found.safe_until == moment(f"2026-{any_day_off[1]} 16:00"), (
            "planning reads the closing narrowly"
        )


@pytest.mark.rule("SH-31")
@pytest.mark.parametrize(
    ("at", "is_open", "day"),
    [
        ("2026-07-05 12:00", False, "07-06"),  # a Sunday, though the ends say that it is open
        ("2026-07-06 09:00", True, "07-06"),
        ("2026-07-24 15:59", True, "07-24"),
        ("2026-07-24 16:00", False, "08-05"),  # 25 and 26 July 2026 are a weekend
        ("2026-02-14 09:00", True, "02-14"),  # a Saturday on which people work
        ("2026-02-14 16:00", False, "02-24"),  # then comes the New Year holiday, to the 23rd
        ("2026-02-16 10:00", False, "02-24"),
        ("2026-11-10 15:59:59", True, "11-10"),
        ("2026-11-10 16:00", False, "11-11"),
        ("2026-11-11 08:59:59", False, "11-11"),
    ],
)
def test_hours_of_workdays_where_the_hall_keeps_the_counters(
    w: SimpleNamespace, at: str, is_open: bool, day: str
) -> None:
    found = window(w, at, WORKDAYS)
    assert found.open is is_open
    assert ends(found) == (f"{day} 09:00", f"{day} 16:00")


@pytest.mark.rule("SH-22")
def test_the_days_are_dated_figures_because_they_are_provisional(w: SimpleNamespace) -> None:
    """暂定为."""
    other = {"rule": "SH-19", "day_from": "1", "time_from": "08:30", "day_to": "20", "time_to": "17:00"}
    assert ends(window(w, "2026-11-10 12:00", other)) == ("11-01 08:30", "11-20 17:00")


@pytest.mark.rule("SH-22")
def test_new_days_begin_with_a_month_and_not_in_the_middle_of_one(w: SimpleNamespace) -> None:
    """Two dated figures of SH-19, as a layer would hold them after a notice of 10 June."""
    layer = w.setting("SH-19", day_from="5", time_from="09:00", day_to="26", time_to="16:00")
    (rule,) = layer.rules
    (old,) = rule.figures
    changed = {**old.values, "day_from": "1", "day_to": "20"}
    new = old.model_copy(update={"effective_from": date(2026, 6, 10), "values": changed})
    figures = (old.model_copy(update={"until": date(2026, 6, 9)}), new)
    dated = layer.model_copy(update={"rules": (rule.model_copy(update={"figures": figures}),)})
    june, july = (hall_window(w.context(moment(at), layers=(dated,))) for at in ("2026-06-22", "2026-07-10"))
    assert (ends(june), june.open) == (("06-05 09:00", "06-26 16:00"), True)
    assert ends(july) == ("07-01 09:00", "07-20 16:00")


@pytest.mark.rule("SH-30", "SH-31")
@pytest.mark.parametrize("rule", ["SH-30", "SH-31"])
def test_a_setting_that_is_none_is_named(w: SimpleNamespace, rule: str) -> None:
    name = {"SH-30": "ends_move_for", "SH-31": "hours"}[rule]
    with pytest.raises(RulebookError, match=f"{rule}.*{name}.*'perhaps', not one of"):
        window(w, "2026-11-10 12:00", {"rule": rule, name: "perhaps"})


def test_a_year_without_a_notice_is_not_known_for_certain(w: SimpleNamespace) -> None:
    assert window(w, "2026-11-10 12:00").calendar_known
    assert not window(w, "2027-03-10 12:00").calendar_known


# --- as findings ----------------------------------------------------------------------------------------------------


def findings(w: SimpleNamespace, at: str, facts: Any = None, *settings: dict[str, str]) -> list[Finding]:
    layers = tuple(w.setting(**each) for each in settings)
    found = rules.preflight(w.wage_change(), w.context(moment(at), facts=facts, layers=layers))
    return [each for each in found if each.effect is Effect.WINDOW and each.rule in ("SH-19", "SH-31")]


@pytest.mark.rule("SH-19", "SH-24")
def test_outside_of_the_window_the_preflight_says_when_it_opens(w: SimpleNamespace) -> None:
    assert findings(w, "2026-11-10 12:00") == []
    (found,) = findings(w, "2026-11-27 12:00")
    assert (found.rule, found.stage, found.known) == ("SH-19", "entrance", "offline")
    assert found.opens_at == moment("2026-12-05 09:00")
    assert "2026-12-05 09:00 至 2026-12-26 16:00" in found.message


@pytest.mark.rule("SH-31")
def test_between_the_hours_it_says_which_rule_and_until_when(w: SimpleNamespace) -> None:
    (found,) = findings(w, "2026-11-10 20:00", None, WORKDAYS)
    assert (found.rule, found.opens_at) == ("SH-31", moment("2026-11-11 09:00"))
    (found,) = findings(w, "2026-11-27 20:00", None, WORKDAYS)
    assert (found.rule, found.opens_at) == ("SH-19", moment("2026-12-07 09:00"))  # 5 December is a Saturday


@pytest.mark.rule("SH-18", "SH-19", "SH-31")
def test_what_the_hall_says_of_its_window_counts_more_than_our_settings(w: SimpleNamespace) -> None:
    now = moment("2026-11-27 12:00")
    assert findings(w, "2026-11-27 12:00", w.facts(w.insured(), at=now, open=True)) == []
    later = {"opens": moment("2026-12-07 09:00"), "closes": moment("2026-12-25 16:00")}
    (found,) = findings(w, "2026-11-27 12:00", w.facts(w.insured(), at=now, open=False, **later))
    assert (found.rule, found.opens_at, found.known) == ("SH-19", later["opens"], "lookup")
    night = moment("2026-11-10 20:00")
    (found,) = findings(w, "2026-11-10 20:00", w.facts(w.insured(), at=night, open=False))
    assert (found.rule, found.opens_at) == ("SH-31", None), "it keeps hours that our settings do not know"
    (found,) = findings(w, "2026-11-10 20:00", w.facts(w.insured(), at=night, open=False), WORKDAYS)
    assert (found.rule, found.opens_at) == ("SH-31", moment("2026-11-11 09:00"))
