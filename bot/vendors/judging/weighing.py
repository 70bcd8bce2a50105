"""A changed sentence goes in; its topics, its gravity, and which way it points for customers' data, come out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from bot.policy.terms import Topic
from bot.vendors.judging.aligning import WORDS, Change
from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.context import DATA, Context, is_same_recipient
from bot.vendors.judging.cues import alert_weight, alert_weight_when_lost, cues_of, pattern, pattern_of, pointers, tells, words_of
from bot.vendors.judging.times import longer

_UNTOUCHED = 0.15
"""What a cue counts that stands in the sentence but not in its changed words."""
_OPERATIVE = 0.6
"""The same where a word like "not", "may" or a number changed: that is about everything in the sentence."""
_SIGNS_A_WORD = 14
"""Fewer blanks than one in so many signs: a script that writes none."""
_BESIDE = 4
_SEVERAL = 3
_UNDER_HEADING = 0.4
_FULL = 1.5
_ANY_TOPIC = 0.4
"""What a topic counts in the ranking that touches nobody's data."""
_UNDER_RULES = 0.7
_CLEAR = 0.9
_UNCLEAR = 0.8
"""Several weak signs make no clear one: without a cue of ``_CLEAR`` a sentence is about a topic by this much at most."""
_ENTRY = 1.2
"""A line of a list of sub-processors is about sharing, whatever it says."""
_SAME_ENTRY = 0.6
_PLACED = 1.3
_PROMISE = 1.3
_PROMISE_GONE = 0.8
_PERMISSION_GONE = 0.4
"""What is taken out counts less than what is put in: most permissions come back in other words."""
_HEDGED = 1.5
_ANOTHER_COUNTRY = 1.0
_TURNED = 2.0
_SPOKEN_OF = 0.5
_LOST = 0.3
"""From this shift on a promise went."""
_ANOTHER_TIME = 1.5
_ANOTHER_PLAN = 1.0
_LONGER = 0.6
"""What a longer list of things the vendor may do, or may not do, counts where its verbs are the same."""


@dataclass(frozen=True)
class Weighed:
    """One change. ``topics``: how much it is about each, 0 to 2. ``gravity``: what an alert needs. ``pull``: below 0 protects."""

    change: Change
    topics: dict[Topic, float]
    ranks: dict[Topic, float]
    """The same, with what a topic counts for customers' data: by this the topics of a change are ranked."""
    gravity: float
    pull: float
    is_entry: bool = False
    """A line of a list of companies: who comes or goes, not what they may do."""

    @property
    def is_new(self) -> bool:
        """Whether nothing like it stood there before."""
        return self.change.before is None


def nothing(change: Change) -> Weighed:
    """A change that says nothing new: for the digest, about nothing."""
    return Weighed(change, {}, {}, 0.0, 0.0)


def weigh(change: Change) -> Weighed:
    """Topics by the cues in the changed words; direction by what the sentence after allows more than the one before."""
    sides = ((change.after, change.new, change.new_at), (change.before, change.gone, change.gone_at))
    topics: dict[Topic, float] = {}
    ranks: dict[Topic, float] = {}
    gravity = 0.0
    entry = True
    shift = _shift(change)
    is_lost = change.before is not None and shift >= _LOST and not _for_more(change)
    for sentence, changed, places in sides:
        if sentence is None:
            continue
        context = Context(sentence, is_after=sentence is change.after)
        touched = _Touched(sentence.key, changed, places)
        entry = entry and context.is_entry
        for topic in Topic:
            touched.rest = 1.0 if _is_at_stake(topic, change, shift) else _rest(change)
            about = _about(topic, sentence, touched, change, context)
            if not about:
                continue
            counts = context.counts(topic)
            alerts = (alert_weight_when_lost if is_lost and context.is_of_vendor else alert_weight)(topic) * counts
            topics[topic] = max(about, topics.get(topic, 0.0))
            ranks[topic] = max(
                min(about, _FULL) * (_ANY_TOPIC + alert_weight(topic) * counts) * tells(topic), ranks.get(topic, 0.0)
            )
            gravity = max(gravity, about * alerts)
    first = max(DATA, key=lambda topic: ranks.get(topic, 0.0))
    if (
        _is_turned(change, shift)
        and _SPOKEN_OF <= topics.get(first, 0.0) < 1.0
        and gravity == topics[first] * alert_weight(first)
    ):
        topics[first], gravity = 1.0, max(gravity, alert_weight(first))
    return Weighed(change, topics, ranks, gravity, shift, entry)


