"""One change of a page, and what a reply that is to be changed looks like."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Change(StrEnum):
    """What can change in a page of a hall."""

    FIELD_RENAMED = "field_renamed"
    FIELD_REMOVED = "field_removed"
    FIELD_ADDED = "field_added_mandatory"
    FIELD_MANDATORY = "field_made_mandatory"
    FORM_MOVED = "form_moved"
    OPTION_CODE = "option_code_changed"
    OPTION_LABEL = "option_label_changed"
    OPTION_SWAPPED = "option_labels_swapped"
    OPTION_REMOVED = "option_removed"
    LABEL = "label_changed"
    BUTTON = "button_changed"
    SHOWN_RENAMED = "shown_renamed"
    SHOWN_REMOVED = "shown_removed"
    MARK = "mark_changed"
    TITLE = "title_changed"
    ENCODING = "encoding_switched"
    ENCODING_UNSAID = "encoding_switched_unsaid"
    KEY_RENAMED = "key_renamed"
    KEY_REMOVED = "key_removed"
    KEY_TYPE = "key_type_changed"
    ELEMENT_RENAMED = "element_renamed"
    ELEMENT_REMOVED = "element_removed"
    COLUMN_RENAMED = "column_renamed"


NEW_FIELD: Final = "xinzeng"


@dataclass(frozen=True)
class Mutation:
    """One change at one place: ``target`` is a field's name, ``name=code`` of an option, a path of keys or elements."""

    change: Change
    target: str = ""

    @property
    def name(self) -> str:
        """The name at which it strikes, without a code or the way there: what a message must name."""
        if self.change is Change.FIELD_ADDED:
            return NEW_FIELD
        return self.target.partition("=")[0].rpartition("/")[2]

    def __str__(self) -> str:
        return f"{self.change} {self.target}".rstrip()


@dataclass(frozen=True)
class Content:
    """What a reply holds, and what it says that it holds."""

    body: bytes = field(repr=False)
    media_type: str

    @property
    def kind(self) -> str:
        """``html``, ``json``, ``xml``, ``text``, or nothing that is known here."""
        plain = self.media_type.partition(";")[0].strip().lower()
        return {
            "text/html": "html",
            "application/json": "json",
            "application/xml": "xml",
            "text/xml": "xml",
            "text/plain": "text",
        }.get(plain, "")

    @property
    def charset(self) -> str:
        """The charset it says, UTF-8 where it says none."""
        stated = self.media_type.lower().partition("charset=")[2].strip(' "')
        return stated or "utf-8"

    @property
    def text(self) -> str:
        """What it says."""
        return self.body.decode(self.charset)
