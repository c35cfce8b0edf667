"""Random weeks of work by careless people on both sites: the hall never breaks, and its promises hold."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from sigateway_mockservers import Simulator
from sigateway_mockservers.beijing.names import VARIANTS
from sigateway_mockservers.beijing.records import Half

from .client import FIRST, SECOND, Client
from .test_files import adding, make, upload

CODES = ("zj", "js", "gz", "bj", "grbg", "dwbg")
STATES = ("none", "stopped", "模拟外区单位")


def any_change(draw: Random, code: str) -> dict[str, str]:
    wage = draw.choice(["2000.00", "7162.00", "8800.00", "9100.00", "50000.00"])
    month = draw.choice(["202412", "202606", "202610", "202611"])
    pools = {
        "zj": {"avgSalary": wage, "indAddReason": draw.choice(["01", "02", "03"])},
        "js": {"chgReason": draw.choice(["01", "99"]), "endDate": draw.choice(["2026-10-20", "2026-11-09"])},
        "gz": {"avgSalary": wage},
        "bj": {
            "avgSalary": wage,
            "backFrom": month,
            "backTo": month,
            "backReason": draw.choice(["01", "02"]),
        },
        "grbg": {"mobile": draw.choice(["19911112222", "19911113333"])},
        "dwbg": {"phone": draw.choice(["010-81112222", "010-81113333"])},
    }
    return pools[code]


def in_force(client: Client) -> list[Half]:
    """What the counter may undo: of each person in each system the last thing that was imported."""
    last = {(each.system, each.person): each for each in client.hall.halves() if each.flag == "11"}
    return list(last.values())


def work(draw: Random, client: Client) -> None:
    """One thing that somebody does."""
    hall = client.hall
    person = draw.choice([each for each in client.world.people if each.note.startswith("bj ")])
    code = draw.choice(CODES)
    about = None if code == "dwbg" else person
    deed = draw.randrange(12)
    if deed < 4:
        scope = draw.choice("BF")
        saved = client.save(code, about, scope, **any_change(draw, code))
        if saved.code == "0":
            if draw.random() < 0.9:
                client.submit(saved)
            serial = saved["lsh"] if scope == "B" else ""
            page = client.save_medical(code, about, serial, **any_change(draw, code))
            if page.kind == "check" and draw.random() < 0.9:
                client.submit_medical(page)
    elif deed == 4 and not any(each.is_running for each in hall.halves() if each.person == person.number):
        lines = [adding(person, draw.choice("BFM"), draw.choice(["01", "02", "03"]))]
        batch = f"R{draw.randrange(10_000)}"
        held = upload(client, make(client, "zj", lines, draw.choice(["txt", "dbf"]), batch=batch))
        if held.code == "0":
            client.post(f"files/{held['fileNo']}/submit", {"version": held["version"]})
    elif deed == 5 and hall.halves():
        half = draw.choice(hall.halves())
        if half.unit == client.unit and half.handed_on:
            verb = draw.choice(["delete", "withdraw", "submit"])
            if half.system == "four":
                client.post(f"declarations/{half.number}/{verb}", {"version": half.version})
            else:
                path = {"delete": "sb_shanchu.do", "withdraw": "sb_chehui.do", "submit": "sb_tijiao.do"}[verb]
                client.press(path, slh=half.number, bbh=str(half.version))
    elif deed == 6 and hall.halves():
        half = draw.choice(hall.halves())
        if half.unit == client.unit and half.system == "four":
            fields = dict(half.fields) | any_change(draw, half.business_code)
            client.post(f"declarations/{half.number}", {"version": half.version, "fields": fields}, "PUT")
    elif deed == 7:
        hall.hold(draw.choice(["four", "medical", "exchange"]))
    elif deed == 8:
        for each in ("four", "medical", "exchange"):
            hall.release(each)
    elif deed == 9 and (done := in_force(client)):
        hall.counter.undo(draw.choice(done).number)
    elif deed == 10:
        outside = not any(
            hall.insured(system, unit, person.number)
            for system in ("four", "medical")
            for unit in (FIRST, SECOND)
        )
        if outside:
            hall.stand(person.number, four=draw.choice([*STATES, "interrupted"]), medical=draw.choice(STATES))
    else:
        client.wait(draw.choice([1, 5, 21]))


#: Careless people do send again what had landed, and the hall says so; what the counter undoes, and what the World
#: says anew, can leave somebody insured or paid for twice. Everything else is the hall's own to keep.
NOT_THE_HALL = {"commit-after-landing", "insured-twice", "paid-twice"}


def spend(draw: Random, simulator: Simulator, open_client: Callable[..., Client], deeds: int) -> list[Any]:
    some = draw.sample(sorted(VARIANTS - {"accepts_duplicates"}), 2)
    world = simulator.create_world(seed=draw.randrange(1000), variants={"beijing": set(some)})
    client = open_client(world, draw.choice([FIRST, SECOND]))
    for _ in range(deeds):
        work(draw, client)
    for each in ("four", "medical", "exchange"):
        client.hall.release(each)
    client.wait(60)
    for path in (
        "declarations",
        "files",
        "consistency",
        "consistency/people",
        "query/persons",
        "query/bases",
    ):
        assert client.get(path, year="2026").code == "0", path
    assert client.list(hs="500") is not None
    world.state()
    return [each for each in world.verify() if each.rule not in NOT_THE_HALL]


def test_a_random_day(simulator: Simulator, open_client: Callable[..., Client]) -> None:
    assert spend(Random(6), simulator, open_client, 60) == []


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(60))
def test_random_weeks(simulator: Simulator, open_client: Callable[..., Client], seed: int) -> None:
    assert spend(Random(seed), simulator, open_client, 150) == []
