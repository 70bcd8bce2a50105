"""The agent view: suggested questions, a word while an answer is under way, the stop button, and a model's words that are streamed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.conftest import ASK, Talk
from tests.llm.ollama_stand_in import StandIn, standing_in

pytestmark = pytest.mark.xdist_group("house")

WHAT = "what does redaction mean here?"
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
    """Sentences that stand in the passages about redaction, word for word."""
    from bot.reading.passages import find_passages

    passages = find_passages(WHAT, house.store.current())
    return [part.strip() + "." for part in passages[0].quote.split(". ") if len(part.split()) > 4]


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
    assert told["title"] == "Often asked here"
    assert "ChatGPT Team" in told["prompts"][0]["title"]
    assert not any("alar" in prompt["message"] or "payslip" in prompt["message"].lower() for prompt in told["prompts"])


def test_a_suggested_question_is_understood(talk: Talk) -> None:
    for prompt in prompts(talk.slack, "lieke")["prompts"]:
        _, answer = talk.ask("lieke", f"@may-i {prompt['message']}")
        tool, _, data = prompt["title"].partition(" · ")
        assert tool in repr(answer["blocks"]) and data.lower() in repr(answer["blocks"]).lower()
