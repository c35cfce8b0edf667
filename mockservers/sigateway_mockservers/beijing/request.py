"""A request as it came over the connection, and the cookie that goes back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.hall import ENVIRON_INSTEAD, ENVIRON_NOTES
from sigateway_mockservers.kernel.journal import RequestNotes
from sigateway_mockservers.kernel.replies import Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Request:
    """What came."""

    method: str
    path: str
    query: str
    media_type: str
    content: bytes
    cookies: str
    base: str
    notes: RequestNotes
    instead: str | None

    @classmethod
    def read(cls, environ: WSGIEnvironment) -> Request:
        """From a WSGI environ."""
        return cls(
            method=environ["REQUEST_METHOD"],
            path=environ["PATH_INFO"],
            query=environ.get("QUERY_STRING", ""),
            media_type=environ.get("CONTENT_TYPE", ""),
            content=environ["wsgi.input"].read(),
            cookies=environ.get("HTTP_COOKIE", ""),
            base=environ["SCRIPT_NAME"],
            notes=environ[ENVIRON_NOTES],
            instead=environ.get(ENVIRON_INSTEAD),
        )

    def cookie(self, name: str) -> str:
        """The value of a cookie, empty when there is none."""
        jar = SimpleCookie()
        try:
            jar.load(self.cookies)
        except CookieError:
            return ""
        return jar[name].value if name in jar else ""

    def with_cookie(self, answer: Reply, name: str, folder: str, value: str | None) -> Reply:
        """The answer with a session cookie: without a date, on the path of its site; an empty one ends it."""
        if value is None:
            return answer
        ended = "" if value else "; Max-Age=0"
        said = f"{name}={value}; Path={self.base}/{folder}/; HttpOnly{ended}"
        return replace(answer, headers=(*answer.headers, ("Set-Cookie", said)))
