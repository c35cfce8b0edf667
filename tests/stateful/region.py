"""What the machine needs to know of a region: whom and what to file, and how to read the hall's own books."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sigateway as sg


@dataclass(frozen=True)
class Held:
    """What a hall holds: under which number (that of a batch is its rows'), about whom, of which kind, and whether it is in force yet."""

    number: str
    person: str
    kind: str
    in_force: bool


@dataclass(frozen=True)
class Region:
    """One region's mock hall.

    ``filings``: by kind, a filing of a person made at this moment; the count makes each one say something else. ``insured``:
    whether somebody is insured at the unit now. ``held``: all that stands in the hall's books, whoever filed it.
    ``by_hand``: a clerk files this kind for this person, and the numbers. ``decide``: people at the agency, or a clerk, do
    something about this number; ``well`` says whether to the vendor's liking. Both raise ValueError or KeyError when the hall does
    not let them. ``commits``, ``ends``: the hall's names of the requests by which something is filed, or undone.
    """

    name: str
    commits: tuple[str, ...]
    ends: tuple[str, ...]
    scene: Callable[[Path, bool], Any]
    hall: Callable[[Any, sg.Gateway], sg.Hall]
    people: Callable[[Any], list[sg.Person]]
    filings: Mapping[str, Callable[[Any, sg.Person, int], sg.Filing]]
    insured: Callable[[Any, str], bool]
    held: Callable[[Any], list[Held]]
    by_hand: Callable[[Any, str, str], Iterable[str]]
    decide: Callable[[Any, str, bool], object]
