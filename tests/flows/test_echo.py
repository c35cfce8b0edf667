"""The echo: what the hall shows back, compared with what was asked, field by field."""

from __future__ import annotations

import pytest

from sigateway.flows.echo import EchoField, Expected, Verdict, compare

TABLE = {
    "the same": (Expected("工资", "6500"), "6500", Verdict.SAME, None),
    "another": (Expected("工资", "6500"), "6000", Verdict.DIFFERS, None),
    "empty": (Expected("工资", "6500"), "", Verdict.DIFFERS, None),
    "raised to the floor by a cited rule": (
        Expected("工资", "3000", {"4494": "WH-88"}), "4494", Verdict.NORMALISED, "WH-88"),
    "changed to what no rule allows": (Expected("工资", "3000", {"4494": "WH-88"}), "4495", Verdict.DIFFERS, None),
    "not asked": (Expected("经办机构", None), "江岸", Verdict.HALL_DECIDES, None),
    "asked and not shown": (Expected("工资", "6500"), None, Verdict.DIFFERS, None),
    "asked and need not show": (Expected("手机", "1", must_show=False), None, Verdict.NOT_SHOWN, None),
    "need not show and shows another": (Expected("手机", "1", must_show=False), "2", Verdict.DIFFERS, None),
    "not asked and need not show": (Expected("x", None, must_show=False), None, Verdict.NOT_SHOWN, None),
    "not asked and must show": (Expected("x", None), None, Verdict.DIFFERS, None),
}  # fmt: skip


@pytest.mark.parametrize(("want", "got", "verdict", "rule"), TABLE.values(), ids=TABLE)
def test_a_field_is(want: Expected, got: str | None, verdict: Verdict, rule: str | None) -> None:
    [field] = compare({"f": want}, {} if got is None else {"f": got})
    assert (field.name, field.label, field.verdict, field.rule) == ("f", want.label, verdict, rule)
    assert field.differs == (verdict is Verdict.DIFFERS)


def test_what_was_not_expected_is_not_compared() -> None:
    assert compare({}, {"f": "1"}) == ()


def test_values_stay_out_of_sight() -> None:
    field = EchoField("xm", "姓名", Verdict.DIFFERS, "张三丰", "张三")
    assert "张三" not in repr(field)
    assert (field.asked, field.shown) == ("张三丰", "张三")
