"""``mayi incidents``: a ledger goes in; the register of incidents comes out, with each one's timeline."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.app import App
from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.ledgers import any_ledger
from bot.commands.options import FOLDER, LEDGER
from bot.desk.incidents import as_csv, as_objects
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.settings import read_settings
from bot.wiring.console.gate import slack_people


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
    if form not in ("csv", "json"):
        raise typer.BadParameter("use csv or json", param_hint="--format")
    with stopping(), any_ledger(ledger) as opened:
        catalog, settings = load_catalog(), read_settings()
        knowledge = load(here(folder), catalog).or_raise()
        slack = slack_people(settings, lambda: knowledge.organisation.audience)
        app = App(settings, catalog, opened, lambda: knowledge, slack)
        told = json.dumps(as_objects(app), ensure_ascii=False, indent=2) + "\n" if form == "json" else as_csv(app)
    typer.echo(told, nl=False)
