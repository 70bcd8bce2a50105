"""Two texts of one page of terms go in, before and after; a judgement comes out: how grave, about what, since when."""

from __future__ import annotations

import time
from collections import defaultdict

from bot.policy.vendors.terms import ChangedClause, Direction, Judgement, Noise, Severity, Topic
from bot.vendors.judging.aligning import Change, align
from bot.vendors.judging.clauses import Read, sentences
from bot.vendors.judging.cues import pattern
from bot.vendors.judging.dates import new_dates
from bot.vendors.judging.noise import is_trivial, whole_page
from bot.vendors.judging.renaming import said_otherwise
from bot.vendors.judging.tables import dated
from bot.vendors.judging.ways import is_same_time, places_differ, way
from bot.vendors.judging.weighing import Weighed, nothing, weigh

MOST_SECONDS = 300
"""Of a page of usual length it is less than one."""
ALERT = 0.85
"""From this weight on a change is told at once."""
_BESIDE_GRAVEST = 0.5
"""Of the gravity of the gravest sentence: with less than this the others are beside the point."""
_SPEAKS = 0.5
"""From this weight on a sentence speaks of a topic."""
_SAYS_NO_DAY = frozenset({Topic.CONTACT, Topic.SECURITY})
"""Such a sentence tells of a certificate or an address: "As of 1 April, we are certified"."""
_COUNTED = 4
_NEXT = 0.6
"""So many sentences of one topic are added up: a long list says no more than a few of its lines."""
_STRONG = 0.9
_BESIDE = 0.55
"""A second topic has at least this share of the first one's weight."""
_BESIDE_IN_DIGEST = 0.8
"""More where nothing is grave: small changes are about one thing."""


def judge(before: str, after: str, seconds: float = MOST_SECONDS) -> Judgement:
    """Rules alone, no model. The same two texts are always judged the same. Raises TimeoutError where it takes longer than
    ``seconds``: all other pages wait for this one."""
    until = time.monotonic() + seconds

    def hurry() -> None:
        if time.monotonic() > until:
            raise TimeoutError(f"more than {seconds:.0f} seconds")

    read: Read = {}
    old, new = sentences(before, read), sentences(after, read)
    changes = align(old, new, hurry)
    noise = whole_page(old, new, changes)
    if noise is not None:
        return _ignored(noise)
    real = [one for one in changes if not is_trivial(one) and not is_same_time(one)]
    if not real:
        return _ignored(Noise.NAVIGATION if changes else Noise.NO_TEXT)
    same = said_otherwise(old, new, real)
    weighed = []
    for one in real:
        hurry()
        weighed.append(nothing(one) if one in same else weigh(one))
    effective, stated = new_dates(
        [said for one in old for said in dated(one)],
        [said for one in changes if one.after for said in dated(one.after)],
        [one for one in map(_bearing, weighed) if one],
    )
    direction = _direction(weighed)
    severity = Severity.ALERT if _gravity(weighed) >= ALERT else Severity.DIGEST
    topics = _topics(weighed, _BESIDE if severity is Severity.ALERT else _BESIDE_IN_DIGEST)
    clauses = tuple(_clause(one, topics) for one in sorted(weighed, key=lambda one: one.gravity, reverse=True))
    quote = clauses[0].after or clauses[0].before
    return Judgement(severity, topics, direction, effective, stated, quote, clauses)


def _ignored(noise: Noise) -> Judgement:
    return Judgement(Severity.IGNORE, (Topic.CONTACT,), Direction.NEUTRAL, noise=noise)


def _bearing(one: Weighed) -> str:
    """The sentence after, where it says what holds for customers: the day with which it begins may be the one it holds from."""
    speaks = any(weight >= _SPEAKS for topic, weight in one.topics.items() if topic not in _SAYS_NO_DAY)
    return one.change.after.text if one.change.after and speaks else ""


def _topics(weighed: list[Weighed], beside: float) -> tuple[Topic, ...]:
    """The topics that carry the change, the strongest first; contact or formatting where none does."""
    ranks: dict[Topic, list[float]] = defaultdict(list)
    strongest: dict[Topic, float] = defaultdict(float)
    for one in weighed:
        for topic, weight in one.topics.items():
            if weight >= _SPEAKS:
                ranks[topic].append(one.ranks[topic])
                strongest[topic] = max(strongest[topic], weight)
    ranked = sorted(((_sum(some), topic) for topic, some in ranks.items()), key=lambda pair: -pair[0])
    if not ranked:
        return (Topic.CONTACT,)
    (most, first), *others = ranked
    second = [topic for weight, topic in others[:1] if weight >= beside * most and strongest[topic] >= _STRONG]
    return (first, *second)


def _sum(weights: list[float]) -> float:
    """The heaviest sentence, and a part of the next few."""
    first, *rest = sorted(weights, reverse=True)
    return first + _NEXT * sum(rest[: _COUNTED - 1])


def _direction(weighed: list[Weighed]) -> Direction:
    """The way that all grave sentences go, as far as it can be counted; neither where only firms or legal means are others."""
    grave = [one for one in weighed if one.gravity >= _BESIDE_GRAVEST * _gravity(weighed)]
    if _gravity(weighed) < ALERT or all(map(_is_neither, grave)):
        return Direction.NEUTRAL
    ways = {way(one.change) for one in grave}
    return ways.pop() if len(ways) == 1 else Direction.UNCLEAR


def _is_neither(one: Weighed) -> bool:
    """Whether a sentence names another company for the same list, or by which legal means data go abroad."""
    return (one.is_entry and not places_differ(one.change)) or _is_instrument(one)


def _is_instrument(one: Weighed) -> bool:
    """Whether a sentence says by which legal means data go abroad: with new ones no more of them do, and no less."""
    return all(pattern("instruments").search(side.key) for side in (one.change.before, one.change.after) if side)


def _gravity(weighed: list[Weighed]) -> float:
    return max((one.gravity for one in weighed), default=0.0)


def _clause(one: Weighed, topics: tuple[Topic, ...]) -> ChangedClause:
    place = one.change.after or one.change.before
    return ChangedClause(
        before=_raw(one.change, before=True),
        after=_raw(one.change, before=False),
        heading=place.heading if place else "",
        topics=tuple(topic for topic in topics if one.topics.get(topic, 0.0) >= 0.5),
        direction=way(one.change),
        weight=round(one.gravity, 3),
    )


def _raw(change: Change, *, before: bool) -> str:
    sentence = change.before if before else change.after
    return sentence.raw if sentence else ""
