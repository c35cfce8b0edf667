"""The application: its commands, and what ``--help`` says of exit codes."""

from __future__ import annotations

import io
import signal
import sys

import typer

from . import check, doctor, evidence, file, one_case, regions, rules, status, template, ways, window
from .exits import HELP, Exit
from .guard import guarded, terminate
from .output import OutputLost, say, to_stdout
from .usage import Commands

app = typer.Typer(
    name="sigateway",
    cls=Commands,
    help="社会保险网上申报：一个入口，多地大厅。 One gateway to many social-insurance halls.",
    epilog=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("regions")(guarded(regions.command))
app.command("rules")(guarded(rules.command))
app.command("window")(guarded(window.command))
app.command("check")(guarded(check.command))
app.command("file")(guarded(file.command))
app.command("status")(guarded(status.command))
app.command("ways-back")(guarded(ways.command))
app.command("withdraw")(guarded(one_case.withdraw))
app.command("discard")(guarded(one_case.discard))
app.command("fetch")(guarded(one_case.fetch))
app.command("doctor")(guarded(doctor.command))

packs = typer.Typer(help="证据：导出、核对、人工证明。 The record of a filing.", no_args_is_help=True)
packs.command("export")(guarded(evidence.export))
packs.command("verify")(guarded(evidence.verify))
packs.command("attest")(guarded(evidence.attest))
app.add_typer(packs, name="evidence")

roster = typer.Typer(help="名册。 Rosters.", no_args_is_help=True)
roster.command("template")(guarded(template.command))
roster.callback()(lambda: None)  # so that the one command keeps its name
app.add_typer(roster, name="roster")


def main() -> None:
    """The console script."""
    signal.signal(signal.SIGTERM, terminate)
    if sys.stdout is None:  # closed by who started us; said before anything is done
        say(f"错误 [{OutputLost.code}]：{OutputLost('已关闭').message}")
        raise SystemExit(Exit.USAGE)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")
    try:
        with to_stdout():
            app(prog_name="sigateway")
    except OutputLost as lost:  # of --help, which no command guards
        say(f"错误 [{lost.code}]：{lost.message}")
        raise SystemExit(Exit.USAGE) from None
