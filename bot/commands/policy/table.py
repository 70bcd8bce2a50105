"""``mayi table``: a document without a table goes in; the table that a model reads in it comes out, to be looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import typer

from bot.commands.options import AS_JSON
from bot.exam.examined import thinks_of
from bot.exam.tables_records import TablesRecord, record_of
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.tabling.written import grid_of, shown_of
from bot.owners.tabling import Tabled, table_of, written
from bot.settings import read_settings

TABLE, TERMS, SHOWN = "table.csv", "terms.json", "table.md"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command()(table)


def table(
    document: Path = typer.Argument(..., help="The policy as Word, HTML or Markdown."),
    out: Path = typer.Option(..., "--out", help="Folder for the table; made if missing."),
    as_json: bool = AS_JSON,
) -> None:
    """Let the model read a document into a table to import.

    Needs MAYI_MODEL. Nothing of the table counts before you have looked at it and imported it.
    """
    settings = read_settings()
    if not settings.model:
        raise typer.BadParameter("no model: set MAYI_MODEL")
    try:
        record = record_of(settings)
        thinks = thinks_of(record.thinks if record else "")
        found = table_of(document, settings, thinks, lambda read, of: typer.echo(f"read {read} of {of} lines", err=True))
    except KnowledgeError as error:
        for fault in error.faults:
            typer.echo(str(fault), err=True)
        raise typer.Exit(3) from error
    if not found.draft.cells:
        typer.echo(_nothing(found, settings.model, document), err=True)
        raise typer.Exit(1)
    out.mkdir(parents=True, exist_ok=True)
    written(grid_of(found.draft), out)
    (out / SHOWN).write_text(shown_of(found.draft, found.lines), encoding="utf-8", newline="\n")
    if as_json:
        told = {"out": str(out), "tools": found.draft.tools, "data": list(found.draft.columns), "cells": len(found.draft.cells)}
        exam = asdict(record.marks) if record else None
        typer.echo(json.dumps({**told, "lost": found.lost, "left_out": found.refused, "exam": exam}, ensure_ascii=False))
    else:
        typer.echo("\n".join(_sentences(found, record, settings.model, document, out)))


def _nothing(found: Tabled, model: str, document: Path) -> str:
    if found.lost == len(found.lines):
        return f"The model `{model}` gave no reply: see that Ollama runs and has it (mayi doctor). Nothing was written."
    return f"{document}: the model found no line that says which tool may take which data. Nothing was written."


def _sentences(found: Tabled, record: TablesRecord | None, model: str, document: Path, out: Path) -> Iterator[str]:
    draft = found.draft
    yield f"Read {len(draft.tools)} tools x {len(draft.columns)} kinds of data, {len(draft.cells)} cells, into {out}."
    if found.lost:
        yield f"  no reply about {found.lost} of {len(found.lines)} lines"
    yield from (f"  left out: {why}" for why in found.refused)
    if record:
        marks = record.marks
        yield f"In its exam of {record.day}, {marks.right} of {marks.asked} answers were right by tables that `{model}` read,"
        yield f"  {marks.by_words} by words alone, and {marks.wrongly_allowed} were allowed that should not be."
    else:
        yield f"Nobody knows how well `{model}` reads tables: mayi exam --tables"
    yield f"Look at each cell beside its line: {out / SHOWN}. Mend {TABLE} where it is wrong, then:"
    yield f"  mayi import {out / TABLE} --terms {out / TERMS} --document {document} --out my-policy"
