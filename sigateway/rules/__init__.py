"""WHETHER and WHEN a hall takes a filing: dated, cited, layered rules; windows over the holiday calendar."""

from .calendar import StateCouncilCalendar, SuppliedCalendar, WorkCalendar
from .context import Context, Facts
from .rulebook import Rulebook
from .schema import Figures, HallSetting, Kind, Layer, Rule, Source, load_layer, parse_layer
from .windows import (
    SHANGHAI,
    Deadline,
    Window,
    always_open,
    day_deadline,
    local,
    month_window,
    safe_before,
    within_workdays,
)

__all__ = [
    "SHANGHAI",
    "Context",
    "Deadline",
    "Facts",
    "Figures",
    "HallSetting",
    "Kind",
    "Layer",
    "Rule",
    "Rulebook",
    "Source",
    "StateCouncilCalendar",
    "SuppliedCalendar",
    "Window",
    "WorkCalendar",
    "always_open",
    "day_deadline",
    "load_layer",
    "local",
    "month_window",
    "parse_layer",
    "safe_before",
    "within_workdays",
]
