"""The made-up changes of the exam on terms: whole, of five languages, enough of each kind on either half, and of no vendor."""

from __future__ import annotations

from collections import Counter

from bot.exam.marking import half
from bot.exam.terms_exam import pairs
from bot.policy.vendors.terms import Direction, Severity

PAIRS = pairs()


def test_there_are_enough_of_each_kind_on_the_half_that_proves() -> None:
    proving = [one for one in PAIRS if half(one.id) == 1]
    kinds = Counter(one.label.severity for one in proving)
    assert kinds[Severity.ALERT] >= 60
    assert kinds[Severity.DIGEST] >= 45
    ways = Counter(one.label.direction for one in proving if one.label.severity is Severity.ALERT)
    assert min(ways[way] for way in Direction if way is not Direction.UNCLEAR) >= 10  # who labels a change knows its way


def test_every_pair_is_one_of_its_own_in_five_languages() -> None:
    assert len(PAIRS) >= 300
    assert len({one.id for one in PAIRS}) == len(PAIRS)
    assert len({(one.before, one.after) for one in PAIRS}) == len(PAIRS)
    assert min(Counter(one.language for one in PAIRS).values()) >= 25
    assert {one.language for one in PAIRS} == {"en", "nl", "de", "fr", "es"}


def test_what_is_told_at_once_alone_has_a_direction_and_each_pair_differs() -> None:
    for one in PAIRS:
        assert one.before != one.after
        assert "{clause}" not in one.before + one.after
        if one.label.severity is not Severity.ALERT:
            assert one.label.direction is Direction.NEUTRAL, one.id
