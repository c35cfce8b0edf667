"""Both codecs: the documented bytes, 20,000 random people there and back, one line in memory, and no half of a file."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random

import pytest

from sigateway_beijing import results
from sigateway_beijing.codec_dbf import DbfCodec
from sigateway_beijing.codec_txt import TextCodec
from sigateway_beijing.file_content import COLUMNS, Codec, FileBroken, Header, Line, Tally

MOST = 20000
PLAIN = "赵钱孙李周吴郑王张伟芳娜秀英敏静丽强磊军洋勇艳杰涛明超霞平刚桂"
OUTSIDE_GBK = "𠮷𪚥㼆镕"  # the last one is in GBK, the others only in GB18030
AWKWARD = "|\\~%,；·• "


def header(business: str) -> Header:
    return Header("110105000001", business, "202611", "A0001", "20261110090000")


def somebody(draw: Random, business: str, number: int, alphabet: str) -> Line:
    """A person whose values are as awkward as the format allows."""

    def text(longest: int) -> str:
        return "".join(draw.choices(alphabet, k=draw.randrange(longest))).strip(" ")

    values = {
        "ZJLX": draw.choice(["01", "02", "03", "04"]),
        "ZJHM": str(draw.randrange(10**17, 10**18)),
        "XM": text(20) or "模",
        "YJGZ": f"{draw.randrange(254000, 9999999) / 100:.2f}",
        "DZ": text(40),
        "SJ": draw.choice(["", "13800000001"]),
        "HTQSRQ": "2026-11-02",
        "JSRQ": "2026-10-31",
        "BJKSNY": "202608",
        "BJJSNY": "202609",
    }
    return Line(number, draw.choice("BFM"), tuple(values.get(name, "") for name in COLUMNS[business]))


def people(business: str, count: int, alphabet: str) -> list[Line]:
    draw = Random(f"{business} {count}")
    return [somebody(draw, business, number, alphabet) for number in range(1, count + 1)]


def pieces(content: bytes, size: int) -> Iterator[bytes]:
    return (content[start : start + size] for start in range(0, len(content), size))


# -- the bytes of the wire document ------------------------------------------------------------------------------------


DOCUMENTED = (
    "H\tBJBP\t1\t110105000001\tjs\t202611\tA0001\t20261110090000\tZJLX,ZJHM,XM,JSRQ,TZYY\r\n"
    "R\t1\tB\t01\t110105199503140034\t模拟张一\t2026-10-31\t03\r\n"
    "R\t2\tF\t01\t11010519980702004X\t模拟李%09二\t2026-10-30\t01\r\n"
    "T\t2\t99124CCC\t0.00\r\n"
).encode("gb18030")
TWO = [
    Line(1, "B", ("01", "110105199503140034", "模拟张一", "2026-10-31", "03")),
    Line(2, "F", ("01", "11010519980702004X", "模拟李\t二", "2026-10-30", "01")),
]


@pytest.mark.rule("BJ-20")
def test_the_text_is_that_of_the_document_byte_for_byte() -> None:
    assert b"".join(TextCodec().write(header("js"), TWO)) == DOCUMENTED
    assert len(DOCUMENTED[: DOCUMENTED.index(b"T\t2")]) == 184
    assert zlib.crc32(DOCUMENTED[: DOCUMENTED.index(b"T\t2")]) == 0x99124CCC


@pytest.mark.rule("BJ-20")
def test_the_dbf_is_dbase_three_in_code_page_936_with_the_checksum_of_the_text() -> None:
    content = b"".join(DbfCodec().write(header("gz"), people("gz", 3, PLAIN)))
    assert (content[0], content[29], content[-1]) == (0x03, 0x4D, 0x1A)
    assert int.from_bytes(content[4:8], "little") == 5  # header, three people, trailer
    text = b"".join(TextCodec().write(header("gz"), people("gz", 3, PLAIN)))
    assert text.rsplit(b"\t", 2)[1] in content


# -- there and back ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("BJ-20")
@pytest.mark.parametrize(
    ("codec", "alphabet"),
    [(TextCodec(), PLAIN + OUTSIDE_GBK + AWKWARD + "\t"), (DbfCodec(), PLAIN + AWKWARD.replace("•", ""))],
    ids=["txt", "dbf"],
)
def test_twenty_thousand_random_people_come_back_as_they_went(codec: Codec, alphabet: str) -> None:
    lines = people("gz", MOST // 2, alphabet)
    lines += [
        Line(MOST // 2 + n, each.scope, each.values)
        for n, each in enumerate(people("gz", MOST // 2, PLAIN), 1)
    ]
    content = b"".join(codec.write(header("gz"), lines))
    shown, back = codec.read(pieces(content, 4093))
    assert shown == header("gz")
    assert list(back) == lines


@pytest.mark.parametrize("codec", [TextCodec(), DbfCodec()], ids=["txt", "dbf"])
@pytest.mark.parametrize("business", COLUMNS)
def test_every_business_there_and_back(codec: Codec, business: str) -> None:
    lines = people(business, 40, PLAIN)
    content = b"".join(codec.write(header(business), lines))
    for size in (1, 7, len(content)):
        shown, back = codec.read(pieces(content, size))
        assert (shown.business, list(back)) == (business, lines)


class Stream(Sequence[Line]):
    """Twenty thousand people of whom none is kept; ``asked`` counts how many were looked at."""

    asked = 0

    def __len__(self) -> int:
        return MOST

    def __getitem__(self, place: int) -> Line:  # type: ignore[override]
        if place >= MOST:
            raise IndexError
        self.asked += 1
        return Line(place + 1, "B", ("01", f"{place:018d}", "模拟甲" * 5, "9000.00"))


@pytest.mark.rule("BJ-20")
@pytest.mark.parametrize("codec", [TextCodec(), DbfCodec()], ids=["txt", "dbf"])
def test_a_file_of_twenty_thousand_streams(codec: Codec) -> None:
    """A line is written when it is read, and not before: nothing is ever whole in memory."""
    source = Stream()
    written = codec.write(header("gz"), source)
    source.asked = 0  # before it wrote anything it looked at each line once
    _, back = codec.read(written)
    for number, line in enumerate(back, 1):
        assert line.number == number
        assert source.asked <= number + 2
    assert source.asked == MOST


# -- what is not whole, or cannot be -----------------------------------------------------------------------------------


@pytest.mark.parametrize("codec", [TextCodec(), DbfCodec()], ids=["txt", "dbf"])
def test_half_a_file_is_no_file(codec: Codec) -> None:
    content = b"".join(codec.write(header("gz"), people("gz", 5, PLAIN)))
    for cut in range(len(content)):
        with pytest.raises(FileBroken):
            list(codec.read([content[:cut]])[1])


@pytest.mark.parametrize("codec", [TextCodec(), DbfCodec()], ids=["txt", "dbf"])
def test_one_changed_digit_is_noticed(codec: Codec) -> None:
    content = b"".join(codec.write(header("gz"), people("gz", 3, PLAIN)))
    found = re.search(rb"[0-9]{2}[.][0-9]{2}", content)
    assert found is not None
    place = found.start()
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    with pytest.raises(FileBroken, match="结束行"):
        list(codec.read([changed])[1])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (DOCUMENTED.replace(b"R\t2", b"R\t3"), "行号有误"),
        (DOCUMENTED.replace(b"%09", b"%0a"), "转义有误"),
        (DOCUMENTED.replace(b"BJBP\t1", b"BJBP\t2"), "文件头有误"),
        (DOCUMENTED.replace(b"JSRQ,TZYY", b"TZYY,JSRQ"), "文件头有误"),
        (DOCUMENTED.replace(b"T\t2", b"T\t1"), "结束行不符"),
        (DOCUMENTED + b"R\t3\r\n", "结束行之后"),
        (DOCUMENTED.replace("模".encode("gb18030"), b"\xff\xff"), "编码有误（第2行）"),
        (DOCUMENTED.replace(b"\t03\r\n", b"\r\n"), "格式有误"),
    ],
)
def test_a_broken_text_says_what_is_wrong(content: bytes, says: str) -> None:
    with pytest.raises(FileBroken, match=says):
        list(TextCodec().read([content])[1])


def test_what_a_format_cannot_hold_is_refused_before_anything_is_written() -> None:
    """Named by line and column, never by value."""
    for value, says in (("𠮷", "GBK"), ("甲 ", "空格"), ("甲" * 51, "列宽")):
        lines = [*people("gz", 1, PLAIN), Line(2, "B", ("01", "1", value, "9000.00"))]
        with pytest.raises(FileBroken, match=f"第2行：XM.*{says}") as broken:
            DbfCodec().write(header("gz"), lines)
        assert value not in str(broken.value)
        b"".join(TextCodec().write(header("gz"), lines))
    with pytest.raises(FileBroken, match="第1行：XM"):
        TextCodec().write(header("gz"), [Line(1, "B", ("01", "1", "甲\x07", "9000.00"))])


def test_a_deleted_record_is_an_error() -> None:
    content = b"".join(DbfCodec().write(header("gz"), people("gz", 2, PLAIN)))
    place = content.index(b" R")
    with pytest.raises(FileBroken, match="已被删除"):
        list(DbfCodec().read([content[:place] + b"*" + content[place + 1 :]])[1])


def test_the_tally_is_that_of_the_lines_that_are_kept() -> None:
    """Gaps where lines were left out: the canonical content keeps their own numbers."""
    lines = people("gz", 9, PLAIN)
    tally = Tally(header("gz"))
    for line in islice(lines, 0, None, 2):
        tally.add(line)
    assert tally.count == 5
    assert tally.total == f"{sum(float(line.values[3]) for line in lines[::2]):.2f}"


# -- the result file -----------------------------------------------------------------------------------------------------


def result_file(*lines: str) -> bytes:
    text = "H\tBJJG\t1\t110105000001\tgz\tBP261100000001\tA0001\t1\t20261110100000\r\n" + "".join(lines)
    body = text.encode("gb18030")
    return body + f"T\t{len(lines)}\t{zlib.crc32(body):08X}\r\n".encode()


LINE = "L\t1\tB\t110105199503140034\t模拟张一\t12\t2026111000000001\t11\tYB261100000001\t10\t\t姓名不符；年龄不符\r\n"


@pytest.mark.rule("BJ-20", "BJ-32")
def test_the_result_file_tells_each_line_apart_by_system() -> None:
    [row] = results.read([result_file(LINE)], "BP261100000001")
    assert (row.line, row.state) == (1, "12")
    assert row.numbers == {"four": "2026111000000001", "medical": "YB261100000001"}
    assert row.flags == {"four": "11", "medical": "10"}
    assert row.words == {"four": (), "medical": ("姓名不符", "年龄不符")}


def test_a_result_file_is_read_to_its_trailer_or_not_at_all() -> None:
    whole = result_file(LINE, LINE.replace("L\t1", "L\t2"))
    for cut in range(len(whole)):
        with pytest.raises(FileBroken):
            list(results.read([whole[:cut]], "BP261100000001"))
    with pytest.raises(FileBroken):
        list(results.read([whole], "BP261100000002"))
    with pytest.raises(FileBroken):
        list(results.read([whole.replace("姓名".encode("gbk"), "姓各".encode("gbk"))], "BP261100000001"))
