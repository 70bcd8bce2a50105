"""The ways in that are forms, whole: a shortcut in a local Slack, the policy on disk, the ledger; what was pasted is nowhere."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import ASK, Talk

pytestmark = pytest.mark.xdist_group("house")

CANARY = "Zwartkruikquetzal"
LETTER = f"Discharge letter of {CANARY}: diagnosis heart failure. Mail jan.{CANARY}@example.org, IBAN NL91ABNA0417164300."
SECRET = "password: hunter2-Correct-Horse"


def shown(view: dict[str, Any] | None) -> str:
    """All words of a form."""
    return repr(view["blocks"]) if view else ""


def wait_for_form(talk: Talk, who: str, words: str) -> dict[str, Any]:
    """The form once it shows these words."""
    return talk.slack.wait_until(
        lambda: view if (view := talk.slack.modal(who)) and words in repr(view) else None,
        10,
        lambda: f"no form of {who} shows {words!r}: {talk.slack.modal(who)}",
    )


def pick(talk: Talk, who: str, action: str, typed: str, *labels: str) -> None:
    """Search in a select of the open form and choose."""
    found = talk.slack.options(who, action, typed)
    by_label = {option["text"]["text"]: option["value"] for option in found}
    assert set(labels) <= set(by_label), f"a search for {typed!r} offers {sorted(by_label)}"
    talk.slack.use(who, action, [by_label[label] for label in labels] if action.endswith("data") else by_label[labels[0]])


def open_picker(talk: Talk, who: str) -> None:
    talk.slack.shortcut(who, "mayi_ask")
    talk.slack.wait_until(lambda: talk.slack.modal(who))


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_form_shows_the_ruling_of_what_is_picked_and_logs_it_once(talk: Talk) -> None:
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "claude", "Claude")
    pick(talk, "lieke", "mayi_ask_data", "client", "Client names")
    wait_for_form(talk, "lieke", "One thing")
    assert talk.house.ledger.questions() == []
    talk.slack.use("lieke", "mayi_ask_plan", "claude/free")
    view = wait_for_form(talk, "lieke", "Not allowed")
    rows = talk.slack.wait_until(talk.house.ledger.questions)
    assert (len(rows), rows[0].label, rows[0].trigger, rows[0].text) == (1, "deny", "pick", "")
    assert rows[0].receipt in shown(view)
    talk.slack.use("lieke", "mayi_ask_plan", "claude/team")
    wait_for_form(talk, "lieke", "Yes, if")
    talk.slack.use("lieke", "mayi_ask_plan", "claude/free")
    wait_for_form(talk, "lieke", rows[0].receipt)
    talk.slack.wait_until(lambda: len(talk.house.ledger.questions()) > 1)
    assert sorted(row.label for row in talk.house.ledger.questions()) == ["conditional", "deny"]


def test_a_message_is_looked_at_and_the_tools_that_may_take_it_are_listed(talk: Talk, tmp_path: Path) -> None:
    ts = talk.slack.say("pieter", "general", LETTER)
    talk.slack.shortcut("lieke", "mayi_check_message", "general", ts)
    view = wait_for_form(talk, "lieke", "Health records")
    assert "Payment details" in shown(view) and "bank account number" in shown(view)
    assert "✓" not in shown(view)
    for word in (CANARY, "NL91ABNA0417164300", "heart failure"):
        assert word not in repr(view)
    row = talk.slack.wait_until(talk.house.ledger.questions)[0]
    assert (row.text, row.trigger, sorted(row.kinds)) == ("", "message", ["email", "iban"])
    assert CANARY.encode() not in everything_on_disk(tmp_path)


def test_a_pasted_text_is_looked_at_in_the_same_form_and_is_nowhere_afterwards(
    talk: Talk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    talk.slack.shortcut("lieke", "mayi_paste")
    talk.slack.wait_until(lambda: talk.slack.modal("lieke"))
    first = talk.slack.modal("lieke")
    assert talk.slack.submit("lieke", {"mayi_check_text": LETTER}) == {}
    view = wait_for_form(talk, "lieke", "Health records")
    assert first and view["id"] == first["id"]
    assert CANARY not in repr(view)
    row = talk.slack.wait_until(talk.house.ledger.questions)[0]
    assert (row.text, row.trigger) == ("", "paste")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    time.sleep(0.2)
    assert CANARY.encode() not in everything_on_disk(tmp_path)
    assert CANARY not in caplog.text


def test_a_private_answer_is_shared_once_even_on_a_double_click(talk: Talk) -> None:
    talk.slack.command("lieke", ASK, "/mayi ChatGPT Free for patient letters?")
    private = talk.slack.wait_until(lambda: [m for m in talk.slack.messages(ASK, user="lieke") if m.get("to")])[-1]
    for _ in range(2):
        talk.slack.press("lieke", ASK, private["ts"], "mayi_share", "share")
    post = talk.slack.wait_for(ASK, "asked:")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    assert len([m for m in talk.slack.messages(ASK) if m.get("bot_id")]) == 1
    assert "<@U0LIEKE001>" in repr(post["blocks"]) and "patient letters" in repr(post["blocks"])
    assert post["text"].startswith("Not allowed")
