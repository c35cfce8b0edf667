"""``sigateway-mock serve`` as a program."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

import sigateway_mockservers
from sigateway_mockservers.cli import main

HOME = str(Path(sigateway_mockservers.__file__).parents[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_ready_serves_and_stops(number: signal.Signals) -> None:
    command = [
        sys.executable,
        "-m",
        "sigateway_mockservers.cli",
        "serve",
        "--world-now",
        "2026-11-10T09:00:00+08:00",
    ]
    environment = {**os.environ, "PYTHONPATH": HOME}
    with subprocess.Popen(
        [*command, "--clock", "frozen", "--seed", "7"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as program:
        assert program.stdout is not None
        ready = json.loads(program.stdout.readline())
        assert ready["ready"] is True
        assert ready["sites"]["wuhan"] == {"hall": ready["halls"]["wuhan"]}
        assert ready["sites"]["zhejiang"]["portal"] == ready["halls"]["zhejiang"] + "portal/"
        page = httpx.get(ready["halls"]["wuhan"] + "index.do", trust_env=False)
        assert page.headers["date"] == "Tue, 10 Nov 2026 01:00:00 GMT"
        assert httpx.get(ready["control"] + "health", trust_env=False).json()["ok"] is True
        program.send_signal(number)
        out, err = program.communicate(timeout=10)
    assert (program.returncode, out, err) == (0, "", "")


def test_sites_can_stand_apart() -> None:
    command = [sys.executable, "-m", "sigateway_mockservers.cli", "serve", "--apart"]
    environment = {**os.environ, "PYTHONPATH": HOME}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        sites = json.loads(program.stdout.readline())["sites"]["zhejiang"]
        portal, hall = httpx.URL(sites["portal"]), httpx.URL(sites["hall"])
        assert portal.host != hall.host
        assert portal.port != hall.port
        led = httpx.get(hall.join("index"), trust_env=False)
        assert led.headers["location"].startswith(sites["portal"])
        assert httpx.get(led.headers["location"], trust_env=False).status_code == 200
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=10)
    assert program.returncode == 0


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", *arguments])
    assert stopped.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    return captured.err


def test_errors_are_one_line_that_says_what_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert "write for example 2026-11-10T09:00:00+08:00" in refused(capsys, "--world-now", "tomorrow")
    assert "sigateway-mock serve --help" in refused(capsys, "--clock", "sundial")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert "leave --port out for a free one" in refused(capsys, "--port", port)


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_is_none_is_named(capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert f"'{port}' is not a port; give 0 (a free one) to 65535" in refused(capsys, f"--port={port}")


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("host.invalid", "'host.invalid' is not known here"),
        ("a" * 70, "is not known here"),
        ("192.0.2.1", "'192.0.2.1' is no address of this machine"),
    ],
)
def test_an_unknown_and_a_foreign_host_are_told_apart(
    capsys: pytest.CaptureFixture[str], host: str, said: str
) -> None:
    shown = refused(capsys, "--host", host)
    assert said in shown
    assert "port" not in shown
