"""``mayi governance``: a knowledge folder goes in; what of its demands is missing or has run out, and whose turn, comes out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from bot.clock.today import today_at
from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import AS_JSON, FOLDER
from bot.desk.governance import as_object, by_demand, by_offering, by_turn, counted, governed, turns_of
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.policy.governance import OPEN, TO_DO, Standing, State
from bot.policy.house import Knowledge
from bot.saying.labels import offering_label
from bot.saying.words import Words, languages, words_for

GATE = 1
TOLD = {State.MISSING: "missing", State.EXPIRED: "run out", State.SOON: "due soon", State.THERE: "there"}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(governance)


def governance(  # noqa: PLR0917 - Typer reads the arguments
    folder: Path = FOLDER,
    as_json: bool = AS_JSON,
    strict: bool = typer.Option(False, "--strict", help="Exit with 1 where something is missing or has run out."),
    report: Path = typer.Option(None, "--report", metavar="FILE.html", help="Write a report for an auditor to this file."),
    since: datetime = typer.Option(
        None,
        "--since",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The report's first day; else the last report's, else a year ago.",
    ),
    ledger: str = typer.Option("", "--ledger", help="Address of the ledger, for what only the log knows."),
    language: str = typer.Option("en", "--language", help="The report's language: en, nl, de, fr or es."),
) -> None:
    """Show what is still to be proved for each tool, and by whom.

    What is missing, has run out or soon will, by tool, by demand and by whose turn it is (docs/governance.md).

    mayi governance --report report.html --since 2026-01-01
    """
    if report is not None:
        _write(report, here(folder), since.date() if since else None, ledger=ledger, language=language)
        if not strict:
            return
    with stopping():
        read = load(here(folder), load_catalog()).or_raise()
    today = today_at(read)
    found = governed(read, today)
    if as_json:
        typer.echo(json.dumps(as_object(read, found, today), ensure_ascii=False, indent=2))
    elif report is None:
        _page(read, found)
    if strict and any(one.state in OPEN for one in found):
        raise typer.Exit(GATE)


def _write(file: Path, folder: Path, since: date | None, *, ledger: str, language: str) -> None:
    from bot.commands.ledgers import any_ledger  # noqa: PLC0415 - as above
    from bot.commands.vendors.report import report_file  # noqa: PLC0415 - the page alone waits for none of it

    if language not in languages():
        raise typer.BadParameter(f"use one of {', '.join(languages())}", param_hint="--language")
    with stopping(), any_ledger(ledger) if ledger else nullcontext() as opened:
        said = report_file(folder, since=since, language=language, ledger=opened)
    try:
        file.write_text(said, encoding="utf-8")
    except OSError as problem:
        typer.echo(f"{file}: cannot be written: {problem.strerror}", err=True)
        raise typer.Exit(2) from problem
    typer.echo(f"wrote {file}")


def _page(knowledge: Knowledge, found: Sequence[Standing]) -> None:
    console, words = Console(), words_for("en", knowledge.organisation.languages)
    table = Table("tool", title="By tool", title_justify="left")
    for head in (*(TOLD[state] for state in TO_DO), "whose turn"):
        table.add_column(head, overflow="fold")
    for offering, those in by_offering(found):
        if any(one.state in TO_DO for one in those):
            turns = turns_of(those, "nobody")
            table.add_row(offering_label(offering, knowledge, words), *(_named(those, state, words) for state in TO_DO), turns)
    if table.row_count:
        console.print(table)
    table = Table("demand", *(TOLD[state] for state in (*TO_DO, State.THERE)), "not needed", "law", title="By demand")
    for _, those in by_demand(found):
        numbers = counted(those)
        cells = (str(numbers[state.value] or "–") for state in (*TO_DO, State.THERE, State.NOT_NEEDED))
        table.add_row(words.pick(those[0].demand.label), *cells, those[0].demand.law)
    if table.row_count:
        console.print(table)
    for who, those in by_turn(found):
        told = ", ".join(f"{count} {TOLD[State(state)]}" for state, count in counted(those, TO_DO).items() if count)
        console.print(f"{who or 'nobody'}: {told}", highlight=False, markup=False)
    missing = sum(one.state in OPEN for one in found)
    held = "; such tools are under review" if knowledge.policy.evidenced else "; no ruling hangs on it"
    tools = len({one.offering for one in found})
    console.print(f"{missing} of {len(found)} demands of {tools} tools are not met{held}.", highlight=False, soft_wrap=True)


def _named(some: Sequence[Standing], state: State, words: Words) -> str:
    return ", ".join(
        words.pick(one.demand.label) + (f" ({one.until})" if one.until else "") for one in some if one.state is state
    )
