"""Proofs of units and of people, and their seal (ZJ-24..35)."""

from __future__ import annotations

import base64
import logging
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import x509
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from sigateway_mockservers import World

from .conftest import NINGBO, QUZHOU, Client, MakeClient, MakeWorld

SCHEMES = ["pension", "unemployment", "injury", "medical", "maternity"]


@pytest.fixture
def person(world: World, make_client: MakeClient) -> Client:
    return make_client(world, "zj uninsured man", "personal")


@pytest.fixture
def app(world: World, make_client: MakeClient) -> Client:
    return make_client(world, "zj here man", "app")


def unit_proof(client: Client, **fields: str) -> Any:
    unit = client.world.zhejiang.units[NINGBO]
    given = {
        "site": "",
        "place": "330299",
        "unitCode": unit.number,
        "contactName": unit.contact_name,
        "contactMobile": unit.contact_mobile,
    }
    return client.post("api/proofs/unit", {**given, **fields})


def own_proof(client: Client, **fields: Any) -> Any:
    known = client.get("api/captcha")["captchaId"]
    given = {
        "site": "",
        "kind": "insured",
        "months": "6",
        "schemes": SCHEMES,
        "captchaId": known,
        "captcha": client.world.zhejiang.read_captcha(known),
    }
    return client.post("api/proofs/person", {**given, **fields})


def look(content: bytes, world: World) -> Any:
    """The one signature of a file, as somebody who trusts the hall's root sees it."""
    signatures = PdfFileReader(BytesIO(content)).embedded_signatures
    assert len(signatures) == 1
    assert signatures[0].field_name == "Seal"
    assert signatures[0].sig_object["/Reason"] == "电子专用章"
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(world.zhejiang.seal_root())],
        moment=datetime.fromisoformat("2026-11-10T09:00:00+08:00"),
        allow_fetching=False,
    )
    logging.disable(logging.CRITICAL)
    try:
        return validate_pdf_signature(signatures[0], signer_validation_context=context)
    finally:
        logging.disable(logging.NOTSET)


@pytest.mark.rule("ZJ-24", "ZJ-26", "ZJ-27", "ZJ-29")
@pytest.mark.parametrize("site", ["", "33", "330899"])
def test_a_units_proof_is_had_by_anybodys_own_account(person: Client, site: str) -> None:
    issued = unit_proof(person, site=site)
    assert (issued["title"], issued["placeName"]) == ("单位参保证明", "宁波市—市本级")
    assert issued["people"] == "5"
    shown = person.get(f"api/proofs/{issued['proofNo']}")
    assert shown.rows[0] == {"scheme": "pension", "people": "5", "month": "202611"}
    assert shown.rows[1]["people"] == "4"


@pytest.mark.rule("ZJ-27")
def test_a_unit_is_named_by_its_number_or_its_code(person: Client) -> None:
    assert unit_proof(person, unitCode=person.world.zhejiang.units[NINGBO].uscc)["unitNo"] == NINGBO


@pytest.mark.rule("ZJ-26", "ZJ-27", "ZJ-29")
@pytest.mark.parametrize(
    ("fields", "words", "rule"),
    [
        ({"place": ""}, "参保地为必填项", "ZJ-26"),
        ({"unitCode": ""}, "单位社保编号为必填项", "ZJ-26"),
        ({"contactName": ""}, "专管员姓名为必填项", "ZJ-26"),
        ({"contactMobile": ""}, "专管员手机号为必填项", "ZJ-26"),
        ({"contactMobile": "123"}, "专管员手机号格式有误", "ZJ-26"),
        ({"site": "420106"}, "站点区域有误", "ZJ-29"),
        ({"place": "420106"}, "参保地有误", "ZJ-27"),
        ({"place": "330211"}, "未查询到单位参保信息", "ZJ-27"),
        ({"unitCode": "3302999999"}, "未查询到单位参保信息", "ZJ-27"),
        ({"contactMobile": "19900000000"}, "专管员信息与单位登记信息不一致", "ZJ-27"),
    ],
)
def test_the_data_of_the_unit_are_looked_at(
    person: Client, fields: dict[str, str], words: str, rule: str
) -> None:
    assert unit_proof(person, **fields).words == [words]
    assert person.world.journal.entries[-1].rule_ids == (rule,)


