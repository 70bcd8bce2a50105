"""Staff talk to each other where the bot sits; it answers what it is surely asked, in channels that the policy names, and of all
else it says nothing and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.answers.board import from_command_line, pause
from bot.ledger.store.records import UNSAID
from bot.ledger.verifying.verify import verify
from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.conftest import ASK, Talk
from tests.integration.redaction.canaries import leaks

PATIENCE = 60
OTHER = "ai-policy"
"""A channel that the bot is in, and that no list names."""
SURE = "May I put customer names into ChatGPT Free?"
CANARY = "Zwartkruikquetzal"
CHATTER = (
    f"Can we meet about the Claude Team rollout, {CANARY}?",
    f"{CANARY} mailed jan.{CANARY}@example.org the customer list, great",
    f"May I use Copilot for customer names {CANARY}?",
    f"Has {CANARY} put the source code into Claude Team?",
)
LISTEN = 'slack: {channels: {listen: ["#ask-ai"]}}\n'
HINT = "slack: {hint: yes}\n"
MakeHouse = Callable[..., House]
Edit = Callable[[str, str], None]


@pytest.fixture
def house_with(make_house: MakeHouse, edit_policy: Edit) -> Any:
    """A house whose policy has one more line."""
    rooms: list[Playground] = []

    def start(line: str) -> Talk:
        edit_policy("policy.yaml", line)
        slack = Playground(load_company(SAMPLE))
        slack.__enter__()
        rooms.append(slack)
        slack.ack_schedule(PATIENCE / 3, (PATIENCE,))
        house = make_house(slack)
        slack.wait_for_app()
        return Talk(house, slack, house.settings.knowledge)

    yield start
    for slack in rooms:
        slack.__exit__()


def chat(talk: Talk) -> None:
    """People talk, and then somebody asks by name, so that all before it is over."""
    for text in CHATTER:
        ts = talk.slack.say("pieter", ASK, text)
        talk.slack.say("lieke", ASK, f"{SURE} {CANARY}", thread_ts=ts)
        talk.slack.edit("pieter", ASK, ts, SURE)
    talk.slack.say("noor", ASK, "@may-i Can I use DeepL Free for health records?")
    talk.slack.wait_for(ASK, lambda m: m.get("bot_id") and not m.get("to"), timeout=PATIENCE)
    calm(talk)


def calm(talk: Talk) -> None:
    """Nothing is under way."""
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), PATIENCE)


def by_bot(talk: Talk) -> list[dict[str, Any]]:
    return [m for m in talk.slack.messages(ASK) if m.get("bot_id")]


def hints(talk: Talk, who: str, channel: str) -> list[dict[str, Any]]:
    return [m for m in talk.slack.messages(channel, user=who) if m.get("to") and "/mayi" in m["text"]]


# --- answered ----------------------------------------------------------------------------------------------------------


def test_a_sure_question_is_answered_in_its_thread_and_the_talk_goes_on_there(house_with: Any) -> None:
    talk = house_with(LISTEN)
    ts, answer = talk.ask("lieke", SURE)
    assert answer["text"].startswith("Not allowed") and answer["thread_ts"] == ts
    row = talk.slack.wait_until(talk.house.ledger.questions, PATIENCE)[0]
    assert (row.trigger, row.channel_kind, row.label) == ("overheard", "channel", "deny")
    _, second = talk.ask("lieke", "and Claude Team?", thread_ts=ts)
    assert "Claude Team" in second["text"]
    talk.slack.edit("lieke", ASK, ts, "May I put published texts into ChatGPT Free?")
    talk.slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "ublished" in m["text"], thread_ts=ts, timeout=PATIENCE)
    calm(talk)
    talk.slack.delete("lieke", ASK, ts)
    talk.slack.wait_until(lambda: all(one.text is None for one in talk.house.ledger.questions()[-1:]), PATIENCE)


def test_what_is_edited_into_something_else_counts_as_taken_back(house_with: Any, tmp_path: Path) -> None:
    talk = house_with(LISTEN)
    ts, answer = talk.ask("lieke", SURE)
    talk.slack.wait_until(talk.house.ledger.questions, PATIENCE)
    talk.slack.edit("lieke", ASK, ts, f"Never mind, who joins for lunch, {CANARY}?")
    talk.slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "taken back" in m["text"], thread_ts=ts, timeout=PATIENCE)
    talk.slack.wait_until(
        lambda: [(row.trigger, row.text) for row in talk.house.ledger.questions()] == [("overheard", None)], PATIENCE
    )
    assert len(by_bot(talk)) + len(talk.answers(ts)) <= 2 and leaks(tmp_path, [CANARY]) == set()
    talk.slack.edit("lieke", ASK, ts, "May I put source code into ChatGPT Free?")
    talk.slack.wait_until(lambda: any("ot allowed" in m["text"] for m in talk.answers(ts)), PATIENCE)


def test_an_edit_that_is_no_question_at_a_second_look_counts_as_taken_back(
    house_with: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The policy may change between the look and the answer."""
    monkeypatch.setattr("bot.answers.overhear.is_sure", lambda *_: True)
    talk = house_with(LISTEN)
    ts, answer = talk.ask("lieke", SURE)
    talk.slack.wait_until(talk.house.ledger.questions, PATIENCE)
    talk.slack.edit("lieke", ASK, ts, "May I come late to the allowed lunch?")
    talk.slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "taken back" in m["text"], thread_ts=ts, timeout=PATIENCE)
    talk.slack.wait_until(lambda: [row.text for row in talk.house.ledger.questions()] == [None], PATIENCE)


