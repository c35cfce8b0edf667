"""What every test here gets as ``w``: people who do not exist, replies written by hand, and a replay of flows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from . import by_hand


@pytest.fixture
def w() -> SimpleNamespace:
    """Everything written by hand, as one namespace."""
    return SimpleNamespace(
        **{name: value for name, value in vars(by_hand).items() if not name.startswith("_")}
    )
