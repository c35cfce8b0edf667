"""The units file says which units there are; what is wrong with it is said by unit and key, never by value."""

from __future__ import annotations

from pathlib import Path

import pytest

import sigateway as sg
from sigateway.roster import read_units

EXAMPLE = Path(__file__).parents[2] / "examples" / "units.toml"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "units.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_reads_and_its_units_are_found_by_employer() -> None:
    units = read_units(EXAMPLE)
    known = units.find("wuhan", "91420106MA00000156")
    assert known.unit.key == "wuhan/4201000001"
    assert known.unit.unit_class is sg.UnitClass.VIP
    assert known.unit.schemes == frozenset(sg.Scheme)
    assert isinstance(known.credentials, sg.PasswordSlipLogin)
    assert known.credentials.password.get_secret_value() == "mock0001a1"


def test_no_secret_is_shown() -> None:
    assert "mock0001a1" not in repr(read_units(EXAMPLE).units)


def test_schemes_may_be_written_in_english_too(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace(
        '["养老", "医疗", "大额医疗", "工伤", "失业", "生育"]', '["pension", "injury"]'
    )
    unit = read_units(write(tmp_path, text)).units[0].unit
    assert unit.schemes == {sg.Scheme.PENSION, sg.Scheme.INJURY}


def test_an_employer_with_two_units_is_asked_for_the_number(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("91420106MA00000231", "91420106MA00000156")
    units = read_units(write(tmp_path, text))
    with pytest.raises(sg.ConfigurationError, match="单位编号"):
        units.find("wuhan", "91420106MA00000156")
    assert units.find("wuhan", "91420106MA00000156", "4201000002").unit.number == "4201000002"


def test_an_unknown_employer_is_said() -> None:
    with pytest.raises(sg.ConfigurationError, match=r"units\.toml"):
        read_units(EXAMPLE).find("wuhan", "91420100MA0000000Y")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('number = "4201000001"', "", "缺少 number"),
        ('class = "vip"', 'class = "gold"', "class"),
        ("91420106MA00000156", "91420106MA00000157", "校验码"),
        ('"养老"', '"养鱼"', "养鱼"),
        ('mode = "password_slip"', 'mode = "telepathy"', "password_slip"),
        ('username = "dw4201000001"', "", "缺少 username"),
        ("class =", "klass =", "不认识 klass"),
        ("4201000002", "4201000001", "已写过一次"),
        ("[[unit]]", "[[unit", "不是有效的 TOML"),
        ("[unit", "[units", "没有 "),
        ('"http://127.0.0.1', '"127.0.0.1', r"第1个 \[\[unit\]\]：base_url 有误（应以 http"),
        ("http://127.0.0.1:8000", "http://", "base_url 有误（没有主机名"),
        (":8000", ":99999", "base_url 有误（主机名或端口"),
        (":8000", ":0", "base_url 有误（端口"),
        ("127.0.0.1", "127.0. 0.1", "base_url 有误（含有空格"),
        ("127.0.0.1", "a..b", "base_url 有误（主机名"),
        ("WORLD/wuhan/", "WORLD/?id=1", "base_url 有误（不应"),
        ('base_url = "http:', 'sites.hall = "ftp:', r"sites\.hall 有误"),
    ],
)
def test_what_is_wrong_is_said_by_unit_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert old in text
    changed = write(tmp_path, text.replace(old, new))
    with pytest.raises(sg.ConfigurationError, match=said) as refusal:
        read_units(changed)
    assert "mock0001a1" not in refusal.value.message


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(sg.ConfigurationError, match="读不到"):
        read_units(tmp_path / "none.toml")


CERTIFICATE = """
[[unit]]
region = "shanghai"
number = "31000001"
name = "模拟单位"
uscc = "91420106MA00000156"
schemes = ["养老"]
base_url = "https://hall.invalid/"
[unit.credentials]
mode = "certificate"
pkcs12_file = "unit.p12"
pin = "12345678"
"""


def test_a_key_file_lies_beside_the_units_file(tmp_path: Path) -> None:
    with pytest.raises(sg.ConfigurationError, match="pkcs12_file 读不到") as refused:
        read_units(write(tmp_path, CERTIFICATE))
    assert "12345678" not in str(refused.value)
    (tmp_path / "unit.p12").write_bytes(b"\x30\x00key")
    credentials = read_units(write(tmp_path, CERTIFICATE)).units[0].credentials
    assert isinstance(credentials, sg.CertificateLogin)
    assert credentials.pkcs12.get_secret_value() == b"\x30\x00key"
    assert "key" not in repr(credentials)
