"""A unit that is signed in at both sites of the Beijing hall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, Simulator, World

from .client import FIRST, Client


@pytest.fixture
def open_client(simulator: Simulator) -> Iterator[Callable[..., Client]]:
    """``open_client(world, unit=…, signed_in=True, server=None)``."""
    opened: list[httpx.Client] = []

    def open_(world: World, unit: str = FIRST, *, signed_in: bool = True, server: Any = None) -> Client:
        base = world.base_url("beijing") if server is None else world.base_url("beijing", server.url)
        pair = [
            httpx.Client(
                transport=InProcess(simulator) if server is None else None,
                base_url=f"{base}{folder}/",
                trust_env=False,
                timeout=5,
            )
            for folder in ("sx", "yb")
        ]
        opened.extend(pair)
        client = Client(world, pair[0], pair[1], unit)
        return client.log_in() if signed_in else client

    yield open_
    for http in opened:
        http.close()


@pytest.fixture
def client(world: World, open_client: Callable[..., Client]) -> Client:
    """The first unit, signed in at both sites, at 2026-11-10 09:00."""
    return open_client(world)


@pytest.fixture
def at(simulator: Simulator, open_client: Callable[..., Client]) -> Callable[..., Client]:
    """``at(moment, *variants)``: the first unit in a World that begins then."""

    def at_(moment: str = "2026-11-10T09:00:00+08:00", *variants: str, unit: str = FIRST) -> Client:
        world = simulator.create_world(seed=7, now=moment, variants={"beijing": set(variants)})
        return open_client(world, unit)

    return at_
