"""Files: upload, drafts, the one commit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.files.dbf import read_dbf
from sigateway_mockservers.beijing.files.layout import (
    COLUMNS,
    DBF,
    FORMAT,
    MOST_BYTES,
    MOST_REASONS,
    VERSION,
    Parsed,
    sum_of,
)
from sigateway_mockservers.beijing.files.line_rules import judge_line, said_in
from sigateway_mockservers.beijing.files.text import read_text
from sigateway_mockservers.beijing.names import BUSINESSES, FILE_ALL_OR_NOTHING
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.records import FileLine, FileRecord
from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of
from sigateway_mockservers.kernel.reasons import Reason

if TYPE_CHECKING:
    from sigateway_mockservers.beijing.hall import BeijingHall

_BATCH = re.compile(r"[0-9A-Z]{1,20}", re.ASCII)
_HEADER_FIELDS = 9


@dataclass(frozen=True, slots=True)
class FileRefusal:
    """A refused upload; ``file`` is what would have been held, when it is refused for its lines."""

    refusal: Refusal
    file: FileRecord | None = None


def _refuse(found: Sequence[Reason], file: FileRecord | None = None) -> FileRefusal:
    return FileRefusal(Refusal(tuple(found[:MOST_REASONS]), "file"), file)


class FileDesk:
    """Takes files."""

    def __init__(self, hall: BeijingHall) -> None:
        self._hall = hall
        self._store = hall.store

    # --- upload ---------------------------------------------------------------------------------------------------

    @enforces("BJ-20")
    def upload(self, unit: str, content: bytes, format: str) -> FileRecord | FileRefusal:
        """Hold a file as a draft, or refuse it whole with the first kind of thing that is wrong with it."""
        if len(content) > MOST_BYTES[format]:
            return _refuse([*self._shut_now(content, format, unit), reasons.FILE_TOO_LARGE][:1])
        parsed = read_dbf(content) if format == DBF else read_text(content)
        stages: tuple[Callable[[], list[Reason]], ...] = (
            lambda: self._shut(unit, parsed),
            lambda: [reasons.FILE_TOO_MANY] if parsed.too_many else [],
            lambda: parsed.broken,
            lambda: self._against_header(unit, parsed),
            lambda: self._against_lines(parsed),
            lambda: self._against_trailer(parsed),
            lambda: [reasons.FILE_BATCH_AGAIN] if self._batch_is_known(unit, parsed.header[6]) else [],
        )
        for stage in stages:
            if found := stage():
                return _refuse(found)
        return self._hold(unit, parsed, format)

    def _shut_now(self, content: bytes, format: str, unit: str) -> list[Reason]:
        """The window goes before the size; the business stands in the first line."""
        first = content.split(b"\r\n", 1)[0].split(b"\t")
        code = first[4].decode("ascii", "replace") if format != DBF and len(first) > 4 else ""
        parsed = Parsed(header=("", "", "", "", code))
        return self._shut(unit, parsed)

    @enforces("BJ-32")
    def _shut(self, unit: str, parsed: Parsed) -> list[Reason]:
        code = parsed.header[4] if len(parsed.header) > 4 else ""
        business = BUSINESSES.get(code)
        if business is None:
            reason = self._hall.window.shut(self._hall.now)
            return [reason] if reason is not None else []
        return self._hall.declarations.shut(business, "four", unit)

    def _against_header(self, unit: str, parsed: Parsed) -> list[Reason]:
        header = parsed.header
        if len(header) != _HEADER_FIELDS or header[:3] != ("H", FORMAT, VERSION):
            return [reasons.bad_header("版本")]
        _, _, _, number, code, month, batch, made_at, _ = header
        wrong = {
            "单位": number != unit,
            "业务": code not in COLUMNS,
            "年月": month != month_of(self._hall.now),
            "批次号": not _BATCH.fullmatch(batch),
            "生成时间": not _is_moment(made_at),
            "列": parsed.columns != COLUMNS.get(code, parsed.columns) or parsed.bad_columns,
        }
        return [reasons.bad_header(what) for what, is_wrong in wrong.items() if is_wrong]

    def _against_lines(self, parsed: Parsed) -> list[Reason]:
        found = list(parsed.bad_lines)
        known = {each.words for each in found}
        for n, record in enumerate(parsed.records, start=1):
            bad = reasons.bad_line(record.place)
            if bad.words in known:
                continue
            if len(record.values) != len(parsed.columns):
                found.append(bad)
            elif record.number != str(n):
                found.append(reasons.bad_line_number(record.place))
        trailer = reasons.bad_line(len(parsed.records) + 2)
        if len(parsed.trailer) != 4 and trailer.words not in known:
            found.append(trailer)
        return found

    def _against_trailer(self, parsed: Parsed) -> list[Reason]:
        _, count, checksum, total = parsed.trailer
        found: list[Reason] = []
        if count != str(len(parsed.records)):
            found.append(reasons.FILE_COUNT)
        if checksum != parsed.checksum:
            found.append(reasons.FILE_CHECKSUM)
        if total != sum_of(parsed.columns, (each.values for each in parsed.records)):
            found.append(reasons.FILE_SUM)
        if not parsed.records:
            found.append(reasons.FILE_NO_ROWS)
        return found

    def _batch_is_known(self, unit: str, batch: str) -> bool:
        return self._hall.guards_duplicates and any(
            each.unit == unit and each.batch == batch and each.submitted_version
            for each in self._store.files.values()
        )

    def _hold(self, unit: str, parsed: Parsed, format: str) -> FileRecord | FileRefusal:
        lines = self._judged(unit, parsed)
        bad = sum(bool(each.words) for each in lines)
        file = FileRecord(
            number="",
            unit=unit,
            batch=parsed.header[6],
            business_code=parsed.header[4],
            month=parsed.header[5],
            format=format,
            header=parsed.header_raw,
            columns=parsed.columns,
            lines=lines,
            uploaded_at=self._hall.now,
            order=self._store.next_order(),
        )
        if bad and FILE_ALL_OR_NOTHING in self._hall.variants:
            return _refuse([reasons.lines_refused(bad)], file)
        if bad == len(lines):
            return _refuse([reasons.FILE_NOBODY], file)
        held = replace(file, number=self._store.next_number("file", self._hall.now))
        self._store.files[held.number] = held
        return held

    def _judged(self, unit: str, parsed: Parsed) -> tuple[FileLine, ...]:
        business = BUSINESSES[parsed.header[4]]
        seen: set[str] = set()
        lines: list[FileLine] = []
        for n, record in enumerate(parsed.records, start=1):
            said = said_in(business, parsed.columns, record.values)
            found = judge_line(self._hall, unit, business, record.scope, said, seen=said["idCard"] in seen)
            seen.add(said["idCard"])
            words = tuple(each.words for each in found)
            lines.append(FileLine(n, record.scope, record.values, record.raw, words))
        return tuple(lines)

    # --- drafts ---------------------------------------------------------------------------------------------------

    def file(self, unit: str, number: str) -> FileRecord | None:
        """A file of this unit."""
        file = self._store.files.get(number)
        return file if file is not None and file.unit == unit else None

    def drop(self, unit: str, number: str, version: int, lines: Iterable[int]) -> FileRecord | Refusal:
        """Leave lines out of a draft: all of these, or none."""
        file = self._draft(unit, number, version)
        if isinstance(file, Refusal):
            return file
        dropping = set(lines)
        held = {each.number for each in file.held}
        if not dropping <= held or not dropping:
            return Refusal((reasons.FILE_BAD_LINES,))
        if dropping == held:
            return Refusal((reasons.FILE_LAST_LINE,))
        dropped = replace(file, dropped=file.dropped | dropping, version=file.version + 1)
        self._store.files[number] = dropped
        return dropped

    def delete(self, unit: str, number: str, version: int) -> FileRecord | Refusal:
        """Delete a draft."""
        file = self._draft(unit, number, version)
        if not isinstance(file, Refusal):
            del self._store.files[number]
        return file

    def _draft(self, unit: str, number: str, version: int) -> FileRecord | Refusal:
        file = self.file(unit, number)
        if file is None:
            return Refusal((reasons.FILE_UNKNOWN,))
        if file.submitted_version:
            return Refusal((reasons.FILE_SENT,))
        return Refusal((reasons.CONTENT_CHANGED,)) if version != file.version else file

    # --- the commit -----------------------------------------------------------------------------------------------

    @enforces("BJ-20", "BJ-32")
    def submit(self, unit: str, number: str, version: int, shown: int = 0) -> FileRecord | Refusal:
        """Submit every line that is held, or say the one thing that is wrong."""
        file = self.file(unit, number)
        if file is not None and file.business.windowed:
            shut = self._hall.window.shut(self._hall.now)
            if shut is not None:
                return Refusal((shut,))
        if file is None:
            return Refusal((reasons.FILE_UNKNOWN,))
        if (reason := self._against_submission(file, version)) is not None:
            return Refusal((reason,))
        if file.submitted_version:
            file = self._again(file)
        return self._hall.file_processing.begin(file, shown)

    def _against_submission(self, file: FileRecord, version: int) -> Reason | None:
        if version != file.version:
            return reasons.CONTENT_CHANGED
        if not self._hall.guards_duplicates:
            return None
        if file.submitted_version:
            return reasons.FILE_SENT
        if self._batch_is_known(file.unit, file.batch):
            return reasons.FILE_BATCH_AGAIN
        if file.month != month_of(self._hall.now):
            return reasons.FILE_MONTH
        return None

    def _again(self, file: FileRecord) -> FileRecord:
        """A second file with the same lines, where the hall guards nothing."""
        now = self._hall.now
        lines = tuple(replace(each, lsh="", slh="") for each in file.lines)
        return replace(
            file,
            number=self._store.next_number("file", now),
            lines=lines,
            uploaded_at=now,
            submitted_version=0,
            submitted_at=None,
            forwarded_at=None,
            order=self._store.next_order(),
        )


def _is_moment(text: str) -> bool:
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        return False
    try:
        datetime.strptime(text, "%Y%m%d%H%M%S")  # noqa: DTZ007  # only whether there is such a moment
    except ValueError:
        return False
    return True
