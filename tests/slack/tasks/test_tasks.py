"""A task's card is within Slack's limits; only those who may do anything; what is done is kept before the acknowledgement."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import App
from bot.desk.tasks import TaskForm
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import Ledger, open_ledger
from bot.policy.deciding.clauses import TermChange
from bot.policy.due.tasks import Deed, Done
from bot.policy.house import AnnouncedChange, Knowledge, Organisation, Person, Vendor
from bot.policy.policy import Policy
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import Offering
from bot.saying.words import phrase
from bot.settings import read_settings
from bot.slack.click import Click
from bot.slack.doors.all import Doors
from bot.slack.marks import Mark, to_block_id
from bot.slack.tasks.cards import diff_blocks, to_task_card
from bot.slack.tasks.listeners import AT_ONCE, FORM, NOTE, OFFERINGS, UNTIL, WITH_FORM, build
from playground.blocks import block_faults
from tests.databases import ledger_in
from tests.slack import payloads as pay
from tests.slack.payloads import QuietClient, app_with, click, interaction, send
from tests.slack.test_dispatch import wait_for_calls

BLOCK = to_block_id(Mark("", "", "en", "task"))
SECRET = "a secret for tests only, 32 bytes"
DUE, SEEN = datetime.now(UTC).date() + timedelta(days=5), datetime.now(UTC).date() - timedelta(days=1)
VALUE = f"change:x|{DUE}"
LOUD = "<!channel> & *bold* @here " + "x" * 4000
CARD = {
    "title": LOUD,
    "lines": [["", LOUD, []], ["Who sees to it", "privacy", ["U0NOOR0001", "<!here>"]], ["For whom", LOUD, []]],
    "buttons": [[deed, "A" * 100] for deed in (*AT_ONCE, *WITH_FORM)],
    "foot": LOUD,
    "language": "en",
    "value": VALUE * 500,
}


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
    """An app whose vendor has announced a change and has changed its terms; who asks in other tests is the policy's owner."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.queue = ledger, Queue()
        organisation = Organisation("Meander", owner="privacy", time_zone="UTC")
        change = AnnouncedChange("x", "acme", "New usage policy", DUE)
        rests = {"acme/team": Offering("acme/team", "acme", rests_on=("acme/privacy",))}
        known = Knowledge(
            Policy(rests, {}, {}, (), {}),
            Vocabulary(),
            organisation,
            vendors=(Vendor("acme", "Acme", changes=(change,)),),
            people=(Person(pay.ASKER, is_owner=True),),
        )
        ledger.keep_term_change(TermChange("t", "acme/privacy", SEEN, diff=(("-", "not"),)), datetime.now(UTC))
        self.app = App(read_settings(key=SecretStr(SECRET)), load_catalog(), ledger, lambda: known)
        self.app.engine = self.queue  # type: ignore[assignment]

    def slack(self) -> Any:
        return app_with([], app=self.app)

    def done(self) -> list[Done]:
        return [one for some in self.ledger.deeds("change:x").values() for one in some]

    def did(self, deed: Deed, number: int = 1, **more: Any) -> None:
        done = Done(deed, datetime.now(UTC), pay.ASKER, id=f"before {number}", **more)
        assert self.ledger.keep_deed("change:x", DUE, number, done)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), SECRET.encode())
    yield World(ledger)
    ledger.close()


def sent(deed: str, values: dict[str, Any], user: str = pay.ASKER) -> Any:
    """A sent form."""
    kept = {"team": pay.TEAM, "channel": "C1", "kind": "channel", "ts": "11.1", "thread": "10.1", "receipt": "", "asker": ""}
    more = {"language": "en", "url": "", "task": VALUE, "deed": deed, "unique": "C1:11.1:20.2"}
    state = {action: {action: value} for action, value in values.items()}
    blocks = [{"type": "section"}, {"type": "input", "block_id": UNTIL}]
    view = {
        **{"id": "V1", "type": "modal", "callback_id": FORM, "blocks": blocks, "state": {"values": state}},
        "private_metadata": json.dumps(kept | more),
    }
    return interaction({"type": "view_submission", "user": {"id": user, "name": "noor"}, "view": view})


def test_a_card_is_within_slacks_limits_and_only_whom_it_names_is_mentioned() -> None:
    text, blocks = to_task_card(CARD, LOUD)
    assert block_faults(blocks, "message", 50) == []
    drawn = json.dumps(blocks)
    assert "<@U0NOOR0001>" in drawn and "<!channel>" not in drawn + text and "<!here>" not in drawn and "@here" not in drawn


def test_a_word_diff_is_told_by_shape_and_has_no_markup_of_its_own() -> None:
    blocks = diff_blocks((("", "We may"), ("-", "not"), ("+", "<!channel>"), ("", "")))
    assert block_faults(blocks, "modal", 100) == []
    shown = [(one["text"], next(iter(one.get("style", {"": 0})))) for one in blocks[0]["elements"][0]["elements"]]
    assert shown == [("We may", ""), ("not", "strike"), ("<!channel>", "bold")]
    assert diff_blocks(()) == []


