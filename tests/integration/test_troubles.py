"""What goes wrong in Slack goes in; each time somebody sees something: the asker, or the owner in their channel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.engine.outbox import Patience
from bot.engine.steps import use
from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.answers.test_citizen import FREE, drawn, house_on
from tests.integration.answers.test_slice import element
from tests.integration.conftest import ASK, NO_TEAM, Talk
from tests.integration.forks import free_port
from tests.integration.slow_ollama import SlowOllama

UNREAD = "@may-i May I put the flurbs of our gizmo into ChatGPT Team?"
COPILOT = "@may-i Is Copilot fine for a client list?"
MakeHouse = Callable[..., House]


@pytest.fixture
def talk(make_house: MakeHouse, tmp_path: Path) -> Iterator[Talk]:
    """A house that has nothing to say by itself: an ordered fault meets the answer, and no reminder."""
    policy = tmp_path / "knowledge" / "policy.yaml"
    policy.write_text(policy.read_text().replace('reminder_channel: "#ai-policy"\n', ""))
    with house_on(make_house) as made:
        yield made


def idle(talk: Talk) -> None:
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=30)


def first_value(message: dict[str, Any]) -> tuple[str, str]:
    """Action and value of the first choice of a question back."""
    chosen = element(message, "mayi_choose")
    return chosen["action_id"], chosen["options"][0]["value"] if "options" in chosen else chosen["value"]


# --- Slack refuses -----------------------------------------------------------------------------------------------


def test_a_rate_limit_delays_the_answer_by_what_slack_asks_for_and_it_stands_there_once(talk: Talk) -> None:
    talk.slack.inject("rate_limited", "chat.postMessage", seconds=1)
    began = time.monotonic()
    root, answer = talk.ask("sanne", FREE)
    assert time.monotonic() - began >= 1
    assert answer["text"].startswith("Not allowed")
    idle(talk)
    assert len(talk.answers(root)) == 1


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "not_in_channel", "restricted_action"])
def test_where_an_answer_may_not_be_posted_the_owner_is_told(talk: Talk, code: str) -> None:
    talk.slack.inject("error", "chat.postMessage", code=code)
    talk.slack.say("sanne", ASK, FREE)
    told = talk.slack.wait_for("ai-policy", "could not be posted", user="noor", timeout=20)
    assert code in told["text"]
    assert "health record" not in told["text"]
    talk.slack.wait_for("dm", "Slack did not take it", user="sanne", timeout=20)


@pytest.mark.parametrize("code", ["msg_blocks_too_long", "msg_too_long", "invalid_blocks"])
def test_an_answer_that_slack_finds_too_long_comes_as_plain_words(talk: Talk, code: str) -> None:
    talk.slack.inject("error", "chat.postMessage", code=code)
    root, answer = talk.ask("sanne", FREE)
    assert answer["text"].startswith("Not allowed")
    assert len(answer["blocks"]) == 1
    idle(talk)
    assert len(talk.answers(root)) == 1


@pytest.mark.parametrize("code", ["expired_trigger_id", "exchanged_trigger_id", "invalid_arguments"])
def test_a_form_that_slack_does_not_open_is_said_to_the_one_who_clicked(talk: Talk, code: str) -> None:
    _, answer = talk.ask("sanne", FREE)
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.inject("error", "views.open", code=code)
    button = element(answer, "mayi_correct")
    talk.slack.press("sanne", ASK, answer["ts"], button["action_id"], button.get("value"))
    talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and "could not take this in" in m["text"], user="sanne")


def test_the_rest_of_an_answer_that_slack_does_not_take_is_said_to_have_failed(talk: Talk) -> None:
    _, answer = talk.ask("sanne", "@may-i Which tools may I use for customer names?")
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.inject("error", "chat.update", code="cant_update_message")
    talk.slack.press("sanne", ASK, answer["ts"], "All 50 tools")
    talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and "could not take this in" in m["text"], user="sanne")


@pytest.mark.parametrize(
    ("fault", "said", "to_owner"),
    [
        ("error", "Slack did not take it", "could not be posted"),
        ("fail_after", "may not have reached you", "may not have reached"),
    ],
    ids=["refused", "not known to have arrived"],
)
def test_a_private_answer_that_does_not_arrive_is_told_to_its_asker(talk: Talk, fault: str, said: str, to_owner: str) -> None:
    steps = talk.house.engine._house
    use(replace(steps, sayer=replace(steps.sayer, patience=Patience(grace=0.5))))
    talk.slack.inject(fault, "response_url", code="channel_not_found")
    talk.slack.command("maya", ASK, "/mayi ChatGPT Free for health records?")
    told = talk.slack.wait_for("dm", said, user="maya", timeout=60)
    (row,) = talk.house.ledger.questions()
    assert row.receipt in told["text"] and "llowed:" not in told["text"]
    talk.slack.wait_for("ai-policy", to_owner, user="noor", timeout=20)
    idle(talk)
    assert not [m for m in talk.slack.messages(ASK) if m.get("bot_id") and not m.get("to")]


# --- the connection ----------------------------------------------------------------------------------------------


def test_a_connection_that_is_cut_is_back_within_five_seconds(talk: Talk) -> None:
    talk.slack.kill_sockets()
    talk.slack.wait_for_app(timeout=5)
    _, answer = talk.ask("sanne", FREE)
    assert answer["text"].startswith("Not allowed")


def test_a_question_asked_while_slack_changes_the_connection_is_answered_once(talk: Talk) -> None:
    talk.slack.ack_schedule(1, (0.0, 1.0, 2.0, 4.0, 8.0, 16.0))
    talk.slack.disconnect()
    root, answer = talk.ask("sanne", FREE)
    assert answer["text"].startswith("Not allowed")
    idle(talk)
    assert len(talk.answers(root)) == 1


def test_a_bot_that_was_removed_from_a_channel_tells_the_owner_whom_it_cannot_answer(talk: Talk) -> None:
    talk.slack.inject("slow", "users.info", seconds=1)
    talk.slack.say("sanne", ASK, FREE)
    talk.slack.act(lambda people: people.remove("noor", ASK, talk.slack.company.app.bot_user))
    told = talk.slack.wait_for("ai-policy", "could not be posted", user="noor", timeout=20)
    assert "not_in_channel" in told["text"]


def test_a_slack_that_was_down_is_connected_to_within_five_seconds(make_house: MakeHouse) -> None:
    port = free_port()
    with Playground(load_company(SAMPLE), port=port) as slack:
        house = make_house(slack)
        slack.wait_for_app()
    with Playground(load_company(SAMPLE), port=port) as slack:
        slack.wait_for_app(timeout=5)
        _, answer = Talk(house, slack, house.settings.knowledge).ask("sanne", FREE)
        assert answer["text"].startswith("Not allowed")


# --- people ------------------------------------------------------------------------------------------------------


def test_a_choice_under_an_answer_of_an_older_policy_is_answered_by_todays_and_says_so(talk: Talk) -> None:
    root, asked = talk.ask("noor", COPILOT)
    talk.slack.wait_until(talk.house.ledger.questions)
    version = talk.house.store.current().version
    rules = talk.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + NO_TEAM)
    talk.slack.wait_until(lambda: talk.house.store.current().version != version, timeout=60)
    talk.slack.press("noor", ASK, asked["ts"], *first_value(asked))
    settled = talk.slack.wait_for(ASK, lambda m: not m["text"].startswith("One thing"), thread_ts=root)
    assert "The policy has changed" in drawn(settled)


def test_a_click_on_an_older_policy_s_card_in_a_talk_that_went_on_brings_the_card_again_by_todays_policy(talk: Talk) -> None:
    talk.slack.say("noor", "dm", COPILOT.removeprefix("@may-i "))
    asked = talk.slack.wait_for("dm", lambda m: m.get("bot_id") and m["text"].startswith("One thing"), user="noor")
    talk.slack.say("noor", "dm", "May I put health records into DeepL Free?")
    talk.slack.wait_for("dm", lambda m: m.get("bot_id") and "DeepL" in m["text"], user="noor")
    version = talk.house.store.current().version
    rules = talk.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + NO_TEAM)
    talk.slack.wait_until(lambda: talk.house.store.current().version != version, timeout=60)
    talk.slack.press("noor", "dm", asked["ts"], *first_value(asked))
    again = talk.slack.wait_for("dm", lambda m: m["ts"] == asked["ts"] and "The policy has changed" in drawn(m), user="noor")
    assert again["text"].startswith("One thing") and first_value(again)


def test_two_people_in_one_thread_keep_their_own_slots(talk: Talk) -> None:
    root, _ = talk.ask("lieke", "@may-i May I use ChatGPT Free for our source code?")
    talk.ask("pieter", "@may-i May I put published texts into ChatGPT Team?", thread_ts=root)
    _, hers = talk.ask("lieke", "and GitHub Copilot Business?", thread_ts=root)
    assert "ource code" in hers["text"]
    _, his = talk.ask("pieter", "and ChatGPT Free?", thread_ts=root)
    assert "ource code" not in his["text"]
    assert "brochure" in his["text"].lower() or "ublic" in his["text"] or "ublished" in his["text"]


def test_the_bot_asks_back_at_most_twice(talk: Talk) -> None:
    root, asked = talk.ask("noor", "@may-i May I use Copilot?")
    seen = 0
    while asked["text"].startswith("One thing"):
        seen += 1
        assert seen <= 2
        before = drawn(asked)
        talk.slack.press("noor", ASK, asked["ts"], *first_value(asked))
        asked = talk.slack.wait_for(ASK, lambda m, before=before: drawn(m) != before, thread_ts=root)  # type: ignore[misc]
    assert seen >= 1
    idle(talk)
    assert len(talk.answers(root)) == 1


def test_deleting_a_question_stops_its_work_under_way_and_erases_it(make_house: MakeHouse) -> None:
    with SlowOllama(30) as model, Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack, model="slow", ollama_url=model.url)
        slack.wait_for_app()
        talk = Talk(house, slack, house.settings.knowledge)
        root = slack.say("sanne", ASK, UNREAD)
        slack.wait_until(lambda: model.asked >= 2)  # the first is what all messages share
        slack.delete("sanne", ASK, root)
        slack.wait_until(lambda: not house.engine.under_way())
        model.let_go()
        slack.wait_until(lambda: not any(thread_is_busy()), timeout=20)
        assert talk.answers(root) == []
        rows = house.ledger.questions()
        assert [row.text for row in rows] in ([], [None])


def thread_is_busy() -> list[str]:
    """Workflows that still run in this process, known to the database or not."""
    from dbos import DBOS

    return [one.workflow_id for one in DBOS.list_workflows(status=["PENDING", "ENQUEUED"])]


def test_nobody_waits_behind_questions_that_a_model_reads(make_house: MakeHouse) -> None:
    with SlowOllama(60) as model, Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack, model="slow", ollama_url=model.url, model_timeout_seconds=60)
        slack.wait_for_app()
        talk = Talk(house, slack, house.settings.knowledge)
        asked = [slack.say("sanne", ASK, f"{UNREAD} {number}") for number in range(20)]
        slack.wait_until(lambda: model.asked >= 8, timeout=30)
        root = slack.say("noor", ASK, FREE)
        slack.wait_for(ASK, "Not allowed", thread_ts=root, timeout=10)
        slack.command("maya", ASK, "/mayi ChatGPT Free for health records?")
        slack.wait_for(ASK, lambda m: bool(m.get("to")) and "Not allowed" in m["text"], user="maya")
        assert not any(talk.answers(ts) for ts in asked)
        model.let_go()
        slack.wait_until(lambda: all(len(talk.answers(ts)) == 1 for ts in asked), timeout=60)
