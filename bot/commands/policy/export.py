"""``mayi export``: a knowledge folder goes in, its matrix comes out as a table, a page or a picture."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.knowledge.catalog import load_catalog
from bot.knowledge.matrix.exporting import BINARY, FORMATS, export_folder
from bot.knowledge.matrix.pictures import PicturesMissingError


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(export)


def export(
    knowledge: Path = typer.Option(..., "--knowledge", envvar="MAYI_KNOWLEDGE", help="The knowledge folder."),
    form: str = typer.Option(
        "csv", "--format", help="csv, xlsx, html, md, svg, png, or terms (the glossary that goes with a CSV)."
    ),
    every_tool: bool = typer.Option(False, "--all", help="Also tools and plans that have no row in matrix.csv."),
    out: Path = typer.Option(None, "--out", help="File to write; else prints it, but for xlsx and png."),
) -> None:
    """Write the policy's matrix as a table, a page or a picture.

    Tools by data classes, each cell as it is ruled, with its conditions.
    """
    if form not in FORMATS:
        raise typer.BadParameter("use one of " + ", ".join(FORMATS), param_hint="--format")
    if out is None and form in BINARY:
        raise typer.BadParameter(f"{form} needs a file", param_hint="--out")
    try:
        with stopping():
            content = export_folder(knowledge, form, load_catalog(), every_tool)
    except PicturesMissingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if out is None:
        sys.stdout.write(content.decode("utf-8"))
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        typer.echo(f"{out}: cannot be written ({error.strerror}); give another file", err=True)
        raise typer.Exit(2) from error
    typer.echo(f"Wrote {out}")
