"""What each page shows, and what it makes of bad input."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from bot.answers.answer import rule
from bot.answers.forms import FORM
from bot.answers.settle import click
from bot.console.doors import Role
from bot.console.render import GROUPS, LANGUAGE_COOKIE, PAGES
from bot.ledger.asked.search import Filter
from bot.ledger.plain import READING, plain
from bot.policy.talks.talk import Asker, ThreadState
from bot.policy.words import Slot
from bot.reading.door import make_safe
from bot.saying.labels import slot_value
from bot.saying.words import load_catalog_of, words_for
from tests.console.conftest import MINE, ask
from tests.console.place import Place, answerer, place_in

HTML = "<img src=x on" + "error=alert(1)>"
BAD = {
    "ten thousand letters": "x" * 10_000,
    "SQL": "'; DROP TABLE questions; --",
    "HTML": HTML,
    "signs of the index's own language": 'a" OR b* NEAR(',
    "a zero byte": "a\x00b",
    "shapes": "✕◐ 🦊",
    "a percent sign": "%00%zz",
}
FIELDS = ("words", "since", "until", "verdict", "tool", "data", "channel", "language", "feedback", "version", "below")


def csrf_of(client: TestClient) -> str:
    return client.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]


@pytest.fixture(scope="module")
def admin(place: Place) -> Iterator[TestClient]:
    with place.client(Role.ADMIN) as client:
        yield client


# --- questions -----------------------------------------------------------------------------------------------------


def test_every_way_in_which_questions_come_can_be_picked(admin: TestClient) -> None:
    assert {"channel", "dm", "group", "private", FORM} <= set(
        re.findall(r'<option value="(\w+)"', admin.get("/console/questions").text)
    )


def test_an_admin_sees_all_and_an_employee_their_own(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        assert "103 questions" in client.get("/console/questions").text
    with place.client(Role.EMPLOYEE) as client:
        page = client.get("/console/questions").text
    assert "1 question<" in page and MINE in page


def test_nobody_reads_the_question_of_somebody_else_by_its_receipt(place: Place) -> None:
    receipt = ask(place, Role.OWNER)
    for role, status in ((Role.OWNER, 200), (Role.EMPLOYEE, 404), (Role.ADMIN, 200)):
        with place.client(role) as client:
            assert client.get(f"/console/questions/{receipt}").status_code == status


def test_a_story_tells_what_was_asked_read_decided_and_said(place: Place, admin: TestClient) -> None:
    page = admin.get(f"/console/questions/{ask(place, Role.EMPLOYEE)}").text
    for part in ("Asked", MINE, "Read", "Claude Team · Invoices", "Decided", "rules.yaml", "Said"):
        assert part in page


def test_an_answer_that_was_clicked_is_told_by_its_button(tmp_path: Path) -> None:
    mind, asked = answerer().mind, "May I put the doodle into Claude Team?"
    read = mind.reader.read(make_safe(asked), None, Asker())
    ruled = rule(mind, read.items[0], read, date(2026, 11, 27)).ruling
    assert ruled is not None and ruled.ask_back is not None
    (chosen, *_), slot = ruled.ask_back.options, ruled.ask_back.slot
    clicked = click(mind, ThreadState(item=read.items[0], pending=ruled.ask_back), slot, chosen.value)
    assert clicked is not None and not clicked.text
    with place_in(tmp_path) as own:
        values = {"text": clicked.text, "reading": plain(READING, clicked)}
        receipt = own.ledger.keep_question("clicked", at=datetime.now(UTC), asker="somebody", **values)
        with own.client(Role.ADMIN) as client:
            told = f"Clicked: {slot_value(Slot(slot), chosen.value, mind.knowledge, words_for('en', ('en',)))}"
            assert f'<span class="text">{told}</span>' in client.get("/console/questions").text
            assert told in client.get(f"/console/questions/{receipt}").text


def test_a_column_of_times_says_whose_time_it_is(place: Place, admin: TestClient) -> None:
    assert place.rooms.minds.today().knowledge.organisation.time_zone == "Europe/Amsterdam"
    assert "When (Amsterdam)" in admin.get("/console/reminders").text


def test_words_and_filters_narrow_the_list_and_pages_go_on(admin: TestClient) -> None:
    page = admin.get("/console/questions").text
    older = page.split('id="older"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    first, second = (set(re.findall(r"/console/questions/(R-\w+)", one)) for one in (page, admin.get(older).text))
    assert len(first) == len(second) == 50 and not first & second
    assert (
        "3 questions"
        in admin.get("/console/questions", params={"words": "invoices team put into claude may", "channel": "dm"}).text
    )


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_answered_in_words(admin: TestClient, field: str, name: str) -> None:
    answer = admin.get("/console/questions", params={field: BAD[name]})
    assert answer.status_code == 200
    assert HTML not in answer.text and "Traceback" not in answer.text


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "yesterday", "0000-00-00"])
def test_a_day_that_no_calendar_has_is_told_and_left_out(admin: TestClient, day: str) -> None:
    page = admin.get("/console/questions", params={"since": day}).text
    assert "no day of the calendar" in page and "103 questions" in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days(admin: TestClient, day: str) -> None:
    assert admin.get("/console/questions", params={"since": day, "until": day}).status_code == 200


def test_the_log_is_still_there_after_all_that(admin: TestClient) -> None:
    assert "103 questions" in admin.get("/console/questions").text


# --- export --------------------------------------------------------------------------------------------------------


def test_an_export_is_what_is_filtered_and_leaves_a_trace(place: Place, admin: TestClient) -> None:
    answer = admin.get("/console/questions/export", params={"channel": "dm", "words": "invoices claude team put"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 3 and rows[0]["text"] == MINE
    assert place.ledger.console_deeds(1)[0].deed == "export"


def test_an_export_that_is_cut_off_leaves_the_console_and_the_log_as_they_were(admin: TestClient) -> None:
    with admin.stream("GET", "/console/questions/export") as answer:
        assert next(answer.iter_lines()).startswith("receipt,")
    assert admin.get("/console/questions").status_code == 200


def test_no_part_of_an_exported_cell_is_a_formula_where_lines_are_cut_at_semicolons(place: Place, admin: TestClient) -> None:
    receipt = ask(place, Role.ADMIN, 'May I use Claude Team for zebra notes;=HYPERLINK("x","y");public data?')
    shown = admin.get("/console/questions/export", params={"words": "zebra"}).text
    place.ledger.erase([place.ledger.question(receipt).key], place.ledger.question(receipt).at)  # type: ignore[union-attr]
    assert "notes" in shown
    assert not any(part.lstrip().startswith(("=", "+", "@")) for line in shown.splitlines() for part in line.split(";"))


def test_a_formula_in_a_question_is_text_in_the_export(place: Place, admin: TestClient) -> None:
    receipt = ask(place, Role.ADMIN, "=HYPERLINK(1) in Claude Team?")
    try:
        assert "'=HYPERLINK" in admin.get("/console/questions/export", params={"words": "hyperlink"}).text
    finally:
        place.ledger.erase([place.ledger.question(receipt).key], place.ledger.question(receipt).at)  # type: ignore[union-attr]


def test_an_employee_exports_their_own_alone(place: Place) -> None:
    with place.client(Role.EMPLOYEE) as client:
        assert len(client.get("/console/questions/export").text.splitlines()) == 2


# --- views, and two at once ----------------------------------------------------------------------------------------


def test_a_view_is_kept_shown_and_dropped_by_two_at_once_only_once(place: Place, admin: TestClient) -> None:
    csrf = csrf_of(admin)
    form = {"name": "Refusals", "query": "verdict=forbidden", "csrf": csrf}
    with ThreadPoolExecutor(4) as pool:
        codes = sorted(one.status_code for one in pool.map(lambda _: admin.post("/console/views", data=form), range(4)))
    assert codes == [200, 409, 409, 409]
    page = admin.get("/console/questions").text
    assert 'href="/console/questions?verdict=forbidden">Refusals<' in page
    view = page.split("/console/views/")[1].split("/")[0]
    with place.client(Role.OWNER) as owner:
        assert owner.post(f"/console/views/{view}/drop", data={"csrf": csrf_of(owner)}).status_code == 404
    with ThreadPoolExecutor(2) as pool:
        codes = sorted(
            one.status_code
            for one in pool.map(lambda _: admin.post(f"/console/views/{view}/drop", data={"csrf": csrf}), range(2))
        )
    assert codes == [200, 404]


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_view_needs_a_name(admin: TestClient, name: str) -> None:
    assert admin.post("/console/views", data={"name": name, "query": "", "csrf": csrf_of(admin)}).status_code == 400


def test_what_is_typed_into_forms_is_text(admin: TestClient) -> None:
    csrf = csrf_of(admin)
    page = admin.post("/console/views", data={"name": HTML, "query": f'words="{HTML}\r\nX: y', "csrf": csrf}).text
    assert HTML not in page
    tried = admin.post("/console/knowledge", data={"text": HTML + "x" * 5000, "role": HTML, "country": "'", "csrf": csrf})
    assert tried.status_code == 200 and HTML not in tried.text
    assert admin.post("/console/knowledge", data={"text": "x" * 200_000, "csrf": csrf}).status_code == 413


# --- who asked -----------------------------------------------------------------------------------------------------


def test_who_asked_is_shown_for_a_written_reason_and_the_look_is_kept(place: Place, admin: TestClient) -> None:
    receipt = ask(place, Role.EMPLOYEE)
    csrf = csrf_of(admin)
    short = admin.post(f"/console/questions/{receipt}/who", data={"reason": "curious", "csrf": csrf}).text
    assert "Name of U0SANNE001" not in short and "at least 10 characters" in short
    reason = "a data breach is being looked into"
    page = admin.post(f"/console/questions/{receipt}/who", data={"reason": reason, "csrf": csrf}).text
    assert "Name of U0SANNE001" in page
    look = place.ledger.looks(receipt=receipt)[0]
    assert look.reason == reason
    with place.client(Role.OWNER) as owner:
        answer = owner.post(f"/console/questions/{receipt}/who", data={"reason": "a good reason", "csrf": csrf_of(owner)})
    assert answer.status_code == 403


# --- the other pages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", ["7", "30", "90", "365", "0", "-1", "x", "9" * 99])
def test_usage_of_any_span_is_a_page(admin: TestClient, days: str) -> None:
    page = admin.get("/console/usage", params={"days": days})
    assert page.status_code == 200 and "questions" in page.text.casefold()


def test_usage_is_taken_along_as_a_table_of_numbers_and_days_without_small_teams(place: Place, admin: TestClient) -> None:
    page, answer = admin.get("/console/usage?days=30").text, admin.get("/console/usage/export?days=30")
    assert "/console/usage/export?days=30" in page
    rows = list(csv.reader(answer.text.splitlines()))
    assert answer.headers["content-type"].startswith("text/csv") and rows[0] == ["About", "What", "Kind", "Questions", "Before"]
    days = [row for row in rows if re.fullmatch(r"\d{4}-\d\d-\d\d", row[1])]
    assert f"<dt>Questions</dt><dd>{sum(int(row[3]) for row in days)}" in page and "home-care" not in answer.text
    assert "✕\xa0Not allowed" in {row[2] for row in days}
    assert place.ledger.console_deeds(1)[0].deed == "usage_exported"
    with place.client(Role.OWNER) as owner:
        assert owner.get("/console/usage/export").status_code == 403


def test_small_teams_are_not_shown(admin: TestClient) -> None:
    page = admin.get("/console/usage?days=365").text
    assert "home-care" not in page


def test_the_try_it_box_answers_as_for_somebody_else_and_keeps_nothing(place: Place, admin: TestClient) -> None:
    before = place.ledger.count_questions(Filter())
    page = admin.post("/console/knowledge", data={"text": "May I put invoices into ChatGPT Free?", "csrf": csrf_of(admin)}).text
    assert "Not allowed" in page.split('class="answer"')[1]
    assert place.ledger.count_questions(Filter()) == before


@pytest.mark.parametrize("language", ["nl", "de", "fr", "es"])
def test_a_page_is_in_the_language_that_was_chosen(place: Place, language: str) -> None:
    with place.client(Role.ADMIN) as client:
        client.cookies.delete("mayi_language")
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        page = client.get("/console/questions").text
    assert f'<html lang="{language}">' in page
    assert load_catalog_of(language)["console.questions.title"] in page


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/console\\@evil", "javascript:x"])
def test_choosing_a_language_leads_nowhere_else(admin: TestClient, back: str) -> None:
    word = admin.get("/console/usage").text.split('name="csrf" value="')[1].split('"')[0]
    chosen = {"language": "en", "back": back, "csrf": word}
    answer = admin.post("/console/language", data=chosen, follow_redirects=False)
    assert answer.headers["location"] == "/console"


def test_choosing_a_language_keeps_the_filters_and_never_leads_to_a_form(place: Place, admin: TestClient) -> None:
    receipt = ask(place, Role.EMPLOYEE)
    shown = {
        "/console/questions?words=claude&amp;verdict=forbidden": admin.get("/console/questions?words=claude&verdict=forbidden"),
        f"/console/questions/{receipt}": admin.post(
            f"/console/questions/{receipt}/who", data={"reason": "short", "csrf": csrf_of(admin)}
        ),
    }
    for back, page in shown.items():
        assert re.findall(r'name="back" value="([^"]*)"', page.text) == [back]


def test_the_bare_address_leads_to_the_start_page(admin: TestClient) -> None:
    assert "<h1>What may go where?" in admin.get("/").text


def test_the_menu_has_four_groups_and_that_of_the_page_is_open(place: Place, admin: TestClient) -> None:
    menu = admin.get("/console/usage").text.partition("<nav")[2].partition("</nav>")[0]
    assert re.findall(r"<summary>([^<]*)", menu) == ["Policy", "Questions", "Vendors", "Running it"]
    assert re.findall(r"<details[^>]* open><summary>([^<]*)", menu) == ["Questions"]
    assert {name for pages in GROUPS.values() for name in pages} == set(re.findall(r'href="/console/([^"]*)"', menu))
    with place.client(Role.EMPLOYEE) as client:
        assert "<summary>" not in client.get("/console/matrix").text.partition("<nav")[2].partition("</nav>")[0], "four need none"


def test_a_page_that_is_not_there_and_a_way_that_is_not_meant_are_told_in_words(admin: TestClient) -> None:
    assert (admin.get("/console/nowhere").status_code, admin.delete("/console/matrix").status_code) == (404, 405)
    assert "There is no such page" in admin.get("/console/nowhere").text


def test_a_page_that_is_not_there_keeps_the_menu_of_whoever_is_signed_in(place: Place) -> None:
    for role in (Role.ADMIN, Role.EMPLOYEE, None):
        links = sum(role in roles for _, roles in PAGES)
        with place.client(role) as client:
            page = client.get("/console/no-such-page")
        menu = page.text.partition("<nav")[2].partition("</nav>")[0]
        assert (page.status_code, menu.count("<a ")) == (404, links)


def test_every_word_of_the_console_is_used() -> None:
    room = Path(__file__).parents[2] / "bot"
    code = (one for part in ("console", "desk", "wiring") for one in (room / part).rglob("*.py"))
    files = [*(room / "console").rglob("*.html"), *code]
    said = "\n".join(path.read_text(encoding="utf-8") for path in files)
    computed = (
        "hold. group. page. language. role. channel. feedback. lack. deed. head. state. erased. kind. severity. ledger.bad. "
        "ledger.hold. model.fact. model.by_ model.right model.wrong confirm.refused. cell.effect. cell.refused. grid.refused."
    )
    starts = tuple(f"console.{one}" for one in computed.split())
    keys = [key for key in load_catalog_of("en") if key.startswith("console.") and not key.startswith(starts)]
    sections = {f"console.{name}.{part}" for name in ("todos", "vendors", "reminders") for part in ("title", "empty")}
    named = {f"{key}.most" for key in ("console.usage.tools", "console.usage.data", "console.usage.unmet")}
    named |= {f"console.usage.{figure}" for figure in ("people", "saved", "model", "latency")}
    assert [key for key in keys if f'"{key}"' not in said and f"'{key}'" not in said and key not in sections | named] == []


# --- a database that goes away and comes back ----------------------------------------------------------------------


def test_a_database_that_is_away_is_said_to_be_and_nothing_is_lost_when_it_is_back(tmp_path: Path) -> None:
    with place_in(tmp_path) as made:
        receipt = ask(made, Role.EMPLOYEE)
        with made.client(Role.ADMIN) as client:
            with made.ledger._engine.begin() as connection:
                connection.execute(text("ALTER TABLE question_search RENAME TO elsewhere"))
            answer = client.get("/console/questions")
            assert answer.status_code == 503
            assert "Nothing is lost" in answer.text and "question_search" not in answer.text
            with made.ledger._engine.begin() as connection:
                connection.execute(text("ALTER TABLE elsewhere RENAME TO question_search"))
            assert receipt in client.get("/console/questions").text


def test_what_nobody_foresaw_is_a_page_in_words(tmp_path: Path) -> None:
    with place_in(tmp_path) as made, made.client(Role.ADMIN) as client:
        made.ledger.search = None  # type: ignore[method-assign, assignment]
        answer = client.get("/console/questions")
    assert answer.status_code == 500
    assert "nobody foresaw" in answer.text and "Error" not in answer.text
