"""Getting in, and a unit's own access: log-in by a signed challenge, agreement, approval, and the rights of certificates."""

from __future__ import annotations

import base64
from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.errors import ConfigurationError
from sigateway.plugin import (
    Absent,
    AgreementSigning,
    CaseState,
    CertificateApproval,
    CertificatesQuery,
    HallUnavailable,
    Intent,
    Landed,
    LoginRefused,
    Means,
    NotOffered,
    ServiceAgreementQuery,
    Unclear,
    WireChanged,
    WrongUnit,
)
from sigateway_shanghai import access, flows_access, queries

CODE = "0f" * 32


def logged_in(w: SimpleNamespace, **changes: str) -> Any:
    shown = {
        "hh": "token-1", "dwbh": w.UNIT, "dwmc": "模拟单位甲", "tyshxydm": w.USCC, "zsxlh": w.SERIAL, "qx": "单位主管",
    }  # fmt: skip
    return w.reply("dl", {**shown, **changes})


def challenge(w: SimpleNamespace, code: str = CODE) -> Any:
    return w.reply("dltz", {"tzm": code})


def log_in(w: SimpleNamespace, *replies: Any, keys: Any = None) -> Any:
    return w.play(access.login(w.unit()), list(replies), keys)


@pytest.mark.rule("SH-02", "SH-05", "SH-15")
def test_a_log_in_signs_the_halls_challenge(w: SimpleNamespace) -> None:
    played = log_in(w, challenge(w), logged_in(w, qx="待审核"))
    assert played.functions == ["dltz", "dl"]
    assert [request.means for request in played.requests] == [Means.READ, Means.SIGN_IN]
    assert played.signed == [CODE.encode("ascii")]
    said = w.asked(played.requests[1])
    assert said["nr"]["tzm"] == CODE
    assert base64.b64decode(said["nr"]["zs"]) == w.certificate().der
    me = played.value
    assert (me.unit_number, me.serial, me.right) == (w.UNIT, w.SERIAL, "待审核")
    assert me.headers == {"X-Huihua": "token-1"}


@pytest.mark.rule("SH-05")
def test_a_lapsed_challenge_says_nothing_of_the_certificate_and_is_renewed_once(w: SimpleNamespace) -> None:
    lapsed = w.refusal("dl", "2001", ("D005", "挑战码已失效，请重新登录"), xx="登录未通过")
    played = log_in(w, challenge(w), lapsed, challenge(w, "ab" * 32), logged_in(w))
    assert played.signed == [CODE.encode(), b"ab" * 32]
    with pytest.raises(HallUnavailable, match="挑战码"):
        log_in(w, challenge(w), lapsed, challenge(w), lapsed)


@pytest.mark.rule("SH-02", "SH-05")
@pytest.mark.parametrize(
    ("code", "words", "rule"),
    [
        ("D001", "数字证书无效", "SH-05"),
        ("D002", "数字证书已过期", "SH-05"),
        ("D003", "数字证书已吊销", "SH-05"),
        ("D004", "签名与证书不符", "SH-05"),
        ("D006", "单位未登记参保", "SH-02"),
    ],
)
def test_a_refused_certificate_is_a_refused_log_in(
    w: SimpleNamespace, code: str, words: str, rule: str
) -> None:
    with pytest.raises(LoginRefused, match=words) as refused:
        log_in(w, challenge(w), w.refusal("dl", "2001", (code, words), xx="登录未通过"))
    (reason,) = refused.value.reasons
    assert (reason.code, reason.rule) == (code, rule)


def test_another_units_certificate_opens_another_unit(w: SimpleNamespace) -> None:
    with pytest.raises(WrongUnit):
        log_in(w, challenge(w), logged_in(w, dwbh="31000002"))


def test_there_must_be_one_certificate(w: SimpleNamespace) -> None:
    for keys in ([], [w.certificate(), w.certificate(77, "other")]):
        with pytest.raises(ConfigurationError, match="恰好有一张"):
            log_in(w, keys=keys)


