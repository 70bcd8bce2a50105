"""``mayi seed``: a number goes in; so many made-up questions stand in a ledger that is there to try things out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.answers.answerer import make_answerer
from bot.answers.seeding import Seeder
from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import KNOWLEDGE
from bot.ledger.ledger import open_ledger

SECRET = b"made-up rows of made-up people, for trying things out"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(seed)


def seed(
    count: int = typer.Argument(..., min=1, max=5_000_000, help="How many questions."),
    ledger: str = typer.Option(..., "--ledger", help="Address of the ledger to fill; never the real one."),
    knowledge: Path = KNOWLEDGE,
    number: int = typer.Option(1, "--seed", help="Another number makes other questions."),
) -> None:
    """Fill a ledger with made-up questions, to try the console.

    They are spread over the last two years.
    """
    with stopping():
        answerer = make_answerer(here(knowledge))
        opened = open_ledger(ledger, b"")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("questions", total=count)
        done = Seeder(answerer, opened, SECRET, number).fill(count, datetime.now(UTC), lambda n: bar.update(task, completed=n))
        sealing = bar.add_task("sealed", total=count)
        opened.seal(lambda n: bar.update(sealing, completed=n))
    opened.close()
    typer.echo(f"{done:,} questions are in {ledger.rpartition('@')[2]}")
