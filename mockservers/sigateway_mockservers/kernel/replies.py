"""A whole reply of a hall that speaks WSGI itself, before it is bytes on a connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.dates import http_date

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

PDF_TYPE = "application/pdf"


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, type, body, and what headers there are beside type, length and date."""

    body: bytes
    content_type: str
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = ()

    def send(self, start_response: StartResponse, now: datetime) -> list[bytes]:
        """Send it, dated by the World's clock."""
        always = [
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.body))),
            ("Date", http_date(now)),
        ]
        start_response(self.status, [*always, *self.headers])
        return [self.body]


def file_reply(body: bytes, content_type: str, name: str) -> Reply:
    """A file to keep, under its name."""
    return Reply(body, content_type, headers=(("Content-Disposition", f'attachment; filename="{name}"'),))
