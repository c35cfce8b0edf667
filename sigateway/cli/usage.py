"""A command line that cannot be understood: the library says where, in English; this adds one line in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperGroup

from .output import say

_USAGE_ERROR = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "UsageError")
"""Typer names only its subclass in public."""


class Commands(TyperGroup):
    """The commands. A usage error of any of them is also said in Chinese."""

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Read what stands before the command's name."""
        with _said_in_chinese():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:
        """Read the command's own arguments, and run it."""
        with _said_in_chinese():
            return super().invoke(ctx)


@contextmanager
def _said_in_chinese() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        # A name without arguments asks for its help: that is no mistake.
        if isinstance(error, _USAGE_ERROR) and type(error).__name__ != "NoArgsIsHelpError":
            context = getattr(error, "ctx", None)
            say(f"用法有误，请看 {context.command_path if context else 'sigateway'} --help。")
        raise
