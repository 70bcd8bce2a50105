"""App Home as staff use it: what is new, what is mine, what I may, the notice board; a real house on the playground."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk import acknowledgements
from bot.environment import shipped
from bot.exam import idle, sitting
from bot.exam.paper import Asked, Section
from bot.slack.doors.home import Clicker
from bot.slack.home.admin import UNTIL, WORDS
from bot.wiring import House
from bot.wiring.doors import doors_of
from playground.company import SAMPLE, load_company
from playground.refusal import Refused
from playground.server import Playground
from tests.integration.conftest import ASK, NO_TEAM, Talk

BROCHURE = "May I use ChatGPT Team for published texts?"
CANARY = "the zebra-quartz merger letter"


def page(talk: Talk, who: str, until: Callable[[str], bool] = bool) -> str:
    """Open the Home tab; gives all of its words once it shows what is waited for."""
    before = talk.slack.home(who)
    talk.slack.open_home(who)
    talk.slack.wait_until(lambda: talk.slack.home(who) != before and until(words_of(talk, who)))
    return words_of(talk, who)


def words_of(talk: Talk, who: str) -> str:
    home = talk.slack.home(who)
    return json.dumps(home["blocks"], ensure_ascii=False).replace("\u00a0", " ") if home else ""


def click(talk: Talk, who: str, action: str, value: Any = None) -> str:
    """Press something on the page; gives the page that comes of it."""
    before = talk.slack.home(who)
    talk.slack.use(who, action, value, home=True)
    talk.slack.wait_until(lambda: talk.slack.home(who) != before)
    return words_of(talk, who)


def said_to(talk: Talk, who: str) -> list[dict[str, Any]]:
    return [message for message in talk.slack.messages("dm", user=who) if message.get("bot_id")]


def logged(talk: Talk, count: int) -> list[Any]:
    """The ledger's rows, newest first, once there are so many."""
    talk.slack.wait_until(lambda: len(talk.house.ledger.questions()) >= count)
    return list(talk.house.ledger.questions())


def edit_rules(talk: Talk, more: str) -> None:
    rules = talk.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + more)
    old = talk.house.ledger.published()
    talk.slack.wait_until(lambda: talk.house.ledger.published() != old, timeout=20)


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("mayi*"))


# --- the page ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "said"),
    [("sanne", "Mijn vragen"), ("lieke", "My questions"), ("maya", "My questions")],
    ids=["a nurse in Dutch", "a developer in English", "Boston in English"],
)
def test_everybody_has_a_page_of_their_own_in_their_language(talk: Talk, who: str, said: str) -> None:
    shown = page(talk, who)
    assert said in shown
    assert "mayi_home_pause" not in shown
    view = talk.slack.home(who)
    assert view is not None and len(view["blocks"]) <= 100


def test_the_matrix_is_for_my_role_and_country(talk: Talk) -> None:
    assert "verpleegkundige, Nederland" in page(talk, "sanne")
    assert "staff, United States" in page(talk, "maya")


def test_the_matrix_is_turned_and_narrowed_to_a_tool_and_to_a_kind_of_data(talk: Talk) -> None:
    page(talk, "lieke")
    assert "Page 2 of" in click(talk, "lieke", "mayi_home_later")
    assert "Page 1 of" in click(talk, "lieke", "mayi_home_earlier")
    tool = click(talk, "lieke", "mayi_home_filter", "tool:chatgpt/free")
    assert "*ChatGPT Free*" in tool and "✕ Not allowed  *Restricted*" in tool
    data = click(talk, "lieke", "mayi_home_filter", "data:public")
    assert "*Public*" in data and re.search(r"✓ Allowed  \*ChatGPT Team\*", data)
    assert "Page 1 of" in click(talk, "lieke", "mayi_home_all")


def test_each_cell_is_what_the_question_would_be_answered(talk: Talk) -> None:
    page(talk, "lieke")
    shown = click(talk, "lieke", "mayi_home_filter", "tool:chatgpt/team")
    verdict = {"Allowed": "✓ Allowed", "Yes, if": "◐ Yes, if", "Not allowed": "✕ Not allowed", "Needs approval": "◇ Needs"}
    for count, data in enumerate(("health records", "source code", "published texts"), 1):
        _, answer = talk.ask("lieke", f"@may-i May I use ChatGPT Team for {data}?")
        word = answer["text"].partition(":")[0]
        row = logged(talk, count)[0]
        ids = row.reading["items"][0]["question"]["data"][0]["types"]
        label = talk.house.store.current().labels[ids[0]]["en"]
        assert f"{verdict[word]}  *{label}*" in shown, (data, word, label)


