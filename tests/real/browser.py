"""A person at a browser: Debian's Chromium, driven by its own chromedriver, nothing downloaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

CHROMIUM = "/usr/bin/chromium"
CHROMEDRIVER = "/usr/bin/chromedriver"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1400",
)
PATIENCE_SECONDS = 20.0

Found = TypeVar("Found")


class Person:
    """What somebody does and sees: links and buttons by their words, fields by their labels."""

    def __init__(self, driver: Chrome, downloads: Path) -> None:
        self.driver = driver
        self._downloads = downloads
        #: The kinds of all pages that were looked at.
        self.seen: list[str] = []

    def go(self, url: str) -> None:
        """Type an address."""
        self.driver.get(url)
        self._look()

    def follow(self, words: str) -> None:
        """Press the first link with these words."""
        self._leave(self.driver.find_element(By.XPATH, f"//a[normalize-space()='{words}']"))

    def press(self, words: str, within: str = "//body") -> None:
        """Press the button with these words, and wait for the next page."""
        self._leave(self._button(words, within))

    def press_and_stay(self, words: str) -> None:
        """Press a button that leads nowhere."""
        self._button(words, "//body").click()

    def fill(self, label: str, value: str, within: str = "//body") -> None:
        """Type into, or choose in, the field with this label."""
        field = self.field(label, within)
        if field.tag_name == "select":
            Select(field).select_by_visible_text(value)
        else:
            field.clear()
            field.send_keys(value)

    def fill_in_row(self, name: str, value: str) -> None:
        """Type into a field of a table, which has no label of its own."""
        self.driver.find_element(By.NAME, name).send_keys(value)

    def tick(self, value: str) -> None:
        """Tick the box with this value."""
        self.driver.find_element(By.CSS_SELECTOR, f"input[type=checkbox][value='{value}']").click()

    def field(self, label: str, within: str = "//body") -> WebElement:
        """The field with this label, as the label itself says."""
        (found,) = self.driver.find_elements(By.XPATH, f"{within}//label[normalize-space()='{label}']")
        name = found.get_attribute("for")
        assert name, f"the label {label} belongs to no field"
        return self.driver.find_element(By.ID, name)

    def label_colour(self, label: str) -> str:
        """``red``, ``grey`` or ``black``: how a label looks."""
        shown = self.driver.find_element(By.XPATH, f"//label[normalize-space()='{label}']")
        numbers = shown.value_of_css_property("color").split("(")[1].rstrip(")").split(",")
        red, green, blue = (int(number) for number in numbers[:3])
        if red > green + 80:
            return "red"
        return "grey" if min(red, green, blue) >= 90 else "black"

    def choose_file(self, path: Path) -> None:
        """Choose a file in the page's file field."""
        self.driver.find_element(By.CSS_SELECTOR, "input[type=file]").send_keys(str(path))

    def download(self, words: str) -> Path:
        """Press a link that hands over a file, and wait for the whole file."""
        before = set(self._downloads.iterdir())
        self.driver.find_element(By.XPATH, f"//a[normalize-space()='{words}']").click()
        return self._wait(lambda: self._finished(before))

    def wait_until_filled(self, label: str) -> None:
        """Wait until a script of the page has filled a field in."""
        field = self.field(label)
        self._wait(lambda: field.get_attribute("value"))

    @property
    def page(self) -> str:
        """The kind of the page."""
        return (
            self.driver.find_element(By.CSS_SELECTOR, "meta[name=hall-page]").get_attribute("content") or ""
        )

    @property
    def messages(self) -> list[str]:
        """What the page says to the person."""
        return self.words("#messages li")

    @property
    def text(self) -> str:
        """All that the page shows."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def words(self, selector: str) -> list[str]:
        """The words of whatever a CSS selector finds."""
        return [each.text for each in self.driver.find_elements(By.CSS_SELECTOR, selector)]

    def value(self, name: str) -> str:
        """What the page shows under a name of the wire page."""
        return self.driver.find_element(By.CSS_SELECTOR, f"dd[data-field={name}]").text

    def rows(self, table: str) -> list[dict[str, str]]:
        """The rows of a table, by the headings that a person reads."""
        head = self.words(f"#{table} thead th")
        return [
            dict(zip(head, (cell.text for cell in row.find_elements(By.TAG_NAME, "td")), strict=True))
            for row in self.driver.find_elements(By.CSS_SELECTOR, f"#{table} tbody tr")
        ]

    def _button(self, words: str, within: str) -> WebElement:
        (found,) = self.driver.find_elements(By.XPATH, f"{within}//button[normalize-space()='{words}']")
        return found

    def _leave(self, pressed: WebElement) -> None:
        # An old page's own mark: the new one has none, whatever its address.
        self.driver.execute_script("window.wasHere = true")
        pressed.click()
        arrived = "return !window.wasHere && document.readyState === 'complete'"
        self._wait(lambda: self.driver.execute_script(arrived))
        self._look()

    def _look(self) -> None:
        """Every page is whole, has a title, says that it is a mock, and is no page of errors."""
        source = self.driver.page_source
        assert "模拟 MOCK" in self.text, source
        title = self.driver.title
        assert title.endswith(" 模拟 MOCK"), title
        assert title.removesuffix("模拟 MOCK").strip(), source
        assert "<!-- 页面结束 -->" in source, source
        assert "\ufffd" not in source, "the page is not in the charset that it names"
        assert self.page not in ("", "not_modelled", "maintenance"), source
        self.seen.append(self.page)

    def _wait(self, until: Callable[[], Found]) -> Found:
        return WebDriverWait(self.driver, PATIENCE_SECONDS, poll_frequency=0.02).until(lambda _: until())

    def _finished(self, before: set[Path]) -> Path | None:
        new = [path for path in self._downloads.iterdir() if path not in before]
        whole = [path for path in new if not path.name.startswith(".") and path.suffix != ".crdownload"]
        return whole[0] if whole and len(new) == len(whole) else None


@contextmanager
def open_browser(folder: Path) -> Iterator[Person]:
    """A browser with a fresh profile in ``folder``; ended with everything that it started."""
    downloads = folder / "downloads"
    downloads.mkdir()
    options = ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    wanted = {"download.default_directory": str(downloads), "download.prompt_for_download": False}
    options.add_experimental_option("prefs", wanted)
    driver = Chrome(options=options, service=ChromeService(executable_path=CHROMEDRIVER))
    try:
        yield Person(driver, downloads)
    finally:
        driver.quit()
