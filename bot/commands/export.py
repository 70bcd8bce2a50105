"""``mayi export``: a knowledge folder goes in, its matrix comes out as CSV, XLSX or HTML."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from bot.knowledge.catalog import load_catalog
from bot.knowledge.exporting import FORMATS, export_folder
from bot.knowledge.faults import KnowledgeError


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command("export")
    def export(
        knowledge: Path = typer.Option(..., "--knowledge", envvar="MAYI_KNOWLEDGE", help="The knowledge folder."),
        form: str = typer.Option("csv", "--format", help="csv, xlsx or html."),
        out: Path = typer.Option(None, "--out", help="File to write; without it CSV and HTML go to standard output."),
    ) -> None:
        """Write the matrix of a policy: tools x data classes, each cell as it is ruled."""
        if form not in FORMATS:
            raise typer.BadParameter("use csv, xlsx or html", param_hint="--format")
        if out is None and form == "xlsx":
            raise typer.BadParameter("a workbook needs a file", param_hint="--out")
        try:
            content = export_folder(knowledge, form, load_catalog())
        except KnowledgeError as error:
            for fault in error.faults:
                typer.echo(str(fault), err=True)
            raise typer.Exit(3) from error
        if out is None:
            sys.stdout.write(content.decode("utf-8"))
            return
        try:
            out.write_bytes(content)
        except OSError as error:
            typer.echo(f"{out}: cannot be written ({error.strerror}); give another file", err=True)
            raise typer.Exit(2) from error
        typer.echo(f"Wrote {out}")
