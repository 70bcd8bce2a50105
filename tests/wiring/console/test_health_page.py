"""The headline of the page of health is as good as the worst of what was looked at."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.console.app import build_console
from bot.console.doors import Role
from bot.console.render import LANGUAGE_COOKIE
from bot.policy.finding import Finding, fault, note, ok
from bot.saying.findings import worded
from bot.saying.words import languages, phrase
from tests.console.conftest import ask
from tests.console.place import Place, place_in

WELL, NOTE, FAULT = ok("queue", "well", count=0), note("last backup", "never"), fault("queue", "failed", count=1, failed=1)

KEYS = tuple(f"console.health.{one}" for one in ("well", "notes", "faults", "faults.one", "empty"))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_in(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("found", "key", "values"),
    [
        ([WELL, WELL], "console.health.well", {}),
        ([WELL, NOTE, NOTE], "console.health.notes", {"count": "2"}),
        ([WELL, NOTE, FAULT], "console.health.faults.one", {}),
        ([FAULT, FAULT, NOTE], "console.health.faults", {"count": "2"}),
        ([], "console.health.empty", {}),
    ],
)
def test_the_headline_fits_the_worst_item(place: Place, found: list[Finding], key: str, values: dict[str, str]) -> None:
    doors = replace(place.doors(), health=lambda language: [worded(one, language) for one in found])
    place.__dict__["app"] = build_console(place.may_i, place.rooms.minds, doors)  # the pages as they are, over findings of ours
    with place.client(Role.ADMIN) as client:
        for language in languages():
            client.cookies.set(LANGUAGE_COOKIE, language, path="/console")
            page = html.unescape(client.get("/console/health").text)
            said = {one: phrase(language, one, **{"count": "2", **values}) for one in KEYS}
            assert [one for one, told in said.items() if f">{told}</p>" in page] == [key]


def test_the_seal_says_how_many_records_it_counts_and_over_how_many_the_last_root_is(place: Place) -> None:
    ask(place, Role.ADMIN)
    place.ledger.seal()
    with place.client(Role.ADMIN) as client:
        assert "no root was given out yet" in client.get("/console/health").text
    root = place.ledger.root_of(datetime.now(UTC))
    ask(place, Role.OWNER)
    place.ledger.seal()
    head = place.ledger.head()
    assert root and root.place < head.place
    place.__dict__.pop("app")  # what was found is shown for half a minute
    with place.client(Role.ADMIN) as client:
        page = client.get("/console/health").text
        assert f"each of the {head.place} records is sealed; the last root, of {root.day}, is over the first {root.place}" in page
        assert f"and {head.place} records (questions, and whatever" in client.get("/console/ledger").text
