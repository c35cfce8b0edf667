"""Changes of what a hall holds of a person or of a unit 信息变更."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator

from .base import Model
from .identity import Document, Sex
from .statement import PersonStatement, Statement

_Text = Annotated[str | None, Field(repr=False)]


class _Changes(Model):
    """What is to change: ``None`` leaves a field as it is, an empty text empties it."""

    @model_validator(mode="after")
    def _something(self) -> _Changes:
        if not self.asked:
            raise ValueError("没有要变更的内容")
        return self

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of what is to change. A region refuses in words what it does not carry: nothing of it may be lost."""
        return tuple(name for name in type(self).model_fields if getattr(self, name) is not None)


class PersonChanges(_Changes):
    """What is to change of a person: general data 一般信息, and key data 重点信息, which halls change at the counter only.

    ``education``, ``marital`` and ``nation`` as in `Person`; ``photo`` 照片 is the bytes of a JPEG; ``clinics`` 定点医疗机构 by the
    hall's codes, none emptying them. Key data: ``name``, ``document``,
    ``sex``, ``birth``.
    """

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")

    education: _Text = None
    marital: _Text = None
    nation: _Text = None
    mobile: _Text = None
    phone: _Text = None
    household_place: _Text = None
    address: _Text = None
    photo: bytes | None = Field(default=None, repr=False)
    clinics: tuple[str, ...] | None = Field(default=None, max_length=5, repr=False)
    name: _Text = None
    document: Document | None = Field(default=None, repr=False)
    sex: Sex | None = Field(default=None, repr=False)
    birth: date | None = Field(default=None, repr=False)


class PersonUpdate(PersonStatement):
    """Change what the hall holds of a person 个人信息变更."""

    type: Literal["person_update"] = "person_update"
    changes: PersonChanges


class EmployerChanges(_Changes):
    """What is to change of a unit: general data 一般信息, and key data 重点信息, which halls change at the counter only.

    Key data: ``name``, ``uscc``.

    ``contact_name`` 联系人姓名, ``contact_phone`` 联系人电话, ``phone`` 单位联系电话, ``fax`` 传真, ``email`` 邮箱, ``postcode`` 邮编,
    ``address`` 单位地址.
    """

    contact_name: _Text = None
    contact_phone: _Text = None
    phone: _Text = None
    fax: _Text = None
    email: _Text = None
    postcode: _Text = None
    address: _Text = None
    name: _Text = None
    uscc: _Text = None


class EmployerUpdate(Statement):
    """Change what the hall holds of the unit 单位信息变更."""

    type: Literal["employer_update"] = "employer_update"
    changes: EmployerChanges

    @property
    def lane(self) -> str:
        """The unit's own data."""
        return self.type


class HouseholdPlace(Model):
    """户籍地, down to the level that a hall asks for; what is below it stays empty."""

    province: str = Field(default="", max_length=50, repr=False)
    city: str = Field(default="", max_length=50, repr=False)
    county: str = Field(default="", max_length=50, repr=False)
    street: str = Field(default="", max_length=50, repr=False)
    community: str = Field(default="", max_length=50, repr=False)


class BasicData(PersonStatement):
    """Tell a hall of somebody whom it does not know yet 人员基础信息采集. An enrolment comes after it.

    The person's ``mobile``, ``nation`` and ``household_kind`` are needed; ``household`` 户籍地, where the hall asks for it.
    """

    type: Literal["basic_data"] = "basic_data"
    household: HouseholdPlace = HouseholdPlace()

    @property
    def period(self) -> str:
        """Once a person."""
        return "once"
