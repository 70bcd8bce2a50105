"""Several tools in one answer: the best first, and none that reads as a word on another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.policy.deciding.rulings import AskBack, Option, Ruling, ToolRuling
from bot.policy.talks.talk import Intent
from bot.policy.words import Slot, ToolAsk, Verdict
from tests.saying import company as co
from tests.saying.answered import FREE, NAMES, TEAM, asked, one


def test_several_tools_are_a_table_with_the_best_first() -> None:
    rulings = (
        ToolRuling("ChatGPT Free", Verdict.FORBIDDEN, ("chatgpt/free",)),
        ToolRuling("Claude Team", Verdict.CONDITIONAL, ("claude/team",), (co.need("names-out"),)),
    )
    ruling = Ruling(Verdict.CONDITIONAL, needs=rulings[1].needs, per_tool=rulings)
    answer = one(asked(FREE, TEAM, intent=Intent.COMPARE), ruling)
    assert [(line.label, line.shape) for line in answer.tools] == [("Claude Team", "◐"), ("ChatGPT Free", "✕")]
    assert answer.sentence == "Claude Team rather than ChatGPT Free. Customer names may go into Claude Team when:"
    assert answer.label == "conditional"


@pytest.mark.parametrize(
    ("company", "personal", "names"),
    [
        ("company", "personal", ("Claude (company account)", "Claude (private account)")),
        ("", "", ("Claude Team", "ChatGPT Free")),
    ],
    ids=["by account", "by plan where no account is known"],
)
def test_what_holds_for_one_of_two_things_of_one_name_never_reads_as_a_word_on_both(
    company: str, personal: str, names: tuple[str, str]
) -> None:
    known = co.company()
    terms = dict(known.vocabulary.offerings)
    for id_, account in (("claude/team", company), ("chatgpt/free", personal)):
        terms[id_] = replace(terms[id_], account=account)
    known = replace(known, vocabulary=replace(known.vocabulary, offerings=terms))
    tools = (
        ToolRuling("Claude", Verdict.FORBIDDEN, ("chatgpt/free",), reasons=(co.reason(co.NO_FREE),)),
        ToolRuling("Claude", Verdict.ALLOWED, ("claude/team",), reasons=(co.reason(co.LLAMA),)),
    )
    both = asked(ToolAsk("Claude", ("claude/team",)), ToolAsk("Claude", ("chatgpt/free",)))
    answer = one(both, Ruling(Verdict.ALLOWED, reasons=(co.reason(co.LLAMA),), per_tool=tools), knowledge=known)
    assert answer.sentence == f"{names[0]} rather than {names[1]}. Customer names may go into {names[0]}."
    assert [line.label for line in answer.tools] == list(names)


def test_of_two_tools_that_are_ruled_alike_both_are_named_and_that_there_is_no_difference() -> None:
    tools = tuple(
        ToolRuling(name, Verdict.ALLOWED, (id_,)) for name, id_ in (("Claude Team", "claude/team"), ("Llama", "llama/inhouse"))
    )
    answer = one(asked(TEAM, FREE, intent=Intent.COMPARE), Ruling(Verdict.ALLOWED, per_tool=tools))
    assert answer.sentence == "No difference. Customer names may go into Claude Team and Llama."


DATA_ASKED = AskBack(
    Slot.DATA, (Option("customer-names", (), Verdict.FORBIDDEN), Option("study-data", (), Verdict.CONDITIONAL), Option("odd"))
)


def test_where_nothing_was_said_of_the_data_what_each_answer_leads_to_is_told() -> None:
    answer = one(asked(TEAM, data=()), Ruling(Verdict.FORBIDDEN, ask_back=DATA_ASKED))
    assert answer.label == "ask"
    assert [line.shape for line in answer.tools] == ["◐", "?", "✕"]
    assert {line.label.partition(" (")[0] for line in answer.tools} == {choice.label for choice in answer.choices[:3]}


def test_answers_of_one_verdict_share_a_line() -> None:
    alike = replace(DATA_ASKED, options=(*DATA_ASKED.options, Option("sick-notes", (), Verdict.FORBIDDEN)))
    lines = one(asked(TEAM, data=()), Ruling(Verdict.FORBIDDEN, ask_back=alike)).tools
    assert [line.shape for line in lines] == ["◐", "?", "✕"]
    assert [part.partition(" (")[0] for part in lines[2].label.split(", ")] == ["Customer names", "Sick-notes"]


def test_also_where_nobody_knows_what_some_named_data_is() -> None:
    answer = one(asked(TEAM, data=(NAMES,)), Ruling(Verdict.FORBIDDEN, ask_back=DATA_ASKED))
    assert [line.shape for line in answer.tools] == ["◐", "?", "✕"]


PLAN_ASKED = AskBack(
    Slot.PLAN,
    (Option("free", ("chatgpt/free",), Verdict.FORBIDDEN), Option("team", ("claude/team",), Verdict.ALLOWED)),
    "Claude",
)


def test_of_plans_it_is_told_as_well_what_each_leads_to() -> None:
    answer = one(asked(TEAM), Ruling(Verdict.FORBIDDEN, ask_back=PLAN_ASKED))
    assert [(line.shape, line.label) for line in answer.tools] == [("✓", "Claude Team"), ("✕", "ChatGPT Free")]


def test_of_all_tools_there_are_only_those_are_told_that_may_be_used() -> None:
    asked_back = replace(PLAN_ASKED, slot=Slot.TOOL, about="")
    answer = one(asked(), Ruling(Verdict.FORBIDDEN, ask_back=asked_back))
    assert [(line.shape, line.label) for line in answer.tools] == [("✓", "Claude Team")]


def test_nothing_is_told_to_be_allowed_while_something_else_is_only_guessed() -> None:
    guess = (replace(NAMES, grounded=False),)
    assert one(asked(TEAM, data=guess), Ruling(Verdict.FORBIDDEN, ask_back=PLAN_ASKED)).tools == ()
