"""The digest of gaps: within Slack's limits, for those who may; an edit is shown before it is proposed, and proposed as shown."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.saying.words import phrase
from bot.slack.doors.gaps import Draft, GapDoors, GapForm, Outcome
from bot.slack.gaps import cards
from bot.slack.marks import Mark, to_block_id
from playground.blocks import block_faults
from tests.slack import payloads as pay
from tests.slack.payloads import QuietClient, app_with, click, interaction, send
from tests.slack.test_dispatch import wait_for_calls

BLOCK = to_block_id(Mark("", "", "en", "gap"))
LOUD = "<!channel> & ```*bold* @here " + "x" * 4000
DIGEST = {"head": LOUD, "rows": [[LOUD, "g1"], [LOUD, ""]], "foot": LOUD, "label": "A" * 100, "language": "en"}
DRAFT = Draft("Grok × Recipes", LOUD, (LOUD,) * 9, LOUD, "d1")
FORM = GapForm("Grok × Recipes", (LOUD, LOUD, LOUD), (("effect:forbid", "B" * 100), ("plain", LOUD)))
MEMORY = {"l": "en", "g": "g1"}


def doors(done: list[tuple[str, ...]], owner: str = pay.ASKER, **more: Any) -> GapDoors:
    def propose(gap: str, choice: str, digest: str, language: str) -> Outcome:
        done.append((gap, choice, digest, language))
        return Outcome(said="Proposed.") if digest == "d1" else Outcome(DRAFT)

    given: dict[str, Any] = {"form": lambda *_: FORM, "draft": lambda *_: Outcome(DRAFT), "propose": propose, **more}
    return GapDoors(may=lambda user: user == owner, **given)


def sent(callback: str, memory: dict[str, str], choice: str = "", user: str = pay.ASKER) -> Any:
    state = {cards.WAY: {cards.WAY: {"selected_option": {"value": choice}}}} if choice else {}
    view = {"id": "V1", "type": "modal", "callback_id": callback, "blocks": [], "state": {"values": state}}
    return interaction(
        {"type": "view_submission", "user": {"id": user}, "view": {**view, "private_metadata": json.dumps(memory)}}
    )


def shown() -> str:
    """The last view that was put on somebody's screen."""
    wait_for_calls("views.update")
    return json.dumps([how for method, how in QuietClient.calls if method == "views.update"][-1], ensure_ascii=False)


def test_digest_and_forms_are_within_slacks_limits_and_ping_nobody() -> None:
    text, blocks = cards.to_digest(DIGEST, LOUD)
    assert block_faults(blocks, "message", 50) == []
    assert [block.get("accessory", {}).get("value") for block in blocks] == [None, "g1", None, None]
    for view in (
        cards.waiting(MEMORY, phrase),
        cards.to_form(FORM, MEMORY, phrase),
        cards.to_form(GapForm("x"), MEMORY, phrase),
        cards.to_preview(DRAFT, MEMORY, phrase, LOUD),
        cards.told(LOUD, MEMORY, phrase),
    ):
        assert block_faults(view["blocks"], "modal", 100) == []
    drawn = json.dumps(blocks) + text
    assert "<!channel>" not in drawn and "@here" not in drawn


def test_a_click_shows_what_may_be_chosen_and_nobody_else_gets_a_form() -> None:
    app = app_with([], gaps=doors([]))
    assert send(app, click(cards.ACTION, BLOCK, "g1")).status == 200
    assert "effect:forbid" in shown()
    other = app_with([], gaps=doors([], owner="U9"))
    assert send(other, click(cards.ACTION, BLOCK, "g1")).status == 200
    wait_for_calls("chat.postEphemeral")
    assert not [method for method, _ in QuietClient.calls if method.startswith("views.")]


def test_a_gap_that_is_closed_says_so() -> None:
    send(app_with([], gaps=doors([], form=lambda *_: None)), click(cards.ACTION, BLOCK, "g1"))
    assert "This gap is closed" in shown()


def test_the_edit_is_shown_before_it_is_proposed() -> None:
    done: list[tuple[str, ...]] = []
    app = app_with([], gaps=doors(done))
    reply = send(app, sent(cards.CHOOSE, MEMORY, "effect:forbid"))
    assert json.loads(reply.body)["response_action"] == "update"
    view = shown()
    assert cards.CONFIRM in view and "effect:forbid" in view and "rich_text_preformatted" in view
    assert done == []


def test_what_was_shown_is_proposed() -> None:
    done: list[tuple[str, ...]] = []
    send(app_with([], gaps=doors(done)), sent(cards.CONFIRM, {**MEMORY, "w": "effect:forbid", "d": "d1"}))
    assert "Proposed." in shown()
    assert done == [("g1", "effect:forbid", "d1", "en")]


def test_an_edit_that_is_another_one_by_now_is_shown_again() -> None:
    send(app_with([], gaps=doors([])), sent(cards.CONFIRM, {**MEMORY, "w": "effect:forbid", "d": "old"}))
    view = shown()
    assert "has changed since" in view and '\\"d\\":\\"d1\\"' in view


@pytest.mark.parametrize("callback", [cards.CHOOSE, cards.CONFIRM])
def test_who_may_no_more_is_told_so_in_the_form(callback: str) -> None:
    done: list[tuple[str, ...]] = []
    send(app_with([], gaps=doors(done, owner="U9")), sent(callback, {**MEMORY, "w": "plain", "d": "d1"}, "plain"))
    assert "Only owners and admins" in shown()
    assert done == []


def test_what_breaks_is_said_in_the_form() -> None:
    def broken(*_: str) -> Outcome:
        raise RuntimeError("the disk is full")

    send(app_with([], gaps=doors([], draft=broken)), sent(cards.CHOOSE, MEMORY, "plain"))
    assert phrase("en", "slack.failed") in shown()
