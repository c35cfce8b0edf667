"""Printed declarations and empty forms, as PDF (BJ-02, BJ-13..15)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sigateway_mockservers.beijing.filings.fields import field_named, label_of
from sigateway_mockservers.beijing.moments import written
from sigateway_mockservers.beijing.names import CENTRE, FLAGS, STATES, TITLE
from sigateway_mockservers.beijing.records import Half
from sigateway_mockservers.kernel.clock import SHANGHAI
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.pdf import write_lines

#: The empty forms by their names on the wire.
FORMS: Mapping[str, str] = {
    "pledge": "网上申报系统用户承诺书",
    "application": "网上申报业务申请表",
    "authorisation": "数字证书一证多用授权书",
}
_FORMS_DATED = datetime(2013, 7, 30, tzinfo=SHANGHAI)


@enforces("BJ-01", "BJ-02")
def print_half(half: Half, unit: str) -> bytes:
    """A declaration that has ended, with the text of every field; of the same state the same bytes."""
    last = half.last
    assert last is not None, "only what has ended is printed"
    assert last.ended_at is not None
    lines = [
        f"{CENTRE} {TITLE}",
        f"申报流水号：{half.number}",
        f"社会保险登记证号：{unit}",
        f"办理状态：{STATES[half.status]} {FLAGS[half.flag]}",
        f"申报时间：{written(last.at)}",
        f"处理时间：{written(last.ended_at)}",
        *(f"{label_of(field_named(name), half.business)}：{value}" for name, value in half.fields.items()),
        *(f"原因：{each}" for each in last.errors),
    ]
    return write_lines(
        title=half.business.name,
        subject=f"lsh={half.number};regNo={unit};flag={half.flag}",
        dated=last.undone_at or last.ended_at,
        lines=lines,
    )


@enforces("BJ-13", "BJ-14", "BJ-15")
def empty_form(name: str) -> bytes:
    """One of the forms to be filled in."""
    title = FORMS[name]
    return write_lines(
        title=title, subject=f"form={name}", dated=_FORMS_DATED, lines=["单位名称：", "日期："]
    )
