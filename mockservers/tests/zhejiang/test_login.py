"""From the portal into the hall: entrances, accounts, tickets, sessions, forged requests (ZJ-01..06, 16, 25, 30, 32, 37)."""

from __future__ import annotations

import httpx
import pytest

from sigateway_mockservers import World, serve

from .conftest import NINGBO, QUZHOU, Client, Envelope, MakeClient, MakeWorld, Page


@pytest.mark.rule("ZJ-02", "ZJ-05")
def test_a_legal_account_is_led_from_the_hall_to_the_portal_and_back(client: Client) -> None:
    session = client.get("api/session")
    assert session["account"] == session["unit"]["uscc"]
    assert session["unit"]["unitNo"] == NINGBO
    assert session["unit"]["placeName"] == "宁波市—市本级"
    assert session["unit"]["launchedOn"] == "2021-04-09"
    assert session["unit"]["schemes"] == "pension unemployment injury"
    assert {cookie.name for cookie in client.http.cookies.jar} == {"ZWFWSSO", "ZJSBSID"}
    assert all(cookie.expires is None for cookie in client.http.cookies.jar)
    assert {cookie.path for cookie in client.http.cookies.jar} == {
        f"/w/{client.world.id}/zhejiang/portal/",
        f"/w/{client.world.id}/zhejiang/hall/",
    }


@pytest.mark.rule("ZJ-03")
@pytest.mark.parametrize("kernel", ["Mozilla/4.0 (compatible; MSIE 8.0)", "Mozilla/5.0 Trident/7.0; rv:11.0"])
@pytest.mark.parametrize("path", ["portal/login.do", "hall/index", "hall/api/enrol", "hall/nothing"])
def test_an_ie_kernel_is_sent_away_from_every_page(
    world: World, make_client: MakeClient, kernel: str, path: str
) -> None:
    client = make_client(world, signed_in=False, headers={"User-Agent": kernel})
    base = client.sites["hall"].removesuffix("hall/")
    page = Page(client.http.get(base + path))
    assert page.kind == "browser"
    assert page.messages == ["请使用360浏览器极速模式或使用非IE内核浏览器（如谷歌浏览器）"]
    assert world.journal.entries[-1].rule_ids == ("ZJ-03",)


@pytest.mark.rule("ZJ-04", "ZJ-24")
@pytest.mark.parametrize(
    ("who", "entrance", "words", "rule"),
    [
        (NINGBO, "personal", "账号类型与登录入口不符，单位经办人员请从“法人入口”登录", "ZJ-04"),
        (NINGBO, "app", "账号类型与登录入口不符，单位经办人员请从“法人入口”登录", "ZJ-04"),
        ("zj here man", "legal", "账号类型与登录入口不符，请从“个人入口”登录", "ZJ-24"),
    ],
)
def test_an_account_at_the_wrong_entrance_is_refused(
    world: World, make_client: MakeClient, who: str, entrance: str, words: str, rule: str
) -> None:
    client = make_client(world, who, entrance, signed_in=False)
    assert Page(client.try_login()).messages == [words]
    assert world.journal.entries[-1].rule_ids == (rule,)


@pytest.mark.rule("ZJ-04", "ZJ-24", "ZJ-30", "ZJ-36")
@pytest.mark.parametrize(
    ("who", "entrance", "path", "words"),
    [
        ("zj here man", "personal", "api/progress", "请从“法人入口”登录后办理"),
        ("zj here man", "personal", "api/captcha", "请登录“浙里办”APP办理"),
        ("zj here man", "personal", "api/flexible", "请登录“浙里办”APP办理"),
        (NINGBO, "legal", "api/proofs/ZM1", "请从“个人入口”登录后办理"),
        ("zj here man", "app", "api/opening", "请从“法人入口”登录后办理"),
    ],
)
def test_the_hall_asks_for_the_entrance_of_the_matter(
    world: World, make_client: MakeClient, who: str, entrance: str, path: str, words: str
) -> None:
    assert make_client(world, who, entrance).get(path).words == [words]


@pytest.mark.rule("ZJ-24")
def test_a_units_proof_is_refused_to_a_legal_account(client: Client) -> None:
    body = dict.fromkeys(("site", "place", "unitCode", "contactName", "contactMobile"), "")
    assert client.post("api/proofs/unit", body).words == ["请从“个人入口”登录后办理"]


@pytest.mark.rule("ZJ-02")
def test_the_fifth_wrong_password_locks_the_account_for_a_day(world: World, make_client: MakeClient) -> None:
    client = make_client(world, signed_in=False)
    account = world.zhejiang.portal.account(NINGBO).account
    for _ in range(4):
        assert Page(client.try_login(account, "wrong")).messages == ["账号或密码错误"]
    assert Page(client.try_login(account, "wrong")).messages == ["账号已锁定，请24小时后再试"]
    assert Page(client.try_login()).messages == ["账号已锁定，请24小时后再试"]
    world.clock.advance(by=24 * 3600)
    client.sign_in()