def test_a_right_that_is_not_known_is_a_changed_wire(w: SimpleNamespace) -> None:
    with pytest.raises(WireChanged):
        log_in(w, challenge(w), logged_in(w, qx="超级管理员"))


@pytest.mark.rule("SH-05")
def test_the_signer_is_the_certificate_of_the_session_and_no_other(w: SimpleNamespace) -> None:
    flow = access.signed("withdrawal.submit", "cxtj", w.signed_in(), [("sbh", "1")])
    with pytest.raises(ConfigurationError, match="同一张证书"):
        w.play(flow, [], keys=[w.certificate(77, "other")])
    chosen = access.signed("withdrawal.submit", "cxtj", w.signed_in(), [("sbh", "1")])
    played = w.play(chosen, [], keys=[w.certificate(77, "other"), w.certificate()])
    assert [getattr(effect, "key", None) for effect in played.asked] == [None, "pkcs12"]


@pytest.mark.parametrize(("number", "digits"), [(0xABC, "0ABC"), (0x12AB, "12AB"), (7, "07")])
def test_a_serial_number_is_written_with_an_even_number_of_digits(
    w: SimpleNamespace, number: int, digits: str
) -> None:
    assert access.serial_of(w.certificate(number)) == digits


# --- the agreement --------------------------------------------------------------------------------------------------


def signing(w: SimpleNamespace, **changes: str) -> AgreementSigning:
    return AgreementSigning(**{"version": "1.0", "text_digest": w.DIGEST, "serial": w.SERIAL, **changes})


@pytest.mark.rule("SH-06")
def test_the_agreement_is_read_before_it_is_signed(w: SimpleNamespace) -> None:
    played = w.play(queries.answer(ServiceAgreementQuery(), w.signed_in(), w.context()), [w.agreement_page()])
    assert (played.value.version, played.value.text, played.value.text_digest) == (
        "1.0",
        w.AGREEMENT,
        w.DIGEST,
    )
    with pytest.raises(WireChanged, match="digest"):
        w.play(
            queries.answer(ServiceAgreementQuery(), w.signed_in(), w.context()),
            [w.agreement_page(wb="别的文本")],
        )


@pytest.mark.rule("SH-06", "SH-07")
@pytest.mark.parametrize("right", ["单位主管", "待审核"])
def test_exactly_the_text_that_was_read_is_signed(w: SimpleNamespace, right: str) -> None:
    replies = [w.agreement_page(), w.reply("ydqd", {"qx": right, "sj": w.MOMENT})]
    played = w.play(flows_access.submit(signing(w), w.signed_in(right="未签约"), w.context()), replies)
    assert played.functions == ["ydcx", "ydqd"]
    (commit,) = played.commits
    assert played.signed == [w.signed_part(commit.request)]
    said = w.document(commit.request)
    assert (said["bbh"], said["zy"]) == ("1.0", w.DIGEST)
    case = played.value
    assert (case.state, case.word, case.number) == (CaseState.APPROVED, right, w.SERIAL)
    waits = [step.what for step in case.next_steps]
    assert ("单位主管" in waits[0] and "SH-09" in waits[0]) if right == "待审核" else waits == []


@pytest.mark.rule("SH-06")
@pytest.mark.parametrize("changes", [{"version": "0.9"}, {"text_digest": "0" * 64}])
def test_another_text_than_the_one_in_force_is_never_signed(
    w: SimpleNamespace, changes: dict[str, str]
) -> None:
    with pytest.raises(NotOffered, match="没有签订") as refused:
        w.play(flows_access.submit(signing(w, **changes), w.signed_in(), w.context()), [w.agreement_page()])
    assert refused.value.rule == "SH-06"


