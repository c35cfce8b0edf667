"""The name of the hall, and the variants in which the sources differ."""

from __future__ import annotations

from sigateway_mockservers.kernel.hall_state import ACCEPTS_DUPLICATES
from sigateway_mockservers.wuhan.annual.variants import ANNUAL_VARIANTS, VIP_NEVER_VISITS

HALL = "wuhan"

LATE_PAPERS_WAIT = "late_papers_wait"
DAY_20_EXCLUDED = "day_20_excluded"
#: An account takes the papers of the questions and answers (WH-03).
PAPERS_OF_ANSWERS = "papers_of_answers"
VARIANTS = ANNUAL_VARIANTS | {
    ACCEPTS_DUPLICATES,
    LATE_PAPERS_WAIT,
    VIP_NEVER_VISITS,
    DAY_20_EXCLUDED,
    PAPERS_OF_ANSWERS,
}
