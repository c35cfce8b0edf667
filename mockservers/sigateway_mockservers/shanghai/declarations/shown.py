"""How the hall shows what it holds: units, people, declarations, slips, lists. It changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of, months_from, shifted
from sigateway_mockservers.kernel.people import PersonRecord
from sigateway_mockservers.shanghai.declarations.facts import gather, next_personal_number
from sigateway_mockservers.shanghai.declarations.withdrawal import blocking
from sigateway_mockservers.shanghai.money import written_fen, written_jiao
from sigateway_mockservers.shanghai.names import NO, YES
from sigateway_mockservers.shanghai.records import CheckSlip, Declaration, Outcome, UnitRecord
from sigateway_mockservers.shanghai.store import Store
from sigateway_mockservers.shanghai.window import OpeningRules
from sigateway_mockservers.shanghai.wire.answers import written_moment
from sigateway_mockservers.shanghai.wire.document import Node, leaves, node, rows

ROWS_PER_PAGE = 50

_MONTHS_SHOWN = 6
_HERE, _ELSEWHERE, _NOWHERE = "本单位参保", "外单位参保", "未参保"


def yes_or_no(value: bool) -> str:
    """Yes and no as the hall writes them."""
    return YES if value else NO


def declared(fields: Iterable[tuple[str, str]]) -> Node:
    """The fields of a declaration."""
    return node("sb", tuple(Node(name, value) for name, value in fields))


@enforces("SH-23")
def outcome_nodes(outcome: Outcome) -> tuple[Node, Node]:
    """``qt`` and ``hd``: what is the hall's own, and what it assesses."""
    base = "" if outcome.base is None else written_jiao(outcome.base)
    own = node("qt", leaves(cblb=outcome.category, hdjs=base, ts=outcome.notice))
    sums = leaves(
        dwhj=written_fen(outcome.unit_part),
        grhj=written_fen(outcome.person_part),
        hj=written_fen(outcome.together),
    )
    assessed = [
        node(
            "h",
            leaves(
                ny=row.month,
                xz=row.scheme,
                js=written_jiao(row.base),
                dwfl=written_fen(row.unit_rate),
                grfl=written_fen(row.person_rate),
                dwje=written_fen(row.unit_part),
                grje=written_fen(row.person_part),
                hj=written_fen(row.together),
            ),
        )
        for row in outcome.rows
    ]
    return own, node("hd", (*sums, *assessed))


def declaration_row(declaration: Declaration) -> tuple[Node, ...]:
    """A declaration as the list shows it."""
    withdrawal = declaration.withdrawal
    return leaves(
        sbh=declaration.number,
        jyh=declaration.slip,
        ywlx=declaration.business,
        zjhm=declaration.person,
        xm=declaration.fields["xm"],
        sbsj=written_moment(declaration.at),
        zt=declaration.state,
        cxsj=written_moment(withdrawal.at if withdrawal is not None else None),
        qd=declaration.filer.channel,
        zsxlh=declaration.filer.serial,
    )


def whole_declaration(store: Store, declaration: Declaration, *, any_person: bool) -> tuple[Node, ...]:
    """A declaration with its fields, what it did, and what must be withdrawn before it."""
    withdrawal = declaration.withdrawal
    channel = withdrawal.filer.channel if withdrawal is not None else ""
    later = blocking(store, declaration, any_person=any_person) if declaration.is_valid else []
    blocks = (
        leaves(
            sbh=each.number,
            ywlx=each.business,
            zjhm=each.person,
            sbsj=written_moment(each.at),
            qd=each.filer.channel,
        )
        for each in later
    )
    return (
        *declaration_row(declaration),
        declared(declaration.fields.items()),
        *outcome_nodes(declaration.outcome),
        *leaves(cxqd=channel),
        rows("hx", blocks),
    )


def slip_nodes(slip: CheckSlip, now: datetime) -> tuple[Node, ...]:
    """A check slip."""
    return (
        *leaves(jyh=slip.number, zt=slip.state_at(now), sxsj=written_moment(slip.lapses_at)),
        declared(slip.fields.items()),
        *leaves(sbh=slip.used_as),
    )


