"""The digest of gaps: within Slack's limits, for those who may; an edit is shown before it is proposed, and proposed as shown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.console.doors import Role
from bot.desk import gaps
from bot.desk.gaps import Draft, GapForm, gaps_of, id_of
from bot.policy.house import Person
from bot.saying.words import phrase
from bot.slack.gaps import cards
from bot.slack.marks import Mark, to_block_id
from playground.blocks import block_faults
from tests.console.conftest import ask
from tests.console.place import Place, place_in
from tests.slack import payloads as pay
from tests.slack.payloads import QuietClient, app_with, click, interaction, send
from tests.slack.test_dispatch import wait_for_calls

BLOCK = to_block_id(Mark("", "", "en", "gap"))
LOUD = "<!channel> & ```*bold* @here " + "x" * 4000
DIGEST = {"head": LOUD, "rows": [[LOUD, "g1"], [LOUD, ""]], "foot": LOUD, "label": "A" * 100, "language": "en"}
DRAFT = Draft("Grok × Recipes", LOUD, (LOUD,) * 9, LOUD, "d1")
FORM = GapForm("Grok × Recipes", (LOUD, LOUD, LOUD), (("effect:forbid", "B" * 100), ("plain", LOUD)))
MEMORY = {"l": "en", "g": "g1"}


@dataclass
class Queue:
    """An engine that keeps what is queued, or breaks."""

    queued: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_broken: bool = False

    def notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        if self.is_broken:
            raise RuntimeError("no database")
        self.queued.setdefault(notice_id, notice)


class World:
    """The sample company with one gap; who asks in other tests is its owner."""

    def __init__(self, place: Place) -> None:
        ask(place, Role.EMPLOYEE, "May I put invoices into Perplexity Enterprise?")
        self.app, self.queue, self.rules = place.may_i, Queue(), place.settings.knowledge / "rules.yaml"
        known = replace(self.app.knowledge, people=(Person(pay.ASKER, is_owner=True),))
        self.app.current, self.app.engine = lambda: known, self.queue  # type: ignore[assignment]
        self.before, (self.gap,) = self.rules.read_text(), map(id_of, gaps_of(self.app.ledger, known, datetime.now(UTC)))

    def slack(self) -> Any:
        return app_with([], app=self.app)

    def memory(self, **more: str) -> dict[str, str]:
        return {"l": "en", "g": self.gap, **more}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with place_in(tmp_path) as place:
        yield World(place)


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


def test_a_click_shows_what_may_be_chosen_and_nobody_else_gets_a_form(world: World) -> None:
    assert send(world.slack(), click(cards.ACTION, BLOCK, world.gap)).status == 200
    assert "effect:forbid" in shown()
    assert send(world.slack(), click(cards.ACTION, BLOCK, world.gap, user=pay.OTHER)).status == 200
    wait_for_calls("chat.postEphemeral")
    assert not [method for method, _ in QuietClient.calls if method.startswith("views.")]


def test_a_gap_that_is_closed_says_so(world: World) -> None:
    send(world.slack(), click(cards.ACTION, BLOCK, "g1"))
    assert "This gap is closed" in shown()


def test_an_edit_is_shown_before_it_is_proposed_and_then_proposed_as_shown(world: World) -> None:
    reply = send(world.slack(), sent(cards.CHOOSE, world.memory(), "effect:forbid"))
    assert json.loads(reply.body)["response_action"] == "update"
    view = shown()
    assert cards.CONFIRM in view and "effect:forbid" in view and "rich_text_preformatted" in view
    assert world.rules.read_text() == world.before and not world.queue.queued
    (seen,) = re.findall(r'"d\\\\?": ?\\\\?"(\w+)', view)
    send(world.slack(), sent(cards.CONFIRM, world.memory(w="effect:forbid", d=seen)))
    assert "rules.yaml" in shown()
    assert "effect: forbid" in world.rules.read_text().removeprefix(world.before)
    assert [(one["kind"], one["file"]) for one in world.queue.queued.values()] == [("proposal", "rules.yaml")]


def test_an_edit_that_is_another_one_by_now_is_shown_again(world: World) -> None:
    send(world.slack(), sent(cards.CONFIRM, world.memory(w="effect:forbid", d="old")))
    assert "has changed since" in shown()
    assert world.rules.read_text() == world.before and not world.queue.queued


@pytest.mark.parametrize("callback", [cards.CHOOSE, cards.CONFIRM])
def test_who_may_no_more_is_told_so_in_the_form(world: World, callback: str) -> None:
    send(world.slack(), sent(callback, world.memory(w="effect:forbid", d="d1"), "effect:forbid", user=pay.OTHER))
    assert "Only owners and admins" in shown()
    assert world.rules.read_text() == world.before


def test_what_breaks_is_said_in_the_form(world: World) -> None:
    world.queue.is_broken = True
    draft = gaps.draft(world.app, world.gap, "effect:forbid", "en").draft
    assert draft
    send(world.slack(), sent(cards.CONFIRM, world.memory(w="effect:forbid", d=draft.digest)))
    assert phrase("en", "slack.failed") in shown()
