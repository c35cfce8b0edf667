"""The hall's menu: what a session may do, and the way to it (ZJ-05, ZJ-06, ZJ-16, ZJ-25, ZJ-32, ZJ-37).

What the menu does not have is not asked for. The way begins at the bureau of the unit's city, so an overlay for a city knows by it a
unit that is not its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from sigateway.plugin import Context, Flow

from . import access
from .access import ZhejiangSignedIn
from .answers import MenuItem

ARROW = " → "


def offered(me: ZhejiangSignedIn, context: Context, rule: str) -> Flow[bool]:
    """Whether the menu has the way that the rule names. Looked at again when it does not: a company may have been opened since."""
    if _has_way(me.menu, context, rule):
        return True
    return _has_way((yield from access.menu()), context, rule)


def _has_way(menu: Iterable[MenuItem], context: Context, rule: str) -> bool:
    way = context.rules.text(rule, "menu", on=context.day)
    root = context.rules.text("ZJ-05", "bureau", on=context.day)
    for item in menu:
        starts = item.path[0].endswith(root) or "人力社保局" not in item.path[0]
        if starts and ARROW.join(item.path).endswith(way):
            return True
    return False
