"""Refusals of the models, said in Chinese about a field. Nothing that was put in is ever repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

_PLAIN: Final[Mapping[str, str]] = {
    "missing": "未填写",
    "string_too_short": "未填写",
    "string_type": "应为文字",
    "greater_than": "应大于0",
    "decimal_parsing": "应为数字",
    "decimal_max_places": "至多两位小数（到分）",
    "decimal_max_digits": "金额过大，请核对",
    "decimal_whole_digits": "金额过大，请核对",
    "finite_number": "应为数字",
}


def reasons(error: ValidationError, within: str = "") -> Iterator[tuple[str, str]]:
    """``(dotted field, reason)`` for each thing that a model refuses. ``within`` is where the model stands."""
    for detail in error.errors(include_input=False, include_url=False):
        parts = [part for part in (within, *map(str, detail["loc"])) if part]
        yield (".".join(parts), _say(detail["type"], detail.get("ctx", {})))


def _say(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_too_long":
        return f"至多{context['max_length']}个字"
    return _PLAIN.get(kind, f"填写有误（{kind}）")