def test_a_filter_that_nobody_offered_shows_the_whole(talk: Talk) -> None:
    view = page(talk, "lieke")
    assert "Page 1 of" in view
    with pytest.raises(Refused):
        talk.slack.use("lieke", "mayi_home_filter", "tool:no-such-tool", home=True)


def test_my_questions_stand_there_with_what_came_of_them_and_a_link(talk: Talk) -> None:
    root, answer = talk.ask("lieke", f"@may-i {BROCHURE}")
    talk.ask("joost", "@may-i May I use ChatGPT Free for health records?")
    talk.slack.wait_until(lambda: len(talk.house.ledger.questions()) == 2)
    shown = page(talk, "lieke", lambda words: "R-" in words)
    assert "✓ Allowed" in shown and "ChatGPT Team" in shown
    assert shown.count("R-") == 1, "somebody else's question is shown"
    assert f"/p{answer['ts'].replace('.', '')}?thread_ts={root}" in shown


def go_on(talk: Talk, who: str, times: int = 1) -> dict[str, Any]:
    """Press "Go on" beside the only question; gives the message that comes of it."""
    page(talk, who, lambda words: "mayi_home_go_on" in words)
    for _ in range(times):
        talk.slack.use(who, "mayi_home_go_on", home=True)
    return talk.slack.wait_until(lambda: said_to(talk, who))[-1]


def test_what_still_asks_something_goes_on_in_a_direct_message_with_its_buttons(talk: Talk) -> None:
    talk.slack.command("lieke", ASK, "/mayi Claude Team?")
    logged(talk, 1)
    card = go_on(talk, "lieke", times=2)
    button = next(one for block in card["blocks"] for one in block.get("elements", ()) if "Confidential" in repr(one.get("text")))
    talk.slack.press("lieke", "dm", card["ts"], button["action_id"])
    talk.slack.wait_until(lambda: "Yes, if" in said_to(talk, "lieke")[-1]["text"])
    assert [message["ts"] for message in said_to(talk, "lieke")] == [card["ts"]]
    newest, first = logged(talk, 2)
    assert newest.label == "conditional"
    talk.slack.wait_until(lambda: talk.house.ledger.question(first.receipt).superseded_by == newest.key)


def test_conditions_that_nobody_ticked_are_ticked_in_the_message_and_then_nothing_is_asked_any_more(talk: Talk) -> None:
    talk.ask("lieke", "@may-i May I put personal data into Claude Team?")
    logged(talk, 1)
    card = go_on(talk, "lieke")
    boxes = next(one for block in card["blocks"] for one in block.get("elements", ()) if one["type"] == "checkboxes")
    talk.slack.press("lieke", "dm", card["ts"], boxes["action_id"], [one["value"] for one in boxes["options"]])
    talk.slack.wait_until(lambda: "as you say" in repr(said_to(talk, "lieke")[-1]))
    logged(talk, 2)
    page(talk, "lieke", lambda words: "R-" in words and "mayi_home_go_on" not in words)


def test_what_was_erased_meanwhile_or_is_somebody_elses_does_not_go_on(talk: Talk) -> None:
    talk.slack.command("lieke", ASK, "/mayi Claude Team?")
    (row,) = logged(talk, 1)
    page(talk, "lieke", lambda words: "mayi_home_go_on" in words)
    of_pieter = Clicker(talk.slack.company.team_id, "U0PIETER01")
    assert doors_of(talk.house).home.go_on(of_pieter, row.receipt) == "slack.more.gone"
    talk.house.ledger.erase([row.key], datetime.now(UTC))
    assert "not kept any more" in click(talk, "lieke", "mayi_home_go_on")
    assert said_to(talk, "lieke") == []


def test_an_edited_question_stands_there_once_with_the_answer_that_people_see(talk: Talk) -> None:
    root, answer = talk.ask("lieke", f"@may-i {BROCHURE}")
    logged(talk, 1)
    talk.slack.edit("lieke", ASK, root, "@may-i May I use ChatGPT Free for health records?")
    talk.slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "Free" in m["text"], thread_ts=root)
    logged(talk, 2)
    shown = page(talk, "lieke", lambda words: "R-" in words)
    assert shown.count("R-") == 1 and "✕ Not allowed" in shown


