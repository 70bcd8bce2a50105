"""A fault and its file's line go in; the lines that people see come out, with a caret under the word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.knowledge.about import ABOUT
from bot.knowledge.faults import Fault
from bot.knowledge.sheets.plain_files import plain_text

WIDTH = 110
"""Longest piece of a file's line that is shown."""


def shown(fault: Fault, folder: Path, lines: Sequence[str]) -> tuple[str, list[str]]:
    """The headline (place and what), and the lines below it: the file's line, the caret, and what to do."""
    at = fault.at
    place = f"{(folder / at.file).as_posix()}:{at.line}:{at.column}" if at.file else folder.as_posix()
    what = fault.what if fault.severity == "fault" else f"warning: {fault.what}"
    headline = f"{place}  {what}"
    line = lines[at.line - 1].rstrip("\n").replace("\t", " ") if 0 < at.line <= len(lines) else ""
    if not line.strip():
        return headline, [f"       {fault.do}"] if fault.do else []
    start = at.column - 1
    cut = max(0, start - 40) if len(line) > WIDTH else 0
    piece = line[cut : cut + WIDTH]
    length = len(at.quote) if at.quote and line[start : start + len(at.quote)] == at.quote else 1
    length = max(1, min(length, len(piece) - (start - cut)))
    gutter = f"{at.line:>5} | "
    caret = " " * 5 + " | " + " " * (start - cut) + "^" * length
    return headline, [gutter + piece, f"{caret} {fault.do}".rstrip()]


def lines_of(folder: Path, file: str) -> list[str]:
    """The lines of a knowledge file; none where it cannot be read (its fault says so)."""
    try:
        return plain_text(folder / file, errors="replace").split("\n") if file else []
    except OSError:
        return []


def about(code: str) -> str:
    """What a code means, in a few sentences; empty where no fault has it."""
    found = ABOUT.get(code.upper())
    return f"{code.upper()}  {found[0]}\n{found[1]}" if found else ""
