"""What the tests of changes and of the desk share, written from the wire pages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from sigateway_mockservers import InProcess, PersonRecord, Simulator, World

JPEG = b"\xff\xd8\xff\xe0mock photo\xff\xd9"


@pytest.fixture
def jpeg() -> bytes:
    return JPEG


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def digest_of() -> Callable[[bytes], str]:
    return digest


@pytest.fixture
def save_person() -> Callable[..., Any]:
    """``save_person(browser, person, photo=None, **changes)``: search, fill in, 保存."""

    def save(browser: Any, person: PersonRecord, photo: bytes | None = None, **changes: str) -> Any:
        page = browser.post("grxx_chaxun.do", zjlx=person.kind, zjhm=person.number)
        assert page.kind == "person_form", page.messages
        return post_form(browser, {**page.inputs, **changes}, photo)

    return save


def post_form(browser: Any, inputs: dict[str, str], photo: bytes | None = None) -> Any:
    values = {name: value.encode("gbk") for name, value in inputs.items() if name != "zp"}
    return browser.post_parts("grxx_baocun.do", values, {"zp": ("照片.jpg", photo or b"", "image/jpeg")})


@pytest.fixture
def post_person() -> Callable[..., Any]:
    return post_form


@pytest.fixture
def act(simulator: Simulator, world: World) -> Iterator[Callable[..., httpx.Response]]:
    """``act(name, **arguments)`` over the control plane."""
    base = f"http://mock.invalid/_sim/worlds/{world.id}/wuhan/actions/"
    with httpx.Client(transport=InProcess(simulator), base_url=base) as client:

        def perform(action: str, /, **arguments: Any) -> httpx.Response:
            return client.post(action, json=arguments)

        yield perform