def test_a_guest_sees_what_is_kept_of_them_and_nothing_of_the_policy(talk: Talk) -> None:
    shown = page(talk, "ruben")
    assert "mayi_home_erase" in shown
    assert "ChatGPT" not in shown


def test_the_ways_to_ask_open_their_forms_and_say_so_while_paused(talk: Talk) -> None:
    page(talk, "lieke")
    for action, label in (("mayi_home_ask", "mayi_ask_tool"), ("mayi_home_check", "plain_text_input")):
        talk.slack.use("lieke", action, home=True)
        form = talk.slack.wait_until(lambda: talk.slack.modal("lieke"))
        assert label in repr(form["blocks"])
        talk.slack.close_view("lieke")
    pause(talk, "Back at noon.")
    for action in ("mayi_home_ask", "mayi_home_check"):
        talk.slack.use("lieke", action, home=True)
        form = talk.slack.wait_until(lambda: talk.slack.modal("lieke"))
        assert "Answers are paused for now.\\n“Back at noon.”" in repr(form["blocks"])
        talk.slack.close_view("lieke")


# --- what is new -------------------------------------------------------------------------------------------------


def test_an_edit_is_told_in_plain_words_until_it_is_read(talk: Talk) -> None:
    assert "mayi_home_read" not in page(talk, "lieke")
    edit_rules(talk, NO_TEAM)
    shown = page(talk, "lieke", lambda words: "mayi_home_read" in words)
    assert "Less is allowed" in shown and "More is allowed" not in shown
    assert "ChatGPT Team with" in shown and "was “allowed”, now “not allowed”." in shown
    assert "mayi_home_read" not in click(talk, "lieke", "mayi_home_read")
    assert "mayi_home_read" not in page(talk, "lieke")
    who = talk.house.hash_of("person", "T0MEANDER1", "U0LIEKE001")
    assert [row.version for row in talk.house.ledger.acknowledgements(who)] == [talk.house.store.current().version]
    assert "mayi_home_read" in page(talk, "sanne", lambda words: "mayi_home_read" in words)


def test_what_is_new_is_still_known_after_a_restart(make_house: Callable[..., House]) -> None:
    with Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack)
        talk = Talk(house, slack, house.settings.knowledge)
        page(talk, "lieke")
        house.stop()
        rules = talk.knowledge / "rules.yaml"
        rules.write_text(rules.read_text() + NO_TEAM)
        again = Talk(make_house(slack), slack, talk.knowledge)
        assert "now “not allowed”" in page(again, "lieke", lambda words: "mayi_home_read" in words)


def test_an_edit_of_a_comment_asks_nobody_for_anything(talk: Talk) -> None:
    page(talk, "lieke")
    edit_rules(talk, "\n# a remark\n")
    page(talk, "lieke")
    assert "mayi_home_read" not in words_of(talk, "lieke")


def test_a_policy_that_wants_no_acknowledgement_gets_none(talk: Talk) -> None:
    page(talk, "lieke")
    policy = talk.knowledge / "policy.yaml"
    policy.write_text(policy.read_text().replace("acknowledge: yes", "acknowledge: no"))
    edit_rules(talk, NO_TEAM)
    page(talk, "lieke")
    assert "mayi_home_read" not in words_of(talk, "lieke")


# --- my data -----------------------------------------------------------------------------------------------------


def test_an_export_comes_as_direct_messages_with_all_that_is_kept(talk: Talk) -> None:
    for tool in ("ChatGPT Free", "ChatGPT Team", "Claude Team"):
        talk.ask("lieke", f"@may-i May I use {tool} for {CANARY}?")
    talk.ask("joost", "@may-i May I use ChatGPT Free for Joost's own things?")
    talk.slack.wait_until(lambda: len(talk.house.ledger.questions()) == 4)
    page(talk, "lieke")
    click(talk, "lieke", "mayi_home_export")
    talk.slack.wait_for("dm", "Part 1", user="lieke")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    first, *parts = said_to(talk, "lieke")
    assert "3 questions" in first["text"]
    assert {part["thread_ts"] for part in parts} == {first["ts"]}
    text = "\n".join(part["blocks"][0]["text"]["text"] for part in parts)
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    asked = [line for line in lines if "asked" in line]
    assert len(asked) == 3 and all(CANARY in line["asked"] for line in asked)
    assert "Joost" not in text


