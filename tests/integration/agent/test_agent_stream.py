"""A model's words below an answer: they grow sentence by sentence, and only those that the policy bears out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Semaphore
from typing import Any

import pytest

from bot.engine.outbox import Patience
from bot.slack.posts.stream import bare
from tests.integration.agent.agents import ALLOWED, WHAT, calls, quoted, reply_of, stop_at_work
from tests.integration.conftest import ASK, Talk


@pytest.fixture
def writing(slow: Callable[..., Any]) -> Callable[..., Any]:
    """A house whose model writes what the passage says; its pieces are set once the policy is read."""

    @contextmanager
    def built(*wrong: str, pause: float = 0.1, turns: Semaphore | None = None) -> Iterator[tuple[Talk, list[str]]]:
        with slow(reads=False, pieces=["{}"]) as (talk, model):
            model.pieces, model.pause, model.turns = reply_of(talk.house, *wrong), pause, turns
            yield talk, quoted(talk.house)

    return built


FIRST = 3
"""Pieces of a model's reply with its first sentence whole."""
ALL = 100
"""More than a reply has."""


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
    turns = Semaphore(FIRST)
    with writing(turns=turns) as (talk, sentences):
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        first = talk.slack.wait_until(lambda: growing(talk, ts))
        talk.slack.advance(301)
        turns.release(ALL)
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
        explaining.sayer = replace(explaining.sayer, patience=Patience(grace=0.5))
        talk.slack.inject("fail_after", "chat.startStream")
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        whole = told_below(talk, ts, sentences[1])
        assert whole["streaming_state"] == "completed"
        assert len(talk.answers(ts)) == 2
        assert len(calls(talk.slack, "chat.startStream")) == 1


def test_stop_in_the_middle_of_a_stream_says_no_more(writing: Callable[..., Any]) -> None:
    turns = Semaphore(FIRST)
    with writing(turns=turns) as (talk, sentences):
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        talk.slack.wait_until(lambda: growing(talk, ts))
        stop_at_work(talk, "lieke", ASK, ts)
        talk.slack.wait_for(ASK, "Stopped.", thread_ts=ts)
        turns.release(ALL)
        talk.slack.wait_until(lambda: not talk.house.engine.under_way())
        left = growing(talk, ts)
        assert left is not None and bare(sentences[1]) not in bare(left["text"])
        assert left["streaming_state"] == "completed"
        assert len(talk.answers(ts)) == 3


def test_deleting_the_question_in_the_middle_of_a_stream_says_no_more(writing: Callable[..., Any]) -> None:
    turns = Semaphore(FIRST)
    with writing(turns=turns) as (talk, sentences):
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        talk.slack.wait_until(lambda: growing(talk, ts))
        talk.slack.delete("lieke", ASK, ts)
        talk.slack.wait_until(lambda: talk.house.ledger.questions()[0].text is None)
        turns.release(ALL)
        talk.slack.wait_until(lambda: growing(talk, ts)["streaming_state"] == "completed")  # type: ignore[index]
        assert bare(sentences[-1]) not in bare(growing(talk, ts)["text"])  # type: ignore[index]
        assert talk.house.ledger.questions()[0].answer is None


def test_an_answer_that_another_one_replaced_is_not_explained_any_more(writing: Callable[..., Any]) -> None:
    turns = Semaphore(FIRST)
    with writing(turns=turns) as (talk, sentences):
        ts, _ = talk.ask("lieke", f"@may-i {WHAT}")
        talk.slack.wait_until(lambda: growing(talk, ts))
        talk.slack.edit("lieke", ASK, ts, f"@may-i {ALLOWED}")
        talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=ts)
        turns.release(ALL)
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
