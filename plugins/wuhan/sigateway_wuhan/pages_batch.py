"""Readers of the batches 批量办理: the upload form, the rows of a task, the template and the list of failures. Part of the wire."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sigateway.plugin import WireChanged

from . import wire_batch
from .fields import FormField
from .forms import the_form
from .pages import data_fields, needed, read_table
from .pages_business import PersonForm
from .wire import Page
from .workbook import Sheet

UNSENT: Final = ""
RUNNING: Final = "进行中"
PASSED: Final = "结束"
RETURNED: Final = "回退"
_WORDS: Final = (UNSENT, RUNNING, PASSED, RETURNED)

_FAILURE_HEADINGS: Final = ("行号", "公民身份号码", "姓名", "失败原因")


@dataclass(frozen=True)
class BatchRow:
    """One person of a batch: 行号, the columns as the hall holds them, and how the row stands (WH-84, WH-85)."""

    line: int
    values: Mapping[str, str] = field(repr=False)
    word: str
    reasons: tuple[str, ...]

    @property
    def document(self) -> str:
        """证件号码."""
        return self.values["zjhm"]


@dataclass(frozen=True)
class BatchPage:
    """One page of the rows of a task. ``taken`` and ``failed`` are counted by the hall at the upload."""

    number: str
    rows: tuple[BatchRow, ...]
    total: int
    pages: int
    taken: str
    failed: str


@dataclass(frozen=True)
class Failure:
    """A row that was not taken, and why, in the hall's words (WH-79)."""

    line: int
    document: str = field(repr=False)
    words: tuple[str, ...]


def upload_form(page: Page, what: str) -> PersonForm:
    """The upload form, and what the hall tells beside it; the page must offer the template of this very business (WH-78)."""
    links = [urlsplit(link.attributes.get("href") or "") for link in page.tree.css("a")]
    offered = [link for link in links if link.path.rsplit("/", 1)[-1] == wire_batch.TEMPLATE]
    if not any(parse_qs(link.query).get("yw") == [what] for link in offered):
        raise WireChanged("批量办理", f"模板下载 of {what}", "no such link")
    form = the_form(page, wire_batch.UPLOAD, {"yw", "bdh", "wj"})
    if form.values["yw"] != what:
        raise WireChanged("批量办理", f"a form of {what}", "another business")
    number = needed("批量办理", form.values, "bdh")
    return PersonForm(number, form, data_fields(page, "dl#facts dd"), page)


def check_template(sheet: Sheet, headings: tuple[str, ...]) -> None:
    """The hall's template must be the one that this region fills in, heading by heading, and hold nothing else (WH-78)."""
    _check_headings(sheet, headings)
    if any(sheet.rows[1:]):
        raise WireChanged("批量模板", "headings only", "rows below them")


def listed(sheet: Sheet, columns: Sequence[FormField]) -> dict[str, dict[str, str]]:
    """The rows of a template that the hall has filled in (WH-90), by 证件号码, each person once."""
    _check_headings(sheet, tuple(column.heading for column in columns))
    names = [column.name for column in columns]
    found: dict[str, dict[str, str]] = {}
    for cells in filter(None, sheet.rows[1:]):
        row = dict.fromkeys(names, "") | dict(zip(names, cells, strict=False))
        document = row["zjhm"]
        if len(cells) > len(names) or not document or document in found:
            raise WireChanged("批量模板", "one row of each person, below its headings", "other rows")
        found[document] = row
    return found


def _check_headings(sheet: Sheet, headings: tuple[str, ...]) -> None:
    first = sheet.rows[0] if sheet.rows else ()
    if first != headings:
        missing, unknown = sorted(set(headings) - set(first)), sorted(set(first) - set(headings))
        raise WireChanged(
            "批量模板", "、".join(headings), f"missing {missing}, unknown {unknown}, or another order"
        )


def rows(page: Page, name: str, shown: Collection[str], of_task: Collection[str] = ()) -> BatchPage:
    """One page of a task's rows, with the state of each. ``of_task`` is what it shows once for all of them."""
    result = data_fields(page, "dl#result dd")
    if needed("批量任务", result, "ywmc") != name:
        raise WireChanged("批量任务", name, "another business")
    once = {name: needed("批量任务", result, name) for name in of_task}
    found, total, pages = read_table(page, "mingxi", ("hh", *shown, "spjg", "htyy"))
    return BatchPage(
        number=needed("批量任务", result, "sxh"),
        rows=tuple(_row(row, shown, once) for row in found),
        total=total,
        pages=pages,
        taken=result.get("crs", ""),
        failed=result.get("sbs", ""),
    )


def _row(row: Mapping[str, str], shown: Collection[str], once: Mapping[str, str]) -> BatchRow:
    word = row["spjg"]
    if word not in _WORDS:
        raise WireChanged("审批结果", "/".join(_WORDS[1:]), word)
    values = {**{name: row[name] for name in shown}, **once}
    return BatchRow(_line(row["hh"]), values, word, _words(row["htyy"]))


def failure_list(page: Page) -> str:
    """The number of the list of failures, when no row at all was taken: it names no task."""
    link = page.tree.css_first("a#shibai")
    target = urlsplit((link.attributes.get("href") or "") if link else "")
    number = parse_qs(target.query).get("sxh", [""])[0]
    if not target.path.endswith(wire_batch.FAILURES) or not number:
        raise WireChanged("批量上传", "a link to the list of failures", "none")
    return number


def failures(sheet: Sheet) -> tuple[Failure, ...]:
    """下载导入失败列表 (WH-79)."""
    if not sheet.rows or sheet.rows[0] != _FAILURE_HEADINGS:
        raise WireChanged("导入失败列表", "、".join(_FAILURE_HEADINGS), "other headings")
    found = []
    for row in filter(None, sheet.rows[1:]):
        words = _words(row[3]) if len(row) == len(_FAILURE_HEADINGS) else ()
        if not words:
            raise WireChanged("导入失败列表", "a reason for each row", "none")
        found.append(Failure(_line(row[0]), row[1], words))
    return tuple(found)


def _words(joined: str) -> tuple[str, ...]:
    return tuple(words for words in joined.split("；") if words)


def _line(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise WireChanged("行号", "a whole number", "another form")
    return int(text)
