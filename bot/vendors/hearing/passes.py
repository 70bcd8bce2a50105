"""A judgement by words and a model go in; the judgement that counts comes out, with what each pass said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.policy.talks.claims import Reply
from bot.policy.vendors.terms import ChangedClause, Direction, Judgement, Severity, Topic
from bot.policy.vendors.terms_heard import NO_TERMS_TRUST, Opinion, Seen, TermsTrust, Weight, Weighted, join
from bot.vendors.hearing.replies import CHECK_SCHEMA, READ_SCHEMA, Side, opinion_of_check, opinion_of_read
from bot.vendors.judging.cleaning import key, plain
from bot.vendors.judging.cues import cues_of
from bot.vendors.judging.judge import ALERT
from bot.vendors.judging.ways import CLEAR

Hear = Callable[[str, str, dict[str, Any]], Reply | None]
"""What all changes share, the rest of the prompt, the reply's schema -> the reply, or nothing."""
MOST_SHOWN = 6_000
"""Characters of all clauses together; what is behind them the model does not see, and so may not soften anything."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """``ids``: what both passes share, and what goes first; ``read`` and ``check``: each with a place for the clauses."""

    ids: str
    read: str
    check: str


@dataclass(frozen=True, slots=True)
class Passed:
    """What words said of a change, what both passes said, and what counted."""

    words: Judgement
    a: Opinion | None
    b: Opinion | None
    seen: Seen
    counted: Weighted
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Passes:
    """Judging by words, and by a model as far as it is trusted at that moment."""

    judge: Callable[[str, str], Judgement]
    hear: Hear
    prompts: Prompts
    trust: Callable[[], TermsTrust] = lambda: NO_TERMS_TRUST

    def __call__(self, before: str, after: str) -> Judgement:
        """A model that may change nothing is not asked."""
        made = self.judge(before, after)
        trust = self.trust() if _is_asked(made) else NO_TERMS_TRUST
        return self._passed(made, trust).judgement if trust.floors else made

    def told(self, before: str, after: str) -> Passed:
        """The same with what each said, also where nothing of it counts."""
        made = self.judge(before, after)
        return self._passed(made, self.trust() if _is_asked(made) else NO_TERMS_TRUST)

    def _passed(self, made: Judgement, trust: TermsTrust) -> Passed:
        words = Weight(made.severity, made.direction)
        if not _is_asked(made):
            return Passed(made, None, None, Seen(), Weighted(words), made)
        sides, is_whole = shown(made.clauses)
        a = opinion_of_read(self._hear(self.prompts.read, sides, READ_SCHEMA), sides)
        b = opinion_of_check(self._hear(self.prompts.check, sides, CHECK_SCHEMA), sides)
        seen = Seen(names_training(made.clauses), is_whole)
        counted = join(words, a, b, trust, seen)
        return Passed(made, a, b, seen, counted, weighed(made, counted.weight))

    def _hear(self, prompt: str, sides: tuple[Side, ...], schema: dict[str, Any]) -> Reply | None:
        begin, _, end = prompt.partition("{clauses}")
        lines = "\n".join(json.dumps({"before": was, "after": now}, ensure_ascii=False) for was, now in sides)
        return self.hear(self.prompts.ids, f"{begin}{lines}{end}", schema)


def _is_asked(made: Judgement) -> bool:
    return made.severity is not Severity.IGNORE


def shown(clauses: tuple[ChangedClause, ...]) -> tuple[tuple[Side, ...], bool]:
    """The clauses as a model sees them, the heaviest first, and whether these are all."""
    sides: list[Side] = []
    left = MOST_SHOWN
    for one in clauses:
        side = (plain(one.before), plain(one.after))
        left -= len(side[0]) + len(side[1])
        if left < 0:
            break
        sides.append(side)
    return tuple(sides), len(sides) == len(clauses)


def names_training(clauses: tuple[ChangedClause, ...]) -> bool:
    """Whether words found by name, in a clause that is grave by itself, that customers' data is used for training."""
    cues = [cue.pattern for cue in cues_of(Topic.TRAINING) if cue.weight >= CLEAR]
    grave = (one for one in clauses if one.weight >= ALERT and one.direction is not Direction.STRICTER)
    return any(cue.search(key(plain(text))) for one in grave for text in (one.before, one.after) for cue in cues)


def weighed(made: Judgement, weight: Weight) -> Judgement:
    """The judgement with another weight."""
    return replace(made, severity=weight.severity, direction=weight.direction)
