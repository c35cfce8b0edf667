"""Every error a user of sigateway can meet, one tree.

::

    SigatewayError
    ├── ConfigurationError        something handed to the gateway cannot be right
    ├── RulebookError             a rules.toml is malformed
    │   └── RuleNotKnown          no figure is known for that day
    ├── PluginError               a region's code failed; nothing was sent because of it
    ├── LedgerError               the ledger refused a write; nothing is filed without it
    ├── BeforeSending             nothing has been filed
    │   ├── PreflightFailed       the hall's rules refuse it
    │   │   └── WindowClosed      not on these days
    │   ├── NotOffered            done elsewhere: which place, which papers
    │   ├── AlreadyFiled          the ledger or the hall holds it already, or something else in its place
    │   ├── LaneBusy              another filing of this person is in flight
    │   ├── EchoDiffers           the hall shows back something other than was asked; not committed
    │   └── DraftLost             somebody at the unit changed or discarded our draft before it was submitted
    ├── AccessError               the hall does not let us in
    │   ├── LoginRefused          refused by the hall; the fuse is blown
    │   ├── PinRefused            the key does not open with this PIN; the fuse is blown
    │   ├── CredentialsBlocked    the fuse is blown; nothing was tried
    │   ├── WrongUnit             the credentials are another unit's
    │   ├── PasswordChangeNeeded  the hall wants a new password and there is no store to keep it in
    │   ├── SessionTaken          somebody else signed in with these credentials
    │   ├── InteractionNeeded     a person must act first; nothing was sent for it
    │   ├── ChallengeAlive        another ticket of the same person is still alive
    │   ├── ChallengeFailed       the person answered, and the hall did not take it
    │   └── ChallengeExpired      nobody answered in time; the invitation still stands
    └── HallError                 the hall answered, or did not
        ├── HallRefused           in its own words; nothing took effect
        ├── WithdrawBlocked       later filings must be withdrawn first; nothing was withdrawn
        ├── CascadeStopped        some of several withdrawals took effect, the rest did not
        ├── CorrectionStopped     the old case is undone, and the filing in its place did not end as it should
        ├── HallUnavailable       down, in maintenance, unreachable; nothing took effect
        ├── OutcomeUnknown        may have taken effect; only evidence ends it
        ├── LandedDifferently     took effect, but the hall holds something other than was asked
        ├── PartlyFiled           a part of it stands, the rest could not be filed now
        ├── PartlyUndone          a part of it is withdrawn or discarded, the rest could not be now
        ├── SealBroken            a paper whose electronic seal does not hold; it was not handed on
        └── WireChanged           the hall's pages are not those this region knows

Each error carries ``code`` (stable, for programs), ``who_acts`` and ``retry`` (whether the same call may simply be made
again), and a message that says what happened, why, and what to do next. No message holds personal data or secrets; but it
repeats a hall's own words, whatever these say.
"""

from __future__ import annotations

from .access import (
    AccessError,
    ChallengeAlive,
    ChallengeExpired,
    ChallengeFailed,
    CredentialsBlocked,
    InteractionNeeded,
    LoginRefused,
    PasswordChangeNeeded,
    PinRefused,
    SessionTaken,
    WrongUnit,
)
from .base import (
    ConfigurationError,
    LedgerError,
    PluginError,
    RulebookError,
    RuleNotKnown,
    SigatewayError,
)
from .before import (
    AlreadyFiled,
    BeforeSending,
    DraftLost,
    EchoDiffers,
    LaneBusy,
    NotOffered,
    PreflightFailed,
    WindowClosed,
)
from .hall import (
    CascadeStopped,
    CorrectionStopped,
    HallError,
    HallRefused,
    HallUnavailable,
    LandedDifferently,
    OutcomeUnknown,
    PartlyFiled,
    PartlyUndone,
    SealBroken,
    WireChanged,
    WithdrawBlocked,
)

__all__ = [
    "AccessError",
    "AlreadyFiled",
    "BeforeSending",
    "CascadeStopped",
    "ChallengeAlive",
    "ChallengeExpired",
    "ChallengeFailed",
    "ConfigurationError",
    "CorrectionStopped",
    "CredentialsBlocked",
    "DraftLost",
    "EchoDiffers",
    "HallError",
    "HallRefused",
    "HallUnavailable",
    "InteractionNeeded",
    "LandedDifferently",
    "LaneBusy",
    "LedgerError",
    "LoginRefused",
    "NotOffered",
    "OutcomeUnknown",
    "PartlyFiled",
    "PartlyUndone",
    "PasswordChangeNeeded",
    "PinRefused",
    "PluginError",
    "PreflightFailed",
    "RuleNotKnown",
    "RulebookError",
    "SealBroken",
    "SessionTaken",
    "SigatewayError",
    "WindowClosed",
    "WireChanged",
    "WithdrawBlocked",
    "WrongUnit",
]
