"""One signed-in conversation with a hall: its sites, its cookie jar, and the hall's clock as last seen."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlencode

import httpx

from sigateway.errors import ConfigurationError, WireChanged
from sigateway.flows.effects import Reply, Request
from sigateway.flows.signed_in import SignedIn
from sigateway.rules.windows import SHANGHAI

from .clock import Clock
from .manners import Manners
from .seats import Seat
from .signers import NoKeys, Signer

MOCK_HEADER = "x-mock-hall"
"""Our mock halls send it on every reply; no real hall does."""

_FARTHEST = timedelta(hours=1)

_AGENT = "sigateway/0.1"


class Conversation:
    """Cookies never leave it, and it never serves two employers."""

    def __init__(
        self, sites: Mapping[str, str], clock: Clock, timeout: float, manners: Manners | None = None
    ) -> None:
        self._sites = {name: _base(name, url) for name, url in sites.items()}
        self._addresses: dict[tuple[str, str], httpx.URL] = {}
        self._jar = httpx.Cookies()
        self._cookies: dict[tuple[str, str, str], str | None] = {}
        self._clock, self._manners = clock, manners
        # Connecting is two phases, the line and its encryption.
        self._timeout = httpx.Timeout(timeout, connect=timeout / 2).as_dict()
        self._seen: tuple[datetime, datetime] | None = None
        self.is_mock = False
        self.signed_in: SignedIn | None = None
        self.seat = Seat()
        self.signer: Signer = NoKeys()
        self.certificates: tuple[str, ...] = ()
        """SHA-256 of the certificates that it signs with, hex."""

    def build(self, request: Request) -> httpx.Request:
        """The request as it goes over the wire, with this conversation's cookies."""
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
        if self.signed_in is not None:
            headers |= self.signed_in.headers
        body: dict[str, Any] = {}
        if request.body is not None:
            body["content"] = request.body.content
            headers["Content-Type"] = request.body.kind
        elif request.files is not None:
            form = request.form or {}
            body["data"] = {name: _in_charset(request, value) for name, value in form.items()}
            body["files"] = {name: (up.name, up.content, up.kind) for name, up in request.files.items()}
        elif request.form is not None:
            body["content"] = _encoded(request, request.form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        extensions: dict[str, Any] = {"timeout": self._timeout}
        if not self.is_mock:
            extensions["sigateway.manners"] = self._manners
        built = httpx.Request(
            request.method, self._url(request), headers=headers, extensions=extensions, **body
        )
        built.read()  # a multipart body is made anew for each attempt else, and async drivers could not send it
        self._add_cookies(built)
        return built

    def _add_cookies(self, built: httpx.Request) -> None:
        """The jar's cookies for this address; worked out once an address, until the hall sets another cookie."""
        address = (built.url.scheme, built.url.host, built.url.path)
        if address not in self._cookies:
            self._jar.set_cookie_header(built)
            if all(cookie.expires is None for cookie in self._jar.jar):
                self._cookies[address] = built.headers.get("cookie")
        elif (cookie := self._cookies[address]) is not None:
            built.headers["cookie"] = cookie

    def reply(self, response: httpx.Response) -> Reply:
        """The answer as a flow sees it. Keeps cookies and the hall's clock."""
        if "set-cookie" in response.headers:
            self._jar.extract_cookies(response)
            self._cookies.clear()
        if MOCK_HEADER in response.headers:
            self.is_mock = True
            if self._manners is not None:
                self._manners.ours = True
        here = self._clock.now()
        at = _date(response.headers.get("date"))
        if (
            at is None or abs(at - here) > _FARTHEST
        ):  # none, or none to be believed: the hall's clock as last seen
            at = self.hall_now()
        self._seen = (at, here)
        return Reply(response.status_code, dict(response.headers), response.content, str(response.url), at)

    def hall_now(self) -> datetime:
        """The hall's clock: as last seen, plus what has passed here since."""
        if self._seen is None:
            return self._clock.now()
        at, here = self._seen
        return at + max(self._clock.now() - here, timedelta(0))

    def _url(self, request: Request) -> httpx.URL:
        if request.after is not None:
            url = self._declared(request, httpx.URL(request.after.url).join(request.path))
        else:
            key = (request.site, request.path)
            if key not in self._addresses:
                self._addresses[key] = self._declared(request, self._site(request.site).join(request.path))
            url = self._addresses[key]
        if request.query:
            url = url.copy_with(query=_encoded(request, request.query))
        return url

    def _site(self, name: str) -> httpx.URL:
        if name not in self._sites:
            raise ConfigurationError(f"没有配置站点 {name!r} 的地址；请在 sites={{…}} 中给出。")
        return self._sites[name]

    def _declared(self, request: Request, url: httpx.URL) -> httpx.URL:
        if not any(_inside(url, site) for site in self._sites.values()):
            raise WireChanged(request.operation, "an address of a declared site", f"an address at {url.host}")
        return url


def _encoded(request: Request, fields: Mapping[str, str]) -> bytes:
    with suppress(UnicodeEncodeError):
        return urlencode(fields, encoding=request.charset, errors="strict").encode("ascii")
    raise _not_in_charset(request)  # raised here, so that no traceback carries a value along


def _in_charset(request: Request, value: str) -> bytes:
    with suppress(UnicodeEncodeError):
        return value.encode(request.charset)
    raise _not_in_charset(request)


def _not_in_charset(request: Request) -> ConfigurationError:
    return ConfigurationError(
        f"{request.operation}：有内容含大厅字符集（{request.charset}）没有的字，未发送；请核对姓名、地址和密码的用字。"
    )


def _base(name: str, url: str) -> httpx.URL:
    base = httpx.URL(url if url.endswith("/") else url + "/")
    if base.scheme not in ("http", "https") or not base.host:
        raise ConfigurationError(f"站点 {name!r} 的地址 {url!r} 不是完整的 http(s) 地址。")
    return base


def _inside(url: httpx.URL, site: httpx.URL) -> bool:
    same_origin = (url.scheme, url.host, url.port) == (site.scheme, site.host, site.port)
    return same_origin and url.path.startswith(site.path)


def _date(header: str | None) -> datetime | None:
    if header is None:
        return None
    try:
        at = parsedate_to_datetime(header)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return None