@pytest.mark.rule("SH-15")
def test_another_certificate_than_the_one_that_read_it_does_not_sign(w: SimpleNamespace) -> None:
    with pytest.raises(ConfigurationError, match="没有签订"):
        w.play(flows_access.submit(signing(w, serial="77"), w.signed_in(), w.context()), [])


def evidence(w: SimpleNamespace, filing: Any, draft: str, *replies: Any) -> Any:
    intent = Intent(turn="t", step="submit", draft=draft, since=w.NOON)
    return w.play(flows_access.evidence(filing, intent, w.signed_in(), w.context()), list(replies)).value


@pytest.mark.rule("SH-06", "SH-07")
def test_whether_it_was_signed_the_certificate_itself_tells(w: SimpleNamespace) -> None:
    landed = evidence(w, signing(w), w.SERIAL, w.certificate_state("单位主管"))
    assert isinstance(landed, Landed)
    assert landed.case.word == "单位主管"
    assert evidence(w, signing(w), w.SERIAL, w.certificate_state("未签约")) == Absent(w.NOON, complete=True)
    assert isinstance(evidence(w, signing(w), "77"), Unclear), "another certificate is in the drive now"


# --- approval -------------------------------------------------------------------------------------------------------


@pytest.mark.rule("SH-08", "SH-10", "SH-12", "SH-13", "SH-14")
def test_the_supervisor_approves_a_certificate_that_waits(w: SimpleNamespace) -> None:
    done = w.reply("zssh", {"sqzs": "0C2D", "qx": "已授权", "sqsj": w.MOMENT}, xx="审核成功")
    played = w.play(
        flows_access.submit(CertificateApproval(serial="0C2D"), w.signed_in(), w.context()), [done]
    )
    (commit,) = played.commits
    assert w.document(commit.request)["sqzs"] == "0C2D"
    case = played.value
    assert (case.number, case.state, case.word) == ("0C2D", CaseState.APPROVED, "已授权")
    assert "SH-14" in case.next_steps[0].what, "the other one logs in again"


@pytest.mark.rule("SH-13")
def test_without_the_prompt_of_success_it_is_no_success(w: SimpleNamespace) -> None:
    for nr, xx in (({"sqzs": "0C2D"}, "成功"), ({"sqzs": "77"}, "审核成功")):
        done = w.reply("zssh", {**nr, "qx": "已授权", "sqsj": w.MOMENT}, xx=xx)
        with pytest.raises(WireChanged, match="审核成功"):
            w.play(
                flows_access.submit(CertificateApproval(serial="0C2D"), w.signed_in(), w.context()), [done]
            )


@pytest.mark.rule("SH-13")
def test_whether_it_was_approved_the_list_of_all_tells(w: SimpleNamespace) -> None:
    approval = CertificateApproval(serial="0C2D")

    def after(*rows: dict[str, str]) -> Any:
        return evidence(w, approval, "0C2D", w.certificate_state(), w.listed(*rows, gn="zscx"))

    assert isinstance(after(w.certificate_row(right="已授权")), Landed)
    assert after(w.certificate_row()) == Absent(w.NOON, complete=True)
    assert after(w.certificate_row("0E0F")) == Absent(w.NOON, complete=True, intact=False)


@pytest.mark.rule("SH-10", "SH-11")
def test_the_scope_is_those_that_wait_or_all(w: SimpleNamespace) -> None:
    for waiting, scope in ((True, "待审核"), (False, "全部")):
        flow = queries.answer(CertificatesQuery(waiting=waiting), w.signed_in(), w.context())
        played = w.play(flow, [w.certificate_state(), w.listed(w.certificate_row(), gn="zscx")])
        assert w.asked(played.requests[1])["nr"] == {"fw": scope, "ym": "1"}
        (found,) = played.value
        assert (found.serial, found.right, found.name) == ("0C2D", "待审核", "31000001-2")


