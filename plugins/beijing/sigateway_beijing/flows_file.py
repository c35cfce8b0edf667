"""Filing by a 报盘 file (BJ-20): upload, compare by checksum, one submission; results line by line. Generators, no I/O.

A file goes to ``four`` only; the hall hands the medical halves on. A line that the hall leaves out at the upload is left out by name. It is
the only way for people in state 中断失业, and the quick one for many.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sigateway.plugin import (
    Absent,
    Case,
    CaseState,
    Commit,
    Context,
    EchoField,
    Evidence,
    Expected,
    Filing,
    Flow,
    HallRefused,
    Intent,
    Kind,
    Landed,
    Means,
    Month,
    Part,
    Reason,
    Request,
    SignedIn,
    Unclear,
    Upload,
    WireChanged,
    compare,
    leave_out,
    send,
)

from . import cases, fields, halves, reading, results, systems, wire, wire_four
from .business import BUSINESSES, Business, scope, systems_of
from .codec_txt import TextCodec
from .fields import FOUR, SYSTEMS
from .file_content import COLUMNS, FIELD_OF, FileBroken, Header, Line, Tally
from .reading import read_words
from .results import Result

STEP: Final = "submit"
_PIECE: Final = 1 << 16
_NO_STATE: Final = "须使用企业版申报"


@dataclass(frozen=True)
class _Sheet:
    """What is sent: the header, and the lines by the place of their filings."""

    business: Business
    header: Header
    lines: dict[int, Line]

    def whole(self) -> bytes:
        """The file."""
        return b"".join(TextCodec().write(self.header, list(self.lines.values())))

    def tally(self, kept: Sequence[int]) -> Tally:
        """Count, checksum and sum of these lines: what the hall must show of them."""
        found = Tally(self.header)
        for place in kept:
            found.add(self.lines[place])
        return found


def is_of_a_file(case: Case) -> bool:
    """Whether a case came by file: its number is the file's, with the line."""
    return (case.number or "").startswith("BP")


def submit(filings: tuple[Filing, ...], signed_in: SignedIn, context: Context) -> Flow[Mapping[int, Case]]:
    """One file of these filings, all of one type."""
    lines: dict[int, Line] = {}
    business = BUSINESSES[filings[0].type]
    for place, filing in enumerate(filings):
        line, refused = yield from _line(filing, business, len(lines) + 1, context)
        if line is None:
            yield from leave_out(place, refused)
        else:
            lines[place] = line
    if not lines:
        return {}
    sheet = _Sheet(business, _header(business, lines, signed_in, context), lines)
    shown, bad = yield from _upload(sheet)
    by_line = {line.number: place for place, line in lines.items()}
    for each in bad:
        yield from leave_out(by_line[each.line], read_words(each.all_words, business))
    left_out = {by_line[each.line] for each in bad}
    kept = [place for place in lines if place not in left_out]
    if not kept or shown is None:
        return {}
    echo = _echo(sheet.tally(kept), shown)
    request, draft = _commit_of(shown)
    reply = yield from send(Commit(request, STEP, draft=draft, rows=dict.fromkeys(kept, echo)))
    _check_submitted(reading.data_of(reply, request, business), request)
    return {
        place: _sent(filings[place], context, shown["fileNo"], lines[place].number, reply.at)
        for place in kept
    }


