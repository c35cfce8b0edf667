"""申报表 and 核定表: at once, again at any later time, checked against the declaration; every page says 模拟 MOCK."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

FIRST, SECOND = "31000001", "31000002"
MAN, HERE = "sh uninsured man", "sh insured here man"
NAMES = {"sbb": "社会保险业务申报表", "hdb": "社会保险业务核定表"}

pytestmark = pytest.mark.rule("SH-16", "SH-17")


def fetched(client: Any, bd: str, sbh: str) -> bytes:
    reply: httpx.Response = client.print(bd, sbh)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/pdf"
    assert reply.headers["content-disposition"] == f'attachment; filename="{bd}-{sbh}.pdf"'
    assert int(reply.headers["content-length"]) == len(reply.content)
    assert reply.headers["x-mock-hall"] == "shanghai"
    assert reply.content.startswith(b"%PDF-")
    assert reply.content.rstrip().endswith(b"%%EOF")
    return reply.content


def lines(content: bytes) -> list[str]:
    """The lines of all pages, without the mark and the title that stand on each."""
    reader, found = PdfReader(BytesIO(content)), []
    assert reader.metadata is not None
    for page in reader.pages:
        mark, title, *rest = page.extract_text().splitlines()
        assert mark == "模拟 MOCK"
        assert title.strip() == reader.metadata.title
        found += rest
    return [line.strip() for line in found]


def facts(content: bytes) -> tuple[str, str, str]:
    metadata = PdfReader(BytesIO(content)).metadata
    assert metadata is not None
    return str(metadata.title), str(metadata.subject), str(metadata.get("/Keywords"))


def test_both_forms_at_once(client: Any) -> None:
    person = client.world.people.noted(MAN)
    sbh = client.file("01", person, gzsr="12000", qsny="202610")
    said = f"sbh={sbh};dwbh={FIRST}"
    declared, assessed = (fetched(client, bd, sbh) for bd in NAMES)
    assert facts(declared) == ("社会保险业务申报表", f"bd=sbb;{said};hj=;zt=1", "MOCK")
    assert facts(assessed) == ("社会保险业务核定表", f"bd=hdb;{said};hj=4339.20;zt=1", "MOCK")
    head = ["单位编号：31000001", "单位名称：模拟申江科技有限公司", "业务：转入", f"申报号：{sbh}",
            "申报时间：2026-11-10T09:00:00+08:00"]  # fmt: skip
    assert lines(declared) == [
        *head, f"公民身份号码：{person.number}", "姓名：模拟沈一", "个人序号：7", "缴费起始年月：202610",
        "月平均工资性收入：12000.0", "外来从业人员：0", "人才证号：",
    ]  # fmt: skip
    assert lines(assessed) == [
        *head, "核定缴费基数：12000.0", "月份 险种 缴费基数 单位费率% 个人费率% 单位金额 个人金额 合计",
        "202611 yanglao 12000.0 16.00 8.00 1920.00 960.00 2880.00",
        "202611 yiliao 12000.0 9.00 2.00 1080.00 240.00 1320.00",
        "202611 shiye 12000.0 0.50 0.50 60.00 60.00 120.00",
        "202611 gongshang 12000.0 0.16 0.00 19.20 0.00 19.20", "单位合计：3079.20", "个人合计：1260.00",
        "合计：4339.20",
    ]  # fmt: skip


def test_of_a_removal_the_last_month_and_no_money(client: Any) -> None:
    sbh = client.file("02", client.world.people.noted(HERE), jzny="202610", bz="备注")
    assessed = fetched(client, "hdb", sbh)
    assert facts(assessed)[1] == f"bd=hdb;sbh={sbh};dwbh={FIRST};hj=0.00;zt=1"
    assert lines(assessed)[5:] == ["缴费截止年月：202610", "单位合计：0.00", "个人合计：0.00", "合计：0.00"]
    assert lines(fetched(client, "sbb", sbh))[7:] == ["转出原因：03", "缴费截止年月：202610", "备注：备注"]


def test_of_six_months_on_more_pages_than_one(client: Any) -> None:
    person = client.world.people.noted(MAN)
    client.file("01", person, qsny="202605", gzsr="3000")
    paid = client.file("03", person, ksny="202605", jsny="202610", gzsr="3000")
    assessed = fetched(client, "hdb", paid)
    assert len(lines(assessed)) == 5 + 2 + 24 + 3
    assert facts(assessed)[1].endswith("hj=16387.72;zt=1")


def test_the_wage_of_a_base_year_has_its_own_name(at: Any) -> None:
    client = at("2026-06-10T10:00:00+08:00")
    sbh = client.file("05", client.world.people.noted(HERE), gzsr="9900")
    assert lines(fetched(client, "sbb", sbh))[-2:] == ["上年度月平均工资性收入：9900.0", "缴费年度：2026"]


def test_again_at_any_later_time_by_any_authorised_certificate(client: Any, open_client: Any) -> None:
    sbh = client.file("01", client.world.people.noted(MAN))
    before = [fetched(client, bd, sbh) for bd in NAMES]
    client.world.clock.advance(to="2027-03-01T03:00:00+08:00")
    other = open_client(client.world, "authorised")
    assert [fetched(other, bd, sbh) for bd in NAMES] == before, "the same bytes"
    by_hand = client.world.shanghai.effects()[0].number
    assert by_hand == sbh
    client.world.clock.advance(to="2027-03-05T09:00:00+08:00")
    counter = client.world.shanghai.counter.declare(FIRST, "02", zjhm=client.world.people.noted(HERE).number)
    other.log_in()
    assert fetched(other, "sbb", counter), "whoever filed it"


def test_what_is_withdrawn_says_so(client: Any) -> None:
    sbh = client.file("01", client.world.people.noted(MAN), gzsr="12000")
    client.world.clock.advance(by=60)
    client.withdraw(sbh)
    for bd, total in (("sbb", ""), ("hdb", "4339.20")):
        content = fetched(client, bd, sbh)
        assert facts(content)[1] == f"bd={bd};sbh={sbh};dwbh={FIRST};hj={total};zt=0"
        assert lines(content)[-1] == "已撤销：2026-11-10T09:01:00+08:00"


def test_what_cannot_be_printed(client: Any, open_client: Any) -> None:
    sbh = client.file("01", client.world.people.noted(MAN))
    other = open_client(client.world, unit=SECOND)
    for asked, result in (
        (client.ask("dyxz", bd="sbb", sbh="20261199999999"), "4001"),
        (client.ask("dyxz", bd="hdb", sbh=""), "4001"),
        (other.ask("dyxz", bd="sbb", sbh=sbh), "4001"),
        (client.ask("dyxz", bd="xxb", sbh=sbh), "1900"),
        (client.ask("dyxz", bd="", sbh=sbh), "1900"),
    ):
        assert asked.dm == result
    pending = open_client(client.world, "pending")
    assert pending.ask("dyxz", bd="sbb", sbh=sbh).codes == ["Q002"]
