"""The wire of the Shanghai hall: documents written, documents signed, replies told apart. Pure.

Modelled by us (E0, ``docs/wire/shanghai.md``); on the day the real hall is connected this file, ``safe_xml.py``, ``answers.py`` and
``fields.py`` change. Whatever takes legal effect is signed (SH-05): the bytes that are signed are exactly those that are sent.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from sigateway.plugin import (
    Body,
    Certificate,
    Classified,
    Kind,
    Means,
    Reply,
    Request,
    SignatureAlgorithm,
)

from . import safe_xml
from .safe_xml import Part, Unsafe

MEDIA_TYPE: Final = "application/xml; charset=UTF-8"
PDF: Final = "application/pdf"
ALGORITHMS: Final = {SignatureAlgorithm.RSA_SHA256: "RSA-SHA256", SignatureAlgorithm.SM2_SM3: "SM2-SM3"}
"""``sf``: the key's kind decides (SH-05)."""
TOKEN: Final = "X-Huihua"

DONE: Final = "0000"
SIGNED_OUT: Final = "1001"
TAKEN: Final = "1002"
MAINTENANCE: Final = "1003"
NOT_FOUND: Final = "4001"
NO_RIGHT: Final = "2101"
RENEW: Final = "Q003"
"""The certificate has more right than the session: the hall wants a new log-in (SH-14)."""
STALE_CHALLENGE: Final = "D005"

_REFUSALS: Final = {
    "1900": 400, "2001": 200, "2002": 200, NO_RIGHT: 200, "2201": 200, "3001": 200, "3002": 200,
    "3003": 200, "3101": 200, "3201": 200, NOT_FOUND: 200,
}  # fmt: skip
"""The result codes of a clear no, and the HTTP status of each."""

_PERHAPS_OURS: Final = {
    "sbtj": frozenset({"T001"}),
    "cxtj": frozenset({"X002"}),
    "ydqd": frozenset({"Y001"}),
    "zssh": frozenset({"Y003"}),
}
"""What a signed function says of what has taken effect before, by this commit or by another hand: only evidence can say which."""


@dataclass(frozen=True)
class Refused:
    """One reason of the hall: its code and its words."""

    code: str
    words: str


@dataclass(frozen=True)
class Answer:
    """A whole reply: result ``code`` and ``words``, ``reasons`` of a refusal, ``at`` by the hall's clock, and what it holds."""

    function: str
    code: str
    words: str
    at: datetime
    reasons: tuple[Refused, ...]
    content: Element | None = field(repr=False)


def answer(reply: Reply) -> Answer | None:
    """The answer in this reply; ``None`` when it was cut short, is unsafe, or is of another function or hall."""
    if "answer" not in reply.memo:
        try:
            reply.memo["answer"] = _read(reply)
        except Unsafe:
            reply.memo["answer"] = None
    found: Answer | None = reply.memo["answer"]
    return found


def _read(reply: Reply) -> Answer | None:
    content = reply.content
    media_type = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/xml" or not _is_whole(reply) or not content.endswith(b"</fh>\n"):
        return None
    root = safe_xml.parsed(content)
    head = safe_xml.child(root, "t")
    if root.tag != "fh" or head is None:
        return None
    said = {name: safe_xml.child(head, name) for name in ("gn", "dm", "xx", "sj")}
    texts = {name: safe_xml.text_of(each) for name, each in said.items() if each is not None}
    if len(texts) < len(said) or texts["gn"] != function_of(reply):
        return None
    try:
        at = datetime.fromisoformat(texts["sj"])
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    return Answer(texts["gn"], texts["dm"], texts["xx"], at, _reasons(root), safe_xml.child(root, "nr"))


def _reasons(root: Element) -> tuple[Refused, ...]:
    why = safe_xml.child(root, "yy")
    rows = () if why is None else why.findall("h")
    return tuple(Refused(_text(row, "dm"), _text(row, "xx")) for row in rows)


def _text(row: Element, name: str) -> str:
    found = safe_xml.child(row, name)
    return "" if found is None else safe_xml.text_of(found)


def function_of(reply: Reply) -> str:
    """The function that was asked: the last part of the address."""
    return urlsplit(reply.url).path.rsplit("/", 1)[-1]


def _is_whole(reply: Reply) -> bool:
    return reply.headers.get("content-length") == str(len(reply.content))


def classify(reply: Reply) -> Classified:
    """What kind of reply this is. An answer to a commit that is neither success nor a clear no is UNKNOWN."""
    function = function_of(reply)
    if reply.status == 200 and function == "dyxz" and is_pdf(reply):
        whole = _is_whole(reply) and reply.content.rstrip().endswith(b"%%EOF")
        return Classified(Kind.DATA if whole else Kind.UNKNOWN, what=f"{function}: PDF")
    found = answer(reply)
    if found is None:
        return Classified(Kind.UNKNOWN, what=f"{function}: HTTP {reply.status}, no whole answer")
    what = f"{function}: {found.code}, HTTP {reply.status}"
    if found.code in _REFUSALS and reply.status == _REFUSALS[found.code]:
        return _refusal(found, what)
    if reply.status != 200:
        return Classified(Kind.UNKNOWN, what=what)
    match found.code:
        case "0000":
            done = found.content is not None and function != "dyxz"
            return Classified(Kind.DATA if done else Kind.UNKNOWN, what=what)
        case "1001":
            return Classified(Kind.SIGNED_OUT, what=what)
        case "1002":
            return Classified(Kind.TAKEN, what=what)
        case "1003":
            return Classified(Kind.MAINTENANCE, what=what)
    return Classified(Kind.UNKNOWN, what=what)


