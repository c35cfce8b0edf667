"""The record of a filing: append-only, each entry bound to the one before it, and readable without this ledger or a network.

An entry says *what* happened, in words that name nobody, and *data*: what was asked, what the hall showed back, its case, the digest
of a form. The digest of an entry covers its time, its words, the digest of its data and the digest of the entry before it; so
nothing can be changed, left out or put in between without all that follows changing too. Data is digested with a salt of its own:
a redacted pack shows only that digest, and still verifies, and nobody can find out what it was by trying.

What it proves, and what not: that the entries of a pack are those that were written, in this order, if its ``head`` (the digest of its
last entry) is known from elsewhere. Whoever holds the ledger can write a whole new record; keep the heads of your filings where he
cannot.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError

from sigateway.errors import ConfigurationError
from sigateway.filings.base import Model


def data_digest(salt: str, data: str) -> str:
    """The digest that stands for an entry's data: SHA-256 of salt and data, hex."""
    return hashlib.sha256(f"{salt}\0{data}".encode()).hexdigest()


class RecordEntry(Model):
    """One thing that happened to a turn.

    ``number`` counts from 1; ``at`` by the gateway's clock, ISO 8601 as written; ``what`` free of personal data; ``data`` JSON text
    with its ``salt``, both ``None`` when redacted; ``data_digest`` empty when there was none; ``before`` the digest of the entry before,
    empty in the first.
    """

    number: int = Field(ge=1)
    at: str
    what: str
    data: str | None = Field(default=None, repr=False)
    salt: str | None = Field(default=None, repr=False)
    data_digest: str = ""
    before: str = ""
    digest: str

    @classmethod
    def after(
        cls, before: RecordEntry | None, turn: str, at: datetime, what: str, data: str | None, salt: str
    ) -> Self:
        """The entry that follows. ``salt``: random, never used again."""
        number = 1 if before is None else before.number + 1
        leaf = "" if data is None else data_digest(salt, data)
        chained = "" if before is None else before.digest
        digest = _digest(turn, number, at.isoformat(), what, leaf, chained)
        return cls(
            number=number,
            at=at.isoformat(),
            what=what,
            data=data,
            salt=None if data is None else salt,
            data_digest=leaf,
            before=chained,
            digest=digest,
        )

    def faults(self, turn: str, before: RecordEntry | None) -> list[str]:
        """What does not hold of this entry, in Chinese; empty when all does."""
        found = []
        if self.number != (1 if before is None else before.number + 1):
            found.append(f"第 {self.number} 条之前缺少记录")
        if self.before != ("" if before is None else before.digest):
            found.append(f"第 {self.number} 条与前一条不相连")
        if self.data is not None and data_digest(self.salt or "", self.data) != self.data_digest:
            found.append(f"第 {self.number} 条的内容被改动")
        if self.digest != _digest(turn, self.number, self.at, self.what, self.data_digest, self.before):
            found.append(f"第 {self.number} 条的摘要不符")
        return found


def _digest(turn: str, number: int, at: str, what: str, leaf: str, before: str) -> str:
    return hashlib.sha256(
        json.dumps([turn, number, at, what, leaf, before], ensure_ascii=False).encode()
    ).hexdigest()


class EvidencePack(Model):
    """The whole record of one turn, to be kept or handed on. ``head`` is the digest of its last entry."""

    schema_name: Literal["evidence/1"] = Field(default="evidence/1", alias="schema")
    turn: str
    hall: str
    entries: tuple[RecordEntry, ...] = Field(min_length=1)
    head: str

    def faults(self) -> list[str]:
        """What does not hold, in Chinese; empty when the pack is whole and unchanged."""
        found = []
        for before, entry in zip((None, *self.entries), self.entries, strict=False):
            found += entry.faults(self.turn, before)
        if self.entries[-1].digest != self.head:
            found.append("末条记录与总摘要不符：结尾被截去或改动")
        return found

    def redacted(self) -> Self:
        """Without personal data; it verifies all the same."""
        bare = (entry.model_copy(update={"data": None, "salt": None}) for entry in self.entries)
        return self.model_copy(update={"entries": tuple(bare)})

    def save(self, path: str | Path) -> Path:
        """Write it as JSON, readable by its owner only. ConfigurationError when it cannot be written, or is there already."""
        target = Path(path)
        try:
            target.touch(mode=0o600, exist_ok=False)
            target.write_text(self.model_dump_json(by_alias=True, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise ConfigurationError(
                f"无法写入 {target}：{error.strerror}。请换一个位置或名字。 (cannot write)"
            ) from error
        return target

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read one. ConfigurationError when it is none."""
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"读不到 {path}。 (cannot read)") from error
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            pass
        raise ConfigurationError(f"{path} 不是 sigateway 的证据文件。 (no evidence pack)")
