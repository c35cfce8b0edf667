"""What stands against signing, renewing or ending an agreement (WH-116..118)."""

from __future__ import annotations

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import read_day
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan.businesses.base import Values
from sigateway_mockservers.wuhan.community import reasons
from sigateway_mockservers.wuhan.community.records import ENDED, Agreement
from sigateway_mockservers.wuhan.standing import Standing

SIGN, RENEW, END = "1", "2", "3"


@enforces("WH-116", "WH-117", "WH-118")
def against_agreements(values: Values, standing: Standing) -> list[Reason]:
    """The agreements that there are already, or that there are not."""
    now, mine = standing.now, _latest(standing)
    if values["czlx"] == SIGN:
        found = [reasons.agreed_with(name) for name in _agreed_elsewhere(standing)]
        here = [each for each in _of_person(standing) if each.community == standing.user.number]
        if standing.guards_duplicates and any(each.is_open_at(now) for each in here):
            found.append(reasons.AGREED_HERE)
        return found
    if values["czlx"] == RENEW:
        if mine is None or mine.state_at(now) == ENDED:
            return [reasons.NOTHING_TO_RENEW]
        return [reasons.agreed_with(name, "WH-117") for name in _agreed_elsewhere(standing)]
    if values["czlx"] == END and (mine is None or not mine.is_open_at(now)):
        return [reasons.NOTHING_TO_END]
    return []


@enforces("WH-116")
def dates_are_wrong(values: Values, standing: Standing) -> bool:
    """Well-formed days that no agreement can have: in the past, the wrong way round, or not beyond the old end."""
    first, last, today = read_day(values["qsrq"]), read_day(values["zzrq"]), standing.today
    if values["czlx"] == SIGN:
        if first is not None and first < today:
            return True
        return last is not None and last < (first if first is not None else today)
    return values["czlx"] == RENEW and has_passed(values, standing)


def has_passed(values: Values, standing: Standing) -> bool:
    """Whether the last day lies before today, or not beyond the end that is to be moved."""
    last = read_day(values["zzrq"])
    if last is None or values["czlx"] == END:
        return False
    mine = _latest(standing)
    to_move = mine if mine is not None and mine.state_at(standing.now) != ENDED else None
    not_beyond = values["czlx"] == RENEW and to_move is not None and last <= to_move.last_day
    return last < standing.today or not_beyond


def _of_person(standing: Standing) -> list[Agreement]:
    return list(standing.records.community_book.agreements_of(standing.number))


def _latest(standing: Standing) -> Agreement | None:
    return standing.records.community_book.latest_agreement(standing.user.number, standing.number)


def _agreed_elsewhere(standing: Standing) -> list[str]:
    """The names of the other communities whose agreement is valid or still to begin."""
    others = [each for each in _of_person(standing) if each.community != standing.user.number]
    names = [
        standing.records.communities[each.community].name for each in others if each.is_open_at(standing.now)
    ]
    return list(dict.fromkeys(names))
