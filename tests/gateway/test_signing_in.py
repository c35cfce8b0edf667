"""Signing in: which credentials are tried and how often, and what becomes of a new password."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from teller import ENROLMENT, SLIP, UNIT, House
from toy import ToyLogin
from toyhall import FakeClock, Fault, ToyHall

import sigateway as sg
from sigateway.gateway.store import fresh_password

OLD = "slip-1"


@pytest.fixture
def store(tmp_path: Path) -> sg.FileCredentials:
    return sg.FileCredentials(tmp_path / "credentials.db", modes=[ToyLogin])


@pytest.fixture(params=["sync", "async"])
def kept(request: pytest.FixtureRequest, hall: ToyHall, store: sg.FileCredentials) -> Iterator[House]:
    """A gateway with a credentials store, at a hall that forces a new password."""
    hall.must_change = True
    house = House(hall, request.param, credentials=store)
    yield house
    house.close()


def password(credentials: sg.Credentials | None) -> str | None:
    return credentials.password.get_secret_value() if isinstance(credentials, ToyLogin) else None


def sign_in(house: House, credentials: sg.Credentials | None = SLIP) -> None:
    house.do("preflight", ENROLMENT, at=house.at(credentials=credentials))


# -- the fuse --------------------------------------------------------------------------------------------------------------


def test_a_refused_password_is_not_tried_again(toy: House) -> None:
    toy.hall.passwords["unit"] = "another"
    with pytest.raises(sg.LoginRefused, match="密码错误") as caught:
        toy.file()
    assert caught.value.who_acts == sg.Actor.VENDOR
    sent = len(toy.hall.requests)
    assert sent == 1
    for _ in range(3):
        with pytest.raises(sg.CredentialsBlocked, match="密码错误"):
            toy.file()
    assert len(toy.hall.requests) == sent


def test_the_fuse_is_kept_in_the_ledger(hall: ToyHall, tmp_path: Path) -> None:
    hall.passwords["unit"] = "another"
    first = House(hall, ledger=str(tmp_path / "f.db"))
    with pytest.raises(sg.LoginRefused):
        first.file()
    second = first.another()
    with pytest.raises(sg.CredentialsBlocked) as caught:
        second.file()
    assert caught.value.blown_at == hall.clock.now()
    assert hall.requests == ["login"]
    second.ledger.mend(SLIP.fingerprint)
    hall.passwords["unit"] = OLD
    assert second.file().state == "approved"
    first.close()
    second.close()


@pytest.mark.parametrize("how", ["new credentials", "with_password"])
def test_another_password_has_another_fuse(toy: House, how: str) -> None:
    toy.hall.passwords["unit"] = "another"
    with pytest.raises(sg.LoginRefused):
        sign_in(toy)
    new = (
        ToyLogin(password=SecretStr("another")) if how == "new credentials" else SLIP.with_password("another")
    )
    sign_in(toy, new)
    assert toy.count("login") == 2


def test_a_hall_that_is_down_blows_no_fuse(toy: House) -> None:
    toy.hall.script("login", [Fault(page=(200, "<p>维护</p>"))])
    with pytest.raises(sg.HallUnavailable):
        sign_in(toy)
    sign_in(toy)


def test_a_log_in_mode_the_hall_does_not_know_is_said_before_anything_is_sent(toy: House) -> None:
    slip = sg.PasswordSlipLogin(username="u", password="p", certificate_serial="1", certificate_password="2")
    with pytest.raises(sg.ConfigurationError, match="toy_password"):
        sign_in(toy, slip)
    assert toy.hall.requests == []


def test_no_credentials_are_said_before_anything_is_sent(toy: House, kept: House) -> None:
    for house in (toy, kept):
        with pytest.raises(sg.ConfigurationError, match=UNIT.key):
            sign_in(house, None)
    assert toy.hall.requests == []


# -- a forced change -----------------------------------------------------------------------------------------------------


def test_a_forced_change_without_a_store_stops_before_it_is_sent(toy: House) -> None:
    toy.hall.must_change = True
    with pytest.raises(sg.PasswordChangeNeeded):
        sign_in(toy)
    assert toy.hall.requests == ["login"]
    assert toy.hall.passwords["unit"] == OLD


def test_a_forced_change_is_kept_first_and_confirmed_after(kept: House, store: sg.FileCredentials) -> None:
    at_hall = kept.hall._password
    staged_then: list[str | None] = []

    def change(form: dict[str, str]) -> dict[str, object]:
        staged_then.extend([password(store.staged(UNIT.key)), password(store.current(UNIT.key))])
        return at_hall(form)

    kept.hall._password = change  # type: ignore[method-assign]
    sign_in(kept)
    new = kept.hall.passwords["unit"]
    assert new != OLD
    assert staged_then == [new, OLD], "durable before the commit leaves"
    assert (password(store.current(UNIT.key)), store.staged(UNIT.key)) == (new, None)
    assert kept.hall.requests == ["login", "password", "facts"]


def test_the_store_is_asked_from_then_on(kept: House) -> None:
    sign_in(kept)
    again = kept.another()
    sign_in(again, None)
    sign_in(kept.another(), SLIP)  # what was given once does not overrule what is kept
    assert kept.hall.effects == ["password"]
    assert kept.hall.requests[3:] == ["login", "facts"] * 2


def test_not_sent_leaves_the_old_password_in_force(kept: House, store: sg.FileCredentials) -> None:
    kept.hall.script("password", [Fault(raises=httpx.ConnectError("x"))])
    with pytest.raises(sg.HallUnavailable):
        sign_in(kept)
    assert password(store.current(UNIT.key)) == OLD
    sign_in(kept)
    assert kept.hall.effects == ["password"]
    assert (password(store.current(UNIT.key)), store.staged(UNIT.key)) == (kept.hall.passwords["unit"], None)


def test_a_refused_new_password_is_replaced_once_and_then_told(
    kept: House, store: sg.FileCredentials
) -> None:
    no = Fault(page=(200, '{"refused": "密码太简单"}'))
    kept.hall.script("password", [no, no])
    with pytest.raises(sg.HallRefused, match="密码太简单"):
        sign_in(kept)
    assert password(store.current(UNIT.key)) == OLD
    sign_in(kept)
    assert password(store.current(UNIT.key)) == kept.hall.passwords["unit"]


def test_a_password_that_another_process_has_just_changed_is_found(
    kept: House, store: sg.FileCredentials
) -> None:
    # The other process staged it and sent it, and has not yet written down that it is in force.
    store.put(UNIT.key, SLIP)
    staged = store.stage(UNIT.key, SLIP.with_password("theirs12"))
    kept.hall.passwords["unit"], kept.hall.must_change = "theirs12", False
    sign_in(kept)
    assert (store.current(UNIT.key), store.staged(UNIT.key)) == (staged, None)


@pytest.mark.parametrize("error", [httpx.ReadTimeout("x"), httpx.RemoteProtocolError("x")], ids=repr)
def test_in_doubt_and_landed_the_new_one_is_tried_once(
    kept: House, store: sg.FileCredentials, error: Exception
) -> None:
    kept.hall.script("password", [Fault(raises=error, acts=True)])
    sign_in(kept)
    assert kept.hall.requests == ["login", "password", "login", "facts"]
    assert (password(store.current(UNIT.key)), store.staged(UNIT.key)) == (kept.hall.passwords["unit"], None)
    assert kept.hall.effects == ["password"]


def test_in_doubt_and_not_landed_the_new_one_is_tried_once_then_the_old_one_once(
    kept: House, store: sg.FileCredentials
) -> None:
    kept.hall.script("password", [Fault(raises=httpx.ReadTimeout("x"))])
    sign_in(kept)
    assert kept.hall.requests == ["login", "password", "login", "login", "password", "facts"]
    assert (password(store.current(UNIT.key)), store.staged(UNIT.key)) == (kept.hall.passwords["unit"], None)


def test_in_doubt_again_and_again_stops(kept: House, store: sg.FileCredentials) -> None:
    kept.hall.script("password", repeat(Fault(raises=httpx.ReadTimeout("x")), 2))
    with pytest.raises(sg.HallUnavailable):
        sign_in(kept)
    assert kept.hall.requests.count("password") == 2
    assert password(store.current(UNIT.key)) == OLD
    sign_in(kept)
    assert (password(store.current(UNIT.key)), store.staged(UNIT.key)) == (kept.hall.passwords["unit"], None)


@pytest.mark.parametrize("acts", [True, False], ids=["landed", "not landed"])
def test_a_crash_during_the_change_is_settled_by_another_process(
    kept: House, store: sg.FileCredentials, acts: bool
) -> None:
    kept.hall.script("password", [Fault(raises=KeyboardInterrupt(), acts=acts)])
    with pytest.raises(KeyboardInterrupt):
        sign_in(kept)
    assert store.staged(UNIT.key) is not None
    before = len(kept.hall.requests)
    other = kept.another()
    sign_in(other, None)
    tried = ["login"] if acts else ["login", "login", "password"]
    assert kept.hall.requests[before:] == [*tried, "facts"]
    assert (password(store.current(UNIT.key)), store.staged(UNIT.key)) == (kept.hall.passwords["unit"], None)
    other.close()


def test_neither_fits_and_nothing_is_tried_again(kept: House, store: sg.FileCredentials) -> None:
    store.put(UNIT.key, SLIP)
    store.stage(UNIT.key, ToyLogin(password=SecretStr("staged")))
    kept.hall.passwords["unit"] = "set by a clerk"
    with pytest.raises(sg.LoginRefused):
        sign_in(kept)
    assert kept.hall.requests == ["login", "login"], "the new one once, then the old one once"
    with pytest.raises(sg.CredentialsBlocked):
        sign_in(kept)
    assert kept.hall.requests == ["login", "login"], "then stop"
    store.put(UNIT.key, ToyLogin(password=SecretStr("set by a clerk")))
    sign_in(kept, None)


def test_a_store_in_memory_settles_as_well(hall: ToyHall) -> None:
    """A vendor's store may hand out the very objects it was given."""

    class Memory:
        def __init__(self) -> None:
            self.now: dict[str, sg.Credentials] = {}
            self.next: dict[str, sg.Credentials] = {}

        def current(self, unit: str) -> sg.Credentials | None:
            return self.now.get(unit)

        def staged(self, unit: str) -> sg.Credentials | None:
            return self.next.get(unit)

        def put(self, unit: str, credentials: sg.Credentials) -> None:
            self.now[unit] = credentials
            self.next.pop(unit, None)

        def stage(self, unit: str, credentials: sg.Credentials) -> sg.Credentials:
            return self.next.setdefault(unit, credentials)

        def drop(self, unit: str) -> None:
            self.next.pop(unit, None)

    hall.must_change = True
    hall.script("password", [Fault(raises=httpx.ReadTimeout("x"))])
    memory = Memory()
    house = House(hall, credentials=memory)
    sign_in(house)
    assert password(memory.current(UNIT.key)) == hall.passwords["unit"]


