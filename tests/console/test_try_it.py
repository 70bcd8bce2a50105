"""The try-it box: what an answer asks is clicked on the page, and the next answer stands there; nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.console.doors import Role
from bot.ledger.asked.search import Filter
from tests.console.edits.confirming import csrf_of
from tests.console.place import Place

PAGE = "/console/knowledge"
PRESSED = ("slot", "value", "at", "version", "card")


@pytest.fixture
def admin(place: Place) -> Iterator[TestClient]:
    with place.client(Role.ADMIN) as client:
        yield client


@dataclass
class Forms(HTMLParser):
    """The forms below an answer, as a browser would send them."""

    found: list[dict[str, Any]] = field(default_factory=list)
    _last: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append({"hidden": [], "buttons": {}, "options": {}, "boxes": [], "ticked": []})
        elif tag == "input" and of["type"] == "hidden":
            self.found[-1]["hidden"].append((of["name"], of["value"]))
        elif tag == "input":
            self.found[-1]["boxes"].append(of["value"])
            self.found[-1]["ticked"] += [of["value"]] if "checked" in of else []
        elif tag in ("button", "option"):
            self._last = (f"{tag}s", of.get("value", ""))

    def handle_data(self, data: str) -> None:
        if data.strip() and self._last:
            kind, value = self._last
            self.found[-1][kind][data] = value
            self._last = None


class Tried:
    """A page of somebody who tries a question, and what they click on it."""

    def __init__(self, client: TestClient, text: str) -> None:
        self.client = client
        self._send([("csrf", csrf_of(client)), ("text", text)])

    def _send(self, data: list[tuple[str, str]]) -> None:
        self.sent = data
        sent: dict[str, Any] = {}
        for name, value in data:
            sent.setdefault(name, []).append(value)
        response = self.client.post(PAGE, data=sent)
        assert response.status_code == 200
        self.answer = response.text.split('class="answer"')[1].split("</section>")[0]
        parsed = Forms()
        parsed.feed(self.answer)
        self.forms = parsed.found

    def _form(self, kind: str) -> dict[str, Any]:
        return next(one for one in self.forms if one[kind])

    def press(self, label: str) -> None:
        form = next(one for one in self.forms if label in one["buttons"] and one["buttons"][label])
        self._send([*form["hidden"], ("press", form["buttons"][label])])

    def choose(self, *labels: str) -> None:
        form = self._form("options")
        self._send([*form["hidden"], *(("press", form["options"][one]) for one in labels)])

    @property
    def boxes(self) -> list[str]:
        return list(self._form("boxes")["boxes"])

    @property
    def ticked(self) -> list[str]:
        return list(self._form("boxes")["ticked"])

    def tick(self, *boxes: str) -> None:
        self._send([*self._form("boxes")["hidden"], *(("box", one) for one in boxes)])

    def send_again(self, **changed: str) -> None:
        """What was sent last once more, the click with other words in its field."""
        click = dict(zip(PRESSED, json.loads(self.sent[-1][1]), strict=True))
        self._send([*self.sent[:-1], ("press", json.dumps(list((click | changed).values())))])


def test_a_row_is_clicked_and_the_boxes_after_it_are_ticked_and_nothing_is_kept(place: Place, admin: TestClient) -> None:
    before = place.ledger.count_questions(Filter())
    row = Tried(admin, "Claude Team?")
    assert "[Confidential]" not in row.answer
    row.press("Confidential")
    assert "Yes, if" in row.answer and len(row.boxes) == 1
    tried = Tried(admin, "May I put personal data into Claude Team?")
    first, *others = tried.boxes
    assert "Yes, if" in tried.answer and others and not tried.ticked
    tried.tick(first)
    assert tried.ticked == [first] and "You said so" in tried.answer and "as you say" not in tried.answer
    tried.tick(first, *others)
    assert tried.ticked == [first, *others] and "as you say" in tried.answer and "✓" not in tried.answer
    tried.tick()
    assert not tried.ticked and "as you say" not in tried.answer
    assert place.ledger.count_questions(Filter()) == before


def test_where_tool_and_data_are_open_two_menus_are_answered_at_once(admin: TestClient) -> None:
    tried = Tried(admin, "copilot?")
    assert tried.answer.count("<select") == 2
    tried.choose("Public", "Microsoft 365 Copilot")
    assert "Allowed" in tried.answer and "<select" not in tried.answer


def test_an_offer_is_taken_or_more_is_in_it(admin: TestClient) -> None:
    offer = Tried(admin, "can my meeting notes of the weekly go into claude team tomorrow")
    assert "Allowed if that is all" in offer.answer
    offer.press("That is all")
    assert "Allowed if" not in offer.answer and "✓ Allowed" in offer.answer
    more = Tried(admin, "can my meeting notes of the weekly go into claude team tomorrow")
    more.press("More is in it")
    assert "✓ Allowed<" not in more.answer and "Confidential" in more.answer


def test_a_click_on_an_answer_of_an_older_policy_is_by_todays_and_an_offer_is_asked_anew(admin: TestClient) -> None:
    tried = Tried(admin, "can my meeting notes of the weekly go into claude team tomorrow")
    tried.press("That is all")
    tried.send_again(version="an older one")
    assert "✓ Allowed" in tried.answer and "The policy has changed" in tried.answer
    tried.send_again(card="what another policy showed", version="an older one")
    assert "Allowed if that is all" in tried.answer and "The policy has changed" in tried.answer


def test_fields_that_nobody_offered_count_for_nothing(admin: TestClient) -> None:
    for field_ in ("x", "[]", '["tick", 1, "", "", ""]', json.dumps(["tool", "nobody/knows", "", "", ""]), "[" * 3000):
        page = admin.post(PAGE, data={"csrf": csrf_of(admin), "text": "May I put invoices into ChatGPT Free?", "press": field_})
        assert page.status_code == 200 and "Not allowed" in page.text.split('class="answer"')[1]
