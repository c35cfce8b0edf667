"""Issuing proofs: of a unit from somebody's own account, of a person from the app (ZJ-24..35)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sigateway_mockservers.kernel.enforcement import enforces
from sigateway_mockservers.kernel.months import month_of, shifted
from sigateway_mockservers.kernel.reasons import Reason
from sigateway_mockservers.zhejiang import reasons
from sigateway_mockservers.zhejiang.figures import ALL, places
from sigateway_mockservers.zhejiang.filings.facts import stamp
from sigateway_mockservers.zhejiang.filings.fields import is_mobile
from sigateway_mockservers.zhejiang.names import FLEXIBLE_UNIT, PENSION, SCHEME_NAMES, SCHEMES
from sigateway_mockservers.zhejiang.reasons import Refusal, refused
from sigateway_mockservers.zhejiang.records import Account, Proof, Spell, UnitRecord

if TYPE_CHECKING:
    from sigateway_mockservers.zhejiang.hall import ZhejiangHall

UNIT_PROOF, INSURED, PENSION_YEARS = "unit", "insured", "pensionYears"
TITLES: Mapping[str, str] = {
    UNIT_PROOF: "单位参保证明",
    INSURED: "个人参保证明",
    PENSION_YEARS: "基本养老历年参保证明",
}
PRINTED_MONTHS = ("6", "12", "24", "36")
_LABELS: Mapping[str, str] = {
    "place": "参保地",
    "unitCode": "单位社保编号",
    "contactName": "专管员姓名",
    "contactMobile": "专管员手机号",
}
_PAYING, _STOPPED, _NEVER = "参保缴费", "暂停缴费", "未参保"


class ProofDesk:
    """Issues proofs; each stands as it was issued."""

    def __init__(self, hall: ZhejiangHall) -> None:
        self._hall = hall

    @enforces("ZJ-24", "ZJ-26", "ZJ-27", "ZJ-29")
    def of_unit(self, account: Account, asked: Mapping[str, str]) -> Proof | Refusal:
        """A unit's proof: what is filled in is trusted, no relation to the account is looked at."""
        found = _unit_form(asked)
        if found:
            return Refusal(tuple(found))
        if asked["place"] not in places():
            return refused(reasons.BAD_PLACE)
        unit = self._unit_at(asked["place"], asked["unitCode"])
        if unit is None:
            return refused(reasons.NO_SUCH_UNIT)
        if (asked["contactName"], asked["contactMobile"]) != (unit.contact_name, unit.contact_mobile):
            return refused(reasons.CONTACT_DIFFERS)
        return self.issue_unit_proof(account.account, unit)

    def issue_unit_proof(self, account: str, unit: UnitRecord) -> Proof:
        """The proof of a unit, as it stands now."""
        month = month_of(self._today())
        spells = [
            (person, spell)
            for person, each in self._hall.store.standings.items()
            for spell in each
            if spell.unit == unit.number and spell.pays(month)
        ]
        fields = {
            "uscc": unit.uscc,
            "unitNo": unit.number,
            "unitName": unit.name,
            "place": unit.place,
            "placeName": places()[unit.place].name,
            "people": str(len({person for person, _ in spells})),
            "schemes": " ".join(unit.schemes),
        }
        rows = tuple(
            {
                "scheme": scheme,
                "people": str(sum(spell.scheme == scheme for _, spell in spells)),
                "month": month,
            }
            for scheme in unit.schemes
        )
        return self._issue(account, UNIT_PROOF, unit.uscc, unit.place, fields, rows)

    @enforces("ZJ-31", "ZJ-33", "ZJ-34", "ZJ-35")
    def of_person(
        self, account: Account, asked: Mapping[str, str], schemes: Sequence[str]
    ) -> Proof | Refusal:
        """A person's own proof, for a picture that was read."""
        found = self._person_form(account, asked, schemes)
        if found:
            return Refusal(tuple(found))
        wrong = self._hall.captchas.use(account.account, asked["captchaId"], asked["captcha"])
        if wrong is not None:
            return refused(wrong)
        person = account.account
        fields = {"idCard": person, "name": account.name}
        rows = (
            self._insured_rows(person, schemes, int(asked["months"]))
            if asked["kind"] == INSURED
            else self._pension_years(person)
        )
        return self._issue(person, asked["kind"], person, "", fields, rows, captcha=asked["captchaId"])

    def find(self, account: str, number: str) -> Proof | None:
        """An account's own proof."""
        proof = self._hall.store.proofs.get(number)
        return proof if proof is not None and proof.account == account else None

    def _unit_at(self, place: str, code: str) -> UnitRecord | None:
        return next(
            (
                unit
                for unit in self._hall.store.units.values()
                if unit.place == place and code in (unit.number, unit.uscc)
            ),
            None,
        )

    def _person_form(
        self, account: Account, asked: Mapping[str, str], schemes: Sequence[str]
    ) -> list[Reason]:
        found: list[Reason] = []
        if asked["months"] not in PRINTED_MONTHS:
            found.append(reasons.BAD_MONTHS)
        if not schemes or set(schemes) - set(SCHEME_NAMES):
            found.append(reasons.NO_PROOF_SCHEME)
        if asked["kind"] not in (INSURED, PENSION_YEARS):
            found.append(reasons.NO_PROOF_KIND)
        city = account.account[:4]
        if not _is_site(asked["site"]):
            found.append(Reason("ZJ-35", "站点区域有误", "site"))
        elif self._hall.proof_site_in_city and asked["site"][:4] != city:
            names = {code[:4]: place.city for code, place in places().items()}
            found.append(Reason("ZJ-31", f"请选择{names.get(city, '参保地')}下的站点", "site"))
        return found

    def _insured_rows(
        self, person: str, schemes: Sequence[str], months: int
    ) -> tuple[Mapping[str, str], ...]:
        spells = self._hall.store.spells(person)
        now = [_now_row(scheme, spells, self._unit_name) for scheme in schemes]
        this = month_of(self._today())
        paid = [
            {"month": month, "scheme": scheme, "base": f"{spell.base:.2f}"}
            for month in (shifted(this, -back) for back in range(months))
            for scheme in schemes
            for spell in spells
            if spell.scheme == scheme and spell.pays(month)
        ]
        return (*now, *paid)

    def _pension_years(self, person: str) -> tuple[Mapping[str, str], ...]:
        this, years = month_of(self._today()), dict[str, int]()
        for spell in self._hall.store.spells(person):
            month = spell.since
            while spell.scheme == PENSION and month <= this and spell.pays(month):
                years[month[:4]] = years.get(month[:4], 0) + 1
                month = shifted(month, 1)
        return tuple({"year": year, "months": str(count)} for year, count in sorted(years.items()))

    def _unit_name(self, unit: str) -> str:
        known = self._hall.store.units.get(unit)
        return known.name if known is not None else unit

    def _issue(
        self,
        account: str,
        kind: str,
        who: str,
        place: str,
        fields: Mapping[str, str],
        rows: tuple[Mapping[str, str], ...],
        captcha: str = "",
    ) -> Proof:
        now = self._hall.world.clock.now()
        number = self._hall.store.next_number("ZM", now)
        head = {"proofNo": number, "title": TITLES[kind], "issuedAt": stamp(now)}
        proof = Proof(
            number, account, kind, TITLES[kind], who, place, now, {**head, **fields}, rows, captcha=captcha
        )
        self._hall.store.proofs[number] = proof
        return proof

    def _today(self) -> date:
        return self._hall.world.clock.today()


