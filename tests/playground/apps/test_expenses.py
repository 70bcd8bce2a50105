"""An expense app on the playground: forms that change, steps pushed and cleared, approvals by clicks, and what undoes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from playground.server import Playground
from tests.playground.apps import expenses
from tests.playground.apps.conftest import LOUNGE, Json, by_threads, company
from tests.playground.apps.test_standup import step

SHORTCUTS = (
    {"type": "global", "callback_id": "new_expense", "name": "New expense"},
    {"type": "message", "callback_id": "is_expense", "name": "An expense?"},
)


@pytest.fixture
def seen() -> list[Json]:
    return []


@pytest.fixture
def slack(seen: list[Json]) -> Iterator[Playground]:
    club = company(commands=({"command": "/expense"},), shortcuts=SHORTCUTS)
    with by_threads(expenses.build(seen), club) as running:
        yield running
    assert not [one for one in seen if "error" in one], "something went wrong inside the app"


def form(slack: Playground, title: str) -> Json:
    return slack.wait_until(lambda: (m := slack.modal("anna")) and m["title"]["text"] == title and m)


def claimed(slack: Playground, **more: Any) -> Json:
    """Anna claims a journey; gives the card in the channel."""
    slack.shortcut("anna", "new_expense")
    form(slack, "Claim an expense")
    slack.use("anna", "kind", "travel")
    slack.wait_until(lambda: "place" in {b["block_id"] for b in form(slack, "Claim an expense")["blocks"]})
    found = slack.options("anna", "place", "be")
    assert [one["text"]["text"] for one in found] == ["Berlin", "Bern"]
    assert slack.submit("anna", {"place": "bern", "amount": "12.50", "boss": LOUNGE, **more}) == {}
    form(slack, "Right?")
    assert slack.submit("anna", {}) == {}
    assert slack.modal("anna") is None
    card = slack.wait_for("lounge", "A new expense")
    slack.wait_until(lambda: calls(slack, "chat.scheduleMessage"))
    return card


def calls(slack: Playground, method: str) -> list[Json]:
    return [call for call in slack.dump()["calls"] if call["method"] == method]


def test_a_form_changes_with_what_is_chosen_and_goes_on_in_pushed_steps(slack: Playground, seen: list[Json]) -> None:
    card = claimed(slack)
    assert "12.50 on 2026-11-01 in Bern (Europe/Berlin)" in repr(card["blocks"])
    state = next(one for one in seen if one.get("callback_id") == "claim")["state"]["values"]
    assert state["boss"]["boss"] == {"type": "conversations_select", "selected_conversation": LOUNGE}
    assert state["kind"]["kind"]["selected_option"]["value"] == "travel"
    assert state["receipt"]["receipt"]["files"] == []


def test_what_is_wrong_is_told_at_its_block_and_a_help_page_comes_and_goes(slack: Playground) -> None:
    slack.shortcut("anna", "new_expense")
    form(slack, "Claim an expense")
    slack.use("anna", "rules")
    form(slack, "Rules")
    slack.close_view("anna")
    form(slack, "Claim an expense")
    wrong = slack.submit("anna", {"amount": "3", "day": "2027-01-01", "boss": LOUNGE})
    assert wrong == {"errors": {"day": "That day is still to come."}}
    assert set(slack.submit("anna", {"amount": "9000", "day": "2026-11-02", "boss": LOUNGE})["errors"]) == {"amount"}


def test_nobody_approves_their_own_and_the_card_stays(slack: Playground, seen: list[Json]) -> None:
    card = claimed(slack)
    slack.press("anna", LOUNGE, card["ts"], "claim_yes")
    slack.wait_for("lounge", "Not your own", user="anna")
    assert "claim_no" in repr(slack.messages("lounge")[-1]["blocks"])


def test_an_approval_replaces_the_card_and_takes_all_else_back(slack: Playground, seen: list[Json]) -> None:
    card = claimed(slack)
    slack.press("ben", LOUNGE, card["ts"], "claim_yes")
    done = slack.wait_for("lounge", "Expense: yes")
    assert done["ts"] == card["ts"] and "claim_no" not in repr(done["blocks"])
    slack.wait_for("dm", "Your expense: yes", user="anna")
    slack.wait_until(lambda: calls(slack, "chat.deleteScheduledMessage"))
    slack.advance(90_000)
    assert "Still open?" not in repr(slack.messages("lounge", thread_ts=card["ts"]))
    assert not done.get("reactions") and not slack.messages("lounge")[-1].get("pinned_to")


def test_a_message_is_looked_at_in_a_form_that_opens_at_once(slack: Playground, seen: list[Json]) -> None:
    ts = slack.say("ben", "lounge", "the clock was 30 euros")
    slack.shortcut("anna", "is_expense", "lounge", ts)
    assert "This message" in repr(form(slack, "An expense?"))
    told = next(one for one in seen if one.get("callback_id") == "is_expense")
    assert told["message"]["text"] == "the clock was 30 euros" and told["message_ts"] == ts
    slack.wait_for("lounge", "Is 30 an expense?")
    slack.wait_for("lounge", "Only you see this.", user="ben")
    assert not [m for m in slack.messages("lounge", user="anna") if m.get("to")]


def test_an_answer_to_a_command_is_hidden_by_its_button(slack: Playground) -> None:
    slack.command("anna", "lounge", "/expense trains")
    told = slack.wait_for("lounge", "Hide", user="anna")
    slack.press("anna", LOUNGE, told["ts"], "remove")
    slack.wait_until(lambda: "Hide" not in repr(slack.messages("lounge", user="anna")))
    assert "Looking for trains" in repr(slack.messages("lounge", user="anna"))


def test_the_home_page_changes_with_a_menu(slack: Playground, seen: list[Json]) -> None:
    slack.open_home("anna")
    slack.wait_until(lambda: slack.home("anna"))
    slack.use("anna", "sort", "dearest", home=True)
    slack.wait_until(lambda: "dearest" in repr((slack.home("anna") or {})["blocks"]))
    click = next(one for one in seen if one.get("actions"))
    assert click["container"] == {"type": "view", "view_id": click["view"]["id"]} and "channel" not in click
    slack.open_home("anna")
    slack.wait_until(lambda: "Mine" in repr((slack.home("anna") or {})["blocks"]))


def test_a_step_of_a_workflow_says_what_came_of_it(slack: Playground) -> None:
    execution = slack.act(lambda people: people.run_step("file_expense", {"channel": LOUNGE, "amount": "7"}))
    slack.wait_for("lounge", "Filed: 7")
    ended = slack.wait_until(lambda: (one := step(slack, execution))["status"] == "completed" and one)
    assert ended["outputs"] == {"claim": "18"}
    failed = slack.act(lambda people: people.run_step("file_expense", {"channel": "C0NOWHERE1", "amount": "7"}))
    slack.wait_until(lambda: step(slack, failed).get("error") == "not filed: channel_not_found")
