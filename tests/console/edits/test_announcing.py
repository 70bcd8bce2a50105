"""A vendor's notice is pasted into the console: what it becomes is shown, and then written into the vendor's file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.saying.words import phrase
from tests.console.place import Place, place_in

PATH = "/console/vendors"
NOTICE = """Subject: We are changing our commercial terms

Dear customer, the new terms take effect on 15 January 2027. Write to kim.jansen@example.org with questions.
See https://openai.example/terms.
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("announcing")) as made:
        yield made


def send(client: TestClient, **fields: str) -> tuple[int, str]:
    csrf = client.get(PATH).text.split('name="csrf" value="')[1].split('"')[0]
    answer = client.post(PATH, data={"vendor": "openai", **fields, "csrf": csrf})
    return answer.status_code, answer.text


def vendors(place: Place) -> dict[str, str]:
    return {one.name: one.read_text(encoding="utf-8") for one in (place.settings.knowledge / "vendors").iterdir()}


def write(client: TestClient, **fields: str) -> str:
    """Look at it, then write it; the page after that."""
    shown = send(client, **fields)[1]
    return send(client, **fields, seen=re.findall(r'name="seen" value="(\w+)"', shown)[0])[1]


def test_a_pasted_notice_is_shown_as_an_edit_then_written_and_kept_as_a_deed(place: Place) -> None:
    before = vendors(place)
    with place.client(Role.OWNER) as client:
        status, page = send(client, notice=NOTICE)
        assert status == 200 and "<h2>OpenAI, 2027-01-15</h2>" in page and "<ins>+    effective: 2027-01-15</ins>" in page
        assert vendors(place) == before
        panel, form = page.partition('id="announced"')[2].split("<details", 1)
        assert "Nothing is written yet" in panel and "Write it into the files" in panel, "seen first, where the browser goes"
        assert not form.startswith(" open") and NOTICE.splitlines()[2] in form and "Save</button>" not in form
        page = write(client, notice=NOTICE)
        panel = page.partition('id="announced"')[2]
        assert "Written into vendors/openai.yaml" in panel, "where the browser goes"
    assert "Written into vendors/openai.yaml" in page and "Take the last edit back" in page
    text = vendors(place)["openai.yaml"].replace(before["openai.yaml"], "")
    for part in ("We are changing our commercial terms", "effective: 2027-01-15", "https://openai.example/terms", "E-mail"):
        assert part in text
    assert "kim.jansen" not in text and "Dear customer" not in text, "the notice itself is forgotten"
    deed = place.ledger.console_deeds(1)[0]
    assert (deed.deed, deed.about) == ("announced", "OpenAI, 2027-01-15")


def test_what_it_is_about_is_chosen_and_what_rests_on_that_is_named_in_the_edit(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = client.get(PATH).text
        assert 'value="anthropic:tool:claude"' in page and "OpenAI · commercial terms" in page
        _, tool = send(client, vendor="anthropic", title="Chosen", effective="2027-03-01", about="anthropic:tool:claude")
        _, page = send(client, title="Page", effective="2027-03-02", about="openai:page:acceptable-use")
    tool, page = (one.partition('class="patch"')[2].partition("</pre>")[0] for one in (tool, page))
    assert "claude" in tool and "commercial-terms" in tool, "the page on which something of that tool rests"
    assert "acceptable-use" in page and "announced_on: 20" in page, "under review as soon as it is written"


def test_of_a_day_that_is_past_nobody_is_promised_a_reminder(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = write(client, title="Old terms", effective="2024-01-31")
    assert "That day is past, so nobody is reminded of it." in page and "Reminders begin" not in page


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({}, 200, "Say what changes, or paste the notice."),
        ({"title": "New <b>terms</b>"}, 200, "names no day on which it takes effect"),
        ({"title": "T", "effective": "2027-02-31"}, 200, phrase("en", "console.error.day")),
        ({"title": "T", "effective": "soon"}, 200, phrase("en", "console.error.day")),
        ({"notice": "New terms\n\nThey take effect on 31 February 2027."}, 200, "names no day on which it takes effect"),
        (
            {"title": "T", "effective": "2027-01-15", "about": "anthropic:tool:claude"},
            200,
            phrase("en", "announced.missing.about"),
        ),
        ({"title": "T", "effective": "2027-01-15", "about": "openai:tool:x"}, 200, phrase("en", "announced.missing.about")),
        ({"vendor": "nobody", "title": "T", "effective": "2027-01-15"}, 400, "No edit could be written"),
        ({"vendor": "../../etc", "title": "T", "effective": "2027-01-15"}, 400, "No edit could be written"),
    ],
)
def test_what_cannot_be_written_is_said_and_writes_nothing(place: Place, fields: dict[str, str], status: int, words: str) -> None:
    before = vendors(place)
    with place.client(Role.ADMIN) as client:
        found, page = send(client, **fields)
    assert found == status and words in page and "Traceback" not in page
    assert "<b>terms</b>" not in page
    if fields.get("title") and status == 200:
        assert 'role="alert"' in page and 'name="title" value="' in page, "what was typed stays"
    assert vendors(place) == before


def test_the_form_needs_the_role_and_the_page(place: Place) -> None:
    data = {"vendor": "openai", "title": "T", "effective": "2027-01-15", "csrf": "x"}
    for role in (Role.ADMIN, Role.OWNER, Role.EMPLOYEE):
        with place.client(role) as client:
            assert client.post(PATH, data=data).status_code == 403
    with place.client(Role.EMPLOYEE) as client:
        assert client.get(PATH).status_code == 403


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "leverancier"), ("de", "Anbieter"), ("fr", "fournisseur"), ("es", "proveedor")]
)
def test_the_form_speaks_the_readers_language(place: Place, language: str, title: str) -> None:
    with place.client(Role.OWNER) as client:
        client.cookies.delete("mayi_language")
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        page = client.get(PATH).text
    form = page.split('id="announced"')[1].split("</form>")[0]
    assert title.casefold() in form.casefold() and "Paste the vendor" not in form
