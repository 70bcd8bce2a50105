"""How a policy's own classes and offerings become the adviser's words."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk.advice import advise, level_of
from bot.policy.advice import way_of
from bot.policy.changes.change import cell_question
from bot.policy.policy import Policy
from bot.policy.words import DataClass, DataType, Offering, Question
from bot.saying.advice import AdviceWords
from bot.saying.words import words_for
from tests.console.place import answerer


def policy(*ranks: int | None) -> Policy:
    classes = {f"c{number}": DataClass(f"c{number}", rank) for number, rank in enumerate(ranks)}
    return Policy({}, {"letters": DataType("letters", ("c0", "c1")), "loose": DataType("loose")}, classes, (), {})


@pytest.mark.parametrize(
    ("ranks", "levels"),
    [
        ((0, 1, 2, 3), ("public", "internal", "confidential", "restricted")),
        ((10, 20, 30), ("public", "confidential", "restricted")),
        ((0, 1, 2, 3, 4), ("public", "internal", "confidential", "restricted", "restricted")),
        ((0, None), ("restricted", "restricted")),
        ((5, 5), ("restricted", "restricted")),
    ],
)
def test_a_class_has_its_place_rounded_up_and_one_without_a_place_is_the_strictest(
    ranks: tuple[int | None, ...], levels: tuple[str, ...]
) -> None:
    ruled = policy(*ranks)
    assert tuple(level_of(ruled, f"c{number}") for number in range(len(ranks))) == levels
    assert level_of(ruled, "loose") == "restricted"


@pytest.mark.parametrize(
    ("hosting", "account", "weights", "way"),
    [
        ("self_hosted", "company", "open", "self_hosted"),
        ("device", "", "", "self_hosted"),
        ("managed_cloud", "company", "open", "managed_open"),
        ("managed_cloud", "company", "closed", "closed_enterprise"),
        ("vendor", "company", "open", "closed_enterprise"),
        ("vendor", "personal", "", "closed_consumer"),
        ("vendor", "", "", ""),
        ("", "company", "", "closed_enterprise"),
        ("", "company", "open", ""),
        ("", "personal", "", "closed_consumer"),
        ("managed_cloud", "", "", ""),
    ],
)
def test_an_offering_is_one_way_or_none(hosting: str, account: str, weights: str, way: str) -> None:
    assert way_of(Offering("a/b", "a", account=account, hosting=hosting, facts={"weights": weights})) == way


@pytest.mark.parametrize(
    ("data", "marks"),
    [
        (("health-records",), {"(out)"}),
        (("internal", "health-records"), {"(not for all of it)", "(out)"}),
        (("internal",), {"", "(out)"}),
    ],
    ids=["nothing may have it", "some of it has a way", "all but a personal account"],
)
def test_a_way_that_is_out_says_so_where_the_ways_are_compared(data: tuple[str, ...], marks: set[str]) -> None:
    mind = answerer().mind
    anybody = Question(context=mind.reader.builder.unsaid)
    advice = advise(
        mind.knowledge,
        lambda offering, kind: mind.decide(cell_question(anybody, offering, kind), date(2026, 11, 25)),
        {},
        data,
    )
    say = AdviceWords(mind.knowledge, words_for("en", ("en",)))
    named = zip(say.ways(advice), advice.ways, strict=True)
    assert {name.removeprefix(say.way(one.way)).strip() for name, one in named} == marks
    assert (say.changes(advice) == ("No single other answer opens a way.",)) == (not advice.first)
