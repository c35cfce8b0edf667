"""The menu of home, and the help page that nobody must sign in for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sigateway_mockservers import Simulator, World

SIXTEEN = [
    "增员(续保)",
    "暂停缴费",
    "单位增减员异动表导出",
    "个人工资变更",
    "单位员工欠费补缴",
    "生成欠费补缴单",
    "欠费补缴回退",
    "当月欠费注销",
    "个人一般信息变更",
    "单位一般信息变更",
    "申报业务预约",
    "问题报告",
    "已办业务查询",
    "批量增员审核结果查询",
    "批量减员审核结果查询",
    "单位欠费查询",
]


@pytest.mark.rule("WH-111", "WH-112")
def test_the_menu(browser: Any) -> None:
    home = browser.get("home.do")
    menu = re.search(r'<ul id="menu">(.*?)</ul>', home.text, re.DOTALL)
    assert menu is not None
    entries = re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', menu[1])
    assert [name for _, name in entries[:16]] == SIXTEEN
    assert [name for _, name in entries[16:]] == [
        "批量增员",
        "批量减员",
        "个人工资年度申报",
        "非统筹退休人员工资申报",
    ]
    ours = ["grxx", "dwxx", "yuyue", "wenti", "yibancx", "plcx", "yidong", "zengyuan", "zanting", "gongzi"]
    for path, _ in entries:
        if path.split(".")[0] in ours:
            assert browser.get(path).kind != "not_modelled", path


@pytest.mark.rule("WH-02", "WH-23", "WH-24")
def test_the_help_page(world: World, open_browser: Any) -> None:
    page = open_browser(world, signed_in=False).get("bangzhu.do")
    assert page.kind == "help"
    rows = page.rows["guimian"][1:]
    assert [row["sx"] for row in rows] == [
        "社会保险登记",
        "变更登记、注销登记、验证、补证",
        "网上办事资格",
        "VIP用户",
        "密码条补发",
        "增减员资料审核",
        "超龄首次参保",
        "重点信息变更、信息订正",
        "年度工资审核",
        "欠费到账确认、其他单位欠费",
    ]
    assert {row["dd"] for row in rows} == {"辖区社保经办机构"}
    assert [row["sj"] for row in rows] == ["每月1-22日工作日", *["工作日"] * 9]
    registration = "社会保险登记表、承诺书、营业执照、组织机构代码证、税务登记证、法人身份证、经办人身份证"
    assert (rows[0]["zl"], rows[1]["zl"], rows[2]["zl"]) == (registration, "相关资料", "承诺书、经办人身份证")
    assert page.links["chengnuo"] == "dayin.do?bd=chengnuo&gs=pdf"


@pytest.mark.rule("WH-03")
def test_the_papers_of_the_answers(simulator: Simulator, open_browser: Any) -> None:
    world = simulator.create_world(variants={"wuhan": {"papers_of_answers"}})
    page = open_browser(world, signed_in=False).get("bangzhu.do")
    papers = page.rows["guimian"][3]["zl"]
    assert papers == "营业执照、组织机构代码证、税务登记证、经办人身份证、承诺书"
