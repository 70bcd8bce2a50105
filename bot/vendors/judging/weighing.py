"""A changed sentence goes in; its topics and its gravity come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.policy.vendors.terms import Topic
from bot.vendors.judging.aligning import Change
from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.context import DATA, Context, countries_in, is_same_recipient
from bot.vendors.judging.cues import alert_weight, alert_weight_when_lost, cues_of, pattern, pattern_of, sides_of, tells, words_of
from bot.vendors.judging.tables import columns_of
from bot.vendors.judging.times import longer
from bot.vendors.judging.touched import OPERATIVE, UNTOUCHED, Touched
from bot.vendors.judging.ways import CLEAR, is_about, is_bounded, is_denied, other_plans, places_differ, tells_of_breach

_UNDER_HEADING = 0.4
_UNDER_COLUMN = 1.0
"""What another answer, or another time, in a column of a table counts for what the column is about."""
_FULL = 1.5
_ANY_TOPIC = 0.4
"""What a topic counts in the ranking that touches nobody's data."""
_UNDER_RULES = 0.7
_UNCLEAR = 0.8
"""Several weak signs make no clear one: without a cue of ``CLEAR`` a sentence is about a topic by this much at most."""
_ENTRY = 1.2
"""A line of a list of sub-processors is about sharing, whatever it says."""
_SAME_ENTRY = 0.6
_PLACED = 1.3
_SPOKEN_OF = 0.5


@dataclass(frozen=True)
class Weighed:
    """One change. ``topics``: how much it is about each, 0 to 2. ``gravity``: what an alert needs."""

    change: Change
    topics: dict[Topic, float]
    ranks: dict[Topic, float]
    """The same, with what a topic counts for customers' data: by this the topics of a change are ranked."""
    gravity: float
    is_entry: bool = False
    """A line of a list of companies: who comes or goes, not what they may do."""


def nothing(change: Change) -> Weighed:
    """A change that says nothing new: for the digest, about nothing."""
    return Weighed(change, {}, {}, 0.0)


@dataclass(frozen=True)
class _Signs:
    """What a change shows whatever it is about."""

    is_scoped: bool
    """What it says holds less far than before, whichever way."""
    is_lost: bool
    """A promise may have gone."""
    is_breach: bool
    columns: str
    """Headings of the columns in which something else stands now."""


def weigh(change: Change) -> Weighed:
    """Topics by the cues in the changed words; gravity by the topics, and by who does what with whose data."""
    signs = _signs(change)
    topics: dict[Topic, float] = {}
    ranks: dict[Topic, float] = {}
    gravity = 0.0
    is_entry = True
    for sentence, context, touched in _sides(change, signs):
        is_entry = is_entry and context.is_entry
        for topic in Topic:
            touched.rest = 1.0 if _is_at_stake(topic, change, signs) else _rest(change)
            about = _about(topic, sentence, touched, change, context)
            if not about:
                continue
            rank = min(about, _FULL) * (_ANY_TOPIC + alert_weight(topic) * context.counts(topic)) * tells(topic)
            topics[topic] = max(about, topics.get(topic, 0.0))
            ranks[topic] = max(rank, ranks.get(topic, 0.0))
            gravity = max(gravity, about * (_alerts(topic, change, context, signs) * context.counts(topic)))
    first = max(DATA, key=lambda topic: ranks.get(topic, 0.0))
    is_first_alone = _SPOKEN_OF <= topics.get(first, 0.0) < 1.0 and gravity == topics[first] * alert_weight(first)
    if is_first_alone and change.before is not None and change.after is not None and is_denied(change):
        topics[first], gravity = 1.0, max(gravity, alert_weight(first))
    return Weighed(change, topics, ranks, gravity, is_entry)


