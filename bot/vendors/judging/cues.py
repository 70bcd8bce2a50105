"""The name of a topic or a list goes in; its patterns come out, each with what it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.policy.vendors.terms import Topic
from bot.vendors.judging.data import load


@dataclass(frozen=True)
class Cue:
    """A pattern and how much it counts."""

    pattern: re.Pattern[str]
    weight: float


@cache
def alert_weight(topic: Topic) -> float:
    """How much a change under this topic counts for an alert."""
    return float(load("topics")[topic.value]["alert"])


@cache
def alert_weight_when_lost(topic: Topic) -> float:
    """The same where a promise under this topic went, or was loosened."""
    return float(load("topics")[topic.value].get("alert_when_lost", alert_weight(topic)))


@cache
def tells(topic: Topic) -> float:
    """How much more than others a topic is what people say a change is about; 1 where nothing is known."""
    return float(load("topics")[topic.value].get("tells", 1.0))


@cache
def cues_of(topic: Topic) -> tuple[Cue, ...]:
    return _made(load("topics")[topic.value]["cues"])


@cache
def pattern_of(topic: Topic, key: str) -> re.Pattern[str] | None:
    some = load("topics")[topic.value].get(key)
    return re.compile("|".join(f"(?:{one})" for one in some)) if some else None


@cache
def words_of(key: str) -> frozenset[str]:
    return frozenset(load("phrases")[key])


@cache
def sides_of() -> dict[str, frozenset[str]]:
    """How the vendor and the customer are named: by pronouns and as parties."""
    words, (vendors, customers) = load("phrases"), load("phrases")["parties"]
    parties = {"vendor": vendors, "customer": customers}
    return {side: frozenset((*words["actors"][side], *words["sides"][side], *some)) for side, some in parties.items()}


@cache
def pattern(key: str) -> re.Pattern[str]:
    return re.compile(load("phrases")[key])


def _made(groups: dict[float, list[str]]) -> tuple[Cue, ...]:
    return tuple(Cue(re.compile(one), float(weight)) for weight, some in groups.items() for one in some)
