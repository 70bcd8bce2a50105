"""Whoever reported an incident hears that it was closed: once, soon, and in their language; one that is open is not spoken of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.ledger.ledger import Ledger, Retention, open_ledger
from bot.policy.due.incidents import CLOSE
from bot.policy.requests import Request, RequestKind
from bot.saying.notices.desk import closed
from bot.saying.words import languages, phrase
from bot.settings import read_settings
from bot.wiring.answers.mind import Minds
from bot.wiring.console.doors import caller, names_of
from bot.wiring.desk.closed import TOLD_WITHIN
from bot.wiring.desk.requests import Desk, contact_for
from bot.wiring.due.incidents import Incidents
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
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(ledger_in(tmp_path / "log.db"), b"a secret for tests only, 32 bytes")
    for receipt in ("R-7F3K", "R-9999"):
        opened.keep_request(Request(RequestKind.INCIDENT, receipt, f"key-{receipt}", "somebody", NOW, "nl", channel="#security"))
    yield opened
    opened.close()


def desk_over(ledger: Ledger) -> tuple[Desk, Any]:
    mind = answerer().mind
    minds = Minds(lambda: mind.knowledge, lambda _known: mind)
    rooms: Any = SimpleNamespace(
        ledger=ledger, minds=minds, engine=Notices(), voices={}, believer=None, settings=SimpleNamespace(exams=None)
    )
    return Desk(rooms, poster=None), rooms  # type: ignore[arg-type]


def close(ledger: Ledger, at: datetime) -> None:
    assert Incidents(ledger, KNOWLEDGE).work("R-7F3K", CLOSE, "U1", at)


def test_closing_tells_the_person_who_reported_it_and_a_second_look_tells_nobody_again(ledger: Ledger) -> None:
    desk, rooms = desk_over(ledger)
    desk.tell_closed(NOW)
    assert rooms.engine.had == {}, "both are open"
    close(ledger, NOW)
    desk.tell_closed(NOW)
    desk.tell_closed(NOW + timedelta(minutes=1))
    ((id_, notice),) = rooms.engine.had.items()
    assert id_ == f"desk:{notice['request']}:closed"
    told = rooms.voices["desk.closed"].word(notice)
    assert told["key"] == "key-R-7F3K", "where the question was asked"
    assert "R-7F3K" in told["words"] and "U1" not in told["words"]


def test_they_alone_are_told(ledger: Ledger) -> None:
    """Where others can read the question they need not read who had an incident."""
    desk, rooms = desk_over(ledger)
    close(ledger, NOW)
    desk.tell_closed(NOW)
    [notice] = rooms.engine.had.values()
    assert rooms.voices["desk.closed"].word(notice)["in_private"] is True
    assert "in_private" not in rooms.voices["desk.sent"].word({"kind": "desk.sent", "request": notice["request"]})


@pytest.mark.parametrize("days", [0, 1, 3, 27])
def test_after_a_long_time_down_they_are_told_late_and_once(ledger: Ledger, days: int) -> None:
    desk, rooms = desk_over(ledger)
    close(ledger, NOW - timedelta(days=days))
    desk.tell_closed(NOW)
    [said] = rooms.engine.had
    ledger.begin_saying(said, NOW)
    ledger.said(said, "1.0")
    rooms.engine.had.clear()  # it knows its work for a day
    desk.tell_closed(NOW + timedelta(hours=25))
    assert rooms.engine.had == {}


def test_the_outbox_knows_what_was_said_for_longer_than_it_is_looked_for() -> None:
    assert timedelta(days=Retention().outbox) > TOLD_WITHIN


def test_one_that_was_closed_too_long_ago_is_not_told(ledger: Ledger) -> None:
    desk, rooms = desk_over(ledger)
    close(ledger, NOW - TOLD_WITHIN)
    desk.tell_closed(NOW)
    assert rooms.engine.had == {}


@pytest.mark.parametrize("language", languages())
def test_it_is_said_in_the_language_of_the_report(language: str) -> None:
    request = Request(RequestKind.INCIDENT, "R-7F3K", "k", "somebody", NOW, language)
    contact = contact_for(RequestKind.INCIDENT, KNOWLEDGE)
    assert contact
    assert closed(request, contact, KNOWLEDGE) == phrase(language, "desk.closed", contact=contact.name, receipt="R-7F3K")


@pytest.mark.parametrize(
    ("user", "named"), [("U0JOOST001", "Joost"), ("@command-line:admin", "command-line"), ("UGONE", "UGONE")]
)
def test_who_did_something_is_a_name_where_slack_knows_one_and_else_the_id(user: str, named: str) -> None:
    assert caller(user, lambda one: {"U0JOOST001": "Joost"}.get(one, one)) == named


def test_without_a_token_the_command_line_has_ids() -> None:
    assert names_of(read_settings(slack_bot_token=None))("U0JOOST001") == "U0JOOST001"


def test_an_incident_is_open_to_who_reported_it_until_it_is_closed(ledger: Ledger) -> None:
    register = Incidents(ledger, KNOWLEDGE)
    assert register.is_open_of("somebody") and not register.is_open_of("somebody else") and not register.is_open_of("")
    close(ledger, NOW)
    assert register.is_open_of("somebody"), "the other one still is"
    assert register.work("R-9999", CLOSE, "U1", NOW)
    assert not register.is_open_of("somebody")