def _signs(change: Change) -> _Signs:
    columns, is_pair = columns_of(change), change.before is not None and change.after is not None
    is_scoped = is_pair and is_bounded(change)
    is_lost = change.before is not None and (is_scoped or _says(change.gone))
    return _Signs(is_scoped, is_lost, tells_of_breach(change), columns.headings if columns.says_more else "")


def _says(some: Iterable[str]) -> bool:
    """Whether any of these words says more than a number or the name of a plan."""
    return any(not one.isdigit() and one not in words_of("small") | words_of("plans") for one in some)


def _sides(change: Change, signs: _Signs) -> Iterator[tuple[Sentence, Context, Touched]]:
    """The sentence after and the one before, where there are such, each with what changed in it."""
    for sentence, changed, places in ((change.after, change.new, change.new_at), (change.before, change.gone, change.gone_at)):
        if sentence is not None:
            touched = Touched(sentence.key, changed, places)
            touched.columns = signs.columns
            yield sentence, Context(sentence, is_after=sentence is change.after), touched


def _alerts(topic: Topic, change: Change, context: Context, signs: _Signs) -> float:
    """What a topic weighs for an alert: more where a safeguard went, or was broken."""
    is_gone = change.after is None and context.is_of_vendor and pattern("outside_checks").search(context.text)
    at_stake = (signs.is_lost and context.is_safeguard) or (topic is Topic.SECURITY and (signs.is_breach or is_gone))
    return (alert_weight_when_lost if at_stake else alert_weight)(topic)


def _is_at_stake(topic: Topic, change: Change, signs: _Signs) -> bool:
    """Whether a topic's cues count in full though other words changed: how long data are kept, a safeguard that went."""
    if change.before is None or change.after is None:
        return False
    if topic in DATA and (signs.is_scoped or other_plans(change)) and is_about(topic, change.after):
        return True
    if (topic is Topic.LOCATION and places_differ(change)) or (topic is Topic.SECURITY and signs.is_breach):
        return True
    if topic is Topic.RETENTION or (topic is Topic.SHARING and pattern("notice").search(change.after.key)):
        return longer(change.before.key, change.after.key) != 0
    return alert_weight_when_lost(topic) > alert_weight(topic) and signs.is_lost


def _about(topic: Topic, sentence: Sentence, touched: Touched, change: Change, context: Context) -> float:
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
        clear = clear or (best > 0 and cue.weight >= CLEAR)
    if topic is Topic.LOCATION and total < CLEAR and pattern("kept_in").search(sentence.key) and countries_in(sentence.key):
        total, clear = max(total, 1.0 if whole or places_differ(change) else touched.rest), True
    if not clear:
        total = min(total, _UNCLEAR)
    if topic is Topic.ACCEPTABLE_USE and context.is_rule and not sentence.is_heading and (whole or touched.places):
        total += _UNDER_RULES
    page = pattern_of(topic, "page")
    if page is not None and page.search(sentence.page.casefold()) and not sentence.is_heading and (whole or touched.places):
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
    if touched.columns and any(cue.weight >= _SPOKEN_OF and cue.pattern.search(touched.columns) for cue in cues_of(topic)):
        total += _UNDER_COLUMN
    return min(total, 2.0) * context.scales(topic)


def _rest(change: Change) -> float:
    """What the cues count that did not change themselves."""
    if _changes_sides(change):
        return 1.0
    words = set(change.gone) ^ set(change.new)
    if not words and change.gone != change.new:
        words = set(change.new)  # "off unless you switch it on" became "on unless you switch it off"
    if words & words_of("turning"):
        return 1.0
    return OPERATIVE if words & words_of("operative") or any(word[:1].isdigit() for word in words) else UNTOUCHED


def _changes_sides(change: Change) -> bool:
    """Whether the vendor now stands where the customer stood, or the other way: "belong to you", "belong to us"."""
    gone, new = ({side for side, words in sides_of().items() if words.intersection(some)} for some in (change.gone, change.new))
    return len(gone) == 1 and len(new) == 1 and gone != new
