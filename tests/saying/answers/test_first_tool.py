"""Somebody who asks for a tool is told of one: why this one, how it is had, and what else there is in one line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.policy.deciding.rulings import AskBack, Note, Option, Ruling, ToolRuling
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Start
from bot.policy.talks.talk import Intent
from bot.policy.words import Slot, Verdict
from tests.saying import company as co
from tests.saying.answered import AFTER, WITH_LOOK, asked, one


def test_one_tool_is_named_and_the_others_stand_in_one_line_and_in_the_list() -> None:
    tools = (
        ToolRuling("llama/inhouse", Verdict.ALLOWED, ("llama/inhouse",), (co.need("check"),)),
        ToolRuling("claude/team", Verdict.CONDITIONAL, ("claude/team",), (co.need("names-out"),)),
        ToolRuling("chatgpt/free", Verdict.FORBIDDEN, ("chatgpt/free",)),
    )
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.FORBIDDEN), tools=tools)
    assert answer.sentence == "For customer names, start with In-house Llama."
    assert [line.label for line in answer.tools] == ["In-house Llama", "Claude Team", "ChatGPT Free"]
    assert answer.start == Start("In-house Llama", "No other asks for less", "Claude Team")
    assert [line.group for line in answer.tools] == ["On the list", "On the list", "Not for this"]
    assert answer.tools[1].condition == "Names and addresses are removed first."
    assert (answer.label, answer.verdict) == ("allow", "allowed")


def test_which_tool_with_none_to_use_says_so() -> None:
    tools = (ToolRuling("chatgpt/free", Verdict.FORBIDDEN, ("chatgpt/free",), reasons=(co.reason(co.NO_FREE),)),)
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.FORBIDDEN), tools=tools)
    assert answer.sentence == "No tool on the list may take customer names."
    assert answer.why
    assert answer.tools == ()


def test_which_tool_with_none_to_use_names_what_may_be_done_to_the_data_first() -> None:
    tools = (ToolRuling("chatgpt/free", Verdict.FORBIDDEN, ("chatgpt/free",), reasons=(co.reason(co.NO_FREE),)),)
    item = asked(intent=Intent.WHICH_TOOL)
    answer = one(item, Ruling(Verdict.FORBIDDEN), tuple(AFTER[:1]), tools=tools, knowledge=WITH_LOOK)
    assert answer.instead == ("Names removed first: Claude Team, if: a colleague has looked at it",)
    assert answer.how_to_get == "Ask for Claude Team"


def test_the_one_tool_that_may_be_used_comes_with_its_whole_condition() -> None:
    needs = (co.need("names-out"),)
    tools = (
        ToolRuling("claude/team", Verdict.CONDITIONAL, ("claude/team",), needs=needs),
        ToolRuling("chatgpt/free", Verdict.FORBIDDEN, ("chatgpt/free",)),
    )
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.CONDITIONAL, needs=needs), tools=tools)
    assert [line.text for line in answer.checklist if not line.general] == ["Names and addresses are removed first."]
    assert answer.start is not None and not answer.start.others


def test_which_tool_asks_where_no_tool_is_settled() -> None:
    ask = AskBack(Slot.DATA, (Option("customer-names"), Option("invoices")), "that file")
    tools = (ToolRuling("claude/team", Verdict.FORBIDDEN, ("claude/team",), ask_back=ask),)
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.FORBIDDEN, ask_back=ask), tools=tools)
    assert (answer.label, answer.shape) == ("ask", "?")


def having(start_with: dict[str, tuple[str, ...]], **access: str) -> Knowledge:
    known = co.company()
    offerings = {
        id_: replace(one, access=access.get(one.tool, ""), hosting="self_hosted" if one.tool == "llama" else "")
        for id_, one in known.policy.offerings.items()
    }
    return replace(known, policy=replace(known.policy, offerings=offerings, start_with=start_with))


ALL = tuple(ToolRuling(id_, Verdict.ALLOWED, (id_,)) for id_ in ("claude/team", "llama/inhouse", "chatgpt/free"))


def test_why_this_one_says_who_has_it_what_it_is_made_for_and_that_the_policy_names_it() -> None:
    item = asked(intent=Intent.WHICH_TOOL, families=("translator",), suited=("claude/team",))
    knowledge = having({"translator": ("claude/team",)}, claude="everybody")
    answer = one(item, Ruling(Verdict.ALLOWED), tools=ALL, knowledge=knowledge)
    assert answer.start is not None
    assert answer.start.why == "Everybody has it; it is made for this; the policy names it to start with"


def test_the_whole_list_is_grouped_by_who_has_what() -> None:
    answer = one(
        asked(intent=Intent.WHICH_TOOL),
        Ruling(Verdict.ALLOWED),
        tools=ALL,
        knowledge=having({}, claude="on_request", chatgpt="own"),
    )
    assert [(line.label, line.group) for line in answer.tools] == [
        ("Claude Team", "On request"),
        ("In-house Llama", "On our own machines"),
        ("ChatGPT Free", "Your own account"),
    ]


def test_where_nothing_is_made_for_it_the_answer_says_so() -> None:
    item = asked(intent=Intent.WHICH_TOOL, nothing_else=True, unsuited=("claude/team", "llama/inhouse", "chatgpt/free"))
    answer = one(item, Ruling(Verdict.ALLOWED), tools=ALL)
    assert (answer.sentence, answer.verdict, answer.label) == ("No tool on the list is made for this.", "uncovered", "not_listed")
    assert (answer.start, answer.tools, answer.why) == (None, (), ())
    assert answer.contact


def test_where_nothing_is_made_for_it_nobody_is_asked_for_the_data_and_a_no_stays_a_no() -> None:
    nothing = {"intent": Intent.WHICH_TOOL, "nothing_else": True, "unsuited": ("claude/team",)}
    ask = AskBack(
        Slot.DATA, (Option("customer-names", (), Verdict.ALLOWED), Option("invoices", (), Verdict.FORBIDDEN)), "that file"
    )
    tools = (ToolRuling("claude/team", Verdict.FORBIDDEN, ("claude/team",), ask_back=ask),)
    answer = one(asked(**nothing), Ruling(Verdict.FORBIDDEN, ask_back=ask), tools=tools)
    assert (answer.sentence, answer.choices, answer.start) == ("No tool on the list is made for this.", (), None)
    no = one(asked(**nothing), Ruling(Verdict.FORBIDDEN), tools=(replace(tools[0], ask_back=None),))
    assert (no.verdict, no.sentence) == ("forbidden", "No tool on the list may take customer names.")
    assert "No tool on the list is made for this." in no.notes


def test_that_no_other_asks_for_less_is_said_of_all_tools_whatever_they_are_made_for() -> None:
    tools = (
        ToolRuling("claude/team", Verdict.CONDITIONAL, ("claude/team",), (co.need("names-out"),)),
        ToolRuling("chatgpt/free", Verdict.CONDITIONAL, ("chatgpt/free",), (co.need("names-out"),)),
        ToolRuling("llama/inhouse", Verdict.ALLOWED, ("llama/inhouse",)),
    )
    item = asked(intent=Intent.WHICH_TOOL, unsuited=("llama/inhouse",))
    assert one(item, Ruling(Verdict.CONDITIONAL), tools=tools).start == Start("Claude Team", "", "ChatGPT Free")
    assert one(item, Ruling(Verdict.CONDITIONAL), tools=tools[:2]).start == Start(
        "Claude Team", "No other asks for less", "ChatGPT Free"
    )


def test_a_question_back_to_which_tool_tells_what_each_answer_means_for_the_tool_that_then_comes_first() -> None:
    all_of_it = AskBack(Slot.DATA, tuple(Option(id_, (), Verdict.FORBIDDEN) for id_ in ("customer-names", "invoices")))
    mine = AskBack(Slot.DATA, (Option("customer-names", (), Verdict.FORBIDDEN), Option("invoices", (), Verdict.ALLOWED)))
    tools = (
        ToolRuling("claude/team", Verdict.FORBIDDEN, ("claude/team",), ask_back=mine),
        ToolRuling("chatgpt/free", Verdict.FORBIDDEN, ("chatgpt/free",)),
    )
    item = asked(intent=Intent.WHICH_TOOL, data=())
    answer = one(item, Ruling(Verdict.FORBIDDEN, ask_back=all_of_it), tools=tools)
    assert [line.verdict for line in answer.tools] == [Verdict.ALLOWED, Verdict.FORBIDDEN]


def test_a_reading_that_is_not_sure_is_a_condition_to_tick() -> None:
    unsure = (ToolRuling("claude/team", Verdict.CONDITIONAL, ("claude/team",), notes=(Note.NOT_GROUNDED,)),)
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.CONDITIONAL), tools=unsure)
    assert answer.checklist[0].text == "I read you right: it is customer names."


def test_what_needs_an_approval_is_where_one_starts_when_nothing_else_is_left() -> None:
    review = (ToolRuling("claude/team", Verdict.REVIEW, ("claude/team",)),)
    answer = one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.REVIEW), tools=review)
    assert answer.sentence == "For customer names, start with Claude Team, after approval."
    assert answer.contact


@pytest.mark.parametrize(("verdict", "start"), [(Verdict.CONDITIONAL, Start("Claude Team")), (Verdict.FORBIDDEN, None)])
def test_before_a_question_back_the_tool_that_may_do_is_named(verdict: Verdict, start: Start | None) -> None:
    ask = AskBack(Slot.DATA, (Option("customer-names", (), verdict), Option("invoices", (), Verdict.FORBIDDEN)), "that file")
    tools = (ToolRuling("claude/team", Verdict.FORBIDDEN, ("claude/team",), ask_back=ask),)
    assert one(asked(intent=Intent.WHICH_TOOL), Ruling(Verdict.FORBIDDEN, ask_back=ask), tools=tools).start == start
