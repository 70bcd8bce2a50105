"""The page of governance: one look says what is missing or overdue, by tool and by demand, and whose turn it is."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from babel.dates import format_date

from bot.clock.today import today_at
from bot.commands.vendors.report import report_file
from bot.console.doors import Role
from bot.console.governing import GovernancePage
from bot.console.render import HERE, LANGUAGE_COOKIE
from bot.console.report import REPORTED
from bot.ledger.ledger import Ledger
from bot.ledger.publications import Publications
from bot.policy.house import Knowledge
from bot.policy.words import Effect
from bot.saying.words import languages, phrase
from tests.console.place import Place, place_in


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
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        page = html.unescape(client.get("/console/governance").text)
    assert phrase(language, "console.governance.title") in page
    for name in ("turns", "tools", "demands", "evidence", "state.missing"):
        assert phrase(language, f"governance.{name}") in page
    assert "governance." not in page.replace("governance.yaml", ""), "no key stands in a text's place"


def test_employees_do_not_see_it(place: Place) -> None:
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/governance").status_code == 403


CHAPTERS = ("knowledge", "changes", "governance", "incidents", "vendors", "ledger")


@pytest.mark.parametrize(("role", "chapters"), [(Role.ADMIN, CHAPTERS), (Role.OWNER, CHAPTERS[:-1])])
def test_the_report_holds_what_its_reader_s_pages_say_in_one(place: Place, role: Role, chapters: tuple[str, ...]) -> None:
    pages = [name for name in chapters if name != "changes"]
    # The ledger's page says the minute of its comparison: both are read in one.
    with time_machine.travel(datetime.now(UTC), tick=False), place.client(role) as client:
        page = html.unescape(client.get("/console/report").text)
        link = client.get("/console/governance").text
        leads = [html.unescape(client.get(f"/console/{name}").text).split('class="lead">')[1].split("<")[0] for name in pages]
    heads = [page.index(f'class="chapter">{phrase("en", f"console.page.{name}")}<') for name in chapters]
    assert heads == sorted(heads) and page.count('class="chapter"') == len(chapters)
    assert [lead for lead in leads if lead not in page] == []
    assert "Le Chat Team" in page
    assert 'href="/console/report"' in link


def test_the_report_tells_what_each_version_changed_since_the_day_that_its_reader_picks(tmp_path: Path) -> None:
    with place_in(tmp_path) as place:
        mind = place.rooms.minds.today()
        rules = tuple(replace(one, effect=Effect.FORBID) for one in mind.knowledge.policy.rules)
        earlier = replace(mind.knowledge.policy, rules=rules, version="stricter-1")
        with time_machine.travel(datetime.now(UTC) - timedelta(days=40), tick=False):
            publish(place.ledger, replace(mind.knowledge, policy=earlier, version="stricter-1"))
        Publications(place.ledger).publish(mind.knowledge)
        later = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()  # the house may be a day ahead of UTC
        with place.client(Role.OWNER) as client:
            pages = {day: html.unescape(client.get("/console/report", params={"since": day}).text) for day in ("", later, "soon")}
    assert "Versions: 2." in pages[""] and "Not allowed → Allowed (looser)" in pages[""]
    assert "ChatGPT Team" in pages[""].split(phrase("en", "report.cells_changed"), 1)[1].split("</table>")[0]
    assert "Versions: 0." in pages[later] and f'name="since" value="{later}"' in pages[later]
    assert phrase("en", "console.error.day") in pages["soon"] and "Versions: 2." in pages["soon"]


def test_the_next_report_begins_on_the_day_on_which_an_admin_noted_the_last_one(tmp_path: Path) -> None:
    earlier = (datetime.now(UTC) - timedelta(days=40)).replace(hour=12)  # at noon the house has the same day
    day = earlier.date().isoformat()
    with place_in(tmp_path) as place:
        with place.client(Role.ADMIN) as client:
            first = html.unescape(client.get("/console/report").text)
            assert client.post("/console/report", data={"csrf": "made up"}).status_code == 403
            place.ledger.keep_console_deed("somebody", "admin", REPORTED, "", earlier)
            next_one = html.unescape(client.get("/console/report").text)
            picked = html.unescape(client.get("/console/report", params={"since": "2026-01-01"}).text)
            noted = html.unescape(client.post("/console/report", data={"csrf": csrf_of(first)}).text)
            deeds = html.unescape(client.get("/console/ledger").text)
        with place.client(Role.OWNER) as client:
            owners = html.unescape(client.get("/console/report").text)
            refused = client.post("/console/report", data={"csrf": csrf_of(owners)}).status_code
        alone = report_file(place.settings.knowledge, since=None, language="en", ledger=place.ledger)
    assert phrase("en", "console.report.none_before") in first
    assert phrase("en", "console.report.note") in first and phrase("en", "console.report.note") not in owners
    assert refused == 403
    for page in (noted, next_one, owners, picked):
        assert phrase("en", "console.report.none_before") not in page
    assert f'name="since" value="{day}"' in next_one
    today = today_at(place.rooms.minds.today().knowledge).isoformat()
    assert f'name="since" value="{today}"' in noted and f'name="since" value="{today}"' in owners
    assert 'name="since" value="2026-01-01"' in picked
    assert phrase("en", "console.deed.reported") in deeds
    assert day_in_words(today) in alone and phrase("en", "console.report.none_before") not in alone


def csrf_of(page: str) -> str:
    return page.split('name="csrf" value="', 1)[1].split('"', 1)[0]


def day_in_words(day: str) -> str:
    return str(format_date(date.fromisoformat(day), format="medium", locale="en"))


def publish(ledger: Ledger, knowledge: Knowledge) -> None:
    Publications(ledger).publish(knowledge)


def test_the_report_has_no_buttons_no_empty_columns_and_not_what_admins_did_in_the_console(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        client.cookies.set(LANGUAGE_COOKIE, "en", path="/console")
        page = html.unescape(client.get("/console/report").text)
        ledger = html.unescape(client.get("/console/ledger").text)
    report = page.split('class="report">')[1].split("</main>")[0]
    for name in ("console.ledger.looks", "console.ledger.deeds"):
        assert phrase("en", name) in ledger and phrase("en", name) not in report
    assert 'method="post"' not in report.split('class="chapter"', 1)[1]
    assert "and 13 more" not in report, "an auditor reads each tool of a piece of evidence"


def test_on_paper_colours_are_light_whatever_the_browser_likes() -> None:
    style = (HERE / "static" / "console.css").read_text()
    assert "prefers-color-scheme: dark" in style
    assert re.findall(r"@media ([^{]*)prefers-color-scheme: dark", style) == ["screen and ("]
    assert "color-scheme: light;" in style.split("@media print")[1]


def test_on_paper_sheets_are_numbered_and_addresses_are_read() -> None:
    style = (HERE / "static" / "console.css").read_text()
    assert "counter(page)" in style.split("@page")[1].split("@media")[0]
    assert "attr(href)" in style.split("@media print")[1]


@pytest.mark.parametrize("language", languages())
def test_the_report_is_whole_in_every_language(place: Place, language: str) -> None:
    with place.client(Role.ADMIN) as client:
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        page = html.unescape(client.get("/console/report").text)
    assert phrase(language, "console.report.title") in page
    assert "console." not in page.replace("console.css", ""), "no key stands in a text's place"


def test_employees_get_no_report(place: Place) -> None:
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/report").status_code == 403


def test_the_first_sheet_stands_alone_and_says_who_may_where_the_matrix_says_no(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        client.cookies.set(LANGUAGE_COOKIE, "en", path="/console")
        page = html.unescape(client.get("/console/report").text)
    sheet, annex = page.split('class="sheet"')[1].split('class="annex"')
    for name in ("knowledge", "changes", "governance", "incidents", "vendors", "ledger"):
        assert f"<dt>{phrase('en', f'console.page.{name}')}</dt>" in sheet
    for name in ("console.report.counts", "console.report.open", "console.matrix.notes"):
        assert phrase("en", name) in sheet
    assert page.count("<tr>") > sheet.count("<tr>") * 3 and sheet.count("<tr>") < 20, "the details follow"
    notes = [one.split("</li>")[0] for one in sheet.split('class="notes"')[1].split("<li>")[1:]]
    (nurses,) = (one for one in notes if "clinicians-on-our-own-servers" in one)
    assert "role: clinician or role: nurse" in nurses and nurses.startswith("Health records")
    assert any("sleep-study" in one for one in notes) and any("everybody" in one for one in notes)
    row = annex.split(">Llama 3 on our own servers</th>")[1].split("</tr>")[0]
    public, *_, restricted = row.split("<td")[1:]
    number = notes.index(nurses) + 1
    assert f"{number}," in restricted.split("<sup>")[1] and "<sup>" not in public


def test_evidence_that_has_run_out_is_marked_and_the_rest_of_many_tools_opens(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = html.unescape(client.get("/console/governance").text)
    evidence = page.split(f"<h2>{phrase('en', 'governance.evidence')}</h2>")[1].split("</table>")[0]
    (falcon,) = (row for row in evidence.split("<tr>") if "last release long ago" in row)
    assert "mark-forbidden" in falcon and f"· {phrase('en', 'governance.state.expired')}" in falcon
    assert "mark-forbidden" not in evidence.replace(falcon, "")
    summary, rest = evidence.split("<details><summary>")[1].split("</details>")[0].split("</summary>")
    assert "more" in summary and rest.count(",") > summary.count(",")


def test_evidence_stands_beside_the_tools_of_which_it_is_demanded(place: Place) -> None:
    """A contract on data is demanded of nobody's private account."""
    mind = place.rooms.minds.today()
    every = tuple(
        replace(one, offerings=frozenset(mind.knowledge.policy.offerings)) for one in mind.knowledge.governance.evidence
    )
    knowledge = replace(mind.knowledge, governance=replace(mind.knowledge.governance, evidence=every))
    rows = GovernancePage.of(knowledge, "en", 1000).page().tables[3].rows
    contracts = [row[1].text for row in rows if row[0].text in ("Standard contractual clauses", "Data processing agreement")]
    assert contracts and not any("ChatGPT Free" in one or "ChatGPT Plus" in one for one in contracts)
