"""An owner has the model read the document from the page; what it read is one answer, told in words before it is clicked."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.console.doors import Role
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.llm.replay import MODEL, Replay
from bot.owners.confirm import Confirming, proposals_of
from bot.policy.confirming import AS_READ
from bot.policy.talks.claims import Reply
from tests.console.edits.confirming import asked_of, cards, click, csrf_of, page_of, say
from tests.console.place import Place, place_in

SENTENCE = "Interns use Claude and nothing else, and nobody records a supervision with any tool."
READ = [
    {"does": "only_in", "tools": ["claude"], "who": ["Interns"], "quote": "Interns use Claude and nothing else"},
    {"does": "forbid", "tools": [], "words": ["supervision"], "quote": "nobody records a supervision"},
]


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[tuple[Place, Replay]]:
    """A place whose model is a server of recorded replies; it has read the sentence so."""
    with place_in(tmp_path) as place:
        say(place, SENTENCE)
        with Replay({}) as server:
            settings = place.settings.model_copy(update={"model": MODEL, "ollama_url": server.url})
            proposals_of(Confirming(place.settings.knowledge), settings)
            seen = list(server.missed.items())
        number = int(re.findall(rf"^(\d+)\. {re.escape(SENTENCE)}$", seen[0][1][0], re.MULTILINE)[0])
        blank = {"data": [], "kinds": [], "words": [], "who": [], "against_table": False}
        rules = [{**blank, **one, "sentence": number} for one in READ]
        replies = {}
        for key, (_, rest) in seen:
            first, last = map(int, re.findall(r"\d+", rest))
            replies[key] = Reply({"rules": rules if first <= number <= last else []})
        with Replay(replies) as server:
            settings = place.settings.model_copy(update={"model": MODEL, "ollama_url": server.url})
            yield replace(place, settings=settings), server


def begin(place: Place) -> tuple[int, str]:
    with place.client(Role.OWNER) as client:
        answer = client.post("/console/confirm", data={"csrf": csrf_of(client), "choice": "model:read"})
        for _ in range(600):
            page = html.unescape(client.get("/console/confirm").text)
            if "is reading" not in page:
                return answer.status_code, page
            time.sleep(0.1)
    raise AssertionError("the model never came to an end")


def test_without_a_model_nothing_is_offered_and_a_click_is_refused_in_words(place: Place) -> None:
    assert "What a model reads" not in page_of(place)
    with place.client(Role.OWNER) as client:
        answer = client.post("/console/confirm", data={"csrf": csrf_of(client), "choice": "model:read"})
    assert (answer.status_code, "MAYI_MODEL" in answer.text) == (409, True)


def test_what_the_model_read_is_told_before_the_click_and_stands_in_the_files_after_it(reading: tuple[Place, Replay]) -> None:
    place, _ = reading
    assert "Have the model read the document" in page_of(place)
    status, page = begin(place)
    assert status == 200
    assert "proposes 1 answers" in page
    question = asked_of(place, SENTENCE)
    [card] = cards(html.unescape(page_of(place, f"confirm?question={question.id}")))
    first = card.split('name="choice" value="as_read"')[1].split("</button>")[0]
    for said in (
        "For interns: any data may go into no tool but Claude",
        "where somebody says “supervision”",
        "(proposed by the model)",
    ):
        assert said in first, first
    assert "→ Not allowed" in card
    assert click(place, question, AS_READ)[0] == 200
    knowledge = load(place.settings.knowledge, load_catalog()).or_raise()
    rules = [one for one in knowledge.policy.rules if SENTENCE in one.because.values() and one.id.startswith("line-")]
    assert {tuple(sorted((slot, *values) for slot, values in one.where.items())) for one in rules} == {
        (("role", "interns"),),
        (("words", "supervision"),),
    }
    assert SENTENCE not in html.unescape(page_of(place, "confirm?all=yes"))


def test_a_click_on_another_reading_than_was_seen_is_refused(reading: tuple[Place, Replay]) -> None:
    place, _ = reading
    begin(place)
    seen = asked_of(place, SENTENCE)
    path = place.settings.knowledge / ".proposed.json"
    path.write_text(path.read_text().replace('"interns"', '"nurses"'), encoding="utf-8")
    status, page = click(place, seen, AS_READ)
    assert status == 409
    assert "has changed" in page


def test_a_model_that_gives_no_reply_is_told(place: Place) -> None:
    with Replay({}) as server:
        settings = place.settings.model_copy(update={"model": MODEL, "ollama_url": server.url})
        _, page = begin(replace(place, settings=settings))
    assert "gave no reply" in page
