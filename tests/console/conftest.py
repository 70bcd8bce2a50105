"""One console for each file of tests, with made-up questions and three of each person's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.console.doors import Role
from bot.ledger.plain import ADDRESS, plain, question_values
from bot.policy.talks.talk import Address
from tests.console.place import PEOPLE, TEAM, Place, answerer, place_in

MINE = "May I put invoices into Claude Team?"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A console with a hundred questions."""
    with place_in(tmp_path_factory.mktemp("console")) as made:
        made.seed(100)
        for role in Role:
            ask(made, role)
        yield made


def ask(place: Place, role: Role, text: str = MINE) -> str:
    """A question of one of the people, as the house would log it; gives its receipt."""
    answered = answerer().ask(text)
    values = question_values(answered.reading, answered.ruled, answered.answer, answerer().mind.version)
    key = f"{role.value}:{text}"
    address = plain(ADDRESS, Address(TEAM, "C1", PEOPLE[role]))
    now = datetime.now(UTC)
    place.ledger.keep_address(key, address, expires_at=now + timedelta(days=9), person=place.pseudonym(role))
    return place.ledger.keep_question(key, at=now, asker=place.pseudonym(role), channel_kind="dm", trigger="dm", **values)
