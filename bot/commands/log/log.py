"""``mayi log export``: filters go in; the log comes out as a file for a spreadsheet or for whatever collects events."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.ledgers import any_ledger
from bot.commands.options import LEDGER
from bot.commands.progress import progress
from bot.ledger.asked.exporting import FORMATS, Filter, as_csv, as_jsonl, write_xlsx
from bot.ledger.asked.questions import QuestionRow
from bot.private import make_file, opener

DAY = ["%Y-%m-%d"]
log = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.add_typer(log, name="log")


@log.callback()
def about() -> None:
    """Export the log of questions."""


@log.command()
def export(  # noqa: PLR0917 - Typer reads the arguments
    form: str = typer.Option("csv", "--format", help="csv, xlsx or jsonl (OCSF events)."),
    out: Path = typer.Option(None, "--out", help="File to write; else prints it, but for xlsx."),
    since: datetime = typer.Option(None, "--since", formats=DAY, metavar="DATE", help="First day, in UTC."),
    until: datetime = typer.Option(None, "--until", formats=DAY, metavar="DATE", help="The day after the last, in UTC."),
    verdict: str = typer.Option("", "--verdict", help="allowed, conditional, review, uncovered or forbidden."),
    label: str = typer.Option("", "--label", help="allow, conditional, deny, ask, not_listed or off_topic."),
    language: str = typer.Option("", "--language", help="en, nl, de, fr or es."),
    channel: str = typer.Option("", "--channel", help="channel, dm, private, form or command."),
    version: str = typer.Option("", "--policy-version", help="A version of the policy."),
    ledger: str = LEDGER,
) -> None:
    """Write the log, oldest first: redacted texts, pseudonyms for people.

    No cell can become a formula in a spreadsheet.

    mayi log export --since 2026-11-01 --verdict uncovered --format xlsx --out november.xlsx
    """
    if form not in FORMATS:
        raise typer.BadParameter("use csv, xlsx or jsonl", param_hint="--format")
    if form == "xlsx" and out is None:
        raise typer.BadParameter("a workbook needs a file", param_hint="--out")
    first, last = (day.replace(tzinfo=UTC) if day else None for day in (since, until))
    wanted = Filter(first, last, verdict, label, language, channel, version)
    with stopping(), any_ledger(ledger) as opened, progress("questions") as tell:
        rows = _counted(opened.each_question(wanted), tell)
        try:
            _write(rows, form, out)
        except OSError as problem:
            if isinstance(problem, BrokenPipeError):
                raise
            typer.echo(f"{out}: cannot be written ({problem.strerror}); give another file", err=True)
            raise typer.Exit(2) from problem


def _write(rows: Iterator[QuestionRow], form: str, out: Path | None) -> None:
    if form == "xlsx" and out is not None:
        make_file(out)
        write_xlsx(rows, out)
        return
    lines = as_csv(rows) if form == "csv" else as_jsonl(rows)
    if out is None:
        sys.stdout.writelines(lines)
        return
    with open(out, "w", encoding="utf-8", newline="", opener=opener) as file:
        file.writelines(lines)


def _counted(rows: Iterator[QuestionRow], tell: Callable[[int, int], None]) -> Iterator[QuestionRow]:
    for number, row in enumerate(rows, 1):
        if number % 1000 == 0:
            tell(number, number)
        yield row
