"""The ledger's page, as an admin reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.console.doors import Role
from bot.desk.erasing import erase_person
from bot.saying.words import phrase
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
    erase_person(place.may_i, "wish", person, datetime.now(UTC))
    assert page_of(place).count(phrase("en", "console.erased.person")) == 1
