"""What a hall prints 打印, and the file that comes of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pydantic import Field

from .base import Model
from .cases import Case
from .months import Month
from .people import Mobile, Person
from .units import Scheme


class FileFormat(StrEnum):
    """The file that is wanted, where a hall prints in several."""

    PDF = "pdf"
    WORKBOOK = "xls"


class Printout(Model):
    """Something that a hall prints. Each kind is a type of its own."""

    format: FileFormat = FileFormat.PDF


class CasePrintout(Printout):
    """Something that a hall prints about one case."""

    case: Case


class DeclarationForm(CasePrintout):
    """The form of a filing 申报表, to be stamped, kept or brought, such as 《企业参保人员增员表》. Of a batch it holds everybody in it."""


class AssessmentForm(CasePrintout):
    """What is to be paid, by insurance 《单位社会保险费核定表》."""


class BackPaymentDetail(CasePrintout):
    """What is to be paid, by person, month and insurance 《社会保险费补缴明细表》."""


class MovementsExport(Printout):
    """Everybody who was enrolled or stopped in some months 《单位增减员异动表》; ``from_month`` and ``to_month`` both included."""

    from_month: Month
    to_month: Month


class Pledge(Printout):
    """The empty form of the pledge that opens an account 《社会保险网上办事承诺书》."""


class UnitProof(Printout):
    """The proof that the unit is insured 单位参保证明, of the unit of the session.

    ``place`` 参保地, and ``contact`` and ``contact_mobile`` 专管员 as the agency knows them, where the hall asks for them.
    """

    place: str | None = None
    contact: str | None = Field(default=None, repr=False)
    contact_mobile: Mobile | None = Field(default=None, repr=False)


class ProofKind(StrEnum):
    """What a person's proof shows."""

    CURRENT = "current"  #: 个人参保, the insurances of now
    PENSION_YEARS = "pension_years"  #: 基本养老历年参保


class PersonProof(Printout):
    """A person's own proof of insurance 个人参保证明, over the last ``months`` 打印月数, in ``schemes`` 参保险种 (``None``: all)."""

    person: Person
    months: int = Field(ge=1)
    schemes: frozenset[Scheme] | None = None
    kind: ProofKind = ProofKind.CURRENT


class EntitlementSlip(Printout):
    """What was paid 权益单, of the unit or the person whose session it is; ``from_month`` and ``to_month`` both included."""

    from_month: Month
    to_month: Month


class Seal(Model):
    """The electronic seal 电子专用章 of a file, verified: the file is as it was sealed.

    ``signer`` is whom the certificate names; ``certificate`` its SHA-256; ``authority`` the SHA-256 of the trusted certificate in
    its chain, ``None`` when nobody said whom to trust; ``signed_at`` as the seal says.
    """

    signer: str
    certificate: str
    authority: str | None = None
    signed_at: datetime | None = None


@dataclass(frozen=True)
class FetchedFile:
    """A file from a hall, checked by the region: that it is what it says, and of this case.

    ``name`` is a file name with its ending; ``kind`` the media type; ``seal`` its verified seal, where the hall seals.
    """

    name: str
    kind: str
    content: bytes = field(repr=False)
    seal: Seal | None = None

    def save(self, target: str | os.PathLike[str]) -> Path:
        """Write it to ``target``, or into it when it is a folder; readable by its owner only. Answers where it lies."""
        path = Path(target)
        if path.is_dir():
            path = path / Path(self.name).name
        path.touch(mode=0o600)
        path.chmod(0o600)  # also where a file of that name lay open to others
        path.write_bytes(self.content)
        return path
