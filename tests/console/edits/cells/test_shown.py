"""What is shown before a cell is edited, and that what is typed is only words, in every language."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.saying.words import load_catalog_of
from tests.console.conftest import ask
from tests.console.edits.cells.editing import (
    OWN,
    STRICT,
    WIDE,
    Edited,
    page_of,
    save,
    send,
    show,
)
from tests.console.edits.confirming import csrf_of, files
from tests.console.place import Place


def test_an_owner_finds_the_way_in_beside_the_cell_and_an_employee_does_not(place: Place) -> None:
    link = 'href="/console/cell?tool=claude%2Fteam&data=confidential#cell"'
    for role, can in ((Role.OWNER, True), (Role.ADMIN, True), (Role.EMPLOYEE, False)):
        assert (link in page_of(place, "matrix?tool=claude/team&data=confidential", role)) is can


def test_the_form_has_the_present_effect_its_place_and_its_conditions(place: Place) -> None:
    page = page_of(place, "cell?tool=claude/team&data=confidential").partition('id="cell"')[2]
    assert "Claude Team × Confidential" in page and "mark-conditional" in page.partition("<form")[0]
    assert re.search(r"<li>It allows Confidential in [^<]+, rules\.yaml:\d+</li>", page), "words, and never an id"
    assert "confidential-data-on-contract" not in page.partition("<form")[0]
    assert "You use only the part that the task needs." in page.partition("<form")[0]
    assert 'value="minimum-needed" checked' in page and page.count(" checked") == 1, "what is asked for today is kept"
    assert re.findall(r'name="effect" value="(\w+)"', page) == [
        "allow",
        "condition",
        "review",
        "forbid",
    ]


def test_what_becomes_forbidden_is_told_without_the_conditions_that_fall_away(place: Place) -> None:
    page = show(place, WIDE, "forbid")
    assert "Claude Team × Invoices: Yes, if → Not allowed</li>" in page
    assert "→ Allowed; − " in show(place, WIDE, "allow")


def test_a_rule_over_several_cells_is_named_and_said_to_stay(place: Place) -> None:
    said = "decides this cell and others as well. It stays as it is"
    assert said in page_of(place, "cell?tool=claude/team&data=confidential")
    assert said not in page_of(place, "cell?tool=chatgpt/free&data=confidential")


def test_whoever_looks_as_somebody_else_is_told_that_the_edit_holds_for_all(place: Place) -> None:
    page = page_of(place, "cell?tool=claude/team&data=confidential&role=nurse")
    assert "holds for everybody, not only for nurse" in page
    assert 'name="role" value="nurse"' in page


def test_the_cells_the_tests_and_the_questions_that_change_are_shown_before_anything_is_written(place: Edited) -> None:
    before = files(place)
    ask(place, Role.EMPLOYEE, "May I put passport numbers into ChatGPT Free?")
    page = show(place, STRICT, "allow")
    assert "Cells that change: 5" in page and "ChatGPT Free × Health records: Not allowed → Allowed" in page
    assert "Tests of the policy that change: 1" in page and "the test expects “Not allowed”" in page
    assert "Questions of the last 90 days that would be answered otherwise:" in page
    assert "For this cell the rule “It forbids Restricted in any tool" in page and "restricted-data-stays-home</code>" not in page
    assert files(place) == before and not list(place.settings.proposals.glob("*"))


def test_what_the_policy_says_already_needs_no_saving(place: Place) -> None:
    page = show(place, OWN, "forbid")
    assert "the policy says this already" in page and 'value="save"' not in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"effect": ""}, "Choose first what is to hold"),
        ({"effect": "perhaps"}, "Choose first what is to hold"),
        ({"effect": "condition"}, "needs a condition"),
        ({"effect": "condition", "conditions": ["no-such"]}, "no such cell or condition"),
        ({"effect": "allow", "data": "no-such"}, "no such cell or condition"),
        ({"effect": "allow", "step": "burn"}, "Choose first what is to hold"),
    ],
)
def test_a_pick_that_says_too_little_is_refused_in_words(place: Place, fields: dict[str, Any], told: str) -> None:
    before = files(place)
    status, page = send(place, **{"step": "show", **WIDE, **fields})
    assert status == 409 and told in page and "Traceback" not in page and files(place) == before


@pytest.mark.parametrize("language", ["de", "es", "fr", "nl"])
def test_every_language_has_the_form(place: Place, language: str) -> None:
    texts = load_catalog_of(language)
    with place.client(Role.OWNER) as client:
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        sent = {"csrf": csrf_of(client), "step": "show", "effect": "allow", **STRICT}
        page = html.unescape(client.post("/console/cell", data=sent).text)
    assert texts["console.cell.meant"] in page and texts["console.cell.preview"] in page
    assert not re.search(r"[>\"](?:console|word)\.[a-z_.]+[<\"]", page)


def test_what_is_typed_is_only_words(place: Place) -> None:
    said = '<script>alert(1)</script> {{ csrf }} "><img src=x>'
    status, page = send(place, step="show", effect="condition", text=said, because=said, **WIDE)
    assert status == 200 and "<img src=x>" in page  # unescaped by the test
    with place.client(Role.OWNER) as client:
        sent = {"csrf": csrf_of(client), "step": "show", "effect": "condition", "text": said, "because": said, **WIDE}
        raw = client.post("/console/cell", data=sent).text
    assert "<script>alert(1)" not in raw and "<img" not in raw and "{{ csrf }}" in raw
    save(place, WIDE, "condition", text=said, because=said)
    assert "cell-claude-team-confidential" in {one.id for one in place.rooms.store.current().policy.rules}
