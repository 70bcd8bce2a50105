"""The agent view: suggested questions, a word while an answer is under way, the stop button."""

from __future__ import annotations

from collections.abc import Callable
from threading import Semaphore
from typing import Any

import pytest

from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.agent.agents import ALLOWED, NOTHING, UNREAD, calls, sessions, stop_at_work
from tests.integration.conftest import ASK, Talk


def prompts(slack: Playground, who: str) -> dict[str, Any]:
    """What is suggested to somebody who has just opened the Messages tab."""

    def told() -> list[dict[str, Any]]:  # a call that is still under way has no arguments yet
        return [call for call in calls(slack, "assistant.threads.setSuggestedPrompts") if call.get("prompts")]

    before = len(told())
    slack.open_home(who, "messages")
    slack.wait_until(lambda: len(told()) > before)
    return told()[-1]


def test_the_questions_of_the_policys_own_tests_are_suggested_where_nobody_asked_yet(talk: Talk) -> None:
    told = prompts(talk.slack, "lieke")
    assert told["title"] == "For example"
    assert "thread_ts" not in told
    messages = [prompt["message"] for prompt in told["prompts"]]
    assert len(set(messages)) == 4
    assert all(message.startswith("May I use ") for message in messages)


def test_suggestions_are_in_the_askers_language(talk: Talk) -> None:
    assert all(prompt["message"].startswith("Mag ik ") for prompt in prompts(talk.slack, "sanne")["prompts"])


def test_what_two_people_asked_is_suggested_first_and_what_one_asked_is_not(talk: Talk) -> None:
    for who in ("sanne", "noor", "pieter"):
        talk.ask(who, "@may-i May I use ChatGPT Team for published texts?")
    talk.ask("joost", "@may-i May I use Claude Team for payslips?")
    talk.slack.wait_until(lambda: len(talk.house.ledger.questions()) == 4)
    told = prompts(talk.slack, "lieke")
    assert told["title"] == "For example", "most of them are the policy's own tests"
    assert "ChatGPT Team" in told["prompts"][0]["title"]
    assert not any("alar" in prompt["message"] or "payslip" in prompt["message"].lower() for prompt in told["prompts"])


def test_a_suggested_question_is_understood(talk: Talk) -> None:
    for prompt in prompts(talk.slack, "lieke")["prompts"]:
        _, answer = talk.ask("lieke", f"@may-i {prompt['message']}")
        tool, _, data = prompt["title"].partition(" · ")
        assert tool in repr(answer["blocks"]) and data.lower() in repr(answer["blocks"]).lower()


# --- while a model takes its time --------------------------------------------------------------------------------------


def statuses(slack: Playground) -> list[str]:
    return [status["status"] for status in slack.dump()["statuses"]]


def test_a_slow_answer_says_that_it_is_under_way_until_it_is_there(slow: Callable[..., Any]) -> None:
    with slow(**NOTHING, turns=(turns := Semaphore(0))) as (talk, _):
        ts = talk.slack.say("sanne", ASK, UNREAD)
        talk.slack.wait_until(lambda: statuses(talk.slack) == ["leest het beleid ..."])
        talk.slack.wait_until(lambda: sessions(talk.slack) == ["processing"])
        assert talk.answers(ts) == []
        turns.release(1000)
        talk.slack.wait_for(ASK, lambda m: True, thread_ts=ts)
        talk.slack.wait_until(lambda: sessions(talk.slack) == ["active"])
        assert statuses(talk.slack) == []


def test_a_slow_answer_in_a_direct_message_says_so_too(slow: Callable[..., Any]) -> None:
    with slow(**NOTHING, turns=(turns := Semaphore(0))) as (talk, _):
        talk.slack.say("lieke", "dm", "May I put our zorblax quimples into ChatGPT Team?")
        talk.slack.wait_until(lambda: statuses(talk.slack) == ["is reading the policy ..."] and sessions(talk.slack))
        turns.release(1000)
        talk.slack.wait_for("dm", lambda m: True, user="lieke")
        talk.slack.wait_until(lambda: not statuses(talk.slack) and sessions(talk.slack) == ["active"])


@pytest.mark.parametrize("code", ["unknown_method", "missing_scope", "channel_not_found"])
def test_where_slack_refuses_the_word_the_answer_comes_all_the_same(
    slow: Callable[..., Any], code: str, caplog: pytest.LogCaptureFixture
) -> None:
    with slow(**NOTHING, turns=(turns := Semaphore(0))) as (talk, _):
        for method in ("assistant.threads.setStatus", "agents.sessions.setStatus", "assistant.threads.setSuggestedPrompts"):
            talk.slack.inject("error", method, times=None, code=code)
        for number in range(2):
            ts = talk.slack.say("sanne", ASK, f"{UNREAD} {number}")
            wanted = number + 1 if code == "channel_not_found" else 1
            talk.slack.wait_until(lambda wanted=wanted: len(calls(talk.slack, "agents.sessions.setStatus")) >= wanted)
            turns.release(3)
            talk.slack.wait_for(ASK, lambda m: True, thread_ts=ts)
        talk.slack.open_home("sanne", "messages")
        talk.slack.wait_until(lambda: calls(talk.slack, "assistant.threads.setSuggestedPrompts"))
        told = [record.getMessage() for record in caplog.records if "assistant.threads.setStatus" in record.getMessage()]
        assert len(told) == 1 and code in told[0]
        tried = len(calls(talk.slack, "assistant.threads.setStatus"))
        assert tried == 1 if code != "channel_not_found" else tried >= 2


