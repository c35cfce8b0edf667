"""What a session asks and fetches: READs only, in a conversation of its own unit, and refused where nobody has it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from teller import House
from toy import HeldQuery

import sigateway as sg


def test_a_query_is_answered_in_its_type(toy: House) -> None:
    assert toy.do("query", HeldQuery()) == 0
    toy.file()
    assert toy.do("query", HeldQuery()) == 1


def test_what_nobody_answers_or_prints_is_not_offered(toy: House) -> None:
    with pytest.raises(sg.NotOffered):
        toy.do("query", sg.ArrearsQuery())
    with pytest.raises(sg.NotOffered):
        toy.do("fetch", sg.AssessmentForm(case=toy.file()))


def test_a_form_is_fetched_and_kept_for_its_owner_only(toy: House, tmp_path: Path) -> None:
    case = toy.file()
    file = toy.do("fetch", sg.DeclarationForm(case=case))
    saved = file.save(tmp_path)
    assert saved == tmp_path / f"{case.number}.json"
    assert saved.read_bytes() == file.content
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert str(file.content) not in repr(file)
    with pytest.raises(sg.ConfigurationError, match="另一单位"):
        toy.do("fetch", sg.DeclarationForm(case=case.model_copy(update={"unit": "toy/2"})))


def test_a_files_name_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    file = sg.FetchedFile("../../elsewhere.pdf", "application/pdf", b"%PDF")
    assert file.save(tmp_path) == tmp_path / "elsewhere.pdf"