@pytest.mark.rule("SH-11")
def test_a_list_that_loses_rows_while_it_is_read_is_read_again(w: SimpleNamespace) -> None:
    moved = w.listed(w.certificate_row(), gn="zscx", total=2)
    whole = w.listed(w.certificate_row(), gn="zscx")
    flow = queries.answer(CertificatesQuery(waiting=True), w.signed_in(), w.context())
    assert len(w.play(flow, [w.certificate_state(), moved, whole]).value) == 1
    flow = queries.answer(CertificatesQuery(waiting=True), w.signed_in(), w.context())
    with pytest.raises(WireChanged, match="to its end"):
        w.play(flow, [w.certificate_state(), moved, moved, moved])


@pytest.mark.rule("SH-10")
def test_who_is_no_supervisor_does_not_see_the_list(w: SimpleNamespace) -> None:
    flow = queries.answer(CertificatesQuery(), w.signed_in(), w.context())
    with pytest.raises(NotOffered, match="单位主管") as refused:
        w.play(flow, [w.certificate_state("已授权")])
    assert refused.value.rule == "SH-10"


# --- rights ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("SH-14")
def test_who_was_authorised_meanwhile_is_brought_to_log_in_again(w: SimpleNamespace) -> None:
    """The hall says so (Q003, read as signed out) to whatever is asked beside the certificate's state."""
    state = w.certificate_state("已授权", "待审核")
    played = w.play(flows_access.right(w.signed_in(right="待审核")), [state, w.unit_page()])
    assert played.functions == ["zszt", "dwxx"]


def test_the_state_must_be_of_this_very_certificate(w: SimpleNamespace) -> None:
    with pytest.raises(WireChanged, match="another"):
        w.play(flows_access.right(w.signed_in()), [w.certificate_state(zsxlh="77")])


def test_access_is_looked_up_before_it_is_filed(w: SimpleNamespace) -> None:
    played = w.play(
        flows_access.facts(signing(w), w.signed_in()), [w.certificate_state("未签约"), w.agreement_page()]
    )
    assert played.value.agreement.version == "1.0"
    approval = CertificateApproval(serial="0C2D")
    replies = [w.certificate_state(), w.listed(w.certificate_row(), gn="zscx")]
    played = w.play(flows_access.facts(approval, w.signed_in()), replies)
    assert played.value.other_certificate.right == "待审核"


@pytest.mark.rule("SH-15")
def test_access_is_tracked_by_the_certificates(w: SimpleNamespace) -> None:
    replies = [w.agreement_page(), w.reply("ydqd", {"qx": "待审核", "sj": w.MOMENT})]
    case = w.play(flows_access.submit(signing(w), w.signed_in(), w.context()), replies).value
    now = w.play(
        flows_access.track(case, w.signed_in(), w.context()), [w.certificate_state("已授权", "待审核")]
    )
    assert (now.value.word, now.value.next_steps) == ("已授权", ())
    with pytest.raises(NotOffered, match="那张证书"):
        w.play(flows_access.track(case, w.signed_in(), w.context()), [w.certificate_state(zsxlh="77")])


@pytest.mark.rule("SH-13", "SH-15")
def test_an_approval_is_tracked_by_the_list_of_all(w: SimpleNamespace) -> None:
    done = w.reply("zssh", {"sqzs": "0C2D", "qx": "已授权", "sqsj": w.MOMENT}, xx="审核成功")
    approval = CertificateApproval(serial="0C2D")
    case = w.play(flows_access.submit(approval, w.signed_in(), w.context()), [done]).value

    def now(*rows: dict[str, str]) -> Any:
        flow = flows_access.track(case, w.signed_in(), w.context())
        return w.play(flow, [w.listed(*rows, gn="zscx")]).value

    assert now(w.certificate_row(right="已授权")).state is CaseState.APPROVED
    again = now(w.certificate_row())  # the centre has set it back
    assert (again.state, again.word, again.next_steps) == (CaseState.UNKNOWN, "待审核", ())
    with pytest.raises(WireChanged, match="authorised"):
        now(w.certificate_row("0E0F"))
