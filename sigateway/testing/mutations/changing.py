"""Which mutations a reply can have, one of them done, and a transport that does it to a hall's replies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

import httpx

from . import in_html
from .in_data import READERS
from .mutation import Change, Content, Mutation


def mutations_of(content: Content, written: Collection[tuple[str, str]] = ()) -> Iterator[Mutation]:
    """Every mutation of what this reply holds; none of a file. ``written``: fields and values that are sent afterwards."""
    if content.kind == "html":
        yield from in_html.mutations(content.text, written)
    elif content.kind in READERS:
        yield from READERS[content.kind][0](content.text)
    else:
        return
    if not content.text.isascii():
        yield Mutation(Change.ENCODING)
        yield Mutation(Change.ENCODING_UNSAID)


def mutated(content: Content, mutation: Mutation) -> Content | None:
    """What the reply holds after it; ``None`` when there is nothing there that it could change."""
    if mutation.change in (Change.ENCODING, Change.ENCODING_UNSAID):
        return _switched(content, said=mutation.change is Change.ENCODING)
    if content.kind == "html":
        text = in_html.mutated(content.text, mutation)
    elif content.kind in READERS:
        text = READERS[content.kind][1](content.text, mutation)
    else:
        return None
    return None if text is None else Content(text.encode(content.charset), content.media_type)


def _switched(content: Content, *, said: bool) -> Content | None:
    """GBK becomes UTF-8 and the other way round; ``said``: the reply says so."""
    if not content.kind:
        return None
    old = content.charset
    new = "UTF-8" if old.startswith("gb") else "GBK"
    text, media_type = content.text, content.media_type
    if said:
        text = text.replace('<meta charset="GBK">', f'<meta charset="{new}">')
        text = text.replace('<meta charset="UTF-8">', f'<meta charset="{new}">')
        media_type = f"{media_type.partition(';')[0]}; charset={new}"
    return Content(text.encode(new), media_type)


class Changed(httpx.BaseTransport):
    """A hall in which one page has changed: each reply of ``operation`` is mutated, from the ``begins``-th request until it is ``over``.

    ``operation_of`` names the operation of the reply that was just given. ``struck`` counts the replies that it changed.
    """

    def __init__(
        self,
        inner: httpx.BaseTransport,
        operation: str,
        mutation: Mutation,
        begins: int,
        operation_of: Callable[[], str],
        over: Callable[[], bool],
    ) -> None:
        self._inner, self._operation, self._mutation = inner, operation, mutation
        self._operation_of, self._over = operation_of, over
        self._begins, self._requests = begins, 0
        self.struck = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass it on, and change what comes back."""
        over = self._over()  # asked before: the reply to the commit itself is left as it is
        response = self._inner.handle_request(request)
        self._requests += 1
        if self._requests <= self._begins or over or self._operation_of() != self._operation:
            return response
        content = Content(response.read(), response.headers.get("content-type", ""))
        after = mutated(content, self._mutation)
        if after is None:
            return response
        self.struck += 1
        kept = [
            (name, value)
            for name, value in response.headers.multi_items()
            if name.lower() not in ("content-length", "content-type")
        ]
        headers = [*kept, ("Content-Type", after.media_type), ("Content-Length", str(len(after.body)))]
        return httpx.Response(response.status_code, headers=headers, content=after.body)

    def close(self) -> None:
        """Close what it passes on to."""
        self._inner.close()
