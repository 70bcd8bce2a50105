"""What advice rests on, as values: ways to have a tool, what is asked, the table of points, and the laws that it keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from bot.policy.words import Citation, Offering, Slot, Texts

WAYS = ("closed_consumer", "closed_enterprise", "managed_open", "self_hosted")
"""Ways to have a tool, least control first: of two that are worth the same, more control wins."""
KEEPS_THE_HOUSE = "self_hosted"
"""The way that nothing rules out, and whose costs do not grow with use."""
DIMENSIONS = ("privacy", "cost", "security", "compliance", "performance", "vendor_risk", "governance")
INPUTS: Mapping[str, tuple[str, ...]] = {
    "data": ("public", "internal", "confidential", "restricted"),
    "volume": ("low", "medium", "high"),
    "skills": ("none", "some", "strong"),
    "hardware": ("none", "servers", "gpus"),
    "residency": ("free", "region", "house"),
    "sector": ("none", "regulated"),
    "frontier": ("no", "useful", "must"),
    "start": ("days", "weeks", "months"),
    "fine_tuning": ("no", "yes"),
    "audit": ("usual", "strict"),
    "geopolitics": ("low", "high"),
}
"""What is asked -> what may be answered, mild first."""
USUAL: Mapping[str, str] = {
    **{"data": "restricted", "volume": "low", "skills": "none", "hardware": "none", "residency": "region", "sector": "none"},
    **{"frontier": "useful", "start": "weeks", "fine_tuning": "no", "audit": "usual", "geopolitics": "low"},
}
"""What is taken where nobody answered; it is shown as assumed."""
VERDICTS = ("allowed", "conditional", "ask", "review", "uncovered", "forbidden")
"""Mildest first; ``ask``: it depends on what was not said."""
MOST_POINTS = 4
"""Of a cell as it is shown; adding up goes beyond."""


class Entry(NamedTuple):
    """What one answer does to one dimension: points for ways, ways that it rules out, and why."""

    dimension: str
    points: Mapping[str, int]
    rules_out: tuple[str, ...]
    because: Texts
    at: Citation


@dataclass(frozen=True, slots=True)
class Base:
    """What each way is worth in one dimension where nothing is known, and why."""

    points: Mapping[str, int]
    because: Texts


@dataclass(frozen=True, slots=True)
class AdviceTable:
    """The whole table; a policy's own parts take the place of the shipped ones."""

    weights: Mapping[str, int] = field(default_factory=dict)
    base: Mapping[str, Base] = field(default_factory=dict)
    entries: Mapping[tuple[str, str], tuple[Entry, ...]] = field(default_factory=dict)
    """Input and value -> what it does."""
    demands: Mapping[str, tuple[Texts, ...]] = field(default_factory=dict)
    """Way, or ``all``, -> what it still takes, whatever is chosen."""

    def with_own(self, own: AdviceTable) -> AdviceTable:
        """An owner's table over this one, part by part."""
        return AdviceTable(
            {**self.weights, **own.weights},
            {**self.base, **own.base},
            {**self.entries, **own.entries},
            {**self.demands, **own.demands},
        )

    def worth(self, input_: str, value: str) -> dict[str, int]:
        """Way -> what this answer adds to its total."""
        found = dict.fromkeys(WAYS, 0)
        for entry in self.entries.get((input_, value), ()):
            for way, points in entry.points.items():
                found[way] += points * self.weights[entry.dimension]
        return found

    def ruled_out(self, input_: str, value: str) -> frozenset[str]:
        """Ways that this answer rules out."""
        return frozenset(way for entry in self.entries.get((input_, value), ()) for way in entry.rules_out)


class Broken(NamedTuple):
    """A law that a table does not keep, at the answer that breaks it."""

    input: str
    value: str
    law: str


def broken_laws(table: AdviceTable) -> Iterator[Broken]:
    """More sensitive data never moves advice towards less control; more volume never moves it away from fixed costs.

    All points add up, each answer's for itself, so it is enough to look at the steps from one answer to the next: a step that
    lifts a way by at least as much as each of those that it must not lose to keeps the order whatever else was answered.
    """
    for input_, values in INPUTS.items():
        for value in values:
            if KEEPS_THE_HOUSE in table.ruled_out(input_, value):
                yield Broken(input_, value, "last")
    for mild, strict in pairwise(INPUTS["data"]):
        step = _step(table, "data", mild, strict)
        gone, before = table.ruled_out("data", strict), table.ruled_out("data", mild)
        is_steady = all(step[less] <= step[more] for less, more in pairwise(WAYS))
        if not is_steady or not before <= gone or set(WAYS[: len(gone)]) != gone:
            yield Broken("data", strict, "control")
    for less, more in pairwise(INPUTS["volume"]):
        step = _step(table, "volume", less, more)
        if any(step[way] > step[KEEPS_THE_HOUSE] for way in WAYS) or not (
            table.ruled_out("volume", less) <= table.ruled_out("volume", more)
        ):
            yield Broken("volume", more, "volume")


