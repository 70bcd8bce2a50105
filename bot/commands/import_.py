"""``mayi import``: a matrix, a glossary and a document go in, a knowledge folder and a list of what to confirm come out."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot import wiring
from bot.flows.import_policy import NotEmptyError
from bot.knowledge.faults import KnowledgeError


def register(app: typer.Typer) -> None:
    """Adds the command."""

    @app.command("import")
    def import_(
        matrix: Path = typer.Argument(..., help="CSV or XLSX: a line per tool, a column per data class."),
        terms: Path = typer.Option(None, "--terms", help="Glossary (JSON): aliases, plans, synonyms, examples, conditions."),
        document: Path = typer.Option(None, "--document", help="The policy as Markdown."),
        out: Path = typer.Option(..., "--out", help="Folder to write; made, or empty."),
        as_json: bool = typer.Option(False, "--json", help="Print one JSON object."),
    ) -> None:
        """Turn a policy's matrix into a knowledge folder. Nothing is asked; what is unsure stands in CONFIRM.md."""
        try:
            written, faults = wiring.import_policy(matrix, terms, document, out)
        except NotEmptyError as error:
            typer.echo(f"{out}: {error}; give a folder that does not exist yet, or an empty one", err=True)
            raise typer.Exit(2) from error
        except KnowledgeError as error:
            for fault in error.faults:
                typer.echo(str(fault), err=True)
            typer.echo(f"{len(error.faults)} fault{'s' * (len(error.faults) > 1)}; nothing was written", err=True)
            raise typer.Exit(3) from error
        for sentence in faults:
            typer.echo(sentence, err=True)
        to_confirm = written.get("CONFIRM.md", "").count("- [ ]")
        if as_json:
            typer.echo(json.dumps({"out": str(out), "files": sorted(written), "to_confirm": to_confirm, "faults": list(faults)}))
        else:
            typer.echo(f"Wrote {len(written)} files to {out}. {to_confirm} things to confirm: {out / 'CONFIRM.md'}")