@pytest.mark.rule("ZJ-28")
def test_download_and_print_give_one_file_with_a_seal(person: Client) -> None:
    issued = unit_proof(person)
    number, unit = issued["proofNo"], person.world.zhejiang.units[NINGBO]
    kept, printed = (person.file(f"api/proofs/{number}/{how}") for how in ("download", "print"))
    assert kept.headers["content-type"] == printed.headers["content-type"] == "application/pdf"
    assert kept.headers["content-disposition"] == f'attachment; filename="{number}.pdf"'
    assert printed.headers["content-disposition"].startswith("inline")
    assert kept.content == printed.content
    reader = PdfReader(BytesIO(kept.content))
    assert reader.metadata is not None
    assert reader.metadata["/Title"] == "单位参保证明"
    assert reader.metadata["/Keywords"] == "MOCK"
    assert reader.metadata["/Subject"] == (
        f"proofNo={number};kind=unit;who={unit.uscc};place=330299;issued=2026-11-10"
    )
    seen = look(kept.content, person.world)
    assert (seen.valid, seen.intact, seen.trusted) == (True, True, True)
    assert seen.coverage.name == "ENTIRE_FILE"
    assert seen.signer_reported_dt == person.world.clock.now()
    served = person.file("api/seal/root")
    assert served.content == person.world.zhejiang.seal_root()
    assert person.world.verify() == []


@pytest.mark.rule("ZJ-28")
@pytest.mark.parametrize(
    ("how", "bad"),
    [("byte", "intact"), ("other_root", "trusted"), ("appended", "coverage")],
)
def test_what_somebody_did_to_a_file_shows(person: Client, how: str, bad: str) -> None:
    number = unit_proof(person)["proofNo"]
    person.world.zhejiang.tamper(number, how)
    seen = look(person.file(f"api/proofs/{number}/download").content, person.world)
    good = {"intact": seen.intact, "trusted": seen.trusted, "coverage": seen.coverage.name == "ENTIRE_FILE"}
    assert not good[bad]
    person.world.zhejiang.tamper(number, "")
    assert look(person.file(f"api/proofs/{number}/download").content, person.world).intact


@pytest.mark.rule("ZJ-28")
def test_other_files_than_the_proof_can_be_had(person: Client) -> None:
    hall, number = person.world.zhejiang, unit_proof(person)["proofNo"]
    hall.tamper(number, "unsealed")
    bare = person.file(f"api/proofs/{number}/download").content
    assert PdfFileReader(BytesIO(bare)).embedded_signatures == []
    hall.tamper(number, "not_pdf")
    page = person.file(f"api/proofs/{number}/download")
    assert page.headers["content-type"].startswith("text/html")
    hall.tamper(number, "other_unit")
    others = person.file(f"api/proofs/{number}/download").content
    metadata = PdfReader(BytesIO(others)).metadata
    assert metadata is not None
    assert number not in metadata["/Subject"]
    assert look(others, person.world).trusted
    with pytest.raises(ValueError, match="not known"):
        hall.tamper(number, "bent")


@pytest.mark.rule("ZJ-28")
def test_a_proof_is_the_accounts_that_asked_for_it(person: Client, make_client: MakeClient) -> None:
    number = unit_proof(person)["proofNo"]
    other = make_client(person.world, "zj uninsured woman", "personal")
    assert other.get(f"api/proofs/{number}").words == ["无此证明"]
    assert other.get(f"api/proofs/{number}/download").words == ["无此证明"]


def test_a_proof_stands_as_it_was_issued(person: Client, make_client: MakeClient) -> None:
    number = unit_proof(person)["proofNo"]
    client = make_client(person.world)
    client.enrol("zj uninsured woman")
    client.decide()
    assert person.get(f"api/proofs/{number}")["people"] == "5"
    assert unit_proof(person)["people"] == "6"


@pytest.mark.rule("ZJ-30", "ZJ-33", "ZJ-34", "ZJ-35")
def test_a_personal_proof_shows_the_five_insurances_now(app: Client) -> None:
    issued = own_proof(app)
    assert issued["title"] == "个人参保证明"
    rows = app.get(f"api/proofs/{issued['proofNo']}").rows
    assert [row["state"] for row in rows[:5]] == ["参保缴费"] * 3 + ["未参保"] * 2
    assert rows[0]["unitName"] == "模拟甬江科技有限公司"
    assert len(rows[5:]) == 6 * 3
    assert rows[5] == {"month": "202611", "scheme": "pension", "base": "8800.00"}
    sealed = app.file(f"api/proofs/{issued['proofNo']}/download").content
    assert look(sealed, app.world).trusted


