"""``mayi diff``: two policies go in; the cells that flip, and who was told otherwise, come out. A gate: exit code 1."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.policy.diff_pages import LINES, as_object, markdown, page
from bot.flows.owners.compare import Compared
from bot.knowledge.matrix.pictures import PicturesMissingError
from bot.wiring.owners import diffing

GATE = 1


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(diff)


def diff(  # noqa: PLR0917 - Typer reads the arguments
    old: str = typer.Argument(..., help="A folder, a git revision (REV or REV:path), or a ledger's version."),
    new: str = typer.Argument("", help="The same; without it the knowledge folder as it is now."),
    knowledge: Path = typer.Option(
        None, "--knowledge", envvar="MAYI_KNOWLEDGE", help="The folder that revisions are about; else ./knowledge."
    ),
    ledger: str = typer.Option("", "--ledger", help="A ledger: which answers would be others now, and who got them."),
    days: int = typer.Option(90, "--days", min=1, help="How far back to look in the ledger."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    as_markdown: bool = typer.Option(False, "--markdown", help="Print a comment for a pull request."),
    picture: Path = typer.Option(None, "--picture", help="Also draw both matrices to this file, .svg or .png."),
    show_all: bool = typer.Option(False, "--all", help="Show each cell."),
    allow_looser: list[str] = typer.Option(
        [], "--allow-looser", help="What may get looser: a rule, TOOL x DATA, a tool, a kind of data, a name, or `*`."
    ),
    message: Path = typer.Option(
        None, "--message", exists=True, dir_okay=False, help="A commit message whose `Allow-looser:` lines count as well."
    ),
) -> None:
    """Show what an edit of the policy changes. Exits with 1 where something got looser that nobody named."""
    if as_json and as_markdown:
        raise typer.BadParameter("give --json or --markdown, not both", param_hint="--json")
    if picture is not None and picture.suffix not in (".svg", ".png"):
        raise typer.BadParameter("use a file that ends in .svg or .png", param_hint="--picture")
    near = here(knowledge)
    said = message.read_text(encoding="utf-8", errors="replace") if message else ""
    with stopping():
        compared = diffing.diff(old, new or str(near), near, ledger=ledger, days=days, allowed=allow_looser, message=said)
    if picture is not None:
        _draw(compared, picture)
    if as_json:
        typer.echo(json.dumps(as_object(compared), ensure_ascii=False, indent=2))
    else:
        typer.echo(markdown(compared) if as_markdown else page(compared, None if show_all else LINES))
    if compared.is_gated:
        raise typer.Exit(GATE)


def _draw(compared: Compared, picture: Path) -> None:
    try:
        picture.write_bytes(diffing.drawn(compared, picture.suffix))
    except (PicturesMissingError, OSError) as problem:
        typer.echo(f"{picture}: cannot be written: {problem}", err=True)
        raise typer.Exit(2) from problem
