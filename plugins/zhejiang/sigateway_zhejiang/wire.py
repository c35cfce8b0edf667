"""The wire of the Zhejiang hall: requests written, replies told apart. Pure.

Modelled by us (E0, ``docs/wire/zhejiang.md``); on the day the real hall is connected this file, ``wire_portal.py``, ``answers.py`` and
``fields.py`` change. Two sites: the ``portal`` 浙江政务服务网 speaks pages, the ``hall`` 浙江省社会保险网上服务系统 JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from sigateway.plugin import Body, Classified, Kind, Means, Reply, Request

from . import wire_portal

JSON: Final = "application/json; charset=utf-8"
PDF: Final = "application/pdf"
CSRF: Final = "X-CSRF-TOKEN"
"""Goes with every request of the session, from log-in on; the hall asks for it where something is posted."""

DONE: Final = "0"
REFUSED: Final = "1"
_REFUSALS: Final = {REFUSED: 200, "400": 400}
_OTHERS: Final[Mapping[str, tuple[int, Kind]]] = {
    "401": (401, Kind.SIGNED_OUT),
    "402": (200, Kind.TAKEN),
    "403": (403, Kind.SIGNED_OUT),
    "503": (200, Kind.MAINTENANCE),
}


@dataclass(frozen=True)
class Refusal:
    """One reason of the hall: its words, and the field that it names, if any."""

    words: str
    field: str


@dataclass(frozen=True)
class Answer:
    """A whole answer of the hall: its ``code``, what it says, why not, and what it holds."""

    where: str
    code: str
    words: str
    errors: tuple[Refusal, ...]
    data: Mapping[str, Any] = field(repr=False)


def answer(reply: Reply) -> Answer | None:
    """The answer in this reply; ``None`` when it was cut short, or is none of this hall."""
    if "answer" not in reply.memo:
        reply.memo["answer"] = _read(reply)
    found: Answer | None = reply.memo["answer"]
    return found


def _read(reply: Reply) -> Answer | None:
    if media_type(reply) != "application/json" or not is_whole(reply):
        return None
    try:
        told = json.loads(reply.content)
    except (ValueError, RecursionError):
        return None
    match told:
        case {"code": str(code), "msg": str(words), "errors": list(errors), "data": dict(data)}:
            refusals = tuple(_refusals(errors))
            complete = len(refusals) == len(errors) and _has_its_rows(data)
            return Answer(where_of(reply), code, words, refusals, data) if complete else None
    return None


def _refusals(errors: Sequence[object]) -> list[Refusal]:
    found = []
    for each in errors:
        match each:
            case {"message": str(words), "field": str(name)}:
                found.append(Refusal(words, name))
    return found


def _has_its_rows(data: Mapping[str, Any]) -> bool:
    """A list that holds another number of rows than it says was cut short."""
    return "rowCount" not in data or (
        isinstance(data.get("rows"), list) and len(data["rows"]) == data["rowCount"]
    )


def where_of(reply: Reply) -> str:
    """The last step of the address that is no number: for messages, so that no identity or item number gets into one."""
    steps = [
        step
        for step in urlsplit(reply.url).path.split("/")
        if step.isascii() and step.replace("-", "").isalpha()
    ]
    return "/".join(steps[-2:])


def media_type(reply: Reply) -> str:
    """Of the content, without parameters."""
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def is_whole(reply: Reply) -> bool:
    """Whether all that was announced has come."""
    return reply.headers.get("content-length") == str(len(reply.content))


def classify(reply: Reply) -> Classified:
    """What kind of reply this is. An answer to a commit that is neither success nor a clear no is UNKNOWN."""
    where = where_of(reply)
    if reply.status == 302:
        return Classified(Kind.DATA if reply.location else Kind.UNKNOWN, what=f"{where}: redirect")
    kind = media_type(reply)
    if kind == "text/html":
        return wire_portal.classify(reply, whole=is_whole(reply))
    if kind == PDF and reply.status == 200:
        return Classified(Kind.DATA if is_whole(reply) else Kind.UNKNOWN, what=f"{where}: PDF")
    found = answer(reply)
    if found is None:
        return Classified(Kind.UNKNOWN, what=f"{where}: HTTP {reply.status}, no whole answer")
    what = f"{where}: {found.code}, HTTP {reply.status}"
    if found.code in _REFUSALS and reply.status == _REFUSALS[found.code]:
        return Classified(Kind.REFUSED, words_of(found), what)
    if found.code == DONE and reply.status == 200:
        return Classified(Kind.DATA, what=what)
    status, other = _OTHERS.get(found.code, (0, Kind.UNKNOWN))
    return Classified(other if status == reply.status else Kind.UNKNOWN, what=what)


def words_of(found: Answer) -> tuple[str, ...]:
    """The hall's words of refusal: its reasons, or what it says when it gives none."""
    return tuple(each.words for each in found.errors) or (found.words or found.code,)


