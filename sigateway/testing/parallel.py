"""Chunks of trials on all cores, each chunk in a process of a pool."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")


def on_all_cores(chunks: Iterable[Callable[[], list[T]]], workers: int | None) -> Iterator[T]:
    """What the chunks give, in their order."""
    # Spawned: a worker serves mock halls from threads, and a forked one would inherit them half alive.
    with ProcessPoolExecutor(workers or os.cpu_count(), mp_context=get_context("spawn")) as pool:
        for waiting in [pool.submit(chunk) for chunk in chunks]:
            yield from waiting.result()
