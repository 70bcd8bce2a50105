"""A ruling's ways out, conditions and checklists in words, where a line of ``cases/answers.yaml`` is not enough."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.deciding.rulings import Reason, Ruling, Stated
from bot.policy.talks.talk import AlternativeLine
from bot.policy.words import Citation, Effect, ToolAsk, Verdict
from bot.saying.words import Words
from tests.saying import company as co
from tests.saying.answered import AFTER, FREE, NO, WAYS_OUT, WITH_LOOK, asked, one


def test_a_way_out_for_the_data_as_it_is_says_so_only_beside_one_that_changes_the_data() -> None:
    changed = AlternativeLine("claude/team", "Claude Team", Verdict.ALLOWED, transformation="anonymised")
    answer = one(asked(FREE), NO, (WAYS_OUT[0], changed))
    assert answer.instead[0] == "In-house Llama, as it is"


def test_a_way_out_where_nobody_said_what_data_it_is_says_that_the_data_decides() -> None:
    line = replace(WAYS_OUT[0], depends=True)
    answer = one(asked(FREE, data=()), NO, (line,))
    assert answer.instead == ("In-house Llama, depending on the data",)


def test_ways_out_that_take_the_same_are_said_once_and_each_says_how_it_is_had() -> None:
    answer = one(asked(FREE), NO, tuple(AFTER), knowledge=WITH_LOOK)
    assert answer.instead == ("Names removed first: ChatGPT Free or Claude Team, if: a colleague has looked at it",)
    assert answer.how_to_get == "ChatGPT Free: two days · Ask for Claude Team"


def test_a_condition_that_begins_with_if_is_said_without_it_behind_a_yes_if() -> None:
    english, german = Words("en", "en"), Words("de", "en")
    assert english.held("If the names are out.") == "The names are out."
    assert german.held("wenn die Namen draußen sind") == "die Namen draußen sind"
    assert german.held("if the names are out") == "the names are out"
    assert english.held("If the client objects, leave it out.") == "If the client objects, leave it out."


def test_without_a_tool_a_condition_that_is_not_met_is_shown_where_some_tools_hang_on_it_and_others_are_banned() -> None:
    offerings = ("claude/team", "chatgpt/free")
    ruling = Ruling(
        Verdict.FORBIDDEN,
        needs=(co.need("names-out", Stated.UNMET, cases=("claude/team",)),),
        reasons=(
            Reason("team", Effect.CONDITION, Citation("rules.yaml", 3), "claude/team"),
            Reason("free", Effect.FORBID, Citation("rules.yaml", 5), "chatgpt/free"),
        ),
    )
    answer = one(asked(ToolAsk("", offerings)), ruling)
    assert "not" in answer.word.lower()
    assert "yet" in answer.sentence
    assert [line.stated for line in answer.checklist] == [Stated.UNMET]
    banned = replace(ruling, reasons=(replace(ruling.reasons[0], effect=Effect.FORBID), ruling.reasons[1]))
    assert one(asked(ToolAsk("", offerings)), banned).checklist == ()


def test_a_duty_too_long_for_a_line_is_shown_only_where_it_speaks_of_what_was_asked() -> None:
    told = "After an accident, when the control room cannot be reached, the {} may be read by a free translator, and reported"
    far, near = (replace(co.need("check"), condition=name, text={"en": told.format(name)}) for name in ("invoices", "names"))
    answer = one(asked(), Ruling(Verdict.ALLOWED, needs=(far, co.need("check"), near)))
    assert [line.text for line in answer.checklist] == [near.text["en"], "Check what the AI wrote."]
