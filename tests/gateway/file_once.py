"""A process of its own that files the toy enrolment: ``file_once.py URL LEDGER``, on a word from standard input."""

from __future__ import annotations

import sys

from teller import ENROLMENT, SLIP, UNIT, registry

import sigateway as sg


def main(url: str, ledger: str) -> None:
    with sg.Gateway(ledger=ledger, registry=registry()) as gateway:
        hall = gateway.hall("toy", unit=UNIT, credentials=SLIP, base_url=url)
        print("ready", flush=True)
        sys.stdin.readline()
        with hall.sign_in() as session:
            case = session.file(ENROLMENT)
        print(case.number, case.state)


if __name__ == "__main__":
    main(*sys.argv[1:])