def test_two_clicks_on_one_page_are_one_export(talk: Talk) -> None:
    page(talk, "lieke")
    view = talk.slack.home("lieke")
    assert view is not None
    for _ in range(2):
        talk.slack._await(talk.slack.deeds.use("lieke", view["id"], "mayi_home_export", None))
    talk.slack.wait_for("dm", "This is what is kept", user="lieke")
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    opened = [message for message in said_to(talk, "lieke") if "This is what is kept" in message["text"]]
    assert 1 <= len(opened) <= 2
    assert len({message["text"] for message in opened}) == 1


def test_an_erasure_leaves_nothing_of_the_person_and_tells_a_proof(talk: Talk, tmp_path: Path) -> None:
    _, answer = talk.ask("lieke", f"@may-i May I use ChatGPT Free for health records of {CANARY}?")
    talk.ask("joost", "@may-i May I use ChatGPT Free for Joost's own things?")
    rows = logged(talk, 2)
    talk.slack.press("lieke", ASK, answer["ts"], "mayi_useful")
    receipt = next(row.receipt for row in rows if CANARY in (row.text or ""))
    talk.slack.wait_until(lambda: talk.house.ledger.feedback(receipt))
    page(talk, "lieke")
    shown = click(talk, "lieke", "mayi_home_erase")
    assert "Your questions are erased." in shown and receipt not in shown
    proof = talk.slack.wait_for("dm", "Erased: 1 questions", user="lieke")
    assert digest(receipt) in proof["text"]
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    row = talk.house.ledger.question(receipt)
    assert row is not None
    assert (row.text, row.asker, row.thread, row.answer) == (None, "", "", None)
    assert row.label and row.policy_version, "what statistics need stays"
    assert talk.house.ledger.feedback(receipt) == []
    person = talk.house.hash_of("person", "T0MEANDER1", "U0LIEKE001")
    assert talk.house.ledger.keys_of(person) == []
    talk.house.stop()
    for name in ("mayi.db", "mayi-engine.db"):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            if name == "mayi.db":  # what somebody has read of the policy stays, and nothing else of them
                connection.execute("DELETE FROM acknowledgements")
                connection.commit()
            connection.execute("VACUUM")
    left = everything_on_disk(tmp_path)
    assert CANARY.encode() not in left
    assert person.encode() not in left
    assert b"own things" in left, "somebody else's question went as well"


def digest(*receipts: str) -> str:
    from hashlib import sha256

    return sha256("\n".join(sorted(receipts)).encode()).hexdigest()


# --- the notice board --------------------------------------------------------------------------------------------


def pause(talk: Talk, words: str) -> None:
    page(talk, "joost")
    talk.slack.use("joost", "mayi_home_pause", home=True)
    talk.slack.wait_until(lambda: talk.slack.modal("joost"))
    assert talk.slack.submit("joost", {WORDS: words}) == {}
    talk.slack.wait_until(lambda: "mayi_home_resume" in words_of(talk, "joost"))


def test_an_admin_pauses_and_every_question_gets_one_calm_line_and_is_logged(talk: Talk) -> None:
    pause(talk, "We are moving the policy to a new home.")
    _, answer = talk.ask("lieke", f"@may-i {BROCHURE}")
    assert answer["text"].startswith("Answers are paused for now.\n“We are moving the policy to a new home.”\n")
    assert "Allowed" not in answer["text"] and "mayi_useful" not in repr(answer["blocks"])
    row = talk.slack.wait_until(talk.house.ledger.questions)[0]
    assert (row.verdict, row.rules) == ("", [])
    assert "published texts" in (row.text or "")
    assert "paused" in page(talk, "lieke", lambda words: "paused" in words)
    click(talk, "joost", "mayi_home_resume")
    _, answer = talk.ask("lieke", f"@may-i {BROCHURE}")
    assert answer["text"].startswith("Allowed")


