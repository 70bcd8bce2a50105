"""``mayi schema``: JSON Schemas of the knowledge files come out, for completion in an editor."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from bot.commands.doors import stopping
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.knowledge.schemas import as_text, editor_settings, make_schemas


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(schema)


def schema(
    knowledge: Path = typer.Option(None, "--knowledge", envvar="MAYI_KNOWLEDGE", help="Also offer the ids of this folder."),
    out: Path = typer.Option(None, "--out", help="Folder for the schemas; else prints them."),
) -> None:
    """Write JSON Schemas of the knowledge files, for an editor.

    The YAML extension of VS Code then offers each field, its words, and your own ids; the command prints the lines for
    .vscode/settings.json.

    mayi schema --knowledge my-policy --out .vscode/schemas
    """
    catalog = load_catalog()
    with stopping():
        made = make_schemas(catalog, load(knowledge, catalog).or_raise() if knowledge else None)
    if out is None:
        typer.echo(json.dumps(made, ensure_ascii=False, indent=2))
        return
    try:
        out.mkdir(parents=True, exist_ok=True)
        for kind, content in made.items():
            (out / f"{kind}.schema.json").write_text(as_text(content), encoding="utf-8")
    except OSError as error:
        typer.echo(f"{out}: cannot be written ({error.strerror}); give another folder", err=True)
        raise typer.Exit(2) from error
    settings = editor_settings(f"./{out.as_posix()}" if not out.is_absolute() else out.as_posix(), _name(knowledge))
    typer.echo(f"Wrote {len(made)} schemas to {out}. For VS Code with the YAML extension, in .vscode/settings.json:")
    typer.echo(json.dumps(settings, ensure_ascii=False, indent=2))


def _name(knowledge: Path | None) -> str:
    """The folder as an editor's pattern says it: its own name, wherever it stands."""
    return knowledge.resolve().name if knowledge else "knowledge"
