"""The ledger's page, as an admin reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.console.doors import Role
from bot.saying.words import phrase
from bot.wiring.log.erasing import Erasing
from tests.console.conftest import ask
from tests.console.place import Place, place_in


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with place_in(tmp_path) as made:
        yield made


def page_of(place: Place, name: str = "ledger") -> str:
    with place.client(Role.ADMIN) as client:
        return client.get(f"/console/{name}").text


def test_one_erasure_of_questions_and_looks_is_one_row(place: Place) -> None:
    person, receipt = place.pseudonym(Role.EMPLOYEE), ask(place, Role.EMPLOYEE)
    place.ledger.keep_look(receipt, person, by="Joost", reason="The works council asked.", at=datetime.now(UTC))
    Erasing(place.ledger, lambda: None, lambda *parts: "-".join(parts), lambda _: None, lambda: datetime.now(UTC)).person(
        "wish", person
    )
    assert page_of(place).count(phrase("en", "console.erased.person")) == 1
