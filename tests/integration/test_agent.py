"""The agent view: suggested questions, a word while an answer is under way, the stop button, a model's words in a stream."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Semaphore
from typing import Any

import pytest

from bot.engine import Patience
from bot.reading.background import is_borne_out
from bot.reading.passages import find_passages
from bot.slack.stream import bare
from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.conftest import ASK, Talk
from tests.llm.ollama_stand_in import StandIn, standing_in

pytestmark = pytest.mark.xdist_group("house")

WHAT = "what counts as confidential?"
ALLOWED = "May I use ChatGPT Team for a published brochure?"


def calls(slack: Playground, method: str) -> list[dict[str, Any]]:
    return [call.get("args", {}) for call in slack.dump()["calls"] if call["method"] == method]


def prompts(slack: Playground, who: str) -> dict[str, Any]:
    """What is suggested to somebody who has just opened the Messages tab."""
    before = len(calls(slack, "assistant.threads.setSuggestedPrompts"))
    slack.open_home(who, "messages")
    slack.wait_until(lambda: len(calls(slack, "assistant.threads.setSuggestedPrompts")) > before)
    return calls(slack, "assistant.threads.setSuggestedPrompts")[-1]


def quoted(house: House) -> list[str]:
    """Sentences of the passage that is found for it, word for word."""
    passages = find_passages(WHAT, house.store.current())
    parts = [part.strip(" .") + "." for part in passages[0].quote.split(". ")]
    return [part for part in parts if is_borne_out(part, passages[0].quote)][:3]


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
        talk.ask(who, "@may-i May I use ChatGPT Team for a published brochure?")
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


@pytest.fixture
def slow(make_house: Callable[..., House]) -> Iterator[Callable[..., Any]]:
    """A house whose model writes the given pieces with a pause before each."""

    @contextmanager
    def built(**ways: Any) -> Iterator[tuple[Talk, type[StandIn]]]:
        with standing_in(**ways) as (url, model), Playground(load_company(SAMPLE)) as slack:
            house = make_house(slack, model="stand-in", ollama_url=url)
            slack.wait_for_app()
            try:
                yield Talk(house, slack, house.settings.knowledge), model
            finally:
                house.stop()

    yield built


UNREAD = "@may-i May I put our zorblax quimples into ChatGPT Team?"
NOTHING = {"pieces": ['{"mentions": [', "]", "}"]}


def statuses(slack: Playground) -> list[str]:
    return [status["status"] for status in slack.dump()["statuses"]]


def sessions(slack: Playground) -> list[str]:
    return [session["status"] for session in slack.dump()["sessions"]]


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


def stop_at_work(talk: Talk, who: str, where: str, ts: str) -> None:
    talk.slack.wait_until(lambda: "processing" in sessions(talk.slack))
    talk.slack.stop(who, where, ts)


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


# --- a model's words ---------------------------------------------------------------------------------------------------


def reply_of(house: House, *wrong: str) -> list[str]:
    """The pieces of a reply: sentences of the passage that is found, each in two pieces, and some that it does not bear out."""
    told = [*({"text": one, "passage": 1} for one in wrong), *({"text": one, "passage": 1} for one in quoted(house))]
    pieces = ['{"sentences": [']
    for number, one in enumerate(told):
        said = (", " if number else "") + json.dumps(one)
        pieces += [said[:20], said[20:]]
    return [*pieces, "]}"]


@pytest.fixture
def writing(slow: Callable[..., Any]) -> Callable[..., Any]:
    """A house whose model writes what the passage says; its pieces are set once the policy is read."""

    @contextmanager
    def built(*wrong: str, pause: float = 0.1) -> Iterator[tuple[Talk, list[str]]]:
        with slow(pieces=["{}"]) as (talk, model):
            model.pieces, model.pause = reply_of(talk.house, *wrong), pause
            yield talk, quoted(talk.house)

    return built


def growing(talk: Talk, ts: str) -> dict[str, Any] | None:
    """The message in a thread that is, or was, streamed."""
    return next((m for m in talk.answers(ts) if "streaming_state" in m), None)


def told_below(talk: Talk, ts: str, last: str) -> dict[str, Any]:
    """The finished message below an answer."""
    return talk.slack.wait_for(
        ASK, lambda m: bare(last) in bare(m["text"]) and "Background" in m["text"] and keyed(m), thread_ts=ts, timeout=20
    )


def keyed(message: dict[str, Any]) -> bool:
    return bool((message.get("metadata") or {}).get("event_payload", {}).get("key", "").startswith("explain:"))


def test_a_models_words_grow_below_the_answer_and_only_those_that_hold(writing: Callable[..., Any]) -> None:
    with writing("Everything may go into any tool, ask bob@example.org.", pause=0.3) as (talk, sentences):
        assert len(sentences) >= 2
        ts, answer = talk.ask("lieke", f"@may-i {WHAT}")
        assert "Background" not in repr(answer)
        first = talk.slack.wait_until(lambda: (m := growing(talk, ts)) and m["streaming_state"] == "in_progress" and m)
        assert bare(sentences[0]) in bare(first["text"])
        whole = told_below(talk, ts, sentences[1])
        assert len(whole["text"]) > len(first["text"])
        assert whole["ts"] == first["ts"]
        assert whole["streaming_state"] == "completed"
        assert "bob" not in whole["text"]
        assert len(talk.answers(ts)) == 2
        (begun,) = calls(talk.slack, "chat.startStream")
        assert begun["recipient_user_id"] and begun["recipient_team_id"] and begun["thread_ts"] == ts
        talk.slack.wait_until(lambda: talk.house.ledger.questions()[0].answer["background"])
        assert talk.house.ledger.questions()[0].answer["background"][0]["quote"] == sentences[0]


def test_in_a_direct_message_they_grow_in_the_answers_thread(writing: Callable[..., Any]) -> None:
    with writing() as (talk, sentences):
        talk.slack.say("lieke", "dm", WHAT)
        answer = talk.slack.wait_for("dm", "onfidential", user="lieke")
        below = talk.slack.wait_for("dm", lambda m: bare(sentences[0]) in bare(m["text"]) and keyed(m), user="lieke")
        assert below["thread_ts"] == answer["ts"]


def test_without_a_model_nothing_is_streamed(talk: Talk) -> None:
    ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    assert calls(talk.slack, "chat.startStream") == []
    assert len(talk.answers(ts)) == 1


def test_where_nothing_that_the_model_says_holds_nothing_is_said(slow: Callable[..., Any]) -> None:
    lie = json.dumps({"sentences": [{"text": "All data may go into all tools for everybody.", "passage": 1}]})
    with slow(pieces=[lie]) as (talk, _):
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        talk.slack.wait_until(lambda: not talk.house.engine.under_way())
        assert calls(talk.slack, "chat.startStream") == []
        assert len(talk.answers(ts)) == 1


def test_a_stream_that_dies_is_finished_by_an_update(writing: Callable[..., Any]) -> None:
    with writing(pause=0.5) as (talk, sentences):
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        first = talk.slack.wait_until(lambda: growing(talk, ts))
        talk.slack.advance(301)
        whole = told_below(talk, ts, sentences[1])
        assert whole["ts"] == first["ts"]
        assert all(bare(sentence) in bare(whole["text"]) for sentence in sentences)
        assert calls(talk.slack, "chat.update")
        assert len(talk.answers(ts)) == 2


@pytest.mark.parametrize("fault", [("error", "chat.startStream", "unknown_method"), ("rate_limited", "chat.startStream", "")])
def test_where_slack_begins_no_stream_the_words_are_posted(writing: Callable[..., Any], fault: tuple[str, str, str]) -> None:
    kind, method, code = fault
    with writing() as (talk, sentences):
        talk.slack.inject(kind, method, times=None, code=code)
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        told_below(talk, ts, sentences[1])
        assert growing(talk, ts) is None
        assert len(talk.answers(ts)) == 2


def test_the_twenty_first_stream_of_a_minute_comes_unstreamed(writing: Callable[..., Any]) -> None:
    with writing(pause=0) as (talk, sentences):
        for _ in range(20):
            assert talk.house.agent.explaining.streams.may_begin()
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        told_below(talk, ts, sentences[-1])
        assert calls(talk.slack, "chat.startStream") == []
        assert calls(talk.slack, "chat.update") == []


def test_a_start_that_is_not_known_to_have_arrived_is_looked_for_and_not_repeated(writing: Callable[..., Any]) -> None:
    with writing() as (talk, sentences):
        explaining = talk.house.agent.explaining
        explaining._sayer = replace(explaining._sayer, patience=Patience(grace=0.5))
        talk.slack.inject("fail_after", "chat.startStream")
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        whole = told_below(talk, ts, sentences[1])
        assert whole["streaming_state"] == "completed"
        assert len(talk.answers(ts)) == 2
        assert len(calls(talk.slack, "chat.startStream")) == 1


def test_stop_in_the_middle_of_a_stream_says_no_more(writing: Callable[..., Any]) -> None:
    with writing(pause=0.6) as (talk, sentences):
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        talk.slack.wait_until(lambda: growing(talk, ts))
        stop_at_work(talk, "lieke", ASK, ts)
        talk.slack.wait_for(ASK, "Stopped.", thread_ts=ts)
        talk.slack.wait_until(lambda: not talk.house.engine.under_way())
        left = growing(talk, ts)
        assert left is not None and bare(sentences[1]) not in bare(left["text"])
        assert left["streaming_state"] == "completed"
        assert len(talk.answers(ts)) == 3


def test_deleting_the_question_in_the_middle_of_a_stream_says_no_more(writing: Callable[..., Any]) -> None:
    with writing(pause=0.6) as (talk, sentences):
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        talk.slack.wait_until(lambda: growing(talk, ts))
        talk.slack.delete("lieke", ASK, ts)
        talk.slack.wait_until(lambda: talk.house.ledger.questions()[0].text is None)
        talk.slack.wait_until(lambda: growing(talk, ts)["streaming_state"] == "completed")  # type: ignore[index]
        assert bare(sentences[-1]) not in bare(growing(talk, ts)["text"])  # type: ignore[index]
        assert talk.house.ledger.questions()[0].answer is None


def test_an_answer_that_another_one_replaced_is_not_explained_any_more(writing: Callable[..., Any]) -> None:
    with writing(pause=0.6) as (talk, sentences):
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        talk.slack.wait_until(lambda: growing(talk, ts))
        talk.slack.edit("lieke", ASK, ts, f"@may-i {ALLOWED}")
        talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=ts)
        talk.slack.wait_until(lambda: not talk.house.engine.under_way())
        left = growing(talk, ts)
        assert left is not None and bare(sentences[-1]) not in bare(left["text"])


def test_a_private_answer_is_explained_in_private(writing: Callable[..., Any]) -> None:
    with writing() as (talk, sentences):
        talk.slack.command("maya", ASK, f"/mayi {WHAT}")
        talk.slack.wait_until(
            lambda: [m for m in talk.slack.messages(ASK, user="maya") if m.get("to") and bare(sentences[0]) in bare(m["text"])]
        )
        assert calls(talk.slack, "chat.startStream") == []
        assert not [m for m in talk.slack.messages(ASK) if m.get("bot_id")]


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
