"""An edit flips rulings: everyone who got the old answer is told once, where they got it; nobody else hears of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from tests.integration.answers.test_slice import click_first, element
from tests.integration.conftest import ASK, Talk

NO_TEAM = """
- rule: no-team-for-now
  tools: [chatgpt/team, m365-copilot/company]
  data: '*'
  effect: forbid
  because: The seats are being moved.
"""
BROCHURE = "May I use ChatGPT Team for published texts?"
FREE = "May I use ChatGPT Free for health records?"


def changed(messages: list[dict[str, Any]]) -> list[str]:
    return [message["text"] for message in messages if message.get("bot_id") and "Changed on" in message["text"]]


def test_everyone_who_got_the_old_answer_is_told_once_where_they_got_it(talk: Talk) -> None:
    slack, ledger = talk.slack, talk.house.ledger

    def at_rest() -> None:
        slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=30)

    asked: dict[str, str] = {}
    asked["plain"], answer = talk.ask("lieke", f"@may-i {BROCHURE}")
    assert answer["text"].startswith("Allowed")
    asked["same thread"], _ = talk.ask("joost", f"@may-i {BROCHURE}")
    asked["unchanged"], _ = talk.ask("lieke", f"@may-i {FREE}")
    asked["edited away"], answer = talk.ask("lieke", f"@may-i {BROCHURE}")
    at_rest()
    slack.edit("lieke", ASK, asked["edited away"], f"@may-i {FREE}")
    slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "Free" in m["text"], thread_ts=asked["edited away"])
    asked["edited towards"], answer = talk.ask("lieke", f"@may-i {FREE}")
    at_rest()
    slack.edit("lieke", ASK, asked["edited towards"], f"@may-i {BROCHURE}")
    slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "Team" in m["text"], thread_ts=asked["edited towards"])
    asked["chosen"], back = talk.ask("noor", "@may-i Is Copilot fine for published texts?")
    if back["text"].startswith("One thing"):
        click_first(talk, "noor", back)
    asked["corrected"], answer = talk.ask("lieke", f"@may-i {FREE}")
    at_rest()
    button = element(answer, "mayi_correct")
    slack.press("lieke", ASK, answer["ts"], button["action_id"], button.get("value"))
    slack.wait_until(lambda: slack.modal("lieke"))
    slack.submit("lieke", {"mayi_pick_tool": ["chatgpt/team"], "mayi_pick_data": ["public"]})
    slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "Team" in m["text"], thread_ts=asked["corrected"])
    asked["long ago"], _ = talk.ask("pieter", f"@may-i {BROCHURE}")
    slack.command("maya", ASK, f"/mayi {BROCHURE}")
    slack.say("sanne", "dm", BROCHURE)
    slack.wait_until(lambda: {"command", "dm"} <= {"command" if m.get("to") else "dm" for m in private(talk)})
    slack.wait_until(lambda: not talk.house.engine.under_way())
    old = ledger.questions(asker=talk.house.hash_of("person", "T0MEANDER1", "U0PIETER01"))[0]
    with ledger._engine.begin() as connection:
        before = {"at": datetime.now(UTC) - timedelta(days=91), "key": old.key}
        connection.execute(text("UPDATE questions SET at = :at WHERE key = :key"), before)

    rules = talk.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + NO_TEAM)
    slack.wait_for("dm", "Changed on", user="maya", timeout=30)
    slack.wait_for("dm", "Changed on", user="sanne", timeout=30)
    slack.wait_for(ASK, "Changed on", thread_ts=asked["corrected"], timeout=30)
    slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=30)

    told = {name: changed(slack.messages(ASK, thread_ts=ts)) for name, ts in asked.items()}
    wanted = {"plain": 1, "same thread": 1, "edited towards": 1, "corrected": 1}
    assert {name: len(lines) for name, lines in told.items() if lines and name != "chosen"} == wanted
    assert len(told["chosen"]) <= 1, "a question back and what was chosen are one answer"
    for line in (one for lines in told.values() for one in lines):
        assert "\n" not in line and "“Not allowed”" in line
    assert not changed([m for m in slack.messages(ASK) if "thread_ts" not in m]), "a private answer was corrected in public"

    talk.house.correct()
    slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=30)
    assert {name: len(changed(slack.messages(ASK, thread_ts=ts))) for name, ts in asked.items()} == {
        name: len(lines) for name, lines in told.items()
    }


def private(talk: Talk) -> list[dict[str, Any]]:
    """What Maya alone sees in the channel, and what Sanne was told directly."""
    alone = [m for m in talk.slack.messages(ASK, user="maya") if m.get("to")]
    return [*alone, *(m for m in talk.slack.messages("dm", user="sanne") if m.get("bot_id"))]
