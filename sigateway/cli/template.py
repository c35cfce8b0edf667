"""``sigateway roster template``: an empty roster to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sigateway.errors import ConfigurationError
from sigateway.region import Offer
from sigateway.registry import Registry
from sigateway.roster import Needs, write_template

from .output import say
from .window import any_unit


def command(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="写到哪里；不覆盖已有文件。")],
    region: Annotated[
        str | None, typer.Option("--region", metavar="REGION", help="标明该地区要求的列；默认不分地区。")
    ] = None,
) -> None:
    """写出一份空白名册：表头、示例行和填写说明。 Write an empty roster with an example and explanations."""
    if out.suffix.lower() != ".xlsx":
        raise ConfigurationError(f"名册模板应写成 .xlsx 文件，而不是 {out.name}。 (the template is an .xlsx)")
    if out.exists():
        raise ConfigurationError(f"文件 {out} 已存在，未覆盖；请换一个文件名。 (file exists)")
    write_template(out, None if region is None else needs_of(region))
    say(f"模板已写入 {out}")


def needs_of(code: str) -> Needs:
    """What the region's hall takes online, and the fields that it asks for."""
    registry = Registry()
    stack = registry.stack(code)
    offers = stack.offers(any_unit(code))
    return Needs(
        stack.region.name.removesuffix("市").removesuffix("省") or code,
        {
            type: frozenset(need.name for need in offer.fields if need.mandatory)
            for type, offer in offers.items()
            if isinstance(offer, Offer)
        },
    )
