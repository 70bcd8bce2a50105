"""The ways in that are forms, whole: a shortcut in a local Slack, the policy on disk, the ledger; what was pasted is nowhere."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.conftest import ASK, Talk

CANARY = "Zwartkruikquetzal"
LETTER = f"Discharge letter of {CANARY}: diagnosis heart failure. Mail jan.{CANARY}@example.org, IBAN NL91ABNA0417164300."
SECRET = "password: hunter2-Correct-Horse"


T = TypeVar("T")
PATIENCE = 60
"""Seconds; nothing here is about speed."""


@pytest.fixture(autouse=True)
def patient(request: pytest.FixtureRequest) -> None:
    """Two busy cores may need longer than Slack waits."""
    if "talk" in request.fixturenames:
        request.getfixturevalue("talk").slack.ack_schedule(PATIENCE / 3, (PATIENCE,))


def until(talk: Talk, look: Callable[[], T | None]) -> T:
    """What ``look`` gives, once it is something."""
    return talk.slack.wait_until(look, PATIENCE)


def shown(view: dict[str, Any] | None) -> str:
    """All words of a form."""
    return repr(view["blocks"]) if view else ""


def wait_for_form(talk: Talk, who: str, words: str) -> dict[str, Any]:
    """The form once it shows these words."""
    return talk.slack.wait_until(
        lambda: view if (view := talk.slack.modal(who)) and words in repr(view) else None,
        PATIENCE,
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
    until(talk, lambda: talk.slack.modal(who))


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_form_shows_the_ruling_of_what_is_picked_and_logs_it_once(talk: Talk) -> None:
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "claude", "Claude")
    pick(talk, "lieke", "mayi_ask_data", "client", "Client names")
    wait_for_form(talk, "lieke", "One thing")
    assert talk.house.ledger.questions() == []
    talk.slack.use("lieke", "mayi_ask_plan", "claude/free")
    rows = until(talk, talk.house.ledger.questions)
    view = wait_for_form(talk, "lieke", rows[0].receipt)
    assert (len(rows), rows[0].label, rows[0].trigger, rows[0].text) == (1, "deny", "pick", "")
    assert rows[0].receipt in shown(view)
    talk.slack.use("lieke", "mayi_ask_plan", "claude/team")
    wait_for_form(talk, "lieke", "Yes, if")
    talk.slack.use("lieke", "mayi_ask_plan", "claude/free")
    wait_for_form(talk, "lieke", rows[0].receipt)
    until(talk, lambda: len(talk.house.ledger.questions()) > 1)
    assert sorted(row.label for row in talk.house.ledger.questions()) == ["conditional", "deny"]


def use(talk: Talk, who: str, action: str, label: str) -> None:
    """Press the button with these words in the open form."""
    view = talk.slack.modal(who)
    assert view is not None
    found = (one for block in view["blocks"] for one in block.get("elements", ()) if one.get("action_id", "").startswith(action))
    talk.slack.use(who, next(one["action_id"] for one in found if one["text"]["text"] == label))


def boxes(talk: Talk, who: str) -> dict[str, Any]:
    """The boxes in the open form."""
    view = talk.slack.modal(who) or {"blocks": ()}
    found = (one for block in view["blocks"] for one in block.get("elements", ()) if one["type"] == "checkboxes")
    return next(found, {})


def ticked(talk: Talk, who: str) -> list[str]:
    return [one["value"] for one in boxes(talk, who).get("initial_options", ())]


def test_what_an_answer_in_a_form_asks_is_clicked_and_ticked_in_its_place(talk: Talk) -> None:
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "claude", "Claude")
    pick(talk, "lieke", "mayi_ask_data", "personal", "Personal data")
    first = wait_for_form(talk, "lieke", "One thing")
    use(talk, "lieke", "mayi_choose", "Claude Team")
    view = wait_for_form(talk, "lieke", "may go into Claude Team when")
    every = [one["value"] for one in boxes(talk, "lieke")["options"]]
    assert view["id"] == first["id"] and len(every) > 1 and not ticked(talk, "lieke")
    talk.slack.use("lieke", "mayi_choose_tick", every[:1])
    until(talk, lambda: ticked(talk, "lieke") == every[:1])
    assert "as you say" not in shown(talk.slack.modal("lieke"))
    talk.slack.use("lieke", "mayi_choose_tick", every)
    view = wait_for_form(talk, "lieke", "as you say")
    assert ticked(talk, "lieke") == every and "You said so" in shown(view) and "✓" not in shown(view)
    until(talk, lambda: [bool(row.superseded_by) for row in talk.house.ledger.questions()] == [False, True, True])
    newest = talk.house.ledger.questions()[0]
    assert newest.receipt in shown(view)
    assert len(newest.reading["items"][0]["question"]["ticked"]) == len(every)


def test_what_was_ticked_in_a_form_holds_for_no_other_tool_and_stays_for_this_one(talk: Talk) -> None:
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "claude", "Claude")
    pick(talk, "lieke", "mayi_ask_data", "personal", "Personal data")
    wait_for_form(talk, "lieke", "One thing")
    talk.slack.use("lieke", "mayi_ask_plan", "claude/team")
    wait_for_form(talk, "lieke", "may go into Claude Team when")
    every = [one["value"] for one in boxes(talk, "lieke")["options"]]
    talk.slack.use("lieke", "mayi_choose_tick", every)
    wait_for_form(talk, "lieke", "as you say")
    talk.slack.use("lieke", "mayi_ask_plan", "claude/enterprise")
    wait_for_form(talk, "lieke", "Claude Enterprise · Personal data")
    assert not ticked(talk, "lieke") and "as you say" not in shown(talk.slack.modal("lieke"))
    talk.slack.use("lieke", "mayi_ask_plan", "claude/team")
    wait_for_form(talk, "lieke", "Claude Team · Personal data")
    assert ticked(talk, "lieke") == every


def boxes_of_claude_team(talk: Talk) -> list[str]:
    """What the boxes of a form say that asks about personal data in Claude Team."""
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "claude", "Claude")
    pick(talk, "lieke", "mayi_ask_data", "personal", "Personal data")
    wait_for_form(talk, "lieke", "One thing")
    use(talk, "lieke", "mayi_choose", "Claude Team")
    wait_for_form(talk, "lieke", "may go into Claude Team when")
    return [one["value"] for one in boxes(talk, "lieke")["options"]]


def test_a_tick_in_a_form_of_an_older_policy_counts_only_where_the_condition_reads_the_same(talk: Talk) -> None:
    every = boxes_of_claude_team(talk)
    file, before = talk.knowledge / "conditions.yaml", talk.house.store.current().version
    file.write_text(file.read_text().replace("are taken out first", "are taken out first, twice"))
    until(talk, lambda: talk.house.store.current().version != before)
    talk.slack.use("lieke", "mayi_choose_tick", every)
    view = wait_for_form(talk, "lieke", "first, twice")
    assert len(ticked(talk, "lieke")) == len(every) - 1 and "policy has changed since you opened this" in shown(view)
    assert "as you say" not in shown(view)


def test_two_boxes_ticked_at_once_are_both_ticked(talk: Talk) -> None:
    every = boxes_of_claude_team(talk)
    talk.slack.inject("slow", "views.update", seconds=0.5)
    for number in range(1, len(every) + 1):
        talk.slack.use("lieke", "mayi_choose_tick", every[:number])
    wait_for_form(talk, "lieke", "as you say")
    until(talk, lambda: not talk.house.engine.under_way())
    assert ticked(talk, "lieke") == every


def test_a_message_is_looked_at_and_the_tools_that_may_take_it_are_listed(talk: Talk, tmp_path: Path) -> None:
    ts = talk.slack.say("pieter", "general", LETTER)
    talk.slack.shortcut("lieke", "mayi_check_message", "general", ts)
    view = wait_for_form(talk, "lieke", "Health records")
    assert "Payment details" in shown(view) and "bank account number" in shown(view)
    assert "✓" not in shown(view)
    assert "NL91ABNA0417164300" not in repr(view) and "jan." not in repr(view)
    assert "IBAN [iban]." in shown(view) and "Left out: 1 × e-mail address, 1 × IBAN." in shown(view)
    row = until(talk, talk.house.ledger.questions)[0]
    assert (row.text, row.trigger, sorted(row.kinds)) == ("", "message", ["email", "iban"])
    assert CANARY.encode() not in everything_on_disk(tmp_path)


def test_a_pasted_text_is_looked_at_in_the_same_form_and_is_nowhere_afterwards(
    talk: Talk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    talk.slack.shortcut("lieke", "mayi_paste")
    until(talk, lambda: talk.slack.modal("lieke"))
    first = talk.slack.modal("lieke")
    assert talk.slack.submit("lieke", {"mayi_check_text": LETTER}) == {}
    view = wait_for_form(talk, "lieke", "Health records")
    assert first and view["id"] == first["id"]
    copy = f"Discharge letter of {CANARY}: diagnosis heart failure. Mail [email], IBAN [iban]."
    assert copy in shown(view) and "look it over yourself" in shown(view)
    row = until(talk, talk.house.ledger.questions)[0]
    assert (row.text, row.trigger) == ("", "paste")
    pick(talk, "lieke", "mayi_check_data", "client", "Client names")
    assert copy in shown(wait_for_form(talk, "lieke", "Client names"))
    until(talk, lambda: not talk.house.engine.under_way())
    time.sleep(0.2)
    assert CANARY.encode() not in everything_on_disk(tmp_path)
    assert CANARY not in caplog.text


def test_a_private_answer_is_shared_once_even_on_a_double_click(talk: Talk) -> None:
    talk.slack.command("lieke", ASK, "/mayi ChatGPT Free for health records?")
    private = until(talk, lambda: [m for m in talk.slack.messages(ASK, user="lieke") if m.get("to")])[-1]
    for _ in range(2):
        talk.slack.press("lieke", ASK, private["ts"], "mayi_share", "share")
    post = talk.slack.wait_for(ASK, "asked:", timeout=PATIENCE)
    until(talk, lambda: not talk.house.engine.under_way())
    assert len([m for m in talk.slack.messages(ASK) if m.get("bot_id")]) == 1
    assert "<@U0LIEKE001>" in repr(post["blocks"]) and "health records" in repr(post["blocks"])
    assert post["text"].startswith("Not allowed")


def private(talk: Talk, who: str, channel: str = ASK) -> dict[str, Any]:
    """The newest message that only this person sees."""
    return until(talk, lambda: [m for m in talk.slack.messages(channel, user=who) if m.get("to")])[-1]


def told(talk: Talk, who: str, words: str) -> dict[str, Any]:
    """A direct message with these words."""
    return talk.slack.wait_for("dm", words, user=who, timeout=PATIENCE)


def change_the_policy(talk: Talk, rule: str) -> None:
    """Append a rule, and wait until the house answers by it."""
    before = talk.house.store.current().version
    rules = talk.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + rule)
    until(talk, lambda: talk.house.store.current().version != before)


NO_FREE = """
- rule: no-claude-team-for-now
  tools: [claude/team]
  data: '*'
  effect: forbid
  because: The seats are being moved.
