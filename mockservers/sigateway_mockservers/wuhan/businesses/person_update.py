"""个人一般信息变更: what may be changed online of a person insured here, with a photo (WH-107, WH-108)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import codes, reasons
from sigateway_mockservers.wuhan.businesses.base import Business, Fact, Values
from sigateway_mockservers.wuhan.documents import KIND, NUMBER, number_reasons
from sigateway_mockservers.wuhan.fields import FormField, at_most, is_day, is_mobile, is_phone
from sigateway_mockservers.wuhan.personal import FIELD_OF
from sigateway_mockservers.wuhan.standing import Standing

if TYPE_CHECKING:
    from sigateway_mockservers.wuhan.records import Effect
    from sigateway_mockservers.wuhan.store import Store

MOST_PHOTO_BYTES = 100 * 1024

_MOBILE = FormField("sj", "手机", check=is_mobile)
_PHOTO = FormField("zp", "照片", grey=True, file=True)
#: Which field holds what of the hall's own record.
_HELD = {
    FIELD_OF[name]: name
    for name in ("education", "marital", "nation", "mobile", "phone", "household_place", "address")
}


def is_photo(content: bytes) -> bool:
    """A JPEG of at most 100 KiB."""
    return (
        len(content) <= MOST_PHOTO_BYTES
        and content.startswith(b"\xff\xd8\xff")
        and content.endswith(b"\xff\xd9")
    )


class PersonUpdate(Business):
    """Other general data of somebody insured here; the system reviews it for every unit."""

    kind = "person_update"
    name = "个人一般信息变更"
    verb = "person"
    stem = "grxx"
    fields = (
        KIND,
        NUMBER,
        FormField("xm", "姓名", red=True, grey=True, fixed=True, check=at_most(50)),
        FormField("xb", "性别", red=True, grey=True, fixed=True, options=codes.SEXES),
        FormField("csrq", "出生日期", red=True, grey=True, fixed=True, check=is_day),
        FormField("whcd", "文化程度", options=codes.EDUCATIONS),
        FormField("hyzk", "婚姻状况", options=codes.MARITALS),
        FormField("mz", "民族", red=True, options=codes.NATIONS),
        _MOBILE,
        FormField("dh", "电话", check=is_phone),
        FormField("hkszd", "户口所在地", check=at_most(100)),
        FormField("jzdz", "居住地地址", check=at_most(100)),
        _PHOTO,
    )
    added = (FormField("zpzy", "照片摘要", grey=True),)
    has_months = False
    replaces_itself = True
    follows = frozenset({"person_update"})

    @enforces("WH-107")
    def entrance_reasons(self, asked: Values, standing: Standing) -> list[Reason]:
        """WH-63 alone when there is no such number; else insurance here, and one change at a time."""
        found = number_reasons(asked["zjlx"], asked["zjhm"], standing.today)
        if found:
            return found
        if standing.running is None or standing.running.kind != asked["zjlx"]:
            found.append(reasons.NOT_INSURED_TO_UPDATE)
        return found + self._running(standing)

    def _running(self, standing: Standing) -> list[Reason]:
        return [reasons.PERSON_UPDATE_RUNNING] if standing.running_here else []

    def facts(self, standing: Standing) -> list[Fact]:
        """The person's number with the hall, and which photo it holds."""
        return [
            Fact("grbh", "社保个人编号", standing.personal_number),
            Fact("zpzy", "照片摘要", standing.personal.photo),
        ]

    def filled_in(self, asked: Values, standing: Standing) -> dict[str, str]:
        """All that the hall holds."""
        held = standing.personal
        key = {"xm": held.name, "xb": held.sex, "csrq": held.born}
        return {**asked, **key, **{field: getattr(held, name) for field, name in _HELD.items()}}

    def save_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The fields by themselves, and what the file is."""
        found = super().save_reasons(values, standing)
        photo = values[_PHOTO.name]
        if photo and not is_photo(standing.records.files.get(photo, b"")):
            found.append(reasons.malformed(_PHOTO.label))
        return found

    @enforces("WH-108")
    def moved_reasons(self, moved: Sequence[FormField]) -> list[Reason]:
        """Key data are for the counter."""
        return [reasons.person_at_the_counter(each.label) for each in moved]

    def reasons_against_shown(self, values: Values, shown: Values) -> list[Reason]:
        """A mobile is exchanged, never taken away; and something must change."""
        if values[_MOBILE.name] == "" != shown[_MOBILE.name]:
            return [reasons.required(_MOBILE.label)]
        return [] if any(values[name] != shown[name] for name in values) else [reasons.PERSON_UNCHANGED]

    def requires(self, field: FormField, values: Values) -> bool:
        """Nation not for foreigners."""
        if field.name == "mz":
            return values["zjlx"] in codes.KINDS_WITH_RESIDENT_NUMBER
        return super().requires(field, values)

    def added_on_save(self, values: Values, _standing: Standing) -> dict[str, str]:
        """The digest of the photo, if one came along."""
        return {"zpzy": values[_PHOTO.name]}

    def submit_reason(self, standing: Standing) -> Reason | None:
        """One change of a person at a time."""
        return next(iter(self._running(standing)), None)

    @enforces("WH-43", "WH-107")
    def review_reasons(self, values: Values, standing: Standing) -> list[Reason]:
        """The register's nation, and the insurance looked at again."""
        found: list[Reason] = []
        if standing.person is not None and values["mz"] and standing.person.nation != values["mz"]:
            found.append(reasons.NATION_DIFFERS)
        if standing.running is None:
            found.append(reasons.NOT_INSURED_TO_UPDATE)
        return found

    def insurance_meant(self, number: str, standing: Standing) -> str:
        """The one that is running, even to its end."""
        return standing.running.sxh if standing.running is not None else number

    @enforces("WH-40")
    def take_effect(self, store: Store, effect: Effect, values: Values, _at: datetime) -> None:
        """Every form of every unit shows it from now on."""
        told = {name: values[field] for field, name in _HELD.items()}
        photo = values[_PHOTO.name]
        store.learn(effect.zjhm, told | ({"photo": photo} if photo else {}))

    def shows_in(self, store: Store, effect: Effect) -> bool:
        """The hall holds something of the person by itself."""
        return effect.zjhm in store.personal

    def as_a_clerk(self, _standing: Standing) -> dict[str, str]:
        """A telephone."""
        return {"dh": "027-87654321"}
