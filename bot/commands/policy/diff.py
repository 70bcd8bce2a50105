"""``mayi diff``: two policies go in; the cells that flip, and who was told otherwise, come out. A gate: exit code 1."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.commands.folders import here
from bot.commands.options import AS_JSON
from bot.commands.policy.diff_pages import LINES, as_object, markdown, page
from bot.knowledge.matrix.pictures import PicturesMissingError
from bot.owners import diff as owners
from bot.policy.changes.compare import Compared

GATE = 1


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(diff)


def diff(  # noqa: PLR0917 - Typer reads the arguments
    old: str = typer.Argument(..., help="A folder, a git revision (REV or REV:path), or a version in the ledger."),
    new: str = typer.Argument("", help="The same; else the knowledge folder as it is now."),
    knowledge: Path = typer.Option(
        None, "--knowledge", envvar="MAYI_KNOWLEDGE", help="The folder in git; else ./knowledge, else the sample."
    ),
    ledger: str = typer.Option("", "--ledger", help="Address of the ledger: also count answers that change."),
    days: int = typer.Option(90, "--days", min=1, help="How many days to look back in the ledger."),
    as_json: bool = AS_JSON,
    as_markdown: bool = typer.Option(False, "--markdown", help="Print a comment for a pull request."),
    picture: Path = typer.Option(None, "--picture", help="Also draw both matrices to this .svg or .png file."),
    show_all: bool = typer.Option(False, "--all", help="Show every cell that changes."),
    allow_looser: list[str] = typer.Option([], "--allow-looser", help="What may get looser."),
    message: Path = typer.Option(
        None, "--message", exists=True, dir_okay=False, help="File with a commit message whose `Allow-looser:` lines count too."
    ),
) -> None:
    """Show what an edit changes; exit code 1 where it loosens.

    Looser is a milder verdict for anybody; the same verdict with less to do for it; a name that is read as something milder;
    words that newly fulfil a condition; somebody in people.yaml for whom a rule gets milder, or who becomes owner or admin.

    What is named may get looser: with --allow-looser, or with `Allow-looser: ...` in a commit message between the two. Name
    the id of a rule or condition, TOOL x DATA, a tool, a kind of data, a name, a person's `match`, or `*`; several with
    commas.

    mayi diff main knowledge  # the folder as it is now, against a branch
    mayi diff v12:policy HEAD:policy --markdown  # two commits, as a comment for a pull request
    mayi diff HEAD --ledger sqlite:///mayi.db --days 30  # and how many people got an answer that changes
    """
    if as_json and as_markdown:
        raise typer.BadParameter("give --json or --markdown, not both", param_hint="--json")
    if picture is not None and picture.suffix not in (".svg", ".png"):
        raise typer.BadParameter("use a file that ends in .svg or .png", param_hint="--picture")
    near = here(knowledge)
    said = message.read_text(encoding="utf-8", errors="replace") if message else ""
    with stopping():
        compared = owners.diff(old, new or str(near), near, ledger=ledger, days=days, allowed=allow_looser, message=said)
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
        picture.write_bytes(owners.drawn(compared, picture.suffix))
    except (PicturesMissingError, OSError) as problem:
        typer.echo(f"{picture}: cannot be written: {problem}", err=True)
        raise typer.Exit(2) from problem
