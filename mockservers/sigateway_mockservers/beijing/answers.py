"""What a site sends back, before it is bytes on a connection."""

from __future__ import annotations

from dataclasses import dataclass

JSON_TYPE = "application/json; charset=utf-8"
PDF_TYPE = "application/pdf"
TEXT_TYPE = "text/plain; charset=GB18030"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole reply."""

    body: bytes
    content_type: str
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = ()


def named(body: bytes, content_type: str, name: str) -> Answer:
    """A file."""
    return Answer(body, content_type, headers=(("Content-Disposition", f'attachment; filename="{name}"'),))
