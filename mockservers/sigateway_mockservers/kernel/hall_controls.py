"""The part of the control plane that every hall has: its units, what stands, and its actions by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from sigateway_mockservers.kernel.actions import Actions, perform_action, plain

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World


def create_hall_controls(name: str, actions: Actions, world_of: Callable[[str], World]) -> Blueprint:
    """A blueprint whose routes all begin with a World's id. The hall has ``units`` by number and ``effects(kind=…)``."""
    blueprint = Blueprint(name, __name__)

    def hall(world_id: str) -> Any:
        return world_of(world_id).halls[name]

    @blueprint.get("/units")
    def units(world_id: str) -> Any:
        """The units of the hall."""
        with world_of(world_id).lock:
            return jsonify(plain(hall(world_id).units.values()))

    @blueprint.get("/effects")
    def effects(world_id: str) -> Response:
        """Everything that stands, or what is of ``?kind=``."""
        return jsonify(plain(hall(world_id).effects(kind=request.args.get("kind"))))

    @blueprint.post("/actions/<name>")
    def act(world_id: str, name: str) -> Response:
        """One of the hall's actions, with its arguments by name as one JSON object."""
        arguments = request.get_json() if request.get_data() else {}
        if not isinstance(arguments, dict):
            raise ValueError("send the arguments by name, as one JSON object")
        return jsonify(perform_action(actions, hall(world_id), name, arguments))

    return blueprint