def _now_row(scheme: str, spells: tuple[Spell, ...], unit_name: Callable[[str], str]) -> Mapping[str, str]:
    latest = next((spell for spell in reversed(spells) if spell.scheme == scheme), None)
    running = next((s for s in spells if s.scheme == scheme and s.is_running), latest)
    if running is None or scheme not in SCHEMES:
        return {"scheme": scheme, "state": _NEVER, "unitName": "", "from": "", "to": ""}
    return {
        "scheme": scheme,
        "state": _PAYING if running.is_running else _STOPPED,
        "unitName": FLEXIBLE_UNIT if running.unit == FLEXIBLE_UNIT else unit_name(running.unit),
        "from": running.since,
        "to": running.last,
    }


def _is_site(site: str) -> bool:
    """Any site will do, or none: the proof is to be had in the whole province (ZJ-29, ZJ-35)."""
    return site in ("", ALL) or site in places()


def _unit_form(asked: Mapping[str, str]) -> list[Reason]:
    found: list[Reason] = []
    if not _is_site(asked["site"]):
        found.append(Reason("ZJ-29", "站点区域有误", "site"))
    for key, label in _LABELS.items():
        if not asked[key]:
            found.append(Reason("ZJ-26", f"{label}为必填项", key))
    if asked["contactMobile"] and not is_mobile(asked["contactMobile"]):
        found.append(Reason("ZJ-26", "专管员手机号格式有误", "contactMobile"))
    return found
