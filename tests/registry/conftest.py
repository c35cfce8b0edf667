"""The toy region lives beside the gateway's tests."""

from __future__ import annotations

import sys
from pathlib import Path

if (beside := str(Path(__file__).parent.parent / "gateway")) not in sys.path:
    sys.path.insert(0, beside)
