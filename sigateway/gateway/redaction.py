"""What may be shown of a request: its operation, method, path and the names of its fields; never a value."""

from __future__ import annotations

import re

from sigateway.flows.effects import Request


def redacted(request: Request) -> str:
    """One line, for dry runs, logs and observers."""
    names = [*request.query, *(request.form or {})]
    fields = f" [{', '.join(names)}]" if names else ""
    path = re.split("[?;]", request.path, maxsplit=1)[0]  # a session can stand behind a semicolon
    return f"{request.operation}: {request.method} {request.site}:{path}{fields}"
