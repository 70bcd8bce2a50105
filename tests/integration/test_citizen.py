"""How the house behaves among people: short answers, guests, channels, troubles of Slack. Staff type, the bot answers."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.blocks import words_of
from tests.integration.conftest import ASK, Talk

pytestmark = pytest.mark.xdist_group("house")

FREE = "@may-i May I paste a discharge letter into ChatGPT Free?"
TABLE = "@may-i Which tools may I use for customer names?"
NO_TEAM = """
- rule: no-team-for-now
  tools: [chatgpt/team]
  data: '*'
  effect: forbid
  because: The seats are being moved.
"""


def drawn(message: dict[str, Any]) -> str:
    return "\n".join(words for block in message["blocks"] for words in words_of(block))


def tools_in(message: dict[str, Any]) -> int:
    """How many tools an answer names with their verdict."""
    return drawn(message).count("Yes, if") + drawn(message).count("Not allowed")


def is_whole(message: dict[str, Any]) -> bool:
    return "Show more" not in drawn(message) and tools_in(message) > 30


# --- short answers -----------------------------------------------------------------------------------------------


def test_a_long_answer_is_short_and_the_asker_unfolds_it_in_place(talk: Talk) -> None:
    root, answer = talk.ask("sanne", TABLE)
    assert len(drawn(answer)) < 900
    assert tools_in(answer) < 10
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.press("sanne", ASK, answer["ts"], "Show more")
    talk.slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and is_whole(m), thread_ts=root)
    assert len(talk.answers(root)) == 1


def test_somebody_else_sees_the_rest_alone_and_the_message_stays_short(talk: Talk) -> None:
    root, answer = talk.ask("sanne", TABLE)
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.press("pieter", ASK, answer["ts"], "Show more")
    talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and is_whole(m), user="pieter")
    assert tools_in(talk.answers(root)[0]) < 10


def test_a_private_answer_is_unfolded_in_private(talk: Talk) -> None:
    talk.slack.command("maya", ASK, "/mayi Which tools may I use for customer names?")
    short = talk.slack.wait_for(ASK, lambda m: bool(m.get("to")), user="maya")
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.press("maya", ASK, short["ts"], "Show more")
    talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and is_whole(m), user="maya")
    private = [m for m in talk.slack.messages(ASK, user="maya") if m.get("to")]
    assert len(private) == 1
    assert not [m for m in talk.slack.messages(ASK) if m.get("bot_id")]


def test_the_rest_of_an_answer_that_was_edited_meanwhile_is_that_of_the_new_one(talk: Talk) -> None:
    root, answer = talk.ask("sanne", TABLE)
    talk.slack.wait_until(talk.house.ledger.questions)
    first = talk.house.ledger.questions()[0].receipt
    talk.slack.edit("sanne", ASK, root, FREE)
    talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Not allowed"), thread_ts=root)
    talk.slack.wait_until(lambda: len(talk.house.ledger.questions()) == 2)
    found = talk.house._doors().citizen.find(first, answer["ts"])
    assert found is not None
    assert found.answer.verdict == "forbidden"


def test_the_rest_of_an_answer_whose_policy_has_changed_is_todays_and_says_so(talk: Talk) -> None:
    root, answer = talk.ask("sanne", TABLE)
    talk.slack.wait_until(talk.house.ledger.questions)
    version = talk.house.store.current().version
    rules = talk.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + NO_TEAM)
    talk.slack.wait_until(lambda: talk.house.store.current().version != version)
    talk.slack.press("sanne", ASK, answer["ts"], "Show more")
    talk.slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "The policy has changed" in drawn(m), thread_ts=root)


def test_the_rest_of_an_erased_answer_is_gone_and_that_is_said(talk: Talk) -> None:
    root, answer = talk.ask("sanne", TABLE)
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.delete("sanne", ASK, root)
    talk.slack.wait_until(lambda: talk.house.ledger.questions()[0].text is None)
    talk.slack.press("sanne", ASK, answer["ts"], "Show more")
    talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and "not kept any more" in m["text"], user="sanne")
