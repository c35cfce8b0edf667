"""The figures in the ledger are those of the code; what every ledger must hold is in `contract/test_ledgers.py`."""

from __future__ import annotations

import pytest

from sigateway_mockservers.kernel.hall_site import read_ledger

LEDGER = read_ledger("zhejiang")


@pytest.mark.rule("ZJ-01")
def test_the_figures_are_marked_as_assumed() -> None:
    assert LEDGER["figures"]["grade"] == "E0"
    assert LEDGER["figures"]["launched_on"]["3302"] == "2021-04-09"
