"""What must hold in the hall at any moment, for the oracle; and which filings are half made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing.files.shown import BAD, DROPPED, FileView
from sigateway_mockservers.beijing.names import (
    ADD,
    BOTH,
    BUSINESSES,
    ENDED,
    FOUR,
    MEDICAL,
    ONLINE,
    SYSTEMS,
    SYSTEMS_OF,
    WITHDRAWN,
)
from sigateway_mockservers.beijing.records import Half, Submission
from sigateway_mockservers.kernel.invariants import Found, Landing, find_all, landed_twice, pairs
from sigateway_mockservers.kernel.months import months_from
from sigateway_mockservers.kernel.oracle import Violation

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall


def find_violations(hall: BeijingHall) -> list[Violation]:
    """Every invariant that does not hold."""
    checks: tuple[Callable[[BeijingHall], Found], ...] = (
        _same_content_twice,
        _outside_window,
        _never_shown,
        _serial_shared,
        _state_that_differs,
        _histories_that_differ,
        _insured_twice,
        _paid_twice,
        _interrupted_online,
        _batch_shared,
        _files_that_differ,
    )
    return find_all(hall, checks)


def half_left(hall: BeijingHall) -> list[Violation]:
    """Each filing for both systems of which one half was submitted and the other was not."""
    sent: dict[str, set[str]] = {}
    numbers: dict[str, list[str]] = {}
    for half in hall.store.halves.values():
        if half.scope != BOTH or half.source != ONLINE:
            continue
        serial = half.number if half.system == FOUR else half.serial
        numbers.setdefault(serial, []).append(half.number)
        if half.last is not None and half.last.flag != WITHDRAWN:
            sent.setdefault(serial, set()).add(half.system)
    return [
        Violation(
            "half-left",
            f"of {serial} only the {next(iter(systems))} half was submitted",
            tuple(numbers[serial]),
        )
        for serial, systems in sent.items()
        if len(systems) == 1
    ]


def _landed(hall: BeijingHall) -> list[tuple[Half, Submission]]:
    """Every submission by a client, in order; also those that ended without success."""
    found = [
        (half, each) for half in hall.store.halves.values() for each in half.submissions if not each.by_hand
    ]
    return sorted(found, key=lambda each: each[1].order)


def _counts(submission: Submission) -> bool:
    """Being processed, or imported and not undone."""
    return submission.ended_at is None or submission.is_in_force()


def _same_content_twice(hall: BeijingHall) -> Found:
    landings = (
        Landing(
            number=half.number,
            kind=half.business.kind,
            place=(half.system, half.unit, half.person),
            content=submission.content,
            order=submission.order,
            ended=submission.closed,
            counted=_counts(submission),
        )
        for half, submission in _landed(hall)
    )
    yield from landed_twice(landings, {each.kind: each.follows for each in BUSINESSES.values()})


def _outside_window(hall: BeijingHall) -> Found:
    for half, submission in _landed(hall):
        at = submission.at
        if half.file_no and submission is half.submissions[0]:
            # A medical half is handed on when it is handed on; what counts is the file's own submission.
            at = hall.store.files[half.file_no].submitted_at or at
        if half.business.windowed and all(each.shut(at) is not None for each in hall.windows_at(at)):
            yield Violation(
                "outside-window", f"{half.number} was submitted at {at.isoformat()}", (half.number,)
            )


def _never_shown(hall: BeijingHall) -> Found:
    for half, submission in _landed(hall):
        if submission.shown not in (0, submission.version):
            said = f"{half.number} was submitted as {submission.version} and shown last as {submission.shown}"
            yield Violation("version-not-shown", said, (half.number,))
    for file in hall.store.files.values():
        if file.submitted_version and file.shown not in (0, file.submitted_version):
            said = f"{file.number} was submitted as {file.submitted_version} and shown last as {file.shown}"
            yield Violation("version-not-shown", said, (file.number,))


def _serial_shared(hall: BeijingHall) -> Found:
    """One landed medical half a number of the four system."""
    landed = [
        half
        for half in hall.store.halves.values()
        if half.system == MEDICAL and half.serial and any(_counts(each) for each in half.submissions)
    ]
    for first, second in pairs(landed, lambda each: each.serial):
        said = f"{first.number} and {second.number} are both the medical half of {first.serial}"
        yield Violation("serial-shared", said, (first.number, second.number))


def _state_that_differs(hall: BeijingHall) -> Found:
    for place, standing in hall.store.standings.items():
        if standing != hall.store.replayed(place):
            said = f"what is in force for {place[2] or 'the unit'} at {place[1]} in {place[0]} is not what was filed"
            yield Violation("state", said, place)


def _histories_that_differ(hall: BeijingHall) -> Found:
    """Whatever was imported stands in a history, and nothing else does."""
    for half in hall.store.halves.values():
        history = hall.store.histories.get((half.system, half.unit, half.person), ())
        imported = any(each.is_in_force() or each.undone_at is not None for each in half.submissions)
        if history.count(half.key) != int(imported):
            yield Violation(
                "history", f"{half.number} is {half.flag or half.status} and does not work so", (half.number,)
            )
        if half.status == ENDED and half.last is not None and not half.last.flag:
            yield Violation("history", f"{half.number} has ended without a result", (half.number,))


def _insured_twice(hall: BeijingHall) -> Found:
    for system in SYSTEMS:
        running: dict[str, list[str]] = {}
        for (where, unit, person), standing in hall.store.standings.items():
            if where == system and person:
                running.setdefault(person, []).extend(unit for each in standing.spells if not each.last)
        for person, units in running.items():
            if len(units) > 1:
                yield Violation(
                    "insured-twice", f"{person} is insured in {system} at {' and '.join(units)}", tuple(units)
                )


def _paid_twice(hall: BeijingHall) -> Found:
    for place, standing in hall.store.standings.items():
        whole = [each for each in standing.back_paid if not each.more]
        months = [month for each in whole for month in months_from(each.first, each.last)]
        twice = sorted({month for month in months if months.count(month) > 1})
        if twice:
            yield Violation("paid-twice", f"{', '.join(twice)} of {place[2]} paid twice in {place[0]}", place)


def _interrupted_online(hall: BeijingHall) -> Found:
    """People in 中断失业 come by file only (BJ-20)."""
    for half, submission in _landed(hall):
        online = half.system == FOUR and half.source == ONLINE and half.business_code == ADD
        if online and submission.fields.get("indAddReason") == "03":
            yield Violation("interrupted-online", f"{half.number} was filed online", (half.number,))


def _batch_shared(hall: BeijingHall) -> Found:
    landed = [each for each in hall.store.files.values() if each.submitted_version]
    for first, second in pairs(landed, lambda each: (each.unit, each.batch)):
        said = f"batch {first.batch} was submitted as {first.number} and as {second.number}"
        yield Violation("batch-shared", said, (first.number, second.number))


def _files_that_differ(hall: BeijingHall) -> Found:
    """A line has the halves that its scope says, once it is submitted; a bad or dropped one never has any."""
    for file in hall.store.files.values():
        view = FileView(file, hall.file_processing.half_of)
        for line in file.lines:
            left_out = view.state(line) in (BAD, DROPPED) or not file.submitted_version
            meant = () if left_out else SYSTEMS_OF[line.scope]
            made = tuple(
                system for system in SYSTEMS if hall.file_processing.half_of(line, system) is not None
            )
            if made != tuple(meant):
                said = f"line {line.number} of {file.number} has halves in {', '.join(made) or 'no system'}"
                yield Violation("file-line", said, (file.number, str(line.number)))
