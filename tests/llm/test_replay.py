"""Recorded replies, over HTTP and through langchain-ollama, as from any model; and what a real server does otherwise."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.llm.ollama import ModelError, OllamaModel, about_model, least_sure
from bot.llm.replay import MODEL, Replay, key_of
from bot.policy.talks.claims import Reply
from tests.llm.ollama_stand_in import standing_in

SCHEMA = {"type": "object", "properties": {"asks": {"type": "array"}}, "required": ["asks"]}
SHARED, REST = "Policy: € and ñ", "Message: “¿puedo?”"
REPLY = Reply({"asks": [{"intent": "may_i", "tools": [{"quote": "la «IA»", "ids": ["x/any"]}]}]}, 0.83)


def test_a_recorded_reply_comes_over_the_path_of_any_model() -> None:
    with Replay({key_of(SHARED, REST): REPLY}) as server:
        heard = OllamaModel(MODEL, server.url).hear(SHARED, REST, SCHEMA)
    assert heard is not None
    assert heard.data == REPLY.data
    assert heard.sure == pytest.approx(0.83, abs=0.001)
    assert heard.prompt_tokens > 0


def test_a_prompt_that_nobody_recorded_gets_nothing_and_is_noted() -> None:
    with Replay({}) as server:
        heard = OllamaModel(MODEL, server.url).hear(SHARED, REST, SCHEMA)
        assert heard is not None and heard.data == {}
        assert list(server.missed.values()) == [(SHARED, REST)]


def test_the_model_is_named_by_a_digest_of_all_its_replies() -> None:
    digests = set()
    for reply in (REPLY, Reply({"asks": []})):
        with Replay({key_of(SHARED, REST): reply}) as server:
            digests.add(about_model(MODEL, server.url)[0])
    assert len(digests) == 2


SURE = [
    (
        '{"ids": ["a/b"], "quote": "x"}',
        [('{"ids": [', -3.0), ('"', -0.1), ("a/b", -0.2), ('"],', -7.0), (' "quote": "x"}', -9.0)],
        0.8187,
    ),
    ('{"quote": "x"}', [('{"quote": "x"}', -5.0)], 1.0),
    ('{"id": "a"}', [], 1.0),
]


@pytest.mark.parametrize(("said", "tokens", "sure"), SURE, ids=["an id", "no id", "no probabilities"])
def test_only_the_ids_of_a_reply_tell_how_sure_it_is(said: str, tokens: list[tuple[str, float]], sure: float) -> None:
    told = [{"token": token, "logprob": logprob} for token, logprob in tokens]
    assert least_sure(said, told) == pytest.approx(sure, abs=0.02)


def _hear(**ways: Any) -> Reply | None:
    with standing_in(**ways) as (url, _):
        return OllamaModel("m", url, 1.0).hear(SHARED, REST, SCHEMA)


@pytest.mark.parametrize("content", ["", "allowed", "[]", "5", '{"asks": [', "x" * 30_000, json.dumps("{}")])
def test_what_is_no_object_is_no_reply(content: str) -> None:
    assert _hear(content=content) is None


@pytest.mark.parametrize("way", ["closes", "slow", "dribbles"])
def test_a_server_that_fails_is_told_with_what_to_do(way: str) -> None:
    with pytest.raises(ModelError):
        _hear(way=way, content="{}")


def test_the_window_holds_every_message_of_the_policy_and_is_the_same_for_all() -> None:
    with standing_in(content="{}") as (url, handler):
        model = OllamaModel("m", url, 5)
        for rest in (REST, REST * 50):
            model.hear("p" * 9_000, rest, SCHEMA)
        sent = [body["options"]["num_ctx"] for body in handler.asked if "messages" in body]
    assert len(set(sent)) == 1
    assert sent[0] >= 9_000 / 4


def test_a_policy_that_is_too_long_for_the_model_is_refused_with_what_to_do() -> None:
    with pytest.raises(ModelError, match="longer context"), standing_in(content="{}", window=2_048) as (url, _):
        OllamaModel("m", url, 5).hear("p" * 20_000, REST, SCHEMA)


def test_a_prompt_that_was_cut_is_no_reply() -> None:
    assert _hear(content='{"asks": []}', seen=100) is not None
    assert _hear(content='{"asks": []}', seen=10_000) is None


def test_a_model_that_the_server_does_not_have_is_named_with_the_remedy() -> None:
    with pytest.raises(ModelError, match="ollama pull other"), Replay({}) as server:
        about_model("other", server.url)
