"""Each rule of Slack about forms and App Home, broken once."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient

from playground.server import Playground
from tests.playground.blocks import Json, plain, section
from tests.playground.conftest import refused

MODAL: Json = {"type": "modal", "title": plain("Title"), "blocks": [section()]}
BAD_VIEWS: dict[str, tuple[Json, str]] = {
    "a title of 25 characters": (
        {**MODAL, "title": plain("x" * 25)},
        "must be less than 25 characters, got 25 [json-pointer:/view/title/text]",
    ),
    "a submit of 25 characters": ({**MODAL, "submit": plain("x" * 25)}, "/view/submit/text"),
    "no title": ({"type": "modal", "blocks": []}, "missing required field [json-pointer:/view/title]"),
    "private_metadata of 3001 characters": ({**MODAL, "private_metadata": "x" * 3001}, "/view/private_metadata"),
    "a callback_id of 256 characters": ({**MODAL, "callback_id": "x" * 256}, "/view/callback_id"),
    "101 blocks": ({**MODAL, "blocks": [section()] * 101}, "no more than 100 items allowed, got 101"),
    "an input without submit": (
        {**MODAL, "blocks": [{"type": "input", "label": plain("l"), "element": {"type": "plain_text_input", "action_id": "a"}}]},
        "a modal with input blocks needs `submit`",
    ),
    "a markdown block": (
        {**MODAL, "blocks": [{"type": "markdown", "text": "x"}]},
        "markdown blocks are not supported in a modal",
    ),
    "an unknown property": ({**MODAL, "colour": "red"}, "invalid additional property: colour"),
    "a home in place of a modal": ({"type": "home", "blocks": []}, "must be one of: modal; got home"),
}


@pytest.mark.parametrize("name", BAD_VIEWS)
def test_bad_views_are_refused(client: WebClient, name: str) -> None:
    view, words = BAD_VIEWS[name]
    code, messages = refused(lambda: client.views_open(trigger_id="any", view=view))
    assert code == "invalid_arguments"
    assert words in messages


def trigger(slack: Playground) -> str:
    return slack._do(lambda: slack.world.triggers.make("U0ANNA0001"))


def test_a_trigger_opens_one_modal_within_three_seconds(slack: Playground, client: WebClient) -> None:
    once, late = trigger(slack), trigger(slack)
    assert client.views_open(trigger_id=once, view=MODAL)["ok"]
    assert refused(lambda: client.views_open(trigger_id=once, view=MODAL))[0] == "exchanged_trigger_id"
    slack.advance(3.1)
    assert refused(lambda: client.views_open(trigger_id=late, view=MODAL))[0] == "expired_trigger_id"


def test_modals_stack_three_high(slack: Playground, client: WebClient) -> None:
    client.views_open(trigger_id=trigger(slack), view=MODAL)
    client.views_push(trigger_id=trigger(slack), view=MODAL)
    client.views_push(trigger_id=trigger(slack), view=MODAL)
    assert refused(lambda: client.views_push(trigger_id=trigger(slack), view=MODAL))[0] == "push_limit_reached"


def test_an_update_with_an_old_hash_conflicts(slack: Playground, client: WebClient) -> None:
    view = client.views_open(trigger_id=trigger(slack), view=MODAL)["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
    assert refused(lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL))[0] == "hash_conflict"
