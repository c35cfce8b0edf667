"""The installed regions one by one: a broken plugin is told of, and the others go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sigateway.errors import SigatewayError
from sigateway.region import Elsewhere, Offer
from sigateway.registry import Broken, Registry, Stack


@dataclass(frozen=True)
class Installed:
    """A region that can be used: its stack, and what it takes."""

    stack: Stack
    offers: Mapping[str, Offer | Elsewhere]


def installed(registry: Registry) -> tuple[list[Installed], list[Broken]]:
    """The regions that can be used, and those that cannot with why: not loaded, or loaded without good rules or offers."""
    good: list[Installed] = []
    broken = list(registry.broken)
    for code in registry.plugins:
        try:
            stack = registry.stack(code)
            good.append(Installed(stack, stack.offers()))
        except SigatewayError as error:
            broken.append(Broken(code, error.message))
        except Exception as error:  # noqa: BLE001 - a stranger's plugin may answer anything; it is reported
            broken.append(Broken(code, f"{type(error).__name__}: {error}"))
    return good, broken
