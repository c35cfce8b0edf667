"""The Jiangsu part of the control plane: actions by name, and what stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Blueprint

from sigateway_mockservers.jiangsu.actions import ACTIONS
from sigateway_mockservers.jiangsu.names import HALL
from sigateway_mockservers.kernel.hall_controls import create_hall_controls

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World


def create_controls(world_of: Callable[[str], World]) -> Blueprint:
    """A blueprint whose routes all begin with a World's id."""
    return create_hall_controls(HALL, ACTIONS, world_of)
