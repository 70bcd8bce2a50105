"""What a model made of each question of an exam goes in; its marks come out: scores, bounds, the least confidence, the level.

The least confidence is chosen on one half of the questions and proved on the other (Learn then Test, arXiv 2110.01052): who
chose it on the questions that prove it would believe a lie.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bot.exam.bounds import upper_bound
from bot.policy.trust import Level

FLOORS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999)
"""Confidences that are tried, the mildest first; a finer grid would only fit noise."""


@dataclass(frozen=True, slots=True)
class Sat:
    """One question of the exam with what came of it at each level."""

    id: str
    kind: str
    language: str
    right: tuple[str, ...]
    """Labels that are right; the first is the expected one."""
    words: str
    """The label without a model."""
    proposed: str
    """The label where the model proposes."""
    label: str
    """The label where it is believed."""
    is_grounded: bool = False
    """Whether its reading made an allowed that words alone do not give."""
    sure: float = 1.0
    seconds: float = 0.0
    """What its replies took; 0 where words answered alone."""

    @property
    def is_wrong(self) -> bool:
        """Whether the answer is an allowed that is not right."""
        return self.label == "allow" and "allow" not in self.right


@dataclass(frozen=True, slots=True)
class Marks:
    """The result of an exam."""

    n: int
    strict: float
    lenient: float
    asks: int
    false_allow: int
    """Of all answers, whoever read them."""
    grounded: int
    """Answers ``allowed`` that the model grounded and that prove the level."""
    wrong: int
    bound: float
    """At most this share of those is wrong, with 95 % confidence."""
    floor: float
    """The least confidence that an allowed may rest on."""
    level: Level
    admitted: bool
    """Whether it may ground anything."""
    words_lenient: float = 0.0
    proposed_lenient: float = 0.0
    seconds: float = 0.0
    """Median of a question that it was asked."""
    asked: int = 0
    """Questions that it was asked; words answered the others alone."""
    by: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    """``kind`` and ``language`` -> their values -> n, strict, lenient, false_allow."""
    mistakes: tuple[str, ...] = ()
    """Ids of the questions that it would have wrongly allowed."""


def marks_of(sat: Sequence[Sat], bound: float) -> Marks:
    """``bound``: at most this share of the allowed that a model grounds may be wrong."""
    floor, proving = _chosen(sat, bound)
    proof = _proof([one for one in proving if one.sure >= floor], bound)
    words, proposed = (_share(sat, key, lenient=True) for key in ("words", "proposed"))
    told = [one for one in sat if one.sure >= floor or not one.is_grounded]
    asked = [one.seconds for one in sat if one.seconds]
    return Marks(
        n=len(sat),
        strict=_share(sat, "label", lenient=False),
        lenient=_share(sat, "label", lenient=True),
        asks=sum(one.label == "ask" for one in sat),
        false_allow=sum(one.is_wrong for one in told),
        grounded=proof.n,
        wrong=proof.wrong,
        bound=proof.bound,
        floor=floor,
        level=Level.BELIEVED if proof.holds else Level.OFF,
        admitted=proof.holds,
        words_lenient=words,
        proposed_lenient=proposed,
        seconds=median(asked) if asked else 0.0,
        asked=len(asked),
        by={key: _by(sat, key) for key in ("kind", "language")},
        mistakes=tuple(one.id for one in sat if one.is_grounded and one.is_wrong),
    )


@dataclass(frozen=True, slots=True)
class _Proof:
    n: int
    wrong: int
    bound: float
    holds: bool


def _proof(sat: Iterable[Sat], bound: float) -> _Proof:
    grounded = [one for one in sat if one.is_grounded]
    wrong = sum(one.is_wrong for one in grounded)
    reached = upper_bound(wrong, len(grounded))
    return _Proof(len(grounded), wrong, reached, reached <= bound)


def _chosen(sat: Sequence[Sat], bound: float) -> tuple[float, Sequence[Sat]]:
    """The least confidence, and the questions that may prove it: all where there was nothing to choose from."""
    if len({one.sure for one in sat if one.is_grounded}) <= 1:
        return 0.0, sat
    choosing = [one for one in sat if one.is_grounded and half(one.id) == 0]
    proving = [one for one in sat if half(one.id) == 1]
    for floor in FLOORS:
        kept = [one for one in choosing if one.sure >= floor]
        if kept and sum(one.is_wrong for one in kept) / len(kept) <= bound / 2:
            return floor, proving
    return FLOORS[-1], proving


def half(id_: str) -> int:
    """The half that a question is in: by its id alone, so that nobody can pick."""
    return hashlib.sha256(id_.encode()).digest()[0] % 2


def _share(sat: Sequence[Sat], key: str, *, lenient: bool) -> float:
    right = sum(getattr(one, key) in (one.right if lenient else one.right[:1]) for one in sat)
    return round(right / max(len(sat), 1), 4)


def _false(sat: Sequence[Sat], key: str) -> int:
    return sum(getattr(one, key) == "allow" and "allow" not in one.right for one in sat)


def _by(sat: Sequence[Sat], key: str) -> dict[str, dict[str, float]]:
    found: dict[str, list[Sat]] = {}
    for one in sat:
        found.setdefault(getattr(one, key) or "-", []).append(one)
    return {
        value: {
            "n": len(group),
            "strict": _share(group, "label", lenient=False),
            "lenient": _share(group, "label", lenient=True),
            "false_allow": _false(group, "label"),
        }
        for value, group in sorted(found.items())
    }
