"""What the businesses of arrears have in common: fields, and when a form does not come back as it was shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.wuhan import reasons
from sigateway_mockservers.wuhan.arrears.tables import MONEY
from sigateway_mockservers.wuhan.businesses.base import Business, FormTable, Values
from sigateway_mockservers.wuhan.codes import SCHEME_NAMES
from sigateway_mockservers.wuhan.fields import FormField, is_amount
from sigateway_mockservers.wuhan.standing import Standing

NAME = FormField("xm", "姓名", red=True, grey=True, fixed=True)
MONEY_FIELDS = tuple(FormField(name, label, grey=True, check=is_amount) for name, label in MONEY.items())


def scheme_fields(taken: str) -> tuple[FormField, ...]:
    """A field for each scheme, taken or not."""
    options = {"1": taken, "0": f"不{taken}"}
    return tuple(
        FormField(f"xz_{code}", name, red=True, options=options) for code, name in SCHEME_NAMES.items()
    )


def schemes_filled_in(owed: Collection[str]) -> dict[str, str]:
    """``1`` for each scheme of which anything is owed."""
    return {f"xz_{code}": "1" if code in owed else "0" for code in SCHEME_NAMES}


def scheme_reasons(values: Values, owed: Collection[str], left_out: Reason) -> list[Reason]:
    """A scheme of which nothing is owed cannot be taken; one that is owed cannot be left out."""
    found = [
        reasons.malformed(name)
        for code, name in SCHEME_NAMES.items()
        if values[f"xz_{code}"] == "1" and code not in owed
    ]
    if any(values[f"xz_{code}"] == "0" for code in owed):
        found.append(left_out)
    return found


def is_another_persons(kind: str, standing: Standing) -> bool:
    """Whether the register knows the number as that of another kind of document."""
    return standing.person is not None and standing.person.kind != kind


class ArrearsBusiness(Business):
    """A business of arrears: the system audits it for every unit, and papers are only kept."""

    def moved_reasons(self, moved: Sequence[FormField]) -> list[Reason]:
        """What was shown and did not come back so is ill formed."""
        return [reasons.malformed(each.label) for each in moved]

    def tables(self, standing: Standing) -> list[FormTable]:
        """What the item will keep, as it stands now."""
        lines = self.lines({"ny": standing.month}, standing)
        return [FormTable("mx", "明细", self.kept, lines)] if self.kept else []

    def start_month(self, values: Values) -> str:
        """The first month that is settled."""
        return values["ksny"]

    def as_a_clerk(self, _standing: Standing) -> dict[str, str]:
        """The form is filled in already."""
        return {}


def people_and_first_month(lines: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """For the lists and the journal: how many people, whom, and the first of their months."""
    kept = list(lines)
    people = sorted({line["zjhm"] for line in kept})
    return {
        "rs": str(len(people)),
        "xm": f"共{len(people)}人",
        "zjhms": ",".join(people),
        "ksny": min(line["ny"] for line in kept),
    }
