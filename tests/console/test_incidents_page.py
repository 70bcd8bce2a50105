"""The register of incidents: a report is worked by owners and admins, closed, taken as a file, and never says who reported."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.desk.incidents import CLOSE, as_objects, register
from bot.ledger.verifying.verify import verify
from bot.policy.requests import Request, RequestKind
from bot.saying.playbook import steps, steps_read_in
from bot.saying.words import languages, phrase
from tests.console.place import SECRET, Place, place_in

LATE = datetime.now(UTC) - timedelta(days=4)
REPORT = Request(RequestKind.INCIDENT, "R-7F3K", "k1", "somebody", LATE, channel="#security")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_in(tmp_path) as made:
        made.ledger.keep_request(REPORT)
        made.ledger.note_request(REPORT.id, card_ts=f"{(LATE + timedelta(seconds=9)).timestamp():.6f}")
        yield made


def send(place: Place, role: Role, choice: str, receipt: str = "R-7F3K", meant: str = "yes") -> tuple[int, str]:
    with place.client(role) as client:
        csrf = client.get("/console/matrix").text.split('name="csrf" value="')[1].split('"')[0]
        answer = client.post("/console/incidents", data={"about": receipt, "choice": choice, "meant": meant, "csrf": csrf})
        return answer.status_code, html.unescape(answer.text)


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN])
def test_it_is_worked_step_by_step_and_closed(place: Place, role: Role) -> None:
    (one,) = register(place.may_i)
    assert [step.hours for step in one.undone] == [1, 1, 1, 4, 24, 72], "from the first hour to the authority"
    assert one.next_due == LATE + timedelta(hours=1)
    assert one.is_late(datetime.now(UTC))
    for done in one.undone[:-1]:
        assert send(place, role, done.id)[0] == 200
    assert register(place.may_i)[0].next_due == LATE + timedelta(hours=72)
    last = one.undone[-1]
    status, page = send(place, role, last.id)
    assert status == 200 and f"Done: {last.text}" in page and "6 of 6" in page and "Told in #security" in page
    assert send(place, role, last.id)[0] == 404, "a step is noted once"
    assert register(place.may_i)[0].next_due is None
    status, page = send(place, role, CLOSE)
    assert status == 200 and "Open: 0" in page
    assert send(place, role, CLOSE)[0] == 404, "what is closed is not closed again"
    (told,) = as_objects(place.may_i)
    assert [event["what"] for event in told["timeline"]] == ["reported", "told", *["done"] * 6, "closed"]
    assert (told["state"], told["undone"]) == ("closed", [])


def test_what_was_not_done_of_a_closed_one_stays_to_be_seen(place: Place) -> None:
    send(place, Role.OWNER, CLOSE)
    (told,) = as_objects(place.may_i)
    assert (told["state"], len(told["undone"])) == ("closed", 6)
    first = register(place.may_i)[0].steps[0].text
    with place.client(Role.OWNER) as client:
        page = html.unescape(client.get("/console/incidents").text)
        assert f"Closed with steps not done: {first}" in page
        rows = list(csv.DictReader(io.StringIO(client.get("/console/incidents/export").text)))
    assert rows[-1]["what"] == "closed_undone" and first in rows[-1]["about"]
    assert verify(place.settings.database, key=SECRET).ok


def test_closing_has_a_button_of_its_own_and_with_steps_open_it_has_to_be_meant(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        page = html.unescape(client.get("/console/incidents").text)
    row = page.split("R-7F3K</a>")[1].partition("</tr>")[0]
    note, close = row.split("</form>")[:2]
    assert "Note as done" in note and f'value="{CLOSE}"' not in note
    assert "Steps not done yet: 6" in close and 'name="meant" value="yes" required' in close and ">Close the incident<" in close
    status, page = send(place, Role.ADMIN, CLOSE, meant="")
    assert status == 400 and phrase("en", "incidents.close_undone") in page
    assert register(place.may_i)[0].closed is None
    for step in register(place.may_i)[0].steps:
        send(place, Role.ADMIN, step.id)
    with place.client(Role.ADMIN) as client:
        page = html.unescape(client.get("/console/incidents").text)
        assert "Steps not done yet" not in page and "Note as done" not in page
    assert send(place, Role.ADMIN, CLOSE, meant="")[0] == 200


def test_one_that_goes_because_its_time_is_over_is_not_said_to_be_erased_by_who_asked(place: Place) -> None:
    place.ledger.erase(["k1"], LATE + timedelta(days=place.settings.request_days), "retention")
    with place.client(Role.ADMIN) as client:
        page = html.unescape(client.get("/console/incidents").text)
    assert phrase("en", "incidents.expired") in page and phrase("en", "incidents.erased") not in page


def test_steps_are_read_in_the_reader_s_language_and_kept_in_the_policy_s(place: Place) -> None:
    first = register(place.may_i)[0].steps[0]
    with place.client(Role.OWNER) as client:
        client.cookies.set(LANGUAGE_COOKIE, "nl", path="/console")
        page = html.unescape(client.get("/console/incidents").text)
        csrf = page.split('name="csrf" value="')[1].split('"')[0]
        assert "Stop met de chat" in page and first.text not in page
        told = client.post("/console/incidents", data={"about": "R-7F3K", "choice": first.id, "csrf": csrf})
    assert "Gedaan: Stop met de chat" in html.unescape(told.text)
    (one,) = register(place.may_i)
    assert [done.about for done in one.deeds] == [(first.text,)] and first not in one.undone


def test_a_playbook_with_other_steps_in_another_language_is_no_translation(place: Place) -> None:
    knowledge = place.may_i.knowledge
    dutch = next(one for one in knowledge.guidance if one.kind == "incident" and one.language == "nl")
    shorter = replace(dutch, text="\n".join(dutch.text.splitlines()[:-1]))
    others = tuple(shorter if one is dutch else one for one in knowledge.guidance)
    assert steps_read_in(knowledge, "nl") != {one: one for one in steps(knowledge)}
    assert steps_read_in(replace(knowledge, guidance=others), "nl") == {one: one for one in steps(knowledge)}
    assert steps_read_in(replace(knowledge, guidance=()), "nl") == {}


def test_employees_neither_see_nor_work_it(place: Place) -> None:
    assert send(place, Role.EMPLOYEE, CLOSE)[0] == 403
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/incidents").status_code == 403
        assert client.get("/console/incidents/export").status_code == 403
    assert register(place.may_i)[0].closed is None


@pytest.mark.parametrize(("receipt", "choice"), [("R-0000", CLOSE), ("R-7F3K", "nothing"), ("", "")])
def test_what_is_not_there_is_not_worked(place: Place, receipt: str, choice: str) -> None:
    assert send(place, Role.ADMIN, choice, receipt)[0] == 404
    assert place.ledger.deeds() == {}


def test_the_file_has_a_line_for_each_event_and_nobody_who_reported(place: Place) -> None:
    send(place, Role.ADMIN, CLOSE)
    with place.client(Role.OWNER) as client:
        said = client.get("/console/incidents/export")
    rows = list(csv.DictReader(io.StringIO(said.text)))
    assert [(row["incident"], row["what"]) for row in rows] == [("R-7F3K", one) for one in ("reported", "told", "closed_undone")]
    assert rows[-1]["by"] == "Name of U0JOOST001"
    assert "somebody" not in said.text


def test_after_an_erasure_the_incident_stays_without_its_person_and_can_be_worked(place: Place) -> None:
    place.ledger.erase(["k1"], datetime.now(UTC), "person")
    (one,) = register(place.may_i)
    assert one.report.asker == "" and one.report.erased
    with place.client(Role.OWNER) as client:
        page = html.unescape(client.get("/console/incidents").text)
    assert "Open · erased by who asked" in page and phrase("en", "incidents.event.erased") in page
    status, page = send(place, Role.ADMIN, CLOSE)
    assert status == 200 and "R-7F3K" in page and "/console/questions/R-7F3K" not in page
    place.ledger.seal()
    assert verify(place.settings.database, key=SECRET).ok


@pytest.mark.parametrize("language", languages())
def test_it_is_said_in_every_language(place: Place, language: str) -> None:
    with place.client(Role.ADMIN) as client:
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        page = html.unescape(client.get("/console/incidents").text)
    for key in ("console.incidents.title", "incidents.timeline", "incidents.due", "incidents.note"):
        assert phrase(language, key) in page
    assert "incidents." not in page.replace("incidents.csv", "")


def test_before_there_is_any_the_page_shows_the_playbook(tmp_path: Path) -> None:
    with place_in(tmp_path) as made, made.client(Role.OWNER) as client:
        page = html.unescape(client.get("/console/incidents").text)
    assert page.count(phrase("en", "incidents.empty")) == 1
    playbook = page.split(phrase("en", "incidents.playbook"))[-1]
    assert all(step in playbook for step in steps(made.rooms.minds.today().knowledge))
    assert "72 hours from the report" in playbook and "1 hour from the report" in playbook and "1 hours" not in playbook
