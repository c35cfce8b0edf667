"""A vendor's process, to be killed: files one enrolment, or several in a batch, at a mock hall, and dies by SIGKILL at a chosen request.

    python vendor_process.py JOB.json

The job names the hall, the World's control plane, unit, filing, ledger and credentials files, and ``kill``: the last part of a
path, and ``before`` or ``after`` the exchange. Prints the first case as JSON when nobody kills it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import httpx

import sigateway as sg
from sigateway.gateway.transports import Lines
from sigateway.testing.clock import WorldClock


class Killing(httpx.BaseTransport):
    """Real connections, and a real SIGKILL."""

    def __init__(self, path: str, when: str) -> None:
        self._lines, self._path, self._when = Lines(), path, when

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        mine = bool(self._path) and request.url.path.endswith(self._path)
        if mine and self._when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        response = self._lines.handle_request(request)
        if mine:
            response.read()  # the hall has acted and answered; we have not written it down
            os.kill(os.getpid(), signal.SIGKILL)
        return response

    def close(self) -> None:
        self._lines.close()


def main(job: dict[str, Any]) -> None:
    transport = Killing(job["kill_path"], job["kill_when"])
    with sg.Gateway(
        ledger=job["ledger"],
        credentials=sg.FileCredentials(job["credentials"]),
        clock=WorldClock(job["control"]),
        transport=transport,
        trust="E0",
    ) as gateway:
        unit = sg.InsuredUnit.model_validate_json(job["unit"])
        with gateway.hall("wuhan", unit=unit, base_url=job["hall"]).sign_in() as session:
            filings = [sg.Enrolment.model_validate_json(filing) for filing in job["filings"]]
            if len(filings) == 1:
                cases = [session.file(filings[0], reference="pay-1029")]
            else:
                cases = [filed.result() for filed in session.file_many(filings)]
    transport.close()
    print(cases[0].model_dump_json(by_alias=True))


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
