"""A gateway as the commands open one: ledger, credentials beside it, and the units file's slips where the store has none."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sigateway.errors import ConfigurationError
from sigateway.filings.findings import Grade
from sigateway.flows.credentials import Credentials
from sigateway.gateway.house import Event
from sigateway.gateway.sqlite_ledger import SqliteLedger
from sigateway.gateway.store import FileCredentials
from sigateway.gateway.sync import Gateway
from sigateway.region import Region
from sigateway.registry import Registry
from sigateway.roster import UnitsFile

from .output import say
from .worldtime import clock_of


@dataclass(frozen=True)
class Files:
    """The files that a command is told of, and the hidden clock of a mock World."""

    units: Path
    ledger: Path
    credentials: Path | None = None
    clock: str | None = None

    @property
    def store(self) -> Path:
        """Where credentials are kept: beside the ledger, where nobody says otherwise."""
        return self.credentials or self.ledger.with_name(f"{self.ledger.name}.credentials.db")


@contextmanager
def gateway_of(
    files: Files,
    units: UnitsFile,
    registry: Registry,
    trust: Grade = Grade.E2,
    observe: Callable[[Event], None] | None = None,
) -> Iterator[Gateway]:
    """A gateway to the units' halls, closed at the end with all that it uses.

    The ledger comes first: opening it begins a transaction, so one that cannot be written leaves nothing behind.
    """
    _warn_of_readers(files.units, files.ledger, files.store)
    with ExitStack() as closing:
        journal = SqliteLedger(files.ledger)
        closing.callback(journal.close)
        store = FileCredentials(files.store, _modes(registry))
        _seed(store, units, journal)
        gateway = Gateway(
            ledger=journal,
            credentials=store,
            clock=closing.enter_context(clock_of(files.clock)),
            trust=trust,
            observers=[] if observe is None else [observe],
            registry=registry,
        )
        closing.callback(gateway.close)
        yield gateway


def _modes(registry: Registry) -> Iterable[type[Credentials]]:
    regions = (getattr(plugin, "region", None) for plugin in registry.plugins.values())
    return dict.fromkeys(mode for r in regions if isinstance(r, Region) for mode in r.login_modes)


def _warn_of_readers(*files: Path) -> None:
    """These files hold passwords and personal data. Said once, for all that others can read."""
    if os.name != "posix":
        return  # elsewhere the mode says nothing about who may read
    exposed = [file for file in files if file.is_file() and file.stat().st_mode & 0o044]
    if exposed:
        say(
            f"注意：{'、'.join(file.name for file in exposed)} 含有密码或个人信息，而其他用户也能读取；"
            f"请运行 chmod 600 {shlex.join(map(str, exposed))} (readable by others)"
        )


def _seed(store: FileCredentials, units: UnitsFile, ledger: SqliteLedger) -> None:
    """Put the units file's credentials into the store where it has none, or where the hall has refused those it has."""
    for known in units.units:
        key, given = known.unit.key, known.credentials
        current = store.current(key)
        if given is None:
            if current is None:
                raise ConfigurationError(
                    f"没有单位 {key} 的凭据；请在 units.toml 的 [unit.credentials] 中填写，或用 --credentials 指定凭据文件。"
                )
        elif current is None or (
            ledger.fuse(current.fingerprint) is not None and ledger.fuse(given.fingerprint) is None
        ):
            store.put(key, given)
