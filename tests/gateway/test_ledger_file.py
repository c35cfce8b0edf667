"""The file under the default ledger: whose it is, how it is opened, upgraded and read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from turns_by_hand import LATER, NOW, turn

import sigateway as sg


def test_somebody_elses_database_is_left_untouched(tmp_path: Path) -> None:
    theirs = sqlite3.connect(tmp_path / "crm.db")
    theirs.execute("CREATE TABLE customers (name TEXT)")
    theirs.commit()
    theirs.close()
    before = (tmp_path / "crm.db").read_bytes()
    with pytest.raises(sg.LedgerError, match="不是 sigateway 的账本"):
        sg.SqliteLedger(tmp_path / "crm.db")
    assert (tmp_path / "crm.db").read_bytes() == before


def test_a_ledger_of_a_later_version_is_refused(tmp_path: Path) -> None:
    sg.SqliteLedger(tmp_path / "f.db").close()
    later = sqlite3.connect(tmp_path / "f.db", isolation_level=None)
    later.execute("PRAGMA user_version=99")
    later.close()
    with pytest.raises(sg.LedgerError, match="升级"):
        sg.SqliteLedger(tmp_path / "f.db")


class TestReadOnly:
    """For looking only: nothing is created, nothing is changed, and what is no ledger is refused."""

    def files(self, folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    def test_it_shows_what_stands_and_leaves_no_trace(self, path: Path) -> None:
        written = sg.SqliteLedger(path)
        written.begin(turn(), "w", NOW, LATER)
        written.close()
        before = self.files(path.parent)
        looking = sg.SqliteLedger(path, read_only=True)
        assert [each.id for each in looking.turns()] == ["t1"]
        assert looking.turn("t1") is not None
        looking.close()
        assert self.files(path.parent) == before

    def test_it_shows_what_another_process_has_just_written(
        self, path: Path, ledger: sg.SqliteLedger
    ) -> None:
        ledger.begin(turn(), "w", NOW, LATER)
        looking = sg.SqliteLedger(path, read_only=True)
        assert [each.id for each in looking.turns()] == ["t1"]
        ledger.over("t1", "refused", NOW, "w")
        assert [each.why_over for each in looking.turns()] == ["refused"]
        looking.close()

    @pytest.mark.parametrize("in_use", [False, True])
    def test_it_writes_nothing(self, path: Path, in_use: bool) -> None:
        written = sg.SqliteLedger(path)
        if not in_use:
            written.close()
        looking = sg.SqliteLedger(path, read_only=True)
        with pytest.raises(sg.LedgerError):
            looking.begin(turn(), "w", NOW, LATER)
        looking.close()
        written.close()

    @pytest.mark.parametrize("what", ["missing", "empty", "text", "foreign", "a directory"])
    def test_what_is_no_ledger_is_refused_and_left_alone(self, path: Path, what: str) -> None:
        if what == "foreign":
            with sqlite3.connect(path) as db:
                db.execute("CREATE TABLE customers (name TEXT)")
            db.close()
        elif what == "a directory":
            path.mkdir()
        elif what != "missing":
            path.write_bytes(b"" if what == "empty" else b"not a database, " * 100)
        before = None if path.is_dir() else self.files(path.parent)
        with pytest.raises(sg.LedgerError, match="账本"):
            sg.SqliteLedger(path, read_only=True)
        assert path.is_dir() or self.files(path.parent) == before


def test_a_ledger_that_cannot_be_written_is_refused_when_it_is_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sg.SqliteLedger(path).close()
    real = sqlite3.connect

    def on_a_read_only_disk(name: str, **options: object) -> sqlite3.Connection:
        return real(f"{Path(name).as_uri()}?mode=ro", **{**options, "uri": True})  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", on_a_read_only_disk)
    with pytest.raises(sg.LedgerError, match=r"filings\.db.*权限"):
        sg.SqliteLedger(path)
