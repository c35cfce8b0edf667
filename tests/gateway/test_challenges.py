"""A person in the middle: invited before anything is sent, one ticket at a time, gone on with from the JSON alone."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from teller import ENROLMENT, PERSON, SLIP, URL, House, staff
from toy import ToyLogin
from toyface import FaceHall, FaceToy
from toyhall import FakeClock, Fault

import sigateway as sg

REGISTRATION = sg.UnitRegistration(legal_representative=PERSON)


class AtLogin(FaceToy):
    person = PERSON
    at_login = True


@pytest.fixture
def hall(clock: FakeClock) -> FaceHall:
    return FaceHall(clock, accepts_duplicates=True)


@pytest.fixture(params=["sync", "async"])
def face(request: pytest.FixtureRequest, hall: FaceHall) -> Iterator[House]:
    house = House(hall, request.param, region=FaceToy)
    yield house
    house.close()


def call(house: House, verb: str, *arguments: Any, at: Any = None, **options: Any) -> Any:
    """Something that the hall (not a session) does, by either driver."""
    result = getattr(at or house.at(), verb)(*arguments, **options)
    if not inspect.isawaitable(result):
        return result

    async def awaited() -> Any:
        return await result

    return asyncio.run(awaited())


def invited(house: House, filing: Any = REGISTRATION) -> sg.Challenge:
    with pytest.raises(sg.InteractionNeeded) as raised:
        call(house, "access", filing)
    return raised.value.challenge


def again(challenge: sg.Challenge) -> sg.Challenge:
    return sg.Challenge.from_json(challenge.to_json())


def test_the_invitation_comes_before_anything_is_sent_and_keeps(face: House, hall: FaceHall) -> None:
    challenge = invited(face)
    assert hall.requests == []
    assert (challenge.hall, challenge.unit, challenge.ticket) == ("toy", "toy/1", None)
    assert challenge.who == "张**（1101…002X）"
    assert challenge.explain() == "单位注册：请张**（1101…002X）用“玩具APP”扫码完成人脸识别。"
    assert again(challenge) == challenge
    assert not [turn for turn in face.ledger.turns() if turn.case is not None]
    with pytest.raises(sg.ConfigurationError, match="还没有取码"):
        call(face, "resume", challenge)


def test_opened_and_scanned_it_goes_on_to_the_case_and_files_once(face: House, hall: FaceHall) -> None:
    opened = call(face, "open", invited(face))
    assert opened.ticket.expires_at == hall.clock.now() + hall.clock.now().resolution * 300_000_000
    hall.app = ["waiting", "scanned", "passed"]
    case = call(face.another(ledger=face.ledger), "resume", again(opened))
    assert (case.number, case.state) == ("R1", sg.CaseState.APPROVED)
    assert call(face, "resume", again(opened)) == case
    assert call(face, "access", REGISTRATION) == case
    assert hall.effects == ["register"]


def test_a_second_scan_of_the_same_person_is_refused_while_one_lives(face: House, hall: FaceHall) -> None:
    challenge = invited(face)
    call(face, "open", challenge)
    with pytest.raises(sg.ChallengeAlive):
        call(face, "open", challenge)
    with pytest.raises(sg.ChallengeAlive):
        call(face.another(ledger=face.ledger), "open", invited(face))
    assert len(hall.tickets) == 1
    other = staff(1)[0].person
    call(face, "open", invited(face, sg.UnitRegistration(legal_representative=other)))
    hall.clock.sleep(301)
    assert call(face, "open", challenge).ticket.id == "T3"


@pytest.mark.parametrize(
    ("ends", "error"), [("failed", sg.ChallengeFailed), ("expired", sg.ChallengeExpired)]
)
def test_a_scan_that_fails_says_why_and_the_invitation_still_stands(
    face: House, hall: FaceHall, ends: str, error: type[sg.AccessError]
) -> None:
    challenge = invited(face)
    hall.app = ["scanned", ends]
    with pytest.raises(error, match="本人") as raised:
        call(face, "resume", call(face, "open", challenge))
    assert raised.value.who_acts is sg.Actor.PERSON
    hall.app = ["passed"]
    assert call(face, "resume", call(face, "open", challenge)).number == "R1"


def test_nobody_scans(face: House, hall: FaceHall) -> None:
    opened = call(face, "open", invited(face))
    before = hall.clock.now()
    with pytest.raises(sg.ChallengeExpired):
        call(face, "resume", opened)
    assert (hall.clock.now() - before).total_seconds() == 300
    assert hall.effects == []


def test_a_ticket_that_could_not_be_had_holds_nobody_up(face: House, hall: FaceHall) -> None:
    challenge = invited(face)
    hall.script("mint", [Fault(page=(503, "down"))])
    with pytest.raises(sg.HallUnavailable):
        call(face, "open", challenge)
    assert call(face, "open", challenge).ticket is not None


def test_doubt_about_what_was_committed_after_the_scan_is_ended_by_evidence(
    face: House, hall: FaceHall
) -> None:
    opened = call(face, "open", invited(face))
    hall.app = ["passed"]
    hall.script("register", [Fault(page=(502, "gone"), acts=True)])
    assert call(face, "resume", opened).number == "R1"
    assert hall.effects == ["register"]


def test_a_commit_that_carries_a_secret_is_not_kept_and_not_sent_again(face: House, hall: FaceHall) -> None:
    opened = call(face, "open", invited(face))
    hall.app = ["passed"]
    hall.script("register", [Fault(page=(502, "gone"))])
    with pytest.raises(sg.HallUnavailable, match="没有收到"):
        call(face, "resume", opened)
    [written] = face.ledger._connection.execute("SELECT request FROM intents").fetchall()
    assert SLIP.password.get_secret_value() not in written[0]
    assert hall.effects == []
    hall.app = ["passed"]
    assert call(face, "resume", opened).number == "R1"


def test_a_password_that_is_set_is_staged_first_and_in_force_afterwards(
    face: House, hall: FaceHall, tmp_path: Path
) -> None:
    store = sg.FileCredentials(tmp_path / "credentials.db", modes=[ToyLogin])
    store.put("toy/1", SLIP)
    new = SLIP.with_password("chosen-2")
    asked = face.another(credentials=store)
    at = asked.at(credentials=new)
    with pytest.raises(sg.InteractionNeeded) as raised:
        call(asked, "access", REGISTRATION, at=at)
    opened = call(asked, "open", raised.value.challenge, at=at)
    hall.app = ["passed"]
    hall.script("register", [Fault(page=(502, "gone"))])
    with pytest.raises(sg.HallUnavailable):
        call(asked, "resume", opened, at=at)
    assert (store.current("toy/1"), store.staged("toy/1")) == (SLIP, new)
    hall.app = ["passed"]
    assert call(asked, "resume", opened, at=at).number == "R1"
    assert (store.current("toy/1"), store.staged("toy/1")) == (new, None)


def test_a_picture_is_read_before_a_print(face: House, hall: FaceHall) -> None:
    case = face.file()
    with pytest.raises(sg.InteractionNeeded) as raised:
        face.do("fetch", sg.DeclarationForm(case=case))
    opened = again(call(face, "open", raised.value.challenge))
    assert opened.ticket is not None
    assert opened.ticket.image == b"\x89PNG 7 + 5"
    with pytest.raises(sg.ChallengeFailed, match="验证码错误"):
        call(face, "resume", opened, "13")
    assert (
        call(face, "resume", call(face, "open", raised.value.challenge), answer="12").name
        == f"{case.number}.json"
    )


def ports(house: House, *answers: str | None) -> tuple[dict[str, Any], list[sg.Challenge]]:
    shown: list[sg.Challenge] = []
    said = list(answers)

    def port(challenge: sg.Challenge) -> str | None:
        shown.append(challenge)
        return said.pop(0) if said else None

    async def aport(challenge: sg.Challenge) -> str | None:
        return port(challenge)

    return {"on_challenge": port if house.driver == "sync" else aport}, shown


def test_with_a_port_the_person_is_asked_at_once(face: House, hall: FaceHall) -> None:
    port, shown = ports(face, None, "12")
    asked = face.another(**port)
    hall.app = ["passed"]
    assert call(asked, "access", REGISTRATION).number == "R1"
    case = asked.file()
    assert asked.do("fetch", sg.DeclarationForm(case=case)).name == f"{case.number}.json"
    assert [c.kind for c in shown] == [sg.ChallengeKind.FACE, sg.ChallengeKind.CAPTCHA]
    assert all(c.ticket is not None for c in shown)


def test_a_run_that_nobody_watches_asks_nobody(face: House, hall: FaceHall) -> None:
    port, shown = ports(face)
    asked = face.another(**port)
    where = asked.gateway.hall("toy", unit=asked.at()._house.unit, base_url=URL, interactive=False)
    with pytest.raises(sg.InteractionNeeded):
        call(asked, "access", REGISTRATION, at=where)
    assert (shown, hall.requests) == ([], [])


def test_a_face_at_the_log_in(face: House, hall: FaceHall) -> None:
    at_login = face.another(region=AtLogin)
    with pytest.raises(sg.InteractionNeeded) as raised:
        at_login.file()
    assert hall.requests == []
    hall.app = ["passed"]
    opened = again(call(at_login, "open", raised.value.challenge))
    session = call(at_login, "resume", opened)
    filed = session.file(ENROLMENT)
    assert (asyncio.run(filed) if inspect.isawaitable(filed) else filed).state is sg.CaseState.APPROVED
    port, shown = ports(face)
    hall.app = ["passed"]
    asked = face.another(region=AtLogin, **port)
    assert asked.file(ENROLMENT.model_copy(update={"first_paid_month": sg.Month(2026, 12)})).number == "D2"
    assert len(shown) == 1


def test_a_challenge_of_another_unit_or_hall_is_not_gone_on_with(face: House) -> None:
    challenge = invited(face)
    for other in ({"unit": "toy/2"}, {"hall": "another"}, {"continues": None}):
        with pytest.raises(sg.ConfigurationError, match="邀请"):
            call(face, "open", challenge.model_copy(update=other))


def test_the_code_is_shown_in_a_terminal_and_as_a_picture(face: House) -> None:
    challenge = invited(face)
    with pytest.raises(ValueError, match="open it first"):
        challenge.qr_text()
    opened = call(face, "open", challenge)
    assert "█" in opened.qr_text()
    assert opened.qr_png().startswith(b"\x89PNG")
    assert b"<svg" in opened.qr_svg()


def test_neither_the_ticket_nor_whose_it_is_stands_in_a_repr_or_a_message(face: House) -> None:
    challenge = invited(face)
    opened = call(face, "open", challenge)
    said = f"{opened!r} {sg.InteractionNeeded(opened)} {sg.ChallengeAlive(opened)}"
    assert not [s for s in ("T1", "toy://", PERSON.document.number, opened.subject, "张") if s in said]
