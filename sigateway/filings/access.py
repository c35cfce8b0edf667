"""Errands of a unit's access to a hall 权限: agreements signed, certificates authorised."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .statement import Statement

Serial = Annotated[str, Field(pattern=r"^[0-9A-F]+$")]
"""A certificate's serial number 证书序列号, upper-case hex."""


class AgreementSigning(Statement):
    """Sign the hall's service agreement 网上经办服务约定, with the certificate of the log-in. Each certificate signs for itself.

    ``version``, ``text_digest`` (SHA-256 of the text, hex) and ``serial`` are of the text that was read and of the certificate it was shown
    to, as `ServiceAgreementQuery` answers: another text is never signed, nor is this one with another certificate.
    """

    type: Literal["agreement_signing"] = "agreement_signing"
    version: str = Field(min_length=1)
    text_digest: str = Field(pattern=r"^[0-9a-f]{64}$")
    serial: Serial

    @property
    def lane(self) -> str:
        """The certificate that signs."""
        return f"{self.type} {self.serial}"


class CertificateApproval(Statement):
    """Authorise another certificate of the unit 授权: its supervisor 单位主管 does. ``serial`` is that of the other one."""

    type: Literal["certificate_approval"] = "certificate_approval"
    serial: Serial

    @property
    def lane(self) -> str:
        """The other certificate."""
        return f"{self.type} {self.serial}"
