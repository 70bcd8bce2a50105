"""The ledger's page, as an admin reads it."""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click import Group
from typer.main import get_command

from bot.__main__ import app
from bot.console.doors import Role
from bot.saying.words import languages, phrase
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


@pytest.mark.parametrize("language", languages())
def test_holds_and_erasures_are_told_as_whole_commands_that_can_be_run(place: Place, language: str) -> None:
    """Each command that is shown is one that the command line knows, with arguments that it takes."""
    with place.client(Role.ADMIN) as client:
        client.post("/console/language", data={"language": language, "back": "/console/ledger"})
        page = html.unescape(client.get("/console/ledger").text)
    shown = re.findall(r"<code>mayi ([^<]+)</code>", page)
    assert any(one.startswith("hold add --person T0123ABCD/U0456EFGH --reason") for one in shown)
    assert "erase T0123ABCD/U0456EFGH --yes" in shown and "app.slack.com/client/" in page
    for one in shown:
        command: Any = get_command(app)
        words = shlex.split(one)
        while words and isinstance(command, Group):
            command = command.commands[words.pop(0)]
        if words:
            command.make_context(one, words)
