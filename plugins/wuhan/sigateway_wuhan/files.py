"""Files that the hall sends: which address sends which type, and whether one came whole. Part of the wire. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from . import workbook

PDF: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A type of file. ``is_whole``: whether nothing was cut off, by what the file itself states."""

    media_type: str
    is_whole: Callable[[bytes], bool]


def der_is_whole(content: bytes) -> bool:
    """A certificate or key file is as long as DER itself states (WH-12)."""
    return _der_length(content) == len(content)


def _der_length(content: bytes) -> int | None:
    if len(content) < 2 or content[0] != 0x30:
        return None
    if content[1] < 0x80:
        return 2 + content[1]
    width = content[1] & 0x7F
    return 2 + width + int.from_bytes(content[2 : 2 + width], "big")


def pdf_is_whole(content: bytes) -> bool:
    """A PDF begins and ends with its marks: a print cut short has no end mark."""
    return content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")


_WORKBOOK: Final = FileKind(workbook.MEDIA_TYPE, workbook.is_whole)

_PRINTED: Final = FileKind(PDF, pdf_is_whole)

FILES: Final[Mapping[str, tuple[FileKind, ...]]] = {
    "root.cer": (FileKind("application/x-x509-ca-cert", der_is_whole),),
    "personal.p12": (FileKind("application/x-pkcs12", der_is_whole),),
    "pl_muban.do": (_WORKBOOK,),
    "pl_shibai.do": (_WORKBOOK,),
    "pl_daochu.do": (_WORKBOOK,),
    "dayin.do": (_PRINTED, _WORKBOOK),
    "yidong_daochu.do": (_WORKBOOK,),
}
"""By the last part of the address: the types of file that come from there."""
