"""A task's card is within Slack's limits; only those who may do anything; what is done is kept before the acknowledgement."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.saying.words import phrase
from bot.slack.doors.tasks import Press, TaskDoors, TaskForm
from bot.slack.marks import Mark, to_block_id
from bot.slack.tasks.cards import diff_blocks, to_task_card
from bot.slack.tasks.listeners import AT_ONCE, FORM, NOTE, OFFERINGS, UNTIL, WITH_FORM
from playground.blocks import block_faults
from tests.slack import payloads as pay
from tests.slack.payloads import QuietClient, app_with, click, interaction, send
from tests.slack.test_dispatch import wait_for_calls

BLOCK = to_block_id(Mark("", "", "en", "task"))
VALUE = "change:x|2026-12-15"
LOUD = "<!channel> & *bold* @here " + "x" * 4000
CARD = {
    "title": LOUD,
    "lines": [["", LOUD, []], ["Who sees to it", "privacy", ["U0NOOR0001", "<!here>"]], ["For whom", LOUD, []]],
    "buttons": [[deed, "A" * 100] for deed in (*AT_ONCE, *WITH_FORM)],
    "foot": LOUD,
    "language": "en",
    "value": VALUE * 500,
}


def tasks(done: list[Press], wrong: str = "", form: TaskForm | str = TaskForm(), owner: str = pay.ASKER) -> TaskDoors:  # noqa: B008
    def do(press: Press) -> str:
        done.append(press)
        return wrong

    return TaskDoors(may=lambda user, task: user == owner and task == VALUE, form=lambda *_: form, do=do)


def sent(deed: str, values: dict[str, Any], user: str = pay.ASKER) -> Any:
    """A sent form."""
    kept = {"team": "T1", "channel": "C1", "kind": "channel", "ts": "11.1", "thread": "10.1", "receipt": "", "asker": ""}
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
def test_a_deed_without_a_form_is_kept_before_slack_is_acknowledged(deed: str) -> None:
    done: list[Press] = []
    app = app_with([], tasks=tasks(done))
    assert send(app, click(f"mayi_task_{deed}", BLOCK, VALUE)).status == 200
    assert [(one.task, one.deed, one.user, one.channel, one.ts, one.unique) for one in done] == [
        (VALUE, deed, pay.ASKER, "C1", "11.1", "C1:11.1:20.2")
    ]


@pytest.mark.parametrize("deed", [*AT_ONCE, *(one for one in WITH_FORM if one != "diff")])
def test_somebody_else_is_told_that_it_is_not_theirs(deed: str) -> None:
    done: list[Press] = []
    send(app_with([], tasks=tasks(done)), click(f"mayi_task_{deed}", BLOCK, VALUE, user=pay.OTHER))
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == phrase("en", "task.not_yours")
    assert not done


def test_anybody_may_see_what_changed_and_there_is_nothing_to_send() -> None:
    form = TaskForm(diff=(("-", "not"),))
    send(app_with([], tasks=tasks([], form=form)), click("mayi_task_diff", BLOCK, VALUE, user=pay.OTHER))
    view = wait_for_calls("views.open")[0]["view"]
    assert "submit" not in view and "strike" in json.dumps(view)


@pytest.mark.parametrize("deed", [one for one in WITH_FORM if one != "diff"])
def test_every_form_is_within_slacks_limits(deed: str) -> None:
    choices = tuple((f"v{n}", "L" * 200) for n in range(150))
    form = TaskForm("i" * 4000, choices, choices, choices, choices, choices)
    send(app_with([], tasks=tasks([], form=form)), click(f"mayi_task_{deed}", BLOCK, VALUE))
    view = wait_for_calls("views.open")[0]["view"]
    assert block_faults(view["blocks"], "modal", 100) == []
    assert len(view["title"]["text"]) <= 24


@pytest.mark.parametrize("language", ["nl", "de", "fr", "es"])
@pytest.mark.parametrize("deed", WITH_FORM)
def test_a_forms_title_is_not_cut_in_any_language(language: str, deed: str) -> None:
    assert len(phrase(language, f"task.form.title.{deed}")) <= 24


def test_done_asks_what_was_done_and_other_deeds_may_go_without_a_note() -> None:
    found = {}
    for deed in ("resolve", "confirm"):
        send(app_with([], tasks=tasks([], form=TaskForm())), click(f"mayi_task_{deed}", BLOCK, VALUE))
        view = wait_for_calls("views.open")[-1]["view"]
        QuietClient.calls.clear()
        found[deed] = next(block["optional"] for block in view["blocks"] if block.get("block_id") == NOTE)
    assert found == {"resolve": False, "confirm": True}


def test_a_form_that_cannot_be_offered_says_why() -> None:
    send(app_with([], tasks=tasks([], form="task.snoozes")), click("mayi_task_snooze", BLOCK, VALUE))
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == phrase("en", "task.snoozes")
    assert not [how for method, how in QuietClient.calls if method == "views.open"]


def test_a_sent_form_is_kept_with_all_that_was_filled_in() -> None:
    done: list[Press] = []
    values = {
        UNTIL: {"selected_option": {"value": "2026-12-01"}},
        NOTE: {"value": " Called them. "},
        OFFERINGS: {"selected_options": [{"value": "a/x"}, {"value": "a/y"}]},
    }
    assert send(app_with([], tasks=tasks(done)), sent("snooze", values)).status == 200
    assert [(one.until, one.note, one.offerings, one.ts) for one in done] == [
        (date(2026, 12, 1), "Called them.", ("a/x", "a/y"), "11.1")
    ]


def test_why_a_form_was_not_taken_is_said_inside_it() -> None:
    reply = send(app_with([], tasks=tasks([], wrong="task.far")), sent("snooze", {}))
    assert json.loads(reply.body)["errors"] == {UNTIL: phrase("en", "task.far")}


def test_a_form_of_somebody_who_may_not_does_nothing() -> None:
    done: list[Press] = []
    reply = send(app_with([], tasks=tasks(done)), sent("resolve", {}, user=pay.OTHER))
    assert json.loads(reply.body)["errors"] == {UNTIL: phrase("en", "task.not_yours")}
    assert not done


def test_what_could_not_be_kept_is_told() -> None:
    def broken(_press: Press) -> str:
        raise RuntimeError("no database")

    doors = TaskDoors(may=lambda *_: True, do=broken)
    send(app_with([], tasks=doors), click("mayi_task_acknowledge", BLOCK, VALUE))
    assert wait_for_calls("chat.postEphemeral")[0]["text"] == phrase("en", "slack.failed")
    told = json.loads(send(app_with([], tasks=doors), sent("snooze", {})).body)
    assert told["errors"] == {UNTIL: phrase("en", "slack.failed")}, "Slack shows it only at an input that the form has"
