"""Log-ins: which refusals blow the fuse, where the area comes from, the first PIN, and whose session it is."""

from __future__ import annotations

from typing import Any

import pytest
from jiangsu_by_hand import UNIT, replay, reply, written
from pydantic import SecretBytes, SecretStr

import sigateway as sg
from sigateway.flows.effects import Certificate, Certificates, Sign
from sigateway.plugin import CertificateLogin, Challenge, HandlerLogin, PortalLogin
from sigateway_jiangsu import access
from sigateway_jiangsu.reading import REASONS

HANDLER = HandlerLogin(document_number="11010519491231002X", password=SecretStr("Mock2026ab"))


def signed_in(**changes: Any) -> Any:
    data = {
        "token": "T",
        "kind": "unit",
        "via": "ACCOUNT",
        "rank": "3",
        "scopes": ["S01"],
        "unit": {
            "number": "32010001",
            "uscc": UNIT.employer.uscc,
            "name": "模拟单位",
            "area": "320100",
            "agency": "",
        },
        "person": {"idNumber": "11010519491231002X", "name": "模拟甲"},
        "notices": [],
        **changes,
    }
    return reply(written(data))


def refused(code: str, words: str) -> Any:
    return reply(written(None, "2001", ((code, words),)))


@pytest.mark.rule("JS-44", "JS-37")
def test_a_handler_signs_in_and_may_file_what_he_was_granted() -> None:
    [asked], me = replay(access.log_in_as_handler(HANDLER, UNIT), signed_in())
    assert (asked.operation, asked.means) == ("login.handler", "sign_in")
    assert me.scopes == {"enrolment", "contract_renewal", "preregistration", "basic_data"}
    assert me.headers == {"Authorization": "Bearer T"}
    assert "Bearer" not in repr(me)


@pytest.mark.rule("JS-35", "JS-36")
@pytest.mark.parametrize("rank", ["1", "2"])
def test_the_legal_person_and_administrators_may_file_everything_and_grant(rank: str) -> None:
    scopes = ["S01", "S02", "S03", "S04", "S05"]
    _, me = replay(access.log_in_as_handler(HANDLER, UNIT), signed_in(rank=rank, scopes=scopes))
    assert {"enrolment", "suspension", "wage_change", "retirement_registration", "handler_grant"} <= me.scopes


@pytest.mark.parametrize(
    ("code", "words", "error"),
    [
        ("L101", "账号或密码错误", sg.LoginRefused),
        ("L102", "密码错误次数过多，账号已锁定，请通过“忘记密码”重新设置", sg.LoginRefused),
        ("L103", "尚未完成人脸识别身份验证，请到“江苏智慧人社”APP企业服务中完成", sg.HallRefused),
        ("L104", "授权已取消", sg.HallRefused),
        (
            "L105",
            "尚未完成单位关联，请到“江苏智慧人社”APP企业服务中设置登录密码并完成单位关联",
            sg.HallRefused,
        ),
        ("L106", "所选办事地区不是单位参保地，请重新选择", sg.HallRefused),
    ],
)
def test_only_what_is_wrong_with_the_credentials_blows_the_fuse(
    code: str, words: str, error: type[sg.SigatewayError]
) -> None:
    with pytest.raises(error) as raised:
        replay(access.log_in_as_handler(HANDLER, UNIT), refused(code, words))
    assert type(raised.value) is error


@pytest.mark.rule("JS-44")
def test_a_hall_that_wants_the_face_first_gets_an_invitation_to_it() -> None:
    _, invited = replay(access.log_in_as_handler(HANDLER, UNIT), refused("L107", "请先完成人脸识别"))
    assert isinstance(invited, Challenge)
    assert (invited.kind, invited.data["purpose"], invited.ticket) == ("face", "login", None)
    with pytest.raises(sg.HallRefused):
        replay(access.log_in_as_handler(HANDLER, UNIT, "used"), refused("L107", "请先完成人脸识别"))


