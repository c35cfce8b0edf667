"""An import hook that rewrites a region's plugin and its mock hall, so that each refusal asks the switch first.

``return``, ``raise``, ``yield`` and ``append`` of a refusal become conditional on the switch, and rows of refusals are
pruned by it; everything else stays as it is written. Nothing is kept on disk.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any, Final

from .switch import SWITCH, Place, Side, enforces

NAME: Final = "__switch__"
_HELD: Final = "_given_"
_RULE: Final = re.compile(r"[A-Z]{2,}(-[A-Z]+)*-\d{2,}")
_MAKERS: Final = (
    "Reason",
    "Refusal",
    "Refused",
    "Finding",
    "Way",
    "Elsewhere",
    "FieldNeed",
    "NotOffered",
    "Error",
)
"""A function that returns one of these makes it; whoever gives it is asked, not its maker."""


class Rewriting(ast.NodeTransformer):
    """The rewriting of one module. Only what stands in functions is touched."""

    def __init__(self) -> None:
        self._makes: list[bool] = []
        self._bare: set[ast.AST] = set()
        self._asked: set[ast.AST] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        returns = node.returns
        name = returns.id if isinstance(returns, ast.Name) else ""
        self._makes.append(name.endswith(_MAKERS))
        node.body = [each for statement in node.body for each in _many(self.visit(statement))]
        self._makes.pop()
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        if node.value is None or not self._makes or self._makes[-1]:
            return node
        asked = isinstance(node.value, ast.Call) and any(_is_written_out(each) for each in node.value.args)
        if asked:
            self._asked.add(node.value)
        value = self.visit(node.value)
        unless_off = _unless_off("given", value, lambda held: ast.Return(held))
        return _unless_dropped(unless_off) if asked else unless_off

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        if node.exc is None or not self._makes:
            return node
        exc = self.visit(node.exc)
        return _unless_off("given", exc, lambda held: ast.Raise(held, node.cause))

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        value = node.value
        if not self._makes:
            return node
        if isinstance(value, ast.Yield) and value.value is not None:
            if isinstance(value.value, ast.Tuple):
                self._bare.add(value.value)
            yielded = self.visit(value.value)
            return _unless_off("yielded", yielded, lambda held: ast.Expr(ast.Yield(held)))
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and len(value.args) == 1:
            method, argument = value.func, value.args[0]
            if method.attr == "append":
                held = self.visit(argument)
                return _unless_off("yielded", held, lambda held: ast.Expr(ast.Call(method, [held], [])))
            if method.attr == "extend":
                value.args = [_ask("pruned", self.visit(argument))]
                return node
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self._bare.update(each for each in node.args if isinstance(each, ast.List | ast.Tuple))
        written_out = [node in self._asked and _is_written_out(each) for each in node.args]
        self.generic_visit(node)
        node.args = [
            _ask("argument", each) if asked else each
            for each, asked in zip(node.args, written_out, strict=True)
        ]
        return node

    def visit_List(self, node: ast.List) -> ast.AST:
        return self._row(node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        return self._row(node)

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        self.generic_visit(node)
        return _ask("pruned", node) if self._makes else node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        plain = any(_is_nothing(each) for each in (node.body, node.orelse)) and not _is_bound_to_its_place(
            node
        )
        self.generic_visit(node)
        if not plain or not self._makes:
            return node
        return _ask("choose", node.test, *(_later(each) for each in (node.body, node.orelse)))

    def _row(self, node: ast.List | ast.Tuple) -> ast.AST:
        self.generic_visit(node)
        constant = all(isinstance(each, ast.Constant) for each in node.elts)
        if not self._makes or node in self._bare or constant or not isinstance(node.ctx, ast.Load):
            return node
        return _ask("pruned", node)


def _many(found: ast.AST | list[ast.AST] | None) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _ask(question: str, *arguments: ast.expr) -> ast.Call:
    """``__switch__.question(arguments)``."""
    asked = ast.Attribute(ast.Name(NAME, ast.Load()), question, ast.Load())
    return ast.Call(asked, list(arguments), [])


def _unless_off(question: str, value: ast.expr, then: Callable[[ast.expr], ast.stmt]) -> ast.If:
    """``if (held := __switch__.question(value)) is not __switch__.NOTHING: then(held)``."""
    held = ast.NamedExpr(ast.Name(_HELD, ast.Store()), _ask(question, value))
    nothing = ast.Attribute(ast.Name(NAME, ast.Load()), "NOTHING", ast.Load())
    return ast.If(ast.Compare(held, [ast.IsNot()], [nothing]), [then(ast.Name(_HELD, ast.Load()))], [])


def _unless_dropped(statement: ast.stmt) -> ast.Try:
    """``try: statement`` and on ``Dropped`` what comes next."""
    dropped = ast.Attribute(ast.Name(NAME, ast.Load()), "Dropped", ast.Load())
    return ast.Try([statement], [ast.ExceptHandler(dropped, None, [ast.Pass()])], [], [])


def _later(value: ast.expr) -> ast.Lambda:
    none: list[Any] = []
    return ast.Lambda(ast.arguments(none, none, None, none, [], None, none), value)


def _is_nothing(value: ast.expr) -> bool:
    """``None``, ``[]`` or ``()``."""
    if isinstance(value, ast.List | ast.Tuple):
        return not value.elts
    return isinstance(value, ast.Constant) and value.value is None


def _is_bound_to_its_place(value: ast.expr) -> bool:
    """What means something else inside a lambda."""
    return any(
        isinstance(each, ast.Yield | ast.YieldFrom | ast.Await | ast.NamedExpr)
        or (isinstance(each, ast.Name) and each.id == "super")
        for each in ast.walk(value)
    )


def _is_written_out(value: ast.expr) -> bool:
    """``reasons.CLOSED``, ``CLOSED``, ``reasons.missing(…)``, ``Reason(…)``, ``Refusal(…)``."""
    match value:
        case ast.Call(func=ast.Name(id="Reason" | "Refusal")):
            return True
        case ast.Call(func=function):
            return _is_written_out(function)
        case ast.Attribute(value=ast.Name(id="reasons")):
            return True
        case ast.Name(id=name):
            return name.isupper()
    return False


def rewritten(source: bytes | str, path: str) -> CodeType:
    """The rewritten code of a module; the rules that it names are noted."""
    written = ast.parse(source, path)
    words = [each.value for each in ast.walk(written) if isinstance(each, ast.Constant)]
    SWITCH.named |= {each for each in words if isinstance(each, str) and _RULE.fullmatch(each)}
    tree = ast.fix_missing_locations(Rewriting().visit(written))
    return compile(tree, path, "exec")


class _Loader(SourceFileLoader):
    """Loads a module from its source, rewritten for one side; never from a cache, and never into one."""

    def __init__(self, fullname: str, path: str, place: Place | None) -> None:
        super().__init__(fullname, path)
        self._place = place

    def get_code(self, fullname: str) -> CodeType | None:
        path = self.get_filename(fullname)
        return super().get_code(fullname) if self._place is None else rewritten(self.get_data(path), path)

    def exec_module(self, module: ModuleType) -> None:
        if self._place is not None:
            module.__dict__[NAME] = Side(self._place)
        super().exec_module(module)
        if module.__name__.endswith(".enforcement"):
            module.__dict__["enforces"] = enforces


class Finder(PathFinder):
    """Finds the modules that are rewritten: by the first names of their packages."""

    packages: Mapping[str, Place] = {}

    @classmethod
    def find_spec(
        cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's spec with our loader, for a module of ours."""
        place = next((p for name, p in cls.packages.items() if f"{fullname}.".startswith(f"{name}.")), None)
        marks = fullname.startswith("sigateway_mockservers.") and fullname.endswith(".enforcement")
        if place is None and not marks:
            return None
        spec = super().find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(fullname, spec.loader.path, place)
        return spec


def install(packages: Mapping[str, Place]) -> None:
    """Rewrite what is imported from now on; it must not have been imported before."""
    before = [name for name in sys.modules if any(f"{name}.".startswith(f"{p}.") for p in packages)]
    if before:
        raise RuntimeError(f"imported before it could be rewritten: {', '.join(sorted(before)[:3])}")
    Finder.packages = dict(packages)
    sys.meta_path.insert(0, Finder)
