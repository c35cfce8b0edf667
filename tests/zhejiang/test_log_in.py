"""Log-in by the portal's ticket: two sites, three entrances, and the words of each refusal."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

import sigateway as sg

from .world import NINGBO, QUZHOU, Scene, enrolment, person, scene


def sign_in(stage: Scene, credentials: sg.Credentials | None = None) -> None:
    with (
        stage.gateway() as gateway,
        stage.hall(gateway, credentials=credentials or stage.credentials).sign_in(),
    ):
        pass


@pytest.mark.rule("ZJ-02", "ZJ-03", "ZJ-04", "ZJ-05")
def test_the_unit_comes_in_by_its_own_account_through_the_portal(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    sign_in(stage)
    assert [entry.operation for entry in stage.world.journal.entries] == [
        "hall.index", "portal.entrances", "portal.login_page", "portal.login", "hall.exchange", "hall.session", "hall.menu",
    ]  # fmt: skip


@pytest.mark.rule("ZJ-05")
def test_the_portal_may_stand_on_another_host_and_port(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    stage.world.zhejiang.place("portal", "http://portal.invalid:8443")
    who = person(stage.known("zj uninsured man"))
    sites = stage.world.zhejiang.sites()
    with stage.gateway() as gateway, stage.hall(gateway, sites=sites).sign_in() as session:
        assert session.file(enrolment(who)).number
    stage.check()


def test_a_redirect_to_a_site_that_was_not_declared_is_not_followed(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    sites = stage.world.zhejiang.sites()
    stage.world.zhejiang.place("portal", "http://elsewhere.invalid")
    with stage.gateway() as gateway:
        hall = stage.hall(gateway, sites=sites)
        with pytest.raises(sg.WireChanged, match="declared site"):
            hall.sign_in()
    assert "portal.login" not in [entry.operation for entry in stage.world.journal.entries]


@pytest.mark.rule("ZJ-02")
def test_a_wrong_password_is_tried_once(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    wrong = stage.login(NINGBO).with_password("wrong")
    for error in (sg.LoginRefused, sg.CredentialsBlocked, sg.CredentialsBlocked):
        with pytest.raises(error, match="账号或密码错误"):
            sign_in(stage, wrong)
    tried = [entry for entry in stage.world.journal.entries if entry.operation == "portal.login"]
    assert len(tried) == 1
    sign_in(stage)


@pytest.mark.rule("ZJ-04", "ZJ-24", "ZJ-30")
@pytest.mark.parametrize(
    ("who", "entrance", "words"),
    [
        (NINGBO, "personal", "请从“法人入口”登录|单位经办人员请从“法人入口”登录"),
        (NINGBO, "app", "法人入口"),
        ("zj here man", "legal_person", "请从“个人入口”登录"),
        ("zj not authenticated", "app", "请先完成实名认证"),
    ],
)
def test_each_account_has_its_own_entrance(tmp_path: Path, who: str, entrance: str, words: str) -> None:
    stage = scene(tmp_path)
    account = who if who.isdigit() else stage.known(who).number
    with pytest.raises(sg.LoginRefused, match=words):
        sign_in(stage, stage.login(account, entrance))


@pytest.mark.rule("ZJ-02")
def test_another_units_account_is_told_apart_and_blows_no_fuse(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    for _ in range(2):
        with pytest.raises(sg.WrongUnit) as wrong:
            sign_in(stage, stage.login(QUZHOU))
    assert (wrong.value.asked, wrong.value.actual) == (NINGBO, QUZHOU)


@pytest.mark.rule("ZJ-04")
def test_a_unit_can_be_named_by_its_credit_code(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    named = stage.unit.model_copy(update={"number": stage.unit.employer.uscc})
    with stage.gateway() as gateway, stage.hall(gateway, unit=named).sign_in() as session:
        assert session.query(sg.DoneFilingsQuery()) == ()


@pytest.mark.rule("ZJ-04", "ZJ-24")
def test_a_persons_account_files_nothing_for_the_unit(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    clerk = stage.login(stage.known("zj here man").number, "personal")
    who = person(stage.known("zj uninsured man"))
    with (
        stage.gateway() as gateway,
        stage.hall(gateway, credentials=clerk).sign_in() as session,
        pytest.raises(sg.NotOffered, match="法人入口") as refused,
    ):
        session.file(enrolment(who))
    assert refused.value.rule == "ZJ-04"
    assert stage.landed(who) == 0


def test_both_accounts_of_a_unit_live_in_one_store(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    store = sg.FileCredentials(tmp_path / "credentials.db")
    clerk = stage.login(stage.known("zj here man").number, "personal")
    with stage.gateway(credentials=store) as gateway:
        for credentials in (stage.login(NINGBO), clerk, stage.login(NINGBO)):
            with stage.hall(gateway, credentials=credentials).sign_in():
                pass
    assert store.current(stage.unit.key) == stage.login(NINGBO)


@pytest.mark.parametrize("fault", ["session_expired", "login_page"])
def test_a_session_that_ended_is_opened_again(tmp_path: Path, fault: str) -> None:
    stage = scene(tmp_path)
    who = person(stage.known("zj uninsured man"))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        stage.world.clock.advance(by=3 * 3600)
        if fault == "login_page":
            stage.fault("hall.enrol.search", "login_page", "before_commit")
        assert session.file(enrolment(who)).number
    stage.check()


def test_no_ticket_account_or_password_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    stage = scene(tmp_path)
    seen: list[str] = []
    with (
        stage.gateway(observers=[lambda event: seen.append(repr(event))]) as gateway,
        stage.hall(gateway).sign_in(),
    ):
        pass
    account = stage.world.zhejiang.portal.account(NINGBO)
    said = "".join(seen) + caplog.text
    assert "signing in" in said
    assert [secret for secret in (account.account, account.password, "ssotoken=") if secret in said] == []


def test_a_lapsed_page_is_opened_once_more(tmp_path: Path) -> None:
    stage = scene(tmp_path)

    class Slow(sg.PortalLogin):
        """Somebody who takes eleven minutes to type the first time."""

        def secret_password(self) -> str:
            if not late:
                late.append(1)
                stage.world.clock.advance(by=660)
            return super().secret_password()

    late: list[int] = []
    account = stage.world.zhejiang.portal.account(NINGBO)
    slow = Slow(
        username=account.account, password=SecretStr(account.password), entrance=sg.Entrance.LEGAL_PERSON
    )
    with stage.gateway(credentials=None) as gateway, stage.hall(gateway, credentials=slow).sign_in():
        pass
    tried = [entry.operation for entry in stage.world.journal.entries].count("portal.login")
    assert tried == 2