def page_of(shown: list[tuple[Node, ...]], page: int) -> tuple[Node, ...]:
    """One page of a list, with the total and the number of pages, at least one."""
    first = (page - 1) * ROWS_PER_PAGE
    pages = max(1, -(-len(shown) // ROWS_PER_PAGE))
    return (
        *leaves(zs=str(len(shown)), ym=str(page), yms=str(pages)),
        rows("rows", shown[first : first + ROWS_PER_PAGE]),
    )


def declarations_shown(
    store: Store, unit: str, month: str, person: str, slip: str
) -> Iterator[tuple[Node, ...]]:
    """已申报清单, oldest first: of a month, or, whatever its month, of a slip."""
    for number in sorted(store.declarations):
        each = store.declarations[number]
        asked = each.slip == slip if slip else month_of(each.at) == month
        if each.unit == unit and asked and person in ("", each.person):
            yield declaration_row(each)


def unit_nodes(store: Store, opening: OpeningRules, unit: UnitRecord, now: datetime) -> tuple[Node, ...]:
    """The unit, the window and the figures."""
    window, figures = opening.current_or_next(now), store.figures
    year = figures.base_year_at(now.date())
    month = month_of(now)
    months = sorted({*months_from(shifted(month, -_MONTHS_SHOWN), month), year.works_from})
    shown = (
        leaves(
            ny=each,
            zdgz=written_jiao(figures.minimum_wage_in(each)),
            bdx=written_jiao(figures.limits_in(each).floor),
            fdx=written_jiao(figures.limits_in(each).ceiling),
        )
        for each in months
    )
    return (
        *leaves(
            dwbh=unit.number,
            dwmc=unit.name,
            tyshxydm=unit.uscc,
            clrq=unit.founded_on.isoformat(),
            xz=" ".join(unit.schemes),
            gsfl=written_fen(unit.injury_rate),
            jbjg=unit.agency,
            kf=yes_or_no(opening.shut(now) is None),
            kssj=written_moment(window.opens),
            jssj=written_moment(window.closes),
            nd=year.year,
            ndksrq=year.first_day.isoformat(),
            ndjzrq=year.last_day.isoformat(),
            ndsxny=year.works_from,
            mrxh=next_personal_number(store, unit.number, now),
        ),
        rows("zb", shown),
    )


def person_nodes(
    store: Store, unit: UnitRecord, person: PersonRecord | None, tried: str, year: str, now: datetime
) -> tuple[Node, ...]:
    """A person as the hall knows one; where there is nothing to say, nothing is said."""
    if person is None:
        return leaves(cz=NO, **dict.fromkeys(_OF_A_PERSON, ""))
    facts = gather(store, unit, person, person.number, now)
    running = facts.running
    latest = facts.standing.spells[-1] if facts.standing.spells else None
    elsewhere = _ELSEWHERE if facts.insured_elsewhere else _NOWHERE
    wage: Decimal | None = None if running is None else running.wage_in(facts.month)
    return leaves(
        cz=YES,
        xm=person.name,
        xb=person.sex,
        hjss=person.household_place,
        hjhb=person.household_kind,
        hjdz=person.address,
        cbzt=_HERE if running is not None else elsewhere,
        grxh=latest.number if latest is not None else "",
        qsny=latest.first_month if latest is not None else "",
        gzsr="" if wage is None else written_jiao(wage),
        jzny=facts.latest_end,
        wjny=" ".join(facts.standing.unpaid),
        ndsb=yes_or_no(year in facts.declared_years) if year else "",
        xhzy=yes_or_no(tried in facts.numbers_of_others) if tried else "",
    )


_OF_A_PERSON = (
    "xm", "xb", "hjss", "hjhb", "hjdz", "cbzt", "grxh", "qsny", "gzsr", "jzny", "wjny", "ndsb", "xhzy",
)  # fmt: skip
