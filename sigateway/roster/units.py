"""The units file ``units.toml``: which insured units there are, at which hall, and how they sign in.

::

    [[unit]]
    region = "wuhan"
    number = "4201000001"                  # the hall's 单位编号
    name = "某某有限公司"
    uscc = "91420106MA00000000"
    schemes = ["养老", "医疗", "大额医疗", "工伤", "失业", "生育"]   # or pension, medical, large_medical, injury, …
    class = "vip"                          # or "ordinary"; leave it out when not known
    agency = "…"                           # optional
    base_url = "https://…/"                # or [unit.sites] where a hall has several

    [unit.credentials]                     # optional once the credentials store has them
    mode = "password_slip"
    username = "…"
    password = "…"
    certificate_serial = "…"
    certificate_password = "…"

    [unit.credentials]                     # where the hall wants a certificate
    mode = "certificate"
    pkcs12_file = "unit.p12"               # beside this file, or a whole path
    pin = "…"

It holds passwords: keep it readable by its owner only.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import Field, ValidationError

from sigateway.errors import ConfigurationError
from sigateway.filings.base import Model
from sigateway.filings.units import Employer, InsuredUnit, Scheme, UnitClass
from sigateway.flows.credentials import Credentials
from sigateway.registry import Registry

_SCHEMES: Final[Mapping[str, Scheme]] = {
    "养老": Scheme.PENSION,
    "医疗": Scheme.MEDICAL,
    "大额医疗": Scheme.LARGE_MEDICAL,
    "工伤": Scheme.INJURY,
    "失业": Scheme.UNEMPLOYMENT,
    "生育": Scheme.MATERNITY,
    **{scheme.value: scheme for scheme in Scheme},
}


@dataclass(frozen=True)
class KnownUnit:
    """A unit, where its hall is, and the credentials that the file gives for it."""

    unit: InsuredUnit
    base_url: str | None = None
    sites: Mapping[str, str] | None = None
    credentials: Credentials | None = field(default=None, repr=False)


class UnitsFile:
    """The units, found by what a roster names them."""

    def __init__(self, units: tuple[KnownUnit, ...]) -> None:
        self.units = units

    def find(self, region: str, uscc: str, number: str | None = None) -> KnownUnit:
        """The unit of that employer in that region. ConfigurationError when there is none, or more than one."""
        found = [
            known
            for known in self.units
            if known.unit.region == region
            and known.unit.employer.uscc == uscc
            and number in (None, known.unit.number)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            numbers = "、".join(known.unit.number for known in found)
            raise ConfigurationError(f"该用人单位在本地区有多个参保单位（{numbers}），请在名册中填写单位编号")
        raise ConfigurationError(
            "单位文件中没有该用人单位在本地区的参保单位，请在 units.toml 中补上，或核对信用代码"
        )


class _Entry(Model):
    """One ``[[unit]]`` as written."""

    region: str
    number: str = Field(min_length=1)
    name: str = Field(min_length=1)
    uscc: str
    schemes: tuple[str, ...] = Field(min_length=1)
    unit_class: UnitClass | None = Field(default=None, alias="class")
    agency: str | None = None
    base_url: str | None = None
    sites: dict[str, str] | None = None
    credentials: dict[str, str] | None = Field(default=None, repr=False)


def read_units(path: str | os.PathLike[str], registry: Registry | None = None) -> UnitsFile:
    """Read ``units.toml``. Raises ConfigurationError naming the unit and the key at fault, never a value."""
    file = Path(path)
    regions = registry or Registry()
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"单位文件 {file} 读不到（{error.strerror}）；请核对路径。 (cannot read)"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "not UTF-8"
        raise ConfigurationError(f"单位文件 {file.name} 不是有效的 TOML：{where}。") from error
    entries = data.get("unit")
    if not isinstance(entries, list) or not entries:
        raise ConfigurationError(
            f"单位文件 {file.name} 中没有 [[unit]]；请为每个参保单位写一段。 (no [[unit]] table)"
        )
    units: dict[str, KnownUnit] = {}
    for position, raw in enumerate(entries, 1):
        where = f"单位文件 {file.name} 第{position}个 [[unit]]"
        known = _unit(raw, where, regions, file.parent)
        if known.unit.key in units:
            raise ConfigurationError(f"{where}：{known.unit.key} 已写过一次；请只保留一段。")
        units[known.unit.key] = known
    return UnitsFile(tuple(units.values()))


def _unit(raw: Any, where: str, regions: Registry, folder: Path) -> KnownUnit:
    try:
        entry = _Entry.model_validate(raw)
        unknown = [scheme for scheme in entry.schemes if scheme not in _SCHEMES]
        if unknown:
            choices = "、".join(name for name in _SCHEMES if not name.isascii())
            raise ConfigurationError(f"{where}：schemes 中的“{unknown[0]}”不是险种；可填：{choices}。")
        unit = InsuredUnit(
            employer=Employer(name=entry.name, uscc=entry.uscc),
            region=entry.region,
            number=entry.number,
            schemes=frozenset(_SCHEMES[scheme] for scheme in entry.schemes),
            unit_class=entry.unit_class,
            agency=entry.agency,
        )
    except ValidationError as error:
        raise ConfigurationError(f"{where}：{_say(error)}") from None
    for key, address in {"base_url": entry.base_url, **_named(entry.sites)}.items():
        if address is not None and (why := _wrong_address(address)):
            raise ConfigurationError(
                f"{where}：{key} 有误（{why}）；应为完整的大厅地址，如 https://主机/路径/。 (not a complete http(s) address)"
            )
    credentials = None if entry.credentials is None else _credentials(entry, where, regions, folder)
    return KnownUnit(unit, entry.base_url, entry.sites, credentials)


def _named(sites: Mapping[str, str] | None) -> dict[str, str]:
    return {f"sites.{name}": address for name, address in (sites or {}).items()}


def _wrong_address(address: str) -> str:
    """What is wrong with a hall's address, without the address: it may hold a password. Empty where nothing is."""
    if any(sign.isspace() or not sign.isprintable() for sign in address):
        return "含有空格或不可见字符"
    try:
        parts = urlsplit(address)
        known_port = parts.port is None or parts.port > 0
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        return "主机名或端口写法不对"
    if parts.scheme not in ("http", "https"):
        return "应以 http:// 或 https:// 开头"
    if not host:
        return "没有主机名"
    if parts.query or parts.fragment:
        return "不应带有 ? 或 #"
    return "" if known_port else "端口应为 1 至 65535"