def test_a_paused_bot_keeps_silent_among_people_in_a_thread(talk: Talk) -> None:
    root, _ = talk.ask("lieke", f"@may-i {BROCHURE}")
    pause(talk, "")
    talk.slack.say("lieke", ASK, "thanks, all clear then", thread_ts=root)
    talk.slack.wait_until(lambda: len(talk.house.ledger.questions()) == 2)
    talk.slack.wait_until(lambda: not talk.house.engine.under_way())
    assert len(talk.answers(root)) == 1


def test_corrections_and_reminders_go_on_while_paused(talk: Talk) -> None:
    root, _ = talk.ask("lieke", f"@may-i {BROCHURE}")
    talk.slack.wait_until(talk.house.ledger.questions)
    pause(talk, "Back at noon.")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    (talk.knowledge / "vendors" / "soon.yaml").write_text(
        "id: soon\nname: Soon Inc\nchanges:\n  - id: soon-terms\n    title: New terms of Soon\n"
        f"    effective: {tomorrow}\n    needed: Read them.\n"
    )
    talk.slack.wait_for("ai-policy", "New terms of Soon", user="noor", timeout=20)
    edit_rules(talk, NO_TEAM)
    told = talk.slack.wait_for(ASK, "Changed on", thread_ts=root, timeout=20)
    assert "Not allowed" in told["text"]


def test_an_announcement_stands_above_every_answer_until_it_is_taken_down(talk: Talk) -> None:
    page(talk, "joost")
    talk.slack.use("joost", "mayi_home_announce", home=True)
    talk.slack.wait_until(lambda: talk.slack.modal("joost"))
    yesterday = (datetime.now(UTC).date() - timedelta(days=2)).isoformat()
    refused = talk.slack.submit("joost", {WORDS: "New policy on <!channel> Monday.", UNTIL: yesterday})
    assert "dag" in refused["errors"][UNTIL]
    tomorrow = (datetime.now(UTC).date() + timedelta(days=1)).isoformat()  # the house may be a day ahead of UTC
    assert talk.slack.submit("joost", {WORDS: "New policy on <!channel> Monday.", UNTIL: tomorrow}) == {}
    talk.slack.wait_until(lambda: "mayi_home_withdraw" in words_of(talk, "joost"))
    _, answer = talk.ask("lieke", f"@may-i {BROCHURE}")
    assert "New policy on &lt;!channel&gt; Monday." in repr(answer["blocks"][0])
    assert answer["text"].startswith("Allowed")
    click(talk, "joost", "mayi_home_withdraw")
    _, answer = talk.ask("lieke", f"@may-i {BROCHURE}")
    assert "Monday" not in repr(answer["blocks"])


def test_an_announcement_is_gone_after_its_last_day(talk: Talk) -> None:
    by = {"name": "somebody"}
    talk.house.ledger.put_up("announce", by, datetime.now(UTC), "Long ago.", date(2020, 1, 1))
    _, answer = talk.ask("lieke", f"@may-i {BROCHURE}")
    assert "Long ago" not in repr(answer["blocks"])


@pytest.mark.parametrize("action", ["pause", "resume", "announce", "withdraw"])
def test_a_forged_click_of_somebody_who_is_no_admin_is_refused(talk: Talk, action: str) -> None:
    page(talk, "lieke")
    before = talk.slack.home("lieke")
    user = talk.slack.company.people[3]
    assert user.name == "lieke"
    block = {"type": "button", "action_id": f"mayi_home_{action}", "block_id": "b", "value": action, "action_ts": "1.1"}
    payload = talk.slack.world.interaction("block_actions", user.id, view=before, actions=[block], container={"type": "view"})
    talk.slack._await(talk.slack.world.delivery.ask("interactive", payload))
    talk.slack.wait_until(lambda: talk.slack.home("lieke") != before)
    assert "Only admins can do that." in words_of(talk, "lieke")
    assert talk.slack.modal("lieke") is None
    assert talk.house.ledger.hanging() == (None, None)


def test_a_forged_form_of_somebody_who_is_no_admin_is_refused(talk: Talk) -> None:
    page(talk, "joost")
    talk.slack.use("joost", "mayi_home_pause", home=True)
    view = talk.slack.wait_until(lambda: talk.slack.modal("joost"))
    payload = talk.slack.world.interaction("view_submission", "U0LIEKE001", view=view, response_urls=[])
    reply = talk.slack._await(talk.slack.world.delivery.ask("interactive", payload))
    assert reply["response_action"] == "errors"
    assert talk.house.ledger.hanging() == (None, None)


