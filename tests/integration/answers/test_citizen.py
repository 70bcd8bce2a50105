"""How the house behaves among people: short answers, guests, channels, troubles of Slack. Staff type, the bot answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.slack.posts.blocks import words_of
from bot.wiring import House
from bot.wiring.doors import doors_of
from playground.company import SAMPLE, Company, Person, load_company
from playground.server import Playground
from tests.integration.conftest import ASK, NO_TEAM, Talk

FREE = "@may-i May I paste a health record into ChatGPT Free?"
TABLE = "@may-i Which tools may I use for customer names?"


def drawn(message: dict[str, Any]) -> str:
    return "\n".join(words for block in message["blocks"] for words in words_of(block))


def is_listed(message: dict[str, Any]) -> bool:
    """Whether every tool is named with its verdict, not the one to start with alone."""
    return all(name in drawn(message) for name in ("You have it", "Claude Team", "Phi-3 on Azure AI", "DeepL Free"))


def is_whole(message: dict[str, Any]) -> bool:
    return "All 50 tools" not in drawn(message) and is_listed(message) and "…" not in drawn(message)


# --- short answers -----------------------------------------------------------------------------------------------


def test_a_long_answer_is_short_and_the_asker_unfolds_it_in_place(talk: Talk) -> None:
    root, answer = talk.ask("sanne", TABLE)
    assert len(drawn(answer)) < 900
    assert not is_listed(answer)
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.press("sanne", ASK, answer["ts"], "All 50 tools")
    talk.slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and is_whole(m), thread_ts=root)
    assert len(talk.answers(root)) == 1


def test_somebody_else_sees_the_rest_alone_and_the_message_stays_short(talk: Talk) -> None:
    root, answer = talk.ask("sanne", TABLE)
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.press("pieter", ASK, answer["ts"], "All 50 tools")
    talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and is_whole(m), user="pieter")
    assert not is_listed(talk.answers(root)[0])


def test_a_private_answer_is_unfolded_in_private(talk: Talk) -> None:
    talk.slack.command("maya", ASK, "/mayi Which tools may I use for customer names?")
    short = talk.slack.wait_for(ASK, lambda m: bool(m.get("to")), user="maya")
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.press("maya", ASK, short["ts"], "All 50 tools")
    talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and is_whole(m), user="maya")
    private = [m for m in talk.slack.messages(ASK, user="maya") if m.get("to")]
    assert len(private) == 1
    assert not [m for m in talk.slack.messages(ASK) if m.get("bot_id")]


def test_the_rest_of_an_answer_that_was_edited_meanwhile_is_that_of_the_new_one(talk: Talk) -> None:
    root, answer = talk.ask("sanne", TABLE)
    talk.slack.wait_until(talk.house.ledger.questions)
    first = talk.house.ledger.questions()[0].receipt
    talk.slack.edit("sanne", ASK, root, FREE)
    talk.slack.wait_for(ASK, lambda m: m["text"].startswith("Not allowed"), thread_ts=root)
    talk.slack.wait_until(lambda: len(talk.house.ledger.questions()) == 2)
    found = doors_of(talk.house).citizen.find(first, answer["ts"])
    assert found is not None
    assert found.answer.verdict == "forbidden"


def test_the_rest_of_an_answer_whose_policy_has_changed_is_todays_and_says_so(talk: Talk) -> None:
    root, answer = talk.ask("sanne", TABLE)
    talk.slack.wait_until(talk.house.ledger.questions)
    version = talk.house.store.current().version
    rules = talk.knowledge / "rules.yaml"
    rules.write_text(rules.read_text() + NO_TEAM)
    talk.slack.wait_until(lambda: talk.house.store.current().version != version, timeout=60)
    talk.slack.press("sanne", ASK, answer["ts"], "All 50 tools")
    talk.slack.wait_for(ASK, lambda m: m["ts"] == answer["ts"] and "The policy has changed" in drawn(m), thread_ts=root)


def test_the_rest_of_an_erased_answer_is_gone_and_that_is_said(talk: Talk) -> None:
    _, answer = talk.ask("sanne", TABLE)
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.house.ledger.erase([talk.house.ledger.questions()[0].key], datetime.now(UTC))
    talk.slack.press("sanne", ASK, answer["ts"], "All 50 tools")
    talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and "nothing of it is kept" in m["text"], user="sanne")


# --- who is answered, and where ----------------------------------------------------------------------------------

OTHER = Person("U0OTHER001", "olga", "Olga Other", email="olga@other.example", team="T0OTHER001")
COLLEAGUE = Person("U0WEST0001", "wim", "Wim West", email="wim@meander-care.example", team="T0WEST0001")
MakeHouse = Callable[..., House]
Edit = Callable[[str, str], None]


def with_people(*more: Person, **changes: Any) -> Company:
    """The sample company with more people, in every channel that the bot is in."""
    company = load_company(SAMPLE)
    rooms = tuple(replace(room, people=(*room.people, *(one.id for one in more))) for room in company.rooms)
    return replace(company, people=(*company.people, *more), rooms=rooms, **changes)


@contextmanager
def house_on(make_house: MakeHouse, company: Company | None = None) -> Iterator[Talk]:
    with Playground(company or load_company(SAMPLE)) as slack:
        house = make_house(slack)
        slack.wait_for_app()
        yield Talk(house, slack, house.settings.knowledge)


def last_row(talk: Talk) -> Any:
    return talk.slack.wait_until(talk.house.ledger.questions)[0]


def test_a_guest_gets_one_calm_line_and_a_row_without_ruling(talk: Talk) -> None:
    root, answer = talk.ask("ruben", FREE)
    assert "you are here as a guest" in drawn(answer)
    assert "ChatGPT" not in drawn(answer)
    row = last_row(talk)
    assert (row.ruling, row.verdict, row.label) == ([], "", "off_topic")
    assert len(talk.answers(root)) == 1


def test_a_guest_does_not_unfold_what_others_were_answered(talk: Talk) -> None:
    _, answer = talk.ask("sanne", TABLE)
    talk.slack.wait_until(talk.house.ledger.questions)
    talk.slack.press("ruben", ASK, answer["ts"], "All 50 tools")
    told = talk.slack.wait_for(ASK, lambda m: bool(m.get("to")), user="ruben")
    assert "you are here as a guest" in told["text"]


def test_a_guest_is_refused_in_the_language_they_wrote_in(talk: Talk) -> None:
    _, answer = talk.ask("ruben", "@may-i Mag ik gezondheidsgegevens in ChatGPT Free plakken?")
    assert "te gast" in drawn(answer)


def test_guests_are_answered_where_the_policy_says_so(make_house: MakeHouse, edit_policy: Edit) -> None:
    edit_policy("policy.yaml", "slack: {guests: yes}\n")
    with house_on(make_house) as talk:
        _, answer = talk.ask("ruben", FREE)
        assert answer["text"].startswith("Not allowed")


def test_somebody_of_another_organisation_is_not_answered(make_house: MakeHouse) -> None:
    with house_on(make_house, with_people(OTHER)) as talk:
        _, answer = talk.ask("olga", FREE)
        assert "staff of Meander Care only" in drawn(answer)
        assert last_row(talk).ruling == []


def test_another_organisation_is_answered_where_the_policy_says_so(make_house: MakeHouse, edit_policy: Edit) -> None:
    edit_policy("policy.yaml", "slack: {other_organisations: yes}\n")
    with house_on(make_house, with_people(OTHER)) as talk:
        assert talk.ask("olga", FREE)[1]["text"].startswith("Not allowed")


def test_where_slack_does_not_say_who_it_is_only_our_own_workspace_is_answered(make_house: MakeHouse) -> None:
    with house_on(make_house, with_people(OTHER)) as talk:
        talk.slack.inject("error", "users.info", times=None, code="missing_scope")
        assert talk.ask("sanne", FREE)[1]["text"].startswith("Not allowed")
        assert "could not check" in drawn(talk.ask("olga", FREE)[1])


def test_in_a_denied_channel_the_asker_alone_is_told_where_to_ask(make_house: MakeHouse, edit_policy: Edit) -> None:
    edit_policy("policy.yaml", 'slack: {channels: {deny: ["#ask-ai"]}}\n')
    with house_on(make_house) as talk:
        root = talk.slack.say("sanne", ASK, FREE)
        told = talk.slack.wait_for(ASK, lambda m: bool(m.get("to")), user="sanne")
        assert "Write to me directly" in drawn(told)
        assert last_row(talk).ruling == []
        assert talk.answers(root) == []
        talk.slack.say("sanne", "dm", FREE)
        talk.slack.wait_for("dm", "Not allowed", user="sanne")


def test_outside_the_allowed_channels_nothing_is_answered(make_house: MakeHouse, edit_policy: Edit) -> None:
    edit_policy("policy.yaml", "slack: {channels: {allow: [ask-ai, C0NOWHERE1]}}\n")
    with house_on(make_house) as talk:
        assert talk.ask("sanne", FREE)[1]["text"].startswith("Not allowed")
        talk.slack.say("noor", "ai-policy", FREE)
        told = talk.slack.wait_for("ai-policy", lambda m: bool(m.get("to")), user="noor")
        assert "do not answer in this channel" in drawn(told)


def test_a_channel_whose_name_slack_keeps_to_itself_is_not_answered_in(make_house: MakeHouse, edit_policy: Edit) -> None:
    edit_policy("policy.yaml", "slack: {channels: {deny: [general]}}\n")
    with house_on(make_house) as talk:
        talk.slack.inject("error", "conversations.info", times=None, code="missing_scope")
        assert "could not check" in drawn(talk.ask("sanne", FREE)[1])


def test_an_organisation_of_several_workspaces_is_one_house(make_house: MakeHouse) -> None:
    with house_on(make_house, with_people(COLLEAGUE, enterprise="E0MEANDER1")) as talk:
        root, asked = talk.ask("wim", "@may-i Is Copilot fine for a client list?")
        assert asked["text"].startswith("One thing")
        chosen = next(e for b in asked["blocks"] for e in b.get("elements", []) if e["action_id"].startswith("mayi_choose"))
        value = chosen["options"][0]["value"] if "options" in chosen else chosen["value"]
        talk.slack.press("sanne", ASK, asked["ts"], chosen["action_id"], value)
        talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and "someone else" in m["text"], user="sanne")
        talk.slack.press("wim", ASK, asked["ts"], chosen["action_id"], value)
        talk.slack.wait_for(ASK, lambda m: m["ts"] == asked["ts"] and not m["text"].startswith("One thing"), thread_ts=root)
        talk.slack.command("wim", ASK, "/mayi ChatGPT Free for health records?")
        talk.slack.wait_for(ASK, lambda m: bool(m.get("to")) and "Not allowed" in m["text"], user="wim")


# --- files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "name", "opening"),
    [
        pytest.param("May I put this into ChatGPT Team?", "health_records_2024.xlsx", "Not allowed", id="a name may forbid"),
        pytest.param("May I put this into ChatGPT Team?", "press_release.pdf", "One thing", id="a name never allows"),
        pytest.param("May I translate published texts with ChatGPT Team?", "IMG_1.png", "Allowed", id="the asker's words count"),
        pytest.param(
            "May I translate published texts with ChatGPT Team?",
            "health-records-of-may.docx",
            "Not allowed",
            id="a name is stricter than the asker's words",
        ),
    ],
)
def test_a_file_is_known_by_its_name_alone(talk: Talk, words: str, name: str, opening: str) -> None:
    root = talk.slack.say("sanne", ASK, f"@may-i {words}", files=[{"name": name, "content": "salaries and diagnoses"}])
    answer = talk.slack.wait_for(ASK, lambda m: m.get("thread_ts") == root, thread_ts=root, timeout=60)
    assert answer["text"].startswith(opening)
    assert "only the name" in drawn(answer)
    calls = [call["method"] for call in talk.slack.dump()["calls"]]
    assert not [call for call in calls if call.startswith("files") or call == "url_private"]
