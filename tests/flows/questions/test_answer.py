"""The answer flow with plain functions: the order of its steps, and what a thread has settled afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.flows.questions.answer import AnswerFlow, after
from bot.policy.deciding.rulings import AskBack, Ruling
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Asker, Intent, Item, Reading, Ruled, SafeText, ThreadState
from bot.policy.words import DataAsk, Question, Slot, ToolAsk, Verdict

TODAY = date(2026, 11, 20)
QUESTION = Question(tools=(ToolAsk("Claude Team", ("claude/team",)),))
ASK = AskBack(Slot.PLAN, ())


def flow_for(intent: Intent, ruling: Ruling, done: list[str], each: Question | None = None) -> AnswerFlow:
    def read(safe: SafeText, thread: ThreadState | None, asker: Asker) -> Reading:
        done.append("read")
        return Reading(safe.text, "nl", (Item(intent, QUESTION),))

    def decide(question: Question, today: date) -> Ruling:
        done.append("decide")
        return ruling

    def say(reading: Reading, ruled: tuple[Ruled, ...], receipt: str, today: date) -> Answer:
        done.append("say")
        return Answer("nl", "", "", intent, "", "", "", receipt=receipt)

    def each_of(question: Question, ruling: Ruling) -> Question | None:
        return each if question == QUESTION else None

    return AnswerFlow(
        read, decide, lambda q, t: (), each_of, lambda q, t: (), lambda w, lang: _never(), lambda text, item: (), say
    )


def _never() -> object:
    raise AssertionError("there is no alternative")


def test_a_question_is_read_decided_and_said_in_this_order() -> None:
    done: list[str] = []
    made = flow_for(Intent.MAY_I, Ruling(Verdict.ALLOWED), done)(SafeText("mag ik"), None, Asker(), "7F3K", TODAY)
    assert done == ["read", "decide", "say"]
    assert made.answer.receipt == "7F3K"
    assert made.state == ThreadState(Item(Intent.MAY_I, QUESTION), None, 0, "nl", "7F3K")
    assert set(made.timings) == {"read", "decide", "say", "all"}


def test_nothing_is_decided_for_a_greeting_and_the_thread_keeps_its_question() -> None:
    done: list[str] = []
    before = ThreadState(Item(Intent.MAY_I, QUESTION), ASK, 1, "en", "AAAA")
    made = flow_for(Intent.GREETING, Ruling(Verdict.ALLOWED), done)(SafeText("hoi"), before, Asker(), "7F3K", TODAY)
    assert done == ["read", "say"]
    assert made.state == before


def test_questions_back_are_counted_until_one_is_answered() -> None:
    asked = Reading("x", "en", (Item(Intent.MAY_I, QUESTION),))
    open_ = (Ruled(asked.items[0], Ruling(Verdict.FORBIDDEN, ask_back=ASK)),)
    once = after(None, asked, open_, "A")
    twice = after(once, asked, open_, "B")
    assert (once.asked_back, twice.asked_back) == (1, 2)
    assert after(twice, asked, (Ruled(asked.items[0], Ruling(Verdict.ALLOWED)),), "C").asked_back == 0


def test_a_name_that_means_two_tools_is_answered_for_each_where_that_says_more() -> None:
    done: list[str] = []
    each = Question(tools=(ToolAsk("Team", ("claude/team",)), ToolAsk("Free", ("claude/free",))))
    made = flow_for(Intent.MAY_I, Ruling(Verdict.CONDITIONAL), done, each)(SafeText("mag ik"), None, Asker(), "7F3K", TODAY)
    assert done == ["read", "decide", "decide", "say"]
    assert made.state.item is not None and made.state.item.question == each


def test_a_question_for_a_meaning_is_ruled_only_where_a_tool_is_named() -> None:
    done: list[str] = []
    any_tool = replace(QUESTION, tools=(ToolAsk("", ("claude/team", "claude/free")),), data=(DataAsk("PII", ("personal",)),))
    read = Reading("what is PII", "en", (Item(Intent.EXPLAIN, any_tool),))
    flow = flow_for(Intent.EXPLAIN, Ruling(Verdict.FORBIDDEN, ask_back=ASK), done)
    assert flow.rule(read.items[0], read, TODAY).ruling is None
    assert flow.rule(replace(read.items[0], question=QUESTION), read, TODAY).ruling is not None
