"""What makes two filings the same, as a digest for journal and oracle."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

_SAID_BESIDE = {"remark"}


def content_of(unit: str, kind: str, fields: Mapping[str, str]) -> str:
    """A digest of unit, business and fields; a remark does not count."""
    said = {key: text for key, text in fields.items() if key not in _SAID_BESIDE}
    return sha256(
        json.dumps([unit, kind, said], ensure_ascii=False, sort_keys=True).encode("utf-8")
    ).hexdigest()
