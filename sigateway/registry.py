"""Which regions are installed, and the stack of plugins that speaks for one hall.

A stack is built once per hall and never changed: core defaults, the region, overlays, the vendor's own. The last registered
speaks first.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any

import pluggy

from sigateway.errors import ConfigurationError, PluginError, SigatewayError
from sigateway.filings.filing import Filing
from sigateway.filings.findings import Effect, Finding, Grade
from sigateway.hookspecs import PROJECT, Hooks, hookimpl
from sigateway.region import Elsewhere, Offer, Region
from sigateway.rules.context import Context
from sigateway.rules.rulebook import Rulebook

GROUP = "sigateway.regions"
"""The entry-point group. ``wuhan = "sigateway_wuhan.plugin:Wuhan"``; an overlay is named ``province.city``."""


@dataclass(frozen=True)
class Broken:
    """A plugin that could not be loaded, and why. The others go on."""

    name: str
    why: str


class CoreDefaults:
    """What every hall shares: the bottom of each stack."""

    @hookimpl
    def preflight(self, filing: Filing, context: Context) -> list[Finding]:
        """Doubts about the identity paper that never refuse a person (an unknown district code, say)."""
        if filing.subject is None:
            return []
        return [
            Finding(
                rule="CORE-ID",
                effect=Effect.WARNS,
                grade=Grade.E0,
                message=warning,
                fields=("person.document",),
            )
            for warning in filing.subject.document.warnings
        ]


class Registry:
    """The installed regions, loaded one by one so that a broken one does not take the others along."""

    def __init__(self, points: Iterable[EntryPoint] | None = None) -> None:
        found = entry_points(group=GROUP) if points is None else points
        regions: dict[str, Any] = {}
        broken: list[Broken] = []
        names: dict[str, list[EntryPoint]] = {}
        for point in found:
            names.setdefault(point.name, []).append(point)
        for name, points_of_name in sorted(names.items()):
            if len({p.value for p in points_of_name}) > 1:
                where = ", ".join(sorted(p.value for p in points_of_name))
                broken.append(Broken(name, f"two plugins share this name ({where}): uninstall one of them"))
                continue
            try:
                plugin = points_of_name[0].load()()
                _check(plugin, name)
                _check_region(plugin, name)
            except Exception as error:  # noqa: BLE001 - a stranger's import may fail in any way; it is reported
                broken.append(Broken(name, f"{type(error).__name__}: {error}"))
            else:
                regions[name] = plugin
        self.plugins: Mapping[str, Any] = MappingProxyType(regions)
        self.broken: tuple[Broken, ...] = tuple(broken)

    def region(self, code: str) -> Region:
        """The region of that code, or ConfigurationError naming those installed and why one is missing.

        An overlay's is its region's, under the overlay's own ``name`` where it has one: log-ins and sites are the same.
        """
        region = getattr(self.plugins.get(code.split(".")[0]), "region", None)
        if isinstance(region, Region) and code in self.plugins:
            return region if code == region.code else replace(region, name=self.name_of(code) or region.name)
        reasons = "; ".join(f"{b.name}: {b.why}" for b in self.broken if b.name == code)
        known = ", ".join(sorted(self.plugins)) or "none"
        raise ConfigurationError(
            f"没有名为 {code!r} 的地区插件（已安装：{known}）。{reasons or '请安装该地区插件，或核对名称；sigateway doctor 可查看详情。'}"
        )

    def name_of(self, code: str) -> str:
        """The Chinese name of an installed region or overlay; empty for an overlay that has none of its own."""
        plugin = self.plugins[code]
        region = getattr(plugin, "region", None)
        return (
            region.name
            if isinstance(region, Region) and "." not in code
            else str(getattr(plugin, "name", ""))
        )

    def stack(self, code: str, own: Sequence[object] = ()) -> Stack:
        """Build the stack for a hall: core, the region and its overlays (``a.b`` stands on ``a``), the vendor's own."""
        parts = code.split(".")
        names = [".".join(parts[: n + 1]) for n in range(len(parts))]
        self.region(names[0])
        missing = [n for n in names if n not in self.plugins]
        if missing:
            raise ConfigurationError(
                f"没有名为 {missing[0]!r} 的插件；已安装：{', '.join(sorted(self.plugins))}。"
            )
        plugins: list[tuple[str, object]] = [("core", CoreDefaults()), *((n, self.plugins[n]) for n in names)]
        plugins += [(f"own:{n}:{type(p).__name__}", p) for n, p in enumerate(own, 1)]
        return Stack(code, self.region(code), plugins)