def test_what_people_say_to_each_other_is_answered_by_nothing_and_kept_nowhere(
    house_with: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    talk = house_with(LISTEN + "# hints are off\n")
    chat(talk)
    assert [row.trigger for row in talk.house.ledger.questions()] == ["mention"]
    assert len(by_bot(talk)) == 1
    assert not [m for who in ("pieter", "lieke") for m in talk.slack.messages(ASK, user=who) if m.get("to")]
    assert leaks(tmp_path, [CANARY]) == set()
    assert CANARY not in caplog.text and CANARY not in repr(talk.slack.dump()["calls"])
    talk.house.stop()
    assert leaks(tmp_path, [CANARY]) == set()


@pytest.mark.parametrize("line", ["", 'slack: {channels: {listen: ["#ai-policy"]}}\n'], ids=["by default", "another channel"])
def test_without_a_mention_nothing_is_answered(house_with: Any, line: str) -> None:
    talk = house_with(line)
    talk.slack.say("lieke", ASK, SURE)
    chat(talk)
    assert len(by_bot(talk)) == len(talk.house.ledger.questions()) == 1


def test_a_guest_and_a_pause_are_met_with_silence(house_with: Any) -> None:
    talk = house_with(LISTEN)
    talk.slack.say("ruben", ASK, SURE)
    pause(talk.house.ledger, from_command_line(), "Back soon.")
    talk.slack.say("lieke", ASK, SURE)
    talk.slack.say("noor", ASK, f"@may-i {SURE}")
    talk.slack.wait_for(ASK, lambda m: m.get("bot_id"), timeout=PATIENCE)
    calm(talk)
    assert len(by_bot(talk)) == len(talk.house.ledger.questions()) == 1
    assert not [m for m in talk.slack.messages(ASK, user="ruben") if m.get("to")]


def test_what_turns_out_to_be_no_question_is_not_answered_and_no_row_is_kept(
    house_with: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The policy may change between the look and the answer."""
    monkeypatch.setattr("bot.answers.overhear.is_sure", lambda *_: True)
    monkeypatch.setattr("bot.answers.overhear.may_be_asked", lambda _: True)
    talk = house_with(LISTEN)
    looked = [talk.slack.say("pieter", ASK, text) for text in CHATTER[:3]]
    talk.slack.wait_until(lambda: len(talk.house.ledger.records(UNSAID)) == len(looked), PATIENCE)
    calm(talk)
    assert all(talk.answers(ts) == [] for ts in looked)
    assert talk.house.ledger.questions() == []
    assert verify(talk.house.settings.database).ok


# --- the hint ----------------------------------------------------------------------------------------------------------


def test_elsewhere_a_person_is_told_once_that_they_can_ask(house_with: Any, tmp_path: Path) -> None:
    talk = house_with(HINT)
    talk.slack.say("noor", OTHER, f"{SURE}")
    told = talk.slack.wait_until(lambda: hints(talk, "noor", OTHER), PATIENCE)
    assert "/mayi" in told[0]["text"]
    calm(talk)
    talk.slack.say("noor", OTHER, "May I put source code into ChatGPT Free?")
    talk.slack.say("noor", ASK, SURE)
    chat(talk)
    assert len(hints(talk, "noor", OTHER)) + len(hints(talk, "noor", ASK)) == 1
    assert not [one for who in ("pieter", "lieke", "joost") for one in hints(talk, who, ASK)]
    assert [row.trigger for row in talk.house.ledger.questions()] == ["mention"]
    assert leaks(tmp_path, [CANARY, SURE]) == set()
