"""The redacted copy on somebody's screen: ready to copy whatever signs it has, within Slack's limits, in every language."""

from __future__ import annotations

import json

import pytest

from bot.policy.talks.checks import RedactedCopy
from bot.redaction.spans import KINDS
from bot.saying.words import languages, phrase
from bot.slack.citizen import Citizen
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.blocks import COPY
from bot.slack.shortcuts.redacted_copy import MOST, PIECE, copied, copy_blocks, copy_form
from tests.slack.payloads import OTHER, QuietClient, app_with, click, send
from tests.slack.test_dispatch import wait_for_calls

MINE = to_block_id(Mark("R-1", "markU1", "en", "answer"))


def code_in(blocks: list[dict[str, object]]) -> list[str]:
    return [block["elements"][0]["elements"][0]["text"] for block in blocks if block["type"] == "rich_text"]  # type: ignore[index]


@pytest.mark.parametrize("language", languages())
def test_every_kind_has_a_name_in_every_language(language: str) -> None:
    told = copy_blocks(RedactedCopy("x", tuple((kind, 2) for kind in KINDS)), language, phrase)[0]["text"]["text"]
    assert told.count("2 × ") == len(KINDS)


def test_signs_of_markup_stay_what_they_are() -> None:
    text = "``` *bold* <!channel> <@U1> & </code> [email]"
    assert code_in(copy_blocks(RedactedCopy(text, (("email", 1),)), "en", phrase)) == [text]


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    blocks = copy_blocks(RedactedCopy("x" * 40_000, (("email", 1),)), "en", phrase)
    assert sum(map(len, code_in(blocks))) <= MOST + 2
    assert all(len(piece) <= PIECE + 2 for piece in code_in(blocks))
    assert "its end is not shown" in json.dumps(blocks)


def test_a_form_that_is_changed_takes_the_copy_from_what_slack_sends_back() -> None:
    form = copy_form(RedactedCopy("hello [email]", (("email", 1),)), "en", phrase)
    assert copied(form) == form["blocks"]
    assert copied({"blocks": [{"type": "divider"}]}) == copied({}) == []


def test_nobody_but_the_asker_sees_it() -> None:
    asked: list[str] = []

    def copy(receipt: str) -> RedactedCopy:
        asked.append(receipt)
        return RedactedCopy("hello [email]", (("email", 1),))

    app = app_with([], citizen=Citizen(copy=copy))
    send(app, click(COPY, MINE, user=OTHER))
    assert "belongs to someone else" in wait_for_calls("chat.postEphemeral")[0]["text"]
    assert asked == []
    send(app, click(COPY, MINE))
    assert "hello [email]" in json.dumps(wait_for_calls("views.open"))


def test_a_text_that_is_not_kept_any_more_is_told_so() -> None:
    send(app_with([]), click(COPY, MINE))
    assert "not kept any more" in wait_for_calls("chat.postEphemeral")[0]["text"]
    assert not [method for method, _ in QuietClient.calls if method == "views.open"]
