"""The form that corrects what was understood: how it opens, and what is sent by it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.slack.doors.all import Pick, Picks
from bot.slack.form import DATA, FORM, TOOL
from bot.slack.posts.blocks import CORRECT
from tests.slack import payloads as pay
from tests.slack.payloads import app_with, click, interaction, send
from tests.slack.test_dispatch import MINE, wait_for_calls

TOOLS = (Pick("claude/team", "Claude Team"), Pick("chatgpt/free", "ChatGPT Free"))
DATA_PICKS = tuple(Pick(f"d{number}", f"Data number {number}", "Kinds") for number in range(150))


UNDERSTOOD = {"tool": {"claude/team": "Claude"}, "data": {"d7": "seven", "d9": "nine"}}


def opened_form() -> dict[str, Any]:
    app = app_with([], picks=lambda _: Picks(TOOLS, DATA_PICKS), understood=lambda _: UNDERSTOOD)
    assert send(app, click(CORRECT, MINE)).status == 200
    view = wait_for_calls("views.open")[0]["view"]
    form: dict[str, Any] = json.loads(view) if isinstance(view, str) else view
    return form


def test_the_form_opens_filled_in_with_what_was_understood() -> None:
    tool, data = (block["element"] for block in opened_form()["blocks"])
    assert (tool["type"], [one["value"] for one in tool["initial_options"]]) == ("multi_static_select", ["claude/team"])
    filled = [one["text"]["text"] for one in data["initial_options"]]
    assert (data["type"], filled) == ("multi_external_select", ["Data number 7", "Data number 9"])


def submission(chosen: dict[str, list[str]], user: str = pay.ASKER) -> Any:
    state = {action: {action: {"selected_options": [{"value": one} for one in values]}} for action, values in chosen.items()}
    form = opened_form()
    view = {**form, "id": "V1", "state": {"values": state}, "type": "modal", "callback_id": FORM}
    return interaction({"type": "view_submission", "user": {"id": user}, "view": view})


def test_a_sent_form_is_a_correction_of_that_answer() -> None:
    request, got = submission({TOOL: ["chatgpt/free"], DATA: ["d9", "d7"]}), []
    response = send(app_with(got), request)
    assert (response.status, response.body) == (200, "")
    assert got[0].correction == {"tool": ("chatgpt/free",), "data": ("d9", "d7")}
    assert (got[0].trigger, got[0].receipt, got[0].unique, got[0].ts) == ("correction", "R-1", "11.1:V1", "11.1")


@pytest.mark.parametrize(
    ("chosen", "user"),
    [({}, "U1"), ({TOOL: [], DATA: []}, "U1"), ({TOOL: ["claude/team"]}, "U2")],
    ids=["empty", "emptied", "somebody else"],
)
def test_a_form_that_cannot_be_taken_says_why(chosen: dict[str, list[str]], user: str) -> None:
    request, got = submission(chosen, user), []
    body = json.loads(send(app_with(got), request).body)
    assert (body["response_action"], list(body["errors"]), got) == ("errors", [TOOL], [])


def test_a_search_in_the_form_gives_at_most_a_hundred_entries_that_hold_the_words() -> None:
    app = app_with([], picks=lambda _: Picks(TOOLS, DATA_PICKS))
    search = {"type": "block_suggestion", "action_id": DATA, "block_id": DATA, "view": {"private_metadata": "{}"}}
    every = json.loads(send(app, interaction({**search, "value": ""})).body)["option_groups"][0]["options"]
    some = json.loads(send(app, interaction({**search, "value": "NUMBER 149"})).body)["option_groups"][0]["options"]
    assert (len(every), len(some)) == (100, 1)
