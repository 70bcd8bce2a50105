"""A changed sentence goes in; how far the vendor's room moved with it comes out: above 0 it may do more with customers' data."""

from __future__ import annotations

from bot.policy.vendors.terms import Topic
from bot.vendors.judging.aligning import Change
from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.cues import cues_of, pattern, pointers, words_of
from bot.vendors.judging.tables import columns_of
from bot.vendors.judging.times import longer, times_in
from bot.vendors.judging.touched import Touched

CLEAR = 0.9
"""From this weight on a cue says by itself what a sentence is about."""
POINTS = 0.3
"""From here on a sentence as a whole allows something, or below 0 forbids it."""
_PROMISE = 1.3
_PROMISE_GONE = 0.8
_PERMISSION_GONE = 0.4
"""What is taken out counts less than what is put in: most permissions come back in other words."""
_ALLOWED = 0.8
_HEDGED = 1.5
_NARROWED = 1.0
_ANSWERED = 1.5
"""What a "no" counts in a table that became a "yes"."""
_NEGATED = 1.0
_ANOTHER_COUNTRY = 1.0
_STAYS = 1.0
_ANOTHER_TIME = 1.5
_ANOTHER_PLAN = 1.0
_MORE_ALLOWED = 0.8
"""What words count that were only added to a sentence that allows something: one thing more that the vendor may do."""
_LONGER = 0.6
"""What a longer list of things the vendor may do, or may not do, counts where its verbs are the same."""


def shift(change: Change) -> float:
    """How far the vendor's room moved: what the changed words allow and forbid, after less before."""
    if change.before is None and change.after is not None:
        return pull(change.after.key, None) or -_STAYS * _stays(change.after.key)
    if change.before is None or change.after is None:
        gone = change.before.key if change.before else ""
        lost = pull(gone, None)
        staying = 0.0 if lost else _STAYS * _stays(gone)
        if lost >= _ALLOWED:  # with what was allowed went the way out of it
            return -lost * _PERMISSION_GONE
        return -lost * (_PERMISSION_GONE if lost > 0 else _PROMISE_GONE) + _signs("choices", gone, None) + staying
    if (columns := columns_of(change)).answer:
        return _ANSWERED * columns.answer * (-1 if pattern("columns_that_protect").search(columns.headings) else 1)
    return _said_otherwise(change.before, change.after, change)


def _said_otherwise(before: Sentence, after: Sentence, change: Change) -> float:
    was, now = Touched(before.key, change.gone, change.gone_at), Touched(after.key, change.new, change.new_at)
    old, new = pull(before.key, was), pull(after.key, now)
    if not pattern("asks_first").search(after.key) or pattern("asks_first").search(before.key):
        new += max(0.0, _signs("choices", before.key, was) - _signs("choices", after.key, now))
    promised = pull(after.key, None)
    if is_hedged(change):
        return max(new - old, _HEDGED)
    if is_narrowed(change) and (change.new[0] in words_of("narrows") or not _signs("permissive", after.key, now)):
        return min(new - old, -_NARROWED)
    if later := _later(before, after):
        return later * max(later * (new - old), _ANOTHER_TIME)
    new += _ANOTHER_COUNTRY * _moved(before.key, after.key)
    new += _ANOTHER_PLAN * for_more(change) * (1 if promised > 0 else -1 if promised < 0 else 0)
    if abs(new - old) >= POINTS:
        return new - old
    return _NEGATED * _negations(change) or _by_length(change, promised)


def _negations(change: Change) -> int:
    """1 where a "not" went from a sentence that has no other sign, -1 where one came into it."""
    none = words_of("negations")
    return bool(none & set(change.gone)) - bool(none & set(change.new))


def _by_length(change: Change, promised: float) -> float:
    """Where its verbs are the same: a longer list of what the vendor may do, or may not do."""
    longer = (len(change.new) - len(change.gone)) / max(1, len(change.new), len(change.gone))
    if promised > POINTS and not change.gone:
        return _MORE_ALLOWED * longer * (not words_of("named_so").issuperset(change.new))
    return _LONGER * longer * (1.0 if promised > POINTS else -1.0 if promised < -POINTS else POINTS)


