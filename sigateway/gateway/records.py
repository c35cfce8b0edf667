"""What is written down beside the filing itself: what people attest, and the record as a pack. No network."""

from __future__ import annotations

from sigateway.errors import ConfigurationError
from sigateway.evidence import EvidencePack
from sigateway.filings.attestation import Attestation

from .house import House
from .opening import check_ours


def attest(house: House, turn: str, attestation: Attestation) -> None:
    """Keep what two people say of a turn in doubt. LedgerError when it is not in doubt; ConfigurationError when they looked while the
    request could still be under way, and say that it did not land."""
    _check_known(house, turn)
    doubt = house.ledger.doubt(turn)
    if doubt is not None and not attestation.landed and attestation.at < doubt.lease_until:
        raise ConfigurationError(
            f"查看时这次提交还可能在途中，未见受理不足为凭；请在 {doubt.lease_until:%Y-%m-%d %H:%M:%S} 之后再查看一次。"
        )
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