# --- one question to an owner ------------------------------------------------------------------------------------


def test_an_owner_answers_a_question_about_the_policy_by_a_click_and_takes_it_back(talk: Talk) -> None:
    def confirmed() -> str:
        path = talk.knowledge / "confirmed.yaml"
        return path.read_text() if path.exists() else ""

    before = {path: path.read_text() for path in talk.knowledge.rglob("*.yaml")}
    assert "mayi_home_confirm_next" in page(talk, "noor")
    assert "mayi_home_confirm" not in page(talk, "lieke") and "mayi_home_confirm" not in page(talk, "joost")
    assert "mayi_home_confirm_undo" not in words_of(talk, "noor")
    shown = click(talk, "noor", "mayi_home_confirm_0")
    assert "question:" in confirmed() and "by: " in confirmed() and "mayi_home_confirm_undo" in shown
    click(talk, "noor", "mayi_home_confirm_undo")
    assert {path: path.read_text() for path in talk.knowledge.rglob("*.yaml")} == before


def test_who_has_not_read_an_edit_is_reminded_of_it_in_a_direct_message(talk: Talk) -> None:
    for who in ("lieke", "sanne"):
        page(talk, who)
    edit_rules(talk, NO_TEAM)
    page(talk, "lieke", lambda words: "mayi_home_read" in words)
    click(talk, "lieke", "mayi_home_read")
    now = datetime.now(UTC).replace(hour=12)
    monday = now + timedelta(days=14 - now.weekday())
    app = talk.house.app
    voice = talk.house.voices[acknowledgements.REMINDER]
    talk.house.voices[acknowledgements.REMINDER] = replace(
        voice, word=lambda notice: acknowledgements.reminder_words(app, notice, monday)
    )
    for _ in range(2):
        acknowledgements.remind(app, monday)
        talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=30)
    told = [one["text"] for one in talk.slack.messages("@may-i", user="sanne") if "AI-tools mag" in one["text"]]
    assert len(told) == 1 and "ChatGPT Team" in told[0] and "“Ik heb dit gelezen”" in told[0]
    assert not [one for one in talk.slack.messages("@may-i", user="lieke") if "read it" in one["text"]]
    who = {name: talk.house.hash_of("person", "T0MEANDER1", f"U0{name.upper()}001") for name in ("sanne", "lieke")}
    reminded = talk.house.ledger.reminded()
    assert len(reminded[who["sanne"]]) == 1 and who["lieke"] not in reminded


# --- the model's exam --------------------------------------------------------------------------------------------


def test_an_owner_has_the_exam_sat_while_nobody_asks_and_sees_how_far_it_is(slow: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    section = Section("made-up", shipped("knowledge"), (Asked("q1", "May the quor1x go into the quor1x-machine?", (), ("ask",)),))
    monkeypatch.setattr(sitting, "sections_of", lambda _: (section,))
    monkeypatch.setattr(sitting, "own_section", lambda *_: Section("own", shipped("knowledge"), ()))
    monkeypatch.setattr(idle, "STEP_SECONDS", 0.01)
    with slow(passes={"read": {"asks": [{"intent": "may_i"}]}, "check": {"intent": "may_i"}}) as (talk, model):
        assert "mayi_home_exam" not in page(talk, "lieke")
        assert "mayi_home_exam_by_hand" in page(talk, "noor", lambda words: "mayi_home_exam_idle" in words)
        assert "policy.yaml" in click(talk, "noor", "mayi_home_exam_idle", "when_idle")
        assert "exam: when_idle" in (talk.knowledge / "policy.yaml").read_text()
        talk.slack.wait_until(lambda: talk.house.store.current().organisation.believing.exam == "when_idle")
        assert "mayi_home_exam_idle" not in page(talk, "noor", lambda words: "mayi_home_exam_idle" not in words), "asked once"
        model.turns = threading.Semaphore(1)
        talk.house.idle_exam._quiet = 0.0
        talk.house.idle_exam.look()
        model.turns.release(100)
        talk.slack.wait_until(lambda: not any(thread.name == "exam" for thread in threading.enumerate()))
        assert "(95 %)" in page(talk, "noor", lambda words: "(95 %)" in words), "it has ended, and what it proved is told"