def test_credentials_of_another_unit_are_said_to_be_so() -> None:
    other = {"number": "32010002", "uscc": "", "name": "模拟别家", "area": "320100", "agency": ""}
    with pytest.raises(sg.WrongUnit):
        replay(access.log_in_as_handler(HANDLER, UNIT), signed_in(unit=other))


@pytest.mark.rule("JS-05")
def test_the_area_is_the_units_own_by_code_or_by_name_and_never_guessed() -> None:
    areas = reply(
        written({"rows": [{"code": "320100", "name": "南京市"}, {"code": "320400", "name": "常州市"}]})
    )
    for name, code in (("320500", "320500"), ("常州市", "320400"), ("常州", "320400")):
        answers = () if name.isdigit() else (areas,)
        _, found = replay(access.area_of(UNIT.model_copy(update={"agency": name})), *answers)
        assert found == code
    with pytest.raises(sg.ConfigurationError, match="agency"):
        replay(access.area_of(UNIT.model_copy(update={"agency": None})))
    with pytest.raises(sg.ConfigurationError, match="没有办事地区"):
        replay(access.area_of(UNIT.model_copy(update={"agency": "火星"})), areas)


@pytest.mark.rule("JS-25", "JS-26")
@pytest.mark.parametrize(("pin", "initial"), [("123456", "true"), ("654321", "false")])
def test_a_certificate_signs_the_challenge_and_says_whether_its_pin_is_the_first_one(
    pin: str, initial: str
) -> None:
    key = CertificateLogin(pkcs12=SecretBytes(b"key"), pin=SecretStr(pin))
    one = Certificate("pkcs12", "CN=32010001-1", b"der")
    code = reply(written({"challenge": "ab" * 32}))
    asked, me = replay(
        access.log_in_by_certificate(key, UNIT),
        (one,),
        code,
        b"signature",
        signed_in(via="CA", rank="2", person=None),
    )
    assert [type(each) for each in (asked[0], asked[2])] == [Certificates, Sign]
    assert asked[2].data == b"ab" * 32
    assert f'"initialPin": {initial}' in asked[3].body.content.decode()
    assert pin not in str([each.body.content for each in asked if hasattr(each, "body") and each.body])
    assert (me.via, me.number) == ("CA", "")


@pytest.mark.rule("JS-25")
def test_a_challenge_that_lapsed_is_asked_for_once_more_and_a_bad_certificate_is_not() -> None:
    key = CertificateLogin(pkcs12=SecretBytes(b"key"), pin=SecretStr("1"))
    one, code = (Certificate("pkcs12", "", b"der"),), reply(written({"challenge": "ab"}))
    stale = refused("L001", "挑战码已失效，请重新登录")
    asked, _ = replay(
        access.log_in_by_certificate(key, UNIT), one, code, b"s", stale, code, b"s", signed_in(person=None)
    )
    assert len(asked) == 7
    with pytest.raises(sg.HallUnavailable):
        replay(access.log_in_by_certificate(key, UNIT), one, code, b"s", stale, code, b"s", stale)
    with pytest.raises(sg.LoginRefused):
        replay(access.log_in_by_certificate(key, UNIT), one, code, b"s", refused("L003", "数字证书已吊销"))
    with pytest.raises(sg.ConfigurationError, match="0 张"):
        replay(access.log_in_by_certificate(key, UNIT), ())


@pytest.mark.rule("JS-08", "JS-22")
def test_a_person_signs_in_for_himself() -> None:
    own = PortalLogin(username="11010519491231002X", password=SecretStr("p"), entrance="personal")  # type: ignore[arg-type]
    answer = reply(
        written(
            {
                "token": "T",
                "kind": "person",
                "person": {"idNumber": "11010519491231002X", "name": "模拟甲"},
                "notices": [],
            }
        )
    )
    _, me = replay(access.log_in_as_person(own, UNIT), answer)
    assert (me.kind, me.number) == ("person", "11010519491231002X")
    assert me.scopes == {"flexible_enrolment", "flexible_suspension", "relation_transfer", "entitlement_slip"}


def test_every_word_of_a_log_in_has_a_cure() -> None:
    for words in ("账号或密码错误", "数字证书已过期", "授权已取消"):
        assert REASONS.read(words).cure
