"""Proposed edits on the page of knowledge: what each would change, and the box to try the policy as it would be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.console.doors import Role
from bot.environment import shipped
from bot.knowledge.history.propose import edit_of
from bot.knowledge.history.propose import propose as propose_patch
from tests.console.place import Place, place_in

BEFORE, AFTER = "DeepL Pro,allow,allow,conditional,deny", "DeepL Pro,allow,allow,deny,deny"
QUESTION = "May I use DeepL Pro for a contract?"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place_in(tmp_path_factory.mktemp("proposed")) as made:
        propose(made.settings.proposals, AFTER, "stricter deepl")
        (made.settings.proposals / "other.patch").write_text("diff --git a/knowledge/no.yaml b/knowledge/no.yaml\n-a\n+b\n")
        yield made


def propose(out: Path, row: str, name: str) -> None:
    folder = shipped("knowledge")
    text = (folder / "matrix.csv").read_text()
    assert text.count(BEFORE) == 1
    propose_patch(edit_of(folder, {"matrix.csv": text.replace(BEFORE, row)}), out, name)


def tried(client: TestClient, **given: str) -> tuple[int, str]:
    csrf = client.get("/console/knowledge").text.split('name="csrf" value="')[1].split('"')[0]
    answer = client.post("/console/knowledge", data={"csrf": csrf, "text": QUESTION, **given})
    return answer.status_code, answer.text


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OWNER])
def test_what_an_edit_would_change_is_shown_before_anybody_applies_it(place: Place, role: Role) -> None:
    with place.client(role) as client:
        page = client.get("/console/knowledge").text
        assert 'href="/console/knowledge?proposal=stricter-deepl.patch"' in page
        page = client.get("/console/knowledge?proposal=stricter-deepl.patch").text
    assert "Answers that get stricter:" in page and "get stricter: 0" not in page and "get looser: 0" in page
    assert f"<del>-{BEFORE}</del>" in page and f"<ins>+{AFTER}</ins>" in page
    assert "DeepL Pro" in page.split("Answers that change", 1)[1] and "mark-forbidden" in page.split("Answers that change", 1)[1]
    assert str(place.settings.proposals) not in page


def test_a_question_can_be_tried_under_the_policy_as_it_would_be(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        assert 'class="mark mark-conditional"' in tried(client)[1]
        status, page = tried(client, proposal="stricter-deepl.patch")
    assert status == 200 and 'class="mark mark-forbidden"' in page
    assert '<option value="stricter-deepl.patch" selected>' in page


def test_a_patch_that_fits_no_more_is_shown_and_told(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = client.get("/console/knowledge?proposal=other.patch").text
        status, tried_page = tried(client, proposal="other.patch")
    assert "It does not fit the files as they are now" in page and "<ins>+b</ins>" in page
    assert status == 400 and "It does not fit" in tried_page and "Traceback" not in tried_page


def test_roles_and_countries_that_the_policy_knows_are_offered(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        page = client.get("/console/knowledge").text
        offered = client.get("/console/matrix").text
    for name, ids in (("role", "roles"), ("country", "countries")):
        known = re.findall(r"<option[^>]*>([^<]+)</option>", offered.split(f'name="{name}"')[1].split("</select>")[0])[1:]
        assert known and re.findall(r'<option value="([^"]*)">', page.split(f'id="{ids}"')[1].split("</datalist>")[0]) == known


@pytest.mark.parametrize("name", ["no.patch", "../console.db", "/etc/passwd", "x" * 5000, "stricter-deepl.patch/.."])
def test_no_other_file_is_ever_shown(place: Place, name: str) -> None:
    with place.client(Role.OWNER) as client:
        answer = client.get("/console/knowledge", params={"proposal": name})
        assert (answer.status_code, tried(client, proposal=name)[0]) == (404, 400)
    assert "no such proposed edit" in answer.text


def test_employees_see_no_proposals(place: Place) -> None:
    with place.client(Role.EMPLOYEE) as client:
        assert client.get("/console/knowledge?proposal=stricter-deepl.patch").status_code == 403


def test_without_any_the_page_says_where_they_come_from(tmp_path: Path) -> None:
    with place_in(tmp_path) as made, made.client(Role.OWNER) as client:
        page = client.get("/console/knowledge").text
    assert "No proposed edit waits." in page and 'name="proposal"' not in page
