"""The wire of the Jiangsu hall: JSON written, replies told apart. Pure.

Modelled by us (E0, ``docs/wire/jiangsu.md``); on the day the real hall is connected this file and ``fields.py`` change.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from sigateway.plugin import Body, Classified, Kind, Means, Private, Reply, Request

JSON: Final = "application/json"
PDF: Final = "application/pdf"

NOT_FOUND: Final = "4001"
NO_RIGHT: Final = "2101"
_KEYS: Final = {"appcode", "message", "errors", "data", "time", "mock"}
_REFUSALS: Final = {
    "1900": 400, "2001": 200, NO_RIGHT: 200, "3000": 200, "3001": 200, "3002": 200, "3003": 200,
    "3101": 200, "3201": 200, NOT_FOUND: 200,
}  # fmt: skip
"""The codes of a clear no, and the HTTP status of each."""

_PERHAPS_OURS: Final = {
    "api/filing/submit": frozenset({"D001"}),
    "api/filing/takeback": frozenset({"X902"}),
    "api/unit/consent": frozenset({"G010"}),
    "api/unit/handlers": frozenset({"G004"}),
    "api/unit/handlers/revoke": frozenset({"G008"}),
}
"""What a commit is told of what is in effect already, by this commit or by another hand: only evidence can say which."""


@dataclass(frozen=True)
class Refused:
    """One reason of the hall: its code and its words."""

    code: str
    words: str


@dataclass(frozen=True)
class Answer:
    """A whole reply: ``code`` and ``words``, ``reasons`` of a refusal, ``at`` by the hall's clock, and what it holds."""

    code: str
    words: str
    reasons: tuple[Refused, ...]
    at: datetime
    data: Any = field(repr=False)


def answer(reply: Reply) -> Answer | None:
    """The answer in this reply; ``None`` when it was cut short, or is no answer of this hall."""
    if "answer" not in reply.memo:
        reply.memo["answer"] = _read(reply)
    found: Answer | None = reply.memo["answer"]
    return found


