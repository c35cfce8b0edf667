"""The Wuhan part of the control plane: units with their slips, the counter, effects, a signing control."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, jsonify, request

from sigateway_mockservers.kernel.actions import perform_action
from sigateway_mockservers.wuhan.actions import ACTIONS
from sigateway_mockservers.wuhan.as_json import effect_as_json, task_as_json
from sigateway_mockservers.wuhan.staff_page import add_staff_page

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.world import World


def create_controls(world_of: Callable[[str], World]) -> Blueprint:
    """A blueprint whose routes all begin with a World's id."""
    blueprint = Blueprint("wuhan", __name__)
    add_staff_page(blueprint, world_of)

    @blueprint.get("/units")
    def units(world_id: str) -> list[dict[str, Any]]:
        """Units with their slips: this is a mock, nothing in it is secret."""
        world = world_of(world_id)
        with world.lock:
            return [asdict(unit) for unit in world.wuhan.units.values()]

    @blueprint.post("/units")
    def add_unit(world_id: str) -> tuple[dict[str, Any], int]:
        return asdict(world_of(world_id).wuhan.add_unit(**request.get_json())), 201

    @blueprint.get("/communities")
    def communities(world_id: str) -> list[dict[str, Any]]:
        """Communities with their slips."""
        world = world_of(world_id)
        with world.lock:
            return [asdict(each) for each in world.wuhan.store.communities.values()]

    @blueprint.post("/units/<number>/slip")
    def reissue_slip(world_id: str, number: str) -> dict[str, Any]:
        """A new slip of a unit, a community (by 社区编号) or a person (by document number)."""
        return asdict(world_of(world_id).wuhan.reissue_slip(number))

    @blueprint.post("/sign")
    def sign(world_id: str) -> dict[str, str]:
        """Sign a log-in challenge as the unit's signing control would; ``{"user", "sjs"}``."""
        asked = request.get_json()
        hall = world_of(world_id).wuhan
        account = hall.store.accounts.get(asked["user"])
        if account is None:
            raise KeyError(f"there is no user {asked['user']}")
        certificate, signature = hall.sign(account.unit, asked["sjs"])
        return {"zs": certificate, "qm": signature}

    @blueprint.get("/counter")
    def counter(world_id: str) -> list[dict[str, Any]]:
        return [task_as_json(task) for task in world_of(world_id).wuhan.counter.waiting()]

    @blueprint.post("/counter/<sxh>")
    def decide(world_id: str, sxh: str) -> dict[str, Any]:
        """``{"decision": "approve"}``, ``"return"`` with ``"reasons"``, or ``"return_rows"`` with ``"rows": {hh: reasons}``."""
        asked = request.get_json()
        staff = world_of(world_id).wuhan.counter
        if asked.get("decision") == "approve":
            return task_as_json(staff.approve(sxh))
        if asked.get("decision") == "return":
            return task_as_json(staff.return_(sxh, asked.get("reasons", [])))
        if asked.get("decision") == "return_rows":
            rows = {int(row): said for row, said in asked.get("rows", {}).items()}
            return task_as_json(staff.return_rows(sxh, rows))
        raise ValueError('"decision" is "approve", "return" or "return_rows"')

    @blueprint.get("/effects")
    def effects(world_id: str) -> list[dict[str, Any]]:
        """All kinds, or those of ``?kind=``."""
        found = world_of(world_id).wuhan.effects(kind=request.args.get("kind"))
        return [effect_as_json(effect) for effect in found]

    @blueprint.get("/tasks")
    def tasks(world_id: str) -> list[dict[str, Any]]:
        return [task_as_json(task) for task in world_of(world_id).wuhan.tasks()]

    @blueprint.get("/wage_limits")
    def wage_limits(world_id: str) -> dict[str, str]:
        limits = world_of(world_id).wuhan.wage_limits
        return {"floor": str(limits.floor), "ceiling": str(limits.ceiling)}

    @blueprint.post("/wage_limits")
    def set_wage_limits(world_id: str) -> dict[str, str]:
        world_of(world_id).wuhan.set_wage_limits(**request.get_json())
        return wage_limits(world_id)

    @blueprint.post("/actions/<name>")
    def act(world_id: str, name: str) -> Response:
        """One of ``actions.ACTIONS``, with its arguments by name as one JSON object."""
        arguments = request.get_json() if request.get_data() else {}
        if not isinstance(arguments, dict):
            raise ValueError("send the arguments by name, as one JSON object")
        return jsonify(perform_action(ACTIONS, world_of(world_id).wuhan, name, arguments))

    @blueprint.post("/arrears/<zjhm>")
    def settle_arrears(world_id: str, zjhm: str) -> dict[str, Any]:
        """The unit has paid what was owed for a person."""
        return world_of(world_id).wuhan.settle_arrears(zjhm).as_json()

    return blueprint
