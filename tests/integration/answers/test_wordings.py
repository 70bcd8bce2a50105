"""A question that is edited or taken back while it is answered, or just after: only its last wording is answered, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from bot.ledger.ledger import Ledger
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Address
from bot.slack.posts.post import Poster
from tests.integration.answers.test_slice import element
from tests.integration.conftest import ASK, Talk

FREE = "@may-i May I paste client names into ChatGPT Free?"
TEAM = "@may-i May I use ChatGPT Team for published texts?"
Held = tuple[threading.Event, threading.Event]


@pytest.fixture
def held_post(monkeypatch: pytest.MonkeyPatch) -> Held:
    """The first answer is held just before Slack is asked to post it: (has come so far, may go on)."""
    came, go_on = threading.Event(), threading.Event()
    post: Callable[..., str] = Poster.post

    def slowly(self: Poster, address: Address, answer: Answer, key: str) -> str:
        if not came.is_set():
            came.set()
            go_on.wait()
        return post(self, address, answer, key)

    monkeypatch.setattr(Poster, "post", slowly)
    return came, go_on


def settled(talk: Talk) -> None:
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())


def verdicts(talk: Talk, root: str) -> list[str]:
    return [message["text"].split(":")[0] for message in talk.answers(root)]


def test_an_edit_right_after_the_question_leaves_one_answer_to_the_last_wording(talk: Talk) -> None:
    root = talk.slack.say("sanne", ASK, FREE)
    talk.slack.edit("sanne", ASK, root, TEAM)
    talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=root)
    settled(talk)
    assert verdicts(talk, root) == ["Allowed"]


def test_an_edit_while_the_answer_is_on_its_way_replaces_it(talk: Talk, held_post: Held) -> None:
    came, go_on = held_post
    root = talk.slack.say("sanne", ASK, FREE)
    came.wait()
    talk.slack.edit("sanne", ASK, root, TEAM)
    talk.slack.wait_until(lambda: len(talk.house.engine.asked_under_way()) == 2)
    go_on.set()
    talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Allowed"), thread_ts=root)
    settled(talk)
    assert verdicts(talk, root) == ["Allowed"]


def test_of_three_wordings_in_a_row_the_last_is_answered(talk: Talk) -> None:
    root = talk.slack.say("sanne", ASK, TEAM)
    talk.slack.edit("sanne", ASK, root, "@may-i May I use ChatGPT Team for source code?")
    talk.slack.edit("sanne", ASK, root, FREE)
    talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Not allowed"), thread_ts=root)
    settled(talk)
    assert verdicts(talk, root) == ["Not allowed"]


@pytest.mark.parametrize("place", [pytest.param(ASK, id="in a channel"), pytest.param("dm", id="in a direct message")])
def test_an_edited_follow_up_is_read_with_what_the_thread_had_settled_before_it(talk: Talk, place: str) -> None:
    root = talk.slack.say("sanne", place, "@may-i Claude Enterprise for client names?")
    thread: dict[str, Any] = {"thread_ts": root} if place == ASK else {}
    talk.slack.wait_for(place, "Claude Enterprise", user="sanne", **thread)
    settled(talk)
    ts = talk.slack.say("sanne", place, "and ChatGPT Free?", **thread)
    talk.slack.wait_for(place, "ChatGPT Free", user="sanne", **thread)
    settled(talk)
    talk.slack.edit("sanne", place, ts, "and Claude Free?")
    changed = talk.slack.wait_for(place, "Claude Free", user="sanne", **thread)
    assert "lient names" in changed["text"] or "cliënten" in changed["text"], changed["text"]
    settled(talk)
    talk.slack.say("sanne", place, "and Claude Team?", **thread)
    last = talk.slack.wait_for(place, "Claude Team", user="sanne", **thread)
    assert "lient names" in last["text"] or "cliënten" in last["text"], last["text"]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("ChatGPT Enterprise for source code and health records?", id="two kinds of data"),
        pytest.param("ChatGPT Enterprise for anonymised client names?", id="data after a transformation"),
        pytest.param("Midjourney or ChatGPT Enterprise for client names and source code?", id="several tools, one on no list"),
    ],
)
def test_a_correction_form_that_was_not_changed_gives_the_same_answer_again(talk: Talk, question: str) -> None:
    root, answer = talk.ask("maya", f"@may-i {question}")
    settled(talk)
    talk.ask("maya", "and Claude Free for published texts?", thread_ts=root)
    settled(talk)
    talk.slack.press("maya", ASK, answer["ts"], "mayi_correct", element(answer, "mayi_correct").get("value"))
    talk.slack.wait_until(lambda: talk.slack.modal("maya"))
    assert talk.slack.submit("maya", {}) == {}
    talk.slack.wait_until(lambda: [row for row in talk.house.ledger.questions() if row.trigger == "correction"])
    first, *_, again = sorted(talk.house.ledger.questions(), key=lambda row: row.at)
    assert (again.verdict, again.ruling) == (first.verdict, first.ruling)
    assert talk.answers(root)[0]["text"] == answer["text"]


def test_the_answer_to_a_deleted_question_is_one_line_without_anything_to_press(talk: Talk) -> None:
    root, _ = talk.ask("sanne", "@may-i Is Copilot fine for a client list?")
    settled(talk)
    talk.slack.edit("sanne", ASK, root, "@may-i May I paste client names into ChatGPT Free? Thanks.")
    talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Not allowed"), thread_ts=root)
    settled(talk)
    talk.slack.delete("sanne", ASK, root)
    talk.slack.wait_for(ASK, lambda m: m["text"] == "The question was taken back.", thread_ts=root)
    settled(talk)
    assert [[block["type"] for block in message["blocks"]] for message in talk.answers(root)] == [["section"]]
    talk.slack.wait_until(lambda: {row.text for row in talk.house.ledger.questions()} == {None})  # said first, then erased


def test_a_question_that_is_deleted_while_its_answer_is_on_its_way_leaves_one_line(talk: Talk, held_post: Held) -> None:
    came, go_on = held_post
    ts = talk.slack.say("sanne", "dm", FREE)
    came.wait()
    talk.slack.delete("sanne", "dm", ts)
    talk.slack.wait_until(lambda: [work for work in talk.house.engine.under_way() if work.startswith("taken_back")])
    go_on.set()
    talk.slack.wait_for("dm", lambda m: m["text"] == "The question was taken back.", user="sanne")
    assert len([m for m in talk.slack.messages("dm", user="sanne") if m.get("bot_id")]) == 1


def test_a_click_before_the_answer_is_logged_waits_for_it(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, log, look = threading.Event(), Ledger.keep_question, Ledger.is_given_out

    def late(self: Ledger, key: str, **values: Any) -> str:
        looked.wait()
        return log(self, key, **values)

    def seen(self: Ledger, receipt: str) -> bool:
        looked.set()
        return look(self, receipt)

    monkeypatch.setattr(Ledger, "keep_question", late)
    monkeypatch.setattr(Ledger, "is_given_out", seen)
    _, answer = talk.ask("sanne", FREE)
    talk.slack.press("sanne", ASK, answer["ts"], "mayi_owner", element(answer, "mayi_owner").get("value"))
    talk.slack.wait_until(lambda: talk.slack.modal("sanne"))
    talk.slack.submit("sanne", {})
    talk.slack.wait_for("ai-policy", "client names", user="noor")
