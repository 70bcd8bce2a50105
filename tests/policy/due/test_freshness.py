"""Review dates and rulings -> what is overdue, until when all is fresh, and what is due."""

from __future__ import annotations

from datetime import date

import pytest

from bot.policy.deciding.rulings import Reason, Ruling
from bot.policy.due.freshness import due_by, freshness
from bot.policy.house import Knowledge, Organisation, Reviewed
from bot.policy.policy import Policy
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import Citation, Effect, Question, ToolAsk, Verdict

TODAY = date(2026, 11, 20)
PAST, SOON, LATER = date(2026, 11, 19), date(2026, 12, 1), date(2027, 5, 1)
BOOK = Citation("guidance/book.md", 7)
RULING = Ruling(
    Verdict.ALLOWED, (), (Reason("names", Effect.ALLOW, Citation("rules.yaml", 3), "claude/team", "names", cites=BOOK),)
)
ASKED = Question((ToolAsk("Claude Team", ("claude/team",)),))


def known(*reviews: Reviewed) -> Knowledge:
    return Knowledge(Policy({}, {}, {}, (), {}), Vocabulary(), Organisation("Small House"), reviews=reviews)


@pytest.mark.parametrize(
    ("reviews", "overdue"),
    [
        ([("rule", "names", PAST)], ["names"]),
        ([("rule", "names", TODAY)], []),
        ([("rule", "menus", PAST)], []),
        ([("tool", "claude", PAST)], ["claude"]),
        ([("tool", "chatgpt", PAST)], []),
        ([("guidance", "guidance/book.md", PAST)], ["guidance/book.md"]),
        ([("guidance", "guidance/other.md", PAST)], []),
        ([("waiver", "names", PAST)], ["names"]),
        ([("evidence", "claude/team risk", PAST)], []),
        ([("rule", "names", None)], []),
        ([("tool", "claude", PAST), ("rule", "names", date(2025, 1, 1))], ["names", "claude"]),
    ],
)
def test_only_what_the_ruling_rests_on_counts(reviews: list[tuple[str, str, date | None]], overdue: list[str]) -> None:
    found = freshness(known(*(Reviewed(*one) for one in reviews)), ASKED, RULING, TODAY)
    assert [one.id for one in found.overdue] == overdue


@pytest.mark.parametrize(
    ("days", "until"),
    [
        ((SOON, LATER, LATER), SOON),
        ((SOON, None, LATER), None),
        ((SOON, PAST, LATER), None),
        ((None, None, None), None),
    ],
    ids=["all have a day", "one has none", "one is overdue", "nothing has one"],
)
def test_an_answer_is_reviewed_where_all_that_it_rests_on_is(days: tuple[date | None, ...], until: date | None) -> None:
    ids = (("rule", "names"), ("tool", "claude"), ("guidance", "guidance/book.md"))
    reviews = [Reviewed(kind, id_, day) for (kind, id_), day in zip(ids, days, strict=True)]
    assert freshness(known(*reviews), ASKED, RULING, TODAY).until == until


def test_silence_was_reviewed_by_nobody() -> None:
    silent = Ruling(Verdict.UNCOVERED, (), (Reason("default", None, Citation("policy.yaml", 1), "claude/team", "names"),))
    assert freshness(known(Reviewed("tool", "claude", LATER)), ASKED, silent, TODAY).until is None


def test_an_exception_that_was_looked_at_in_time_is_as_good_as_a_rule() -> None:
    assert freshness(known(Reviewed("waiver", "names", LATER)), ASKED, RULING, TODAY).until == LATER


@pytest.mark.parametrize(
    ("tools", "overdue"),
    [((ToolAsk("Claude", ("claude/team", "claude/free")),), ["claude"]), ((ToolAsk("A", ("claude/team",)), ToolAsk("B")), [])],
    ids=["it is about one tool", "one of several tools is told in a ruling of its own"],
)
def test_a_ruling_that_holds_for_several_plans_rests_on_the_tool(tools: tuple[ToolAsk, ...], overdue: list[str]) -> None:
    ruling = Ruling(Verdict.ALLOWED, (), (Reason("names", Effect.ALLOW, Citation("rules.yaml", 3), "", "names"),))
    found = freshness(known(Reviewed("tool", "claude", PAST)), Question(tools), ruling, TODAY)
    assert [one.id for one in found.overdue] == overdue


def test_what_is_due_on_the_last_day_is_told() -> None:
    reviews = [Reviewed("rule", "names", SOON)]
    assert [due_by(reviews, TODAY, days) for days in (10, 11)] == [(), ((reviews[0], 11),)]


def test_what_is_due_comes_oldest_first_with_the_days_that_are_left() -> None:
    reviews = [
        Reviewed("tool", "claude", LATER),
        Reviewed("tool", "chatgpt", SOON),
        Reviewed("rule", "names", SOON),
        Reviewed("rule", "old", PAST),
        Reviewed("rule", "undated"),
    ]
    assert [(one.id, left) for one, left in due_by(reviews, TODAY, 30)] == [("old", -1), ("names", 11), ("chatgpt", 11)]
    assert [one.id for one, _ in due_by(reviews, TODAY, 0)] == ["old"]
