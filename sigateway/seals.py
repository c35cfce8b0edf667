"""Sealed papers 电子专用章: whether a PDF is as its agency sealed it, and by whom. Pure: nothing is fetched, no clock is read.

A region's ``fetch`` asks `check_seal` before it hands a paper on. pyHanko reads the file; it comes with the extra ``seal`` and is
imported only when a paper is checked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes

from sigateway.errors import ConfigurationError, SealBroken, WireChanged
from sigateway.filings.documents import Seal

_LONGEST_CHAIN = 5


def check_seal(
    content: bytes, *, at: datetime, trusted: Collection[str] = (), where: str = "电子专用章"
) -> Seal:
    """The seal of this PDF. WireChanged when it is no PDF, SealBroken when the seal is missing, broken, or not of whom it should be.

    The seal must cover every byte of the file, so that nothing was altered and nothing added after it. ``trusted`` are
    SHA-256 fingerprints (hex) of certificates, of the agency or of the authority above it: one of them must stand in the seal's
    chain. With none given the file is known to be whole, and who sealed it is only what the seal says: ``Seal.authority`` is ``None``.
    ``at`` is the moment by which the certificates must be valid.
    """
    if not content.startswith(b"%PDF-"):
        raise WireChanged(where, "a PDF", "something else")
    signature = _the_signature(content)
    _covers_everything(content, signature)
    _holds(signature)
    signer = _certificate(signature.signer_cert)
    others = [_certificate(each) for each in signature.other_embedded_certs]
    chain = _chain(signer, others, at)
    pinned = {each.replace(":", "").replace(" ", "").lower() for each in trusted}
    authority = next((name for name in map(fingerprint, chain) if name in pinned), None)
    if pinned and authority is None:
        raise SealBroken("盖章的证书不是所信任的机构签发的")
    return Seal(
        signer=_name_of(signer),
        certificate=fingerprint(signer),
        authority=authority,
        signed_at=signature.self_reported_timestamp,
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, lower-case hex: what ``trusted`` names it by."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def _the_signature(content: bytes) -> Any:
    """The one seal of the file, read by pyHanko."""
    try:
        from pyhanko.pdf_utils.misc import PdfError
        from pyhanko.pdf_utils.reader import PdfFileReader
    except ImportError as missing:
        raise ConfigurationError(
            "核对电子专用章需要附加组件；请安装 sigateway[seal] 后再取该文件。"
        ) from missing
    try:
        found = list(PdfFileReader(BytesIO(content), strict=True).embedded_regular_signatures)
    except (PdfError, ValueError, KeyError, TypeError, AssertionError, AttributeError, IndexError) as error:
        raise SealBroken("文件已损坏，无法读取") from error
    if len(found) != 1:
        raise SealBroken("文件没有电子专用章" if not found else "文件盖有不止一个章")
    return found[0]


def _covers_everything(content: bytes, signature: Any) -> None:
    """All bytes but the signature itself, which fills the one gap: nothing before, between or behind is free to be changed."""
    parts = [int(each) for each in signature.byte_range]
    if len(parts) == 4:
        start, length, after, rest = parts
        gap = content[length:after]
        itself = b"<" + signature.pkcs7_content.hex().encode("ascii") + b">"
        filled = not signature.pkcs7_content[_der_length(signature.pkcs7_content) :].strip(b"\0")
        if start == 0 and after + rest == len(content) and gap.lower() == itself and filled:
            return
    raise SealBroken("盖章后文件被改动或添加了内容")


def _der_length(content: bytes) -> int:
    """How much of it is the signature; the rest of the gap is filled up with zeros."""
    from asn1crypto import parser

    return int(parser.peek(content))


def _holds(signature: Any) -> None:
    """The digest in the seal is the file's, and the signature over it is the certificate's."""
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        digest = signature.compute_digest()
        intact, valid = validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest)
    except (SignatureValidationError, InvalidSignature, ValueError, KeyError, TypeError) as error:
        raise SealBroken("电子专用章无法验证") from error
    if not intact:
        raise SealBroken("文件在盖章后被改动")
    if not valid:
        raise SealBroken("电子专用章的签名无效")


def _certificate(embedded: Any) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(embedded.dump())
    except ValueError as error:
        raise SealBroken("盖章的证书无法读取") from error


def _chain(
    signer: x509.Certificate, others: Sequence[x509.Certificate], at: datetime
) -> list[x509.Certificate]:
    """The signer, whoever issued its certificate, and so on as far as the seal shows; each valid at the moment."""
    chain = [signer]
    while len(chain) < _LONGEST_CHAIN:
        issuer = next((each for each in others if each not in chain and _issued(each, chain[-1])), None)
        if issuer is None:
            break
        chain.append(issuer)
    if any(not each.not_valid_before_utc <= at <= each.not_valid_after_utc for each in chain):
        raise SealBroken("盖章的证书不在有效期内")
    return chain


def _issued(issuer: x509.Certificate, subject: x509.Certificate) -> bool:
    try:
        authority = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        subject.verify_directly_issued_by(issuer)
    except (x509.ExtensionNotFound, ValueError, TypeError, InvalidSignature):
        return False
    return authority


def _name_of(certificate: x509.Certificate) -> str:
    return "，".join(str(part.value) for part in certificate.subject)