def _is_turned(change: Change, shift: float) -> bool:
    """Whether a promise became a permission, or the other way round: what it speaks of at all, it is about."""
    return change.before is not None and change.after is not None and abs(shift) >= _TURNED


def _is_at_stake(topic: Topic, change: Change, shift: float) -> bool:
    """Whether a topic's cues count in full though other words changed: how long data are kept, a safeguard that went."""
    if change.before is None or change.after is None:
        return False
    if topic in DATA and _for_more(change) and _pull(change.after.key, None) and _is_about(topic, change.after):
        return True
    if topic is Topic.RETENTION:
        return longer(change.before.key, change.after.key) != 0
    return alert_weight_when_lost(topic) > alert_weight(topic) and shift >= _LOST


def _about(topic: Topic, sentence: Sentence, touched: _Touched, change: Change, context: Context) -> float:
    unmeant = pattern_of(topic, "not")
    if unmeant is not None and unmeant.search(sentence.key):
        return 0.0
    whole = change.before is None or change.after is None
    total = 0.0
    clear = False
    for cue in cues_of(topic):
        best = 0.0
        for found in cue.pattern.finditer(sentence.key):
            best = max(best, cue.weight * (1.0 if whole or touched.by(found) else max(touched.rest, touched.beside(found))))
        total += best
        clear = clear or (best > 0 and cue.weight >= _CLEAR)
    if not clear:
        total = min(total, _UNCLEAR)
    if topic is Topic.ACCEPTABLE_USE and context.is_rule and not sentence.is_heading and (whole or touched.places):
        total += _UNDER_RULES
    is_entry = context.is_entry and not is_same_recipient(change)
    if topic is Topic.SHARING and context.is_entry:
        total += _ENTRY if is_entry else _SAME_ENTRY
    if topic is Topic.LOCATION and is_entry and pattern("countries").search(touched.said):
        total += _PLACED
    if (
        total
        and (whole or touched.places)
        and not sentence.is_heading
        and any(cue.weight >= 1.0 and cue.pattern.search(context.above) for cue in cues_of(topic))
    ):
        total += _UNDER_HEADING
    return min(total, 2.0) * context.scales(topic)


class _Touched:
    """Which words of a sentence changed: by their places, since the same word may stand there twice."""

    def __init__(self, text: str, changed: tuple[str, ...], places: frozenset[int]) -> None:
        small = words_of("small")
        self.ends = [found.end() for found in WORDS.finditer(text)]
        self.is_spaced = text.count(" ") * _SIGNS_A_WORD >= len(text)
        self.places = frozenset(place for place, one in enumerate(WORDS.findall(text)) if place in places and one not in small)
        self.said = " ".join(changed)
        self.rest = _UNTOUCHED

    def by(self, found: re.Match[str]) -> bool:
        """Whether a changed word stands in what was found; in scripts without blanks each sign is a word."""
        return not self.places.isdisjoint(self._span(found))

    def beside(self, found: re.Match[str]) -> float:
        """What a cue counts right beside which several words changed: they say how far it goes."""
        if not self.is_spaced:
            return 0.0
        span = self._span(found)
        near = self.places & {*range(span.start - _BESIDE, span.start), *range(span.stop, span.stop + _BESIDE)}
        return _OPERATIVE if len(near) >= _SEVERAL else 0.0

    def _span(self, found: re.Match[str]) -> range:
        first = bisect_right(self.ends, found.start())
        return range(first, max(first + 1, bisect_left(self.ends, found.end()) + 1))


