"""A small client of both Beijing sites, written from the wire pages on httpx, html.parser and json."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx

from sigateway_mockservers import World
from sigateway_mockservers.beijing.hall import BeijingHall

from .pages import Page, read_list, read_page
from .replies import Reply, read_reply

FIRST, SECOND, CLOSED = "110105000001", "110105000002", "110105000003"
TYPES = {
    "zj": "DATA_IND_ADD",
    "js": "DATA_NORMAL_CUT",
    "gz": "DATA_MONTHLY_PAY",
    "bj": "DATA_BACK_PAY",
    "grbg": "DATA_INDINFO_UPDATE",
    "dwbg": "DATA_ENTINFO_UPDATE",
}
#: Which of the fields below go where, by the field table of the wire page.
FOUR_FIELDS = {
    "zj": ("idType", "idCard", "name", "feePsnType", "avgSalary", "insuranceType", "indAddReason", "contractStart",
           "mobile", "nation", "hukou", "address"),
    "js": ("idType", "idCard", "name", "insuranceType", "endDate", "chgReason"),
    "gz": ("idType", "idCard", "name", "avgSalary"),
    "bj": ("idType", "idCard", "name", "avgSalary", "insuranceType", "backFrom", "backTo", "backReason"),
    "grbg": ("idType", "idCard", "name"),
    "dwbg": (),
}  # fmt: skip
MEDICAL_KEYS = {
    "idType": "zjlx", "idCard": "zjhm", "name": "xm", "medPsnType": "ylrylb", "avgSalary": "yjgz",
    "insuranceType": "xz", "indAddReason": "zjyy", "contractStart": "htqsrq", "mobile": "sj", "address": "dz",
    "hospital1": "ddyy1", "hospital2": "ddyy2", "hospital3": "ddyy3", "hospital4": "ddyy4", "startMonth": "ksny",
    "endDate": "jsrq", "stopMonth": "jzny", "chgReason": "tzyy", "oldSalary": "ygz", "backFrom": "bjksny",
    "backTo": "bjjsny", "backReason": "bjyy", "feeBase": "jfjs", "months": "ys", "unitAmt": "dwje",
    "personAmt": "grje", "total": "hj", "contact": "lxr", "phone": "lxdh", "postcode": "yb",
}  # fmt: skip
MEDICAL_FIELDS = {
    code: tuple(name for name in names if name not in ("feePsnType", "nation", "hukou"))
    + (("medPsnType",) if code == "zj" else ())
    for code, names in FOUR_FIELDS.items()
}


@dataclass
class Client:
    """Somebody who holds a unit's key, with one connection to each site."""

    world: World
    four: httpx.Client
    medical: httpx.Client
    unit: str = FIRST
    pin: str = ""
    last: httpx.Response | None = field(default=None)

    @property
    def hall(self) -> BeijingHall:
        return self.world.beijing

    # --- the four system --------------------------------------------------------------------------------------

    def get(self, path: str, **query: str) -> Reply:
        self.last = self.four.get(f"api/{path}", params=query)
        return read_reply(self.last)

    def post(self, path: str, said: Any = None, method: str = "POST") -> Reply:
        content = json.dumps({} if said is None else said, ensure_ascii=True).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        self.last = self.four.request(method, f"api/{path}", content=content, headers=headers)
        return read_reply(self.last)

    def log_in_four(self, **changes: str) -> Reply:
        random = changes.get("random") or self.get("auth/challenge")["random"]
        key = self.hall.key(self.unit)
        said = {
            "random": random,
            "cert": base64.b64encode(key.certificate).decode(),
            "sign": base64.b64encode(
                key.sign(self.pin or f"mock0000{self.unit[-1]}", random.encode())
            ).decode(),
        }
        return self.post("auth/login", said | changes)

    # --- the medical system -----------------------------------------------------------------------------------

    def page(self, path: str, **query: str) -> Page:
        self.last = self.medical.get(path, params=urlencode(query, encoding="gbk"))
        return read_page(self.last)

    def send(self, path: str, **fields: str) -> httpx.Response:
        self.last = self.medical.post(
            path,
            content=urlencode(fields, encoding="gbk"),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        return self.last

    def press(self, path: str, **fields: str) -> Page:
        return read_page(self.send(path, **fields))

    def list(self, **query: str) -> list[dict[str, str]]:
        self.last = self.medical.get("sb_liebiao.do", params=urlencode(query, encoding="gbk"))
        return read_list(self.last)

    def log_in_medical(self, **changes: str) -> httpx.Response:
        random = changes.get("sjs") or self.page("login.do").read.inputs["sjs"]
        key = self.hall.key(self.unit)
        said = {
            "sjs": random,
            "zs": base64.b64encode(key.certificate).decode(),
            "qm": base64.b64encode(
                key.sign(self.pin or f"mock0000{self.unit[-1]}", random.encode())
            ).decode(),
        }
        return self.send("login.do", **(said | changes))

    def log_in(self) -> Client:
        assert self.log_in_four().code == "0"
        assert self.log_in_medical().headers["location"] == "home.do"
        return self

    # --- filing -----------------------------------------------------------------------------------------------

    def likely(self, code: str, person: Any, system: str = "four") -> dict[str, str]:
        month = f"{self.world.clock.now():%Y%m}"
        year, number = int(month[:4]), int(month[4:])
        before = f"{year - (number == 1):04d}{(number - 2) % 12 + 1:02d}"
        schemes = "110,210,410,510" if system == "four" else "310"
        return {
            "idType": "01", "idCard": person.number, "name": person.name, "feePsnType": "11", "medPsnType": "11",
            "avgSalary": "9000.00", "insuranceType": schemes, "indAddReason": "01",
            "contractStart": f"{month[:4]}-{month[4:]}-01", "mobile": "19930001111", "nation": "01", "hukou": "10",
            "address": "模拟新址", "endDate": f"{before[:4]}-{before[4:]}-20", "chgReason": "01",
            "backFrom": before, "backTo": before, "backReason": "01",
        }  # fmt: skip

    def filled(self, code: str, person: Any, system: str = "four", **changes: str) -> dict[str, str]:
        names = (FOUR_FIELDS if system == "four" else MEDICAL_FIELDS)[code]
        likely = self.likely(code, person, system) if person is not None else {}
        return {name: likely[name] for name in names} | changes

    def save(self, code: str, person: Any, scope: str = "F", **changes: str) -> Reply:
        fields = self.filled(code, person, **changes)
        return self.post("declarations", {"type": TYPES[code], "scope": scope, "fields": fields})

    def save_medical(self, code: str, person: Any, sblsh: str = "", fw: str = "", **changes: str) -> Page:
        fields = self.filled(code, person, "medical", **changes)
        sent = {MEDICAL_KEYS.get(name, name): value for name, value in fields.items()}
        return self.press("sb_baocun.do", ywlx=code, fw=fw or ("B" if sblsh else "M"), sblsh=sblsh, **sent)

    def submit(self, half: Any) -> Reply:
        return self.post(f"declarations/{half['lsh']}/submit", {"version": half["version"]})

    def submit_medical(self, page: Page) -> Page:
        return self.press("sb_tijiao.do", slh=page["half"]["slh"], bbh=page["half"]["bbh"])

    def file_four(self, code: str, person: Any, scope: str = "F", **changes: str) -> str:
        saved = self.save(code, person, scope, **changes)
        assert saved.code == "0", saved.words
        sent = self.submit(saved)
        assert sent.code == "0", sent.words
        return str(saved["lsh"])

    def file_medical(self, code: str, person: Any, sblsh: str = "", **changes: str) -> str:
        saved = self.save_medical(code, person, sblsh, **changes)
        assert saved.kind == "check", saved.messages
        assert self.submit_medical(saved).kind == "accepted"
        return saved["half"]["slh"]

    def file(self, code: str, person: Any, **changes: str) -> tuple[str, str]:
        lsh = self.file_four(code, person, "B", **changes)
        return lsh, self.file_medical(code, person, lsh, **changes)

    def wait(self, minutes: float = 7) -> None:
        self.world.clock.advance(by=minutes * 60)
        if minutes >= 20:
            self.log_in()


def four_words(client: Client, code: str, person: Any, **changes: str) -> list[str]:
    return client.save(code, person, **changes).words


def both_words(client: Client, code: str, person: Any, **changes: str) -> tuple[list[str], list[str]]:
    medical = {
        name: value for name, value in changes.items() if name not in ("feePsnType", "nation", "hukou")
    }
    return four_words(client, code, person, **changes), client.save_medical(code, person, **medical).messages


def noted(client: Client, note: str) -> Any:
    return client.world.people.noted(f"bj {note}")
