"""A picture below one of the bot's own messages, against the playground."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.policy.talks.posting import Refused, Uncertain
from bot.slack.posts.picture import Pictures
from bot.slack.posts.post import build_client
from playground.company import SAMPLE, load_company
from playground.server import Playground

ROOM = "C0ASKAI001"


def below(slack: Playground, ts: str) -> None:
    client = build_client("xoxb-playground-bot", slack.api_url)
    Pictures(client).below(ROOM, ts, "Questions by day", "Mon 9 Nov: 4", b"\x89PNG picture")


def test_it_stands_in_the_thread_of_the_message(slack: Playground) -> None:
    ts = slack.say("sanne", "ask-ai", "the week's figures")
    below(slack, ts)
    (message,) = [one for one in slack.messages("ask-ai", thread_ts=ts) if one.get("files")]
    (file,) = message["files"]
    assert (file["title"], file["name"], file["mimetype"]) == ("Questions by day", "chart.png", "image/png")
    assert slack.world.contents[file["id"]] == b"\x89PNG picture"


def test_an_app_that_was_never_given_the_scope_is_refused() -> None:
    company = load_company(SAMPLE)
    with Playground(replace(company, app=replace(company.app, scopes=("chat:write",)))) as slack, pytest.raises(Refused) as told:
        below(slack, slack.say("sanne", "ask-ai", "the week's figures"))
    assert told.value.reason == "missing_scope"


def test_a_slack_that_does_not_answer_is_uncertain() -> None:
    client = build_client("xoxb-playground-bot", "http://127.0.0.1:9/api/")
    with pytest.raises(Uncertain):
        Pictures(client).below(ROOM, "17.1", "Questions by day", "", b"picture")
