"""``mayi bom``: a policy, or the bot itself, goes in; a bill of materials in CycloneDX comes out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import typer

from bot.clock.today import today_at
from bot.commands.doors import stopping, to_file
from bot.commands.folders import here
from bot.commands.options import FOLDER
from bot.desk.materials import ModelError, bot_bill, company_bill
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.words import Question
from bot.reading.askers.uses import UseReader
from bot.settings import read_settings


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(bom)


def bom(
    folder: Path = FOLDER,
    of_bot: bool = typer.Option(False, "--bot", help="Of the bot itself: libraries, prompts, catalog and model."),
    at: str = typer.Option("", "--at", metavar="DAY", help="As of this day, such as 2026-11-03; else today."),
    output: Path = typer.Option(None, "--output", help="File to write; else prints it."),
) -> None:
    """Write an AI bill of materials (CycloneDX).

    Of the tools that the policy lets people use, or of the bot itself (docs/governance.md#the-bill-of-materials).
    """
    day = _day(at)
    with stopping():
        made = _of_bot(day) if of_bot else _of_company(folder, day)
    if output:
        to_file(output, made)
    else:
        typer.echo(made, nl=False)


def _of_company(folder: Path | None, day: date | None) -> str:
    catalog = load_catalog()
    read = load(here(folder), catalog).or_raise()
    return company_bill(read, catalog, Question(context=UseReader(read, catalog).unsaid), day or today_at(read))


def _of_bot(day: date | None) -> str:
    settings = read_settings()
    try:
        return bot_bill(day or datetime.now(UTC).date(), settings.model, settings.ollama_url)
    except ModelError as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(2) from problem


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as problem:
        raise typer.BadParameter("write a day as 2026-11-03", param_hint="--at") from problem
