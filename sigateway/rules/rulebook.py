"""The rules of one hall: its layers merged, looked up by day, and turned into findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from sigateway.errors import RulebookError, RuleNotKnown
from sigateway.filings.findings import Effect, Finding, Known, Stage

from .schema import HallSetting, Layer, Rule
from .windows import local

T = TypeVar("T")


class Rulebook:
    """Immutable; built with :meth:`merged` once per hall and shared.

    A later layer may add rules, and may replace one if it says so: ``replaces`` names the region of the layer
    whose rule gives way (or that rule's id). A rule is replaced whole, with its figures and its citation.
    """

    __slots__ = ("_hall", "_layers", "_rules")

    def __init__(
        self, layers: tuple[Layer, ...], rules: dict[str, Rule], hall: dict[str, HallSetting]
    ) -> None:
        self._layers, self._rules, self._hall = layers, rules, hall

    @classmethod
    def merged(cls, layers: Iterable[Layer]) -> Rulebook:
        """Merge the layers, the most general first."""
        stack = tuple(layers)
        rules: dict[str, Rule] = {}
        hall: dict[str, HallSetting] = {}
        setters: dict[str, str] = {}
        for layer in stack:
            for rule in layer.rules:
                below = rules[rule.id].layer if rule.id in rules else None
                _check_replaces(f"{layer.origin}: rule {rule.id}", rule.replaces, rule.id, below)
                rules[rule.id] = rule
            for name, setting in layer.hall.items():
                _check_replaces(f"{layer.origin}: hall.{name}", setting.replaces, name, setters.get(name))
                hall[name], setters[name] = setting, layer.region
        return cls(stack, rules, hall)

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers as merged, the most general first."""
        return self._layers

    @property
    def rules(self) -> tuple[Rule, ...]:
        """All rules in force in the stack, in the order in which their ids first appear."""
        return tuple(self._rules.values())

    def __contains__(self, rule: str) -> bool:
        return rule in self._rules

    def rule(self, rule: str) -> Rule:
        """The rule of that id."""
        try:
            return self._rules[rule]
        except KeyError:
            origins = ", ".join(layer.origin for layer in self._layers) or "no layer at all"
            raise RulebookError(f"no rule {rule!r} in {origins}: correct the id or add the rule") from None

    def figure(self, rule: str, figure: str, *, on: date) -> Decimal:
        """A number in force on the day."""
        text = self.text(rule, figure, on=on)
        try:
            return Decimal(text)
        except InvalidOperation:
            raise self._malformed(rule, figure, text, "a number") from None

    def flag(self, rule: str, figure: str, *, on: date) -> bool:
        """A setting in force on the day that is ``"true"`` or ``"false"``."""
        text = self.text(rule, figure, on=on)
        if text not in ("true", "false"):
            raise self._malformed(rule, figure, text, '"true" or "false"')
        return text == "true"

    def choice(self, rule: str, figure: str, among: Mapping[str, T], *, on: date) -> T:
        """What the setting in force on the day stands for: it is one of the names ``among``."""
        text = self.text(rule, figure, on=on)
        if text not in among:
            raise self._malformed(rule, figure, text, f"one of {', '.join(among)}")
        return among[text]

    def text(self, rule: str, figure: str, *, on: date) -> str:
        """A value in force on the day, as it stands; ``RuleNotKnown`` when there is none for that day."""
        day = local(on).date() if isinstance(on, datetime) else on
        for figures in self.rule(rule).figures:
            if figures.holds(day) and figure in figures.values:
                return figures.values[figure]
        raise RuleNotKnown(rule, figure, day)

    def states(self, setting: str) -> bool:
        """Whether any layer says how the hall behaves in this respect."""
        return setting in self._hall

    def hall(self, setting: str) -> Decimal:
        """How the hall behaves in one respect, from ``[hall]``; a number."""
        if setting not in self._hall:
            known = ", ".join(sorted(self._hall)) or "none"
            raise RulebookError(
                f"no layer sets hall.{setting} (known: {known}): add [hall.{setting}] with value and why"
            )
        value = self._hall[setting].value
        try:
            return Decimal(value)
        except InvalidOperation:
            raise RulebookError(f"hall.{setting} is {value!r}, not a number: correct it in [hall]") from None

    def finding(
        self,
        rule: str,
        effect: Effect,
        message: str,
        cure: str = "",
        fields: Sequence[str] = (),
        *,
        stage: Stage | None = None,
        known: Known | None = None,
        place: str | None = None,
        papers: Sequence[str] = (),
        opens_at: datetime | None = None,
    ) -> Finding:
        """A finding with the rule's grade; its stage and known too, unless set where a rule speaks twice."""
        entry = self.rule(rule)
        return Finding(
            rule=rule,
            effect=effect,
            grade=entry.grade,
            message=message,
            cure=cure,
            stage=stage or entry.stage,
            known=known or entry.known or Known.OFFLINE,
            fields=tuple(fields),
            place=place,
            papers=tuple(papers),
            opens_at=opens_at,
        )

    def _malformed(self, rule: str, figure: str, text: str, wanted: str) -> RulebookError:
        return RulebookError(
            f"rule {rule} of layer {self.rule(rule).layer}: figure {figure!r} is {text!r}, not {wanted}"
        )


def _check_replaces(where: str, replaces: str | None, name: str, below: str | None) -> None:
    """Refuse to replace without saying so, and to say so without replacing."""
    if below is None and replaces is not None:
        raise RulebookError(f"{where}: replaces {replaces!r}, but no layer below has it: remove `replaces`")
    if below is not None and replaces not in (below, name):
        said = "does not say that it replaces" if replaces is None else f"says it replaces {replaces!r}, not"
        raise RulebookError(f'{where}: {said} the one of layer {below!r}: set `replaces = "{below}"`')