@pytest.mark.parametrize("deed", AT_ONCE)
def test_a_deed_without_a_form_is_kept_before_slack_is_acknowledged(world: World, deed: str) -> None:
    world.did(Deed.SUSPEND, offerings=("acme/team",))
    assert send(world.slack(), click(f"mayi_task_{deed}", BLOCK, VALUE)).status == 200
    assert [(one.deed, one.user) for one in world.done()[1:]] == [(deed, pay.ASKER)]
    assert [(one["task"], one["channel"], one["ts"]) for one in world.queue.queued.values()] == [(VALUE, "C1", "11.1")]


def test_a_click_that_slack_sends_twice_is_one_deed(world: World) -> None:
    for _ in range(2):
        send(world.slack(), click("mayi_task_acknowledge", BLOCK, VALUE))
    assert len(world.done()) == len(world.queue.queued) == 1


@pytest.mark.parametrize("deed", [*AT_ONCE, *(one for one in WITH_FORM if one != "diff")])
def test_somebody_else_is_told_that_it_is_not_theirs(world: World, deed: str) -> None:
    send(world.slack(), click(f"mayi_task_{deed}", BLOCK, VALUE, user=pay.OTHER))
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == phrase("en", "task.not_yours")
    assert not world.done()


def test_anybody_may_see_what_changed_and_there_is_nothing_to_send(world: World) -> None:
    send(world.slack(), click("mayi_task_diff", BLOCK, f"clause:t|{SEEN}", user=pay.OTHER))
    view = wait_for_calls("views.open")[0]["view"]
    assert "submit" not in view and "strike" in json.dumps(view)


@pytest.mark.parametrize("deed", [one for one in WITH_FORM if one != "diff"])
def test_every_form_is_within_slacks_limits(deed: str) -> None:
    choices = tuple((f"v{n}", "L" * 200) for n in range(150))
    form = TaskForm("i" * 4000, choices, choices, choices, choices, choices)
    clicked = Click(Mark("", "", "en", "task"), "T1", "C1", "channel", pay.ASKER, "11.1", "10.1", "20.2", VALUE, "tr1", "")
    view = build(clicked, deed, form, Doors(door=print, texts=phrase, app=None, minds=None))
    assert block_faults(view["blocks"], "modal", 100) == []
    assert len(view["title"]["text"]) <= 24


@pytest.mark.parametrize("language", ["nl", "de", "fr", "es"])
@pytest.mark.parametrize("deed", WITH_FORM)
def test_a_forms_title_is_not_cut_in_any_language(language: str, deed: str) -> None:
    assert len(phrase(language, f"task.form.title.{deed}")) <= 24


def test_done_asks_what_was_done_and_other_deeds_may_go_without_a_note(world: World) -> None:
    found = {}
    for deed in ("resolve", "confirm"):
        send(world.slack(), click(f"mayi_task_{deed}", BLOCK, VALUE))
        view = wait_for_calls("views.open")[-1]["view"]
        found[deed] = next(block["optional"] for block in view["blocks"] if block.get("block_id") == NOTE)
    assert found == {"resolve": False, "confirm": True}


def test_a_form_that_cannot_be_offered_says_why(world: World) -> None:
    for number in range(1, 4):
        world.did(Deed.SNOOZE, number, until=DUE)
    send(world.slack(), click("mayi_task_snooze", BLOCK, VALUE))
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == phrase("en", "task.snoozes")
    assert not [how for method, how in QuietClient.calls if method == "views.open"]


def test_a_sent_form_is_kept_with_all_that_was_filled_in(world: World) -> None:
    until = DUE - timedelta(days=3)
    values = {
        UNTIL: {"selected_option": {"value": until.isoformat()}},
        NOTE: {"value": " Called them. "},
        OFFERINGS: {"selected_options": [{"value": "a/x"}, {"value": "a/y"}]},
    }
    assert send(world.slack(), sent("snooze", values)).status == 200
    assert [(one.until, one.note, one.offerings) for one in world.done()] == [(until, "Called them.", ("a/x", "a/y"))]
    assert [one["ts"] for one in world.queue.queued.values()] == ["11.1"]


def test_why_a_form_was_not_taken_is_said_inside_it(world: World) -> None:
    values = {UNTIL: {"selected_option": {"value": (DUE + timedelta(days=90)).isoformat()}}}
    reply = send(world.slack(), sent("snooze", values))
    assert json.loads(reply.body)["errors"] == {UNTIL: phrase("en", "task.far")}


def test_a_form_of_somebody_who_may_not_does_nothing(world: World) -> None:
    reply = send(world.slack(), sent("resolve", {}, user=pay.OTHER))
    assert json.loads(reply.body)["errors"] == {UNTIL: phrase("en", "task.not_yours")}
    assert not world.done()


def test_what_could_not_be_kept_is_told(world: World) -> None:
    world.queue.is_broken = True
    send(world.slack(), click("mayi_task_acknowledge", BLOCK, VALUE))
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == phrase("en", "slack.failed")
    told = json.loads(send(world.slack(), sent("resolve", {NOTE: {"value": "Called them."}})).body)
    assert told["errors"] == {UNTIL: phrase("en", "slack.failed")}, "Slack shows it only at an input that the form has"
