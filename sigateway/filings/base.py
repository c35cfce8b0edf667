"""What every model of the house shares: frozen, closed, and silent about personal data."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value. Unknown fields are refused, and a refusal never repeats what was put in.

    Fields that hold personal data are declared with ``repr=False``, so that no log line, traceback or
    message shows them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