def _refusal(found: Answer, what: str) -> Classified:
    codes = {reason.code for reason in found.reasons}
    if codes & _PERHAPS_OURS.get(found.function, frozenset()):
        return Classified(Kind.UNKNOWN, what=f"{what}, in effect before")
    if found.code == NO_RIGHT and RENEW in codes:
        # Log in again, says the hall, and everything begins anew with the right that the certificate has by now (SH-14).
        return Classified(Kind.SIGNED_OUT, what=what)
    return Classified(Kind.REFUSED, words_of(found), what)


def words_of(found: Answer) -> tuple[str, ...]:
    """The hall's words of refusal: its reasons, or the result's own words when it gives none (SH-24)."""
    return tuple(reason.words for reason in found.reasons if reason.words) or (found.words or found.code,)


def is_pdf(reply: Reply) -> bool:
    """Whether the reply says that it is a PDF."""
    return reply.headers.get("content-type", "").partition(";")[0].strip().lower() == PDF


# --- requests -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Head:
    """Who speaks: the unit and the certificate of the session, both empty before there is one."""

    unit: str = ""
    serial: str = ""

    def parts(self, function: str) -> list[Part]:
        """As it stands in every document."""
        return [("gn", function), ("dwbh", self.unit), ("zsxlh", self.serial)]


def _post(operation: str, function: str, means: Means, content: bytes) -> Request:
    return Request(operation, "POST", f"jk/{function}", means, body=Body(content, MEDIA_TYPE))


def ask(
    operation: str, function: str, head: Head, parts: Iterable[Part] = (), means: Means = Means.READ
) -> Request:
    """A request that is not signed."""
    content = safe_xml.document("qq", 'bb="1"', [("t", head.parts(function)), ("nr", list(parts))])
    return _post(operation, function, means, content)


def to_sign(function: str, head: Head, parts: Iterable[Part]) -> bytes:
    """The document that takes effect: exactly these bytes are signed, and exactly these are sent (SH-05)."""
    return safe_xml.document("qmwj", 'bb="1"', [*head.parts(function), *parts])


def signed(
    operation: str,
    function: str,
    head: Head,
    document: bytes,
    signature: bytes,
    algorithm: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA256,
) -> Request:
    """A request that takes legal effect. Travels in a Commit; the session's token is not in it."""
    wrapped = "".join(
        (
            safe_xml.written(("t", head.parts(function))),
            safe_xml.written(("qmnr", _base64(document))),
            f'<qm sf="{ALGORITHMS[algorithm]}">{_base64(signature)}</qm>',
        )
    )
    content = safe_xml.DECLARATION + f'<qq bb="1">{wrapped}</qq>'.encode()
    return _post(operation, function, Means.COMMIT, content)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def challenge() -> Request:
    """挑战码: one use, five minutes."""
    return ask("challenge.open", "dltz", Head())


def log_in(code: str, serial: str, certificate: Certificate, signature: bytes) -> Request:
    """The certificate, and its signature over the challenge (SH-05). The PIN never crosses the wire."""
    parts: list[Part] = [
        ("tzm", code),
        ("zs", _base64(certificate.der)),
        ("sf", ALGORITHMS[certificate.algorithm]),
        ("qm", _base64(signature)),
    ]
    return ask("login.submit", "dl", Head(serial=serial), parts, Means.SIGN_IN)


def agreement(head: Head) -> Request:
    """The text of 《社会保险业务网上经办服务约定(电子版)》 (SH-06)."""
    return ask("agreement.open", "ydcx", head)


def certificate_state(head: Head) -> Request:
    """The right 权限 of the session's own certificate (SH-15)."""
    return ask("certificate.state", "zszt", head)


def certificate_list(head: Head, scope: str, page: int) -> Request:
    """单位主管审批: the unit's certificates by 查询范围 (SH-10, SH-11)."""
    return ask("certificate.list", "zscx", head, [("fw", scope), ("ym", str(page))])


def unit(head: Head) -> Request:
    """The unit, the window and the figures as the hall has them."""
    return ask("unit.open", "dwxx", head)


def person(head: Head, number: str, personal_number: str = "", year: str = "") -> Request:
    """One person as the hall knows him."""
    return ask("person.open", "rycx", head, [("zjhm", number), ("grxh", personal_number), ("nd", year)])


def check(head: Head, fields: Mapping[str, str]) -> Request:
    """校验: leaves a slip 校验号 that has no legal effect and lapses with the day."""
    return ask("declaration.check", "sbjy", head, [("sb", list(fields.items()))], Means.DRAFT)


def declarations(head: Head, *, month: str = "", number: str = "", slip: str = "", page: int = 1) -> Request:
    """已申报清单, oldest first; of one month, or by the slip's number."""
    parts: list[Part] = [("ny", month), ("zjhm", number), ("jyh", slip), ("ym", str(page))]
    return ask("declaration.list", "sbqd", head, parts)


def declaration(head: Head, number: str) -> Request:
    """One declaration, with what must be withdrawn before it (SH-26)."""
    return ask("declaration.open", "sbmx", head, [("sbh", number)])


def slip(head: Head, number: str) -> Request:
    """A check slip."""
    return ask("slip.open", "jycx", head, [("jyh", number)])


def form(head: Head, kind: str, number: str) -> Request:
    """打印 and 查询打印 (SH-16, SH-17)."""
    return ask("form.print", "dyxz", head, [("bd", kind), ("sbh", number)])