def _read(reply: Reply) -> Answer | None:
    if _media_type(reply) != JSON or not _is_whole(reply):
        return None
    try:
        said = json.loads(reply.content)
        if not isinstance(said, dict) or not said.keys() >= _KEYS:
            return None
        reasons = tuple(Refused(str(row["code"]), str(row["message"])) for row in said["errors"])
        at = datetime.fromisoformat(said["time"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if at.tzinfo is None or not isinstance(said["appcode"], str) or not isinstance(said["message"], str):
        return None
    return Answer(said["appcode"], said["message"], reasons, at, said["data"])


def _media_type(reply: Reply) -> str:
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_whole(reply: Reply) -> bool:
    return reply.headers.get("content-length") == str(len(reply.content))


def is_pdf(reply: Reply) -> bool:
    """Whether the reply says that it is a PDF."""
    return reply.status == 200 and _media_type(reply) == PDF


def classify(reply: Reply) -> Classified:
    """What kind of reply this is. An answer to a commit that is neither success nor a clear no is UNKNOWN."""
    if is_pdf(reply):
        whole = _is_whole(reply) and reply.content.rstrip().endswith(b"%%EOF")
        return Classified(Kind.DATA if whole else Kind.UNKNOWN, what="PDF")
    found = answer(reply)
    if found is None:
        return Classified(Kind.UNKNOWN, what=f"HTTP {reply.status}, no whole answer")
    what = f"appcode {found.code}, HTTP {reply.status}"
    match found.code, reply.status:
        case "0", 200 if found.data is not None:
            return Classified(Kind.DATA, what=what)
        case "1001", 401:
            return Classified(Kind.SIGNED_OUT, what=what)
        case "1002", 401:
            return Classified(Kind.TAKEN, what=what)
        case "1003", 200:
            return Classified(Kind.MAINTENANCE, what=what)
    if _REFUSALS.get(found.code) != reply.status:
        return Classified(Kind.UNKNOWN, what=what)
    path = urlsplit(reply.url).path
    if any(path.endswith(f"/{end}") and _codes(found) & codes for end, codes in _PERHAPS_OURS.items()):
        return Classified(Kind.UNKNOWN, what=f"{what}, in effect before")
    return Classified(Kind.REFUSED, words_of(found), what)


def _codes(found: Answer) -> set[str]:
    return {reason.code for reason in found.reasons}


def words_of(found: Answer) -> tuple[str, ...]:
    """The hall's words of refusal: its reasons, or the answer's own words when it gives none."""
    return tuple(reason.words for reason in found.reasons if reason.words) or (found.words or found.code,)


# --- requests -------------------------------------------------------------------------------------------------------


def _get(operation: str, path: str, query: Mapping[str, str] | None = None) -> Request:
    return Request(operation, "GET", path, query={k: Private(v) for k, v in (query or {}).items()})


def _post(
    operation: str, path: str, means: Means, content: Mapping[str, Any], *, secret: bool = False
) -> Request:
    body = Body(json.dumps(content, ensure_ascii=False).encode(), JSON, secret=secret)
    return Request(operation, "POST", path, means, body=body)


def areas() -> Request:
    """办事地区."""
    return _get("area.list", "api/areas")


def challenge(area: str) -> Request:
    """挑战码: one use, five minutes."""
    return _post("challenge.open", "api/login/ca/challenge", Means.READ, {"area": area})


def certificate_login(
    area: str, code: str, certificate: bytes, signature: bytes, *, initial: bool
) -> Request:
    """The certificate, and its signature over the challenge (JS-25); the PIN never crosses the wire."""
    content = {
        "area": area,
        "challenge": code,
        "certificate": base64.b64encode(certificate).decode(),
        "signature": base64.b64encode(signature).decode(),
        "initialPin": initial,
    }
    return _post("login.certificate", "api/login/ca", Means.SIGN_IN, content)


def handler_login(area: str, unit: str, person: str, password: str, passed: str = "") -> Request:
    """单位登录 with the handler's own identity and password (JS-44)."""
    content = {"area": area, "unit": unit, "person": person, "password": password, "pass": passed}
    return _post("login.handler", "api/login/handler", Means.SIGN_IN, content)


def person_login(number: str, password: str) -> Request:
    """个人登录 (JS-22)."""
    content = {"idNumber": number, "password": password}
    return _post("login.person", "api/login/person", Means.SIGN_IN, content)


def face(purpose: str, area: str, unit: str, name: str, number: str) -> Request:
    """A ticket for a face scan (JS-28, JS-42). A new one kills an older one."""
    content = {"purpose": purpose, "area": area, "unit": unit, "name": name, "idNumber": number}
    return _post("face.start", "api/face", Means.DRAFT, content)


def face_state(ticket: str) -> Request:
    """How a scan stands."""
    return _get("face.poll", "api/face/state", {"ticket": ticket})


def registration_state(unit: str) -> Request:
    """Whether the unit is registered (JS-18)."""
    return _get("registration.state", "api/registration", {"unit": unit})


def register(area: str, unit: str, name: str, number: str, mobile: str, passed: str) -> Request:
    """单位注册 (JS-19)."""
    content = {
        "area": area,
        "unit": unit,
        "name": name,
        "idNumber": number,
        "mobile": mobile,
        "pass": passed,
    }
    return _post("registration.submit", "api/registration", Means.COMMIT, content)


def activate(area: str, unit: str, number: str, password: str, passed: str) -> Request:
    """A grantee's account with its password (JS-42)."""
    content = {"area": area, "unit": unit, "idNumber": number, "password": password, "pass": passed}
    return _post("account.activate", "api/account/activate", Means.COMMIT, content, secret=True)


def reset(unit: str, number: str, password: str, passed: str) -> Request:
    """忘记密码 (JS-23)."""
    content = {"unit": unit, "idNumber": number, "password": password, "pass": passed}
    return _post("password.reset", "api/password/reset", Means.COMMIT, content, secret=True)


def unit() -> Request:
    """单位中心 (JS-38)."""
    return _get("unit.open", "api/unit")


def consent() -> Request:
    """授权注意事项 (JS-39)."""
    return _get("consent.open", "api/unit/consent")


def give_consent(version: str, digest: str) -> Request:
    """同意开通 (JS-39)."""
    content = {"version": version, "digest": digest}
    return _post("consent.give", "api/unit/consent", Means.COMMIT, content)


def handlers(page: int) -> Request:
    """经办人管理: by 法定代表人, 管理员, 经办人 (JS-40)."""
    return _get("handler.list", "api/unit/handlers", {"page": str(page)})


def grant(rank: str, name: str, number: str, mobile: str, scopes: list[str]) -> Request:
    """开通授权 (JS-41)."""
    content = {"rank": rank, "name": name, "idNumber": number, "mobile": mobile, "scopes": scopes}
    return _post("handler.grant", "api/unit/handlers", Means.COMMIT, content)


def change_scopes(number: str, scopes: list[str]) -> Request:
    """按事项权限范围授权, of somebody who is granted already (JS-36)."""
    content = {"grant": number, "scopes": scopes}
    return _post("handler.scopes", "api/unit/handlers/scopes", Means.COMMIT, content)


def revoke(number: str) -> Request:
    """取消授权 (JS-36)."""
    return _post("handler.revoke", "api/unit/handlers/revoke", Means.COMMIT, {"grant": number})


def person(number: str) -> Request:
    """One person as the hall knows him."""
    return _get("person.open", "api/person/standing", {"idNumber": number})


def check(matter: str, fields: Mapping[str, str]) -> Request:
    """填写校验: leaves a draft that has no legal effect and lapses with the day."""
    content = {"matter": matter, "fields": dict(fields), "replaces": ""}
    return _post("filing.check", "api/filing/check", Means.DRAFT, content)


def submit(draft: str, fields: Mapping[str, str]) -> Request:
    """提交: exactly what was echoed."""
    return _post("filing.submit", "api/filing/submit", Means.COMMIT, {"draft": draft, "fields": dict(fields)})


def draft(number: str) -> Request:
    """A draft."""
    return _get("draft.open", "api/filing/draft", {"draft": number})


def filings(*, month: str = "", number: str = "", draft: str = "", page: int = 1) -> Request:
    """What was filed, oldest first."""
    query = {"month": month, "idNumber": number, "draft": draft, "page": str(page)}
    return _get("filing.list", "api/filing/list", query)


def filing(number: str) -> Request:
    """One filing, with what must be taken back before it."""
    return _get("filing.open", "api/filing", {"filing": number})


def take_back(number: str, matter: str, person: str) -> Request:
    """回退 (JS-07)."""
    content = {"filing": number, "matter": matter, "idNumber": person}
    return _post("filing.takeback", "api/filing/takeback", Means.COMMIT, content)


def form(number: str) -> Request:
    """审批表 (JS-13)."""
    return _get("form.print", "api/filing/form", {"filing": number})


def slip(whose: str, first: str, last: str) -> Request:
    """权益单, of the ``unit`` or the ``person`` of the session (JS-10, JS-11)."""
    return _get(f"slip.{whose}", f"api/{whose}/slip", {"from": first, "to": last})
