"""The wire of the Wuhan hall: addresses, encodings, requests, and what kind of page a reply is. Pure.

Modelled by us (E0, ``docs/wire/wuhan.md``); on the day the real hall is connected this file, ``pages.py`` and
``fields.py`` change. Readers of pages are in ``pages*.py``, the forms' fields in ``fields*.py``, the batches in ``wire_batch.py``.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from sigateway.plugin import Classified, Kind, Means, Private, Reply, Request, Upload

from .fields import CHARSET
from .files import FILES, FileKind
from .wire_addresses import ALL, Addresses

SESSION_OVER: Final = "登录超时，请重新登录"
SESSION_TAKEN: Final = "您的账号已在其他地方登录"
LOGIN_STALE: Final = "页面已失效，请重新登录"
ALREADY_SUBMITTED: Final = "该业务已提交，请勿重复提交"


_END: Final = re.compile(r"<!-- 页面结束 -->\s*</body>\s*</html>\s*\Z")

# Which pages answer which address. Anything else there is unknown, unless it carries the hall's words of refusal.
_PAGES: Final[Mapping[str, frozenset[str]]] = {
    "index.do": frozenset({"entrance"}),
    "certificate.do": frozenset({"certificate", "certificate_files"}),
    "login.do": frozenset({"login"}),
    "password.do": frozenset({"password", "password_changed"}),
    "home.do": frozenset({"home"}),
    "renwu.do": frozenset({"check"}),
    "xiangqing.do": frozenset({"detail"}),
    "tijiao.do": frozenset({"submitted"}),
    "tuidan.do": frozenset({"discarded"}),
    "pl.do": frozenset({"batch"}),
    "pl_shangchuan.do": frozenset({"batch_list"}),
    "pl_renwu.do": frozenset({"batch_list"}),
    "pl_shanchu.do": frozenset({"batch_list", "discarded"}),
    "plcx.do": frozenset({"batch_query"}),
    "yibancx.do": frozenset({"done_query"}),
    "jiaban.do": frozenset({"bank_order"}),
    "qianfei.do": frozenset({"arrears"}),
    **{business.page: frozenset({business.search_kind}) for business in ALL},
    **{business.search: frozenset({business.form_kind}) for business in ALL if business.searches},
    **{business.save: frozenset({"check"}) for business in ALL},
}
_COMMITS: Final = frozenset({"tijiao.do", "tuidan.do"})


@dataclass(frozen=True)
class Page:
    """A whole page of the hall: its kind, its messages, and the tree to read it from. ``at`` is the hall's clock."""

    kind: str
    errors: tuple[str, ...]
    tree: LexborHTMLParser = field(repr=False)
    at: datetime


def page(reply: Reply) -> Page | None:
    """The page in this reply, or ``None`` when it is no page, no GBK, has no kind or was cut before its end mark."""
    if "page" not in reply.memo:
        reply.memo["page"] = _parsed(reply)
    found: Page | None = reply.memo["page"]
    return found


def _parsed(reply: Reply) -> Page | None:
    if not _is_html(reply):
        return None
    try:
        text = reply.content.decode(CHARSET)
    except UnicodeDecodeError:
        return None
    if not _END.search(text):
        return None
    tree = LexborHTMLParser(text)
    meta = tree.css_first('meta[name="hall-page"]')
    kind = meta.attributes.get("content") if meta else None
    if not kind:
        return None
    # Most pages have no messages, and looking through a whole form for them costs more than parsing it.
    messages = tree.css_first("ul#messages") if "messages" in text else None
    is_error = messages is not None and "error" in (messages.attributes.get("class") or "").split()
    words = [item.text(strip=True) for item in messages.css("li")] if messages and is_error else []
    return Page(kind, tuple(word for word in words if word), tree, reply.at)


def _is_html(reply: Reply) -> bool:
    return reply.headers.get("content-type", "").lower().startswith("text/html")


def classify(reply: Reply) -> Classified:
    """What kind of reply this is. An answer to a commit that is not the page of success or a clear no is UNKNOWN."""
    route = urlsplit(reply.url).path.rsplit("/", 1)[-1]
    if reply.status == 302 and reply.location:
        return Classified(Kind.UNKNOWN if route in _COMMITS else Kind.DATA, what=f"{route}: 302")
    if reply.status != 200:
        return Classified(Kind.UNKNOWN, what=f"{route}: HTTP {reply.status}")
    if route in FILES and not _is_html(reply):
        return _file(route, FILES[route], reply)
    found = page(reply)
    if found is None:
        return Classified(Kind.UNKNOWN, what=f"{route}: no whole page")
    return _page_kind(route, found)


def _page_kind(route: str, found: Page) -> Classified:
    what = f"{route}: page {found.kind}"
    if found.kind == "maintenance":
        return Classified(Kind.MAINTENANCE, found.errors, what)
    if found.kind == "not_modelled":
        return Classified(Kind.UNKNOWN, what=what)
    if found.kind == "login":
        if any(SESSION_TAKEN in words for words in found.errors):
            return Classified(Kind.TAKEN, what=what)
        if route != "login.do" or SESSION_OVER in found.errors:
            return Classified(Kind.SIGNED_OUT, what=what)
    if ALREADY_SUBMITTED in found.errors:
        # It has landed, by this commit or by another hand: only the lists can say which (evidence).
        return Classified(Kind.UNKNOWN, what=f"{what}, submitted before")
    known = found.kind in _PAGES[route] if route in _PAGES else False
    if found.errors and known and route in (*_COMMITS, "password.do") and found.kind != "password":
        # The page of success with a complaint on it says two things at once: evidence decides.
        return Classified(Kind.UNKNOWN, what=f"{what}, with errors")
    if found.errors:
        return Classified(Kind.REFUSED, found.errors, what)
    return Classified(Kind.DATA if known else Kind.UNKNOWN, what=what)


