"""Whatever is sent, the hall answers in its own words and takes nothing that it should not."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sigateway_mockservers.zhejiang.filings.fields import ENROL_KEYS, SUSPEND_KEYS

from .conftest import Client, Envelope

TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "1", "202611", "２０２６１１", "2026-11-10", "8000.00", "１.00", "33021119900101١", "٣"]
    ),
)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(ENROL_KEYS), inner, max_size=3)
    ),
    max_leaves=5,
)
KINDLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@KINDLY
@given(changes=st.dictionaries(st.sampled_from(ENROL_KEYS[1:]), TEXTS, max_size=3))
def test_any_text_in_an_enrolment(client: Client, changes: dict[str, str]) -> None:
    answered = client.enrol("zj uninsured man", **changes)
    assert answered.code in {"0", "1", "400"}
    if answered.code == "0":
        client.take_back(answered["itemNo"])
    assert client.world.verify() == []


@KINDLY
@given(changes=st.dictionaries(st.sampled_from(SUSPEND_KEYS), TEXTS, max_size=3))
def test_any_text_in_a_suspension(client: Client, changes: dict[str, str]) -> None:
    answered = client.suspend("zj here man", **changes)
    assert answered.code in {"0", "1", "400"}
    assert client.world.verify() == []


@KINDLY
@given(body=JSONS)
def test_any_json_anywhere(client: Client, body: Any) -> None:
    for path in ("api/enrol", "api/suspend", "api/opening", "api/progress/ZJ1/take-back"):
        sent = client.http.post(
            client.sites["hall"] + path,
            content=json.dumps(body),
            headers={"X-CSRF-TOKEN": client.csrf, "Content-Type": "application/json"},
        )
        assert Envelope(sent).code == "400"


def test_nothing_is_too_deep_or_too_far(client: Client) -> None:
    sent = client.http.post(
        client.sites["hall"] + "api/enrol",
        content=b"[" * 100_000,
        headers={"X-CSRF-TOKEN": client.csrf, "Content-Type": "application/json"},
    )
    assert Envelope(sent).code == "400"
    assert client.get("api/progress", page="9" * 5000).code == "400"