# --- requests -------------------------------------------------------------------------------------------------------


def get(operation: str, path: str, **query: str) -> Request:
    """A READ of the hall."""
    return Request(f"hall.{operation}", "GET", path, query=query)


def post(operation: str, path: str, body: Mapping[str, object], means: Means) -> Request:
    """What is posted goes as one JSON object; the session's token is not in it, so that it can be sent again in another session."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Request(f"hall.{operation}", "POST", path, means, body=Body(content, JSON))


def enrol_search(number: str) -> Request:
    """搜索 (ZJ-07)."""
    return get("enrol.search", "api/enrol/search", idCard=number)


def suspend_search(number: str) -> Request:
    """搜索 (ZJ-17)."""
    return get("suspend.search", "api/suspend/search", idCard=number)


def save(business: str, form: Mapping[str, object]) -> Request:
    """下一步 of an enrolment (ZJ-10, ZJ-41), 保存 of a suspension (ZJ-20): both are the submission."""
    return post(f"{business}.save", f"api/{business}", form, Means.COMMIT)


def progress(page: int, number: str = "") -> Request:
    """单位业务申报进度查询 (ZJ-11, ZJ-21), one page; of one person, or of all."""
    return get("progress.list", "api/progress", itemNo="", idCard=number, page=str(page))


def progress_detail(item: str) -> Request:
    """One item of it."""
    return get("progress.detail", f"api/progress/{item}")


def take_back_ask(item: str) -> Request:
    """撤回: the question 「是否作废该办件」 (ZJ-12). Changes nothing."""
    return get("take_back.ask", f"api/progress/{item}/take-back")


def take_back_confirm(item: str) -> Request:
    """确定 (ZJ-13)."""
    return post("take_back.confirm", f"api/progress/{item}/take-back", {"confirm": "1"}, Means.COMMIT)


def opening() -> Request:
    """开办企业全程网上办平台 (ZJ-15)."""
    return get("opening.open", "api/opening")


def opening_submit(form: Mapping[str, object]) -> Request:
    """The opening with its staff."""
    return post("opening.submit", "api/opening", form, Means.COMMIT)


def session() -> Request:
    """Who this session is, and its unit."""
    return get("session", "api/session")


def menu() -> Request:
    """What this session may do (ZJ-05)."""
    return get("menu", "api/menu")


def places() -> Request:
    """参保地 to choose from (ZJ-27)."""
    return get("places", "api/places")


def unit_proof(form: Mapping[str, object]) -> Request:
    """单位参保证明 (ZJ-26). Files nothing: it leaves a proof number."""
    return post("proof.unit", "api/proofs/unit", form, Means.DRAFT)


def person_proof(form: Mapping[str, object]) -> Request:
    """个人参保证明, 下一步 (ZJ-33)."""
    return post("proof.person", "api/proofs/person", form, Means.DRAFT)


def captcha() -> Request:
    """图形验证码 (ZJ-33)."""
    return get("captcha", "api/captcha")


def proof_download(number: str) -> Request:
    """下载 (ZJ-28)."""
    return get("proof.download", f"api/proofs/{number}/download")


def flexible(site: str) -> Request:
    """灵活就业人员参保登记 → 在线办理 (ZJ-37)."""
    return get("flexible.open", "api/flexible", site=site)


def flexible_notice() -> Request:
    """Step 1, 用户须知 (ZJ-38)."""
    return get("flexible.notice", "api/flexible/notice")


def flexible_declare(form: Mapping[str, object]) -> Request:
    """Step 2, 业务申报 (ZJ-38)."""
    return post("flexible.declare", "api/flexible", form, Means.DRAFT)


def flexible_material(draft: str, form: Mapping[str, object]) -> Request:
    """Step 3, 材料申报 (ZJ-38)."""
    return post("flexible.materials", f"api/flexible/{draft}/materials", form, Means.DRAFT)


def flexible_submit(draft: str) -> Request:
    """Step 4, which ends with the 收件回执单 (ZJ-38)."""
    return post("flexible.submit", f"api/flexible/{draft}/submit", {}, Means.COMMIT)


def flexible_list(page: int) -> Request:
    """The person's own items."""
    return get("flexible.list", "api/flexible/items", page=str(page))


def flexible_receipt(item: str) -> Request:
    """收件回执单 (ZJ-38)."""
    return get("flexible.receipt", f"api/flexible/{item}/receipt")
