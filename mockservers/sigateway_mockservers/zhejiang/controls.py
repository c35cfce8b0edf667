"""The Zhejiang part of the control plane: actions by name, what stands, and where the sites are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request

from sigateway_mockservers.kernel.hall_controls import create_hall_controls
from sigateway_mockservers.zhejiang.actions import ACTIONS
from sigateway_mockservers.zhejiang.names import HALL

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World


def create_controls(world_of: Callable[[str], World]) -> Blueprint:
    """A blueprint whose routes all begin with a World's id."""
    blueprint = create_hall_controls(HALL, ACTIONS, world_of)

    @blueprint.get("/sites")
    def sites(world_id: str) -> Response:
        """The base address of each site."""
        return jsonify(world_of(world_id).zhejiang.sites(request.host_url))

    return blueprint
