"""Made-up readers of the exam on terms: one that knows the labels, ever more often mistaken ones, and some that know nothing.

They are no models. They show what the exam admits and what the design makes of such replies, and nothing of any real one.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

from bot.exam.terms_exam import Pair, TermsSitting, pairs
from bot.policy.talks.claims import Reply
from bot.policy.vendors.terms import Direction, Severity
from bot.policy.vendors.terms_heard import Weight
from bot.reading.model.hearing import Hear
from bot.vendors.hearing.replies import CHECK_SCHEMA

Told = Callable[[Pair], Weight]
"""What a reader says of a pair."""
NOTHING, MAJOR = Weight(Severity.DIGEST, Direction.NEUTRAL), Weight(Severity.ALERT, Direction.LOOSER)
_PLACES = {Direction.LOOSER: "allows", Direction.STRICTER: "takes_away", Direction.NEUTRAL: "other"}


def knows(pair: Pair) -> Weight:
    """The label. What is noise is nothing of weight."""
    return pair.label if pair.label.severity is Severity.ALERT else NOTHING


def lies(pair: Pair) -> Weight:
    """The contrary of the label."""
    if pair.label.severity is not Severity.ALERT:
        return MAJOR
    way = {Direction.LOOSER: Direction.STRICTER, Direction.STRICTER: Direction.LOOSER}.get(pair.label.direction)
    return Weight(Severity.ALERT, way) if way else NOTHING


def hides(pair: Pair) -> Weight:
    """What is grave is nothing, and the other way round."""
    return NOTHING if pair.label.severity is Severity.ALERT else MAJOR


def says_major(_: Pair) -> Weight:
    return MAJOR


def says_nothing(_: Pair) -> Weight:
    return NOTHING


def at_random(seed: int, salt: str = "") -> Told:
    """Something, and of each pair the same each time."""

    def told(pair: Pair) -> Weight:
        draw = random.Random(f"{seed} {salt} {pair.id}")
        return draw.choice([NOTHING, NOTHING, NOTHING, *(Weight(Severity.ALERT, way) for way in _PLACES)])

    return told


def slips(told: Told, share: float, wrong: Told = lies) -> Told:
    """The same, but in so many pairs something wrong: in both passes alike, which is the worst case."""

    def slipping(pair: Pair) -> Weight:
        drawn = hashlib.sha256(f"{wrong.__name__} {pair.id}".encode()).digest()
        return wrong(pair) if int.from_bytes(drawn[:4], "big") / 2**32 < share else told(pair)

    return slipping


def reader(told: Told, check: Told | None = None, sure: Callable[[Pair], float] = lambda _: 1.0) -> Hear:
    """A model of the exam's pairs. ``check``: what the second pass says, where it is not the same."""
    known = _by_prompt()

    def hear(_shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        if rest not in known:
            return None
        pair = known[rest]
        is_check = schema == CHECK_SCHEMA
        weight = (check or told)(pair) if is_check else told(pair)
        return Reply((_checked if is_check else _read)(weight, _sides(rest)), sure(pair))

    return hear


_KNOWN: dict[str, Pair] = {}


def _by_prompt() -> dict[str, Pair]:
    """Each prompt of the exam, and its pair."""
    if not _KNOWN:
        for pair in pairs():

            def note(_shared: str, rest: str, _schema: dict[str, Any], pair: Pair = pair) -> None:
                _KNOWN[rest] = pair

            list(TermsSitting(note)((pair,), lambda _: None))
    return _KNOWN


def _sides(rest: str) -> Sequence[tuple[str, str]]:
    lines = rest.rpartition("Clauses:\n")[2].splitlines()
    return [(one["before"], one["after"]) for one in map(json.loads, filter(None, lines))]


def _read(weight: Weight, sides: Sequence[tuple[str, str]]) -> dict[str, Any]:
    before, after = _quotes(sides)
    ids = {"topic": "retention", "severity": weight.severity.value, "direction": weight.direction.value}
    return {"before": before, "after": after, **{name: {"id": id_} for name, id_ in ids.items()}}


def _checked(weight: Weight, sides: Sequence[tuple[str, str]]) -> dict[str, Any]:
    id_ = "grave" if weight.severity is Severity.ALERT else "light"
    entry = {"quote": next(filter(None, reversed(_quotes(sides)))), "id": id_}
    return {"allows": [], "takes_away": [], "other": [], _PLACES[weight.direction]: [entry]}


def _quotes(sides: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Of the clause that differs most: a whole side of it stands in the other one where only something was added."""
    before, after = min(sides, key=lambda side: SequenceMatcher(None, *side).ratio())
    return ("" if before in after else before), ("" if after in before else after)
