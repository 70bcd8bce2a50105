"""Words that a policy could learn: only what several people said, and only where no guess is needed what they meant by it."""

from __future__ import annotations

import pytest

from bot.policy.clicks import Clicked, Settled, clicked_words
from bot.policy.words import DataAsk, Question

PAYROLL, NOTES = DataAsk("payroll run", grounded=False), DataAsk("notes", ("notes",))
PEOPLE, OPEN = DataAsk("About people", ("people",)), DataAsk("Open", ("open",))


TEXT = "May the payroll  run, the notes and a rota of Jo go into Alba, and mail of [person]?"


def settled(asker: str, before: tuple[DataAsk, ...], after: tuple[DataAsk, ...], *clicked: str, left: str = "") -> Settled:
    return Settled(asker, Question(data=before), Question(data=after), frozenset(clicked), TEXT, left)


def test_what_two_people_said_and_clicked_is_learnt_the_commonest_meaning_first() -> None:
    seen = [settled(who, (PAYROLL,), (PEOPLE,), "people") for who in ("ada", "ben")]
    seen.append(settled("cleo", (DataAsk("Payroll  run", grounded=False),), (OPEN,), "open"))
    assert clicked_words(seen, 30) == (Clicked("payroll run", (("people", 2), ("open", 1)), 3, 0.1),)


@pytest.mark.parametrize(
    "seen",
    [
        [settled("ada", (PAYROLL,), (PEOPLE,), "people")] * 5,
        [settled(who, (PAYROLL,), (PEOPLE,)) for who in ("ada", "ben")],
        [settled(who, (PAYROLL, DataAsk("rota")), (PEOPLE, OPEN), "people", "open") for who in ("ada", "ben")],
        [settled(who, (PAYROLL, NOTES), (NOTES,)) for who in ("ada", "ben")],
        [settled(who, (NOTES,), (NOTES, PEOPLE), "people", left="payroll run") for who in ("ada", "ben")],
        [settled(who, (DataAsk("mail of [person]"),), (PEOPLE,), "people") for who in ("ada", "ben")],
        [settled(who, (DataAsk("Wages and pay"),), (PEOPLE,), "people") for who in ("ada", "ben")],
        [settled(who, (DataAsk(TEXT.partition(" ")[2][:70]),), (PEOPLE,), "people") for who in ("ada", "ben")],
    ],
    ids=[
        "one person alone, however often",
        "an edit in other words, without a click",
        "two things clicked at once: nobody knows which is which",
        "what was only taken away",
        "what was added beside data that was read",
        "words that held somebody's name",
        "a kind that was read by other words than its name",
        "more words than a name has",
    ],
)
def test_nothing_is_learnt_of(seen: list[Settled]) -> None:
    assert clicked_words(seen, 30) == ()


def test_all_that_was_unclear_is_no_worse_than_what_was_clicked_for_it() -> None:
    rota = DataAsk("rota", grounded=False)
    seen = [settled(who, (PAYROLL, rota, NOTES), (PEOPLE,), "people") for who in ("ada", "ben")]
    assert [(one.words, one.meant) for one in clicked_words(seen, 2)] == [
        ("payroll run", (("people", 2),)),
        ("rota", (("people", 2),)),
    ]


def test_words_that_nobody_read_are_learnt_where_no_data_was_read() -> None:
    seen = [settled(who, (), (PEOPLE,), "people", left="payroll run") for who in ("ada", "ben")]
    assert [one.words for one in clicked_words(seen, 2)] == ["payroll run"]