def _credentials(entry: _Entry, where: str, regions: Registry, folder: Path) -> Credentials:
    fields: dict[str, Any] = dict(entry.credentials or {})
    mode = fields.pop("mode", "")
    modes = {each.mode: each for each in regions.region(entry.region).login_modes}
    if mode not in modes:
        raise ConfigurationError(f"{where}：credentials 的 mode 应为 {'、'.join(modes)} 之一。")
    if (key_file := fields.pop("pkcs12_file", None)) is not None:
        try:
            fields["pkcs12"] = (folder / key_file).read_bytes()
        except OSError as error:
            raise ConfigurationError(
                f"{where}：证书文件 pkcs12_file 读不到（{error.strerror}）；请核对路径。 (cannot read the key file)"
            ) from error
    try:
        return modes[mode].model_validate(fields)
    except ValidationError as error:
        raise ConfigurationError(f"{where} 的 credentials：{_say(error)}") from None


def _say(error: ValidationError) -> str:
    said = []
    for detail in error.errors(include_input=False, include_url=False):
        key = ".".join(map(str, detail["loc"])) or "内容"
        match detail["type"]:
            case "missing":
                said.append(f"缺少 {key}")
            case "extra_forbidden":
                said.append(f"不认识 {key}")
            case "value_error":
                said.append(f"{key}：{detail['ctx']['error']}")
            case _:
                said.append(f"{key} 填写有误（{detail['msg']}）")
    return "；".join(said) + "。"
