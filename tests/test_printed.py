"""What a PDF says of itself: read, or said to be no such paper; whatever is damaged in it, never another error."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from pypdf import PdfWriter

from sigateway.errors import WireChanged
from sigateway.printed import read_printed

WHERE = "社会保险业务核定表"


def paper(subject: str | None = "bd=hdb;sbh=1;hj=", *, title: str = WHERE, pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if subject is not None:
        writer.add_metadata({"/Title": title, "/Subject": subject})
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


def test_title_and_subject_are_read() -> None:
    found = read_printed(paper(), WHERE)
    assert found.title == WHERE
    assert found.says == {"bd": "hdb", "sbh": "1", "hj": ""}
    assert "hdb" not in repr(found), "of whom a paper is, is personal"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param("这不是文件".encode(), id="no PDF"),
        pytest.param(b"%PDF-1.7\nnothing\n%%EOF\n", id="no PDF inside"),
        pytest.param(paper(pages=0), id="no page"),
        pytest.param(paper(None), id="no subject"),
        pytest.param(paper("hdb"), id="no names and values"),
        pytest.param(paper("bd=hdb;1"), id="a value without a name"),
        pytest.param(paper("bd=hdb;bd=sbb"), id="a name twice"),
        pytest.param(paper().replace(b"trailer\n<<", b"trailer\n"), id="a damaged trailer"),
        pytest.param(paper()[:-200], id="cut short"),
    ],
)
def test_what_is_no_such_paper_is_said_with_its_name(content: bytes) -> None:
    with pytest.raises(WireChanged, match=WHERE):
        read_printed(content, WHERE)


def test_no_damage_is_ever_another_error() -> None:
    whole, dice = paper(), random.Random(7)
    for _ in range(600):
        at = dice.randrange(len(whole))
        damaged = whole[:at] + dice.randbytes(dice.randrange(4)) + whole[at + dice.randrange(9) :]
        try:
            read_printed(damaged, WHERE)
        except WireChanged:
            continue
