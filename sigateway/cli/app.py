"""The application: its commands, and what ``--help`` says of exit codes."""

from __future__ import annotations

import io
import sys

import typer

from . import check, doctor, file, regions, rules, status, window
from .exits import HELP
from .guard import guarded

app = typer.Typer(
    name="sigateway",
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
app.command("doctor")(guarded(doctor.command))


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8")
    app(prog_name="sigateway")
