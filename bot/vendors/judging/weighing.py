"""A changed sentence goes in; its topics with their weights, and which way it points for the customer's data, come out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.policy.terms import Topic
from bot.vendors.judging.aligning import Change
from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.data import load

_UNTOUCHED = 0.15
"""What a cue counts that stands in the sentence but not in its changed words."""
_OPERATIVE = 0.6
"""The same where a word like "not", "may" or a number changed: that is about everything in the sentence."""


@dataclass(frozen=True)
class Cue:
    """A pattern and how much it counts."""

    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True)
class Weighed:
    """One change: how much it is about each topic (0 to about 2), and its pull: below 0 protects the customer's data."""

    change: Change
    topics: dict[Topic, float]
    pull: float


@cache
def alert_weight(topic: Topic) -> float:
    """How much a change under this topic counts for an alert."""
    return float(load("topics")[topic.value]["alert"])


@cache
def _cues(topic: Topic) -> tuple[Cue, ...]:
    return _made(load("topics")[topic.value]["cues"])


@cache
def _exceptions(topic: Topic) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one) for one in load("topics")[topic.value].get("not", ()))


@cache
def _pointers(way: str) -> tuple[Cue, ...]:
    return _made(load("direction")[way])


@cache
def _operative() -> frozenset[str]:
    return frozenset(load("direction")["operative"])


def _made(groups: dict[float, list[str]]) -> tuple[Cue, ...]:
    return tuple(Cue(re.compile(one), float(weight)) for weight, some in groups.items() for one in some)


def weigh(change: Change) -> Weighed:
    """Topics by the cues in the changed words; direction by what the sentence after allows more than the one before."""
    topics: dict[Topic, float] = {}
    for topic in Topic:
        weight = max(_about(topic, change.after, change.new, change), _about(topic, change.before, change.gone, change))
        if weight:
            topics[topic] = weight
    return Weighed(change, topics, _pull_of(change.after) - _pull_of(change.before))


def _about(topic: Topic, sentence: Sentence | None, changed: tuple[str, ...], change: Change) -> float:
    if sentence is None:
        return 0.0
    text = sentence.key
    if any(one.search(text) for one in _exceptions(topic)):
        return 0.0
    touched = frozenset(changed)
    whole = change.before is None or change.after is None
    rest = _OPERATIVE if _is_operative(change) else _UNTOUCHED
    total = 0.0
    for cue in _cues(topic):
        best = 0.0
        for found in cue.pattern.finditer(text):
            hit = whole or any(word in touched for word in found[0].split()) or any(sign in touched for sign in found[0])
            best = max(best, cue.weight * (1.0 if hit else rest))
        total += best
    return min(total, 2.0)


def _is_operative(change: Change) -> bool:
    words = set(change.gone) | set(change.new)
    return bool(words & _operative()) or any(word[:1].isdigit() for word in words)


def pull(text: str) -> float:
    """Above 0: the vendor may do more; below 0: it may do less."""
    protects = sum(cue.weight for cue in _pointers("protective") if cue.pattern.search(text))
    permits = sum(cue.weight for cue in _pointers("permissive") if cue.pattern.search(text))
    return permits - 1.6 * protects if protects >= 1.0 else permits - protects


def _pull_of(sentence: Sentence | None) -> float:
    return pull(sentence.key) if sentence else 0.0
