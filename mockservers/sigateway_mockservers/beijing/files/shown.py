"""What is shown of a file: the object, its lines, its content, its result. Pure but for the halves it looks up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sigateway_mockservers.beijing.files.layout import RESULT, VERSION, crc, line_of, sum_of
from sigateway_mockservers.beijing.moments import written
from sigateway_mockservers.beijing.names import (
    ENDED,
    FAILED,
    FLAGS,
    FOUR,
    IMPORTED,
    MEDICAL,
    MEDICAL_ONLY,
    PARTLY,
    RUNNING,
    STATES,
    SYSTEMS_OF,
    UNSENT,
)
from sigateway_mockservers.beijing.records import FileLine, FileRecord, Half, Submission

HELD, BAD, DROPPED, PROCESSING = "held", "bad", "dropped", "processing"

HalfOf = Callable[[FileLine, str], Half | None]


class FileView:
    """A file as it stands: the results are those of the file's own submission, whatever is corrected later."""

    def __init__(self, file: FileRecord, half_of: HalfOf) -> None:
        self._file = file
        self._half_of = half_of

    def result(self, line: FileLine, system: str) -> Submission | None:
        """What became of one half of a line; ``None`` while there is none to be seen."""
        half = self._half_of(line, system)
        return half.submissions[0] if half is not None and half.handed_on else None

    def state(self, line: FileLine) -> str:
        """How a line stands."""
        if line.words:
            return BAD
        if line.number in self._file.dropped:
            return DROPPED
        if not self._file.submitted_version:
            return HELD
        flags = [self._flag(line, system) for system in SYSTEMS_OF[line.scope]]
        if not all(flags):
            return PROCESSING
        imported = [flag == IMPORTED for flag in flags]
        return IMPORTED if all(imported) else PARTLY if any(imported) else FAILED

    def _flag(self, line: FileLine, system: str) -> str:
        result = self.result(line, system)
        # What the counter has undone had been imported.
        return "" if result is None else IMPORTED if result.undone_at is not None else result.flag

    def status(self) -> tuple[str, str]:
        """``status`` and ``reportFlag`` of the file."""
        if not self._file.submitted_version:
            return UNSENT, ""
        states = [self.state(each) for each in self._file.held]
        if PROCESSING in states:
            return RUNNING, ""
        return ENDED, states[0] if len(set(states)) == 1 else PARTLY

    def as_object(self) -> dict[str, Any]:
        """The file object."""
        file = self._file
        states = [self.state(each) for each in file.lines]
        status, flag = self.status()
        ended = [each.ended_at for each in self._results()] if status == ENDED else []
        held = file.held
        return {
            "fileNo": file.number,
            "batchNo": file.batch,
            "type": file.business_code,
            "typeName": file.business.name,
            "month": file.month,
            "format": file.format,
            "status": status,
            "statusName": STATES[status],
            "reportFlag": flag,
            "flagName": FLAGS[flag],
            "version": file.version,
            "submittedVersion": file.submitted_version,
            "count": len(file.lines),
            "held": len(held),
            "bad": states.count(BAD),
            "dropped": states.count(DROPPED),
            "heldChecksum": crc([file.header, *(each.raw for each in held)]),
            "heldSum": sum_of(file.columns, (each.values for each in held)),
            "uploadedAt": written(file.uploaded_at),
            "declaredAt": written(file.submitted_at),
            "endedAt": written(max((each for each in ended if each is not None), default=None)),
            "ended": sum(each in FLAGS and bool(each) for each in states),
            "flags": {each: states.count(each) for each in (FAILED, IMPORTED, PARTLY)},
        }

    def _results(self) -> Iterator[Submission]:
        for line in self._file.held:
            for system in SYSTEMS_OF[line.scope]:
                result = self.result(line, system)
                if result is not None:
                    yield result

    def row(self, line: FileLine) -> dict[str, str]:
        """A line as the result file has it."""
        values = dict(zip(self._file.columns, line.values, strict=True))
        four, medical = self.result(line, FOUR), self.result(line, MEDICAL)
        words = {FOUR: four.errors if four else (), MEDICAL: medical.errors if medical else ()}
        if line.words:
            words[MEDICAL if line.scope == MEDICAL_ONLY else FOUR] = line.words
        return {
            "line": str(line.number),
            "scope": line.scope,
            "idCard": values["ZJHM"],
            "name": values["XM"],
            "state": self.state(line),
            "lsh": line.lsh,
            "fourFlag": self._flag(line, FOUR),
            "slh": line.slh if medical is not None else "",
            "medicalFlag": self._flag(line, MEDICAL),
            "fourWords": "；".join(words[FOUR]),
            "medicalWords": "；".join(words[MEDICAL]),
        }

    def result_file(self, now: str) -> bytes:
        """The result of every record, to its trailer."""
        file = self._file
        head = (
            "H",
            RESULT,
            VERSION,
            file.unit,
            file.business_code,
            file.number,
            file.batch,
            str(file.version),
            now,
        )
        lines = [line_of(head)]
        lines += [line_of(("L", *self.row(each).values())) for each in file.lines]
        return b"".join([*lines, line_of(("T", str(len(file.lines)), crc(lines)))])

    def content(self) -> bytes:
        """The lines that are held, with a trailer of their own."""
        file = self._file
        lines = [file.header, *(each.raw for each in file.held)]
        total = sum_of(file.columns, (each.values for each in file.held))
        return b"".join([*lines, line_of(("T", str(len(file.held)), crc(lines), total))])