def submit_alone(filing: Filing, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """A file of one line, for somebody in 中断失业: refused in words as any other filing."""
    business = BUSINESSES[filing.type]
    line, refused = yield from _line(filing, business, 1, context)
    if line is None:
        raise HallRefused(refused)
    sheet = _Sheet(business, _header(business, {0: line}, signed_in, context), {0: line})
    shown, bad = yield from _upload(sheet)
    if bad or shown is None:
        raise HallRefused(read_words([word for each in bad for word in each.all_words], business))
    request, draft = _commit_of(shown)
    reply = yield from send(Commit(request, STEP, _echo(sheet.tally([0]), shown), draft))
    _check_submitted(reading.data_of(reply, request, business), request)
    return _sent(filing, context, shown["fileNo"], 1, reply.at)


def _line(
    filing: Filing, business: Business, number: int, context: Context
) -> Flow[tuple[Line | None, tuple[Reason, ...]]]:
    """The line of this filing, or why there is none. Of an enrolment the hall is asked for the person's state first (BJ-18)."""
    reached = systems_of(filing, context.unit.schemes)
    if not reached:
        return None, (Reason(words="没有选择险种", rule="BJ-07"),)
    first = reached[0]
    asked: dict[str, str] = {}
    for system in reversed(reached):
        asked |= fields.asked(filing, system, context.unit.schemes)
    if filing.type == "enrolment":
        form = yield from systems.form(first, business, asked)
        if form.refused and not any(_NO_STATE in words for words in form.refused):
            return None, read_words(form.refused, business)
        state = "interrupted" if form.refused else form.facts.get("psnState", "")
        asked["indAddReason"] = fields.reason_of_state(state)
    if filing.type == "person_update":
        asked |= {name: value or "*" for name, value in fields.changes(filing).items()}
    values = tuple(asked.get(FIELD_OF[column], "") for column in COLUMNS[business.code])
    return Line(number, scope(reached), values), ()


def _header(business: Business, lines: Mapping[int, Line], signed_in: SignedIn, context: Context) -> Header:
    """The batch number is of this moment and this content, so that the same file sent twice is known again."""
    content = zlib.crc32(repr([line.fields for line in lines.values()]).encode())
    made_at = f"{context.at:%Y%m%d%H%M%S}"
    batch = f"{made_at[2:]}{content:08X}"
    return Header(signed_in.unit_number, business.code, Month.of(context.at).compact, batch, made_at)


def _upload(sheet: _Sheet) -> Flow[tuple[dict[str, Any] | None, tuple[Result, ...]]]:
    """The file as the hall holds it, and the lines that it left out; no file when it left out all of them."""
    header = sheet.header
    name = f"BP{header.unit}{header.month}{header.batch}.txt"
    try:
        content = sheet.whole()
    except FileBroken as broken:
        raise HallRefused([Reason(words=str(broken), rule="BJ-20")]) from None
    request = Request(
        "file.upload", "POST", "api/files", Means.DRAFT, FOUR,
        form={"format": "txt"}, files={"file": Upload(name, content, "text/plain")},
    )  # fmt: skip
    reply = yield from send(request)
    if wire.classify(reply).kind is Kind.REFUSED:
        rows = ((wire.envelope(reply) or {}).get("data") or {}).get("lines") or ()
        if len(rows) == len(sheet.lines):
            return None, _results(rows)
    shown = reading.data_of(reply, request, sheet.business)
    for name in ("fileNo", "version", "heldChecksum"):
        if not str(shown.get(name) or ""):
            raise WireChanged(request.operation, f"a value in {name}", "none")
    bad: tuple[Result, ...] = ()
    if int(shown.get("bad", 0)):
        bad = yield from _rows(shown["fileNo"], state="bad")
    return shown, bad


def _rows(file_number: str, **filters: str) -> Flow[tuple[Result, ...]]:
    def ask(page: int) -> Request:
        query = {**filters, "pageNo": str(page), "pageSize": "500"}
        return Request("file.lines", "GET", f"api/files/{file_number}/lines", site=FOUR, query=query)

    return _results((yield from reading.rows(ask)))


def _results(rows: Iterable[Mapping[str, Any]]) -> tuple[Result, ...]:
    try:
        return tuple(map(results.of_row, rows))
    except FileBroken as broken:
        raise WireChanged("file.lines", "what became of a line", str(broken)) from None


def _echo(tally: Tally, shown: Mapping[str, Any]) -> tuple[EchoField, ...]:
    """One comparison for all lines: how many the hall holds, their checksum and their sum."""
    count, checksum, total = tally.trailer
    expected = {
        "held": Expected("人数", count),
        "heldChecksum": Expected("校验码", checksum),
        "heldSum": Expected("合计", total),
    }
    return compare(expected, {name: str(shown[name]) for name in expected if name in shown})


def _commit_of(shown: Mapping[str, Any]) -> tuple[Request, str]:
    number, version = shown["fileNo"], int(shown["version"])
    path = f"files/{number}/submit"
    request = wire_four.send_json("submit", path, {"version": version}, Means.COMMIT)
    draft = f"{number}:{version}:{shown['heldChecksum']}"
    return _named(request, "file.submit"), draft


def _named(request: Request, operation: str) -> Request:
    return Request(operation, request.method, request.path, request.means, request.site, body=request.body)


def _check_submitted(data: Mapping[str, Any], request: Request) -> None:
    if data.get("status") not in (halves.PROCESSING, halves.ENDED):
        raise WireChanged(request.operation, "a file that is being processed", "another state")


def _sent(filing: Filing, context: Context, file_number: str, line: int, at: Any) -> Case:
    parts = [
        cases.part(system, None, context, filing, state=CaseState.IN_REVIEW)
        for system in systems_of(filing, context.unit.schemes)
    ]
    return cases.case(filing, context, parts, at, f"{file_number}-{line}")


def track(case: Case, signed_in: SignedIn, context: Context) -> Flow[Case]:
    """As the line stands now; a half that was corrected online since, as its system shows it."""
    file_number, _, line = (case.number or "").rpartition("-")
    person = case.filing.subject
    rows = yield from _rows(file_number, idCard=person.document.number if person else "")
    row = next((each for each in rows if str(each.line) == line), None)
    if row is None:
        raise WireChanged("file.lines", "the line of this case", "a file without it")
    return (yield from _of_row(row, case.filing, context, file_number, case.turn))


def _of_row(
    row: Result, filing: Filing, context: Context, file_number: str, turn: str | None = None
) -> Flow[Case]:
    parts: list[Part] = []
    at = context.at
    for system in SYSTEMS:
        if system not in systems_of(filing, context.unit.schemes):
            continue
        number, flag = row.numbers[system], row.flags[system]
        half = None
        if number and flag == halves.FAILED:  # perhaps it has been corrected since, under its own number
            half, at = yield from systems.look(system, number)
        if half is not None:
            parts.append(cases.part(system, half, context, filing))
            continue
        state = {halves.DONE: CaseState.APPROVED, halves.FAILED: CaseState.RETURNED}.get(
            flag, CaseState.IN_REVIEW
        )
        reasons = (
            read_words(row.words[system], BUSINESSES[filing.type]) if state is CaseState.RETURNED else ()
        )
        new = cases.part(system, None, context, filing, state=state, reasons=reasons)
        parts.append(new.model_copy(update={"number": number or None}))
    whole = cases.case(filing, context, parts, at, f"{file_number}-{row.line}")
    return whole.model_copy(update={"turn": turn})


def evidence(
    filings: tuple[Filing, ...], intent: Intent, signed_in: SignedIn, context: Context
) -> Flow[list[Evidence]]:
    """Whether the file was submitted in our version; for every line of it, by the result file, read to its trailer."""
    number, _, rest = (intent.draft or "").partition(":")
    version, _, checksum = rest.partition(":")
    request = Request("file.detail", "GET", f"api/files/{number}", site=FOUR)
    reply = yield from send(request)
    try:
        shown = reading.data_of(reply, request)
    except HallRefused as refusal:
        if not reading.is_not_there(refusal):
            raise
        return [Absent(reply.at, complete=True, intact=False) for _ in filings]
    ours = shown.get("heldChecksum") == checksum
    if str(shown.get("submittedVersion")) != version:
        intact = shown.get("status") == halves.UNSENT and str(shown.get("version")) == version and ours
        return [Absent(reply.at, complete=True, intact=intact) for _ in filings]
    if not ours:
        return [Unclear("the file was submitted with another content") for _ in filings]
    found = yield from _held(number)
    answers: list[Evidence] = []
    for filing in filings:
        row = found.get(filing.subject.document.number if filing.subject else "")
        if row is None:
            answers.append(Absent(reply.at, complete=True, intact=False))
        else:
            answers.append(Landed((yield from _of_row(row, filing, context, number))))
    return answers


def evidence_of_one(filing: Filing, intent: Intent, signed_in: SignedIn, context: Context) -> Flow[Evidence]:
    """As `evidence`, of one person."""
    found = yield from evidence((filing,), intent, signed_in, context)
    return found[0]


def _held(file_number: str) -> Flow[dict[str, Result]]:
    """The lines that were submitted, by identity number, from the result file."""
    request = Request("file.result", "GET", f"api/files/{file_number}/result", site=FOUR)
    reply = yield from send(request)
    reading.check(reply, request)
    try:
        rows = list(results.read(_pieces(reply.content), file_number))
    except FileBroken as broken:
        raise WireChanged(request.operation, "a whole result file", str(broken)) from None
    return {row.id_number: row for row in rows if row.state not in ("bad", "dropped", "held")}


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + _PIECE] for start in range(0, len(content), _PIECE))
