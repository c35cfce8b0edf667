"""The wire of the portal 浙江政务服务网: its pages read, its requests written. Part of the wire; pure.

The portal knows accounts, entrances and tickets; it is a site of its own, and sends people to and fro by redirects.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from sigateway.plugin import Classified, Entrance, Kind, Means, Private, Reply, Request, WireChanged

END: Final = "<!-- 页面结束 -->"
"""Stands before the end of every page; a page without it was cut."""

TAKEN: Final = "您的账号已在其他地方登录"

LINKS: Final = {Entrance.LEGAL_PERSON: "legal", Entrance.PERSONAL: "personal", Entrance.APP: "app"}
"""The portal's names for its doors: 法人入口 (ZJ-04), 个人入口 (ZJ-24), 浙里办 (ZJ-30, ZJ-36)."""

LOG_IN: Final = "login.do"
_HIDDEN: Final = ("lt", "rk", "spappurl")


@dataclass(frozen=True)
class Page:
    """A page of the portal: what kind it says it is, its messages, its links, where its form goes and with what."""

    kind: str
    messages: tuple[str, ...]
    links: dict[str, str] = field(repr=False)
    action: str
    fields: dict[str, str] = field(repr=False)


def page(reply: Reply) -> Page | None:
    """The page in this reply; ``None`` when it was cut short, or is none of the portal's."""
    if "page" not in reply.memo:
        reply.memo["page"] = _read(reply.content)
    found: Page | None = reply.memo["page"]
    return found


def _read(content: bytes) -> Page | None:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not text.rstrip().endswith(f"{END}</body></html>"):
        return None
    tree = LexborHTMLParser(text)
    mark = tree.css_first('meta[name="hall-page"]')
    if mark is None:
        return None
    form = tree.css_first("form[method=post]")
    return Page(
        kind=mark.attributes.get("content") or "",
        messages=tuple(each.text(strip=True) for each in tree.css("#messages > li")),
        links={
            each.attributes.get("id") or "": each.attributes.get("href") or "" for each in tree.css("a[id]")
        },
        action=(form.attributes.get("action") or "") if form else "",
        fields={
            each.attributes.get("name") or "": each.attributes.get("value") or ""
            for each in (form.css("input, select, textarea") if form else ())
        },
    )


def classify(reply: Reply, *, whole: bool) -> Classified:
    """What a page means, at whichever site it is shown."""
    found = page(reply) if whole else None
    if found is None:
        return Classified(Kind.UNKNOWN, what=f"HTTP {reply.status}, no whole page")
    what = f"page {found.kind[:20]!r}, HTTP {reply.status}"
    if reply.status != 200:
        return Classified(Kind.UNKNOWN, what=what)
    match found.kind:
        case "entrances":
            return Classified(Kind.DATA, what=what)
        case "login":
            taken = TAKEN in found.messages
            return Classified(Kind.TAKEN if taken else Kind.SIGNED_OUT, what=what)
        case "message" | "browser" if found.messages:
            return Classified(Kind.REFUSED, found.messages, what)
        case "maintenance":
            return Classified(Kind.MAINTENANCE, what=what)
    return Classified(Kind.UNKNOWN, what=what)


def open_index(entrance: Entrance) -> Request:
    """The hall's front door, which sends us to the portal."""
    return Request("hall.index", "GET", "index", query={"entrance": LINKS[entrance]})


def entrance_of(shown: Page, entrance: Entrance, reply: Reply) -> Request:
    """The link to this entrance; it is followed to declared sites only."""
    link = shown.links.get(LINKS[entrance])
    if not link:
        raise WireChanged("portal.entrances", f"a link to {LINKS[entrance]}", "a page without it")
    return Request("portal.login_page", "GET", Private(link), after=reply)


def log_in(shown: Page, username: str, password: str, reply: Reply) -> Request:
    """The form of the log-in page, filled in: to where it always went, with the fields that this region knows and no other."""
    if shown.action != LOG_IN:
        raise WireChanged("portal.login_page", f"a form to {LOG_IN}", "none")
    if shown.fields.keys() != {*_HIDDEN, "zh", "mm"}:
        missing = sorted({*_HIDDEN, "zh", "mm"} - shown.fields.keys())
        unknown = sorted(shown.fields.keys() - {*_HIDDEN, "zh", "mm"})
        raise WireChanged(
            "portal.login_page", "the fields this region knows", f"missing {missing}, unknown {unknown}"
        )
    form = {name: Private(shown.fields[name]) for name in _HIDDEN}
    form |= {"zh": Private(username), "mm": Private(password)}
    return Request("portal.login", "POST", LOG_IN, Means.SIGN_IN, form=form, after=reply)
