"""The Zhejiang part of the control plane: actions by name, and what stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from sigateway_mockservers.kernel.actions import perform_action, plain
from sigateway_mockservers.zhejiang.actions import ACTIONS
from sigateway_mockservers.zhejiang.names import HALL

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World


def create_controls(world_of: Callable[[str], World]) -> Blueprint:
    """A blueprint whose routes all begin with a World's id."""
    blueprint = Blueprint(HALL, __name__)

    @blueprint.get("/units")
    def units(world_id: str) -> Any:
        """The units of the hall."""
        world = world_of(world_id)
        with world.lock:
            return jsonify(plain(world.zhejiang.units.values()))

    @blueprint.get("/sites")
    def sites(world_id: str) -> Response:
        """The base address of each site."""
        return jsonify(world_of(world_id).zhejiang.sites(request.host_url))

    @blueprint.get("/effects")
    def effects(world_id: str) -> Response:
        """Every item that stands, or those of ``?kind=``."""
        return jsonify(plain(world_of(world_id).zhejiang.effects(request.args.get("kind"))))

    @blueprint.post("/actions/<name>")
    def act(world_id: str, name: str) -> Response:
        """One of ``actions.ACTIONS``, with its arguments by name as one JSON object."""
        arguments = request.get_json() if request.get_data() else {}
        if not isinstance(arguments, dict):
            raise ValueError("send the arguments by name, as one JSON object")
        return jsonify(perform_action(ACTIONS, world_of(world_id).zhejiang, name, arguments))

    return blueprint
