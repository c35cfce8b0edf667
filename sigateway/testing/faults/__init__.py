"""The crash matrix: every fault at every request of an operation, and what a vendor finds afterwards.

A region says once, as data, which operations leave something at its hall (`Operation`) and how a World of it is set up
(`Stage`). The kit records the requests of the undisturbed conversation, then repeats it with one fault at each of them in turn
(`STROKES`), lets the vendor call the same thing again as a new process, and compares what the SDK says with what the hall
holds::

    KIT = FaultKit("wuhan", stage, (Operation("enrolment", Verb.FILE, about=..., effects=...), ...))

    @pytest.mark.parametrize("trial", KIT.slice(60), ids=str)
    def test_never_two_never_none(trial, tmp_path):
        result = KIT.run(trial, tmp_path)
        assert result.ok, result.why

    def test_whatever_leaves_something_is_in_the_kit_or_left_out_with_a_reason():
        assert uncovered(KIT) == []
"""

from .course import NOTHING_FILED
from .covering import uncovered
from .killing import Killed
from .kit import FaultKit
from .operation import Operation, Verb
from .report import as_json, table
from .strokes import STROKES, Stroke
from .trial import Result, Trial

__all__ = [
    "NOTHING_FILED",
    "STROKES",
    "FaultKit",
    "Killed",
    "Operation",
    "Result",
    "Stroke",
    "Trial",
    "Verb",
    "as_json",
    "table",
    "uncovered",
]