@pytest.mark.rule("ZJ-02")
def test_a_right_password_sets_the_count_back_and_unknown_accounts_count_nothing(
    world: World, make_client: MakeClient
) -> None:
    client = make_client(world, signed_in=False)
    account = world.zhejiang.portal.account(NINGBO).account
    for _ in range(4):
        client.try_login(account, "wrong")
    client.sign_in()
    stranger = make_client(world, signed_in=False)
    for _ in range(6):
        assert Page(stranger.try_login("91330211MA0000000X", "x")).messages == ["账号或密码错误"]
    assert world.zhejiang.portal.account(NINGBO).wrong == 0


@pytest.mark.rule("ZJ-02")
def test_a_login_page_is_good_for_one_try_within_ten_minutes(world: World, make_client: MakeClient) -> None:
    client = make_client(world, signed_in=False)
    known = world.zhejiang.portal.account(NINGBO)
    page = client.login_page()
    assert Page(client.post_login(page, known.account, "wrong")).messages == ["账号或密码错误"]
    assert Page(client.post_login(page, known.account, known.password)).messages == ["页面已失效，请重新登录"]
    page = client.login_page()
    world.clock.advance(by=600)
    assert Page(client.post_login(page, known.account, known.password)).messages == ["页面已失效，请重新登录"]
    assert world.zhejiang.portal.account(NINGBO).wrong == 1


@pytest.mark.rule("ZJ-02")
def test_a_company_registers_before_it_logs_in(world: World, make_client: MakeClient) -> None:
    portal = world.zhejiang.portal
    client = make_client(world, "913302115555555555", signed_in=False)
    assert Page(client.try_login("913302115555555555", "secret-1")).messages == ["账号或密码错误"]
    portal.register_legal("913302115555555555", "模拟有限公司", "330211", "secret-1")
    assert client.sign_in().get("api/session")["unit"] == {}
    with pytest.raises(ValueError, match="already"):
        portal.register_legal("913302115555555555", "模拟有限公司", "330211", "secret-1")
    with pytest.raises(ValueError, match="no place"):
        portal.register_legal("913302115555555556", "模拟有限公司", "420106", "secret-1")


@pytest.mark.rule("ZJ-30", "ZJ-36")
def test_the_app_lets_in_only_real_names(world: World, make_client: MakeClient) -> None:
    client = make_client(world, "zj not authenticated", "app", signed_in=False)
    assert Page(client.try_login()).messages == ["请先完成实名认证"]
    make_client(world, "zj not authenticated", "personal")
    world.zhejiang.portal.authenticate(client.who)
    client.sign_in()


def test_a_ticket_is_good_once_and_for_a_minute(world: World, make_client: MakeClient) -> None:
    client = make_client(world, signed_in=False)
    to = client.try_login().headers["location"]
    assert "ssotoken=" in to
    world.clock.advance(by=59)
    assert client.http.get(to).headers["location"].endswith("hall/api/session")
    assert client.http.get(to).headers["location"].endswith("hall/index")
    client.http.cookies.clear()
    late = client.try_login().headers["location"]
    world.clock.advance(by=60)
    assert client.http.get(late).headers["location"].endswith("hall/index")
    assert world.verify() == []


def test_a_callback_that_is_not_the_halls_is_refused(world: World, make_client: MakeClient) -> None:
    client = make_client(world, signed_in=False)
    query = {"spappurl": "http://elsewhere.invalid/oauth/login?goto=home"}
    page = client.portal("opensso/spsaehandler/metaAlias/sp", **query)
    assert (page.kind, page.messages) == ("message", ["errorcode=13 Error_invalid_Attrs"])
    assert client.portal("login.do", rk="legal", **query).kind == "message"
    assert client.portal("login.do", rk="other", **query).messages == ["登录入口有误"]
    assert client.portal("opensso/UI/Logout", goto="http://elsewhere.invalid/").kind == "message"


def test_a_session_ends_after_half_an_hour_or_by_leaving(client: Client) -> None:
    client.world.clock.advance(by=29 * 60)
    assert client.get("api/session").code == "0"
    client.world.clock.advance(by=30 * 60)
    gone = client.get("api/session")
    assert (gone.code, gone.http.status_code, gone.msg) == ("401", 401, "登录已超时，请重新登录")
    client.sign_in()
    left = client.http.get(client.sites["hall"] + "logout")
    back = client.http.get(left.headers["location"])
    assert back.headers["location"] == client.sites["hall"] + "index"
    assert client.get("api/session").code == "401"
    assert client.world.zhejiang.store.portal_sessions


