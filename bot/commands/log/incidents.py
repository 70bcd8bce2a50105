"""``mayi incidents``: a ledger goes in; the register of incidents comes out, with each one's timeline."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.settings import read_settings
from bot.wiring.console.doors import names_of
from bot.wiring.due.incidents import FORMATS, Incidents, as_csv, as_objects
from bot.wiring.log.trust import any_ledger


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(incidents)


def incidents(
    folder: Path = typer.Argument(None, envvar="MAYI_KNOWLEDGE", help="The knowledge folder; else ./knowledge, else the sample."),
    form: str = typer.Option("csv", "--format", help="csv (one line for each event) or json."),
    ledger: str = typer.Option("", "--ledger", help="Address of the database; else MAYI_DATABASE."),
) -> None:
    """Write the register of incidents that staff reported: when, whom it was told to, what was done, by when, and its end."""
    if form not in FORMATS:
        raise typer.BadParameter("use csv or json", param_hint="--format")
    with stopping(), any_ledger(ledger) as opened:
        found, name_of = Incidents(opened, load(here(folder), load_catalog()).or_raise()).all(), names_of(read_settings())
    if form == "json":
        typer.echo(json.dumps(as_objects(found, name_of), ensure_ascii=False, indent=2))
    else:
        typer.echo(as_csv(found, name_of), nl=False)
