"""Pages and lists of the medical site, read as a browser would and checked to be whole."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

import httpx


class PageReader(HTMLParser):
    """What a page of the medical site says: kind, messages, fields of each ``dl``, rows of tables, hidden inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = ""
        self.messages: list[str] = []
        self.tone = ""
        self.lists: dict[str, dict[str, str]] = {}
        self.tables: dict[str, list[dict[str, str]]] = {}
        self.inputs: dict[str, str] = {}
        self.actions: list[str] = []
        self._list = self._table = self._cell = ""
        self._in_messages = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and said.get("name") == "hall-page":
            self.kind = said["content"]
        elif tag == "ul" and said.get("id") == "messages":
            self._in_messages, self.tone = True, said["class"]
        elif tag == "li" and self._in_messages:
            self.messages.append("")
        elif tag == "dl":
            self._list = said["id"]
            self.lists[self._list] = {}
        elif tag == "dd":
            self._cell = said["data-field"]
            self.lists[self._list][self._cell] = ""
        elif tag == "table":
            self._table = said["id"]
            self.tables[self._table] = []
        elif tag == "tr" and self._table:
            self.tables[self._table].append({})
        elif tag == "td":
            self._cell = said["data-field"]
            self.tables[self._table][-1][self._cell] = ""
        elif tag == "input":
            self.inputs[said["name"]] = said["value"]
        elif tag == "form":
            self.actions.append(said["action"])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("dd", "td"):
            self._cell = ""
        elif tag == "ul":
            self._in_messages = False
        elif tag == "dl":
            self._list = ""
        elif tag == "table":
            self.tables[self._table] = self.tables[self._table][1:]
            self._table = ""

    def handle_data(self, data: str) -> None:
        if self._in_messages and self.messages and data.strip():
            self.messages[-1] += data
        elif self._cell and self._list:
            self.lists[self._list][self._cell] += data
        elif self._cell and self._table:
            self.tables[self._table][-1][self._cell] += data


@dataclass
class Page:
    """A page of the medical site, checked to be whole."""

    http: httpx.Response
    read: PageReader

    @property
    def kind(self) -> str:
        return self.read.kind

    @property
    def messages(self) -> list[str]:
        return self.read.messages

    def __getitem__(self, name: str) -> dict[str, str]:
        return self.read.lists[name]


def read_page(http: httpx.Response) -> Page:
    assert http.headers["content-type"] == "text/html; charset=GBK"
    assert int(http.headers["content-length"]) == len(http.content)
    text = http.content.decode("gbk")
    assert text.endswith("<!-- 页面结束 --></body></html>")
    assert "模拟 MOCK" in text
    reader = PageReader()
    reader.feed(text)
    return Page(http, reader)


def read_list(http: httpx.Response) -> list[dict[str, str]]:
    assert http.headers["content-type"] == "text/plain; charset=GBK"
    lines = http.content.decode("gbk").split("\r\n")
    assert lines.pop() == ""
    head, columns, *rows, end = [line.split("\t") for line in lines]
    assert head[0] == "#MOCK 模拟"
    assert end[0] == "#END"
    assert int(end[1]) == len(rows)
    return [dict(zip(columns, row, strict=True)) for row in rows]
