"""A process of its own that goes on with an opened challenge: ``resume_process.py URL LEDGER CONTROL``, the rest on standard input."""

from __future__ import annotations

import json
import sys

from pydantic import SecretStr

import sigateway as sg
from sigateway.testing.clock import WorldClock


def main(url: str, ledger: str, control: str) -> None:
    told = json.load(sys.stdin)
    credentials = sg.HandlerLogin(document_number=told["number"], password=SecretStr(told["password"]))
    with sg.Gateway(ledger=ledger, trust="E0", clock=WorldClock(control)) as gateway:
        unit = sg.InsuredUnit.model_validate(told["unit"])
        hall = gateway.hall("jiangsu", unit=unit, credentials=credentials, base_url=url)
        case = hall.resume(sg.Challenge.from_json(told["challenge"]))
        assert isinstance(case, sg.Case)
        print(case.state.value, case.word)


if __name__ == "__main__":
    main(*sys.argv[1:])
