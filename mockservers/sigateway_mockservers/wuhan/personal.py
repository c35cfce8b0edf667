"""What the hall holds of a person: the register's record, and what filings and the counter have told since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.numbers import identity_birth_date, identity_sex
from sigateway_mockservers.wuhan.codes import KINDS_WITH_RESIDENT_NUMBER

if TYPE_CHECKING:
    from sigateway_mockservers.kernel.people import PersonRecord
    from sigateway_mockservers.wuhan.records import Insurance

#: What the public security register says; the hall's own record counts only for people whom it does not know.
KEY_DATA = ("name", "sex", "born")
#: What the hall holds by itself; the register's is what it began with.
GENERAL_DATA = (
    "nation",
    "education",
    "marital",
    "mobile",
    "phone",
    "household_kind",
    "household_place",
    "address",
    "photo",
)
#: The field of the forms behind each of them.
FIELD_OF = {
    "name": "xm",
    "sex": "xb",
    "born": "csrq",
    "nation": "mz",
    "education": "whcd",
    "marital": "hyzk",
    "mobile": "sj",
    "phone": "dh",
    "household_kind": "hkxz",
    "household_place": "hkszd",
    "address": "jzdz",
}


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A person as the hall knows them; codes and days as the forms write them, ``photo`` the name of a kept file."""

    name: str = ""
    sex: str = ""
    born: str = ""
    nation: str = ""
    education: str = ""
    marital: str = ""
    mobile: str = ""
    phone: str = ""
    household_kind: str = ""
    household_place: str = ""
    address: str = ""
    photo: str = ""


def personal_data(
    number: str, person: PersonRecord | None, insurance: Insurance | None, told: Mapping[str, str]
) -> PersonalData:
    """Put together from the number, the insurance here, the register, and what was told."""
    known: dict[str, str] = {}
    if insurance is not None:
        known |= {"name": insurance.name, "nation": insurance.nation}
        born = identity_birth_date(number) if insurance.kind in KINDS_WITH_RESIDENT_NUMBER else None
        if born is not None:
            known |= {"sex": identity_sex(number), "born": born.isoformat()}
    registered = {} if person is None else _registered(person)
    known = {**registered, **known, **told}
    return PersonalData(**known | {each: registered[each] for each in KEY_DATA if each in registered})


def _registered(person: PersonRecord) -> dict[str, str]:
    own = {each: getattr(person, each) for each in (*KEY_DATA, *GENERAL_DATA) if hasattr(person, each)}
    return own | {"born": person.born.isoformat()}
