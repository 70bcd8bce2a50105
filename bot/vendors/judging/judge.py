"""Two texts of one page of terms go in, before and after; a judgement comes out: how grave, about what, since when."""

from __future__ import annotations

import time
from collections import defaultdict

from bot.policy.vendors.terms import ChangedClause, Direction, Judgement, Noise, Severity, Topic
from bot.vendors.judging.aligning import Change, align
from bot.vendors.judging.clauses import Read, Sentence, sentences
from bot.vendors.judging.cues import pattern
from bot.vendors.judging.dates import new_dates
from bot.vendors.judging.noise import is_trivial, whole_page
from bot.vendors.judging.renaming import said_otherwise
from bot.vendors.judging.shifting import places_differ
from bot.vendors.judging.tables import dated
from bot.vendors.judging.weighing import Weighed, nothing, weigh
from bot.vendors.judging.wording import summarize

MOST_SECONDS = 300
"""Of a page of usual length it is less than one."""
ALERT = 0.85
"""From this weight on a change is told at once."""
_CLEAR = 0.7
_OUTWEIGHS = 1.5
_MANY = 12
"""A text rewritten in more places than this has promises in it whichever way it went."""
_OPEN = 0.5
"""What a grave sentence that says neither counts against promises: with a new use of data some always come."""
_LOOSER = 1
_ALLOWS = 0.3
_GONE_FOR_GOOD = 2.5
"""What a permission that went counts for where nothing else allows what it did."""
_FEWER = 0.5
"""Of the gravity of all grave sentences: with less than this the others are beside the point."""
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
    real = [one for one in changes if not is_trivial(one)]
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
    return Judgement(severity, topics, direction, effective, stated, summarize(clauses, topics, direction), quote, clauses)


def _ignored(noise: Noise) -> Judgement:
    return Judgement(
        Severity.IGNORE, (Topic.CONTACT,), Direction.NEUTRAL, noise=noise, summary=summarize((), (), Direction.NEUTRAL, noise)
    )


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
    """By the grave sentences. Without a clear sign the change counts as looser: that is what most are, and the safe side."""
    grave = [one for one in weighed if one.gravity >= 0.5 * max(other.gravity for other in weighed)]
    if _gravity(weighed) < ALERT:
        return Direction.NEUTRAL
    if _is_of_instruments(grave):
        return Direction.NEUTRAL
    if all(one.is_entry and (one.pull if one.is_new else abs(one.pull)) < _CLEAR for one in grave):
        return Direction.NEUTRAL
    if all(map(_is_place_alike, grave)):
        return Direction.NEUTRAL
    looser, stricter = _set_off(grave, _still_allowed(weighed, grave))
    open_ = sum(one.gravity for one in grave if abs(one.pull) < _CLEAR and one.is_new and _states(one.change.after))
    least = (_OUTWEIGHS if len(grave) <= _MANY else 2 * _OUTWEIGHS) * looser + _OPEN * open_ + 0.5
    return Direction.STRICTER if stricter > least else Direction.LOOSER


def _is_place_alike(one: Weighed) -> bool:
    """Whether data are kept elsewhere now, under laws that protect them as well."""
    return one.first is Topic.LOCATION and places_differ(one.change) and abs(one.pull) < _CLEAR


def _still_allowed(weighed: list[Weighed], grave: list[Weighed]) -> set[Topic]:
    """Topics on which something allows: what went there may only have come back. All, where a whole part of the page went."""
    gone = [one for one in grave if one.change.after is None]
    if sum(one.gravity for one in gone if one.pull >= 0) > sum(one.gravity for one in gone if one.pull < 0):
        return set(Topic)
    allowing = [one for one in weighed if one.change.after is not None and one.pull >= _ALLOWS]
    return {topic for one in allowing for topic, weight in one.topics.items() if weight >= _SPEAKS}


def _set_off(grave: list[Weighed], still_allowed: set[Topic]) -> tuple[float, float]:
    """What is allowed and what is promised. What went is set off against what came of its kind and topic: it is there still."""
    came: dict[tuple[int, Topic | None], float] = defaultdict(float)
    went: dict[tuple[int, Topic | None], float] = defaultdict(float)
    for one in grave:
        pull = one.pull
        if one.change.after is None and pull < 0 and not still_allowed.intersection(one.topics):
            pull *= _GONE_FOR_GOOD
        if abs(pull) >= _CLEAR:
            way = _LOOSER if pull > 0 else -_LOOSER
            (came if one.change.after else went)[way, one.first] += abs(pull) * one.gravity
    still = sum(min(lost, came.get((-way, topic), 0.0)) for (way, topic), lost in went.items())
    looser, stricter = (
        sum(weight for some in (came, went) for (way, _), weight in some.items() if way == one) for one in (_LOOSER, -_LOOSER)
    )
    return looser - still, stricter - still


def _states(one: Sentence | None) -> bool:
    """Whether something is said: a heading or a question leaves the saying to what follows it."""
    return one is not None and not one.is_heading and not one.is_question


def _is_of_instruments(grave: list[Weighed]) -> bool:
    """Whether the grave sentences are about legal means, or most of them are and no other one points anywhere."""
    others = [one for one in grave if not _is_instrument(one)]
    if any(abs(one.pull) >= _CLEAR for one in others):
        return False
    return sum(one.gravity for one in others) < _FEWER * sum(one.gravity for one in grave)


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
        direction=Direction.LOOSER if one.pull > 0.3 else Direction.STRICTER if one.pull < -0.3 else Direction.NEUTRAL,
        weight=round(one.gravity, 3),
    )


def _raw(change: Change, *, before: bool) -> str:
    sentence = change.before if before else change.after
    return sentence.raw if sentence else ""
