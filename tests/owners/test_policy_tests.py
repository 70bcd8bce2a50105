"""Tests of a policy -> how they went; an answer of the ledger -> the test that asks the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from bot.owners.policy_tests import Got, NoTestError, entries_of, got_of, try_tests
from bot.policy.changes.coverage import Coverage
from bot.policy.deciding.rulings import AskBack, Need, Reason, Ruling, Stated
from bot.policy.house import PolicyTest
from bot.policy.talks.talk import Intent, Item
from bot.policy.words import Citation, DataAsk, Offering, Question, Slot, ToolAsk, Verdict, When

AT = Citation("rules.yaml", 3)
BOOK = Citation("guidance/book.md", 7)
OFFERINGS = {id_: Offering(id_, "claude") for id_ in ("claude/free", "claude/team")}


def ruling(verdict: Verdict, *conditions: str, rule: str = "names", asks: bool = False) -> Ruling:
    needs = tuple(Need(id_, Stated.OPEN, When.BEFORE, {"en": id_}, general=id_ == "duty") for id_ in conditions)
    back = AskBack(Slot.PLAN, ()) if asks else None
    return Ruling(verdict, needs, (Reason(rule, None, AT, cites=BOOK),), back)


def heading(at: Citation) -> str:
    return f"{at.file}#names" if at == BOOK else ""


GOT = got_of([ruling(Verdict.CONDITIONAL, "out", "duty")], "Claude Team · names", heading)


def wrong(**wanted: Any) -> tuple[str, ...]:
    test = PolicyTest("a test", "May I?", **{"verdict": "conditional", **wanted})
    return try_tests([test], lambda _: GOT, lambda _: Coverage(1, 1)).tried[0].wrong


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({}, ()),
        ({"conditions": ("out",)}, ()),
        ({"cites": ("names",)}, ()),
        ({"cites": ("guidance/book.md#names",)}, ()),
        ({"cites": ("guidance/book.md",)}, ()),
        ({"verdict": "allowed"}, ("conditional instead of allowed",)),
        ({"conditions": ("out", "agreed")}, ("without the condition agreed",)),
        ({"conditions": ("agreed",)}, ("without the condition agreed", "with the condition out")),
        ({"is_bare": True}, ("with the condition out",)),
        ({"cites": ("names", "menus")}, ("does not rest on menus",)),
    ],
)
def test_what_is_not_as_wanted_is_said(wanted: dict[str, Any], said: tuple[str, ...]) -> None:
    assert wrong(**wanted) == said


@pytest.mark.parametrize(
    ("rulings", "verdict"),
    [
        ([], "nothing"),
        ([ruling(Verdict.ALLOWED), ruling(Verdict.REVIEW)], "review"),
        ([ruling(Verdict.FORBIDDEN), ruling(Verdict.ALLOWED, asks=True)], "ask"),
    ],
    ids=["nothing was read", "the strictest of several", "one is asked back"],
)
def test_several_questions_in_one_text(rulings: Sequence[Ruling], verdict: str) -> None:
    assert got_of(rulings, "", heading).verdict == verdict


def test_rules_that_decided_any_test_count_as_tested() -> None:
    seen: list[frozenset[str]] = []

    def cover(decided: frozenset[str]) -> Coverage:
        seen.append(decided)
        return Coverage(2, 4)

    tests = [PolicyTest("one", "?", "conditional"), PolicyTest("two", "?", "allowed")]
    trial = try_tests(tests, lambda test: GOT if test.name == "one" else Got("allowed", rules=(("menus", AT),)), cover)
    assert (seen, len(trial.failed)) == ([{"names", "menus"}], 0)


# --- an answer becomes a test ------------------------------------------------------------------------------------------

TEAM = Question((ToolAsk("Claude Team", ("claude/team",)),), (DataAsk("names", ("names",)),))


def made(question: Question, *, read: Question | None = None, text: str = "May I?", **ruled: Any) -> list[dict[str, Any]]:
    item = Item(Intent.MAY_I, question, read_as="Claude Team · names")
    answer = ruled.pop("ruling", ruling(Verdict.CONDITIONAL, "out", "duty"))
    return entries_of(
        "R-7F3K",
        text,
        [(item, answer)],
        offerings=OFFERINGS,
        known=lambda id_: id_ in ("names", "out"),
        reads=lambda _text, _who: [read or question],
    )


def test_words_that_are_read_as_they_were_stay_words() -> None:
    assert made(TEAM) == [
        {
            "name": "R-7F3K: Claude Team · names",
            "question": "May I?",
            "verdict": "conditional",
            "conditions": ["out"],
            "cites": ["names"],
        }
    ]


@pytest.mark.parametrize(
    ("question", "slots"),
    [
        (TEAM, {"tool": "claude/team", "data": ["names"]}),
        (Question((ToolAsk("Claude", ("claude/free", "claude/team")),), TEAM.data), {"tool": "claude", "data": ["names"]}),
        (Question((ToolAsk("Poe"),), TEAM.data), {"tool": "unlisted", "data": ["names"]}),
        (
            Question(
                (ToolAsk("a", ("claude/free",)), ToolAsk("b", ("claude/team",))),
                (DataAsk("names", ("names",), ("anonymised",)),),
                {Slot.ROLE: "nurse"},
                frozenset({"out"}),
            ),
            {
                "tool": ["claude/free", "claude/team"],
                "data": ["names"],
                "transformations": ["anonymised"],
                "met": ["out"],
                "role": "nurse",
            },
        ),
    ],
    ids=["one offering", "a tool whose plan is open", "a tool that is not listed", "all that slots can say"],
)
def test_words_that_need_their_thread_become_slots(question: Question, slots: dict[str, Any]) -> None:
    (entry,) = made(question, read=Question())
    assert entry["slots"] == slots
    assert "question" not in entry


def test_who_asked_goes_with_the_words() -> None:
    (entry,) = made(Question(TEAM.tools, TEAM.data, {Slot.ROLE: "nurse", Slot.REGION: "eu"}))
    assert entry["as"] == {"role": "nurse"}


def test_a_question_back_is_wanted_again() -> None:
    assert made(TEAM, ruling=ruling(Verdict.FORBIDDEN, "out", asks=True))[0].keys() == {"name", "question", "verdict"}


def test_what_the_policy_no_longer_has_is_not_wanted() -> None:
    (entry,) = made(TEAM, ruling=ruling(Verdict.CONDITIONAL, "gone", rule="gone-too"))
    assert "cites" not in entry and "conditions" not in entry


@pytest.mark.parametrize(
    "question",
    [
        Question(TEAM.tools, (DataAsk("either", ("names", "menus")),)),
        Question(TEAM.tools, TEAM.data, left_out=("menus",)),
    ],
    ids=["data that may be two things", "a part that is left out"],
)
def test_what_can_be_said_in_neither_way_is_refused(question: Question) -> None:
    with pytest.raises(NoTestError, match="cannot be said in slots"):
        made(question, read=Question())


def test_an_erased_answer_is_refused() -> None:
    with pytest.raises(NoTestError, match="erased"):
        entries_of("R-1", "", [], offerings={}, known=bool, reads=lambda *_: [])