# --- stop --------------------------------------------------------------------------------------------------------------


def test_stop_ends_the_work_and_leaves_one_line(slow: Callable[..., Any]) -> None:
    with slow(**NOTHING, turns=(turns := Semaphore(0))) as (talk, _):
        ts = talk.slack.say("lieke", ASK, UNREAD)
        stop_at_work(talk, "lieke", ASK, ts)
        talk.slack.wait_for(ASK, "Stopped.", thread_ts=ts)
        turns.release(1000)
        assert sessions(talk.slack) == ["active"]
        assert not statuses(talk.slack)
        talk.slack.wait_until(lambda: not talk.house.engine.under_way())
        assert [m["text"] for m in talk.answers(ts)] == ["Stopped."]
        row = talk.house.ledger.questions()[0]
        assert (row.posted, row.label, row.answer) == ("stopped", "", None)
        assert "zorblax" in str(row.text)


def test_stop_frees_the_model_while_it_still_writes(slow: Callable[..., Any]) -> None:
    with slow(limit=600, pieces=["{"] * 50, turns=(turns := Semaphore(0))) as (talk, model):
        ts = talk.slack.say("lieke", ASK, UNREAD)
        talk.slack.wait_until(lambda: any("messages" in body for body in model.asked))
        stop_at_work(talk, "lieke", ASK, ts)
        talk.slack.wait_for(ASK, "Stopped.", thread_ts=ts)
        turns.release(1)  # the other pieces never come
        talk.slack.wait_until(lambda: not talk.house.late.is_busy)
        turns.release(1000)


def test_stop_in_a_direct_message(slow: Callable[..., Any]) -> None:
    with slow(**NOTHING, turns=(turns := Semaphore(0))) as (talk, _):
        ts = talk.slack.say("lieke", "dm", "May I put our zorblax quimples into ChatGPT Team?")
        stop_at_work(talk, "lieke", "dm", ts)
        talk.slack.wait_for("dm", "Stopped.", user="lieke")
        turns.release(1000)
        talk.slack.wait_until(lambda: not talk.house.engine.under_way())
        assert [m["text"] for m in talk.slack.messages("dm", user="lieke") if m.get("bot_id")] == ["Stopped."]


def test_stop_by_somebody_else_is_politely_refused_and_the_answer_comes(slow: Callable[..., Any]) -> None:
    with slow(**NOTHING, turns=(turns := Semaphore(0))) as (talk, _):
        ts = talk.slack.say("lieke", ASK, UNREAD)
        stop_at_work(talk, "pieter", ASK, ts)
        talk.slack.wait_until(lambda: [m for m in talk.slack.messages(ASK, user="pieter") if m.get("to")])
        turns.release(1000)
        answer = talk.slack.wait_for(ASK, lambda m: True, thread_ts=ts)
        assert answer["text"] != "Stopped."


def test_stop_after_the_answer_changes_nothing(talk: Talk) -> None:
    ts, answer = talk.ask("sanne", f"@may-i {ALLOWED}")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    assert talk.house.agent.stop(talk.slack.company.team_id, "C0ASKAI001", ts, "U0SANNE001")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    assert [m["ts"] for m in talk.answers(ts)] == [answer["ts"]]
    assert talk.house.ledger.questions()[0].posted == "posted"


def test_the_next_question_in_a_stopped_thread_is_answered(slow: Callable[..., Any]) -> None:
    with slow(**NOTHING, turns=(turns := Semaphore(0))) as (talk, _):
        ts = talk.slack.say("lieke", ASK, UNREAD)
        stop_at_work(talk, "lieke", ASK, ts)
        talk.slack.wait_for(ASK, "Stopped.", thread_ts=ts)
        turns.release(1000)
        talk.slack.say("lieke", ASK, f"@may-i {ALLOWED}", thread_ts=ts)
        talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=ts)


def test_guests_are_suggested_nothing_and_a_list_of_channels_changes_nothing_here(
    make_house: Callable[..., House], edit_policy: Callable[[str, str], None]
) -> None:
    edit_policy("policy.yaml", "slack: {channels: {allow: ['#ask-ai']}}\n")
    with Playground(load_company(SAMPLE)) as slack:
        make_house(slack)
        slack.wait_for_app()
        slack.open_home("ruben", "messages")
        assert prompts(slack, "lieke")["prompts"]
        assert len(calls(slack, "assistant.threads.setSuggestedPrompts")) == 1


def test_a_stopped_question_stands_on_the_askers_home_page_too(slow: Callable[..., Any]) -> None:
    with slow(**NOTHING, turns=(turns := Semaphore(0))) as (talk, _):
        ts = talk.slack.say("lieke", ASK, UNREAD)
        stop_at_work(talk, "lieke", ASK, ts)
        talk.slack.wait_for(ASK, "Stopped.", thread_ts=ts)
        turns.release(1000)
        talk.slack.open_home("lieke")
        home = talk.slack.wait_until(lambda: talk.slack.home("lieke"))
        assert "Stopped." in repr(home["blocks"])