"""


# --- what does not go as it should ends in something that somebody sees ------------------------------------------


@pytest.mark.parametrize("shortcut", ["mayi_ask", "mayi_paste"])
def test_a_form_that_did_not_open_in_time_is_told_directly(talk: Talk, shortcut: str) -> None:
    talk.slack.inject("error", "views.open", code="expired_trigger_id")
    talk.slack.shortcut("lieke", shortcut)
    assert told(talk, "lieke", "could not be opened in time")
    assert talk.slack.modal("lieke") is None


def test_a_message_whose_form_did_not_open_in_time_is_told_where_it_was_asked(talk: Talk) -> None:
    ts = talk.slack.say("pieter", ASK, LETTER)
    talk.slack.inject("error", "views.open", code="expired_trigger_id")
    talk.slack.shortcut("lieke", "mayi_check_message", ASK, ts)
    assert "could not be opened in time" in private(talk, "lieke")["text"]
    assert talk.house.ledger.questions() == []


def test_the_command_alone_opens_the_form_and_says_how_to_ask_where_it_cannot(talk: Talk) -> None:
    talk.slack.command("lieke", ASK, "/mayi")
    wait_for_form(talk, "lieke", "Which tool?")
    talk.slack.close_view("lieke")
    talk.slack.inject("error", "views.open", code="expired_trigger_id")
    talk.slack.command("sanne", ASK, "/mayi")
    assert "Drie manieren om te vragen" in private(talk, "sanne")["text"]


def test_the_answer_of_a_form_that_was_closed_meanwhile_comes_directly(talk: Talk) -> None:
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "deepseek", "DeepSeek app")
    wait_for_form(talk, "lieke", "Now choose what data goes in.")
    talk.slack.inject("error", "views.update", code="not_found")
    pick(talk, "lieke", "mayi_ask_data", "client", "Client names")
    message = told(talk, "lieke", "You closed the form")
    row = until(talk, talk.house.ledger.questions)[0]
    assert "Not allowed" in message["text"] and row.receipt in message["text"]


def test_a_policy_that_changed_since_the_form_was_opened_answers_and_says_so(talk: Talk) -> None:
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "claude", "Claude")
    change_the_policy(talk, NO_FREE)
    pick(talk, "lieke", "mayi_ask_data", "published", "Published texts")
    wait_for_form(talk, "lieke", "mayi_ask_plan")
    talk.slack.use("lieke", "mayi_ask_plan", "claude/team")
    view = wait_for_form(talk, "lieke", "Not allowed")
    assert "policy has changed since you opened this" in shown(view)


def test_a_pasted_text_is_looked_at_by_the_policy_of_the_moment(talk: Talk) -> None:
    talk.slack.shortcut("lieke", "mayi_paste")
    until(talk, lambda: talk.slack.modal("lieke"))
    change_the_policy(talk, NO_FREE)
    talk.slack.submit("lieke", {"mayi_check_text": LETTER})
    assert "policy has changed since you opened this" in shown(wait_for_form(talk, "lieke", "Health records"))


def test_a_text_that_cannot_be_looked_at_says_so_in_the_form_and_nowhere_else(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise ValueError(LETTER)

    monkeypatch.setattr("bot.answers.forms.seen", broken)
    talk.slack.shortcut("lieke", "mayi_paste")
    until(talk, lambda: talk.slack.modal("lieke"))
    errors = talk.slack.submit("lieke", {"mayi_check_text": LETTER})["errors"]
    assert "try again" in next(iter(errors.values()))
    assert CANARY not in caplog.text


# --- sharing -----------------------------------------------------------------------------------------------------


def test_where_the_bot_is_not_in_the_channel_it_says_so_and_shares_once_it_is_invited(talk: Talk) -> None:
    talk.slack.command("lieke", "general", "/mayi ChatGPT Free for health records?")
    answer = private(talk, "lieke", "general")
    talk.slack.press("lieke", "general", answer["ts"], "mayi_share", "share")
    until(talk, lambda: "Invite me" in private(talk, "lieke", "general")["text"])
    talk.slack.command("lieke", "general", "/invite @may-i")
    talk.slack.press("lieke", "general", answer["ts"], "mayi_share", "share")
    assert talk.slack.wait_for("general", "asked:", timeout=PATIENCE)["text"].startswith("Not allowed")


def test_what_is_shared_is_what_the_policy_says_by_then(talk: Talk) -> None:
    talk.slack.command("lieke", ASK, "/mayi May I use Claude Team for published texts?")
    answer = private(talk, "lieke")
    assert answer["text"].startswith("Allowed")
    change_the_policy(talk, NO_FREE)
    talk.slack.press("lieke", ASK, answer["ts"], "mayi_share", "share")
    assert talk.slack.wait_for(ASK, "asked:", timeout=PATIENCE)["text"].startswith("Not allowed")


def test_values_in_a_question_are_not_shared(talk: Talk) -> None:
    talk.slack.command("lieke", ASK, "/mayi May NL91ABNA0417164300 of jan@example.org go into ChatGPT Free?")
    talk.slack.press("lieke", ASK, private(talk, "lieke")["ts"], "mayi_share", "share")
    post = repr(talk.slack.wait_for(ASK, "asked:", timeout=PATIENCE))
    assert "[iban]" in post and "NL91" not in post and "jan@" not in post


# --- people ------------------------------------------------------------------------------------------------------


def test_the_owner_is_asked_from_a_form_and_the_form_says_so(talk: Talk) -> None:
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "deepseek", "DeepSeek app")
    pick(talk, "lieke", "mayi_ask_data", "client", "Client names")
    wait_for_form(talk, "lieke", "mayi_ask_owner")
    row = until(talk, talk.house.ledger.questions)[0]
    talk.slack.use("lieke", "mayi_ask_owner")
    until(talk, lambda: "mayi_ask_owner" not in shown(talk.slack.modal("lieke")))
    assert row.receipt in repr(talk.slack.wait_for("ai-policy", row.receipt, timeout=PATIENCE))


def test_a_guest_gets_no_answers_in_a_form(talk: Talk) -> None:
    talk.slack.shortcut("ruben", "mayi_ask")
    view = until(talk, lambda: talk.slack.modal("ruben"))
    assert "mayi_ask_tool" not in repr(view)
    assert talk.house.ledger.questions() == []


def test_a_change_of_what_a_form_said_is_told_directly(talk: Talk) -> None:
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "claude", "Claude")
    wait_for_form(talk, "lieke", "mayi_ask_plan")
    talk.slack.use("lieke", "mayi_ask_plan", "claude/team")
    pick(talk, "lieke", "mayi_ask_data", "published", "Published texts")
    wait_for_form(talk, "lieke", "Allowed")
    until(talk, talk.house.ledger.questions)
    change_the_policy(talk, NO_FREE)
    assert told(talk, "lieke", "Not allowed")


def test_a_look_is_told_again_only_where_the_policy_says_something_else_now(talk: Talk) -> None:
    ts = talk.slack.say("pieter", ASK, "here are the meeting minutes of the team")
    talk.slack.shortcut("lieke", "mayi_check_message", ASK, ts)
    assert "only if nothing else is in it" in shown(wait_for_form(talk, "lieke", "Meeting notes"))
    row = until(talk, talk.house.ledger.questions)[0]
    assert (row.label, row.verdict) == ("conditional", "conditional")
    change_the_policy(talk, NO_FREE)
    assert talk.house.correct() == ()


def test_an_announcement_stands_above_the_answer_and_a_pause_in_its_place(talk: Talk) -> None:
    talk.house.ledger.put_up("announce", {"name": "test"}, datetime.now(UTC), "The desk is closed on Friday.")
    open_picker(talk, "lieke")
    pick(talk, "lieke", "mayi_ask_tool", "deepseek", "DeepSeek app")
    pick(talk, "lieke", "mayi_ask_data", "client", "Client names")
    wait_for_form(talk, "lieke", "The desk is closed on Friday.")
    until(talk, talk.house.ledger.questions)
    talk.house.ledger.put_up("pause", {"name": "test"}, datetime.now(UTC), "Back at noon.")
    pick(talk, "lieke", "mayi_ask_data", "invoice", "Invoices")
    assert "Not allowed" not in shown(wait_for_form(talk, "lieke", "Back at noon."))
    assert len(talk.house.ledger.questions()) == 1


LOCALES = {"sanne": "de-DE", "joost": "fr-FR", "lieke": "es-ES", "pieter": "nl-NL", "maya": "en-US"}
TITLES = {"sanne": "Darf ich", "joost": "Puis-je", "lieke": "¿Puedo", "pieter": "Mag ik", "maya": "May I"}


def test_everybody_is_answered_in_the_language_they_read_slack_in(make_house: Callable[..., House], tmp_path: Path) -> None:
    company = SAMPLE.read_text()
    for name, locale in LOCALES.items():
        lines = [line for line in company.splitlines() if f"name: {name}," in line]
        company = company.replace(lines[0], re.sub(r"locale: [\w-]+", f"locale: {locale}", lines[0]))
    (tmp_path / "company.yaml").write_text(company)
    with Playground(load_company(tmp_path / "company.yaml")) as slack:
        house = make_house(slack, reload_seconds=60)
        people = house.settings.knowledge / "people.yaml"
        people.write_text(re.sub(r", language: \w+", "", people.read_text()))
        assert house.store.refresh(at_once=True) == ()
        slack.wait_for_app()
        slack.ack_schedule(PATIENCE / 3, (PATIENCE,))
        for name, title in TITLES.items():
            slack.shortcut(name, "mayi_ask")
            opened = slack.wait_until(partial(slack.modal, name), PATIENCE)
            assert title in str(opened["title"]), name


def test_an_attached_file_is_known_by_its_name_and_never_fetched(talk: Talk) -> None:
    files = [{"id": "F1", "name": "salary_data_2026.xlsx", "filetype": "xlsx", "url_private": f"{talk.slack.url}/files/F1"}]
    ts = talk.slack._do(lambda: talk.slack.deeds.say("pieter", ASK, "see the attachment", None, files))["ts"]
    talk.slack.shortcut("lieke", "mayi_check_message", ASK, ts)
    view = wait_for_form(talk, "lieke", "Staff records")
    assert "salary_data_2026.xlsx" in shown(view) and "never at its content" in shown(view)
    assert "/files/" not in repr(talk.slack.dump()["calls"])


def test_what_somebody_says_by_hand_is_in_the_text_is_ruled_anew(talk: Talk) -> None:
    ts = talk.slack.say("pieter", ASK, "shall we put it online? it is the text of our brochure")
    talk.slack.shortcut("lieke", "mayi_check_message", ASK, ts)
    view = wait_for_form(talk, "lieke", "That is no yes")
    assert "✓" not in shown(view) and talk.house.ledger.questions() == []
    pick(talk, "lieke", "mayi_check_data", "published", "Published texts")
    assert "✓" in shown(wait_for_form(talk, "lieke", "start with"))
    until(talk, talk.house.ledger.questions)
