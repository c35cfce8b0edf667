"""How an error ends a command: one message on stderr and an exit code, never a traceback."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import typer

from sigateway.errors import SigatewayError

from .exits import Exit, code_of
from .output import say, sentences

P = ParamSpec("P")

STOPPED = (
    "已中断。账本记有已发出的申报；再次运行同一命令即可继续，不会重复申报。"
    "若中断时正在提交，再次运行可能要等大约三分钟，大厅才有定论。"
    " (interrupted: run again; after an interrupted commit it may wait up to about three minutes)"
)


class Terminated(KeyboardInterrupt):
    """SIGTERM: everything lets go as after Ctrl-C; only the exit code differs."""


def terminate(signal: int, frame: object) -> None:
    """The handler of SIGTERM."""
    raise Terminated


def guarded(command: Callable[P, Any]) -> Callable[P, None]:
    """The command, with whatever goes wrong in it turned into a line and a code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except SigatewayError as error:
            code = code_of(error)
            please = "请将此信息报告给维护者。 (please report)" if code is Exit.INTERNAL else ""
            say(sentences(f"错误 [{error.code}]：{error.message}", please))
            raise typer.Exit(code) from None
        except (typer.Exit, typer.Abort, typer.BadParameter, BrokenPipeError):
            raise
        except KeyboardInterrupt as stopped:
            say(STOPPED)
            raise typer.Exit(143 if isinstance(stopped, Terminated) else 130) from None
        except Exception as error:  # noqa: BLE001 - the last line of defence: a person gets a line, not a traceback
            where = traceback.extract_tb(error.__traceback__)[-1]
            say(
                f"内部错误 internal error: {type(error).__name__} ({Path(where.filename).name}:{where.lineno})。"
                "请将此行报告给 sigateway 维护者 (please report this line)；账本完好，再次运行不会重复申报。"
            )
            raise typer.Exit(Exit.INTERNAL) from None

    return run
