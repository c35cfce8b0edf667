"""Rules about what stands in the fields of a form, whatever the business: mandatory, well formed, writable (WH-32). Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from sigateway.plugin import Context, Effect, Stage

from .fields import FormField, Said, unwritable
from .rules_shared import Findings, assumed

Formats = Mapping[str, Callable[[str], bool]]


def missing(field: FormField, context: Context) -> Findings:
    """红色字段为必录项: this one would be sent empty."""
    yield context.rules.finding(
        "WH-32",
        Effect.RETURNS,
        f"{field.label}为必录项",
        f"请填写{field.label}",
        (field.path,) if field.path else (),
        stage=Stage.SAVE,
    )


def malformed(field: FormField, context: Context, cure: str = "") -> Findings:
    """The hall says 格式有误 of this one."""
    yield context.rules.finding(
        "WH-32",
        Effect.RETURNS,
        f"{field.label}格式有误",
        cure or f"请核对{field.label}",
        (field.path,) if field.path else (),
        stage=Stage.SAVE,
    )


def filled_in_rightly(
    fields: Collection[FormField],
    said: Said,
    formats: Formats,
    never_empty: Collection[str],
    context: Context,
) -> Findings:
    """Every field that the filing fills in, or empties, is one that the hall takes, in characters that it has."""
    lacking = unwritable(fields, said)
    for field in fields:
        value = said[field.name]
        if value is None:
            continue
        well_formed = formats.get(field.name)
        if not value and field.name in never_empty:
            yield from missing(field, context)
        elif value and well_formed is not None and not well_formed(value):
            yield from malformed(field, context)
        if field.label in lacking:
            # GBK is our model of the hall (E0); a character that it lacks is never replaced.
            found = context.rules.finding(
                "WH-32",
                Effect.RETURNS,
                f"{field.label}含有大厅字符集（GBK）没有的字，网上无法照实填写",
                "请核对用字；确为此字的，请到经办机构办理",
                (field.path,) if field.path else (),
                stage=Stage.SAVE,
            )
            yield assumed(found)
