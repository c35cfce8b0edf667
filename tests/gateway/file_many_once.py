"""A process of its own that files some people at the toy hall: ``file_many_once.py URL LEDGER PEOPLE [ROUTE before|after]``.

``PEOPLE`` are numbers, in the order asked. It starts on a word from standard input, and dies by SIGKILL at the route, if one is given.
"""

from __future__ import annotations

import os
import signal
import sys

import httpx
from teller import SLIP, UNIT, registry, staff
from toybatch import BatchToy

import sigateway as sg


class Deadly(httpx.HTTPTransport):
    """Real connections, and a real SIGKILL."""

    def __init__(self, route: str = "", when: str = "") -> None:
        super().__init__(trust_env=False)
        self._route, self._when = route, when

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        here = request.url.path.endswith(f"/{self._route}") if self._route else False
        if here and self._when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        response = super().handle_request(request)
        if here:
            response.read()
            os.kill(os.getpid(), signal.SIGKILL)
        return response


def main(url: str, ledger: str, people: str, *death: str) -> None:
    everybody = staff(10)
    transport = Deadly(*death)
    with sg.Gateway(ledger=ledger, registry=registry(BatchToy), transport=transport) as gateway:
        hall = gateway.hall("toy", unit=UNIT, credentials=SLIP, base_url=url)
        print("ready", flush=True)
        sys.stdin.readline()
        with hall.sign_in() as session:
            filed = session.file_many([everybody[int(number)] for number in people])
        print(*[f.result().state for f in filed])
    transport.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
