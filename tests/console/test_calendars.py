"""What is due, in a calendar: a file for who is signed in, and an address of one's own that calendar programs can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from fastapi.testclient import TestClient
from icalendar import Calendar

from bot.console.access import ADDRESS_DAYS
from bot.console.doors import Role
from tests.console.place import PEOPLE, Place, place_in


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("calendars")) as made:
        yield made


def address(client: TestClient) -> str:
    found = re.search(r'value="(http[^"]+/console/calendar/[^"]+)"', client.get("/console/reminders").text)
    return found[1] if found else ""


def titles(body: bytes) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(body).walk("VEVENT")]


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_a_program_reads_what_is_due_without_signing_in(place: Place, role: Role) -> None:
    with place.client(role) as client:
        own = address(client)
        file = client.get("/console/reminders.ics")
    with place.client() as program:
        found = program.get(own)
    assert (found.status_code, found.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert "OpenAI changes its terms: New usage policies" in titles(found.content)
    assert titles(found.content) == titles(file.content)
    assert "attachment" in file.headers["content-disposition"]


def test_each_has_an_address_of_their_own_and_a_wrong_one_tells_nothing(place: Place) -> None:
    with place.client(Role.OWNER) as owner, place.client(Role.ADMIN) as admin:
        own, other = address(owner), address(admin)
    assert own != other
    with place.client() as program:
        for wrong in (own.replace(".ics", "x.ics"), own.rpartition("/")[0] + "/x.ics"):
            found = program.get(wrong)
            assert (found.status_code, b"OpenAI" in found.content) == (403, False)
        assert program.get("/console/reminders.ics", follow_redirects=False).status_code == 303, "sign in first"


def test_an_address_holds_for_half_a_year(place: Place) -> None:
    with place.client(Role.OWNER) as owner:
        own = address(owner)
    with place.client() as program:
        with time_machine.travel(datetime.now(UTC) + timedelta(days=ADDRESS_DAYS - 1), tick=False):
            assert program.get(own).status_code == 200
        with time_machine.travel(datetime.now(UTC) + timedelta(days=ADDRESS_DAYS + 1), tick=False):
            assert program.get(own).status_code == 403


def test_an_employee_has_no_calendar_and_who_left_the_policy_has_none_any_more(place: Place) -> None:
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/reminders.ics").status_code == 403
    with place.client(Role.OWNER) as client:
        own = address(client)
    place.barred.add(PEOPLE[Role.OWNER])
    with place.client() as program:
        assert program.get(own).status_code == 403
    place.barred.clear()
