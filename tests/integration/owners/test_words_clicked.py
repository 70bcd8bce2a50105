"""Two people say the same words, are asked back and click; the owner's App Home asks what they are, and then nobody is asked."""

from __future__ import annotations

from typing import Any

from bot.owners.confirm import confirming_of
from bot.policy.confirming import About
from tests.integration.conftest import ASK, Talk

ASKED = "@may-i Can I paste our swimming rota into ChatGPT Team?"


def click(talk: Talk, who: str, label: str) -> None:
    """Ask, be asked back, click."""
    root, back = talk.ask(who, ASKED)
    assert back["text"].startswith("One thing"), back["text"]
    button = next(one for one in choices(back) if one["text"]["text"] == label)
    talk.slack.press(who, ASK, back["ts"], button["action_id"], button["value"])
    talk.slack.wait_for(ASK, lambda m: m["ts"] == back["ts"] and not m["text"].startswith("One thing"), thread_ts=root)
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())


def choices(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for b in message["blocks"] for e in b.get("elements", []) if str(e.get("action_id", "")).startswith("mayi_choose")]


def test_what_two_people_clicked_the_owner_confirms_and_it_is_read(talk: Talk) -> None:
    click(talk, "lieke", "Internal")
    click(talk, "joost", "Confidential")
    confirming = confirming_of(talk.house.settings.knowledge, talk.house.ledger)
    (asked,) = (one.question for one in confirming.questions() if one.question.about is About.WORD)
    assert asked.subject == "swimming rota"
    assert [way.id for way in asked.ways][:2] == ["confidential", "internal"], "the strictest of what was clicked is first"
    version = talk.house.store.current().version
    confirming.answer(asked.id, asked.ways[0], "noor", asked.asked)
    talk.slack.wait_until(lambda: talk.house.store.current().version != version, timeout=60)
    _, answer = talk.ask("sanne", ASKED)
    assert not answer["text"].startswith("One thing")
    assert "Confidential" in repr(answer["blocks"])
