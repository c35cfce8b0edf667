"""The names and codes by which the hall knows things."""

from __future__ import annotations

from collections.abc import Mapping

from sigateway_mockservers.kernel.hall_state import ACCEPTS_DUPLICATES

HALL = "zhejiang"
PORTAL_SITE, HALL_SITE = "portal", "hall"
SITES = (PORTAL_SITE, HALL_SITE)

SUSPENSION_TAKE_BACK = "suspension_take_back"
TAKE_BACK_AFTER_APPROVAL = "take_back_after_approval"
INJURY_MONTH_FREE = "injury_month_free"
INJURY_STOPS_THIS_MONTH = "injury_stops_this_month"
FILING_DAYS_1_25 = "filing_days_1_25"
PROOF_SITE_IN_CITY = "proof_site_in_city"
VARIANTS = frozenset(
    {
        ACCEPTS_DUPLICATES,
        SUSPENSION_TAKE_BACK,
        TAKE_BACK_AFTER_APPROVAL,
        INJURY_MONTH_FREE,
        INJURY_STOPS_THIS_MONTH,
        FILING_DAYS_1_25,
        PROOF_SITE_IN_CITY,
    }
)

#: The three entrances, and the two kinds of account.
LEGAL, PERSONAL, APP = "legal", "personal", "app"
ENTRANCES = (LEGAL, PERSONAL, APP)
LEGAL_ACCOUNT, PERSONS_ACCOUNT = "legal", "person"

PENSION, UNEMPLOYMENT, INJURY = "pension", "unemployment", "injury"
SCHEMES = (PENSION, UNEMPLOYMENT, INJURY)
SCHEME_NAMES: Mapping[str, str] = {
    PENSION: "养老保险",
    UNEMPLOYMENT: "失业保险",
    INJURY: "工伤保险",
    "medical": "医疗保险",
    "maternity": "生育保险",
}

ENROLMENT, SUSPENSION = "enrolment", "suspension"
FLEXIBLE_ENROL, FLEXIBLE_INTERRUPT = "flexible_enrol", "flexible_interrupt"
BUSINESS_NAMES: Mapping[str, str] = {ENROLMENT: "职工参保登记", SUSPENSION: "职工暂停参保"}
#: For each kind of filing, the kinds that make way for it, so that the same may be filed again.
FOLLOWS: Mapping[str, frozenset[str]] = {
    ENROLMENT: frozenset({SUSPENSION}),
    SUSPENSION: frozenset({ENROLMENT}),
    FLEXIBLE_ENROL: frozenset({FLEXIBLE_INTERRUPT}),
    FLEXIBLE_INTERRUPT: frozenset({FLEXIBLE_ENROL}),
}

NEW, RESUMED = "new", "resumed"
DRAFT, IN_REVIEW, APPROVED, REJECTED, VOID = "未提交", "审核中", "审核通过", "审核不通过", "已作废"
BY_WIRE, BY_BROWSER, BY_COUNTER = "01", "02", "03"

FLEXIBLE_UNIT = "灵活就业"
"""The unit at which somebody is insured who has none."""
