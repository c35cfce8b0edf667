"""``sigateway regions``: what is installed, and what each hall takes."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sigateway.region import Elsewhere
from sigateway.registry import Registry

from .installed import Installed, installed
from .output import as_json, say, sentences, show_json, show_table


def command(
    as_data: Annotated[bool, typer.Option("--json", help="输出 JSON。 Machine-readable.")] = False,
) -> None:
    """列出可办理的地区与业务。 Installed regions and what they take."""
    good, broken = installed(Registry())
    found = [_region(each) for each in good]
    for each in broken:
        say(
            sentences(f"地区插件 {each.name} 不能使用：{each.why}", "详见 sigateway doctor。 (broken plugin)")
        )
    if as_data:
        show_json(found)
        return
    rows = [
        (
            region["code"],
            region["name"],
            "\n".join(_say(o) for o in region["offers"].values()),
            "、".join(region["login_modes"]),
        )
        for region in found
    ]
    show_table("可办理的地区", ("代码", "名称", "业务", "登录方式"), rows)


def _region(found: Installed) -> dict[str, Any]:
    region = found.stack.region
    offers = {
        kind: {**as_json(offer), "online": not isinstance(offer, Elsewhere)}
        for kind, offer in found.offers.items()
    }
    modes = [mode.mode for mode in region.login_modes]
    return {"code": found.stack.code, "name": region.name, "offers": offers, "login_modes": modes}


def _say(offer: dict[str, Any]) -> str:
    return (
        f"{offer['title']}（网上）"
        if offer["online"]
        else f"{offer['title'] or offer['type']}（{offer['place']}）"
    )