# -- the file ------------------------------------------------------------------------------------------------------------


def test_the_credentials_file_is_for_its_owner_only(tmp_path: Path, store: sg.FileCredentials) -> None:
    store.put("toy/1", SLIP)
    [file] = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_credentials_file_keeps_units_apart(store: sg.FileCredentials) -> None:
    store.put("toy/1", SLIP)
    store.put("toy/2", SLIP.with_password("two"))
    store.stage("toy/1", SLIP.with_password("next"))
    assert [password(store.current(u)) for u in ("toy/1", "toy/2")] == [OLD, "two"]
    assert (password(store.staged("toy/1")), store.staged("toy/2"), store.current("toy/3")) == (
        "next",
        None,
        None,
    )


@pytest.mark.parametrize(
    "body",
    ["{", "[]", '{"mode": "of another region"}', '{"mode": "toy_password", "pasword": "s3cret"}'],
)
def test_credentials_that_cannot_be_read_are_said_without_their_secrets(
    tmp_path: Path, store: sg.FileCredentials, body: str
) -> None:
    file = sqlite3.connect(tmp_path / "credentials.db", isolation_level=None)
    file.execute("INSERT OR REPLACE INTO credentials VALUES ('toy/1', 'current', ?)", (body,))
    file.close()
    with pytest.raises(sg.ConfigurationError) as caught:
        store.current("toy/1")
    assert "s3cret" not in str(caught.value)


