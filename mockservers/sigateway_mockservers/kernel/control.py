"""The control plane ``/_sim/…``: JSON over the same port as the halls, the same powers as the Python API."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from sigateway_mockservers.kernel.faults import ArmedFault, Fault
from sigateway_mockservers.kernel.people import PersonRecord

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.clock import FiredEvent
    from sigateway_mockservers.kernel.simulator import Simulator
    from sigateway_mockservers.kernel.world import World


def create_control_app(simulator: Simulator) -> Flask:
    """The Flask application of the control plane."""
    application = Flask(__name__, static_folder=None)
    application.config["PROPAGATE_EXCEPTIONS"] = True
    application.json.ensure_ascii = False  # type: ignore[attr-defined]  # of Flask's default provider
    _add_general_routes(application, simulator)
    _add_world_routes(application, simulator)
    for name, site in simulator.sites.items():
        application.register_blueprint(
            site.controls(simulator.world), url_prefix=f"/_sim/worlds/<world_id>/{name}"
        )
    application.register_error_handler(KeyError, _unknown)
    application.register_error_handler(ValueError, _invalid)
    application.register_error_handler(TypeError, _invalid)
    application.register_error_handler(MethodNotAllowed, _wrong_verb)
    application.register_error_handler(HTTPException, _http_error)
    return application


def _add_general_routes(application: Flask, simulator: Simulator) -> None:
    @application.get("/_sim/health")
    def health() -> dict[str, Any]:
        return {"ok": True, "mock": True, "halls": list(simulator.sites), "worlds": len(simulator.worlds())}

    @application.get("/_sim/fidelity")
    def fidelity() -> dict[str, Any]:
        return simulator.fidelity()

    @application.get("/_sim/worlds")
    def worlds() -> list[dict[str, Any]]:
        return [_summary(simulator, world) for world in simulator.worlds()]

    @application.post("/_sim/worlds")
    def create_world() -> tuple[dict[str, Any], int]:
        return _summary(simulator, simulator.create_world(**_body())), 201


def _add_world_routes(application: Flask, simulator: Simulator) -> None:
    @application.get("/_sim/worlds/<world_id>")
    def world(world_id: str) -> dict[str, Any]:
        return _summary(simulator, simulator.world(world_id))

    @application.delete("/_sim/worlds/<world_id>")
    def close_world(world_id: str) -> tuple[str, int]:
        simulator.close_world(world_id)
        return "", 204

    @application.post("/_sim/worlds/<world_id>/reset")
    def reset(world_id: str) -> dict[str, Any]:
        simulator.world(world_id).reset()
        return _summary(simulator, simulator.world(world_id))

    @application.post("/_sim/worlds/<world_id>/fork")
    def fork(world_id: str) -> tuple[dict[str, Any], int]:
        return _summary(simulator, simulator.world(world_id).fork()), 201

    @application.get("/_sim/worlds/<world_id>/state")
    def state(world_id: str) -> dict[str, Any]:
        return simulator.world(world_id).state()

    @application.get("/_sim/worlds/<world_id>/clock")
    def clock(world_id: str) -> dict[str, Any]:
        clock = simulator.world(world_id).clock
        return {"now": clock.now().isoformat(), "ticking": clock.ticking}

    @application.post("/_sim/worlds/<world_id>/clock")
    def advance(world_id: str) -> dict[str, Any]:
        clock = simulator.world(world_id).clock
        fired = clock.advance(**_body())
        return {"now": clock.now().isoformat(), "fired": [_event(event) for event in fired]}

    @application.get("/_sim/worlds/<world_id>/people")
    def people(world_id: str) -> list[dict[str, Any]]:
        return [person.as_json() for person in simulator.world(world_id).people]

    @application.post("/_sim/worlds/<world_id>/people")
    def add_person(world_id: str) -> tuple[dict[str, Any], int]:
        return simulator.world(world_id).people.add(PersonRecord.from_json(_body())).as_json(), 201

    @application.get("/_sim/worlds/<world_id>/faults")
    def faults(world_id: str) -> list[dict[str, Any]]:
        return [_armed(armed) for armed in simulator.world(world_id).faults.all()]

    @application.post("/_sim/worlds/<world_id>/faults")
    def add_fault(world_id: str) -> tuple[dict[str, Any], int]:
        return simulator.world(world_id).faults.add(Fault(**_body())).as_json(), 201

    @application.get("/_sim/worlds/<world_id>/journal")
    def journal(world_id: str) -> list[dict[str, Any]]:
        return [entry.as_json() for entry in list(simulator.world(world_id).journal.entries)]

    @application.post("/_sim/worlds/<world_id>/verify")
    def verify(world_id: str) -> dict[str, Any]:
        world = simulator.world(world_id)
        return {
            "violations": [violation.as_json() for violation in world.verify()],
            "attempts_after_landing": [entry.as_json() for entry in world.attempts_after_landing()],
            "faults_unconsumed": [fault.as_json() for fault in world.faults.unconsumed()],
        }


def _body() -> dict[str, Any]:
    data = request.get_json(silent=True) if request.get_data() else {}
    if not isinstance(data, dict):
        raise ValueError("send one JSON object, with Content-Type: application/json")
    return data


def _summary(simulator: Simulator, world: World) -> dict[str, Any]:
    return {
        "id": world.id,
        "seed": world.seed,
        "clock": world.clock.now().isoformat(),
        "ticking": world.clock.ticking,
        "halls": simulator.hall_urls(world, request.host_url),
    }


def _event(event: FiredEvent) -> dict[str, Any]:
    return asdict(event) | {"at": event.at.isoformat()}


def _armed(armed: ArmedFault) -> dict[str, Any]:
    return {
        "fault": armed.fault.as_json(),
        "seen": armed.seen,
        "fired": armed.fired,
        "consumed": armed.consumed,
    }


def _unknown(error: KeyError) -> tuple[Response, int]:
    return jsonify({"error": f"not known: {error.args[0] if error.args else ''}"}), 404


def _invalid(error: Exception) -> tuple[Response, int]:
    return jsonify({"error": str(error)}), 400


def _wrong_verb(error: MethodNotAllowed) -> tuple[Response, int, dict[str, str]]:
    verbs = sorted(set(error.valid_methods or ()) - {"HEAD", "OPTIONS"})
    said = f"{request.method} is not the verb here; use {' or '.join(verbs)}"
    return jsonify({"error": said, "use": verbs}), 405, {"Allow": ", ".join(verbs)}


def _http_error(error: HTTPException) -> tuple[Response, int]:
    status = error.code or 500
    said = (
        f"the control plane has no {request.path}" if isinstance(error, NotFound) else str(error.description)
    )
    return jsonify({"error": said}), status
