"""Which files the import reads, by their endings; a file of another kind in, what it is and what to do about it out."""

from __future__ import annotations

from bot.knowledge.importing.docx.parts import is_open_document

PAGES = (".html", ".htm", ".xhtml")
WORD = ".docx"
DOCUMENT_SUFFIXES = (WORD, *PAGES, ".md", ".markdown", ".txt")
"""Endings of what can be the policy's document."""
TABLE_SUFFIXES = (".csv", ".xlsx")
"""Endings of files that are a table and nothing else."""
MATRIX_SUFFIXES = (*DOCUMENT_SUFFIXES, *TABLE_SUFFIXES)
"""Endings of what can hold the matrix."""
_OLE = b"\xd0\xcf\x11\xe0"
"""How files of the old Office programs begin, and new ones behind a password."""
_PDF = (
    "a PDF, which keeps no tables, headings or lists that can be relied on",
    "give the Word file that it was made from; without one, open the PDF in Word, look through its tables, save it as .docx",
)
_RTF = ("an RTF file", "open it in Word, and save it as .docx")
_ODT = ("an OpenDocument file", "save it as .docx (a text) or .xlsx (a table), and give that")
_DOC = ("a Word document of the old kind", "open it in Word, and save it as .docx")
_LOCKED = (
    "a Word document with a password",
    "in Word, take the password off (File, Info, Protect Document), and save it as .docx",
)
_OLD = ("a workbook of an old kind, or one with a password", "save the table as XLSX, CSV (UTF-8), HTML or Markdown")


def what_else(suffix: str, raw: bytes) -> tuple[str, str] | None:
    """What a file is that no import reads, by its first bytes and its ending in small letters, and how its owner gets one that it
    does; None where it may be read."""
    if raw.startswith(b"%PDF") or suffix == ".pdf":
        return _PDF
    if raw.startswith(b"{\\rtf") or suffix == ".rtf":
        return _RTF
    if is_open_document(raw) or suffix in (".odt", ".ods"):
        return _ODT
    if suffix == ".doc":
        return _DOC
    if raw.startswith(_OLE):
        return _LOCKED if suffix == WORD else _OLD
    return None
