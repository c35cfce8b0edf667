"""What stops a batch: before the upload, before the commit, and the hall's own no (WH-78, WH-79)."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import HallRefused, HallUnavailable, WireChanged
from sigateway_wuhan import flows_batch

UPLOADED = "pl_shangchuan.do"


def _filed(w: SimpleNamespace, filings: Sequence[Any], answers: Sequence[Any], *, me: Any = None) -> Any:
    return w.play(flows_batch.submit(filings, me or w.signed_in(), w.context()), list(answers))


def _before(w: SimpleNamespace, yw: str = "zengyuan") -> list[Any]:
    return [w.batch_page(yw), w.template(yw)]


def _listed(w: SimpleNamespace, filings: Sequence[Any], lines: Sequence[int], **options: Any) -> Any:
    """The answer to an upload: the filings of these lines were taken."""
    rows = [w.row_of(filings[line - 2], line) for line in lines]
    return w.batch_list(rows, at=UPLOADED, failed=len(filings) - len(lines), **options)


@pytest.mark.rule("WH-78")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda w: [w.batch_page(link="zanting")], "模板下载"),
        (lambda w: [w.batch_page(form_yw="zanting")], "another business"),
        (lambda w: [w.batch_page(), w.template(headings=w.HEADINGS["zanting"])], "missing .*申报工资"),
        (lambda w: [w.batch_page(), w.template(headings=w.HEADINGS["zengyuan"][::-1])], "another order"),
        (lambda w: [w.batch_page(), w.template(headings=(*w.HEADINGS["zengyuan"], "工种*"))], "工种"),
        (
            lambda w: [w.batch_page(), w.reply("pl_muban.do", w.xls([w.HEADINGS["zengyuan"], ["说明"]]), kind=w.XLS)],
            "headings only",
        ),
        (lambda w: [w.batch_page(), w.page("pl_muban.do", "batch")], "workbook"),
    ],
)  # fmt: skip
def test_a_changed_entrance_or_template_stops_us_before_the_upload(
    w: SimpleNamespace, change: Any, expected: str
) -> None:
    with pytest.raises(WireChanged, match=expected):
        _filed(w, w.enrolments(2), change(w))


@pytest.mark.rule("WH-79")
@pytest.mark.parametrize(
    "told",
    [
        [],
        [(3, 1, "此人在本单位已参保"), (3, 1, "此人在本单位已参保")],
        [(2, 1, "此人在本单位已参保")],
        [(3, 0, "此人在本单位已参保")],
        [(3, 1, "")],
        [("三", 1, "此人在本单位已参保")],
    ],
    ids=["nobody", "twice", "a row of the list", "another person", "no reason", "no row number"],
)
def test_a_row_in_neither_list_stops_us_before_the_commit(w: SimpleNamespace, told: Any) -> None:
    filings = w.enrolments(2)
    rows = [(line, filings[who].person.document.number, "名", words) for line, who, words in told]
    with pytest.raises(WireChanged) as refusal:
        _filed(w, filings, [*_before(w), _listed(w, filings, (2,)), w.failures(*rows)])
    assert filings[1].person.document.number not in str(refusal.value)


@pytest.mark.rule("WH-79")
@pytest.mark.parametrize(
    "listed",
    [
        lambda w, f: w.batch_list([w.row_of(f[0], 2)], at=UPLOADED, failed=0),
        lambda w, f: w.batch_list([w.row_of(f[0], 2), w.row_of(f[1], 3)], at=UPLOADED, failed=1),
        lambda w, f: w.batch_list([w.row_of(f[0], 2), w.row_of(f[1], 9)], at=UPLOADED),
        lambda w, f: w.batch_list([w.row_of(f[0], 2)], at=UPLOADED, total=2),
        lambda w, f: w.batch_list([w.row_of(x, n) for n, x in enumerate(f, 2)], at=UPLOADED, name="批量减员"),
        lambda w, f: w.batch_list([w.row_of(x, n, spjg="进行中") for n, x in enumerate(f, 2)], at=UPLOADED),
        lambda w, f: w.page(UPLOADED, "batch_list"),
    ],
    ids=["fewer", "more failed", "a strange row", "cut", "another business", "submitted", "empty"],
)
def test_a_list_that_does_not_add_up_stops_us_before_the_commit(w: SimpleNamespace, listed: Any) -> None:
    filings = w.enrolments(2)
    with pytest.raises(WireChanged):
        _filed(w, filings, [*_before(w), listed(w, filings)])


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("文件不是有效的Excel 97-2003工作簿", "WH-78"),
        ("模板表头有误", "WH-78"),
        ("超过500行，请分批上传", "WH-78"),
        ("页面已失效，请重新办理", None),
    ],
)
def test_an_upload_refused_as_a_whole_is_told_in_the_halls_words(
    w: SimpleNamespace, words: str, rule: str | None
) -> None:
    refused = w.page(UPLOADED, "batch", errors=(words,))
    with pytest.raises(HallRefused) as refusal:
        _filed(w, w.enrolments(2), [*_before(w), refused])
    assert [reason.rule for reason in refusal.value.reasons] == [rule]
    assert refusal.value.reasons[0].plain


@pytest.mark.rule("WH-54", "WH-80")
def test_a_submission_refused_for_every_row_is_told_in_the_halls_words(w: SimpleNamespace) -> None:
    filings = w.enrolments(2)
    refused = w.page("tijiao.do", "message", errors=("此人在本单位已有正在办理的增员业务",))
    with pytest.raises(HallRefused) as refusal:
        _filed(w, filings, [*_before(w), _listed(w, filings, (2, 3)), refused])
    assert [reason.rule for reason in refusal.value.reasons] == ["WH-54"]


def test_success_for_another_task_is_not_taken_for_ours(w: SimpleNamespace) -> None:
    filings = w.enrolments(2)
    with pytest.raises(WireChanged):
        _filed(w, filings, [*_before(w), _listed(w, filings, (2, 3)), w.submitted("B2")])


def test_a_session_that_ended_is_no_workbook(w: SimpleNamespace) -> None:
    over = w.page("pl_muban.do", "login", errors=("登录超时，请重新登录",))
    with pytest.raises(HallUnavailable):
        _filed(w, w.enrolments(2), [w.batch_page(), over])
