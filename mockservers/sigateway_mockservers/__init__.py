"""Mock halls of social insurance: synthetic counterparties that behave as the rulebook says.

Nothing here is real, nothing here reaches out, and nothing here shares code with the SDK that talks to it::

    simulator = Simulator()
    world = simulator.create_world(seed=7)
    client = httpx.Client(transport=InProcess(simulator), base_url=world.base_url("wuhan"))
"""

from sigateway_mockservers.kernel.clock import FiredEvent, WorldClock
from sigateway_mockservers.kernel.faults import Fault, FaultQueue
from sigateway_mockservers.kernel.journal import Journal, JournalEntry, JournalPart
from sigateway_mockservers.kernel.oracle import Violation
from sigateway_mockservers.kernel.people import People, PersonRecord
from sigateway_mockservers.kernel.server import MockServer, serve
from sigateway_mockservers.kernel.simulator import Simulator
from sigateway_mockservers.kernel.transports import InProcess
from sigateway_mockservers.kernel.world import DEFAULT_ORIGIN, World
from sigateway_mockservers.wuhan.hall import WuhanHall
from sigateway_mockservers.wuhan.records import Effect, Slip, Task, UnitRecord

__all__ = [
    "DEFAULT_ORIGIN",
    "Effect",
    "Fault",
    "FaultQueue",
    "FiredEvent",
    "InProcess",
    "Journal",
    "JournalEntry",
    "JournalPart",
    "MockServer",
    "People",
    "PersonRecord",
    "Simulator",
    "Slip",
    "Task",
    "UnitRecord",
    "Violation",
    "World",
    "WorldClock",
    "WuhanHall",
    "serve",
]
