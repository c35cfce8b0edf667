"""Changed pages: every mutation of every reply before a commit, and whether it could end in a wrong filing.

Beside the crash matrix, over the same operations. The kit keeps the replies of the undisturbed conversation, then repeats it with
one page changed (a field renamed, an option's code changed, a key gone, another encoding …) and asks the hall's journal what landed.
Either the operation stops before its commit, with what differs and no personal data in the message, or the change was of no consequence
and exactly what was asked has landed. Where an operation has several commits (two systems, a cascade, a correction) the replies between
them are changed too: then what stands already is said, part by part. A change of what the region writes (``essential``) must stop it
before anything is written::

    MUTATIONS = MutationKit(KIT)

    @pytest.mark.parametrize("trial", MUTATIONS.slice(40), ids=str)
    def test_no_changed_page_ends_in_a_wrong_filing(trial, tmp_path):
        result = MUTATIONS.run(trial, tmp_path)
        assert result.ok, result.why
"""

from .kit import MutationKit
from .mutation import Change, Mutation
from .report import as_json, table
from .trial import Result, Trial

__all__ = ["Change", "Mutation", "MutationKit", "Result", "Trial", "as_json", "table"]
