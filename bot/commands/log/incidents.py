"""``mayi incidents``: a ledger goes in; the register of incidents comes out, with each one's timeline."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import FOLDER, LEDGER
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
    folder: Path = FOLDER,
    form: str = typer.Option("csv", "--format", help="csv or json."),
    ledger: str = LEDGER,
) -> None:
    """Write the register of incidents that staff reported.

    Open ones come first. CSV has a line for each event, JSON an object for each incident with its timeline. Who reported is
    not in it; `by` is who noted a step.
    """
    if form not in FORMATS:
        raise typer.BadParameter("use csv or json", param_hint="--format")
    with stopping(), any_ledger(ledger) as opened:
        found, name_of = Incidents(opened, load(here(folder), load_catalog()).or_raise()).all(), names_of(read_settings())
    if form == "json":
        typer.echo(json.dumps(as_objects(found, name_of), ensure_ascii=False, indent=2))
    else:
        typer.echo(as_csv(found, name_of), nl=False)
