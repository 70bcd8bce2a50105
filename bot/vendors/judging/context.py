"""A sentence goes in; whose acts it speaks of, of whose data and under which heading comes out: what its cues are worth."""

from __future__ import annotations

from bot.policy.vendors.terms import Topic
from bot.vendors.judging.aligning import Change
from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.cues import pattern, pattern_of, words_of

_NO_OBJECT = 0.45
_CUSTOMERS_SIDE = 0.3
_MINOR = 0.3
_HEADING = 0.5
_LONG_ENTRY = 45
_NAME = 8
"""Words at the start of a line of a list: there stands who it is."""
DATA = (Topic.TRAINING, Topic.RETENTION, Topic.SHARING, Topic.LOCATION, Topic.OWNERSHIP)
"""Topics in which the direction for customers' data shows."""


class Context:
    """What surrounds the cues of one sentence: whose acts it speaks of, of whose data, under which heading."""

    def __init__(self, sentence: Sentence, *, is_after: bool) -> None:
        self.is_after = is_after
        self.text = sentence.key
        self.above = f"{sentence.heading} {sentence.lead}".casefold()
        self.is_heading = sentence.is_heading
        self.is_about_cookies = bool(pattern("cookies").search(self.above))
        self.is_mutual = bool(pattern("mutual").search(self.text))
        self.is_definition = bool(pattern("definition").search(self.text))
        self.is_entry = len(self.text.split()) < _LONG_ENTRY and _is_of_recipients(sentence)
        own_say = bool(pattern("say_over_data").search(self.text))
        spoken_by_vendor = bool(pattern("vendor_acts").search(self.text))
        self.is_rules_page = not spoken_by_vendor and bool(pattern("rules_page").search(sentence.page.casefold()))
        self.is_rule = self.is_rules_page or bool(pattern("rules_for_customers").search(self.above))
        self.is_customers = not own_say and not spoken_by_vendor and bool(pattern("customers_side").search(self.text))
        self.is_of_vendor = not (self.is_rule or self.is_customers or own_say)
        self.is_safeguard = self.is_of_vendor or bool(pattern("checks").search(self.text))
        stands_for = sentence.before if pattern("pronouns").search(self.text) else ""
        self.has_object = self.is_entry or bool(
            pattern("objects").search(f"{' '.join(sentence.columns)} {stands_for} {self.text}")
        )

    def scales(self, topic: Topic) -> float:
        """How much of a topic is left, seen who acts."""
        if topic in DATA and (self.is_rule or self.is_customers or self.is_mutual):
            return _CUSTOMERS_SIDE
        if topic is Topic.AGE and self.is_rules_page:
            return _CUSTOMERS_SIDE
        return 1.0

    def counts(self, topic: Topic) -> float:
        """How much a topic counts for an alert, seen what it is about."""
        kinds = ("minor", "minor_when_new") if self.is_after else ("minor",)
        minor = any(known.search(self.text) for kind in kinds if (known := pattern_of(topic, kind)) is not None)
        scale = _MINOR if minor or self.is_definition else 1.0
        scale *= _HEADING if self.is_heading else 1.0
        if self.is_about_cookies and topic in DATA:
            scale = min(scale, _MINOR)
        return scale if self.has_object or topic not in DATA else scale * _NO_OBJECT


def _is_of_recipients(sentence: Sentence) -> bool:
    """By its heading, by its words, or as a row with a country in a table of an agreement on processing."""
    if pattern("recipient").search(sentence.key):
        return True
    if pattern("list_of_recipients").search(f"{sentence.section} {' '.join(sentence.columns)}".casefold()):
        return not pattern("agreed").search(sentence.key)
    is_row = sentence.raw.lstrip().startswith("|") and bool(countries_in(sentence.key))
    return is_row and bool(pattern("processing_page").search(f"{sentence.page} {sentence.section}".casefold()))


def is_same_recipient(change: Change) -> bool:
    """Whether a line of a list names the same firm for the same work: only its full name, or a country of the region."""
    if change.before is None or change.after is None:
        return False
    was, now = change.before.key.split(), change.after.key.split()
    forms = words_of("forms_of_firms")
    if next((word for word in was if word not in forms), "") not in now[:_NAME]:
        return False
    places = countries_in(change.after.key) - countries_in(change.before.key)
    if places and not (places <= words_of("in_the_region") and words_of("the_region") & countries_in(change.before.key)):
        return False
    said = forms | words_of("small") | {word for place in (*places, *countries_in(change.before.key)) for word in place.split()}
    late = [now[at] for at in change.new_at if at >= _NAME] + [was[at] for at in change.gone_at if at >= _NAME]
    return not set(late) - said


def countries_in(text: str) -> set[str]:
    return set(pattern("countries").findall(text))
