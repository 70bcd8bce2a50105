"""The main job, whole: staff type into a local Slack, the bot answers from the policy on disk, the ledger knows of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.conftest import ASK, NO_TEAM, Talk
from tests.integration.forks import free_port

FREE = "@may-i May I paste a health record into ChatGPT Free?"


def words(message: dict[str, Any]) -> str:
    return repr(message["blocks"])


def element(message: dict[str, Any], action: str) -> dict[str, Any]:
    """A button or select of a message by the start of its action id."""
    found = [e for b in message["blocks"] for e in b.get("elements", []) if str(e.get("action_id", "")).startswith(action)]
    assert found, f"no {action} in {message['blocks']}"
    return found[0]


def click_first(talk: Talk, who: str, message: dict[str, Any]) -> None:
    """Settle a question back by its first choice, whether buttons or a select show it."""
    chosen = element(message, "mayi_choose")
    value = chosen["options"][0]["value"] if "options" in chosen else chosen["value"]
    talk.slack.press(who, ASK, message["ts"], chosen["action_id"], value)


def test_a_mention_is_answered_in_its_thread_with_verdict_reason_and_receipt(talk: Talk) -> None:
    _, answer = talk.ask("sanne", FREE)
    assert answer["text"].startswith("Not allowed")
    assert "✕" in words(answer)
    assert "handbook.md" in words(answer)
    assert "R-" in words(answer)


def test_the_question_stands_in_the_ledger_redacted_and_under_a_pseudonym(talk: Talk, tmp_path: Path) -> None:
    _, answer = talk.ask("sanne", "@may-i May I put NL91ABNA0417164300 and sanne@example.org into ChatGPT Free?")
    talk.slack.wait_until(talk.house.ledger.questions)
    row = talk.house.ledger.questions()[0]
    assert row.receipt in words(answer)
    assert row.text is not None
    assert "[iban]" in row.text and "[email]" in row.text
    assert row.label == "deny"
    assert row.rules and row.rules[0]["file"]
    assert row.policy_version == talk.house.store.current().version
    everything = b"".join(path.read_bytes() for path in tmp_path.glob("mayi*"))
    for secret in (b"NL91ABNA0417164300", b"sanne@example.org", b"U0SANNE001"):
        assert secret not in everything, f"{secret!r} stands on the disk in clear"


def test_a_follow_up_in_the_thread_keeps_what_was_settled(talk: Talk) -> None:
    root, first = talk.ask("lieke", "@may-i May I use ChatGPT Free for our source code?")
    _, second = talk.ask("lieke", "and GitHub Copilot Business?", thread_ts=root)
    assert first["text"].startswith("Not allowed")
    assert "GitHub Copilot" in second["text"]
    assert "ource code" in second["text"]


def test_a_colleague_goes_on_from_what_was_asked_in_a_thread_and_what_is_said_among_people_is_not_answered(talk: Talk) -> None:
    root, first = talk.ask("lieke", "@may-i May I use ChatGPT Free for our source code?")
    assert first["text"].startswith("Not allowed")
    for number, remark in enumerate(("Good to know, thanks!", "I will bring cake tomorrow", "Is Peter in today?"), 2):
        talk.slack.say("sanne", ASK, remark, thread_ts=root)
        talk.slack.wait_until(lambda number=number: len(talk.house.ledger.questions()) == number)
        assert len(talk.answers(root)) == 1, remark
    _, why = talk.ask("sanne", "why not?", thread_ts=root)
    assert "ChatGPT" in words(why) and "ource code" in words(why)
    _, other = talk.ask("noor", "and GitHub Copilot Business?", thread_ts=root)
    assert "GitHub Copilot" in other["text"] and "ource code" in other["text"]


def test_a_question_back_is_settled_by_a_click_in_the_same_message(talk: Talk) -> None:
    root, asked = talk.ask("noor", "@may-i Is Copilot fine for a client list?")
    assert asked["text"].startswith("One thing")
    click_first(talk, "noor", asked)
    talk.slack.wait_for(ASK, lambda m: m["ts"] == asked["ts"] and not m["text"].startswith("One thing"), thread_ts=root)
    assert len(talk.answers(root)) == 1


def test_who_clicks_twice_is_answered_and_not_told_that_the_talk_is_too_old(talk: Talk, tmp_path: Path) -> None:
    _, asked = talk.ask("noor", "@may-i Is Copilot fine for a client list?")
    talk.slack.inject("slow", "chat.update", times=1, seconds=2)  # the card stands for a while after the first click
    click_first(talk, "noor", asked)
    with closing(sqlite3.connect(tmp_path / "mayi.db")) as database:
        settled = "SELECT 1 FROM threads WHERE receipt != '' AND json_extract(state, '$.pending') IS NULL"
        talk.slack.wait_until(lambda: database.execute(settled).fetchone())
    click_first(talk, "noor", asked)
    rows = talk.slack.wait_until(lambda: rows if len(rows := talk.house.ledger.questions()) == 3 else None)
    assert sorted(row.label for row in rows) == ["ask", "conditional", "conditional"]


def test_a_click_settles_the_question_of_its_card_though_another_was_asked_meanwhile(talk: Talk) -> None:
    root, first = talk.ask("noor", "@may-i Is Copilot fine for a client list?")
    _, second = talk.ask("noor", "@may-i May I use ChatGPT for internal documents?", thread_ts=root)
    assert second["text"].startswith("One thing")
    click_first(talk, "noor", first)
    settled = talk.slack.wait_for(ASK, lambda m: m["ts"] == first["ts"] and not m["text"].startswith("One thing"), thread_ts=root)
    assert "Copilot" in settled["text"] and "ChatGPT" not in settled["text"]
    click_first(talk, "noor", second)
    settled = talk.slack.wait_for(
        ASK, lambda m: m["ts"] == second["ts"] and not m["text"].startswith("One thing"), thread_ts=root
    )
    assert "ChatGPT" in settled["text"] and "Copilot" not in settled["text"]


def test_a_click_on_a_card_forgets_nothing_that_was_said_of_it_since(talk: Talk) -> None:
    root, first = talk.ask("noor", "@may-i Is Copilot fine for a client list?")
    talk.ask("noor", "there are health records in it", thread_ts=root)
    click_first(talk, "noor", first)
    rows = talk.slack.wait_until(lambda: rows if len(rows := talk.house.ledger.questions()) == 3 else None)
    assert rows[0].trigger == "click" and (rows[0].label == "ask" or "health" in repr(rows[0].reading))
    _, last = talk.ask("noor", "and if the names are out?", thread_ts=root)
    assert "ealth" in words(last)


def test_a_click_on_a_card_whose_question_is_edited_settles_the_edited_one(talk: Talk) -> None:
    root, asked = talk.ask("noor", "@may-i Is Copilot fine for a client list?")
    talk.slack.inject("slow", "chat.update", times=1, seconds=2)  # the old card stands for a while
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    talk.slack.edit("noor", ASK, root, "@may-i Is Copilot fine for passwords?")
    talk.slack.wait_until(talk.house.engine.under_way)  # the edit has come in; a click that overtakes it is about the first words
    click_first(talk, "noor", asked)
    rows = talk.slack.wait_until(lambda: rows if len(rows := talk.house.ledger.questions()) == 3 else None)
    assert {"edit", "click"} <= {row.trigger for row in rows}
    assert "allow" not in {row.label for row in rows} and "conditional" not in {row.label for row in rows}


def test_a_click_by_somebody_else_is_politely_refused(talk: Talk) -> None:
    root, asked = talk.ask("noor", "@may-i Is Copilot fine for a client list?")
    click_first(talk, "pieter", asked)
    talk.slack.wait_until(lambda: [m for m in talk.slack.messages(ASK, user="pieter") if m.get("to")])
    assert talk.answers(root)[0]["text"].startswith("One thing")


def test_a_correction_form_replaces_what_was_understood(talk: Talk) -> None:
    root, answer = talk.ask("sanne", FREE)
    button = element(answer, "mayi_correct")
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.press("sanne", ASK, answer["ts"], button["action_id"], button.get("value"))
    talk.slack.wait_until(lambda: talk.slack.modal("sanne"))
    talk.slack.submit("sanne", {"mayi_pick_tool": ["chatgpt/team"], "mayi_pick_data": ["public"]})
    fixed = talk.slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "ChatGPT Team" in m["text"], thread_ts=root)
    assert fixed["text"].startswith("Allowed")


def test_a_direct_message_is_answered_and_its_follow_up_understood(talk: Talk) -> None:
    talk.slack.say("joost", "dm", "May I use ChatGPT Free for health records?")
    talk.slack.wait_for("dm", "Not allowed", user="joost")
    talk.slack.say("joost", "dm", "and for published texts in ChatGPT Team?")
    talk.slack.wait_for("dm", lambda m: m["text"].startswith("Allowed"), user="joost")


def test_a_slash_command_is_answered_to_the_asker_alone(talk: Talk) -> None:
    talk.slack.command("maya", ASK, "/mayi ChatGPT Free for health records?")
    private = talk.slack.wait_until(lambda: [m for m in talk.slack.messages(ASK, user="maya") if m.get("to")])
    assert "Not allowed" in private[-1]["text"]
    assert not [m for m in talk.slack.messages(ASK) if m.get("bot_id")]


def test_an_edited_question_changes_its_answer_in_place(talk: Talk) -> None:
    ts, answer = talk.ask("sanne", FREE)
    talk.slack.edit("sanne", ASK, ts, "@may-i May I use ChatGPT Team for published texts?")
    changed = talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=ts)
    assert changed["ts"] == answer["ts"]
    assert len(talk.answers(ts)) == 1


def test_deleting_a_question_erases_what_was_kept_of_it(talk: Talk) -> None:
    ts, _ = talk.ask("sanne", FREE)
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.delete("sanne", ASK, ts)
    talk.slack.wait_until(lambda: talk.house.ledger.questions()[0].text is None)
    row = talk.house.ledger.questions()[0]
    assert (row.asker, row.reading, row.answer) == ("", None, None)
    assert talk.house.ledger.address(row.key) is None


def test_an_event_that_comes_twice_is_answered_once(talk: Talk) -> None:
    talk.slack.ack_schedule(0.5, (0.1, 0.2))
    talk.slack.inject("lost_ack", times=1)
    ts, _ = talk.ask("sanne", FREE)
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    assert len(talk.answers(ts)) == 1


def test_a_good_edit_of_the_policy_changes_answers_and_tells_who_got_the_old_one(talk: Talk) -> None:
    root, before = talk.ask("sanne", "@may-i May I use ChatGPT Team for published texts?")
    assert before["text"].startswith("Allowed")
    talk.slack.wait_until(talk.house.ledger.questions)
    rules = talk.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + NO_TEAM)
    told = talk.slack.wait_for(ASK, "Changed on", thread_ts=root, timeout=20)
    assert "Not allowed" in told["text"]
    _, after = talk.ask("sanne", "@may-i May I use ChatGPT Team for published texts?")
    assert after["text"].startswith("Not allowed")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    assert sum("Changed on" in m["text"] for m in talk.answers(root)) == 1


def test_a_broken_edit_keeps_the_last_good_policy_and_tells_the_owner(talk: Talk) -> None:
    version = talk.house.store.current().version
    (talk.knowledge / "rules.yaml").write_text("- rule: oops\n  tools: [no-such-tool]\n  effect: maybe\n")
    told = talk.slack.wait_for("ai-policy", "rules.yaml:", user="noor", timeout=20)
    assert "no-such-tool" in told["text"]
    assert talk.house.store.current().version == version
    _, answer = talk.ask("sanne", FREE)
    assert answer["text"].startswith("Not allowed")


def test_a_reminder_is_posted_once_also_after_a_restart(make_house: Callable[..., House], tmp_path: Path) -> None:
    with Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack)
        (house.settings.knowledge / "vendors" / "soon.yaml").write_text(
            "id: soon\nname: Soon Inc\nchanges:\n  - id: soon-terms\n    title: New terms of Soon\n"
            f"    effective: {tomorrow()}\n    needed: Read them.\n"
        )
        slack.wait_for("ai-policy", "New terms of Soon", user="noor", timeout=20)
        house.stop()
        again = make_house(slack)
        slack.wait_until(lambda: not again.engine.under_way())
        slack.wait_until(lambda: again.ledger.reminder("change:soon-terms").cursor)
        posted = [m for m in slack.messages("ai-policy", user="noor") if "New terms of Soon" in m["text"]]
        assert len(posted) == 1
        states = {row.due: row.outcome for row in again.ledger.outcomes("change:soon-terms")}
        assert list(states.values()).count("posted") == 1
        assert set(states.values()) <= {"posted", "covered"}


def tomorrow() -> str:
    from datetime import UTC, datetime, timedelta

    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def test_signed_http_answers_as_socket_mode_does(make_house: Callable[..., House]) -> None:
    port = free_port()
    with Playground(load_company(SAMPLE), http_events=f"http://127.0.0.1:{port}/slack/events") as slack:
        house = make_house(slack, mode="http", http_port=port)
        slack.wait_until(house.is_well)
        talk = Talk(house, slack, house.settings.knowledge)
        _, answer = talk.ask("sanne", FREE)
        assert answer["text"].startswith("Not allowed")


def test_a_forged_signature_is_turned_away(make_house: Callable[..., House]) -> None:
    port = free_port()
    with Playground(load_company(SAMPLE), http_events=f"http://127.0.0.1:{port}/slack/events") as slack:
        house = make_house(slack, mode="http", http_port=port, slack_signing_secret=SecretStr("another secret"))
        slack.wait_until(house.is_well)
        slack.say("sanne", ASK, FREE)
        slack.advance(0.1)
        assert not [work for work in house.engine.under_way() if work.startswith("answer:")]
        assert not house.ledger.questions()


def test_the_files_of_engine_and_ledger_run_in_wal_mode(talk: Talk, tmp_path: Path) -> None:
    for name in ("mayi.db", "mayi-engine.db"):
        with sqlite3.connect(tmp_path / name) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="blank"),
        pytest.param("🎉🎉🎉", id="only emoji"),
        pytest.param("word " * 7_900, id="39,500 characters"),
        pytest.param("x" * 39_500, id="one word of 39,500 letters"),
        pytest.param("Сколько стоит этот чат-бот для документов?", id="a language without templates"),
        pytest.param("```\nrm -rf /\n```", id="only code"),
        pytest.param("<@U0NOOR0001> <!channel>", id="only mentions"),
    ],
)
def test_odd_messages_get_a_visible_reply_and_nothing_is_allowed(talk: Talk, text: str) -> None:
    _, answer = talk.ask("sanne", f"@may-i {text}")
    assert answer["text"]
    assert not answer["text"].startswith("Allowed")
