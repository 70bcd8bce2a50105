"""Staff paste what may not go in; they get it back without that, in private, and learn how to take it out of the channel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.integration.answers.test_slice import click_first
from tests.integration.conftest import ASK, Talk
from tests.integration.redaction.canaries import leaks

PATIENCE = 60
IBAN, MAIL, OTHER_MAIL = "NL91ABNA0417164300", "canary.person@example.org", "second.person@example.org"
VALUES = (IBAN, MAIL, OTHER_MAIL)
PASTE = f"Mr. Visser pays from {IBAN}.\nWrite to {MAIL} and {OTHER_MAIL}."
COPY = "[person] pays from [iban].\nWrite to [email] and [email]."
QUESTION = f"@may-i May I put this into ChatGPT Free?\n{PASTE}"
BUTTON = "Text with placeholders"


@pytest.fixture(autouse=True)
def patient(talk: Talk) -> None:
    """Two busy cores may need longer than Slack waits."""
    talk.slack.ack_schedule(PATIENCE / 3, (PATIENCE,))


def buttons(message: dict[str, Any]) -> list[str]:
    return [one["text"]["text"] for block in message["blocks"] for one in block.get("elements", ()) if one["type"] == "button"]


def code(view: dict[str, Any]) -> str:
    """The text that is ready to copy."""
    return "".join(block["elements"][0]["elements"][0]["text"] for block in view["blocks"] if block["type"] == "rich_text")


def copied(talk: Talk, who: str, channel: str, ts: str) -> dict[str, Any]:
    """The form that opens for whoever presses the button."""
    talk.slack.press(who, channel, ts, BUTTON)
    return talk.slack.wait_until(lambda: talk.slack.modal(who), PATIENCE)


def hints(talk: Talk, who: str, channel: str = ASK) -> list[dict[str, Any]]:
    """What only this person was told about a message of theirs."""
    return [m for m in talk.slack.messages(channel, user=who) if m.get("to") and "Only you see this" in m["text"]]


def settled(talk: Talk, rows: int = 1) -> None:
    """All is said and kept."""
    talk.slack.wait_until(lambda: len(talk.house.ledger.questions()) >= rows, PATIENCE)
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), PATIENCE)


# --- the copy ----------------------------------------------------------------------------------------------------


def test_the_asker_gets_the_text_without_the_values_and_nobody_else_does(
    talk: Talk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    _, answer = talk.ask("lieke", QUESTION)
    view = copied(talk, "lieke", ASK, answer["ts"])
    assert code(view).endswith(COPY)
    assert "Left out: 1 × name, 1 × IBAN, 2 × e-mail address." in repr(view)
    assert "look it over yourself" in repr(view) and "no permission" in repr(view)
    talk.slack.press("pieter", ASK, answer["ts"], BUTTON)
    talk.slack.wait_for(ASK, "belongs to someone else", user="pieter", timeout=PATIENCE)
    assert talk.slack.modal("pieter") is None
    settled(talk)
    assert leaks(tmp_path, VALUES) == set()
    sent = repr([talk.slack.dump()["calls"], view, talk.answers(talk.slack.messages(ASK)[0]["ts"])])
    assert not [value for value in VALUES if value in sent or value in caplog.text]


def test_a_text_that_was_pasted_in_a_direct_message_or_behind_the_command_is_given_back_as_well(talk: Talk) -> None:
    talk.slack.say("lieke", "dm", QUESTION.removeprefix("@may-i "))
    answer = talk.slack.wait_for("dm", lambda m: m.get("bot_id"), user="lieke", timeout=PATIENCE)
    assert code(copied(talk, "lieke", "dm", answer["ts"])).endswith(COPY)
    talk.slack.command("maya", ASK, f"/mayi May I put this into ChatGPT Free? Write to {MAIL}")
    private = talk.slack.wait_for(ASK, lambda m: bool(m.get("to")), user="maya", timeout=PATIENCE)
    assert code(copied(talk, "maya", ASK, private["ts"])) == "May I put this into ChatGPT Free? Write to [email]"
    settled(talk, 2)
    assert hints(talk, "lieke") == hints(talk, "maya") == []


def test_the_copy_is_still_there_once_a_question_back_was_answered(talk: Talk) -> None:
    root, asked = talk.ask("lieke", f"@may-i Is Copilot fine for a client list? By {MAIL}")
    assert asked["text"].startswith("One thing") and BUTTON in buttons(asked)
    click_first(talk, "lieke", asked)
    talk.slack.wait_for(ASK, lambda m: m["ts"] == asked["ts"] and not m["text"].startswith("One thing"), thread_ts=root)
    settled(talk, 2)
    assert code(copied(talk, "lieke", ASK, asked["ts"])) == "Is Copilot fine for a client list? By [email]"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@may-i May I put customer names into ChatGPT Free?", id="nothing was found"),
        pytest.param(f"@may-i I pasted the IBAN {IBAN} into ChatGPT Free by accident", id="a mishap has one thing to do"),
    ],
)
def test_no_copy_is_offered(talk: Talk, text: str) -> None:
    _, answer = talk.ask("lieke", text)
    assert BUTTON not in buttons(answer)


def test_a_form_that_did_not_open_in_time_is_told(talk: Talk) -> None:
    _, answer = talk.ask("lieke", QUESTION)
    talk.slack.inject("error", "views.open", code="expired_trigger_id")
    talk.slack.press("lieke", ASK, answer["ts"], BUTTON)
    talk.slack.wait_for(ASK, "could not be opened in time", user="lieke", timeout=PATIENCE)


# --- the word to whoever wrote it in a channel ---------------------------------------------------------------------


def test_the_author_is_told_once_for_a_message_how_to_take_it_out(talk: Talk, tmp_path: Path) -> None:
    root, _ = talk.ask("lieke", QUESTION)
    talk.slack.wait_until(lambda: hints(talk, "lieke"), PATIENCE)
    talk.slack.edit("lieke", ASK, root, QUESTION.replace("ChatGPT Free", "Claude Free"))
    settled(talk, 2)
    told = hints(talk, "lieke")
    assert len(told) == 1
    assert "a bank account number" in told[0]["text"] and "Delete message" in told[0]["text"]
    assert not hints(talk, "pieter")
    assert leaks(tmp_path, VALUES) == set()
    talk.ask("lieke", f"@may-i And {MAIL} into Claude Free?")
    talk.slack.wait_until(lambda: len(hints(talk, "lieke")) == 2, PATIENCE)


def test_who_wrote_nothing_of_that_sort_is_told_nothing(talk: Talk) -> None:
    talk.ask("lieke", "@may-i May I put customer names into ChatGPT Free?")
    talk.slack.say("lieke", "dm", QUESTION.removeprefix("@may-i "))
    settled(talk, 2)
    assert hints(talk, "lieke") == hints(talk, "lieke", "dm") == []


def test_what_people_say_to_each_other_in_a_thread_is_not_spoken_of(talk: Talk) -> None:
    root, _ = talk.ask("lieke", "@may-i May I put customer names into ChatGPT Free?")
    talk.slack.say("pieter", ASK, f"@lieke please write to {MAIL}", thread_ts=root)
    settled(talk)
    assert len(talk.answers(root)) == 1
    assert hints(talk, "pieter") == []
