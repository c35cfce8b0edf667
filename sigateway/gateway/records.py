"""What is written down beside the filing itself: what people attest, and the record as a pack. No network."""

from __future__ import annotations

from sigateway.errors import ConfigurationError
from sigateway.evidence import EvidencePack
from sigateway.filings.attestation import Attestation

from .house import House
from .opening import check_ours


def attest(house: House, turn: str, attestation: Attestation) -> None:
    """Keep what two people say of a turn in doubt. LedgerError when it is not in doubt."""
    _check_known(house, turn)
    house.ledger.attest(turn, attestation, house.clock.now())


def evidence_of(house: House, turn: str) -> EvidencePack:
    """The record of a turn of this unit at this hall."""
    _check_known(house, turn)
    pack = house.ledger.record(turn)
    if pack is None:
        raise ConfigurationError(f"申报 {turn} 由旧版本的 sigateway 记账，没有可核对的证据链。")
    return pack


def _check_known(house: House, turn: str) -> None:
    known = house.ledger.turn(turn)
    if known is None:
        raise ConfigurationError(f"账本中没有申报 {turn!r}。")
    check_ours(house, known.hall, known.unit)
