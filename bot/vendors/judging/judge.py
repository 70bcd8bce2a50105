"""Two texts of one page of terms go in, before and after; a judgement comes out: how grave, about what, since when."""

from __future__ import annotations

from collections import defaultdict

from bot.policy.terms import ChangedClause, Direction, Judgement, Noise, Severity, Topic
from bot.vendors.judging.aligning import Change, align
from bot.vendors.judging.clauses import Sentence, sentences
from bot.vendors.judging.dates import new_dates
from bot.vendors.judging.noise import is_trivial, whole_page
from bot.vendors.judging.weighing import Weighed, alert_weight, weigh
from bot.vendors.judging.wording import summarize

ALERT = 1.0
"""From this weight on a change is told at once."""
_DATA = (Topic.TRAINING, Topic.RETENTION, Topic.SHARING, Topic.LOCATION, Topic.OWNERSHIP)


def judge(before: str, after: str) -> Judgement:
    """Rules alone, no model. The same two texts are always judged the same."""
    old, new = sentences(before), sentences(after)
    changes = align(old, new)
    noise = whole_page(old, new, changes)
    if noise is not None:
        return _ignored(noise)
    real = [one for one in changes if not is_trivial(one)]
    effective, stated = new_dates((one.text for one in old), (one.after.text for one in changes if one.after))
    if not real:
        return _ignored(Noise.NAVIGATION if changes else Noise.NO_TEXT)
    weighed = [weigh(one) for one in real]
    topics = _topics(weighed)
    direction = _direction(weighed, topics)
    severity = Severity.ALERT if _gravity(weighed) >= ALERT else Severity.DIGEST
    clauses = tuple(_clause(one, topics) for one in sorted(weighed, key=_counts, reverse=True))
    quote = clauses[0].after or clauses[0].before
    return Judgement(severity, topics, direction, effective, stated, summarize(clauses, topics, direction), quote, clauses)


def _ignored(noise: Noise) -> Judgement:
    return Judgement(
        Severity.IGNORE, (Topic.CONTACT,), Direction.NEUTRAL, noise=noise, summary=summarize((), (), Direction.NEUTRAL, noise)
    )


def _counts(one: Weighed) -> float:
    """How much one change counts for an alert."""
    return max((weight * alert_weight(topic) for topic, weight in one.topics.items()), default=0.0)


def _gravity(weighed: list[Weighed]) -> float:
    return max(map(_counts, weighed), default=0.0)


def _topics(weighed: list[Weighed]) -> tuple[Topic, ...]:
    """The topics that carry the change, the strongest first; contact or formatting where none does."""
    total: dict[Topic, float] = defaultdict(float)
    for one in weighed:
        for topic, weight in one.topics.items():
            total[topic] += min(weight, 1.5) if weight >= 0.5 else 0.0
    ranked = sorted(total.items(), key=lambda pair: -pair[1] * (0.5 + alert_weight(pair[0])))
    if not ranked:
        return (Topic.CONTACT,)
    top = ranked[0][1] * (0.5 + alert_weight(ranked[0][0]))
    return tuple(topic for topic, weight in ranked[:3] if weight * (0.5 + alert_weight(topic)) >= 0.5 * top)


def _direction(weighed: list[Weighed], topics: tuple[Topic, ...]) -> Direction:
    pull = sum(one.pull * min(1.0, max((one.topics.get(topic, 0.0) for topic in _DATA), default=0.0)) for one in weighed)
    if pull > 0.3:
        return Direction.LOOSER
    return Direction.STRICTER if pull < -0.5 else Direction.NEUTRAL


def _clause(one: Weighed, topics: tuple[Topic, ...]) -> ChangedClause:
    place: Sentence | None = one.change.after or one.change.before
    assert place is not None
    return ChangedClause(
        before=_raw(one.change, before=True),
        after=_raw(one.change, before=False),
        heading=place.heading,
        topics=tuple(topic for topic in topics if one.topics.get(topic, 0.0) >= 0.5),
        direction=Direction.LOOSER if one.pull > 0.3 else Direction.STRICTER if one.pull < -0.3 else Direction.NEUTRAL,
        weight=round(_counts(one), 3),
    )


def _raw(change: Change, *, before: bool) -> str:
    sentence = change.before if before else change.after
    return sentence.raw if sentence else ""
