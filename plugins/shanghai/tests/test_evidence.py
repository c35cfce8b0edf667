"""What may have landed is found by its own slip, in a list read to its end; and what is not found is told apart."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sigateway.plugin import Absent, Different, Evidence, Intent, Landed, Means, Unclear, WireChanged
from sigateway_shanghai import flows


def look(w: SimpleNamespace, *replies: Any, draft: str | None = "J1") -> Evidence:
    intent = Intent(turn="t", step="submit", draft=draft, since=w.NOON)
    played = w.play(flows.evidence(w.enrolment(), intent, w.signed_in(), w.context()), list(replies))
    assert all(request.means is Means.READ for request in played.requests)
    found: Evidence = played.value
    return found


@pytest.mark.rule("SH-23", "SH-24")
def test_it_landed_when_its_slip_is_in_the_list_and_the_declaration_says_what_was_asked(
    w: SimpleNamespace,
) -> None:
    found = look(w, w.listed(w.row()), w.opened())
    assert isinstance(found, Landed)
    assert (found.case.number, found.case.state) == ("20261100000001", "approved")
    assert found.case.amounts


def test_it_landed_otherwise_than_asked(w: SimpleNamespace) -> None:
    found = look(w, w.listed(w.row()), w.opened(gzsr="12000.1", qsny="202610"))
    assert isinstance(found, Different)
    assert set(found.fields) == {"gzsr", "qsny"}


def test_it_landed_and_was_withdrawn_meanwhile(w: SimpleNamespace) -> None:
    found = look(w, w.listed(w.row(zt="已撤销", cxsj=w.MOMENT)), w.opened(zt="已撤销", cxsj=w.MOMENT))
    assert isinstance(found, Landed)
    assert found.case.state == "withdrawn"


def test_an_equal_declaration_by_hand_is_not_ours(w: SimpleNamespace) -> None:
    found = look(
        w, w.listed(w.row(jyh="J9", qd="02"), w.row(sbh="20261100000002", jyh="", qd="03")), w.slip()
    )
    assert found == Absent(as_of=w.NOON, complete=True, intact=True)


def test_absent_and_the_slip_is_still_as_we_left_it(w: SimpleNamespace) -> None:
    assert look(w, w.listed(), w.slip()) == Absent(as_of=w.NOON, complete=True, intact=True)


@pytest.mark.parametrize("how", ["lapsed", "unknown", "changed"])
def test_absent_and_the_slip_is_good_for_nothing_any_more(w: SimpleNamespace, how: str) -> None:
    replies = {
        "lapsed": w.slip("已失效"),
        "unknown": w.refusal("jycx", "4001", xx="未找到"),
        "changed": w.slip(gzsr="1.0"),
    }
    assert look(w, w.listed(), replies[how]) == Absent(as_of=w.NOON, complete=True, intact=False)


def test_what_cannot_be_told_is_unclear(w: SimpleNamespace) -> None:
    assert isinstance(look(w, draft=None), Unclear)
    assert isinstance(look(w, w.listed(), w.slip("已用")), Unclear), "used, and not shown yet"
    assert isinstance(look(w, w.listed(), w.slip("冻结")), Unclear)
    assert isinstance(look(w, w.listed(w.row(), w.row(sbh="20261100000002"))), Unclear)
    assert isinstance(look(w, w.listed(total=3)), Unclear), "a list that was not read to its end"


def test_a_list_is_read_to_the_last_page_of_the_last_page_read(w: SimpleNamespace) -> None:
    first = [w.row(sbh=f"2026110000{n:04d}", jyh="J0") for n in range(1, 51)]
    pages = [
        w.listed(*first, page=1, pages=1, total=51),
        w.listed(w.row(sbh="20261100000051"), page=2, pages=2, total=51),
    ]
    found = look(w, *[w.listed(*first, page=1, pages=2, total=51), pages[1]], w.opened(sbh="20261100000051"))
    assert isinstance(found, Landed)
    assert isinstance(look(w, pages[0]), Unclear), "51 rows, it says, and shows 50"
    with pytest.raises(WireChanged, match="another page"):
        look(w, w.listed(page=2))
