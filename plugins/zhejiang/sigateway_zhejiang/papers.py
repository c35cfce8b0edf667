"""Whether a paper is what it says, and of whom it was asked (ZJ-28, ZJ-38). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sigateway.plugin import Context, FetchedFile, Reply, WireChanged, check_seal, read_printed

from . import wire

_RECEIPT: Final = "收件回执单"


@dataclass(frozen=True)
class Proof:
    """The proof that was asked for: its ``number``, its ``kind``, ``who`` it is of, and for a unit's the ``place``."""

    number: str
    kind: str
    who: str = field(repr=False)
    place: str | None
    title: str
    rule: str


def checked(reply: Reply, proof: Proof, context: Context) -> FetchedFile:
    """The proof, if its seal holds and it is the one that was asked for."""
    seal = check_seal(reply.content, at=reply.at, trusted=trusted(context), where=proof.title)
    said = _says(reply.content, proof.title)
    expected = {"proofNo": proof.number, "kind": proof.kind, "who": proof.who}
    if proof.place is not None:
        expected["place"] = proof.place
    for name, value in expected.items():
        if said.get(name) != value:
            raise WireChanged(
                proof.title, f"the proof that was asked for ({name})", "another's, or another proof"
            )
    return FetchedFile(
        name=f"{proof.title}-{proof.number}.pdf", kind=wire.PDF, content=reply.content, seal=seal
    )


def trusted(context: Context) -> tuple[str, ...]:
    """Whose seal it must be (ZJ-28): fingerprints from the vendor's own layer; none is published."""
    for figures in context.rules.rule("ZJ-28").figures:
        if figures.holds(context.day) and "seal_root" in figures.values:
            return tuple(figures.values["seal_root"].split())
    return ()


def checked_receipt(reply: Reply, number: str, who: str) -> FetchedFile:
    """收件回执单, if it is of this item and person."""
    said = _says(reply.content, _RECEIPT)
    if said.get("itemNo") != number or said.get("who") != who:
        raise WireChanged(_RECEIPT, "the receipt of this item", "another's")
    return FetchedFile(name=f"{_RECEIPT}-{number}.pdf", kind=wire.PDF, content=reply.content)


def _says(content: bytes, title: str) -> Mapping[str, str]:
    """``proofNo=…;kind=…;who=…``, by which a paper says of whom it is."""
    printed = read_printed(content, title)
    if printed.title != title:
        raise WireChanged(title, "a PDF of that title", "another")
    return printed.says