def is_narrowed(change: Change) -> bool:
    """Whether an "except" or "only" came into what the vendor may do, and no other word went that turns a sentence round."""
    if change.before is None or change.after is None or pull(change.before.key, None) <= POINTS:
        return False
    return bool(words_of("narrows") & set(change.new)) and not (words_of("narrows") | words_of("turning")) & set(change.gone)


def is_hedged(change: Change) -> bool:
    """Whether an "in general", an "except" or an "if" came into a promise."""
    if change.before is None or change.after is None or pull(change.before.key, None) >= 0 or pull(change.after.key, None) >= 0:
        return False
    hedges = words_of("hedges") & set(change.new) - set(change.gone)
    asked = all(pattern("asks_first").search(one.key) for one in (change.before, change.after))
    return bool(hedges - words_of("hedges_of_consent") if asked else hedges)


def for_more(change: Change) -> int:
    """1 where what a sentence says holds for more plans than before, -1 for fewer, and nothing else changed."""
    gone, new = ({one for one in some if one not in words_of("small")} for some in (change.gone, change.new))
    if not other_plans(change):
        return 0
    return (len(new) > len(gone)) - (len(new) < len(gone))


def other_plans(change: Change) -> bool:
    """Whether nothing but the plans changed for which a sentence holds."""
    gone, new = ({one for one in some if one not in words_of("small")} for some in (change.gone, change.new))
    return bool(gone | new) and gone | new <= words_of("plans")


def _later(before: Sentence, after: Sentence) -> int:
    """1 where the vendor has more time than before, to keep data or to tell of a breach, or tells less ahead; -1 for less."""
    if any(is_about(topic, after) for topic in (Topic.RETENTION, Topic.SECURITY)):
        return longer(before.key, after.key) or _unbounded(before.key, after.key)
    return -longer(before.key, after.key) if pattern("notice").search(after.key) else 0


def _unbounded(before: str, after: str) -> int:
    """1 where a time went that bound the vendor, -1 where one came; not where a promise went or came with it."""
    was, now = bool(times_in(before)), bool(times_in(after))
    if not pattern("breach_told").search(after) and (
        (now and pull(before, None) < 0) or (was and pull(after, None) < pull(before, None))
    ):
        return 0
    return was - now


def is_about(topic: Topic, sentence: Sentence) -> bool:
    return any(cue.weight >= CLEAR and cue.pattern.search(sentence.key) for cue in cues_of(topic))


def _moved(before: str, after: str) -> int:
    """1 where data may come to less careful countries than before; -1 where they stay in more careful ones."""
    was, now = set(pattern("countries").findall(before)), set(pattern("countries").findall(after))
    if not all(map(_protects, now - was)):
        return int(was < now or any(map(_protects, was)))
    return -int(bool(now) and all(map(_protects, now)) and not all(map(_protects, was)))


def _protects(country: str) -> bool:
    return bool(pattern("protecting_countries").fullmatch(country))


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


def _stays(text: str) -> bool:
    """Whether a sentence says that data are kept where the law protects them, and names no other place."""
    if not (found := pattern("kept_in").search(text)):
        return False
    places = {one[0] for one in pattern("countries").finditer(text, found.start())}
    return bool(places) and all(pattern("protecting_countries").search(place) for place in places)


def pull(text: str, touched: Touched | None) -> float:
    """Above 0: the vendor may do more; below 0: it may do less. With ``touched``, only by what changed."""
    return _signs("permissive", text, touched) - _PROMISE * _signs("protective", text, touched)


def _signs(way: str, text: str, touched: Touched | None) -> float:
    reach = _negated(text) if way == "permissive" else []
    total = 0.0
    for cue in pointers(way):
        for found in cue.pattern.finditer(text):
            if (touched is None or touched.by(found)) and not any(start <= found.start() < end for start, end in reach):
                total += cue.weight
                break
    return total


def _negated(text: str) -> list[tuple[int, int]]:
    """From where to where a "not", or a choice of the customer's, reaches: what stands there is no permission."""
    return [found.span() for kind in ("negated", "offered") for found in pattern(kind).finditer(text)]