def test_what_is_sent_needs_the_sessions_token_and_the_form_of_the_page(client: Client) -> None:
    body = client.enrolment("zj uninsured man")
    forged = client.post("api/enrol", body, **{"X-CSRF-TOKEN": "0" * 32})
    assert (forged.code, forged.http.status_code) == ("403", 403)
    assert forged.msg == "请求校验失败，请刷新页面后重试"
    for wrong in (
        {},
        {**body, "more": "1"},
        {**body, "name": 1},
        {**body, "name": "a\nb"},
        {key: body[key] for key in list(body)[1:]},
        [body],
    ):
        refused = client.post("api/enrol", wrong)
        assert (refused.code, refused.http.status_code, refused.msg) == ("400", 400, "提交的内容格式有误")
    doubled = client.http.post(
        client.sites["hall"] + "api/progress/ZJ1/take-back",
        content=b'{"confirm": "1", "confirm": "1"}',
        headers={"X-CSRF-TOKEN": client.csrf, "Content-Type": "application/json; charset=utf-8"},
    )
    assert Envelope(doubled).code == "400"
    assert client.get("api/progress", page="x").code == "400"
    assert client.world.zhejiang.effects() == []


@pytest.mark.rule("ZJ-23", "ZJ-22", "ZJ-43")
@pytest.mark.parametrize("path", ["api/enrol/batch", "api/medical", "api/transfer", "", "x"])
def test_what_is_not_modelled_is_said_loudly(client: Client, path: str) -> None:
    answered = client.post(path, {})
    assert (answered.code, answered.http.status_code, answered.msg) == ("501", 501, "未建模")
    page = Page(client.http.get(client.sites["portal"] + "nothing"))
    assert (page.http.status_code, page.kind) == (501, "not_modelled")


@pytest.mark.rule("ZJ-05", "ZJ-06", "ZJ-11", "ZJ-16", "ZJ-22", "ZJ-25", "ZJ-32", "ZJ-37", "ZJ-43")
def test_the_menu_shows_each_entrance_its_own_paths(world: World, make_client: MakeClient) -> None:
    def paths(who: str, entrance: str) -> list[str]:
        return [row["path"] for row in make_client(world, who, entrance).get("api/menu").rows]

    begun = "宁波市人力社保局 → 按业务类型 → 浙江省社会保险网上服务系统"
    legal = paths(NINGBO, "legal")
    assert legal == [
        f"{begun} → 参保征缴 → 社会保险职工参保登记",
        f"{begun} → 参保征缴 → 社会保险职工暂停参保",
        f"{begun} → 单位业务申报进度查询",
    ]
    assert paths(QUZHOU, "legal")[0].startswith("衢州市人力社保局")
    personal = paths("zj here man", "personal")
    assert personal == ["个人服务 → 社保/医保 → 其他服务 → 社保证明打印"]
    app = paths("zj here man", "app")
    assert app == ["社保 → 热门应用 → 社保证明打印", "灵活就业人员参保登记 → 在线办理"]
    assert not any("医疗" in path or "转移" in path for path in (*legal, *personal[0][9:], *app))


@pytest.mark.rule("ZJ-01", "ZJ-27")
def test_the_places_differ_by_launch_and_lowest_wage(client: Client) -> None:
    rows = {row["code"]: row for row in client.get("api/places").rows}
    assert rows["330299"]["name"] == "宁波市—市本级"
    assert (rows["330299"]["launchedOn"], rows["330299"]["minimumWage"]) == ("2021-04-09", "2490.00")
    assert (rows["330899"]["launchedOn"], rows["330899"]["minimumWage"]) == ("2020-08-01", "2010.00")


def test_a_site_that_was_put_elsewhere_answers_there_only(
    make_world: MakeWorld, make_client: MakeClient
) -> None:
    world = make_world()
    world.zhejiang.place("portal", "http://portal.mock.invalid")
    client = make_client(world)
    assert client.sites["portal"].startswith("http://portal.mock.invalid/w/")
    assert client.sites["hall"].startswith("http://mock.invalid/w/")
    wrong = client.http.get(client.sites["hall"].removesuffix("hall/") + "portal/login.do")
    assert wrong.status_code == 421
    assert client.enrol("zj uninsured man").msg == "保存成功"


def test_the_two_sites_can_stand_on_two_ports_and_host_names(make_world: MakeWorld, simulator) -> None:  # type: ignore[no-untyped-def]
    world = make_world()
    with serve(simulator) as hall, serve(simulator) as portal, httpx.Client() as http:
        world.zhejiang.place("portal", f"http://localhost:{portal.port}")
        client = Client(world, http, origin=hall.url).sign_in()
        assert client.get("api/session")["unit"]["unitNo"] == NINGBO
        assert {cookie.name for cookie in http.cookies.jar} == {"ZWFWSSO", "ZJSBSID"}


def test_who_is_in_already_is_not_sent_to_the_portal_again(client: Client) -> None:
    again = client.http.get(client.sites["hall"] + "index")
    assert again.headers["location"] == client.sites["hall"] + "api/session"
