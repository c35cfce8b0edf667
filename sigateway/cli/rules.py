"""``sigateway rules``: a hall's rulebook, and with ``--coverage`` who enforces each rule and which tests pin it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sigateway.registry import Registry, Stack
from sigateway.rules.coverage import Coverage, coverage, region_sources

from .output import say, show_json, show_table
from .pinned import hall_rules, pinned_by_tests


def command(
    region: Annotated[str, typer.Argument(metavar="REGION", help="地区代码，见 sigateway regions。")],
    with_coverage: Annotated[
        bool, typer.Option("--coverage", help="每条规则由谁执行、由哪些测试固定。")
    ] = False,
    as_data: Annotated[bool, typer.Option("--json", help="输出 JSON。 Machine-readable.")] = False,
) -> None:
    """列出一地的规则与出处。 A hall's rules with their sources."""
    registry = Registry()
    stack = registry.stack(region)
    if with_coverage:
        found = _coverage(registry, stack)
        if as_data:
            show_json(found)
        else:
            _show_coverage(found)
        return
    rules = [_rule(stack, rule_id.id) for rule_id in stack.rules.rules]
    if as_data:
        show_json({"region": region, "rules": rules})
        return
    columns = ("规则", "内容", "种类", "何时可知", "证据", "出处")
    shown = [
        (r["id"], r["statement"], "、".join(r["kind"]), r["known"] or "", r["grade"], r["source"]["title"])
        for r in rules
    ]
    show_table(f"{stack.region.name}的规则（{len(rules)}条）", columns, shown)


def _rule(stack: Stack, rule_id: str) -> dict[str, Any]:
    rule = stack.rules.rule(rule_id)
    return {
        "id": rule.id,
        "statement": rule.statement,
        "words": rule.words,
        "kind": [kind.value for kind in rule.kind],
        "known": rule.known.value if rule.known else None,
        "stage": rule.stage.value if rule.stage else None,
        "grade": rule.grade.name,
        "layer": rule.layer,
        "source": {
            "id": rule.source,
            "title": rule.cited.title,
            "era": rule.cited.era,
            "kind": rule.cited.kind,
        },
        "figures": [figures.model_dump(mode="json") for figures in rule.figures],
    }


def _coverage(registry: Registry, stack: Stack) -> Coverage:
    parts = stack.code.split(".")
    packages = [
        type(registry.plugins[".".join(parts[: n + 1])]).__module__.partition(".")[0]
        for n in range(len(parts))
    ]
    sources: dict[str, str] = {}
    for package in packages:
        for file, text in region_sources(package).items():
            sources[file] = sources.get(file, "") + text
    tests, said = pinned_by_tests(packages, [rule.id for rule in stack.rules.rules])
    for line in said:
        say(line)
    ledger = hall_rules(parts[0])
    if ledger is None:
        say(
            "没有安装该地区的模拟大厅，“hall”一栏不可知。 (mock hall not installed: pip install 'sigateway[mock]')"
        )
    return coverage(stack.code, stack.rules, sources=sources, ledger=ledger or frozenset(), tests=tests)


def _show_coverage(found: Coverage) -> None:
    rows = [
        (
            r["id"],
            "、".join(r["kind"]),
            r["grade"],
            "、".join(r["enforced_by"]),
            str(len(r["tests"])),
            r["statement"],
        )
        for r in found["rules"]
    ]
    show_table(
        f"{found['region']}：规则的执行与测试", ("规则", "种类", "证据", "执行方", "测试数", "内容"), rows
    )
