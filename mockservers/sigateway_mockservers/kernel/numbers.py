"""Check digits of the numbers a hall sees: resident identity numbers and unified social credit codes.

Both are public standards (GB 11643, GB 32100), implemented here on our own: a counterparty that shared the
SDK's arithmetic would share its errors.
"""

from __future__ import annotations

from datetime import date

_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

MALE = "1"
FEMALE = "2"


def identity_check_character(first_seventeen: str) -> str:
    """The eighteenth character of a resident identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _IDENTITY_WEIGHTS, strict=True))
    return _IDENTITY_CHECKS[total % 11]


def identity_number(district: str, born: date, sequence: int) -> str:
    """A checksum-valid identity number; an odd ``sequence`` is a man's, an even one a woman's."""
    body = f"{district}{born:%Y%m%d}{sequence:03d}"
    return body + identity_check_character(body)


def identity_birth_date(number: str) -> date | None:
    """The birth date in an 18-character number, or ``None`` when there is no such day."""
    digits = number[6:14]
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def identity_sex(number: str) -> str:
    """``"1"`` for a man, ``"2"`` for a woman: the parity of the seventeenth digit."""
    return MALE if int(number[16]) % 2 else FEMALE


def identity_number_is_sound(number: str) -> bool:
    """True for 18 characters with a real day and a right check character; 15 digits are never sound."""
    body, check = number[:17], number[17:]
    if len(body) != 17 or not (body.isascii() and body.isdigit()) or len(check) != 1:
        return False
    return identity_birth_date(number) is not None and identity_check_character(body) == check


def credit_code(region: str, organisation: str) -> str:
    """A checksum-valid unified social credit code (GB 32100) of an enterprise.

    ``organisation`` is the eight-character organisation code without its own check character.
    """
    values = [int(character, 36) for character in organisation]
    remainder = (
        11 - sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True)) % 11
    )
    organisation_check = {10: "X", 11: "0"}.get(remainder, str(remainder))
    body = f"91{region}{organisation}{organisation_check}"
    total = sum(
        _CREDIT_ALPHABET.index(character) * weight
        for character, weight in zip(body, _CREDIT_WEIGHTS, strict=True)
    )
    return body + _CREDIT_ALPHABET[(31 - total % 31) % 31]
