"""Answers of the four system, checked to be whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass
class Reply:
    """An answer of the four system, checked to be whole."""

    http: httpx.Response
    body: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.body["code"])

    @property
    def words(self) -> list[str]:
        return [each["message"] for each in self.body["errors"]]

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.body["data"])

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.body["data"]["rows"]
        assert self.body["data"]["rowCount"] == len(rows)
        return rows

    def __getitem__(self, name: str) -> Any:
        return self.body["data"][name]


def read_reply(http: httpx.Response) -> Reply:
    assert http.headers["content-type"] == "application/json; charset=utf-8", http.text
    assert int(http.headers["content-length"]) == len(http.content)
    assert http.headers["x-mock-hall"] == "beijing"
    body = json.loads(http.content)
    assert set(body) == {"mock", "code", "msg", "errors", "data"}
    assert body["mock"] == "模拟 MOCK"
    return Reply(http, body)
