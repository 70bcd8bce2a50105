"""Incidents: steps and the closing are noted once; whoever reported one hears of its closing: once, soon, in their language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import App, SlackPeople
from bot.desk.incidents import CLOSE, TOLD_WITHIN, Incident, find, is_open_of, register, tell_closed, work
from bot.desk.requests import contact_for, contact_words
from bot.knowledge.catalog import load_catalog
from bot.ledger.ledger import Retention, open_ledger
from bot.policy.house import Audience
from bot.policy.requests import Request, RequestKind
from bot.saying.notices.desk import closed
from bot.saying.playbook import hours
from bot.saying.words import languages, phrase
from bot.settings import read_settings
from bot.wiring.console.gate import slack_people
from tests.console.place import answerer
from tests.databases import ledger_in

NOW = datetime.now(UTC)
KNOWLEDGE = answerer().mind.knowledge


class Notices:
    """An engine that has had no notice yet."""

    def __init__(self) -> None:
        self.had: dict[str, dict[str, Any]] = {}

    def notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        self.had.setdefault(notice_id, notice)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    opened = open_ledger(ledger_in(tmp_path / "log.db"), b"a secret for tests only, 32 bytes")
    for receipt in ("R-7F3K", "R-9999"):
        opened.keep_request(Request(RequestKind.INCIDENT, receipt, f"key-{receipt}", "somebody", NOW, "nl", channel="#security"))
    made = App(read_settings(), load_catalog(), opened, lambda: KNOWLEDGE)
    made.engine = Notices()  # type: ignore[assignment]
    yield made
    opened.close()


def queued(app: App) -> dict[str, dict[str, Any]]:
    return app.engine.had  # type: ignore[attr-defined, no-any-return]


def the(receipt: str, app: App) -> Incident:
    found = find(app, receipt)
    assert found
    return found


def close(app: App, at: datetime) -> None:
    assert work(app, the("R-7F3K", app), CLOSE, "U1", at)


# --- working on one ------------------------------------------------------------------------------------------------------


def test_a_step_is_noted_once_by_whoever_was_first(app: App) -> None:
    seen = the("R-7F3K", app)
    first, second = seen.undone[:2]
    assert work(app, seen, first.id, "U1", NOW)
    assert not work(app, the("R-7F3K", app), first.id, "U2", NOW), "it is done"
    assert not work(app, seen, second.id, "U2", NOW), "somebody was faster than the page that this one looked at"
    assert not work(app, seen, "0" * 16, "U2", NOW), "no such step"
    assert first not in the("R-7F3K", app).undone and second in the("R-7F3K", app).undone
    ((task, day),) = app.ledger.deeds()
    assert (task, day) == ("incident:R-7F3K", NOW.date()), "its task is known by its receipt, its day is that of the report"


def test_the_closing_keeps_what_was_left_and_nothing_follows_it(app: App) -> None:
    close(app, NOW)
    one = the("R-7F3K", app)
    assert one.closed and len(one.closed.about) == len(one.steps) and one.next_due is None
    assert not work(app, one, CLOSE, "U2", NOW) and not work(app, one, one.steps[0].id, "U2", NOW)
    assert [each.report.receipt for each in register(app)] == ["R-9999", "R-7F3K"], "open ones come first"


def test_an_incident_is_open_to_who_reported_it_until_it_is_closed(app: App) -> None:
    assert is_open_of(app, "somebody") and not is_open_of(app, "somebody else") and not is_open_of(app, "")
    close(app, NOW)
    assert is_open_of(app, "somebody"), "the other one still is"
    assert work(app, the("R-9999", app), CLOSE, "U1", NOW)
    assert not is_open_of(app, "somebody") and find(app, "R-0000") is None


@pytest.mark.parametrize(
    ("step", "wanted"),
    [
        ("The privacy office decides within 72 hours.", 72),
        ("Het privacybureau beslist binnen 72 uur.", 72),
        ("Innerhalb von 24 Stunden, sonst 72 Stunden.", 24),
        ("Dans les 72\u00a0heures.", 72),
        ("En 1 hora.", 1),
        ("Call +31 20 555 0199, day and night.", None),
        ("Within 0 hours", None),
        ("Our hours are long", None),
    ],
)
def test_the_hours_that_a_step_names(step: str, wanted: int | None) -> None:
    assert hours(step) == wanted


# --- telling who reported it ---------------------------------------------------------------------------------------------


def said_of(app: App, notice: dict[str, Any]) -> dict[str, Any]:
    """What the desk says of a notice."""
    told = contact_words(app, notice)
    assert told
    return told


def test_closing_tells_the_person_who_reported_it_and_a_second_look_tells_nobody_again(app: App) -> None:
    tell_closed(app, NOW)
    assert queued(app) == {}, "both are open"
    close(app, NOW)
    tell_closed(app, NOW)
    tell_closed(app, NOW + timedelta(minutes=1))
    ((id_, notice),) = queued(app).items()
    assert id_ == f"desk:{notice['request']}:closed"
    told = said_of(app, notice)
    assert told["key"] == "key-R-7F3K", "where the question was asked"
    assert "R-7F3K" in told["words"] and "U1" not in told["words"]


def test_they_alone_are_told(app: App) -> None:
    """Where others can read the question they need not read who had an incident."""
    close(app, NOW)
    tell_closed(app, NOW)
    [notice] = queued(app).values()
    assert said_of(app, notice)["in_private"] is True
    assert "in_private" not in said_of(app, {"kind": "desk.sent", "request": notice["request"]})


@pytest.mark.parametrize("days", [0, 1, 3, 27])
def test_after_a_long_time_down_they_are_told_late_and_once(app: App, days: int) -> None:
    close(app, NOW - timedelta(days=days))
    tell_closed(app, NOW)
    [said] = queued(app)
    app.ledger.begin_saying(said, NOW)
    app.ledger.said(said, "1.0")
    queued(app).clear()  # it knows its work for a day
    tell_closed(app, NOW + timedelta(hours=25))
    assert queued(app) == {}


def test_the_outbox_knows_what_was_said_for_longer_than_it_is_looked_for() -> None:
    assert timedelta(days=Retention().outbox) > TOLD_WITHIN


def test_one_that_was_closed_too_long_ago_is_not_told(app: App) -> None:
    close(app, NOW - TOLD_WITHIN)
    tell_closed(app, NOW)
    assert queued(app) == {}


@pytest.mark.parametrize("language", languages())
def test_it_is_said_in_the_language_of_the_report(language: str) -> None:
    request = Request(RequestKind.INCIDENT, "R-7F3K", "k", "somebody", NOW, language)
    contact = contact_for(RequestKind.INCIDENT, KNOWLEDGE)
    assert contact
    assert closed(request, contact, KNOWLEDGE) == phrase(language, "desk.closed", contact=contact.name, receipt="R-7F3K")


@pytest.mark.parametrize(
    ("user", "named"), [("U0JOOST001", "Joost"), ("@command-line:admin", "command-line"), ("UGONE", "UGONE")]
)
def test_who_did_something_is_a_name_where_slack_knows_one_and_else_the_id(app: App, user: str, named: str) -> None:
    app.slack = SlackPeople(name=lambda one: {"U0JOOST001": "Joost"}.get(one, one))
    assert app.name_of(user) == named


def test_without_a_token_there_are_ids() -> None:
    assert slack_people(read_settings(slack_bot_token=None), Audience).name("U0JOOST001") == "U0JOOST001"
