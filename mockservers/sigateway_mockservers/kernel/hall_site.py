"""What every hall's site does the same way; see :class:`~sigateway_mockservers.kernel.hall.HallSite` for all that it must do."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from flask import Blueprint

from sigateway_mockservers.kernel.actions import Actions
from sigateway_mockservers.kernel.hall import Ledger
from sigateway_mockservers.kernel.hall_controls import create_hall_controls
from sigateway_mockservers.kernel.hall_state import HallInWorld

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World

#: What a request is for that no route of a hall is for.
NOT_MODELLED = "not_modelled"


class HallSiteBase:
    """One hall's site. A hall says its name, its state, and what people can be made to do; and answers requests."""

    name: str
    #: The state of the hall in one World.
    state: type[HallInWorld[Any]]
    #: What a test can make people do, by name.
    actions: Actions

    def __init__(self) -> None:
        self.ledger = Ledger(self.name, read_ledger(self.name))

    def open_in(self, world: World, variants: frozenset[str]) -> HallInWorld[Any]:
        """Fresh state for a World."""
        return self.state(world, variants)

    def controls(self, world_of: Callable[[str], World]) -> Blueprint:
        """The hall's part of the control plane; a hall with more than actions adds its routes to it."""
        return create_hall_controls(self.name, self.actions, world_of)


@cache
def read_ledger(hall: str) -> dict[str, Any]:
    """The ``ledger.toml`` in the folder of a hall."""
    ledger = resources.files(f"sigateway_mockservers.{hall}").joinpath("ledger.toml")
    return tomllib.loads(ledger.read_text(encoding="utf-8"))
