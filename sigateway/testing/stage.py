"""A mock World with one unit and one ledger in it: where the SDK and a mock hall meet. Needs the extra ``mock``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx

from sigateway.filings.units import InsuredUnit
from sigateway.flows.challenges import Challenge
from sigateway.flows.credentials import Credentials
from sigateway.gateway.store import FileCredentials
from sigateway.gateway.sync import Gateway, Hall
from sigateway.testing.clock import WorldClock
from sigateway_mockservers import DEFAULT_ORIGIN, Fault, InProcess, JournalPart, Simulator, World

Answering = Callable[[Challenge], str | None]
"""Somebody who is shown an opened challenge: a face to scan, a picture to read."""

ONE_SITE: Mapping[str, str] = MappingProxyType({"hall": ""})


@dataclass
class Stage:
    """What a region's tests start from. Every gateway opened here is a process of the vendor: nothing is shared but the files.

    ``region`` the code under which the plugin is found; ``mock`` the name of its hall in the World, the region's own unless an
    overlay uses its province's; ``sites`` where each site stands below the hall's address; ``plugins`` the vendor's own.
    """

    region: str
    simulator: Simulator
    world: World
    unit: InsuredUnit
    credentials: Credentials
    folder: Path
    sites: Mapping[str, str] = field(default_factory=lambda: ONE_SITE)
    mock: str = ""
    plugins: Sequence[object] = ()

    def __post_init__(self) -> None:
        self.mock = self.mock or self.region.split(".", maxsplit=1)[0]

    @property
    def ledger_file(self) -> Path:
        """Where the ledger is."""
        return self.folder / "ledger.db"

    @property
    def credentials_file(self) -> Path:
        """Where the credentials store is."""
        return self.folder / "credentials.db"

    def addresses(self, origin: str = "") -> dict[str, str]:
        """The address of each site; in process unless a server's ``origin`` is given."""
        base = self.world.base_url(self.mock, origin) if origin else self.world.base_url(self.mock)
        return {site: base + path for site, path in self.sites.items()}

    def control(self, origin: str = DEFAULT_ORIGIN) -> str:
        """The address of the World's control plane; in process unless a server's ``origin`` is given."""
        return f"{origin.rstrip('/')}/_sim/worlds/{self.world.id}"

    def answering(self, origin: str = "") -> Answering | None:
        """Who answers challenges, with what has to travel to another process when a server's ``origin`` is given: nobody here."""
        return None

    def ports(self, transport: httpx.BaseTransport | None = None, **options: Any) -> dict[str, Any]:
        """What a gateway is given, sync or async, as a process of the vendor would."""
        if "credentials" not in options:
            options["credentials"] = FileCredentials(self.credentials_file)
        return {
            "ledger": self.ledger_file,
            "clock": WorldClock(self.world.clock),
            "transport": transport or InProcess(self.simulator),
            "plugins": self.plugins,
            "trust": "E0",
            **options,
        }

    def gateway(self, transport: httpx.BaseTransport | None = None, **options: Any) -> Gateway:
        """A gateway as a process of the vendor would open it."""
        return Gateway(**self.ports(transport, **options))

    def hall(self, gateway: Gateway, **others: Any) -> Hall:
        """The unit's dealings with this stage's hall; ``others`` where a test means another unit, log-in or address."""
        given = {"unit": self.unit, "credentials": self.credentials, "sites": self.addresses()}
        return gateway.hall(self.region, **{**given, **others})

    def fault(self, operation: str, do: str, when: str = "", **options: Any) -> None:
        """Arm a fault at this hall."""
        self.world.faults.add(Fault(hall=self.mock, operation=operation, do=do, when=when, **options))

    def landings(self, *, operation: str = "", kind: str = "", person: str = "") -> int:
        """How often the hall's journal says that something took effect: by what request, of which business, for whom.

        A row of a batch that the hall left out is none.
        """
        return sum(
            part.taken and person in ("", part.person)
            for entry in self.world.journal.entries
            if entry.hall == self.mock and entry.committed and entry.method
            if operation in ("", entry.operation) and kind in ("", entry.kind)
            for part in entry.filed() or (JournalPart(entry.person, ""),)
        )

    def check(self) -> None:
        """The hall's own oracle has nothing to say, and nobody tried again what had landed."""
        assert self.world.verify() == []
        assert self.world.attempts_after_landing() == []

    def close(self) -> None:
        """Forget the World."""
        self.simulator.close_world(self.world.id)
