"""Errands of a unit's access to a hall 权限: registration, agreements, certificates, handlers and what each may file."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, field_serializer

from .people import Person
from .statement import PersonStatement, Statement

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


class HandlerRank(StrEnum):
    """How much somebody of the unit may do at a hall 账号级别."""

    LEGAL_PERSON = "legal_person"  #: 法人: everything, and sets the others
    ADMINISTRATOR = "administrator"  #: 单位管理员: all business, and sets handlers
    HANDLER = "handler"  #: 单位经办人员: the matters granted


class UnitRegistration(Statement):
    """Register the unit for online business 单位注册. The legal representative 法定代表人 proves to be himself."""

    type: Literal["unit_registration"] = "unit_registration"
    legal_representative: Person

    @property
    def lane(self) -> str:
        """The registration."""
        return self.type


class GrantingConsent(Statement):
    """Read and accept, once, what the hall says about granting access to others 授权注意事项, 同意开通.

    ``version`` and ``text_digest`` are of the text that was read, as `ServiceAgreementQuery` shows it: another is never accepted.
    """

    type: Literal["granting_consent"] = "granting_consent"
    version: str = Field(min_length=1)
    text_digest: str = Field(pattern=r"^[0-9a-f]{64}$")

    @property
    def lane(self) -> str:
        """The consent."""
        return self.type


class HandlerGrant(PersonStatement):
    """Let somebody of the unit do business at the hall 开通授权, as administrator or, by ``scopes`` 事项权限范围, as handler.

    ``scopes`` are filing types of this hall (`Filing.type`); an administrator has them all and names none.
    """

    type: Literal["handler_grant"] = "handler_grant"
    rank: HandlerRank
    scopes: frozenset[Annotated[str, Field(pattern=r"^[a-z_]+$")]] = frozenset()

    @field_serializer("scopes")
    def _in_order(self, scopes: frozenset[str]) -> list[str]:
        return sorted(scopes)


class HandlerRevocation(PersonStatement):
    """Take back what was granted to somebody 取消授权."""

    type: Literal["handler_revocation"] = "handler_revocation"


class HandlerVerification(PersonStatement):
    """The one who was granted access proves to be himself 实名认证, by his face; only then can he sign in."""

    type: Literal["handler_verification"] = "handler_verification"


class PasswordReset(PersonStatement):
    """A forgotten password 忘记密码 is set anew by the one whose it is."""

    type: Literal["password_reset"] = "password_reset"


AccessAction = (
    AgreementSigning
    | CertificateApproval
    | UnitRegistration
    | GrantingConsent
    | HandlerGrant
    | HandlerRevocation
    | HandlerVerification
    | PasswordReset
)
"""What can be done about a unit's access. Each is a filing, so that each takes effect once."""
