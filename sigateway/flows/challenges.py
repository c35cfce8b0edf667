"""Challenges: where a hall wants a person in the middle. A face to be scanned, a picture to be read.

A flow that meets one **ends** with it, before it has asked the hall for a ticket: a ticket lives minutes and a new one kills the
one that somebody is just answering, while people take hours. So a challenge without a ticket is an invitation that keeps; a
ticket is minted when the person opens it, and the flow is continued afterwards, perhaps by another process, from the JSON alone.
"""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from enum import StrEnum
from typing import Literal, Self

import segno
from pydantic import ConfigDict, Field, JsonValue

from sigateway.filings.base import Model
from sigateway.filings.filing import Filing
from sigateway.filings.orders import Instruction
from sigateway.filings.people import Person


class ChallengeKind(StrEnum):
    """What the person does."""

    FACE = "face"  #: 人脸识别: scans a code with an app and shows the face
    CAPTCHA = "captcha"  #: 验证码: reads a picture


class Ticket(Model):
    """What the person scans or reads, as the hall minted it, for minutes only.

    ``id`` names it to the hall; ``qr`` is the text of a QR code, ``image`` a picture of the type ``image_kind``. ``held_by`` is the
    gateway's: by it the ledger knows the ticket.
    """

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    id: str = Field(repr=False)
    qr: str | None = Field(default=None, repr=False)
    image: bytes | None = Field(default=None, repr=False)
    image_kind: str = "image/png"
    expires_at: datetime
    held_by: str = ""


class Continues(Model):
    """What goes on when the person has answered. The gateway writes it.

    ``what``: ``login``, ``file`` (with ``filing``, ``reference``, ``instruction``) or ``fetch``. ``signed_in``: whether that takes
    place in a session.
    """

    what: Literal["login", "file", "fetch"]
    signed_in: bool = True
    filing: Filing | None = Field(default=None, repr=False)
    reference: str | None = None
    instruction: Instruction | None = None


class Challenge(Model):
    """A person is needed. Plain JSON: it can be stored, sent to the person, and continued by another process.

    A region's flow gives ``kind``, ``purpose`` (plain Chinese), ``app`` to use, ``who`` (masked), ``subject`` (a digest that tells
    people apart) and ``data``, its own notes for going on. The gateway adds the rest; ``ticket`` is there once it is opened.
    """

    schema_name: Literal["challenge/1"] = Field(default="challenge/1", alias="schema")
    kind: ChallengeKind
    purpose: str
    app: str = ""
    who: str = Field(default="", repr=False)
    subject: str = Field(default="", repr=False)
    data: dict[str, JsonValue] = Field(default_factory=dict, repr=False)
    id: str = ""
    hall: str = ""
    unit: str = ""
    made_at: datetime | None = None
    continues: Continues | None = None
    ticket: Ticket | None = None

    @classmethod
    def face(
        cls, person: Person, *, purpose: str, app: str, data: dict[str, JsonValue] | None = None
    ) -> Self:
        """The face of that person is wanted."""
        return cls.face_of(person.document.number, name=person.name, purpose=purpose, app=app, data=data)

    @classmethod
    def face_of(
        cls,
        number: str,
        *,
        purpose: str,
        app: str,
        name: str = "",
        data: dict[str, JsonValue] | None = None,
    ) -> Self:
        """As `face`, of somebody of whom only the document's number is known (of a log-in, say)."""
        return cls(
            kind=ChallengeKind.FACE,
            purpose=purpose,
            app=app,
            who=masked(name, number),
            subject=subject_digest(number),
            data=data or {},
        )

    def to_json(self) -> str:
        """As text, to be kept or sent."""
        return self.model_dump_json(by_alias=True, exclude_none=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read back what `to_json` wrote."""
        return cls.model_validate_json(text)

    def explain(self) -> str:
        """Say in Chinese who does what, with which app, until when."""
        until = f"，有效至 {self.ticket.expires_at:%H:%M:%S}" if self.ticket is not None else ""
        with_app = f"用“{self.app}”" if self.app else ""
        act = "扫码完成人脸识别" if self.kind is ChallengeKind.FACE else "识别验证码"
        return f"{self.purpose}：请{self.who or '经办人'}{with_app}{act}{until}。"

    def qr_text(self) -> str:
        """The QR code for a terminal."""
        out = io.StringIO()
        self._code().terminal(out, border=2, compact=True)
        return out.getvalue()

    def qr_png(self, scale: int = 6) -> bytes:
        """The QR code as a PNG picture."""
        return self._written("png", scale)

    def qr_svg(self, scale: int = 6) -> bytes:
        """The QR code as an SVG picture."""
        return self._written("svg", scale)

    def _written(self, kind: str, scale: int) -> bytes:
        out = io.BytesIO()
        self._code().save(out, kind=kind, scale=scale)
        return out.getvalue()

    def _code(self) -> segno.QRCode:
        if self.ticket is None or self.ticket.qr is None:
            raise ValueError("this challenge has no QR code: open it first (hall.open), or show its image")
        return segno.make_qr(self.ticket.qr, error="m")


def masked(name: str, number: str) -> str:
    """Somebody, told apart by those who know him and by nobody else: 张**（3201…002X）."""
    shown = min(4, len(number) // 4)  # at each end: of a short number less, or it would be told whole
    return f"{name[:1]}{'*' * (len(name) - 1)}（{number[:shown]}…{number[-shown:] if shown else ''}）"


def subject_digest(text: str) -> str:
    """A name for a person or an account, the same in every process; costly to guess back (scrypt)."""
    return hashlib.scrypt(text.encode(), salt=b"sigateway challenge", n=2**12, r=8, p=1, dklen=12).hex()
