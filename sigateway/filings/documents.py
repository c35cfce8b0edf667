"""What a hall prints 打印, and the file that comes of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from .base import Model
from .cases import Case
from .months import Month


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


@dataclass(frozen=True)
class FetchedFile:
    """A file from a hall, checked by the region: that it is what it says, and of this case.

    ``name`` is a file name with its ending; ``kind`` the media type.
    """

    name: str
    kind: str
    content: bytes = field(repr=False)

    def save(self, target: str | os.PathLike[str]) -> Path:
        """Write it to ``target``, or into it when it is a folder; readable by its owner only. Answers where it lies."""
        path = Path(target)
        if path.is_dir():
            path = path / Path(self.name).name
        path.touch(mode=0o600)
        path.chmod(0o600)  # also where a file of that name lay open to others
        path.write_bytes(self.content)
        return path