def _rest(change: Change) -> float:
    """What the cues count that did not change themselves."""
    words = set(change.gone) ^ set(change.new)
    if words & words_of("turning"):
        return 1.0
    return _OPERATIVE if words & words_of("operative") or any(word[:1].isdigit() for word in words) else _UNTOUCHED


def _shift(change: Change) -> float:
    """How far the vendor's room moved: what the changed words allow and forbid, after less before."""
    if change.before is None and change.after is not None:
        return _pull(change.after.key, None)
    if change.before is None or change.after is None:
        gone = change.before.key if change.before else ""
        lost = _pull(gone, None)
        return -lost * (_PERMISSION_GONE if lost > 0 else _PROMISE_GONE) + _signs("choices", gone, None)
    was = _Touched(change.before.key, change.gone, change.gone_at)
    now = _Touched(change.after.key, change.new, change.new_at)
    old, new = _pull(change.before.key, was), _pull(change.after.key, now)
    if not pattern("asks_first").search(change.after.key) or pattern("asks_first").search(change.before.key):
        new += max(0.0, _signs("choices", change.before.key, was) - _signs("choices", change.after.key, now))
    promised = _pull(change.after.key, None)
    if promised < 0 and words_of("hedges") & set(change.new) - set(change.gone):
        return max(new - old, _HEDGED)
    new += _ANOTHER_TIME * _later(change.before, change.after)
    new += _ANOTHER_COUNTRY * _moved(" ".join(change.gone), " ".join(change.new))
    new += _ANOTHER_PLAN * _for_more(change) * (1 if promised > 0 else -1 if promised < 0 else 0)
    if abs(new - old) >= 0.3:
        return new - old
    longer = (len(change.new) - len(change.gone)) / max(1, len(change.new), len(change.gone))
    return _LONGER * longer * (1.0 if promised > 0.3 else -1.0 if promised < -0.3 else 0.3)


def _for_more(change: Change) -> int:
    """1 where what a sentence says holds for more plans than before, -1 for fewer, and nothing else changed."""
    gone, new = ({one for one in some if one not in words_of("small")} for some in (change.gone, change.new))
    if not gone | new <= words_of("plans"):
        return 0
    return (len(new) > len(gone)) - (len(new) < len(gone))


def _later(before: Sentence, after: Sentence) -> int:
    """1 where the vendor has more time than before, to keep data or to tell of a breach, or tells less ahead; -1 for less."""
    if any(_is_about(topic, after) for topic in (Topic.RETENTION, Topic.SECURITY)):
        return longer(before.key, after.key)
    return -longer(before.key, after.key) if pattern("notice").search(after.key) else 0


def _is_about(topic: Topic, sentence: Sentence) -> bool:
    return any(cue.weight >= _CLEAR and cue.pattern.search(sentence.key) for cue in cues_of(topic))


def _moved(gone: str, new: str) -> int:
    """1 where data may come to more countries, or to less careful ones; -1 where they stay in more careful ones."""
    if not pattern("countries").search(new):
        return 0
    if not pattern("countries").search(gone):
        return 1
    was, now = (bool(pattern("protecting_countries").search(one)) for one in (gone, new))
    return was - now


def _pull(text: str, touched: _Touched | None) -> float:
    """Above 0: the vendor may do more; below 0: it may do less. With ``touched``, only by what changed."""
    return _signs("permissive", text, touched) - _PROMISE * _signs("protective", text, touched)


def _signs(way: str, text: str, touched: _Touched | None) -> float:
    reach = _negated(text) if way == "permissive" else []
    total = 0.0
    for cue in pointers(way):
        for found in cue.pattern.finditer(text):
            if (touched is None or touched.by(found)) and not any(start <= found.start() < end for start, end in reach):
                total += cue.weight
                break
    return total


def _negated(text: str) -> list[tuple[int, int]]:
    """From where to where a "not" reaches: what stands there is no permission."""
    return [found.span() for found in pattern("negated").finditer(text)]