def test_a_file_that_is_no_credentials_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear payroll," * 100)
    with pytest.raises(sg.ConfigurationError, match=r"letter\.txt"):
        sg.FileCredentials(tmp_path / "letter.txt")


def test_a_fresh_password_has_letters_and_digits() -> None:
    made = {fresh_password(8) for _ in range(50)}
    assert len(made) == 50
    assert all(len(p) == 8 and any(c.isdigit() for c in p) and any(c.isalpha() for c in p) for p in made)


# -- the pool --------------------------------------------------------------------------------------------------------------


def test_a_session_at_rest_is_used_again(toy: House) -> None:
    at = toy.at()
    for _ in range(3):
        toy.do("preflight", ENROLMENT, at=at)
    toy.do("preflight", ENROLMENT)
    assert toy.count("login") == 1


def test_no_session_serves_two_units_or_two_credentials(toy: House) -> None:
    second = UNIT.model_copy(update={"number": "2"})
    toy.hall.passwords["clerk"] = OLD
    others = [toy.at(), toy.at(unit=second), toy.at(credentials=ToyLogin(user="clerk"))]
    for at in others * 2:
        toy.do("preflight", ENROLMENT, at=at)
    assert toy.count("login") == 3
    assert len(toy.hall.sessions) == 3


def test_a_session_in_use_is_nobody_elses(hall: ToyHall) -> None:
    house = House(hall)
    at = house.at()
    with at.sign_in() as one, at.sign_in() as two:
        one.preflight(ENROLMENT)
        two.preflight(ENROLMENT)
    assert hall.requests.count("login") == 2


