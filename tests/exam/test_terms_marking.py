"""What was said of each labelled change -> the figures that help, proved on a half that chose nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.exam.marking import half
from bot.exam.terms_marking import TermsSat, terms_marks_of
from bot.policy.vendors.terms import Direction, Severity
from bot.policy.vendors.terms_heard import Figure, Opinion, Seen, TermsTrust, Weight

LOOSER, STRICTER, NEUTRAL = (Weight(Severity.ALERT, way) for way in (Direction.LOOSER, Direction.STRICTER, Direction.NEUTRAL))
LIGHT = Weight(Severity.DIGEST, Direction.NEUTRAL)


def sat(label: Weight, words: Weight, model: Weight, sure: float = 1.0) -> TermsSat:
    """One pair on which both passes say the same."""
    said = Opinion(model, ("three true words",), sure)
    return TermsSat("", "en", label, words, said, said)


RAISED, RAISED_WRONGLY = sat(LOOSER, LIGHT, LOOSER), sat(LIGHT, LIGHT, LOOSER)
LEFT, TOLD = sat(LIGHT, LIGHT, LIGHT), sat(LOOSER, LOOSER, LOOSER)
LOWERED, LOWERED_WRONGLY = sat(LIGHT, LOOSER, LIGHT), sat(LOOSER, LOOSER, LIGHT)
TURNED, TURNED_WRONGLY = sat(STRICTER, LOOSER, STRICTER), sat(LOOSER, LOOSER, STRICTER)


def paper(*parts: tuple[TermsSat, int], proving: tuple[tuple[TermsSat, int], ...] | None = None) -> list[TermsSat]:
    """So many of each on either half; ``proving``: other ones on the half that proves."""
    ids: tuple[list[str], list[str]] = ([], [])
    for n in range(4000):
        ids[half(f"p{n}")].append(f"p{n}")
    sides = (parts, proving if proving is not None else parts)
    found = [[one for one, times in side for _ in range(times)] for side in sides]
    return [replace(one, id=id_) for side, some in zip(found, ids, strict=True) for one, id_ in zip(side, some, strict=False)]


CASES = [
    ("five raised rightly and no light one", paper((RAISED, 5), (LEFT, 40)), {Figure.RAISE}),
    ("four raised rightly prove nothing", paper((RAISED, 4), (LEFT, 40)), set()),
    ("raised rightly, but hardly any light one to be wrong on", paper((RAISED, 50), (LEFT, 10)), set()),
    ("many raised rightly and one light one in eight too", paper((RAISED, 90), (LEFT, 35), (RAISED_WRONGLY, 5)), set()),
    ("everything raised, most of it rightly", paper((RAISED, 90), (RAISED_WRONGLY, 10)), set()),
    ("lowered rightly and no grave one", paper((LOWERED, 6), (TOLD, 40)), {Figure.LOWER}),
    ("lowered rightly, and one grave one", paper((LOWERED, 60), (TOLD, 90), (LOWERED_WRONGLY, 1)), set()),
    ("lowered rightly, with too few grave ones to be wrong on", paper((LOWERED, 30), (TOLD, 20)), set()),
    ("turned rightly", paper((TURNED, 6), (TOLD, 20)), {Figure.TURN}),
    ("turned as often wrongly as rightly", paper((TURNED, 20), (TURNED_WRONGLY, 20)), set()),
    ("nobody said anything that words do not", paper((LEFT, 60), (TOLD, 60)), set()),
    ("nothing on the half that chooses", paper((LEFT, 60), proving=((RAISED, 30), (LEFT, 60))), set()),
    ("nothing on the half that proves", paper((RAISED, 30), (LEFT, 60), proving=((LEFT, 60),)), set()),
    ("an empty paper", [], set()),
]


@pytest.mark.parametrize(("given", "helps"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_figure_helps_where_that_is_proved(given: list[TermsSat], helps: set[Figure]) -> None:
    marks = terms_marks_of(given)
    assert {figure for figure, _ in marks.trust().floors} == helps
    assert marks.admitted == bool(helps)


def test_a_confidence_is_chosen_that_parts_right_from_wrong() -> None:
    sure, unsure = replace(RAISED, a=Opinion(LOOSER, (), 0.97)), replace(RAISED_WRONGLY, a=Opinion(LOOSER, (), 0.4))
    marks = terms_marks_of(paper((sure, 20), (unsure, 20), (LEFT, 40)))
    assert 0.4 < marks.figures["raise"].floor <= 0.97
    assert marks.trust() == TermsTrust(((Figure.RAISE, marks.figures["raise"].floor),))


def test_what_is_held_is_nobodys_gain_and_nobodys_loss() -> None:
    held = replace(LOWERED_WRONGLY, seen=Seen(is_held=True))
    marks = terms_marks_of(paper((held, 50), (LOWERED, 6), (TOLD, 40)))
    assert (marks.figures["lower"].worse, marks.figures["lower"].helps) == (0, True)
    unproved = terms_marks_of(paper((held, 50), (LOWERED, 6), (TOLD, 20)))
    assert not unproved.figures["lower"].helps, "what nobody may lower proves nothing of what may be"


def test_the_shares_are_those_of_the_half_that_proves() -> None:
    marks = terms_marks_of(paper((LEFT, 60), proving=((RAISED, 30), (LEFT, 70))))
    assert (marks.proved_on, marks.words.severity, marks.words.recall) == (100, 0.7, 0.0)
    assert marks.model == marks.words, "nothing is admitted"


def test_what_the_model_makes_worse_is_named() -> None:
    marks = terms_marks_of(paper((RAISED_WRONGLY, 1), (TURNED_WRONGLY, 1), (RAISED, 3), (LEFT, 3)))
    assert len(marks.mistakes) == 4
