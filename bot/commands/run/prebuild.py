"""``mayi prebuild``: nothing goes in; what every start needs of the catalog and of languages is made once, beside the program."""

from __future__ import annotations

import typer

from bot.text.kept import BUILT
from bot.wiring.prebuilding import prebuild as make_all


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(prebuild)


def prebuild() -> None:
    """Make the files that each start needs, once.

    `make setup` and the Docker image do this. Else the first start makes them in the user's cache (MAYI_CACHE).
    """
    try:
        made = make_all()
    except OSError as error:
        typer.echo(
            f"{BUILT}: cannot be written ({error.strerror}); they are made in the user's cache at the first start",
            err=True,
        )
        raise typer.Exit(2) from error
    size = sum(path.stat().st_size for path in made)
    typer.echo(f"{len(made)} files, {size / 1_000_000:.0f} MB, in {made[0].parent}")
