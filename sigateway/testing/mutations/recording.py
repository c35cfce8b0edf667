"""The undisturbed conversation: what was asked, what the hall answered, and what took effect."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from sigateway.flows.effects import Means
from sigateway.gateway.house import Event
from sigateway_mockservers import World

from .mutation import Content

_PART = re.compile(
    rb'name="([^"]+)"(?:; filename="[^"]*")?[^\r\n]*(?:\r\n[^\r\n]+)*\r\n\r\n(.*?)\r\n--', re.DOTALL
)

Landing = tuple[str, str, str, str, str, bool]
"""What the hall's journal says of one thing that took effect: by what request, of which business, for whom, with what content."""


@dataclass(frozen=True)
class Asked:
    """One request and its reply. ``page`` is the last part of the address, ``fields`` what was written."""

    operation: str
    means: Means
    page: str
    fields: tuple[tuple[str, str], ...] = field(repr=False)
    content: Content = field(repr=False)


@dataclass(frozen=True)
class Conversation:
    """What an operation says and hears undisturbed, the requests of the log-in included, and what stands at the hall afterwards."""

    asked: tuple[Asked, ...]
    logged_in: int
    landings: tuple[Landing, ...]
    effects: tuple[int, ...]

    @property
    def commits(self) -> tuple[int, ...]:
        """The places of the commits; none where a paper is fetched."""
        return tuple(n for n, each in enumerate(self.asked) if each.means is Means.COMMIT)

    @property
    def positions(self) -> range:
        """The replies that are followed by a commit: of several commits the replies between them, too."""
        return range(self.logged_in, self.commits[-1] if self.commits else self.logged_in)

    def committed_by(self, position: int) -> int:
        """How many commits have been answered when the reply at this place is read; its own counts."""
        return sum(each <= position for each in self.commits)

    def begins(self, position: int) -> int:
        """How many requests pass before the page is another: those of the log-in, or those before the last commit."""
        return max([self.logged_in, *(each for each in self.commits if each <= position)])

    def written_after(self, position: int) -> frozenset[tuple[str, str]]:
        """Fields and values that are sent after the reply at this place, up to the next commit."""
        return frozenset(pair for each in self._written(position) for pair in each.fields)

    def pages_after(self, position: int) -> frozenset[str]:
        """Where something is written after the reply at this place, up to the next commit."""
        return frozenset(each.page for each in self._written(position))

    def _written(self, position: int) -> list[Asked]:
        end = next(each for each in self.commits if each > position)
        return [each for each in self.asked[position + 1 : end + 1] if each.means is not Means.READ]

    def written_before(self, position: int) -> int:
        """How many drafts and commits were sent up to the reply at this place, since the log-in."""
        earlier = self.asked[self.logged_in : position + 1]
        return sum(each.means in (Means.DRAFT, Means.COMMIT) for each in earlier)


class Listening:
    """An observer: the means of each request, as it is about to be sent."""

    def __init__(self) -> None:
        self.means: list[Means] = []

    def __call__(self, event: Event) -> None:
        """Note it."""
        if event.means is not None:
            self.means.append(event.means)

    def count(self, *means: Means) -> int:
        """How many requests of these means there were."""
        return sum(each in means for each in self.means)


class Recorder(httpx.BaseTransport):
    """A transport that keeps what passes. ``means`` answers what the request at hand can do at the hall."""

    def __init__(
        self, inner: httpx.BaseTransport, operation_of: Callable[[], str], means: Callable[[], Means]
    ) -> None:
        self._inner, self._operation_of, self._means = inner, operation_of, means
        self.asked: list[Asked] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass it on, and keep it."""
        response = self._inner.handle_request(request)
        content = Content(response.read(), response.headers.get("content-type", ""))
        page = urlsplit(str(request.url)).path.rpartition("/")[2]
        fields = tuple(_fields_of(request))
        self.asked.append(Asked(self._operation_of(), self._means(), page, fields, content))
        return response

    def close(self) -> None:
        """Close what it passes on to."""
        self._inner.close()


def _fields_of(request: httpx.Request) -> Iterator[tuple[str, str]]:
    body, kind = request.read(), request.headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        yield from parse_qsl(body.decode("ascii"), keep_blank_values=True, encoding="gbk", errors="replace")
    elif kind.startswith("multipart/"):
        for name, value in _PART.findall(body):
            yield name.decode(), value.decode("gbk", errors="replace")
    elif kind.startswith("application/json"):
        yield from _leaves(json.loads(body))


def _leaves(said: Any) -> Iterator[tuple[str, str]]:
    match said:
        case dict():
            for key, value in said.items():
                yield (key, str(value))
                yield from _leaves(value)
        case list():
            for each in said:
                yield from _leaves(each)


def landings(world: World, after: int, drafts: Collection[str]) -> tuple[Landing, ...]:
    """What took effect by requests later than that entry of the journal. ``drafts``: what leaves something unsent, or opens a session."""
    found: list[Landing] = []
    for entry in world.journal.entries[after:]:
        if not (entry.committed and entry.method) or entry.operation in drafts:
            continue
        parts: Iterable[tuple[str, str, bool]] = [(p.person, p.content, p.taken) for p in entry.filed()] or [
            (entry.person, "", True)
        ]
        found += [(entry.operation, entry.kind, entry.unit, *part) for part in parts]
    return tuple(sorted(found))
