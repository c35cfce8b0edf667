"""The units of the demonstration, and how each signs in: read from the mock World, written as a units file with its key files.

Everything comes from the World's control plane, as a vendor would get it from an employer: slips, certificates, accounts.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx

Unit = dict[str, Any]

SHANGHAI, BEIJING, ZHEJIANG, JIANGSU = "31000001", "110105000001", "3302990001", "32010001"
"""The unit of each region in the demonstration; Wuhan has three."""
BEIJING_USCC = "91110105MA5000006G"
"""The Beijing hall knows its units by registration number; the roster names the employer."""

ALL = ("养老", "医疗", "大额医疗", "工伤", "失业", "生育")


def write_units(folder: Path, sim: httpx.Client, halls: Mapping[str, str]) -> Path:
    """``units.toml`` and the key files beside it."""
    units = [unit for region in REGIONS for unit in REGIONS[region](folder, sim, halls[region])]
    lines = ["# 模拟 MOCK: written by examples/demo.py. The form is explained in examples/units.toml."]
    for unit in units:
        credentials, sites = unit.pop("credentials"), unit.pop("sites", None)
        lines += ["", "[[unit]]", *_pairs(unit)]
        lines += ["[unit.sites]", *_pairs(sites)] if sites else []
        lines += ["[unit.credentials]", *_pairs(credentials)]
    path = folder / "units.toml"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _pairs(values: Mapping[str, Any]) -> Iterator[str]:
    """TOML; JSON's strings and lists of strings are TOML's."""
    return (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())


def _one(sim: httpx.Client, region: str, number: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = sim.get(f"{region}/units").json()
    return next(unit for unit in found if unit["number"] == number)


def _act(sim: httpx.Client, action: str, **arguments: Any) -> Any:
    reply = sim.post(action, json=arguments)
    reply.raise_for_status()
    return reply.json()


def _key_file(folder: Path, name: str, content: str) -> str:
    """Keep a key file beside the units file, readable by its owner only."""
    path = folder / name
    path.touch(mode=0o600)
    path.write_bytes(base64.b64decode(content))
    return name


def _wuhan(folder: Path, sim: httpx.Client, base: str) -> Iterator[Unit]:
    for unit in sim.get("wuhan/units").json():
        slip = unit["slip"]
        wanted = ("username", "password", "certificate_serial", "certificate_password")
        yield {
            "region": "wuhan",
            "number": unit["number"],
            "name": unit["name"],
            "uscc": unit["uscc"],
            "schemes": ALL,
            "class": "vip" if unit["vip"] else "ordinary",
            "base_url": base,
            "credentials": {"mode": "password_slip", **{key: slip[key] for key in wanted}},
        }


def _shanghai(folder: Path, sim: httpx.Client, base: str) -> Iterator[Unit]:
    unit = _one(sim, "shanghai", SHANGHAI)
    key = _act(sim, "shanghai/actions/key", unit=SHANGHAI, role="supervisor")
    yield {
        "region": "shanghai",
        "number": SHANGHAI,
        "name": unit["name"],
        "uscc": unit["uscc"],
        "schemes": ALL,
        "base_url": base,
        "credentials": {
            "mode": "certificate",
            "pkcs12_file": _key_file(folder, "shanghai.p12", key["pkcs12"]),
            "pin": key["pin"],
        },
    }


def _beijing(folder: Path, sim: httpx.Client, base: str) -> Iterator[Unit]:
    unit, pin = _one(sim, "beijing", BEIJING), "demo-pin"
    key = _act(sim, "beijing/actions/key.pkcs12", regNo=BEIJING, password=pin)
    yield {
        "region": "beijing",
        "number": BEIJING,
        "name": unit["four"]["name"],
        "uscc": BEIJING_USCC,
        "schemes": ("养老", "失业", "工伤", "生育", "医疗"),
        "sites": {"four": f"{base}sx/", "medical": f"{base}yb/"},
        "credentials": {
            "mode": "certificate",
            "pkcs12_file": _key_file(folder, "beijing.p12", key),
            "pin": pin,
        },
    }


def _zhejiang(folder: Path, sim: httpx.Client, base: str) -> Iterator[Unit]:
    unit = _one(sim, "zhejiang", ZHEJIANG)
    account = _act(sim, "zhejiang/actions/portal.account", who=ZHEJIANG)
    yield {
        "region": "zhejiang",
        "number": ZHEJIANG,
        "name": unit["name"],
        "uscc": unit["uscc"],
        "schemes": ("养老", "失业", "工伤"),
        "sites": {"portal": f"{base}portal/", "hall": f"{base}hall/"},
        "credentials": {
            "mode": "portal",
            "username": account["account"],
            "password": account["password"],
            "entrance": "legal_person",
        },
    }


def _jiangsu(folder: Path, sim: httpx.Client, base: str) -> Iterator[Unit]:
    unit = _one(sim, "jiangsu", JIANGSU)
    key = _act(sim, "jiangsu/actions/helper.key", unit=JIANGSU)
    yield {
        "region": "jiangsu",
        "number": JIANGSU,
        "name": unit["name"],
        "uscc": unit["uscc"],
        "schemes": ALL,
        "agency": unit["area"],
        "base_url": base,
        "credentials": {
            "mode": "certificate",
            "pkcs12_file": _key_file(folder, "jiangsu.p12", key["pkcs12"]),
            "pin": key["pin"],
        },
    }


REGIONS: Mapping[str, Callable[[Path, httpx.Client, str], Iterator[Unit]]] = {
    "wuhan": _wuhan,
    "shanghai": _shanghai,
    "beijing": _beijing,
    "zhejiang": _zhejiang,
    "jiangsu": _jiangsu,
}
