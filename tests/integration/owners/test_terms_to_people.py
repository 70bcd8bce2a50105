"""From a clause to the people: terms change, answers say so, the owner suspends, whoever got the other answer is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.policy.deciding.clauses import TermChange
from bot.saying.words import phrase
from bot.slack.people import People
from bot.wiring import House
from playground.company import SAMPLE, load_company
from playground.server import Playground
from tests.integration.conftest import ASK, Talk

TEAM, OWNERS, PATIENT = "chatgpt/team", "ai-policy", 60
BROCHURE = "@may-i May I use ChatGPT Team for published texts?"
DIFF = (("", "We may"), ("-", "not"), ("", "use your content to improve our models. " + "And so on. " * 40))


def changed(topics: tuple[str, ...] = ("training_on_inputs",)) -> TermChange:
    today = datetime.now(UTC).date()
    page = "openai/commercial-terms"
    return TermChange("seen-1", page, today, "Content may be used for training", topics, None, DIFF, "https://example.org/terms")


def card_of(talk: Talk) -> dict[str, Any]:
    return talk.slack.wait_for(OWNERS, "terms have changed on which the policy rests", user="noor", timeout=PATIENT)


def press(talk: Talk, who: str, card: dict[str, Any], deed: str) -> None:
    action = f"mayi_task_{deed}"
    buttons = [one for block in card["blocks"] if block["type"] == "actions" for one in block["elements"]]
    button = next(one for one in buttons if one["action_id"] == action)
    talk.slack.press(who, OWNERS, card["ts"], action, button["value"])


def shown(talk: Talk, card: dict[str, Any], wanted: str) -> dict[str, Any]:
    """The card once it shows this."""

    def look() -> dict[str, Any] | None:
        found = next(m for m in talk.slack.messages(OWNERS, user="noor") if m["ts"] == card["ts"])
        return found if wanted in repr(found) else None

    return talk.slack.wait_until(look, timeout=PATIENT)


def corrections(talk: Talk, root: str) -> list[str]:
    return [m["text"] for m in talk.answers(root) if "Changed on" in m["text"]]


def test_from_a_changed_clause_to_the_people_who_must_know(resting: Talk, tell: Callable[[Talk], Any]) -> None:
    talk = resting
    root, answer = talk.ask("lieke", BROCHURE)
    assert answer["text"].startswith("Allowed")
    talk.slack.wait_until(talk.house.ledger.questions, timeout=PATIENT)

    # the change is seen: the owner gets one card, and answers say that the terms are under review
    tell(talk)
    card = card_of(talk)
    for part in ("OpenAI", "Content may be used for training", "ChatGPT Team", "in the last 90 days: 1.", "<@U0NOOR0001>"):
        assert part in repr(card), part
    _, second = talk.ask("joost", BROCHURE)
    assert second["text"].startswith("Allowed") and "they are under review" in repr(second["blocks"])

    # the word diff stands behind its button
    press(talk, "noor", card, "diff")
    talk.slack.wait_until(lambda: talk.slack.modal("noor"), timeout=PATIENT)
    assert "'strike': True" in repr(talk.slack.modal("noor"))
    talk.slack.close_view("noor")

    # suspended: the very same question needs approval now, and both who were told otherwise hear of it once
    press(talk, "noor", card, "suspend")
    talk.slack.wait_until(lambda: talk.slack.modal("noor"), timeout=PATIENT)
    assert talk.slack.submit("noor", {"mayi_task_offerings": [TEAM], "mayi_task_note": "Mail kim@example.org first."}) == {}
    told = talk.slack.wait_for(ASK, "Changed on", thread_ts=root, timeout=PATIENT)
    assert phrase("en", "word.review") in told["text"]
    suspended = shown(talk, card, "Suspended, until somebody lifts it: ChatGPT Team")
    assert "kim@example.org" not in repr(suspended) and "mayi_task_lift" in repr(suspended)
    _, third = talk.ask("pieter", BROCHURE)
    assert not third["text"].startswith(("Allowed", "Toegestaan"))

    # confirmed: the suspension ends with it, and they are told again
    press(talk, "noor", shown(talk, card, "mayi_task_confirm"), "confirm")
    talk.slack.wait_until(lambda: talk.slack.modal("noor"), timeout=PATIENT)
    assert talk.slack.submit("noor", {"mayi_task_note": ""}) == {}
    talk.slack.wait_until(lambda: len(corrections(talk, root)) == 2, timeout=PATIENT)
    _, fourth = talk.ask("lieke", BROCHURE)
    assert fourth["text"].startswith("Allowed") and "under review" not in repr(fourth["blocks"])
    settled = shown(talk, card, "Confirmed on")
    assert set(re.findall(r"mayi_task_\w+", repr(settled))) == {"mayi_task_diff"}
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=PATIENT)
    assert sum("terms have changed" in m["text"] for m in talk.slack.messages(OWNERS, user="noor")) == 1


def seen_by_the_watcher(talk: Talk) -> None:
    """A change is kept once, however often it is seen."""
    assert [talk.house.ledger.keep_term_change(changed(), datetime.now(UTC)) for _ in range(2)] == [True, False]
    talk.house.clauses.look_again()


@pytest.fixture
def tell() -> Callable[[Talk], Any]:
    return seen_by_the_watcher


def test_a_change_typed_into_the_files_does_the_same_and_one_of_another_topic_does_not(resting: Talk) -> None:
    talk = resting
    today = datetime.now(UTC).date().isoformat()
    vendor = talk.knowledge / "vendors" / "openai.yaml"
    typed = "  - id: {}\n    title: {}\n    effective: 2027-03-01\n    announced_on: {}\n    touches: [{}]\n"
    more = typed.format("typed-1", "Prices go up", today, "commercial-terms#pricing")
    vendor.write_text(vendor.read_text() + more + typed.format("typed-2", "We train now", today, "commercial-terms#training"))
    card = card_of(talk)
    assert "We train now" in repr(card) and "Prices" not in repr(card)
    _, answer = talk.ask("lieke", BROCHURE)
    assert answer["text"].startswith("Allowed") and "they are under review" in repr(answer["blocks"])


def test_where_the_channel_is_gone_and_the_owner_has_left_the_next_person_is_told_once(
    make_house: Callable[..., House], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(People, "has_left", lambda _self, user: user == "U0NOOR0001")
    policy, soon = tmp_path / "knowledge" / "policy.yaml", tmp_path / "knowledge" / "vendors" / "soon.yaml"
    asked = "reminders: {who: {privacy@meander-care.example: [U0NOOR0001, U0JOOST001]}, "
    text = (
        policy.read_text().replace('reminder_channel: "#ai-policy"', 'reminder_channel: "#gone"').replace("reminders: {", asked)
    )
    policy.write_text(text)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    soon.write_text(f"id: soon\nname: Soon\nchanges:\n  - {{id: soon-terms, title: New terms, effective: {tomorrow}}}\n")
    with Playground(load_company(SAMPLE)) as slack:
        house = make_house(slack)
        slack.wait_for_app()
        told = slack.wait_for("dm", "Soon changes its terms", user="joost", timeout=PATIENT)
        for part in ("#gone could not be reached", "<@U0JOOST001>", "is no longer there", "mayi_task_acknowledge"):
            assert part in repr(told), part
        slack.wait_until(lambda: not house.engine.under_way(), timeout=PATIENT)
        cards = [m for m in slack.messages("dm", user="joost") if "Soon changes its terms" in m["text"]]
        assert len(cards) == 1
        kept = {row.outcome: row.place for row in house.ledger.outcomes("change:soon-terms")}
        assert kept["posted"] == "U0JOOST001" and set(kept) <= {"posted", "covered"}

        # who is asked may act, and the card shows it where it stands
        value = f"change:soon-terms|{tomorrow}"
        slack.press("joost", "dm", told["ts"], "mayi_task_acknowledge", value)
        slack.wait_until(lambda: "Seen, " in repr(slack.messages("dm", user="joost")), timeout=PATIENT)


def test_whom_a_task_is_given_to_gets_its_card_once_and_can_settle_it(talk: Talk) -> None:
    announced = talk.slack.wait_for(OWNERS, "OpenAI changes its terms", user="noor", timeout=PATIENT)
    press(talk, "noor", announced, "assign")
    talk.slack.wait_until(lambda: talk.slack.modal("noor"), timeout=PATIENT)
    assert talk.slack.submit("noor", {"mayi_task_to": "U0JOOST001", "mayi_task_note": "You know the vendor."}) == {}
    own = talk.slack.wait_for("dm", "OpenAI changes its terms", user="joost", timeout=PATIENT)
    assert "You know the vendor." in repr(own) and "<@U0JOOST001>" in repr(own)
    assert "mayi_task_resolve" in repr(own)
    shown(talk, announced, "Given to")
    talk.slack.press("joost", "dm", own["ts"], "mayi_task_assign")  # to oneself: nobody has to be told
    talk.slack.wait_until(lambda: talk.slack.modal("joost"), timeout=PATIENT)
    assert talk.slack.submit("joost", {"mayi_task_to": "U0JOOST001", "mayi_task_note": ""}) == {}
    talk.slack.wait_until(lambda: not talk.house.engine.under_way(), timeout=PATIENT)
    assert len([m for m in talk.slack.messages("dm", user="joost") if m.get("bot_id")]) == 1
    assert [m for m in talk.slack.messages("dm", user="noor") if m.get("bot_id")] == []
