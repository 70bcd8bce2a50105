"""What somebody picked from lists: nothing is ruled before all of it is there, and the same choice is the same question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.flows.questions.pick import Pick
from bot.flows.questions.settle import Settle
from bot.policy.deciding.decide import choose
from bot.policy.deciding.rulings import AskBack, Option, Ruling
from bot.policy.talks.answer import Answer, Choice
from bot.policy.talks.checks import UNLISTED, WHICH, Chosen, Form, Pressed, Who
from bot.policy.talks.talk import Asker, Intent, Item, Reading, Ruled
from bot.policy.words import DataAsk, Slot, ToolAsk, Verdict

PLANS = {"claude": ("claude/free", "claude/team"), UNLISTED: ("others/any",)}
KNOWN = {"claude", "claude/free", "claude/team", "names", "salaries"}
FORM = Form(Who("T1", "U1"), "nl", "V1", "pick")
ALL = Chosen("claude", "claude/team", ("names",))


def answer(receipt: str, **more: Any) -> Answer:
    return Answer("nl", "conditional", "conditional", Intent.MAY_I, "◐", "Ja, mits", "...", receipt=receipt, **more)


@pytest.fixture
def pick() -> Pick:
    def rule(reading: Reading, groups: frozenset[str]) -> tuple[Ruled, ...]:
        return (Ruled(reading.items[0], Ruling(Verdict.CONDITIONAL)),)

    return Pick(
        version="v1",
        offerings_of=lambda tool: PLANS.get(tool, ()),
        knows=KNOWN.__contains__,
        label_of=str.upper,
        for_asker=lambda item, asker: replace(
            item, question=replace(item.question, context=item.question.context | {Slot.ROLE: asker.role})
        ),
        rule=rule,
        settle=Settle(choose, str, str, "en", str),
        say=lambda reading, ruled, receipt: answer(receipt),
        key_of=lambda *parts: "|".join(parts),
        receipt_of=lambda key: f"R-{len(key)}",
        words=lambda key: key,
    )


def item_of(pick: Pick, chosen: Chosen) -> Item:
    shown = pick(chosen, Asker(role="nurse"), FORM)
    assert shown.reading is not None
    return shown.reading.items[0]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        pytest.param(Chosen(), "pick.hint.both", id="nothing is chosen"),
        pytest.param(Chosen(data=("names",)), "pick.hint.tool", id="only data"),
        pytest.param(Chosen("claude", "claude/team"), "pick.hint.data", id="only a tool"),
        pytest.param(Chosen("claude", "claude/gone", ("names",)), "pick.gone", id="a plan that left the policy"),
        pytest.param(Chosen("gone", "", ("names",)), "pick.gone", id="a tool that left the policy"),
        pytest.param(Chosen("claude", "", ("names", "gone")), "pick.gone", id="data that left the policy"),
    ],
)
def test_nothing_is_ruled_and_nothing_kept(pick: Pick, chosen: Chosen, said: str) -> None:
    shown = pick(chosen, Asker(), FORM)
    assert (shown.lines, shown.answer, shown.key, shown.version) == ((said,), None, "", "v1")


def test_what_was_picked_is_the_question(pick: Pick) -> None:
    item = item_of(pick, replace(ALL, data=("names", "salaries")))
    assert item.intent is Intent.MAY_I
    assert item.question.tools == (ToolAsk("CLAUDE/TEAM", ("claude/team",)),)
    assert item.question.data == (DataAsk("NAMES", ("names",)), DataAsk("SALARIES", ("salaries",)))
    assert item.question.context == {Slot.ROLE: "nurse"}


def test_what_was_clicked_on_the_answers_is_settled_in_it(pick: Pick) -> None:
    asked = Ruling(Verdict.CONDITIONAL, ask_back=AskBack(Slot.PURPOSE, (Option("hiring"), Option("teaching"))))

    def rule(reading: Reading, groups: frozenset[str]) -> tuple[Ruled, ...]:
        item = reading.items[0]
        return (Ruled(item, Ruling(Verdict.CONDITIONAL) if Slot.PURPOSE in item.question.context else asked),)

    clicked = replace(ALL, pressed=(Pressed("purpose", "hiring"), Pressed("plan", "not asked")))
    assert item_of(replace(pick, rule=rule), clicked).question.context[Slot.PURPOSE] == "hiring"


def test_without_a_plan_all_offerings_of_the_tool_are_possible(pick: Pick) -> None:
    assert item_of(pick, replace(ALL, plan="")).question.tools == (ToolAsk("CLAUDE", ("claude/free", "claude/team")),)


def test_a_tool_that_is_not_listed_is_what_the_rows_for_all_others_say(pick: Pick) -> None:
    assert item_of(pick, replace(ALL, tool=UNLISTED, plan="")).question.tools == (ToolAsk("pick.other_tool", ("others/any",)),)


def test_no_tool_yet_asks_which_one(pick: Pick) -> None:
    item = item_of(pick, replace(ALL, tool=WHICH, plan=""))
    assert (item.intent, item.question.tools) == (Intent.WHICH_TOOL, ())


def test_a_question_back_is_shown_and_not_kept(pick: Pick) -> None:
    asked = (Choice(Slot.PLAN, "claude/team", "Claude Team"),)
    asking = replace(pick, say=lambda reading, ruled, receipt: answer(receipt, choices=asked))
    shown = asking(replace(ALL, plan=""), Asker(), FORM)
    assert (shown.key, shown.answer and shown.answer.choices) == ("", asked)


def test_the_same_choice_in_the_same_form_is_the_same_question(pick: Pick) -> None:
    two = replace(ALL, data=("names", "salaries"))
    first, again = pick(two, Asker(), FORM), pick(replace(two, data=("salaries", "names")), Asker(), FORM)
    assert first.key and first.key == again.key
    others = (
        pick(ALL, Asker(), FORM).key,
        pick(two, Asker(), replace(FORM, id="V2")).key,
        replace(pick, version="v2")(two, Asker(), FORM).key,
        pick(replace(two, pressed=(Pressed("purpose", "x"),)), Asker(), FORM).key,
        pick(replace(two, under="R-1"), Asker(), FORM).key,
    )
    assert len({first.key, *others}) == 6
