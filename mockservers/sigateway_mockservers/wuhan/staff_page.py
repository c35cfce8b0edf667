"""模拟 MOCK 窗口: the counter as a page for people. A part of the control plane, never of the hall's own wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request
from jinja2 import Environment, PackageLoader, Template

from sigateway_mockservers.wuhan.businesses import business_of
from sigateway_mockservers.wuhan.fields import FormField
from sigateway_mockservers.wuhan.gbk import CONTENT_TYPE, NotGbkError, read_all, write_page
from sigateway_mockservers.wuhan.lists import written
from sigateway_mockservers.wuhan.reasons import NOT_GBK
from sigateway_mockservers.wuhan.records import Filing, Task

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World

_REASON_OF_ROW = "yy_"
_NOT_WAITING = "该业务不在窗口待办之列"
_NO_REASON = "请填写退回原因"
_NO_DECISION = "请按「通过」「退回」或「部分退回」"


@dataclass(frozen=True, slots=True)
class Paper:
    """One person's filing as staff read it."""

    row: int
    values: list[str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One item that waits at the counter."""

    task: Task
    unit: str
    submitted: str
    labels: list[str]
    papers: list[Paper]


def add_staff_page(blueprint: Blueprint, world_of: Callable[[str], World]) -> None:
    """What waits for staff, and buttons to take it or give it back."""

    @blueprint.get("/staff")
    def staff(world_id: str) -> Response:
        return _page(world_of(world_id))

    @blueprint.post("/staff/<sxh>")
    def decide_by_hand(world_id: str, sxh: str) -> Response:
        world = world_of(world_id)
        try:
            fields = {name: values[-1].strip() for name, values in read_all(request.get_data()).items()}
        except NotGbkError:
            return _page(world, NOT_GBK)
        with world.lock:
            if all(task.sxh != sxh for task in world.wuhan.counter.waiting()):
                return _page(world, _NOT_WAITING)
            return _decide(world, sxh, fields)


def _decide(world: World, sxh: str, fields: Mapping[str, str]) -> Response:
    counter, decision = world.wuhan.counter, fields.get("jd", "")
    if decision == "approve":
        return _decided(world, counter.approve(sxh))
    if decision == "return":
        reason = fields.get("yy", "")
        return _decided(world, counter.return_(sxh, [reason])) if reason else _page(world, _NO_REASON)
    if decision == "return_rows":
        said = {name: words for name, words in fields.items() if name.startswith(_REASON_OF_ROW) and words}
        rows = {int(name.removeprefix(_REASON_OF_ROW)): [words] for name, words in said.items()}
        return _decided(world, counter.return_rows(sxh, rows)) if rows else _page(world, _NO_REASON)
    return _page(world, _NO_DECISION)


def _decided(world: World, task: Task) -> Response:
    """Also what is approved may come back: the facts are looked at again."""
    back = [filing for filing in task.rows if filing.returned]
    if task.is_draft:
        return _page(world, f"{task.sxh} 已退回：{'；'.join(task.reasons)}", notice=True)
    rest = f"，其中退回{len(back)}人" if back else ""
    return _page(world, f"{task.sxh} 已通过{rest}", notice=True)


def _page(world: World, *messages: str, notice: bool = False) -> Response:
    with world.lock:
        text = _template_of_staff().render(
            kind="staff",
            messages=messages,
            messages_class="notice" if notice else "error",
            now=written(world.clock.now()),
            action=f"/_sim/worlds/{world.id}/wuhan/staff",
            entrance=f"/w/{world.id}/wuhan/index.do",
            reason_of_row=_REASON_OF_ROW,
            waiting=[_waiting(world, task) for task in world.wuhan.counter.waiting()],
        )
    return Response(write_page(text), content_type=CONTENT_TYPE)


@cache
def _template_of_staff() -> Template:
    """From an environment of its own: the control plane is that of all halls, and each may have a ``base.html``."""
    loader = PackageLoader(__package__)
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(
        "staff.html"
    )


def _waiting(world: World, task: Task) -> Waiting:
    business = business_of(task)
    columns = (*(business.batch_columns if task.is_batch else business.fields), *business.added)
    shown = [field for field in columns if not field.file]
    return Waiting(
        task,
        world.wuhan.user(task.unit).name,
        written(task.submitted),
        [field.label for field in shown],
        [
            Paper(filing.row, [_cell(field, filing) for field in shown])
            for filing in task.filings
            if not filing.returned
        ],
    )


def _cell(field: FormField, filing: Filing) -> str:
    """A value as people read it: the name of a code, not the code."""
    value = filing.fields.get(field.name, "")
    return field.options.get(value, value)
