"""Which regions are installed, and the stack of plugins that speaks for one hall."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest
from teller import ENROLMENT, PERSON, UNIT, Point
from toy import Toy, ToyLogin

import sigateway as sg
from sigateway.plugin import Context, hookimpl, send
from sigateway.registry import Registry, Stack

NOW = datetime.fromisoformat("2026-11-03T09:00:00+08:00")


def registry(**plugins: Any) -> Registry:
    return Registry([Point(name.replace("__", "."), load) for name, load in plugins.items()])  # type: ignore[misc]


def context(stack: Stack) -> Context:
    return Context(UNIT, NOW, stack.rules, sg.StateCouncilCalendar())


def preflighting(rule: str, *, effect: str = "returns", grade: int = 2, stage: str | None = None) -> type:
    class Found(Toy):
        region = Toy.region

        @hookimpl
        def preflight(self) -> list[sg.Finding]:
            return [
                sg.Finding(
                    rule=rule, effect=sg.Effect(effect), grade=sg.Grade(grade), message="x",
                    stage=sg.Stage(stage) if stage else None,
                )
            ]  # fmt: skip

    return Found


# -- loading ---------------------------------------------------------------------------------------------------------------


def test_our_own_regions_come_by_the_entry_point_like_anybodys() -> None:
    assert "wuhan" in {*Registry().plugins, *(b.name for b in Registry().broken)}


def test_a_plugin_that_fails_at_import_does_not_take_the_others_along() -> None:
    found = registry(broken=ModuleNotFoundError("no module named 'vendored'"), toy=Toy)
    assert list(found.plugins) == ["toy"]
    [broken] = found.broken
    assert broken.name == "broken"
    assert "vendored" in broken.why
    assert found.stack("toy").code == "toy"
    with pytest.raises(sg.ConfigurationError, match="vendored"):
        found.region("broken")


def test_a_plugin_that_fails_when_made_does_not_take_the_others_along() -> None:
    def fails() -> object:
        raise RuntimeError("no licence")

    found = registry(other=fails, toy=Toy)
    assert (list(found.plugins), found.broken[0].why) == (["toy"], "RuntimeError: no licence")


def test_two_plugins_of_one_name_are_both_refused_and_both_named() -> None:
    found = Registry([Point("toy", Toy, "a.plugin:A"), Point("toy", Toy, "b.plugin:B")])  # type: ignore[list-item]
    assert not found.plugins
    assert "a.plugin:A" in found.broken[0].why
    assert "b.plugin:B" in found.broken[0].why
    assert "uninstall" in found.broken[0].why


def test_one_plugin_found_twice_is_one() -> None:
    found = Registry([Point("toy", Toy), Point("toy", Toy)])  # type: ignore[list-item]
    assert list(found.plugins) == ["toy"]


def test_a_region_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(sg.ConfigurationError, match=r"'atlantis'.*toy"):
        registry(toy=Toy).stack("atlantis")


def test_a_plugin_without_a_region_is_none() -> None:
    with pytest.raises(sg.ConfigurationError, match="odd"):
        registry(odd=object).region("odd")


# -- the two refusals -------------------------------------------------------------------------------------------------------


class Generates(Toy):
    region = Toy.region

    @hookimpl
    def submit(self, filing: sg.Filing) -> Any:
        yield from send(None)  # type: ignore[arg-type]


class First(Toy):
    region = Toy.region

    @hookimpl(tryfirst=True)
    def submit(self, filing: sg.Filing) -> None:
        return None


class Last(Toy):
    region = Toy.region

    @hookimpl(trylast=True)
    def submit(self, filing: sg.Filing) -> None:
        return None


REFUSED = [
    pytest.param(
        Generates, ["'submit'", "generator function", "never return None", "flows.py"], id="generator"
    ),
    pytest.param(First, ["'submit'", "tryfirst", "'region.city'"], id="tryfirst"),
    pytest.param(Last, ["'submit'", "trylast", "'region.city'"], id="trylast"),
]


@pytest.mark.parametrize(("plugin", "said"), REFUSED)
def test_registration_refuses_with_the_cure(plugin: type, said: list[str]) -> None:
    [broken] = registry(toy=plugin).broken
    for words in said:
        assert words in broken.why


@pytest.mark.parametrize(("plugin", "said"), REFUSED)
def test_a_vendors_own_plugin_is_refused_alike(plugin: type, said: list[str]) -> None:
    with pytest.raises(sg.PluginError) as caught:
        registry(toy=Toy).stack("toy", [plugin()])
    assert caught.value.hook == "submit"
    for words in said:
        assert words in str(caught.value)


@pytest.mark.parametrize("mistake", ["a hook that does not exist", "an argument that does not exist"])
def test_a_misspelt_hook_or_argument_is_a_plugin_error_naming_it(mistake: str) -> None:
    class Misspelt:
        @hookimpl
        def submitt(self) -> None:
            return None

    class Argument:
        @hookimpl
        def submit(self, filling: object) -> None:
            return None

    own = Misspelt() if mistake.startswith("a hook") else Argument()
    with pytest.raises(sg.PluginError, match="submit"):
        registry(toy=Toy).stack("toy", [own])


def test_a_coroutine_hook_is_refused() -> None:
    class Awaited(Toy):
        region = Toy.region

        @hookimpl
        async def submit(self, filing: sg.Filing) -> None:
            return None

    assert not registry(toy=Awaited).plugins


def test_two_own_plugins_of_one_class_both_speak() -> None:
    class Own:
        @hookimpl
        def preflight(self) -> list[sg.Finding]:
            return []

    registry(toy=Toy).stack("toy", [Own(), Own()])


# -- the stack ----------------------------------------------------------------------------------------------------------------


def test_the_last_registered_speaks_first_and_none_passes_on() -> None:
    asked: list[str] = []

    def speaking(name: str, answer: object) -> type:
        class Speaking:
            region = Toy.region

            @hookimpl
            def window(self) -> object:
                asked.append(name)
                return answer

        return type(name, (Speaking,), {})

    base = speaking("region", sg.Window(open=True))

    class Region(base, Toy):  # type: ignore[misc,valid-type]
        region = Toy.region

    stack = registry(toy=Region, toy__city=speaking("city", None)).stack(
        "toy.city", [speaking("own", None)()]
    )
    answer = stack.call("window", filing_type="enrolment", context=context(stack))
    assert asked == ["own", "city", "region"]
    assert answer == sg.Window(open=True)


class City:
    """An overlay: data first, and one finding of its own."""

    @hookimpl
    def rulebook(self) -> Any:
        layer = Toy().rulebook()
        rule = layer.rules[0].model_copy(
            update={"layer": "toy.city", "replaces": "toy", "statement": "Least wage 2000"}
        )
        return layer.model_copy(update={"origin": "city", "region": "toy.city", "hall": {}, "rules": (rule,)})

    @hookimpl
    def preflight(self) -> list[sg.Finding]:
        return [sg.Finding(rule="CITY-1", effect=sg.Effect.WARNS, grade=sg.Grade.E2, message="x")]

    @hookimpl
    def offers(self) -> list[sg.Offer]:
        return [sg.Offer(type="enrolment", title="城市增员", fields=(), rule="CITY-1")]


def test_an_overlay_stands_on_its_region() -> None:
    found = registry(toy=Toy, toy__city=City)
    city, plain = found.stack("toy.city"), found.stack("toy")
    assert city.region == found.region("toy"), "log-ins and sites are the region's"
    assert city.rules.rule("TOY-01").statement == "Least wage 2000"
    assert plain.rules.rule("TOY-01").statement == "Least wage 1000"
    assert city.rules.rule("TOY-02") == plain.rules.rule("TOY-02")
    low = ENROLMENT.model_copy(update={"declared_wage": ENROLMENT.declared_wage / 10})
    assert {f.rule for f in city.findings(low, context(city), sg.Grade.E2)} == {"CITY-1", "TOY-01"}
    assert city.offers()["enrolment"].title == "城市增员", "who speaks first wins"
    assert {*city.offers()} == {"enrolment", "retirement"}


def test_an_overlay_can_have_a_name_of_its_own() -> None:
    class Named(City):
        name = "城"

    found = registry(toy=Toy, toy__city=Named)
    assert (found.region("toy.city").name, found.region("toy.city").code) == ("城", "toy")
    assert found.stack("toy.city").region.name == "城"
    assert (found.name_of("toy.city"), found.name_of("toy")) == ("城", found.region("toy").name)
    assert registry(toy=Toy, toy__city=City).name_of("toy.city") == ""


def test_an_overlay_without_its_region_is_refused() -> None:
    with pytest.raises(sg.ConfigurationError):
        registry(toy__city=City).stack("toy.city")
    with pytest.raises(sg.ConfigurationError, match=r"toy\.town"):
        registry(toy=Toy).stack("toy.town")


@pytest.mark.parametrize("where", ["region", "overlay", "own"])
def test_a_failing_hook_names_plugin_and_hook_and_shows_no_value(where: str) -> None:
    class Fails(Toy):
        region = Toy.region

        @hookimpl
        def window(self) -> None:
            raise KeyError(PERSON.document.number)

        @hookimpl
        def rulebook(self) -> None:
            return None

    plugins = {"toy": Toy, "toy__city": City}
    own: list[object] = []
    if where == "region":
        name, code = "toy", "toy"
        plugins["toy"] = type("Failing", (Fails,), {"rulebook": Toy.rulebook})
    elif where == "overlay":
        name, code = "toy.city", "toy.city"
        plugins["toy__city"] = Fails
    else:
        name, code, own = "own:1:Fails", "toy", [Fails()]
    stack = registry(**plugins).stack(code, own)
    with pytest.raises(sg.PluginError) as caught:
        stack.call("window", filing_type="enrolment", context=context(stack))
    assert (caught.value.plugin, caught.value.hook) == (name, "window")
    assert PERSON.document.number not in str(caught.value)


def test_our_own_errors_pass_a_hook_unchanged() -> None:
    class Elsewhere(Toy):
        region = Toy.region

        @hookimpl
        def withdraw(self) -> None:
            raise sg.NotOffered("TOY-09", "已办结，不能撤销")

    stack = registry(toy=Elsewhere).stack("toy")
    with pytest.raises(sg.NotOffered, match="不能撤销"):
        stack.call("withdraw", case=None, signed_in=None, context=context(stack))


# -- trust --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("trust", list(sg.Grade), ids=lambda g: g.name)
@pytest.mark.parametrize("grade", list(sg.Grade), ids=lambda g: g.name)
def test_what_is_evidenced_below_the_gateways_trust_warns_and_does_not_block(
    grade: sg.Grade, trust: sg.Grade
) -> None:
    stack = registry(toy=preflighting("TOY-07", grade=grade)).stack("toy")
    [finding] = stack.findings(ENROLMENT, context(stack), trust)
    assert finding.blocks == (grade >= trust)


@pytest.mark.parametrize(
    ("effect", "blocks"),
    [("returns", True), ("elsewhere", True), ("window", True), ("warns", False), ("unknown", False)],
)
def test_only_what_the_hall_would_refuse_blocks(effect: str, blocks: bool) -> None:
    stack = registry(toy=preflighting("TOY-07", effect=effect)).stack("toy")
    [finding] = stack.findings(ENROLMENT, context(stack), sg.Grade.E0)
    assert finding.blocks == blocks


def test_findings_come_earliest_stage_first() -> None:
    own = [preflighting(f"S-{s}", stage=s)() for s in ("review", "entrance", "save")]
    for number, plugin in enumerate(own):
        type(plugin).__name__ = f"Own{number}"
        type(plugin).rulebook = lambda self: None  # type: ignore[attr-defined,method-assign]
    stack = registry(toy=Toy).stack("toy", own)
    found = stack.findings(ENROLMENT, context(stack), sg.Grade.E2)
    assert [f.stage for f in found if f.stage] == ["entrance", "save", "review"]


def test_core_warns_of_an_unknown_district_and_never_blocks() -> None:
    stack = registry(toy=Toy).stack("toy")
    odd = sg.Person(document=sg.Document.recognise("840000199001010014"), name="某")
    [finding] = stack.findings(ENROLMENT.model_copy(update={"person": odd}), context(stack), sg.Grade.E0)
    assert (finding.rule, finding.effect, finding.blocks) == ("CORE-ID", "warns", False)
    assert finding.fields == ("person.document",)


def test_importing_sigateway_loads_no_region() -> None:
    code = "import sys, sigateway; print([m for m in sys.modules if m.startswith('sigateway_')])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_toy_is_a_log_in_mode_of_its_own() -> None:
    assert registry(toy=Toy).region("toy").login_modes == (ToyLogin,)
