"""What no store keeps, and what fails behind the door: the question is answered and logged all the same, or its asker is told."""

from __future__ import annotations

import pytest

from bot.ledger.verifying.verify import verify
from tests.integration.conftest import ASK, Talk


def test_a_question_with_half_an_emoji_is_answered_and_logged(talk: Talk) -> None:
    _, answer = talk.ask("sanne", "@may-i May I put client names into ChatGPT Free? \ud83d\x00")
    assert "Not allowed" in answer["text"]
    talk.slack.wait_until(talk.house.ledger.questions, timeout=60)
    assert [(row.text, row.posted) for row in talk.house.ledger.questions()] == [
        ("May I put client names into ChatGPT Free?", "posted")
    ]
    talk.house.ledger.seal()
    assert verify(talk.house.settings.database).ok


def test_whatever_fails_at_the_door_is_told_to_who_asked(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("something unforeseen")

    monkeypatch.setattr(type(talk.house.ledger), "keep_address", broken)
    talk.slack.say("sanne", ASK, "@may-i May I put client names into ChatGPT Free?")
    talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and "lukte nu niet" in m["text"], user="sanne", timeout=60)
