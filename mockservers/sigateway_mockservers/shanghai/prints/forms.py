"""《社会保险业务申报表》 and 《社会保险业务核定表》, as PDF (SH-16, SH-17)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.pdf import write_lines
from sigateway_mockservers.shanghai.declarations.fields import label_of
from sigateway_mockservers.shanghai.money import written_fen, written_jiao
from sigateway_mockservers.shanghai.names import BUSINESSES, NO, SUSPENSION, WITHDRAWN, YES
from sigateway_mockservers.shanghai.records import Declaration, UnitRecord
from sigateway_mockservers.shanghai.wire.answers import written_moment

_ROW = ("月份", "险种", "缴费基数", "单位费率%", "个人费率%", "单位金额", "个人金额", "合计")


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its name, and the lines that are its own."""

    title: str
    lines: Callable[[Declaration], Iterator[str]]
    has_total: bool = False


def _declared(declaration: Declaration) -> Iterator[str]:
    for name, value in declaration.fields.items():
        if name != "ywlx":
            yield f"{label_of(name, declaration.business)}：{value}"


def _assessed(declaration: Declaration) -> Iterator[str]:
    outcome = declaration.outcome
    if declaration.business == SUSPENSION:
        yield f"{label_of('jzny')}：{declaration.fields['jzny']}"
    if outcome.base is not None:
        yield f"核定缴费基数：{written_jiao(outcome.base)}"
        yield " ".join(_ROW)
    for row in outcome.rows:
        rates = f"{written_fen(row.unit_rate)} {written_fen(row.person_rate)}"
        parts = " ".join(written_fen(each) for each in (row.unit_part, row.person_part, row.together))
        yield f"{row.month} {row.scheme} {written_jiao(row.base)} {rates} {parts}"
    yield f"单位合计：{written_fen(outcome.unit_part)}"
    yield f"个人合计：{written_fen(outcome.person_part)}"
    yield f"合计：{written_fen(outcome.together)}"


FORMS: Mapping[str, Form] = {
    "sbb": Form("社会保险业务申报表", _declared),
    "hdb": Form("社会保险业务核定表", _assessed, has_total=True),
}


def subject_of(name: str, declaration: Declaration) -> str:
    """What a client checks a document by."""
    total = written_fen(declaration.outcome.together) if FORMS[name].has_total else ""
    state = YES if declaration.is_valid else NO
    return f"bd={name};sbh={declaration.number};dwbh={declaration.unit};hj={total};zt={state}"


@enforces("SH-16", "SH-17")
def print_form(name: str, declaration: Declaration, unit: UnitRecord) -> bytes:
    """A form, at once and at any later time; the same declaration and state give the same bytes."""
    form, withdrawal = FORMS[name], declaration.withdrawal
    lines = [
        f"单位编号：{unit.number}",
        f"单位名称：{unit.name}",
        f"业务：{BUSINESSES[declaration.business].name}",
        f"申报号：{declaration.number}",
        f"申报时间：{written_moment(declaration.at)}",
        *form.lines(declaration),
    ]
    if withdrawal is not None:
        lines.append(f"{WITHDRAWN}：{written_moment(withdrawal.at)}")
    return write_lines(
        title=form.title,
        subject=subject_of(name, declaration),
        dated=withdrawal.at if withdrawal is not None else declaration.at,
        lines=lines,
    )
