"""The page of governance: one look says what is missing or overdue, by tool and by demand, and whose turn it is."""

from __future__ import annotations

import html

import pytest

from bot.console.doors import Role
from bot.saying.words import languages, phrase
from tests.console.place import Place


def test_one_look_says_what_is_missing_and_whose_turn_it_is(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = html.unescape(client.get("/console/governance").text)
    lead = page.split('class="lead">')[1].split("<")[0]
    assert "demands are not met" in lead and "No ruling hangs on it" in lead
    heads = [page.index(phrase("en", f"governance.{one}")) for one in ("turns", "tools", "demands", "evidence")]
    assert heads == sorted(heads)
    assert "Le Chat Team" in page and "EU AI Act Art. 26(2)" in page
    assert "not needed: Translates texts and follows no instructions." in page
    assert page.index("Le Chat Team") < page.index("Falcon on our own servers"), "who lacks most stands first"


@pytest.mark.parametrize("language", languages())
def test_it_is_said_in_every_language(place: Place, language: str) -> None:
    with place.client(Role.ADMIN) as client:
        client.post("/console/language", data={"language": language, "back": "/console/governance"})
        page = html.unescape(client.get("/console/governance").text)
    assert phrase(language, "console.governance.title") in page
    for name in ("turns", "tools", "demands", "evidence", "state.missing"):
        assert phrase(language, f"governance.{name}") in page
    assert "governance." not in page.replace("governance.yaml", ""), "no key stands in a text's place"


def test_employees_do_not_see_it(place: Place) -> None:
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/governance").status_code == 403


CHAPTERS = ("knowledge", "governance", "incidents", "vendors", "ledger")


@pytest.mark.parametrize(("role", "chapters"), [(Role.ADMIN, CHAPTERS), (Role.OWNER, CHAPTERS[:-1])])
def test_the_report_holds_what_its_reader_s_pages_say_in_one(place: Place, role: Role, chapters: tuple[str, ...]) -> None:
    with place.client(role) as client:
        page = html.unescape(client.get("/console/report").text)
        link = client.get("/console/governance").text
        leads = [html.unescape(client.get(f"/console/{name}").text).split('class="lead">')[1].split("<")[0] for name in chapters]
    heads = [page.index(f'class="chapter">{phrase("en", f"console.page.{name}")}<') for name in chapters]
    assert heads == sorted(heads) and page.count('class="chapter"') == len(chapters)
    assert [lead for lead in leads if lead not in page] == []
    assert "Le Chat Team" in page
    assert 'href="/console/report"' in link


@pytest.mark.parametrize("language", languages())
def test_the_report_is_whole_in_every_language(place: Place, language: str) -> None:
    with place.client(Role.ADMIN) as client:
        client.post("/console/language", data={"language": language, "back": "/console/report"})
        page = html.unescape(client.get("/console/report").text)
    assert phrase(language, "console.report.title") in page
    assert "console." not in page.replace("console.css", ""), "no key stands in a text's place"


def test_employees_get_no_report(place: Place) -> None:
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/report").status_code == 403
