"""What the tests of the agent view share: questions, what the model writes, what Slack was called with."""

from __future__ import annotations

import json
from typing import Any

from bot.reading.background import is_borne_out
from bot.reading.passages import find_passages
from bot.wiring import House
from playground.server import Playground
from tests.integration.conftest import Talk

WHAT = "what counts as confidential?"
ALLOWED = "May I use ChatGPT Team for published texts?"
UNREAD = "@may-i May I put our zorblax quimples into ChatGPT Team?"
NOTHING = {"pieces": ['{"mentions": [', "]", "}"]}


def calls(slack: Playground, method: str) -> list[dict[str, Any]]:
    return [call.get("args", {}) for call in slack.dump()["calls"] if call["method"] == method]


def quoted(house: House) -> list[str]:
    """Sentences of the passage that is found for it, word for word."""
    passages = find_passages(WHAT, house.store.current())
    parts = [part.strip(" .") + "." for part in passages[0].quote.split(". ")]
    return [part for part in parts if is_borne_out(part, passages[0].quote)][:3]


def reply_of(house: House, *wrong: str) -> list[str]:
    """The pieces of a reply: sentences of the passage that is found, each in two pieces, and some that it does not bear out."""
    told = [*({"text": one, "passage": 1} for one in wrong), *({"text": one, "passage": 1} for one in quoted(house))]
    pieces = ['{"sentences": [']
    for number, one in enumerate(told):
        said = (", " if number else "") + json.dumps(one)
        pieces += [said[:20], said[20:]]
    return [*pieces, "]}"]


def sessions(slack: Playground) -> list[str]:
    return [session["status"] for session in slack.dump()["sessions"]]


def stop_at_work(talk: Talk, who: str, where: str, ts: str) -> None:
    talk.slack.wait_until(lambda: "processing" in sessions(talk.slack))
    talk.slack.stop(who, where, ts)
