"""Any two opinions of a model on a change of terms, also hostile ones -> the laws of what counts (``terms_heard``'s page)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.policy.vendors.terms import Direction, Severity
from bot.policy.vendors.terms_heard import NO_TERMS_TRUST, Figure, Opinion, Seen, TermsTrust, Weight, join
from tests.laws import examples

GRAVE = (Severity.ALERT, Severity.DIGEST)
FULL = TermsTrust(tuple((figure, 0.0) for figure in Figure))
LOOSENESS = {Direction.STRICTER: 0, Direction.NEUTRAL: 1, Direction.UNCLEAR: 2, Direction.LOOSER: 2}
some = st.sampled_from
weights = st.builds(Weight, some(GRAVE), some(tuple(Direction))).map(
    lambda one: one if one.severity is Severity.ALERT else replace(one, direction=Direction.NEUTRAL)
)
noise = st.just(Weight(Severity.IGNORE, Direction.NEUTRAL))
opinions = st.builds(Opinion, weights, st.just(("three true words",)), some([1.0, 0.9, 0.4, 0.0]))
passes = st.none() | opinions | opinions
admitted = some([None, 0.0, 0.0, 0.0, 0.5, 0.95])
floors = st.tuples(admitted, admitted, admitted).map(
    lambda some: tuple((figure, floor) for figure, floor in zip(Figure, some, strict=True) if floor is not None)
)
trusts = st.builds(TermsTrust, floors, st.just("r"))
sights = st.builds(Seen, st.booleans(), st.booleans())


@given(weights | noise, passes, passes, sights)
@examples(300)
def test_without_an_admitted_figure_words_count(words: Weight, a: Opinion | None, b: Opinion | None, seen: Seen) -> None:
    assert join(words, a, b, NO_TERMS_TRUST, seen).weight == words


@given(weights | noise, passes, trusts, sights)
@examples(300)
def test_one_pass_alone_changes_nothing(words: Weight, one: Opinion | None, trust: TermsTrust, seen: Seen) -> None:
    assert join(words, one, None, trust, seen).weight == words
    assert join(words, None, one, trust, seen).weight == words


@given(weights, opinions, opinions, trusts, sights)
@examples(400)
def test_where_the_passes_differ_in_how_grave_it_is_words_count(
    words: Weight, a: Opinion, b: Opinion, trust: TermsTrust, seen: Seen
) -> None:
    if a.weight.severity is not b.weight.severity:
        assert join(words, a, b, trust, seen).weight == words


@given(weights, opinions, opinions, trusts, sights)
@examples(500)
def test_a_direction_of_theirs_counts_where_both_find_the_change_grave_and_give_it_the_same(
    words: Weight, a: Opinion, b: Opinion, trust: TermsTrust, seen: Seen
) -> None:
    """Where they differ in it, it is unclear."""
    made = join(words, a, b, trust, seen)
    if Figure.TURN in made.by:
        assert a.weight.severity is b.weight.severity is made.weight.severity is Severity.ALERT
        agreed = a.weight.direction if a.weight == b.weight else Direction.UNCLEAR
        assert made.weight.direction is agreed
    elif words.severity is made.weight.severity:
        assert made.weight == words


@given(passes, passes, trusts, sights)
@examples(200)
def test_noise_stays_noise(a: Opinion | None, b: Opinion | None, trust: TermsTrust, seen: Seen) -> None:
    words = Weight(Severity.IGNORE, Direction.NEUTRAL)
    assert join(words, a, b, trust, seen).weight == words


@given(weights, passes, passes, trusts, sights)
@examples(400)
def test_nothing_judged_becomes_noise(words: Weight, a: Opinion | None, b: Opinion | None, trust: TermsTrust, seen: Seen) -> None:
    assert join(words, a, b, trust, seen).weight.severity in GRAVE


@given(weights, opinions, opinions | st.none(), some([Seen(is_held=True), Seen(is_whole=False)]))
@examples(500)
def test_what_words_hold_or_the_model_saw_in_part_becomes_no_milder(
    words: Weight, a: Opinion, other: Opinion | None, seen: Seen
) -> None:
    """Whatever both say, with all trust; ``other`` is None where the second pass says the same."""
    made = join(words, a, other or a, FULL, seen).weight
    if words.severity is Severity.ALERT:
        assert made.severity is Severity.ALERT
        assert LOOSENESS[made.direction] >= LOOSENESS[words.direction]


@given(weights, passes, passes, trusts, sights)
@examples(500)
def test_each_figure_counts_only_where_it_is_admitted_with_both_passes_sure_enough(
    words: Weight, a: Opinion | None, b: Opinion | None, trust: TermsTrust, seen: Seen
) -> None:
    made = join(words, a, b, trust, seen)
    floor = dict(trust.floors)
    for figure in made.by:
        assert a is not None and b is not None
        assert figure in floor and min(a.sure, b.sure) >= floor[figure]
    raised, lowered = (made.weight.severity, words.severity) == GRAVE, (words.severity, made.weight.severity) == GRAVE
    assert (raised, lowered) == (Figure.RAISE in made.by, Figure.LOWER in made.by)
    assert (made.weight == words) == (not made.by)


@given(weights, opinions, opinions, trusts, sights)
@examples(400)
def test_what_is_raised_without_an_agreed_direction_is_unclear(
    words: Weight, a: Opinion, b: Opinion, trust: TermsTrust, seen: Seen
) -> None:
    made = join(words, a, b, trust, seen)
    if Figure.RAISE in made.by and Figure.TURN not in made.by:
        assert made.weight == Weight(Severity.ALERT, Direction.UNCLEAR)


@given(weights, opinions, sights)
@examples(200)
def test_who_is_trusted_in_all_is_heard_in_all_that_is_not_held(words: Weight, a: Opinion, seen: Seen) -> None:
    if seen.may_soften:
        assert join(words, a, a, FULL, seen).weight == a.weight
