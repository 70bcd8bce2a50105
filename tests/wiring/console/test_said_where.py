"""Pages say a thing where one looks for it: which page one is on, where an edit by hand is made, what a policy does not know."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.console.doors import Role
from bot.console.render import PAGES
from bot.console.todos import KeptGaps, Todos
from bot.policy.changes.gaps import Gap, Lack
from bot.policy.words import Verdict
from bot.saying.words import phrase
from tests.console.conftest import ask
from tests.console.place import Place, place_in


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("said")) as made:
        ask(made, Role.ADMIN)
        yield made


@pytest.mark.parametrize("page", [name for name, _ in PAGES])
def test_the_menu_says_on_which_page_one_is(place: Place, page: str) -> None:
    with place.client(Role.ADMIN) as client:
        found = html.unescape(client.get(f"/console/{page}").text)
    assert re.findall(r'href="/console/(\w+)" aria-current="page"', found) == [page]


@pytest.mark.parametrize(
    ("wish", "keys"),
    [
        ({"role": "wizard", "country": "Narnia"}, ["no_role", "no_country"]),
        ({"role": "Wizard"}, ["no_role"]),
        ({}, []),
    ],
)
def test_a_role_or_country_that_the_policy_does_not_know_is_said_with_those_that_it_knows(
    place: Place, wish: dict[str, str], keys: list[str]
) -> None:
    with place.client(Role.OWNER) as client:
        page = client.get("/console/knowledge").text
        csrf = page.split('name="csrf" value="')[1].split('"')[0]
        roles = re.findall(r'<option value="([^"]+)">', page.partition('id="roles"')[2].partition("</datalist>")[0])
        assert roles
        data = {"text": "May I put invoices into Claude Team?", "csrf": csrf}
        said = html.unescape(client.post("/console/knowledge", data={**data, **wish}).text)
        known = html.unescape(client.post("/console/knowledge", data={**data, "role": roles[0].upper()}).text)
    for key in ("no_role", "no_country"):
        begin = phrase("en", f"console.try.{key}", said=wish.get(key.removeprefix("no_"), ""), known="|").partition("|")[0]
        assert (begin in said) == (key in keys)
        assert phrase("en", f"console.try.{key}", said="", known="").split("“")[0] not in known
    assert not keys or ", ".join(roles) in said


def test_an_edit_by_hand_names_the_rules_that_decide_with_their_files_and_leads_to_the_cell(place: Place) -> None:
    knowledge = place.rooms.minds.today().knowledge
    rule = knowledge.policy.rules[0]
    now = datetime(2026, 11, 20, tzinfo=UTC)
    gap = Gap(
        1, Lack.ANSWER, "chatgpt/free", "ChatGPT Free", "invoices", "Invoices", 2, 2, {}, (), ("R-1",), now, Verdict.FORBIDDEN
    )
    page = Todos.of(knowledge, "en", place.may_i, KeptGaps())
    cell = page._by_hand(replace(gap, rules=(rule.id,)))
    assert f"{rule.id} ({rule.at.file}:{rule.at.line})" in cell.text
    with place.client(Role.ADMIN) as client:
        assert "Change this cell" in client.get(cell.link.partition("#")[0]).text
    unknown = page._by_hand(replace(gap, tool="Grok"))
    assert (unknown.text, unknown.link) == (phrase("en", "console.mend.by_hand"), "")


@pytest.mark.parametrize(("path", "back"), [("incidents", "incidents"), ("model", "model"), ("views/x/drop", "")])
def test_what_is_refused_leads_back_to_the_page_on_which_it_was_sent(place: Place, path: str, back: str) -> None:
    with place.client(Role.ADMIN) as client:
        csrf = client.get("/console/matrix").text.split('name="csrf" value="')[1].split('"')[0]
        page = client.post(f"/console/{path}", data={"csrf": csrf, "about": "R-0000", "choice": "x"}).text
    assert "That did not work" in page
    assert re.findall(r'class="button main" href="/console/(\w+)"', page) == ([back] if back else [])


def test_a_kept_view_and_the_button_that_drops_it_stand_together(place: Place) -> None:
    with place.client(Role.ADMIN) as client:
        csrf = client.get("/console/matrix").text.split('name="csrf" value="')[1].split('"')[0]
        page = client.post("/console/views", data={"csrf": csrf, "name": "Bans", "query": "verdict=forbidden"}).text
    assert not re.search(r"<p\b(?:(?!</p>).)*<form", page, re.DOTALL), "a form ends the paragraph in which it stands"


def test_governance_says_how_soon_is_soon_and_shows_names_where_one_asked_for_them(place: Place) -> None:
    days = place.rooms.minds.today().knowledge.governance.soon_days
    with place.client(Role.ADMIN) as client:
        page = client.get("/console/governance").text
    assert page.count(f"Due within {days} days") >= 3 and "Due soon</th>" not in page
    assert 'action="/console/governance/who#who"' in page and "Show who has not said so" in page and "Show who asked" not in page
