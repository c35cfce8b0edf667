"""The mock Wuhan hall by hand, in a browser: a clerk files, counter staff decide. Everything goes through pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import xlwt
from python_calamine import load_workbook

from sigateway_mockservers import MockServer, PersonRecord, Simulator, UnitRecord, World, serve

from .browser import Person, open_browser

pytestmark = [pytest.mark.real, pytest.mark.timeout(120)]

ORDINARY = "4201000002"
SCHEMES = ("养老", "医疗", "大额医疗", "工伤", "失业", "生育")
ANSWERS = {
    "民族": "汉族",
    "手机": "13900000000",
    "合同起始日期": "2026-11-02",
    "申报工资": "6500.00",
    "追溯补缴": "否",
    **dict.fromkeys(SCHEMES, "参加"),
}
CELLS = {
    "证件类型*": "01",
    "性别*": "2",
    "出生日期*": "1998-05-04",
    "民族*": "01",
    "手机*": "13900000000",
    "合同起始日期*": "2026-11-02",
    "申报工资*": "7000.00",
    "追溯补缴*": "0",
}


@dataclass
class Scene:
    """A hall, a browser in front of it, and the addresses that people type."""

    world: World
    person: Person
    hall: str
    staff: str

    def newcomer(self, n: int) -> PersonRecord:
        """Somebody whom the hall has never heard of, of an age to be enrolled online."""
        return self.world.people.synthetic(sex="2", born=date(1998, 5, 4), n=n)

    def sign_in(self, unit: UnitRecord) -> None:
        """Log in with the slip. The page's own button stands for the control that signs with the key."""
        person = self.person
        person.go(self.hall)
        person.follow("单位登录")
        person.fill("用户名", unit.slip.username)
        person.fill("单位密码", unit.slip.password)
        person.press_and_stay("使用数字证书签名(模拟控件)")
        person.wait_until_filled("签名")
        person.press("登录")

    def search(self, number: str) -> None:
        """From wherever the clerk is: 增员(续保), by document."""
        self.person.follow("增员(续保)")
        self.person.fill("证件类型", "居民身份证")
        self.person.fill("证件号码", number)
        self.person.press("查询")

    def enrol(self, who: PersonRecord) -> str:
        """Fill the form in and save it; the number of the draft."""
        self.search(who.number)
        assert self.person.page == "enrol_form", self.person.messages
        for label, value in {"姓名": who.name, **ANSWERS}.items():
            self.person.fill(label, value)
        self.person.press("保存")
        assert self.person.page == "check", self.person.messages
        return self.person.value("sxh")

    def submit(self) -> str:
        """提交审批; the number of the item."""
        self.person.press("提交审批")
        assert self.person.page == "submitted", self.person.messages
        assert self.person.messages == ["提交成功"]
        return self.person.value("sxh")

    def decide(self, sxh: str, button: str, reason: str = "") -> None:
        """As counter staff: find the item, read it, press a button."""
        item = f"//section[@data-sxh='{sxh}']"
        self.person.go(self.staff)
        if reason:
            self.person.fill("退回原因", reason, within=item)
        self.person.press(button, within=item)

    def drafts(self) -> list[dict[str, str]]:
        """待办任务列表, as the clerk's home shows it."""
        self.person.go(f"{self.hall}home.do")
        return self.person.rows("daiban")

    def filed(self, sxh: str) -> dict[str, str]:
        """An item's row in 已办任务列表, as the clerk's home shows it."""
        self.person.go(f"{self.hall}home.do")
        (row,) = (row for row in self.person.rows("yiban") if row["业务顺序号"] == sxh)
        return row


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with serve(Simulator()) as running:
        yield running


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    with pytest.MonkeyPatch.context() as environment:
        # The browser and its driver talk to this machine only.
        environment.setenv("no_proxy", "127.0.0.1,localhost")
        environment.setenv("SE_OFFLINE", "true")
        with open_browser(tmp_path_factory.mktemp("chromium")) as person:
            yield person


@pytest.fixture
def scene(
    server: MockServer, chromium: Person, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Scene]:
    world = server.simulator.create_world(seed=7)
    chromium.seen.clear()
    failed_before = request.session.testsfailed
    yield Scene(
        world,
        chromium,
        hall=world.base_url("wuhan", server.url),
        staff=f"{server.url}/_sim/worlds/{world.id}/wuhan/staff",
    )
    if request.session.testsfailed > failed_before:
        chromium.driver.save_screenshot(str(tmp_path / "page.png"))
    else:
        assert world.verify() == []


@pytest.fixture
def clerk(scene: Scene) -> Scene:
    """A clerk of an ordinary unit, signed in."""
    scene.sign_in(scene.world.wuhan.units[ORDINARY])
    assert scene.person.page == "home", scene.person.messages
    return scene


def test_a_clerk_enrols_somebody_and_counter_staff_approve(clerk: Scene) -> None:
    person, who = clerk.person, clerk.newcomer(1)
    clerk.search(who.number)
    colours = {label: person.label_colour(label) for label in ("手机", "申报工资", "文化程度")}
    assert colours == {"手机": "red", "申报工资": "red", "文化程度": "black"}
    sxh = clerk.enrol(who)
    colours = {label: person.label_colour(label) for label in ("姓名", "证件号码", "手机")}
    assert colours == {"姓名": "grey", "证件号码": "grey", "手机": "black"}
    assert person.field("姓名").get_attribute("readonly")
    person.fill("手机", "13900000009")
    person.press("保存")
    assert person.page == "check", person.messages
    assert clerk.submit() == sxh
    assert person.value("zlqx") == "2026-11-20"

    person.follow("首页")
    (row,) = person.rows("yiban")
    assert (row["业务顺序号"], row["姓名"], row["审批结果"]) == (sxh, who.name, "进行中")

    clerk.decide(sxh, "通过")
    assert (person.page, person.messages) == ("staff", [f"{sxh} 已通过"])
    assert "没有待审核的业务" in person.text

    assert clerk.filed(sxh)["审批结果"] == "结束"
    person.follow(sxh)
    assert person.page == "detail"
    assert "13900000009" in person.text
    assert clerk.world.wuhan.is_insured(ORDINARY, who.number)
    assert person.seen.count("check") == 2