def _file(route: str, kinds: Collection[FileKind], reply: Reply) -> Classified:
    """A file: of a type that this address sends, and whole by what the file itself states (WH-12, WH-78)."""
    media_type = reply.headers.get("content-type", "").lower()
    whole = any(media_type.startswith(kind.media_type) and kind.is_whole(reply.content) for kind in kinds)
    return Classified(Kind.DATA if whole else Kind.UNKNOWN, what=f"{route}: file")


# --- requests -------------------------------------------------------------------------------------------------------


def _get(operation: str, path: str, query: Mapping[str, str] | None = None) -> Request:
    return Request(operation, "GET", path, Means.READ, query=query or {}, charset=CHARSET)


def _post(operation: str, path: str, means: Means, form: Mapping[str, str]) -> Request:
    return Request(operation, "POST", path, means, form=form, charset=CHARSET)


def entrance() -> Request:
    """The hall's front page."""
    return _get("entrance.open", "index.do")


def certificate_page() -> Request:
    """下载数字证书 (WH-12)."""
    return _get("certificate.open", "certificate.do")


def certificate_request(serial: str, password: str) -> Request:
    """证书序列号 and 证书下载密码 of the slip (WH-12). The hall counts wrong tries."""
    form = {"zsxlh": Private(serial), "zsxzmm": Private(password)}
    return _post("certificate.submit", "certificate.do", Means.SIGN_IN, form)


def root_certificate(ticket: str) -> Request:
    """下载根证书 (WH-13: the root first)."""
    return _get("certificate.root", "certificate/root.cer", {"ticket": Private(ticket)})


def personal_certificate(ticket: str) -> Request:
    """下载个人证书 (WH-13)."""
    return _get("certificate.personal", "certificate/personal.p12", {"ticket": Private(ticket)})


def login_page() -> Request:
    """The log-in page with its random number 随机数."""
    return _get("login.open", "login.do")


def login(username: str, password: str, challenge: str, certificate: bytes, signature: bytes) -> Request:
    """User name, password and the certificate's signature over the random number (WH-01)."""
    form = {
        "yhm": Private(username),
        "mm": Private(password),
        "sjs": Private(challenge),
        "zs": Private(base64.b64encode(certificate).decode("ascii")),
        "qm": Private(base64.b64encode(signature).decode("ascii")),
    }
    return _post("login.submit", "login.do", Means.SIGN_IN, form)


def password_page() -> Request:
    """密码重置界面 (WH-15)."""
    return _get("password.open", "password.do")


def password_change(old: str, new: str) -> Request:
    """原密码, 新密码, 确认密码 (WH-15). Takes effect: travels in a Commit."""
    form = {"ymm": Private(old), "xmm": Private(new), "qrmm": Private(new)}
    return _post("password.submit", "password.do", Means.COMMIT, form)


def home(
    *, number: str | None = None, document: str | None = None, todo_page: int = 1, done_page: int = 1
) -> Request:
    """首页 with both task lists (WH-38), filtered by 业务顺序号 or by 证件号码."""
    query: dict[str, str] = {}
    if number is not None:
        query["sxh"] = number
    if document is not None:
        query["zjhm"] = Private(document)
    if todo_page > 1:
        query["daiban_page"] = str(todo_page)
    if done_page > 1:
        query["yiban_page"] = str(done_page)
    return _get("home.open", "home.do", query)


def task(number: str) -> Request:
    """An item of 待办任务列表."""
    return _get("task.open", "renwu.do", {"sxh": number})


def detail(number: str) -> Request:
    """An item of 已办任务列表."""
    return _get("detail.open", "xiangqing.do", {"sxh": number})


def search_page(business: Addresses) -> Request:
    """The first page of a business, 单个办理: it asks for one person, or is the form."""
    return _get(f"{business.operation}.open", business.page)


def search(business: Addresses, asked: Mapping[str, str]) -> Request:
    """Ask for the form of one person. Changes nothing at the hall."""
    return _post(f"{business.operation}.search", business.search, Means.READ, asked)


def save(
    business: Addresses,
    form_number: str,
    values: Mapping[str, str],
    files: Mapping[str, Upload] | None = None,
) -> Request:
    """保存: leaves a draft in 待办任务列表 (WH-33). With ``files`` beside it, one of which may be empty."""
    form = {"bdh": form_number, **values}
    request = _post(f"{business.operation}.save", business.save, Means.DRAFT, form)
    return replace(request, files=files) if files else request


def submit(number: str) -> Request:
    """提交审批 (WH-36). Travels in a Commit."""
    return _post("submit", "tijiao.do", Means.COMMIT, {"sxh": number})


def discard(number: str) -> Request:
    """退单 (WH-45). Travels in a Commit."""
    return _post("discard", "tuidan.do", Means.COMMIT, {"sxh": number})
