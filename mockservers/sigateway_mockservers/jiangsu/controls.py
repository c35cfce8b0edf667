"""The Jiangsu part of the control plane: actions by name, and what stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from sigateway_mockservers.jiangsu.actions import ACTIONS
from sigateway_mockservers.jiangsu.names import HALL
from sigateway_mockservers.kernel.actions import perform_action, plain

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
            return jsonify(plain(world.jiangsu.units.values()))

    @blueprint.get("/effects")
    def effects(world_id: str) -> Response:
        """Every filing that stands, or those of ``?kind=``."""
        return jsonify(plain(world_of(world_id).jiangsu.effects(kind=request.args.get("kind"))))

    @blueprint.post("/actions/<name>")
    def act(world_id: str, name: str) -> Response:
        """One of ``actions.ACTIONS``, with its arguments by name as one JSON object."""
        arguments = request.get_json() if request.get_data() else {}
        if not isinstance(arguments, dict):
            raise ValueError("send the arguments by name, as one JSON object")
        return jsonify(perform_action(ACTIONS, world_of(world_id).jiangsu, name, arguments))

    return blueprint
