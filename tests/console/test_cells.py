"""The matrix and its cells: what is ruled, for whom, and how often it was asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.console.doors import Role
from tests.console.place import Place, place_in
from tests.console.test_pages import HTML


@pytest.fixture(scope="module")
def admin(place: Place) -> Iterator[TestClient]:
    with place.client(Role.ADMIN) as client:
        yield client


def test_a_cell_tells_why_with_which_conditions_and_what_else(admin: TestClient) -> None:
    page = admin.get("/console/matrix", params={"tool": "claude/team", "data": "invoices"}).text
    cell = page.split('id="cell"')[1]
    assert "Claude Team × Invoices" in cell and "Yes, if" in cell
    assert "Amounts and bank details are blacked out." in cell
    assert "rules.yaml" in cell and "in the last 90 days" in cell
    assert re.search(r"Answers for it: \w+", cell), "by name, whoever typed it in at the import"


@pytest.mark.parametrize("data", ["invoices", "confidential"])
def test_a_cell_tells_how_often_it_was_asked_about_and_leads_an_admin_to_the_questions(place: Place, data: str) -> None:
    cells = {}
    for role in (Role.ADMIN, Role.EMPLOYEE):
        with place.client(role) as client:
            cells[role] = client.get("/console/matrix", params={"tool": "claude/team", "data": data}).text.split('id="cell"')[1]
            if role is Role.ADMIN:
                asked = client.get(f"/console/questions?tool=claude&data={data}").text
    for cell in cells.values():
        count, people = re.findall(r"in the last 90 days: (\d+), from (?:fewer than )?(\d+) people", cell)[0]
        assert int(count) >= 3 and int(people) >= 5
    assert f"/console/questions?tool=claude&amp;data={data}" in cells[Role.ADMIN] and int(count) <= int(
        re.findall(r"<strong>(\d+) question", asked)[0]
    )
    assert "/console/questions?" not in cells[Role.EMPLOYEE]


def test_a_cell_that_nobody_asked_about_says_so(tmp_path: Path) -> None:
    with place_in(tmp_path) as made, made.client(Role.ADMIN) as client:
        assert "Nobody asked about Claude" in client.get("/console/matrix?tool=claude/team&data=invoices").text


def test_what_is_forbidden_names_what_to_use_instead(admin: TestClient) -> None:
    cell = admin.get("/console/matrix", params={"tool": "chatgpt/free", "data": "invoices"}).text.split('id="cell"')[1]
    assert "Not allowed" in cell and "Use instead" in cell


def test_the_matrix_of_a_role_and_country_is_another_one(admin: TestClient) -> None:
    plain, elsewhere = (admin.get("/console/matrix", params={"of": "all", "country": one}).text for one in ("NL", "US"))
    cells = [re.findall(r'<td class="cell mark-(\w+)"', page) for page in (plain, elsewhere)]
    assert len(cells[0]) == len(cells[1]) > 500
    assert cells[0] != cells[1]


def test_a_class_with_stricter_kinds_inside_says_so_beside_its_verdict(admin: TestClient) -> None:
    page = admin.get("/console/matrix").text
    assert "some kinds are stricter" in page


@pytest.mark.parametrize("tool", ["no/such", HTML])
def test_a_cell_that_the_policy_does_not_have_is_said_to_be_gone(admin: TestClient, tool: str) -> None:
    page = admin.get("/console/matrix", params={"tool": tool, "data": "invoices"}).text
    assert "The policy has no such cell" in page and HTML not in page
