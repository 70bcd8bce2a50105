"""``mayi erase`` and ``mayi my-data``: a person goes in; all that is kept of them is gone, with a proof, or is printed."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from bot.app import App
from bot.commands.doors import stopping
from bot.commands.ledgers import own_ledger, person_of
from bot.commands.options import AS_JSON, LEDGER
from bot.desk.erasing import erase_person_for_good
from bot.desk.my_data import export_part
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger
from bot.private import opener

PERSON = typer.Argument(..., help="Slack's TEAM/USER, such as T0123ABCD/U0456EFGH.")


def register(app: typer.Typer) -> None:
    """Add both commands."""
    app.command()(erase)
    app.command("my-data")(my_data)


def erase(
    person: str = PERSON,
    yes: bool = typer.Option(False, "--yes", help="Do it: it cannot be undone."),
    ledger: str = LEDGER,
    as_json: bool = AS_JSON,
) -> None:
    """Erase all that is kept of a person.

    In the log and in the engine's database; prints a proof. What a legal hold keeps stays, and is counted.
    """
    if not yes:
        raise typer.BadParameter("it cannot be undone; say that you mean it", param_hint="--yes")
    with stopping(), own_ledger(ledger) as (opened, settings):
        whose = person_of(person, settings)
        app = App(settings, catalog := load_catalog(), opened, lambda: load(settings.knowledge, catalog).or_raise())
        proof = erase_person_for_good(app, f"command:{secrets.token_hex(8)}", whose, datetime.now(UTC))
    found = {"questions": proof.questions, "digest": proof.digest, "held": proof.held}
    held = f"\n{proof.held} stay: a legal hold keeps them." if proof.held else ""
    words = f"Erased {proof.questions} questions. Proof (SHA-256 over their receipts, sorted, one a line): {proof.digest}{held}"
    typer.echo(json.dumps(found) if as_json else words)


def my_data(
    person: str = PERSON,
    out: Path = typer.Option(None, "--out", help="File to write; else prints it."),
    ledger: str = LEDGER,
) -> None:
    """Print all that is kept of a person.

    A line of JSON each, as they get it in Slack.
    """
    with stopping(), own_ledger(ledger) as (opened, settings):
        parts = parts_of(opened, person_of(person, settings))
        if out is None:
            for part in parts:
                typer.echo(part)
            return
        try:
            with open(out, "w", encoding="utf-8", opener=opener) as file:
                file.writelines(f"{part}\n" for part in parts)
        except OSError as problem:
            typer.echo(f"{out}: cannot be written ({problem.strerror}); give another file", err=True)
            raise typer.Exit(2) from problem


def parts_of(ledger: Ledger, person: str) -> Iterator[str]:
    """All that is kept of a person, as lines of JSON."""
    cursor: Sequence[Any] | None = ()
    while cursor is not None:
        part = export_part(ledger, person, cursor)
        if part.text:
            yield part.text
        cursor = part.then