_NEEDED = ("login", "rulebook", "submit", "evidence", "track")
"""Without these a region could take a filing and not say what became of it. An overlay inherits them."""
_SETTINGS = ("settling_seconds", "review_poll_seconds")
"""What the core itself asks a rulebook for, from ``[hall]``. Missing, it would be missed in the middle of a doubt."""


def _check_region(plugin: object, name: str) -> None:
    """A region, unlike an overlay, must be able to file and to tell what became of it."""
    region = getattr(plugin, "region", None)
    if "." in name:
        return
    if not isinstance(region, Region) or region.code != name or not callable(region.classify):
        raise PluginError(
            name, "region", f"is not a Region(code={name!r}, …) with a callable classify; see docs/hooks.md."
        )
    missing = [hook for hook in _NEEDED if not hasattr(getattr(plugin, hook, None), f"{PROJECT}_impl")]
    if missing:
        raise PluginError(name, ", ".join(missing), "a region implements these hooks; see docs/hooks.md.")


def _check(plugin: object, name: str) -> None:
    """The two refusals at registration, each with its cure."""
    for attribute in dir(type(plugin)):
        method = getattr(plugin, attribute, None)
        options = getattr(method, f"{PROJECT}_impl", None)
        if not callable(method) or options is None:
            continue
        if inspect.iscoroutinefunction(method):
            raise PluginError(
                name,
                attribute,
                "is a coroutine function; a hook does no I/O. Return a value, or a flow: the gateway awaits for you.",
            )
        if inspect.isgeneratorfunction(method) or inspect.isasyncgenfunction(method):
            raise PluginError(
                name,
                attribute,
                "is a generator function, so it could never return None and the plugins below it would never be asked. "
                "Move the yields into a function of flows.py and return that function's generator from the hook.",
            )
        if options.get("tryfirst") or options.get("trylast"):
            raise PluginError(
                name,
                attribute,
                "asks for tryfirst or trylast, which is core's alone. Order is by registration: an overlay named "
                "'region.city' already speaks before its region.",
            )


class Stack:
    """The plugins that speak for one hall, and every call to them. Immutable once built; safe to share."""

    def __init__(self, code: str, region: Region, plugins: Sequence[tuple[str, object]]) -> None:
        self.code, self.region = code, region
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(Hooks)
        for name, plugin in plugins:
            if name != "core":
                _check(plugin, name)
            try:
                self._manager.register(plugin, name)
                self._manager.check_pending()
            except (pluggy.PluginValidationError, ValueError) as error:
                raise PluginError(
                    name, "registration", f"{error}. The hooks are listed in docs/hooks.md."
                ) from error
        # Layers lie in the order of registration, while pluggy answers last-registered first.
        self.rules = Rulebook.merged(list(reversed(self.call("rulebook"))))
        for setting in _SETTINGS:
            self.rules.hall(setting)

    def call(self, hook: str, **arguments: object) -> Any:
        """Ask the plugins. What fails is PluginError naming plugin and hook; our own errors pass unchanged."""
        try:
            return getattr(self._manager.hook, hook)(**arguments)
        except SigatewayError:
            raise
        except Exception as error:
            raise PluginError(self._culprit(hook, error), hook, f"{type(error).__name__} raised") from error

    def findings(self, filing: Filing, context: Context, trust: Grade) -> tuple[Finding, ...]:
        """Everything the plugins find, earliest stage first. What is evidenced below ``trust`` does not block."""
        collected = [f for answer in self.call("preflight", filing=filing, context=context) for f in answer]
        weighed = [f if f.grade >= trust else f.model_copy(update={"blocking": False}) for f in collected]
        return tuple(sorted(weighed, key=lambda f: f.stage.order if f.stage else -1))

    def offers(self, unit: object = None) -> dict[str, Offer | Elsewhere]:
        """What this hall takes, by filing type; the plugin that speaks first wins."""
        found: dict[str, Offer | Elsewhere] = {}
        for answer in self.call("offers", unit=unit, rules=self.rules):
            for offer in answer:
                found.setdefault(offer.type, offer)
        return found

    def _culprit(self, hook: str, error: Exception) -> str:
        implementations: dict[object, str] = {
            _code(i.function): i.plugin_name for i in getattr(self._manager.hook, hook).get_hookimpls()
        }
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code in implementations:
                return implementations[trace.tb_frame.f_code]
            trace = trace.tb_next
        return self.code


def _code(function: Callable[..., Any]) -> object:
    return getattr(function, "__code__", None)
