"""``sigateway regions``: what is installed, and what each hall takes."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sigateway.region import Elsewhere
from sigateway.registry import Registry

from .output import as_json, say, show_json, show_table


def command(
    as_data: Annotated[bool, typer.Option("--json", help="输出 JSON。 Machine-readable.")] = False,
) -> None:
    """列出可办理的地区与业务。 Installed regions and what they take."""
    registry = Registry()
    found = [_region(registry, code) for code in registry.plugins]
    for broken in registry.broken:
        say(f"地区插件 {broken.name} 未能加载：{broken.why}。 (see: sigateway doctor)")
    if as_data:
        show_json(found)
        return
    rows = [
        (
            each["code"],
            each["name"],
            "\n".join(_say(o) for o in each["offers"].values()),
            "、".join(each["login_modes"]),
        )
        for each in found
    ]
    show_table("可办理的地区", ("代码", "名称", "业务", "登录方式"), rows)


def _region(registry: Registry, code: str) -> dict[str, Any]:
    stack = registry.stack(code)
    offers = {
        kind: {**as_json(offer), "online": not isinstance(offer, Elsewhere)}
        for kind, offer in stack.offers().items()
    }
    modes = [mode.mode for mode in stack.region.login_modes]
    return {"code": code, "name": stack.region.name, "offers": offers, "login_modes": modes}


def _say(offer: dict[str, Any]) -> str:
    return f"{offer['title']}（网上）" if offer["online"] else f"{offer['type']}（{offer['place']}）"
