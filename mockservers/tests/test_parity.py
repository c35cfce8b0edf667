"""Each fault over both transports: the same class of outcome, and the same hall afterwards."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sigateway_mockservers import Fault, MockServer, Simulator

CASES = [
    ("reset", "before_commit", {}),
    ("reset", "after_commit", {}),
    ("disconnect", "before_commit", {}),
    ("disconnect", "after_commit", {}),
    ("stall", "before_commit", {}),
    ("stall", "after_commit", {}),
    ("stall", "after_commit", {"seconds": 0.05}),
    ("status_5xx", "before_commit", {"status": 502}),
    ("status_5xx", "after_commit", {}),
    ("truncate", "mid_body", {}),
    ("truncate", "mid_body", {"silent": True}),
    ("maintenance", "before_commit", {}),
    ("maintenance", "after_commit", {}),
    ("login_page", "before_commit", {}),
    ("login_page", "after_commit", {"keep_session": False}),
    ("session_expired", "before_commit", {}),
    ("session_expired", "after_commit", {}),
    ("session_taken", "before_commit", {}),
    ("session_taken", "after_commit", {}),
    ("window_closes", "before_commit", {"advance": 60}),
    ("shown_late", "after_commit", {}),
]


def outcome_of(browser: Any, sxh: str) -> str:
    """What the client learns, and how sure it can be."""
    try:
        reply = browser.client.post("tijiao.do", data={"sxh": sxh}, timeout=0.3)
    except (httpx.ConnectError, httpx.ConnectTimeout):
        return "not sent"
    except httpx.TransportError as error:
        return f"in doubt: {type(error).__name__}"
    return f"{reply.status_code}: {reply.content.decode('gbk', 'ignore')[:200]}"


def seen(simulator: Simulator, open_browser: Any, server: MockServer | None, fault: Fault) -> tuple[Any, ...]:
    world = simulator.create_world(seed=7)
    browser = open_browser(world, server=server)
    sxh = browser.save(world.people.noted("uninsured man")).data["sxh"]
    world.faults.add(fault)
    outcome = outcome_of(browser, sxh)
    world.faults.assert_consumed()
    journal = [
        (entry.operation, entry.status, entry.committed, entry.fault) for entry in world.journal.entries
    ]
    return outcome, journal, len(world.wuhan.effects()), browser.get("home.do").kind


@pytest.mark.parametrize(("do", "when", "more"), CASES)
def test_both_transports_agree(
    simulator: Simulator, open_browser: Any, server: MockServer, do: str, when: str, more: dict[str, Any]
) -> None:
    fault = Fault("wuhan", "submit", do, when, **more)
    in_process = seen(simulator, open_browser, None, fault)
    assert in_process == seen(simulator, open_browser, server, fault)


@pytest.mark.parametrize("more", [{}, {"connect_timeout": True}])
def test_refuse_is_the_one_difference_and_errs_to_the_safe_side(
    simulator: Simulator, open_browser: Any, server: MockServer, more: dict[str, Any]
) -> None:
    fault = Fault("wuhan", "submit", "refuse", **more)
    sure = seen(simulator, open_browser, None, fault)
    unsure = seen(simulator, open_browser, server, fault)
    assert sure[0] == "not sent"
    assert unsure[0] == "in doubt: RemoteProtocolError"
    assert sure[1:] == unsure[1:]
    assert sure[2] == 0


def test_a_cut_redirect_is_in_doubt_over_both(
    simulator: Simulator, open_browser: Any, server: MockServer
) -> None:
    for over in (None, server):
        world = simulator.create_world()
        visitor = open_browser(world, signed_in=False, server=over)
        world.faults.add(Fault("wuhan", "login.submit", "truncate"))
        with pytest.raises(httpx.RemoteProtocolError):
            visitor.sign_in()
        assert world.journal.entries[-1].committed
