"""A question's way by a real policy, and what a thread has settled afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.answers.answer import after, answer, rule
from bot.policy.deciding.rulings import AskBack, Ruling
from bot.policy.talks.talk import Asker, Intent, Item, Reading, Ruled, SafeText, ThreadState
from bot.policy.words import DataAsk, Question, Slot, ToolAsk, Verdict
from tests.reading.conftest import SAMPLE, answerer_of

TODAY = date(2026, 11, 20)
QUESTION = Question(tools=(ToolAsk("Claude Team", ("claude/team",)),))
ASK = AskBack(Slot.PLAN, ())
MIND = answerer_of(SAMPLE).mind


def test_an_answer_carries_its_receipt_its_timings_and_what_its_thread_has_settled() -> None:
    made = answer(MIND, SafeText("May I use Claude Team for our press release?"), None, Asker(), "7F3K", TODAY)
    assert (made.label, made.answer.receipt, made.state.receipt, made.state.pending) == ("allow", "7F3K", "7F3K", None)
    assert made.state.item is not None and made.state.item.question.tools == QUESTION.tools
    assert set(made.timings) == {"read", "decide", "say", "all"}


def test_nothing_is_decided_for_a_greeting_and_the_thread_keeps_its_question() -> None:
    before = ThreadState(Item(Intent.MAY_I, QUESTION), ASK, 1, "en", "AAAA")
    made = answer(MIND, SafeText("hoi"), before, Asker(), "7F3K", TODAY)
    assert [one.ruling for one in made.ruled] == [None]
    assert made.state == before


def test_questions_back_are_counted_until_one_is_answered() -> None:
    asked = Reading("x", "en", (Item(Intent.MAY_I, QUESTION),))
    open_ = (Ruled(asked.items[0], Ruling(Verdict.FORBIDDEN, ask_back=ASK)),)
    once = after(None, asked, open_, "A")
    twice = after(once, asked, open_, "B")
    assert (once.asked_back, twice.asked_back) == (1, 2)
    assert after(twice, asked, (Ruled(asked.items[0], Ruling(Verdict.ALLOWED)),), "C").asked_back == 0


def test_a_name_that_means_several_tools_is_answered_for_each_where_that_says_more() -> None:
    made = answer(MIND, SafeText("May I put client records into Claude?"), None, Asker(), "7F3K", TODAY)
    assert made.state.item is not None and len(made.state.item.question.tools) == 2
    assert len(made.reading.items[0].question.tools) == 1


def test_a_question_for_a_meaning_is_ruled_only_where_a_tool_is_named() -> None:
    any_tool = replace(
        QUESTION, tools=(ToolAsk("", ("claude/team", "claude/free")),), data=(DataAsk("names", ("client-names",)),)
    )
    read = Reading("what is PII", "en", (Item(Intent.EXPLAIN, any_tool),))
    assert rule(MIND, read.items[0], read, TODAY).ruling is None
    assert rule(MIND, replace(read.items[0], question=QUESTION), read, TODAY).ruling is not None
