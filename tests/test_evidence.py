"""The record of a filing as a pack: whole and unchanged it verifies, redacted too; any change shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sigateway as sg
from tests.wuhan.world import enrolment, newcomer, person, scene


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> sg.EvidencePack:
    stage = scene(tmp_path_factory.mktemp("evidence"))
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with hall.sign_in() as session:
            case = session.wait(session.file(enrolment(person(newcomer(stage.world)))))
            session.fetch(sg.DeclarationForm(case=case))
        assert case.turn is not None
        return hall.evidence(case.turn)


def test_it_holds_what_was_asked_shown_answered_and_printed(pack: sg.EvidencePack) -> None:
    assert list(dict.fromkeys(entry.what for entry in pack.entries)) == [
        "opened",
        "intended submit",
        "landed in_review",
        "seen in_review",
        "seen approved",
        "fetched DeclarationForm (application/pdf)",
    ]
    asked, shown, landed, *_, printed = (json.loads(entry.data or "") for entry in pack.entries)
    assert asked["filing"]["declared_wage"] == "6500.00"
    assert {field["name"] for field in shown["echo"]} >= {"zjhm", "xm"}
    assert len(shown["certificates"]) == 1
    assert landed["number"] == shown["draft"]
    assert len(printed["sha256"]) == 64
    assert pack.faults() == []


def test_redacted_it_verifies_and_names_nobody(pack: sg.EvidencePack) -> None:
    bare = pack.redacted()
    assert bare.faults() == []
    assert bare.head == pack.head
    text = bare.model_dump_json()
    asked = json.loads(pack.entries[0].data or "")
    assert asked["filing"]["person"]["name"] not in text
    assert asked["filing"]["person"]["document"]["number"] not in text


def test_saved_and_loaded_it_is_the_same(pack: sg.EvidencePack, tmp_path: Path) -> None:
    saved = pack.save(tmp_path / "pack.json")
    assert saved.stat().st_mode & 0o077 == 0
    assert sg.EvidencePack.load(saved) == pack
    with pytest.raises(sg.ConfigurationError, match="换一个位置"):
        pack.save(saved)
    (tmp_path / "none.json").write_text("{}")
    with pytest.raises(sg.ConfigurationError, match="不是 sigateway 的证据文件"):
        sg.EvidencePack.load(tmp_path / "none.json")


@settings(derandomize=True, max_examples=200, deadline=None)
@given(place=st.data())
def test_whatever_is_changed_left_out_or_moved_shows(pack: sg.EvidencePack, place: st.DataObject) -> None:
    entries = list(pack.entries)
    at = place.draw(st.integers(0, len(entries) - 1))
    how = place.draw(st.sampled_from(["data", "what", "at", "drop", "swap", "twice", "salt"]))
    entry = entries[at]
    match how:
        case "data":
            entries[at] = entry.model_copy(update={"data": (entry.data or "") + " "})
        case "what":
            entries[at] = entry.model_copy(update={"what": entry.what + "!"})
        case "at":
            entries[at] = entry.model_copy(update={"at": "2020-01-01T00:00:00+08:00"})
        case "salt":
            entries[at] = entry.model_copy(update={"salt": "0" * 32})
        case "drop":
            del entries[at]
        case "twice":
            entries.insert(at, entry)
        case "swap":
            other = place.draw(st.integers(0, len(entries) - 1).filter(lambda n: n != at))
            entries[at], entries[other] = entries[other], entries[at]
    assert pack.model_copy(update={"entries": tuple(entries)}).faults() != []


def test_a_ledger_of_the_version_before_goes_on_with_a_chain_of_its_own(tmp_path: Path) -> None:
    stage = scene(tmp_path)
    who = person(newcomer(stage.world))
    with stage.gateway() as gateway, stage.hall(gateway).sign_in() as session:
        first = session.file(enrolment(who))
    ledger = sg.SqliteLedger(stage.ledger_file)
    for statement in (
        "DROP INDEX record_by_turn",
        *(
            f"ALTER TABLE record DROP COLUMN {name}"
            for name in ("number", "salt", "data_digest", "before", "digest")
        ),
        "ALTER TABLE intents DROP COLUMN attested",
        "PRAGMA user_version = 2",
    ):
        ledger._connection.execute(statement)
    ledger.close()
    stage.world.clock.advance(by=301)
    with stage.gateway() as gateway:
        hall = stage.hall(gateway)
        with pytest.raises(sg.ConfigurationError, match="旧版本"):
            hall.evidence(first.turn or "")
        with hall.sign_in() as session:
            session.track(first)
        pack = hall.evidence(first.turn or "")
    assert [entry.what for entry in pack.entries] == ["seen approved"]
    assert pack.faults() == []