def _step(table: AdviceTable, input_: str, before: str, after: str) -> dict[str, int]:
    had, has = table.worth(input_, before), table.worth(input_, after)
    return {way: has[way] - had[way] for way in WAYS}


def way_of(offering: Offering) -> str:
    """The way that an offering is; empty where the policy does not say enough of it."""
    if offering.hosting in ("self_hosted", "device"):
        return "self_hosted"
    if offering.hosting == "managed_cloud" and offering.facts.get("weights") == "open":
        return "managed_open"
    if not offering.hosting and offering.facts.get("weights") == "open":
        return ""
    return {"company": "closed_enterprise", "personal": "closed_consumer"}.get(offering.account, "")


@dataclass(frozen=True, slots=True)
class Cell:
    """One way in one dimension."""

    dimension: str
    points: int
    shown: int
    """From 0 to ``MOST_POINTS``."""
    because: tuple[tuple[str, str, Texts], ...]
    """Input and value (both empty: it is always so), and why."""
    would_change: tuple[tuple[str, str, int], ...]
    """Another answer (input, value) and what would be shown then."""


@dataclass(frozen=True, slots=True)
class WayAdvice:
    """One way in all dimensions."""

    way: str
    total: int
    cells: tuple[Cell, ...]
    ruled_out: tuple[tuple[str, str, Texts], ...] = ()
    """Answers that rule it out, and why."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What the policy says of one way for one kind of data."""

    way: str
    verdicts: Mapping[str, str]
    """Offering -> verdict; at least one."""

    @property
    def verdict(self) -> str:
        """The mildest."""
        return min(self.verdicts.values(), key=VERDICTS.index)

    @property
    def offerings(self) -> tuple[str, ...]:
        """Those that have the mildest verdict."""
        return tuple(id_ for id_, verdict in self.verdicts.items() if verdict == self.verdict)


@dataclass(frozen=True, slots=True)
class Split:
    """Where one kind of data goes. ``way`` is empty where the policy leaves none."""

    data: str
    level: str
    way: str
    fits: tuple[Fit, ...]
    within: str = ""
    """The class that it is an exception of: ruled stricter than the class itself."""
    stricter: tuple[str, ...] = ()
    """With these of the offerings that are named for the class."""

    @property
    def verdict(self) -> str:
        """What the policy says of the way; empty where there is none."""
        return next((fit.verdict for fit in self.fits if fit.way == self.way), "")


@dataclass(frozen=True, slots=True)
class Advice:
    """The whole answer."""

    answers: Mapping[str, str]
    assumed: tuple[str, ...]
    """Inputs that nobody answered."""
    ways: tuple[WayAdvice, ...]
    """Best first."""
    first: str
    """The best way that nothing rules out for all of the data; empty where the policy leaves none."""
    barred: Mapping[str, tuple[str, ...]]
    """Way -> kinds of data that the policy does not let it have; none, where it names no data."""
    decided: tuple[tuple[str, str, str, int, Texts], ...]
    """What parts the first from the second: input, value, dimension, points, why; most first."""
    drawbacks: tuple[tuple[str, str, str, int, Texts], ...]
    """What the answers take from the first, in the same form; the points are below zero."""
    second: str
    changes: tuple[tuple[str, str, str], ...]
    """A single other answer (input, value), and what would come first then."""
    splits: tuple[Split, ...]
    demands: tuple[Texts, ...]
    """What the first choice still takes."""
    asker: Mapping[Slot, str] = field(default_factory=dict)
    """What the policy assumed of who is to use it, where a rule asks about it."""
    roles: tuple[tuple[str, str, str], ...] = ()
    """Another role that has another way: role, kind of data (empty: all of it) and way."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What words told the adviser: ids of data types and classes, phrases of which nothing was read."""

    language: str
    data: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    names_tool: bool = False
    """Whether a tool is named: that is a question, and the policy's to answer."""
    cut_at: int = 0
    """How many letters were read, where the words were more."""

    @property
    def is_told(self) -> bool:
        """Whether it fills in anything of the form."""
        return not self.names_tool and bool(self.data)
