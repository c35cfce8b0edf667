"""A proof on paper: text, the mark, and the seal; and what somebody may have done to the file (ZJ-28)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.pdf import write_lines
from sigateway_mockservers.zhejiang.proofs.issuing import UNIT_PROOF
from sigateway_mockservers.zhejiang.proofs.seal import append_update, seal
from sigateway_mockservers.zhejiang.records import Proof

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

PDF, HTML = "application/pdf", "text/html; charset=utf-8"
BYTE, UNSEALED, OTHER_ROOT, APPENDED, NOT_PDF, OTHER_UNIT = (
    "byte",
    "unsealed",
    "other_root",
    "appended",
    "not_pdf",
    "other_unit",
)
TAMPERINGS = ("", BYTE, UNSEALED, OTHER_ROOT, APPENDED, NOT_PDF, OTHER_UNIT)


@enforces("ZJ-28")
def print_proof(proof: Proof) -> bytes:
    """The sealed file of a proof; the same proof gives the same bytes."""
    return seal(plain_proof(proof), proof.issued_at)


def plain_proof(proof: Proof) -> bytes:
    """The proof before it is sealed."""
    lines = [f"{name}: {text}" for name, text in proof.fields.items()]
    lines += ["  ".join(f"{name}: {text}" for name, text in row.items()) for row in proof.rows]
    return write_lines(
        title=proof.title, subject=subject_of(proof), dated=proof.issued_at, lines=["", *lines]
    )


def subject_of(proof: Proof) -> str:
    """The ASCII text by which a client checks whose proof it is."""
    return (
        f"proofNo={proof.number};kind={proof.kind};who={proof.who};place={proof.place};"
        f"issued={proof.issued_at:%Y-%m-%d}"
    )


class Printing:
    """Answers the files, true or as somebody tampered with them."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    def file(self, proof: Proof) -> tuple[bytes, str]:
        """What a download gives, and its media type."""
        if proof.tampered == NOT_PDF:
            return "<html><body>模拟 MOCK</body></html>".encode(), HTML
        if proof.tampered == UNSEALED:
            return plain_proof(proof), PDF
        if proof.tampered == OTHER_ROOT:
            return seal(plain_proof(proof), proof.issued_at, other=True), PDF
        if proof.tampered == OTHER_UNIT:
            return print_proof(self._hall.store.proofs[proof.other]), PDF
        true = print_proof(proof)
        if proof.tampered == BYTE:
            return _flipped(true), PDF
        if proof.tampered == APPENDED:
            return append_update(true), PDF
        return true, PDF

    def tamper(self, proofNo: str, how: str) -> Proof:
        """Let download and print answer something else from now on; an empty ``how`` is the truth again."""
        if how not in TAMPERINGS:
            raise ValueError(f"{how!r} is not known; known: {', '.join(TAMPERINGS[1:])} or nothing")
        proof = self._hall.store.proofs[proofNo]
        other = self._another_units(proof) if how == OTHER_UNIT else ""
        self._hall.store.proofs[proofNo] = replace(proof, tampered=how, other=other)
        return self._hall.store.proofs[proofNo]

    def _another_units(self, proof: Proof) -> str:
        if proof.kind != UNIT_PROOF:
            raise ValueError("only a unit's proof can be another unit's")
        unit = next(each for each in self._hall.store.units.values() if each.uscc != proof.who)
        return self._hall.proofs.issue_unit_proof("", unit).number


def _flipped(content: bytes) -> bytes:
    """One byte of the text that the seal covers."""
    place = content.index(b"/Keywords") + 2
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
