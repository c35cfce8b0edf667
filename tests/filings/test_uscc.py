"""Promises of the unified social credit code 统一社会信用代码. All codes here are synthetic."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from sigateway.filings.base import Model
from sigateway.filings.uscc import UnifiedSocialCreditCode, is_valid_uscc

steady = settings(derandomize=True, deadline=None)
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def sealed(first_17: str) -> str:
    """With the check character of GB 32100, reckoned here on its own."""
    total = sum(ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first_17))
    return first_17 + ALPHABET[-total % 31]


CODE = sealed("91420100MA0000000")
codes = st.builds(
    lambda head, district, body: sealed(head + district + body),
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


class Firm(Model):
    uscc: UnifiedSocialCreditCode = Field(repr=False)


@steady
@given(codes)
def test_a_code_with_the_right_check_character_is_accepted(code: str) -> None:
    assert Firm(uscc=code).uscc == code
    assert is_valid_uscc(code)


@steady
@given(codes, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_changed_character_is_refused(code: str, place: int, other: str) -> None:
    changed = code[:place] + other + code[place + 1 :]
    assert is_valid_uscc(changed) == (changed == code)


def test_width_case_spaces_and_hyphens_do_not_matter() -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in CODE.lower())
    spaced = f" {CODE[:2]} {CODE[2:8]}-{CODE[8:17]}\u3000{CODE[17]}\n"
    assert Firm(uscc=wide).uscc == Firm(uscc=spaced).uscc == CODE


def test_a_village_collective_beginning_with_n_is_accepted() -> None:
    assert is_valid_uscc(sealed("N2420100MF0000000"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (CODE[:-1], "应为18位，现为17位"),
        ("420100123456789", "旧注册号或税号"),
        (CODE[:9] + "I" + CODE[10:], "不使用字母 I、O、S、V、Z"),
        (CODE[:3] + "A" + CODE[4:], "格式不符"),
        (CODE[:9] + "零" + CODE[10:], "格式不符"),
        (CODE[:-1] + ("0" if CODE[-1] != "0" else "1"), "校验码不符"),
        ("", "现为0位"),
    ],
)
def test_a_refusal_says_why_in_plain_chinese_and_never_repeats_the_code(text: str, why: str) -> None:
    assert not is_valid_uscc(text)
    with pytest.raises(ValidationError, match=why) as refused:
        Firm(uscc=text)
    assert not text or text not in str(refused.value)
