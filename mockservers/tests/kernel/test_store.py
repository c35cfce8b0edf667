"""The store of a hall: copied without ties, and what a fault makes late shown as it was before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from sigateway_mockservers.kernel.store import HallStore

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SOON, LATER = NOW + timedelta(minutes=10), NOW + timedelta(minutes=20)


@dataclass(slots=True)
class Store(HallStore):
    """Two tables that are shown, and one that never is."""

    LATE_TABLES = ("drafts", "filings")

    drafts: dict[str, str] = field(default_factory=dict)
    filings: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def may_be_late(self, record: object) -> bool:
        return record != "somebody else's"


@pytest.fixture
def store() -> Store:
    return Store(drafts={"1": "draft"}, secrets={"1": "secret"})


def shown(store: Store, at: datetime) -> tuple[dict[str, str], dict[str, str]]:
    """What the hall shows, asked in both ways."""
    whole = store.shown_at(at)
    assert list(store.all_shown("filings", at)) == list(whole.filings.values())
    assert list(store.all_shown("drafts", at)) == list(whole.drafts.values())
    return whole.drafts, whole.filings


def test_a_copy_goes_its_own_way(store: Store) -> None:
    twin = store.copy()
    assert twin == store
    twin.drafts["2"] = "new"
    assert twin.next_order() == 1
    assert store.drafts == {"1": "draft"}
    assert store.order == 0


def test_what_is_late_is_shown_as_it_was_until_its_time(store: Store) -> None:
    before = store.picture()
    store.drafts["1"], store.filings["7"], store.secrets["1"] = "used", "filed", "changed"
    store.show_late(before, NOW, SOON)
    assert shown(store, SOON - timedelta(seconds=1)) == ({"1": "draft"}, {})
    assert store.shown("filings", "7", NOW) is None
    assert store.shown_at(NOW).secrets == {"1": "changed"}
    assert shown(store, SOON) == ({"1": "used"}, {"7": "filed"})
    assert store.shown_at(SOON) is store


def test_what_is_late_already_stays_as_it_is_shown(store: Store) -> None:
    before = store.picture()
    store.drafts["1"] = "used"
    store.show_late(before, NOW, SOON)
    between = store.picture()
    store.drafts["1"] = "gone back"
    store.show_late(between, NOW, LATER)
    assert shown(store, SOON) == ({"1": "draft"}, {}), "never a state that had not been shown yet"
    assert shown(store, LATER) == ({"1": "gone back"}, {})


def test_what_the_request_cannot_have_changed_is_not_late(store: Store) -> None:
    before = store.picture()
    store.filings["8"] = "somebody else's"
    store.show_late(before, NOW, SOON)
    assert shown(store, NOW) == ({"1": "draft"}, {"8": "somebody else's"})
