"""An agency that seals papers, by hand: an authority, a certificate under it, and PDFs signed with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from reportlab.pdfgen.canvas import Canvas

NOW = datetime(2026, 11, 3, 9, tzinfo=UTC)
VALID = timedelta(days=365)


@cache
def key(slot: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(name: str, slot: int, issuer: str, issuer_slot: int, *, authority: bool) -> x509.Certificate:
    def of(common_name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])

    return (
        x509.CertificateBuilder()
        .subject_name(of(name))
        .issuer_name(of(issuer))
        .public_key(key(slot).public_key())
        .serial_number(slot + 1)
        .not_valid_before(NOW - VALID)
        .not_valid_after(NOW + VALID)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(key(issuer_slot), hashes.SHA256())
    )


@cache
def root() -> x509.Certificate:
    return certificate("模拟根", 0, "模拟根", 0, authority=True)


@cache
def agency() -> x509.Certificate:
    return certificate("模拟社保中心", 1, "模拟根", 0, authority=False)


@cache
def stranger() -> x509.Certificate:
    """Has the same name, and nobody's signature but its own."""
    return certificate("模拟社保中心", 2, "模拟社保中心", 2, authority=False)


@cache
def paper(text: str = "proof") -> bytes:
    out = BytesIO()
    canvas = Canvas(out, invariant=True)
    canvas.drawString(72, 720, text)
    canvas.save()
    return out.getvalue()


def sealed(
    by: x509.Certificate, slot: int, *above: x509.Certificate, content: bytes = b"", field: str = "Seal"
) -> bytes:
    """The paper, signed with this certificate; ``above`` are shown in the seal."""
    store = SimpleCertificateStore()
    store.register_multiple([_asn1(each) for each in above])
    signing_key = asn1_keys.PrivateKeyInfo.load(
        key(slot).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    signer = signers.SimpleSigner(signing_cert=_asn1(by), signing_key=signing_key, cert_registry=store)
    writer = IncrementalPdfFileWriter(BytesIO(content or paper()))
    made: BytesIO = signers.sign_pdf(writer, signers.PdfSignatureMetadata(field_name=field), signer=signer)
    return made.getvalue()


@cache
def good() -> bytes:
    """Sealed by the agency; its authority is shown."""
    return sealed(agency(), 1, root())


def _asn1(one: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(one.public_bytes(Encoding.DER))
