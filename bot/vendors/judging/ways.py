"""A changed sentence goes in; which way it goes for customers' data comes out where that can be counted; else it is unclear.

Words do not tell a promise from its contrary: the ways to say "not" have no end ("stays out of", "at no time", "hands off"). So
nothing is said of a sentence unless all else in it stayed and only a time became longer or shorter.
"""

from __future__ import annotations

from bot.policy.vendors.terms import Direction, Topic
from bot.vendors.judging.aligning import Change
from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.cues import cues_of, pattern, words_of
from bot.vendors.judging.times import is_close, longer, times_in, without_times

CLEAR = 0.9
"""From this weight on a cue says by itself what a sentence is about."""


def way(change: Change) -> Direction:
    """Looser where data is kept longer or a breach told later, or notice is shorter, and nothing else changed; or stricter."""
    if change.before is None or change.after is None or without_times(change.before.key) != without_times(change.after.key):
        return Direction.UNCLEAR
    is_kept = any(is_about(Topic.RETENTION, one) for one in (change.before, change.after))
    is_told = bool(pattern("notice").search(change.after.key))
    if pattern("breach_told").search(change.after.key):
        is_kept, is_told = True, False
    later = longer(change.before.key, change.after.key)
    if not later or is_kept == is_told or pattern("customers_side").search(change.after.key):
        return Direction.UNCLEAR
    return Direction.LOOSER if (later > 0) == is_kept else Direction.STRICTER


def is_same_time(change: Change) -> bool:
    """Whether a sentence says the same in another unit: "30 days" and "1 month", "24 hours" and "one day"."""
    if change.before is None or change.after is None or without_times(change.before.key) != without_times(change.after.key):
        return False
    was, now = times_in(change.before.key), times_in(change.after.key)
    return bool(was) and len(was) == len(now) and all(map(is_close, was, now))


def is_about(topic: Topic, sentence: Sentence) -> bool:
    """Whether one cue says so by itself."""
    return any(cue.weight >= CLEAR and cue.pattern.search(sentence.key) for cue in cues_of(topic))


def is_bounded(change: Change) -> bool:
    """Whether an "except", an "only" or an "in general" came into a sentence: what it says holds less far, whichever way."""
    return bool((words_of("hedges") | words_of("narrows")) & set(change.new) - set(change.gone))


def is_denied(change: Change) -> bool:
    """Whether a known "not" came or went."""
    return bool(words_of("negations") & set(change.gone)) != bool(words_of("negations") & set(change.new))


def other_plans(change: Change) -> bool:
    """Whether nothing but the plans changed for which a sentence holds."""
    said = {one for one in (*change.gone, *change.new) if one not in words_of("small")}
    return bool(said) and said <= words_of("plans")


def places_differ(change: Change) -> bool:
    """Whether other countries are named than before."""
    if change.before is None or change.after is None:
        return False
    return set(pattern("countries").findall(change.before.key)) != set(pattern("countries").findall(change.after.key))


def tells_of_breach(change: Change) -> bool:
    """Whether customers are told of a breach sooner or later than before, or by a time where none was named."""
    if change.before is None or change.after is None or not pattern("breach_told").search(change.after.key):
        return False
    return times_in(change.before.key) != times_in(change.after.key)
