"""The pages of advice and of costs: what everybody who is signed in may look at, in their language, and what is no answer."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.policy.advice import DIMENSIONS, INPUTS, WAYS
from bot.saying.words import languages, phrase
from tests.console.place import Place

ONE_SEAT = "costs/one-seat.yaml"


@pytest.fixture(scope="module")
def employee(place: Place) -> Iterator[TestClient]:
    with place.client(Role.EMPLOYEE) as client:
        yield client


def advice(client: TestClient, **asked: object) -> str:
    return html.unescape(client.get(f"/console/advice?{urlencode(asked, doseq=True)}").text)


def test_one_way_for_all_and_one_for_each_kind_with_what_the_policy_rules(employee: TestClient) -> None:
    page = advice(employee, data=["public", "internal", "confidential"], volume="medium")
    assert "For all of it: Open model in a managed cloud." in page
    assert "Public → Closed tool under a company contract" in page
    assert "Unpublished financial figures (within Confidential)" in page
    assert "Most sensitive data: restricted → Open model on own servers" in page
    assert '<option value="medium" selected>' in page


def in_words(client: TestClient, words: str) -> str:
    csrf = client.get("/console/advice").text.split('name="csrf" value="')[1].split('"')[0]
    return html.unescape(client.post("/console/advice", data={"words": words, "csrf": csrf}).text)


def test_words_fill_in_the_form_and_what_was_read_is_told(employee: TestClient) -> None:
    page = in_words(employee, "health records, und sonst nichts")
    assert "Read in your words: Health records" in page
    assert "sonst" in page.split("Not understood")[-1]
    assert '<option value="health-records" selected>' in page
    assert "nothing that the policy allows" in page


def test_words_that_name_a_tool_are_no_words_for_the_form(employee: TestClient) -> None:
    page = in_words(employee, "patient letters into ChatGPT Team")
    assert "These words name a tool." in page
    assert '<option value="health-records" selected>' not in page


def test_every_cell_has_dots_words_and_a_reason(employee: TestClient) -> None:
    page = advice(employee)
    assert page.count('class="dots"') == len(DIMENSIONS) * len(WAYS)
    assert page.count("<details>") == len(WAYS)
    assert page.count(" of 4</span>") == len(DIMENSIONS) * len(WAYS)


def test_who_asks_decides_what_the_policy_rules(employee: TestClient) -> None:
    assert "nothing that the policy allows" in advice(employee, data="health-records")
    assert "For all of it: Open model on own servers." in advice(employee, data="health-records", role="nurse")


def test_another_role_that_has_a_way_is_named_where_none_was_picked(employee: TestClient) -> None:
    page, nurse, nobody = (
        html.unescape(employee.get("/console/advice", params={"data": "health-records", "role": role}).text)
        for role in ("", "nurse", "wizard")
    )
    assert "role: nurse → Open model on own servers" in page and "role: staff" in page
    assert "role: staff" not in nurse and "role: clinician →" not in nurse, "who is picked has a way"
    assert "role: staff" in nobody, "a role that the policy does not know is none"


def test_what_is_no_answer_is_passed_over(employee: TestClient) -> None:
    bad = {"volume": "huge'; DROP TABLE", "data": ["<script>", "public"], "role": "\x00", "nothing": "x" * 5000}
    page = advice(employee, **bad)
    assert "<script>" not in page.replace("<script src", "")
    plain = advice(employee, data=["public"])
    assert [one.split("<footer")[0].split("<table", 1)[1] for one in (page, plain)] == [
        page.split("<footer")[0].split("<table", 1)[1]
    ] * 2


@pytest.mark.parametrize("language", languages())
def test_both_pages_speak_the_reader_s_language(place: Place, language: str) -> None:
    with place.client(Role.EMPLOYEE) as client:
        client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
        page, costs = (html.unescape(client.get(f"/console/{one}").text) for one in ("advice", "costs"))
    assert all(phrase(language, f"advice.input.{name}") in page for name in INPUTS if name != "data")
    assert phrase(language, "costs.chart.course") in costs
    assert phrase(language, "console.costs.assumptions") in costs


def test_costs_with_charts_and_every_assumption(employee: TestClient) -> None:
    page = html.unescape(employee.get(f"/console/costs?of={ONE_SEAT}").text)
    assert "15,800\u00a0USD" in page
    assert "from 22 seats on." in page
    assert page.count('<svg class="chart"') == 3
    assert "not said; the usual is taken" in page
    assert "style=" not in page


@pytest.mark.parametrize("kind", ["csv", "svg", "png", "json", "xlsx"])
def test_costs_as_files(employee: TestClient, kind: str) -> None:
    got = employee.get(f"/console/costs/file?of={ONE_SEAT}&kind={kind}")
    assert got.headers["content-disposition"] == f'attachment; filename="costs.{kind}"'
    if kind == "xlsx":
        assert load_workbook(io.BytesIO(got.content)).sheetnames[0] == "assumptions"
    elif kind == "json":
        assert json.loads(got.content)["break_even"]["seats"] == 22
    else:
        assert got.content.startswith({"csv": b"table,option", "svg": b"<svg", "png": b"\x89PNG\r\n"}[kind])


@pytest.mark.parametrize("query", ["of=nothing&kind=csv", f"of={ONE_SEAT}&kind=exe", "of=..%2f..%2fpolicy.yaml&kind=csv", ""])
def test_costs_that_are_not_there(employee: TestClient, query: str) -> None:
    got = employee.get(f"/console/costs/file?{query}")
    assert (got.status_code, "There are no such costs." in got.text) == (404, True)


def test_both_are_closed_to_strangers(place: Place) -> None:
    with place.client() as client:
        for path in ("advice", "costs", f"costs/file?of={ONE_SEAT}&kind=csv"):
            assert client.get(f"/console/{path}", follow_redirects=False).status_code == 303


def test_words_are_read_as_often_as_anything_heavy_is_done_and_no_more(place: Place) -> None:
    with place.client(Role.OWNER) as client:
        codes = [client.post("/console/advice", data={"words": "a", "csrf": ""}).status_code for _ in range(21)]
        assert client.get("/console/advice").status_code == 200
    assert codes == [403] * 20 + [429]