def test_the_hall_says_on_the_page_why_it_refuses(clerk: Scene) -> None:
    person = clerk.person
    insured = clerk.world.people.noted("insured elsewhere")
    clerk.search(insured.number)
    assert person.page == "enrol_search"
    assert person.messages == [f"此人在{insured.insured_elsewhere}单位未停保"]

    clerk.search(clerk.newcomer(1).number)
    person.fill("手机", "")
    person.press("保存")
    assert person.page == "enrol_form"
    assert {"手机为必录项", "申报工资为必录项"} <= set(person.messages)
    assert clerk.drafts() == []


def test_counter_staff_return_an_item_and_the_clerk_discards_it(clerk: Scene) -> None:
    person = clerk.person
    sxh = clerk.enrol(clerk.newcomer(1))
    clerk.submit()
    clerk.decide(sxh, "退回")
    assert person.messages == ["请填写退回原因"]
    clerk.decide(sxh, "退回", "缺劳动合同")
    assert person.messages == [f"{sxh} 已退回：缺劳动合同"]

    (row,) = clerk.drafts()
    assert (row["业务状态"], row["回退标志"], row["回退原因"]) == ("未提交", "是", "缺劳动合同")
    person.follow(sxh)
    person.press("退单")
    assert (person.page, person.messages) == ("discarded", ["该任务已取消"])
    assert clerk.drafts() == []
    assert clerk.world.wuhan.effects() == []


def test_a_batch_by_workbook(clerk: Scene, tmp_path: Path) -> None:
    person = clerk.person
    people = [clerk.newcomer(n) for n in range(1, 4)]
    person.follow("批量增员")
    template = person.download("模板下载")
    person.choose_file(filled_in(template, [*people, people[0]], tmp_path / "名单.xls"))
    person.press("上传")
    assert person.page == "batch_list", person.messages
    assert (person.value("crs"), person.value("sbs")) == ("3", "1")
    assert [row["姓名"] for row in person.rows("mingxi")] == [each.name for each in people]
    failures = load_workbook(person.download("下载导入失败列表")).get_sheet_by_index(0).to_python()
    assert failures[1][-1] == "文件中证件号码重复"

    person.tick("3")
    person.press("删除")
    assert [row["行号"] for row in person.rows("mingxi")] == ["2", "4"]
    sxh = clerk.submit()

    person.go(clerk.staff)
    person.fill_in_row("yy_4", "缺劳动合同")
    person.press("部分退回")
    assert person.messages == [f"{sxh} 已通过，其中退回1人"]
    assert clerk.filed(sxh)["审批结果"] == "结束"
    person.follow(sxh)
    shown = [(row["姓名"], row["审批结果"], row["回退原因"]) for row in person.rows("mingxi")]
    assert shown == [(people[0].name, "结束", ""), (people[2].name, "回退", "缺劳动合同")]
    assert [effect.zjhm for effect in clerk.world.wuhan.effects()] == [people[0].number]


def test_a_new_slip_and_its_first_password(scene: Scene) -> None:
    person, unit = scene.person, scene.world.wuhan.reissue_slip(ORDINARY)
    assert isinstance(unit, UnitRecord)
    person.go(scene.hall)
    person.follow("下载数字证书")
    person.fill("证书序列号", unit.slip.certificate_serial)
    person.fill("证书下载密码", unit.slip.certificate_password)
    person.press("确定")
    assert person.page == "certificate_files", person.messages
    assert person.download("下载个人证书").stat().st_size > 1000

    scene.sign_in(unit)
    assert person.page == "password", person.messages
    new = {"原密码": unit.slip.password, "新密码": "clerk2026", "确认密码": "clerk2026"}
    for label, value in new.items():
        person.fill(label, value)
    person.press("确定")
    assert (person.page, person.messages) == ("password_changed", ["密码修改成功"])
    person.follow("首页")
    assert person.page == "home"


def test_every_entry_of_the_menu_opens(clerk: Scene) -> None:
    person = clerk.person
    entries = person.words("#menu a")
    assert len(entries) == 20
    for words in [*entries, "办事指南"]:
        person.go(f"{clerk.hall}home.do")
        person.follow(words)
        assert person.messages == [] or person.page == "batch", (words, person.messages)
    person.follow("首页")
    person.follow("退出")
    assert person.page == "entrance"


def filled_in(template: Path, people: list[PersonRecord], path: Path) -> Path:
    """The downloaded template with a row for each of these people."""
    (headings,) = load_workbook(template).get_sheet_by_index(0).to_python()
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("增员")
    for place, heading in enumerate(headings):
        sheet.write(0, place, heading)
        for line, who in enumerate(people, start=1):
            cells = {**CELLS, "证件号码*": who.number, "姓名*": who.name}
            sheet.write(line, place, cells.get(str(heading), ""))
    workbook.save(str(path))
    return path