@pytest.mark.rule("ZJ-34")
def test_a_proof_of_the_years_of_pension(world: World, make_client: MakeClient) -> None:
    client = make_client(world, "zj flexible interrupted", "app")
    issued = own_proof(client, kind="pensionYears")
    assert issued["title"] == "基本养老历年参保证明"
    rows = client.get(f"api/proofs/{issued['proofNo']}").rows
    assert rows == [
        {"year": "2023", "months": "12"},
        {"year": "2024", "months": "12"},
        {"year": "2025", "months": "12"},
        {"year": "2026", "months": "6"},
    ]
    now = client.get(f"api/proofs/{own_proof(client)['proofNo']}").rows
    assert (now[0]["state"], now[0]["unitName"], now[0]["to"]) == ("暂停缴费", "灵活就业", "202606")


@pytest.mark.rule("ZJ-33")
def test_a_captcha_is_a_picture_for_one_use(app: Client, make_client: MakeClient) -> None:
    drawn = app.get("api/captcha")
    picture = Image.open(BytesIO(base64.b64decode(drawn["image"])))
    assert (picture.format, drawn["validSeconds"]) == ("PNG", 300)
    read = app.world.zhejiang.read_captcha(drawn["captchaId"])
    wrong = "0000" if read != "0000" else "0001"
    assert own_proof(app, captchaId=drawn["captchaId"], captcha=wrong).words == ["图形验证码错误"]
    assert own_proof(app, captchaId=drawn["captchaId"], captcha=read).words == ["图形验证码错误"]
    other = make_client(app.world, "zj here woman", "app").get("api/captcha")["captchaId"]
    theirs = app.world.zhejiang.read_captcha(other)
    assert own_proof(app, captchaId=other, captcha=theirs).words == ["图形验证码错误"]
    late = app.get("api/captcha")["captchaId"]
    app.world.clock.advance(by=300)
    late_read = app.world.zhejiang.read_captcha(late)
    assert own_proof(app, captchaId=late, captcha=late_read).words == ["图形验证码已失效"]
    assert app.world.verify() == []


@pytest.mark.rule("ZJ-33", "ZJ-34", "ZJ-35")
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"months": "7"}, "打印月数有误"),
        ({"schemes": []}, "请选择参保险种"),
        ({"schemes": ["pension", "other"]}, "请选择参保险种"),
        ({"kind": "unit"}, "请选择证明类型"),
        ({"site": "110105"}, "站点区域有误"),
    ],
)
def test_what_is_chosen_is_looked_at_before_the_picture(
    app: Client, fields: dict[str, Any], words: str
) -> None:
    known = app.get("api/captcha")["captchaId"]
    picture = {"captchaId": known, "captcha": app.world.zhejiang.read_captcha(known)}
    assert own_proof(app, **picture, **fields).words == [words]
    assert own_proof(app, **picture).code == "0"


@pytest.mark.rule("ZJ-31", "ZJ-35")
def test_the_site_must_be_in_the_city_in_its_variant(make_world: MakeWorld, make_client: MakeClient) -> None:
    free = make_client(make_world(), "zj here man", "app")
    assert own_proof(free, site="330899").code == "0"
    bound = make_client(make_world("proof_site_in_city"), "zj here man", "app")
    for site in ("", "33", "330899"):
        assert own_proof(bound, site=site).words == ["请选择宁波市下的站点"]
    assert bound.world.journal.entries[-1].rule_ids == ("ZJ-31",)
    assert own_proof(bound, site="330211").code == "0"


def test_the_proof_of_another_city(world: World, make_client: MakeClient) -> None:
    client = make_client(world, "zj quzhou man", "personal")
    unit = world.zhejiang.units[QUZHOU]
    issued = unit_proof(
        client,
        place="330899",
        unitCode=QUZHOU,
        contactName=unit.contact_name,
        contactMobile=unit.contact_mobile,
    )
    assert (issued["placeName"], issued["people"]) == ("衢州市—市本级", "2")


def test_the_oracle_sees_a_proof_of_somebody_else(person: Client) -> None:
    number, store = unit_proof(person)["proofNo"], person.world.zhejiang.store
    store.proofs[number] = replace(store.proofs[number], who="91330802MA08990001")
    assert [each.rule for each in person.world.verify()] == ["proof"]
