"""What an owner wants becomes entries that set aside what stands in the way, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.policy.changes.draft import Draft, Entry, can_be_a_rule, rule_entries, said_of, waiver_entry
from bot.policy.deciding.rulings import Reason, Ruling
from bot.policy.requests import Request, RequestKind, Settlement, Wish
from bot.policy.talks.talk import Intent, Item, Mention
from bot.policy.words import Citation, DataAsk, Effect, Question, Slot, ToolAsk, Verdict

TODAY = date(2026, 11, 20)
AT = Citation("rules.yaml", 1)
QUESTION = Question((ToolAsk("Claude Team", ("claude/team",)),), (DataAsk("names", ("names",)),))


def ruled(verdict: Verdict, *reasons: tuple[str, Effect | None]) -> Ruling:
    return Ruling(verdict, reasons=tuple(Reason(rule, effect, AT) for rule, effect in reasons))


def request(settlement: Settlement, kind: RequestKind = RequestKind.OWNER) -> Request:
    wish = Wish("claude/team", "", "names", "letters", "2027-03-01")
    return Request(kind, "R-7F3K", "k", "a", datetime(2026, 11, 20, tzinfo=UTC), wish=wish, settlement=settlement)


def drafted(rulings: list[Ruling], wanted: Verdict) -> tuple[list[tuple[str, ...]], Verdict]:
    """What was set aside in each round, and what came of it."""
    rounds: list[tuple[str, ...]] = []

    def make(aside: tuple[str, ...]) -> tuple[Entry, ...]:
        rounds.append(aside)
        return ()

    draft = Draft(lambda entries, question, today: rulings[min(len(rounds), len(rulings)) - 1])
    return rounds, draft(make, QUESTION, wanted, TODAY).verdict


NO = ruled(Verdict.FORBIDDEN, ("no-names", Effect.FORBID), ("matrix:a:b", Effect.FORBID))
ASKS = ruled(Verdict.REVIEW, ("ask-first", Effect.REVIEW))
YES = ruled(Verdict.CONDITIONAL, ("exception", Effect.CONDITION))


@pytest.mark.parametrize(
    ("rulings", "wanted", "rounds", "verdict"),
    [
        pytest.param([YES], Verdict.CONDITIONAL, [()], Verdict.CONDITIONAL, id="nothing stands in the way"),
        pytest.param(
            [NO, ASKS, YES],
            Verdict.CONDITIONAL,
            [(), ("no-names", "matrix:a:b"), ("no-names", "matrix:a:b", "ask-first")],
            Verdict.CONDITIONAL,
            id="what forbids first, then what wants approval",
        ),
        pytest.param([NO, ASKS], Verdict.REVIEW, [(), ("no-names", "matrix:a:b")], Verdict.REVIEW, id="approval stays wanted"),
        pytest.param([NO], Verdict.FORBIDDEN, [()], Verdict.FORBIDDEN, id="a no sets nothing aside"),
        pytest.param(
            [NO], Verdict.ALLOWED, [(), ("no-names", "matrix:a:b")], Verdict.FORBIDDEN, id="it ends where it does not help"
        ),
        pytest.param(
            [ruled(Verdict.FORBIDDEN, ("default", Effect.FORBID))],
            Verdict.ALLOWED,
            [()],
            Verdict.FORBIDDEN,
            id="a default is no rule",
        ),
        pytest.param([YES], Verdict.ALLOWED, [()], Verdict.CONDITIONAL, id="conditions are never set aside"),
    ],
)
def test_what_is_set_aside(rulings: list[Ruling], wanted: Verdict, rounds: list[tuple[str, ...]], verdict: Verdict) -> None:
    assert drafted(rulings, wanted) == (rounds, verdict)


def test_a_waiver_names_one_person_one_tool_one_kind_of_data_and_its_last_day() -> None:
    said = Settlement(words="A pilot.", conditions=("names-out",), until="2027-02-01")
    made = waiver_entry(
        request(said, RequestKind.EXCEPTION), "claude/team", who="U1", by="noor", aside=("no-names",), today=TODAY
    )
    assert (made.file, made.key) == ("waivers.yaml", "waivers")
    assert made.value == {
        "id": "exception-r-7f3k",
        "who": ["U1"],
        "tools": ["claude/team"],
        "data": ["names"],
        "effect": "condition",
        "conditions": ["names-out"],
        "sets_aside": ["no-names"],
        "since": TODAY,
        "until": date(2027, 2, 1),
        "approved_by": "noor, R-7F3K",
        "because": "A pilot.",
    }


def test_the_askers_own_reason_does_not_stay_in_a_waiver() -> None:
    asked = request(Settlement(until="2027-02-01"), RequestKind.EXCEPTION)
    asked = replace(asked, wish=replace(asked.wish, why="My mother is ill."))
    assert "because" not in waiver_entry(asked, "claude/team", who="U1", by="noor", aside=(), today=TODAY).value


def test_a_condition_in_the_owners_own_words_is_a_condition_of_its_own() -> None:
    said = Settlement("conditional", "Without the names.")
    condition, rule = rule_entries(request(said), QUESTION, where={"purpose": "hiring"}, aside=(), review_by=date(2027, 11, 20))
    assert rule.value["where"] == {"purpose": "hiring"}
    assert (condition.file, condition.value["text"]) == ("conditions.yaml", "Without the names.")
    assert rule.value["conditions"] == [condition.value["id"]]


def test_a_no_has_no_conditions() -> None:
    said = Settlement("forbidden", "Never.", conditions=("names-out",))
    (rule,) = rule_entries(request(said), QUESTION, where={"purpose": "hiring"}, aside=(), review_by=date(2027, 11, 20))
    assert rule.value["effect"] == "forbid" and "conditions" not in rule.value and "where" not in rule.value


@pytest.mark.parametrize(
    ("question", "can"),
    [
        pytest.param(QUESTION, True, id="a tool and a kind of data"),
        pytest.param(replace(QUESTION, data=(DataAsk("names", ("names",), ("anonymised",)),)), False, id="data that was changed"),
        pytest.param(replace(QUESTION, met=frozenset({"names-out"})), False, id="a condition that is said to be met"),
        pytest.param(replace(QUESTION, left_out=("phones",)), False, id="something that is left out"),
        pytest.param(replace(QUESTION, data=(DataAsk("that thing"),)), False, id="data that was not read"),
        pytest.param(replace(QUESTION, tools=(ToolAsk("Grok"),)), False, id="a tool that is not listed"),
        pytest.param(replace(QUESTION, tools=()), False, id="no tool"),
    ],
)
def test_only_a_question_without_more_said_becomes_a_rule(question: Question, can: bool) -> None:
    assert can_be_a_rule(question) is can


def test_a_rule_is_narrowed_by_what_the_asker_said_and_not_by_what_was_assumed() -> None:
    question = replace(QUESTION, context={Slot.PURPOSE: "hiring", Slot.COUNTRY: "NL"})
    item = Item(Intent.MAY_I, question, (Mention("purpose", "hiring", 0, 6, "hiring", "name"),))
    assert said_of(item) == {"purpose": "hiring"}
