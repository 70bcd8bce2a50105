"""What one person was told: an admin sees it for a written reason, which is kept as a look; nobody else does."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.console.doors import Person, RefusedError, Role
from bot.console.questions import Log, QuestionWish, look_at_all
from bot.console.render import LANGUAGE_COOKIE
from bot.policy.talks.home import LOOKED_ALL
from bot.saying.notices.home import looked_lines
from bot.saying.words import languages, phrase, words_for
from tests.console.conftest import ask
from tests.console.place import PEOPLE, Place, place_in

WHY = "The works council asked for it"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_in(tmp_path) as made:
        for role in Role:
            ask(made, role)
        yield made


def look(client: TestClient, of: str, reason: str = WHY) -> str:
    csrf = client.get("/console/matrix").text.split('name="csrf" value="')[1].split('"')[0]
    return html.unescape(client.post("/console/questions/person", data={"of": of, "reason": reason, "csrf": csrf}).text)


def receipts(page: str) -> set[str]:
    return set(re.findall(r"/console/questions/(R-\w+)", page))


@pytest.mark.parametrize("by", ["receipt", "member"])
def test_an_admin_sees_all_that_one_person_asked_and_the_look_is_kept_with_its_reason(place: Place, by: str) -> None:
    mine = ask(place, Role.EMPLOYEE, "May I put a contract into ChatGPT Free?")
    person = place.pseudonym(Role.EMPLOYEE)
    with place.client(Role.ADMIN) as client:
        assert len(receipts(client.get("/console/questions").text)) == 4
        page = look(client, mine if by == "receipt" else PEOPLE[Role.EMPLOYEE].lower())
        assert f"Only what Name of {PEOPLE[Role.EMPLOYEE]} asked." in page and len(receipts(page)) == 2 and mine in page
        (kept,) = place.ledger.looks(person=person)
        assert (kept.receipt, kept.reason) == (LOOKED_ALL, WHY)
        assert place.ledger.console_deeds(1)[0].deed == "person"
        narrowed = client.get("/console/questions", params={"person": person, "words": "contract"}).text
        assert receipts(narrowed) == {mine}, "with the other filters"
        export = client.get("/console/questions/export", params={"person": person, "words": "contract"}).text
        assert [row["receipt"] for row in csv.DictReader(io.StringIO(export))] == [mine]
        assert person not in place.ledger.console_deeds(1)[0].about, "what is kept of it names nobody"
        ledger = client.get("/console/ledger").text
        assert "all of one person" in ledger and WHY in ledger and f"/console/questions/{LOOKED_ALL}" not in ledger
    assert "All that you asked was looked up" in looked_lines([(LOOKED_ALL, kept.at)], "UTC", words_for("en", ("en",)))[0]


def test_without_a_look_of_their_own_that_is_not_old_nobody_sees_it(place: Place) -> None:
    person = place.pseudonym(Role.EMPLOYEE)
    place.ledger.keep_look(LOOKED_ALL, person, by="Another admin", reason=WHY, at=datetime.now(UTC))
    me = f"Name of {PEOPLE[Role.ADMIN]} ({place.pseudonym(Role.ADMIN)[:16]})"
    place.ledger.keep_look(LOOKED_ALL, person, by=me, reason=WHY, at=datetime.now(UTC) - timedelta(hours=9))
    with place.client(Role.ADMIN) as client:
        page = html.unescape(client.get("/console/questions", params={"person": person}).text)
        assert not receipts(page) and phrase("en", "console.person.look_first") in page
        assert client.get("/console/questions/export", params={"person": person}).status_code == 400
    for role in (Role.OWNER, Role.EMPLOYEE):
        with place.client(role) as client:
            assert len(receipts(client.get("/console/questions", params={"person": person}).text)) == 1, "their own"
            csrf = client.get("/console/matrix").text.split('name="csrf" value="')[1].split('"')[0]
            data = {"of": PEOPLE[Role.ADMIN], "reason": WHY, "csrf": csrf}
            assert client.post("/console/questions/person", data=data).status_code == 403


@pytest.mark.parametrize(
    ("of", "reason", "key"),
    [
        (PEOPLE[Role.EMPLOYEE], "short", "console.who.reason_short"),
        ("U0NOBODY", WHY, "console.person.unknown"),
        ("R-0000", WHY, "console.person.unknown"),
        ("", WHY, "console.person.unknown"),
    ],
)
def test_what_cannot_be_shown_is_said_on_the_page_and_keeps_no_look(place: Place, of: str, reason: str, key: str) -> None:
    with place.client(Role.ADMIN) as client:
        page = look(client, of, reason)
    assert phrase("en", key) in page and 'role="search"' in page
    assert not place.ledger.looks()


@pytest.mark.parametrize("language", languages())
def test_filters_stay_on_the_way_to_a_question_and_back_and_days_that_are_reversed_are_said(place: Place, language: str) -> None:
    with place.client(Role.ADMIN) as client:
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        page = html.unescape(client.get("/console/questions", params={"words": "invoices", "channel": "dm"}).text)
        there = re.findall(r'class="line" href="([^"]+)"', page)[0]
        back = re.findall(r'<p><a href="([^"]+)">←', html.unescape(client.get(there).text))[0]
        assert "words=invoices" in back and "channel=dm" in back
        said = html.unescape(client.get("/console/questions?since=2026-11-20&until=2026-11-01").text)
        assert phrase(language, "console.questions.reversed") in said.partition('id="results"')[2], "the part that is swapped"


def test_of_an_erased_question_it_is_not_offered_to_show_who_asked(place: Place) -> None:
    receipt = ask(place, Role.EMPLOYEE, "May I put an offer into Claude Team?")
    with place.client(Role.ADMIN) as client:
        assert "Show who asked" in client.get(f"/console/questions/{receipt}").text
        row = place.ledger.question(receipt)
        assert row is not None
        place.ledger.erase([row.key], datetime.now(UTC))
        page = client.get(f"/console/questions/{receipt}").text
    assert "Show who asked" not in page and phrase("en", "console.who.unknown") in page


def test_whoever_takes_the_name_of_another_admin_needs_a_look_of_their_own(place: Place) -> None:
    receipt = ask(place, Role.EMPLOYEE, "May I put a contract into ChatGPT Free?")
    app, asker = place.may_i, place.pseudonym(Role.EMPLOYEE)
    log = Log.of(app.knowledge, "en", app)
    anna, eve = (Person(f"U{n}", n * 20, Role.ADMIN, "Anna Meyer") for n in ("a", "e"))
    look_at_all(app, anna, receipt, WHY)
    assert log.found(replace(anna, name="Anna M."), QuestionWish(person=asker)).rows, "a new name is nobody else"
    with pytest.raises(RefusedError):
        log.found(eve, QuestionWish(person=asker))
    look_at_all(app, eve, receipt, WHY)
    assert len({look.by for look in place.ledger.looks()}) == 2
