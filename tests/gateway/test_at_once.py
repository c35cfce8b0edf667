"""The same order from two threads and from two processes at once is one effect."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from teller import ENROLMENT, SLIP, UNIT, House, registry
from toyhall import ToyHall, fields_of

import sigateway as sg

HERE = Path(__file__).parent


class Served:
    """The toy hall on a port of its own."""

    def __init__(self, hall: ToyHall) -> None:
        self.ports: list[tuple[str, int]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                from urllib.parse import parse_qsl, urlsplit

                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                where = urlsplit(self.path)
                route = where.path.rsplit("/", 1)[-1]
                form = fields_of(self.headers.get("Content-Type", ""), body) | dict(parse_qsl(where.query))
                outer.ports.append((route, self.client_address[1]))
                with hall._lock:
                    reply = hall.answer(route, form, self.headers.get("Cookie", ""))
                self.send_response_only(reply.status_code)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.content)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def real_hall() -> ToyHall:
    return ToyHall(sg.SystemClock(), accepts_duplicates=True)


@pytest.fixture
def served(real_hall: ToyHall) -> Iterator[Served]:
    server = Served(real_hall)
    yield server
    server.close()


@pytest.mark.parametrize("halls", ["one hall", "a hall each"])
def test_two_threads_with_the_same_order_are_one_effect(
    real_hall: ToyHall, tmp_path: Path, halls: str
) -> None:
    house = House(real_hall, ledger=str(tmp_path / "f.db"))
    shared = house.at()
    start = threading.Barrier(2)
    cases: list[sg.Case] = []

    def work() -> None:
        at = shared if halls == "one hall" else house.at()
        start.wait(10)
        cases.append(house.do("file", ENROLMENT, at=at))

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert real_hall.effects == ["commit"]
    assert real_hall.requests.count("save") == 1
    assert cases[0] == cases[1]
    house.close()


def test_two_processes_with_the_same_order_are_one_effect(
    served: Served, real_hall: ToyHall, tmp_path: Path
) -> None:
    command = [sys.executable, str(HERE / "file_once.py"), served.url, str(tmp_path / "f.db")]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=60)[0].strip() for process in both]
    assert answers == ["D1 approved"] * 2
    assert [process.returncode for process in both] == [0, 0]
    assert real_hall.effects == ["commit"]


def test_a_commit_goes_over_a_connection_nobody_has_used(served: Served) -> None:
    with sg.Gateway(ledger=":memory:", registry=registry()) as gateway:
        hall = gateway.hall("toy", unit=UNIT, credentials=SLIP, base_url=served.url)
        with hall.sign_in() as session:
            session.file(ENROLMENT)
    ports = dict(served.ports)
    assert ports["login"] == ports["facts"] == ports["save"] == ports["echo"]
    assert ports["commit"] != ports["echo"]
