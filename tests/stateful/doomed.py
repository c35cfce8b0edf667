"""The vendor's process dies: nothing that it does afterwards is kept, as if it had been killed.

A Python exception lets a dying process tidy up: it may release its turn, or write down what it was told. A killed process does nothing of
the kind, so the ledger and the credentials store are put back to the bytes they had on disk at the moment of death.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx

from sigateway.testing.faults.killing import Killed
from sigateway_mockservers import InProcess, World


@dataclass(frozen=True)
class Death:
    """When it dies: at a request, counted from 0; or, when there is no ``position``, at whatever takes effect or never arrives.

    ``after``: the hall has acted and answered, and nobody has written it down.
    """

    position: int | None
    after: bool


class Doomed(httpx.BaseTransport):
    """The way to a hall of a process that dies on it."""

    def __init__(self, inner: InProcess, world: World, folder: Path, death: Death) -> None:
        self._inner, self._world, self._folder, self._death = inner, world, folder, death
        self._seen = -1
        self._left: dict[Path, bytes] | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass it on, unless this is the end."""
        self._seen += 1
        mine = self._seen == self._death.position
        if mine and not self._death.after:
            self._die()
        known = len(self._world.journal.entries)
        try:
            response = self._inner.handle_request(request)
            response.read()
        except httpx.TransportError:
            if self._death.position is None:
                self._die()
            raise
        took_effect = any(each.committed and each.kind for each in self._world.journal.entries[known:])
        if self._death.after and (mine or (self._death.position is None and took_effect)):
            self._die()
        return response

    def close(self) -> None:
        """Nothing to close: the way is in this process."""

    def _die(self) -> None:
        if self._left is None:
            self._left = {path: path.read_bytes() for path in self._folder.iterdir()}
        raise Killed

    @property
    def is_dead(self) -> bool:
        """Whether it came to that."""
        return self._left is not None

    def bury(self) -> None:
        """Put back what was on disk when it died. No other process may hold the files."""
        assert self._left is not None
        for path in self._folder.iterdir():
            path.unlink()
        for path, content in self._left.items():
            if not path.name.endswith("-shm"):  # shared memory dies with the process
                path.write_bytes(content)


def forget(folder: Path) -> None:
    """Remove what a World's processes left."""
    shutil.rmtree(folder, ignore_errors=True)
