"""The papers of the hall, as PDF: 审批表 and both 权益单. The same arguments give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sigateway_mockservers.jiangsu.filings.fields import FIELDS
from sigateway_mockservers.jiangsu.moments import written_moment
from sigateway_mockservers.jiangsu.records import Filing, UnitRecord
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.pdf import write_lines

SLIPS = {"unit-slip": "单位权益单", "person-slip": "个人权益单"}
FORM, FORM_TITLE = "retirement-form", "企业职工养老退休审批表"


def form_subject(filing: Filing) -> str:
    """What a client checks the form by."""
    return f"bd={FORM};no={filing.number};from=;to=;rows="


def slip_subject(kind: str, owner: str, first: str, last: str, rows: int) -> str:
    """What a client checks a slip by."""
    return f"bd={kind};no={owner};from={first};to={last};rows={rows}"


@enforces("JS-13")
def print_approval_form(filing: Filing, unit: UnitRecord) -> bytes:
    """The form that the employee signs and the unit seals."""
    lines = [
        f"单位编号：{unit.number}",
        f"单位名称：{unit.name}",
        f"受理编号：{filing.number}",
        f"登记时间：{written_moment(filing.at)}",
        *(f"{each.label}：{filing.fields[each.name]}" for each in FIELDS[filing.matter]),
        "职工签字：",
        "单位盖章：",
    ]
    return write_lines(title=FORM_TITLE, subject=form_subject(filing), dated=filing.at, lines=lines)


@enforces("JS-10", "JS-11")
def print_slip(
    kind: str,
    owner: str,
    named: str,
    first: str,
    last: str,
    rows: Sequence[Mapping[str, str]],
    now: datetime,
) -> bytes:
    """A slip of a unit or of a person."""
    lines = [f"编号：{owner}", f"名称：{named}", f"起止年月：{first}-{last}"]
    lines += [" ".join(row.values()) for row in rows]
    subject = slip_subject(kind, owner, first, last, len(rows))
    return write_lines(title=SLIPS[kind], subject=subject, dated=now, lines=lines)