def test_a_session_that_expired_at_rest_is_renewed_unseen(toy: House) -> None:
    toy.do("preflight", ENROLMENT)
    toy.hall.sessions.clear()
    assert toy.file().state == "approved"
    assert toy.hall.requests == ["login", "facts", "facts", "login", "facts", "save", "echo", "commit"]


def test_what_is_too_many_is_let_go(hall: ToyHall) -> None:
    house = House(hall)
    at = house.at()
    sessions = [at.sign_in() for _ in range(4)]
    for session in sessions:
        session.close()
    again = [at.sign_in() for _ in range(4)]
    assert hall.requests.count("login") == 6
    del again


def test_two_halls_at_two_addresses_share_no_session(clock: FakeClock) -> None:
    hall = ToyHall(clock)
    house = House(hall)
    here = house.at()
    there = house.gateway.hall("toy", unit=UNIT, credentials=SLIP, base_url="http://toy.test/other/")
    for at in (here, there):
        house.do("preflight", ENROLMENT, at=at)
    assert hall.requests.count("login") == 2


def test_a_log_in_flow_that_fails_is_a_plugin_error(hall: ToyHall) -> None:
    from toy import Toy

    from sigateway.plugin import hookimpl

    class Broken(Toy):
        region = Toy.region

        @hookimpl
        def login(self) -> object:
            def flow():  # type: ignore[no-untyped-def]
                raise KeyError("slip-1")
                yield

            return flow()

    with pytest.raises(sg.PluginError, match="'login'") as caught:
        House(hall, region=Broken).file()
    assert "slip-1" not in str(caught.value)
    assert hall.requests == []


# -- several accounts of one unit ---------------------------------------------------------------------------------------------


class ClerkLogin(ToyLogin):
    """A person's account, beside the unit's own."""

    mode = "toy_clerk"

    @property
    def account(self) -> str:
        return self.user


def test_an_account_beside_the_units_own_is_kept_beside_it(hall: ToyHall, tmp_path: Path) -> None:
    store = sg.FileCredentials(tmp_path / "credentials.db", modes=[ToyLogin, ClerkLogin])
    clerk = ClerkLogin(user="clerk", password=SecretStr("theirs"))
    hall.passwords["clerk"] = "theirs"
    house = House(hall, "sync", credentials=store)
    sign_in(house)
    sign_in(house, clerk)
    house.close()
    assert store.current(UNIT.key) == SLIP
    assert store.current(f"{UNIT.key}#clerk") == clerk
    assert hall.requests.count("login") == 2
