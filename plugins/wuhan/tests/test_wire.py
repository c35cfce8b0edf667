"""The wire: what a reply is, what a page says, and that a changed page stops us before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from sigateway.plugin import (
    Kind,
    Means,
    Reply,
    Scheme,
    UnitClass,
    WireChanged,
)
from sigateway_wuhan import pages, pages_business, wire, wire_addresses
from sigateway_wuhan.businesses import ENROLMENT
from sigateway_wuhan.facts import WuhanFacts

SCHEMES = frozenset(Scheme)
UNIT = WuhanFacts(unit_schemes=SCHEMES, unit_class=UnitClass.VIP)


def test_the_page_asked_for_is_data(w: SimpleNamespace) -> None:
    for answer in (w.home(), w.enrol_form(), w.check_page({}), w.submitted(), w.page("login.do", "login")):
        assert wire.classify(answer).kind is Kind.DATA


@pytest.mark.parametrize(
    ("path", "kind", "words", "expected"),
    [
        ("home.do", "login", "登录超时，请重新登录", Kind.SIGNED_OUT),
        ("tijiao.do", "login", "登录超时，请重新登录", Kind.SIGNED_OUT),
        ("login.do", "login", "登录超时，请重新登录", Kind.SIGNED_OUT),
        ("home.do", "login", "", Kind.SIGNED_OUT),
        ("home.do", "login", "您的账号已在其他地方登录", Kind.TAKEN),
        ("login.do", "login", "用户名或密码错误", Kind.REFUSED),
        ("home.do", "maintenance", "系统维护中，请稍后再试", Kind.MAINTENANCE),
        ("tijiao.do", "message", "无此业务", Kind.REFUSED),
        ("zengyuan_chaxun.do", "enrol_search", "证件号码有误", Kind.REFUSED),
        ("home.do", "check", "", Kind.UNKNOWN),
        ("tijiao.do", "home", "", Kind.UNKNOWN),
        ("somewhere.do", "home", "", Kind.UNKNOWN),
    ],
)
def test_other_pages_with_status_200_are_told_apart(
    w: SimpleNamespace, path: str, kind: str, words: str, expected: Kind
) -> None:
    classified = wire.classify(w.page(path, kind, errors=(words,) if words else ()))
    assert classified.kind is expected
    assert classified.words == ((words,) if expected in (Kind.REFUSED, Kind.MAINTENANCE) else ())


def test_every_message_of_a_stage_is_read(w: SimpleNamespace) -> None:
    words = ("民族为必录项", "劳动合同尚未开始")
    assert wire.classify(w.page("zengyuan_baocun.do", "enrol_form", errors=words)).words == words


def test_submitted_before_is_doubt_and_not_a_refusal(w: SimpleNamespace) -> None:
    """It has landed: only the lists can say by whose hand."""
    answer = w.page("tijiao.do", "message", errors=("该业务已提交，请勿重复提交",))
    assert wire.classify(answer).kind is Kind.UNKNOWN


def test_a_page_cut_anywhere_is_never_data(w: SimpleNamespace) -> None:
    whole = w.submitted()
    for length in range(len(whole.content)):
        cut = w.reply("tijiao.do", whole.content[:length])
        assert wire.classify(cut).kind is Kind.UNKNOWN, length


@pytest.mark.parametrize("status", [400, 404, 500, 501, 503])
def test_another_status_is_unknown_even_with_a_whole_page(w: SimpleNamespace, status: int) -> None:
    assert wire.classify(w.reply("home.do", w.home().content, status=status)).kind is Kind.UNKNOWN


def test_bytes_that_are_no_gbk_are_unknown(w: SimpleNamespace) -> None:
    utf8 = w.home().content.decode("gbk").encode("utf-8")
    assert wire.classify(w.reply("home.do", utf8)).kind is Kind.UNKNOWN


def test_a_redirect_is_data_except_after_a_commit(w: SimpleNamespace) -> None:
    assert wire.classify(w.reply("login.do", status=302, location="home.do")).kind is Kind.DATA
    assert wire.classify(w.reply("tijiao.do", status=302, location="home.do")).kind is Kind.UNKNOWN


def test_a_certificate_file_must_be_whole(w: SimpleNamespace) -> None:
    """WH-12: the length that DER states is the length that came."""
    content = bytes((0x30, 0x82, 0x01, 0x00)) + bytes(256)
    kind = "application/x-pkcs12"
    path = "certificate/personal.p12"
    assert wire.classify(w.reply(path, content, kind=kind)).kind is Kind.DATA
    for spoilt in (content[:-1], content[:1], b"", b"\x04" + content[1:], content + b"\x00"):
        assert wire.classify(w.reply(path, spoilt, kind=kind)).kind is Kind.UNKNOWN
    assert wire.classify(w.reply(path, w.home().content)).kind is Kind.UNKNOWN


def test_no_request_shows_a_secret_or_a_person(w: SimpleNamespace) -> None:
    number = w.identity()
    requests = (
        wire.certificate_request("serial-1", "secret-1"),
        wire.login("user-1", "secret-2", "abc", b"der", b"signature"),
        wire.password_change("secret-3", "secret-4"),
        wire.home(document=number),
        wire.search(wire_addresses.ENROL, ENROLMENT.asked(w.enrolment())),
        wire.save(wire_addresses.ENROL, "form-1", ENROLMENT.filled(w.enrolment(), SCHEMES, {})),
    )
    shown = repr(requests)
    for private in ("serial-1", "secret-", "user-1", number, w.NAME, "13900000000", "6500"):
        assert private not in shown


def test_only_effects_travel_as_commits_and_only_the_save_is_a_draft() -> None:
    assert {wire.submit("1").means, wire.discard("1").means, wire.password_change("a", "b").means} == {
        Means.COMMIT
    }
    assert wire.save(wire_addresses.ENROL, "1", {}).means is Means.DRAFT
    assert wire.search(wire_addresses.ENROL, {}).means is Means.READ
    assert wire.login("", "", "", b"", b"").means is Means.SIGN_IN
    assert wire.certificate_request("", "").means is Means.SIGN_IN


def test_home_names_the_unit_and_both_lists(w: SimpleNamespace) -> None:
    returned = w.task("S2", htbz="是", htyy="姓名与公安信息不一致；民族与公安信息不一致")
    shown = pages.home(wire.page(w.home([w.task(), returned], [w.done("S3", spjg="结束")])))
    assert (shown.unit_number, shown.unit_class, shown.schemes) == ("4201000001", UnitClass.VIP, SCHEMES)
    assert [task.returned for task in shown.todo] == [False, True]
    assert shown.todo[1].reasons == ("姓名与公安信息不一致", "民族与公安信息不一致")
    assert shown.done[0].finished
    assert shown.done[0].submitted_at.isoformat() == "2026-11-10T11:59:30+08:00"


def _home(**unit: str) -> Callable[[SimpleNamespace], Reply]:
    return lambda w: w.home(unit=unit)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (_home(xz="yanglao xinxian"), "xinxian"),
        (_home(dwlb="金牌单位"), "金牌单位"),
        (_home(dwbh=""), "dwbh"),
        (lambda w: w.home([w.task(htbz="也许")]), "也许"),
        (lambda w: w.home(finished=[w.done(spjg="终止")]), "终止"),
        (lambda w: w.home(finished=[w.done(tjsj="昨天")]), "提交时间"),
        (lambda w: w.home(tables="<p></p>"), "daiban"),
        (lambda w: w.home(tables=w.table("daiban", w.TODO[:3], [])), "htbz"),
        (lambda w: w.home(tables=w.table("daiban", w.TODO, [], total="")), "data-total"),
    ],
)
def test_a_home_page_that_changed_is_refused(
    w: SimpleNamespace, changed: Callable[[SimpleNamespace], Reply], expected: str
) -> None:
    with pytest.raises(WireChanged, match=expected) as refusal:
        pages.home(wire.page(changed(w)))
    assert w.NAME not in str(refusal.value)
    assert w.identity() not in str(refusal.value)


def _read(w: SimpleNamespace, shown: Reply) -> pages_business.PersonForm:
    """The form 增员(续保) with everything that is read of it."""
    form = pages_business.person_form(wire.page(shown), wire_addresses.ENROL, ENROLMENT.fields)
    pages_business.enrolment_facts(form, UNIT)
    return form


PREFILLED = {"xm": "登记名", "sj": "13711112222", "jzdz": "某路1号"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"drop": ["mz"]}, "missing .*mz"),
        ({"extra": {"gzdd": "某地"}}, "unknown .*gzdd"),
        ({"choices": {"zsbj": ("0", "2")}}, "zsbj"),
        ({"choices": {"xz_dae": ("1",)}}, "xz_dae"),
        ({"choices": {"ygxs": ("", "01", "02")}}, "ygxs"),
        ({"facts": {"cblb": "转入"}}, "转入"),
        ({"facts": {"cbny": "下月"}}, "参保年月"),
    ],
)
def test_a_changed_form_stops_us_without_telling_anyones_data(
    w: SimpleNamespace, change: dict[str, object], expected: str
) -> None:
    with pytest.raises(WireChanged, match=expected) as refusal:
        _read(w, w.enrol_form(PREFILLED, **change))
    for personal in PREFILLED.values():
        assert personal not in str(refusal.value)


def test_a_form_that_goes_elsewhere_or_by_get_is_refused(w: SimpleNamespace) -> None:
    for body in (w.SEARCH.replace("zengyuan_chaxun", "chaxun2"), w.SEARCH.replace("post", "get")):
        with pytest.raises(WireChanged, match=r"zengyuan_chaxun\.do"):
            pages_business.search_form(
                wire.page(w.page("zengyuan.do", "enrol_search", body)),
                wire_addresses.ENROL,
                ENROLMENT.asked(w.enrolment()),
            )


def test_a_log_in_form_that_asks_for_more_is_refused(w: SimpleNamespace) -> None:
    asks = {"yhm": "", "mm": "", "sjs": "abc123", "zs": "", "qm": ""}
    assert pages.login_challenge(wire.page(w.page("login.do", "login", w.form("login.do", asks)))) == "abc123"
    with pytest.raises(WireChanged, match="yzm"):
        pages.login_challenge(wire.page(w.page("login.do", "login", w.form("login.do", {**asks, "yzm": ""}))))


def test_a_value_that_is_not_on_offer_is_not_written(w: SimpleNamespace) -> None:
    with pytest.raises(WireChanged, match="options of mz"):
        _read(w, w.enrol_form(choices={"mz": ("", "01", "02")}))
    form = _read(w, w.enrol_form(choices={"sj": ("", "13711112222")}))  # a choice where there was none
    values = ENROLMENT.filled(w.enrolment(), SCHEMES, form.form.values)
    with pytest.raises(WireChanged, match="sj") as refusal:
        pages_business.check_values(form, wire_addresses.ENROL, ENROLMENT.fields, values)
    assert values["sj"] not in str(refusal.value)


def test_a_code_that_means_something_else_by_now_is_not_written(w: SimpleNamespace) -> None:
    shown = w.enrol_form().content.decode("gbk").replace(">劳务派遣<", ">其他形式<")
    with pytest.raises(WireChanged, match=r"ygxs=3 劳务派遣.*其他形式"):
        _read(w, w.reply("zengyuan_chaxun.do", shown.encode("gbk")))


@pytest.mark.parametrize(
    "mark", ['<input required name="jzdz">', '<div class="field red"><input name="jzdz"></div>']
)
def test_a_field_left_empty_that_is_mandatory_by_now_stops_us(w: SimpleNamespace, mark: str) -> None:
    shown = w.enrol_form().content.decode("gbk").replace('<input name="jzdz" value="">', mark)
    form = _read(w, w.reply("zengyuan_chaxun.do", shown.encode("gbk")))
    said = ENROLMENT.filled(w.enrolment(person=w.person(address=None)), SCHEMES, form.form.values)
    with pytest.raises(WireChanged, match=r"jzdz 居住地地址.*必录项"):
        pages_business.check_values(form, wire_addresses.ENROL, ENROLMENT.fields, said)


def test_a_check_page_without_submission_is_refused(w: SimpleNamespace) -> None:
    page = w.check_page({})
    without = w.reply(
        "zengyuan_baocun.do", page.content.replace("提交审批".encode("gbk"), "保存".encode("gbk"))
    )
    assert pages.draft_number(wire.page(page)) == "S1"
    with pytest.raises(WireChanged, match="提交审批"):
        pages.draft_number(wire.page(without))


def test_a_submission_that_sends_something_else_is_refused(w: SimpleNamespace) -> None:
    page = w.check_page({}).content
    for old, new in (
        (b'name="sxh" value="S1"><input type="submit"', b'name="ywh" value="S1"><input type="submit"'),
        (b'value="S1"><input type="submit"', b'value="S2"><input type="submit"'),
    ):
        with pytest.raises(WireChanged, match=r"tijiao\.do"):
            pages.draft_number(wire.page(w.reply("zengyuan_baocun.do", page.replace(old, new))))
