"""The body of a Word document in; what the import makes of it out."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.importing.tables.papers import read_document
from bot.policy.house import Knowledge
from tests.knowledge.importing.docx.word import (
    cell,
    document,
    row,
    table,
    words,
)
from tests.knowledge.importing.imports import import_matrix

HEAD = ("Tool", "Public", "Secret")
GREEN, RED, AMBER = "C6EFCE", "FFC7CE", "FFEB9C"


def made(body: str, out: Path, **parts: str) -> Knowledge:
    return import_matrix(document(body, **parts), out, name="matrix.docx")


def cells(body: str, out: Path, **parts: str) -> list[str]:
    """Lines of the matrix, without its head."""
    made(body, out, **parts)
    return (out / "matrix.csv").read_text().splitlines()[1:]


def said(body: str, folder: Path, **parts: str) -> str:
    """What the guidance keeps of a document."""
    path = folder / "policy.docx"
    path.write_bytes(document(body, **parts))
    return read_document(path).text


def of_head(*rows: str) -> str:
    return table(row(*(cell(words(text)) for text in HEAD)), *rows)


def ruled(secret: str, looks: str = "") -> str:
    """A table of one tool, with the properties of its last cell, and what stands in that."""
    return of_head(row(cell(words("ChatGPT")), cell(words("yes")), cell(secret, looks)))
