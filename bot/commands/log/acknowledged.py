"""``mayi acknowledgements``: the bot's ledger and people.yaml go in; which version was read by how many, by team, comes out."""

from __future__ import annotations

import getpass
import json
from datetime import datetime

import typer
from rich.console import Console
from rich.table import Table

from bot.commands.doors import stopping
from bot.commands.options import AS_JSON, BY
from bot.desk.acknowledgements import Acknowledgements, listed
from bot.settings import read_settings
from bot.wiring.console.doors import alone

OTHERS = {
    "small": "teams of fewer than five people",
    "no_team": "no team in people.yaml",
    "unlisted": "not in people.yaml one by one",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(acknowledgements)


def acknowledgements(
    who: bool = typer.Option(False, "--who", help="Also name those of people.yaml who have not read it; needs --reason."),
    reason: str = typer.Option("", "--reason", help="Why you look: it is kept, and whoever is named can see it."),
    by: str = BY,
    as_json: bool = AS_JSON,
) -> None:
    """Show how many have read which version, by team.

    Counts those of people.yaml and all whom the bot has met; small teams together. Needs MAYI_KEY, and SLACK_BOT_TOKEN to
    recognise who answered in Slack.
    """
    with stopping():
        house = alone(read_settings())
        try:
            found = Acknowledgements(house.app, listed(house.app))
            looked = found.look(by=by or getpass.getuser(), reason=reason) if who else []
            named = [(one.user, *found.reminded(person)) for person, one in looked]
            times = {user: count for user, count, _ in named if count}
            told = {**found.as_object(), **({"not_read_by": [user for user, _, _ in named], "reminded": times} if who else {})}
            page = (found.by_version(), found.by_team())
            house.ledger.seal()
        finally:
            house.close()
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not found.is_wanted:
        typer.echo("The policy asks nobody to acknowledge a version (acknowledge: no).")
        return
    _print(page, found, named)


def _print(page: tuple[list, list], found: Acknowledgements, named: list[tuple[str, int, datetime | None]]) -> None:  # type: ignore[type-arg]
    console = Console()
    versions = Table("version", "published", "read by")
    for version, at, count in page[0]:
        versions.add_row(version, f"{at:%Y-%m-%d %H:%M} UTC" if at else "–", str(count))
    teams = Table("team", "read", "not read", "reminded", title=f"Version {found.app.knowledge.version}", title_justify="left")
    for one in page[1]:
        teams.add_row(one.name or OTHERS[one.kind], str(one.read), str(one.not_read), str(one.reminded))
    console.print(versions, teams)
    for user, count, last in named:
        told = f"{user}: reminded {count} times, last on {last:%Y-%m-%d}" if last else user
        console.print(told, highlight=False, markup=False)
