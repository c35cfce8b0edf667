"""What may stand in no message: whatever is somebody's own, or secret."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, SecretStr

from sigateway.filings.identity import Document
from sigateway.filings.people import Person
from sigateway.flows.credentials import Credentials
from sigateway.testing.stage import Stage


def personal(stage: Stage, subject: Any) -> frozenset[str]:
    """Names, numbers, wages, addresses and telephones of the people in the World and in the subject, and the unit's secrets."""
    found = set(_of(subject, False)) | set(_secrets(stage.credentials))
    for record in stage.world.people:
        found |= {record.number, record.name, record.mobile, record.address, record.household_place}
    return frozenset(text for text in found if len(text) > 1)


def _of(value: Any, own: bool) -> Iterator[str]:
    match value:
        case BaseModel():
            inside = own or isinstance(value, Person | Document)
            for name in type(value).model_fields:
                yield from _of(getattr(value, name), inside)
        case tuple() | list() | frozenset():
            for each in value:
                yield from _of(each, own)
        case Decimal() if value >= 1000:
            yield str(value)
        case str() if own and len(value) > 2 and type(value) is str and not value.islower():
            yield value


def _secrets(credentials: Credentials) -> Iterator[str]:
    for name in type(credentials).model_fields:
        value = getattr(credentials, name)
        if isinstance(value, SecretStr):
            yield value.get_secret_value()
