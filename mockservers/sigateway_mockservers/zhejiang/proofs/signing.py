"""Signing a PDF with pyHanko, dated by the World: the library itself knows only the machine's clock."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from sigateway_mockservers.zhejiang.proofs.seal import Seal

FIELD = "Seal"
REASON = "电子专用章"


class _Writer(IncrementalPdfFileWriter):
    """Leaves the document's own dates as they are."""

    def _update_meta(self) -> None:
        """The document is dated already."""


class _Signer(PdfSigner):
    """Signs at the World's time."""

    def __init__(self, *arguments: Any, at: datetime) -> None:
        super().__init__(*arguments)
        self._at = at

    def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
        """A session that is dated by the World."""
        session = super().init_signing_session(*arguments, **options)
        session.system_time = self._at
        return session


def sign(plain: bytes, at: datetime, seal: Seal) -> bytes:
    """The document with the seal over it."""
    store: Any = SimpleCertificateStore
    private = seal.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    by = SimpleSigner(
        signing_cert=_read(seal.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(private),
        cert_registry=store.from_certs([_read(seal.root)]),
    )
    meta = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", reason=REASON, subfilter=SigSeedSubFilter.PADES
    )
    sealed: BytesIO = _Signer(meta, by, at=at).sign_pdf(_Writer(BytesIO(plain)))
    return sealed.getvalue()


def update(sealed: bytes) -> bytes:
    """The sealed document with something written after the seal."""
    writer: Any = _Writer(BytesIO(sealed))
    writer.root[pdf_name("/Lang")] = pdf_string("zh-CN")
    writer.update_root()
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _read(certificate: x509.Certificate) -> Any:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
