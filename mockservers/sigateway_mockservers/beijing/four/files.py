"""The routes of 报盘 files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from werkzeug.formparser import parse_form_data

from sigateway_mockservers.beijing import reasons
from sigateway_mockservers.beijing.files.desk import FileRefusal
from sigateway_mockservers.beijing.files.layout import DBF, MOST_REASONS, TEXT
from sigateway_mockservers.beijing.files.shown import FileView
from sigateway_mockservers.beijing.four.envelope import (
    MalformedError,
    done,
    list_answer,
    refused,
    rows_of,
    version_in,
)
from sigateway_mockservers.beijing.names import FOUR, kind_in
from sigateway_mockservers.beijing.paging import page_of
from sigateway_mockservers.beijing.reasons import Refusal
from sigateway_mockservers.beijing.records import FileRecord
from sigateway_mockservers.beijing.request import Request
from sigateway_mockservers.beijing.visit import Visit
from sigateway_mockservers.kernel.replies import Reply, file_reply

Said = dict[str, Any]

_TEXT_TYPE = "text/plain; charset=GB18030"


def upload(visit: Visit, said: Said) -> Reply:
    """Hold a file as a draft."""
    content, format = _uploaded(said["upload"])
    held = visit.hall.file_desk.upload(visit.unit, content, format)
    if isinstance(held, FileRefusal):
        visit.note_refusal(held.refusal)
        if held.file is None:
            return refused(held.refusal)
        view = _view(visit, held.file)
        bad = [view.row(each) for each in held.file.lines if each.words]
        return refused(held.refusal, {"lines": bad[:MOST_REASONS]})
    visit.notes.subject = held.number
    return _seen(visit, held)


def _uploaded(request: Request) -> tuple[bytes, str]:
    environ = {
        "wsgi.input": BytesIO(request.content),
        "CONTENT_TYPE": request.media_type,
        "CONTENT_LENGTH": str(len(request.content)),
        "REQUEST_METHOD": "POST",
    }
    _, form, files = parse_form_data(environ)
    sent = files.get("file")
    if sent is None or form.get("format") not in (TEXT, DBF):
        raise MalformedError("no file, or another format")
    content = sent.read()
    sent.close()
    return content, form["format"]


def list_(visit: Visit, _said: Said) -> Reply:
    """The files of the unit, newest first."""
    files = [
        each
        for each in visit.hall.store.all_shown("files", visit.hall.now)
        if each.unit == visit.unit and _is_asked(visit, each)
    ]
    files.sort(key=lambda each: each.order, reverse=True)
    rows = [_view(visit, each).as_object() for each in files]
    status = visit.query.get("status", "")
    return list_answer([row for row in rows if status in ("", row["status"])], visit.query)


def _is_asked(visit: Visit, file: FileRecord) -> bool:
    asked, day = visit.query, f"{file.uploaded_at:%Y-%m-%d}"
    return (
        asked.get("batchNo", "") in ("", file.batch)
        and asked.get("fileNo", "") in ("", file.number)
        and asked.get("type", "") in ("", file.business_code)
        and (asked.get("dateFrom") or day) <= day <= (asked.get("dateTo") or day)
    )


def detail(visit: Visit, _said: Said) -> Reply:
    """The file object."""
    file = _shown(visit)
    return _unknown(visit) if file is None else _seen(visit, file)


def lines(visit: Visit, _said: Said) -> Reply:
    """Single lines, as the result file has them."""
    file = _shown(visit)
    if file is None:
        return _unknown(visit)
    view = _view(visit, file)
    person, state = visit.query.get("idCard", ""), visit.query.get("state", "")
    at = file.columns.index("ZJHM")
    wanted = [
        each
        for each in file.lines
        if (not person or each.values[at] == person) and (not state or view.state(each) == state)
    ]
    page = page_of(wanted, visit.query.get("pageNo", ""), visit.query.get("pageSize", ""))
    return rows_of(page, [view.row(each) for each in page.rows])


def result(visit: Visit, _said: Said) -> Reply:
    """The result file."""
    file = _shown(visit)
    if file is None:
        return _unknown(visit)
    content = _view(visit, file).result_file(f"{visit.hall.now:%Y%m%d%H%M%S}")
    return file_reply(content, _TEXT_TYPE, f"JG{file.number}.txt")


def content(visit: Visit, _said: Said) -> Reply:
    """What the hall holds of the file."""
    file = _shown(visit)
    return (
        _unknown(visit)
        if file is None
        else file_reply(_view(visit, file).content(), _TEXT_TYPE, f"{file.number}.txt")
    )


def drop(visit: Visit, said: Said) -> Reply:
    """Leave lines out of a draft."""
    numbers = said.get("lines")
    if not isinstance(numbers, list) or not all(type(each) is int for each in numbers):
        raise MalformedError("lines are numbers")
    dropped = visit.hall.file_desk.drop(visit.unit, visit.path["fileNo"], version_in(said), numbers)
    if isinstance(dropped, Refusal):
        return _refuse(visit, dropped)
    visit.notes.subject = dropped.number
    return _seen(visit, dropped)


def submit(visit: Visit, said: Said) -> Reply:
    """The one commit of a file."""
    number, version = visit.path["fileNo"], version_in(said)
    before = visit.hall.file_desk.file(visit.unit, number)
    if before is not None:
        _note(visit, before)
    sent = visit.hall.file_desk.submit(visit.unit, number, version, visit.seen(number))
    if isinstance(sent, Refusal):
        return _refuse(visit, sent)
    _note(visit, sent)
    visit.notes.committed = True
    return done(_view(visit, sent).as_object())


def _note(visit: Visit, file: FileRecord) -> None:
    visit.notes.subject, visit.notes.unit = file.number, file.unit
    visit.notes.kind = kind_in(file.business, FOUR)
    visit.notes.parts = visit.hall.file_processing.parts(file, FOUR)


def delete(visit: Visit, said: Said) -> Reply:
    """Delete a draft."""
    deleted = visit.hall.file_desk.delete(visit.unit, visit.path["fileNo"], version_in(said))
    if isinstance(deleted, Refusal):
        return _refuse(visit, deleted)
    visit.notes.subject, visit.notes.committed = deleted.number, True
    return done({"fileNo": deleted.number})


def _seen(visit: Visit, file: FileRecord) -> Reply:
    visit.hall.store.seen[visit.session.token, file.number] = file.version
    return done(_view(visit, file).as_object())


def _shown(visit: Visit) -> FileRecord | None:
    file: FileRecord | None = visit.hall.store.shown("files", visit.path["fileNo"], visit.hall.now)
    return file if file is not None and file.unit == visit.unit else None


def _view(visit: Visit, file: FileRecord) -> FileView:
    return FileView(file, visit.hall.file_processing.half_of)


def _unknown(visit: Visit) -> Reply:
    return _refuse(visit, Refusal((reasons.FILE_UNKNOWN,)))


def _refuse(visit: Visit, refusal: Refusal) -> Reply:
    visit.note_refusal(refusal)
    return refused(refusal)
