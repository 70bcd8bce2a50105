"""Lines of Markdown in; where a table of pipes ends, also one that an empty line parts, and rows that stand in no table, out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.knowledge.importing.cells.raw_tables import refuse

_BAR = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"^\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*(?:\|\s*)?$")
_FEWEST = 2
"""Cells of a row."""
_UNSURE = 3
"""Cells from which on a line with bars between them alone is a row as well: "Contact | IT" is none."""
_SHOWN = 60


def is_ruler(line: str) -> bool:
    """Whether it is the line below the head of a table."""
    return bool(_RULER.match(line)) and "-" in line


def is_head(lines: list[str], number: int) -> bool:
    """Whether a table begins on a line."""
    return "|" in lines[number] and number + 1 < len(lines) and is_ruler(lines[number + 1])


def end_of(lines: list[str], start: int, fenced: frozenset[int]) -> int:
    """The number of the first line behind a table with its head on ``start``; it goes on behind empty lines where rows of it
    stand there, indented or not."""
    wide, end = _width(lines[start]), start + 2
    while end < len(lines):
        after = next((at for at in range(end, len(lines)) if lines[at].strip()), len(lines))
        if after == len(lines) or after in fenced or "|" not in lines[after]:
            break
        if after > end and (is_head(lines, after) or not _goes_on(lines[after], wide)):
            break
        end = after + 1
    return end


def check_alone(file: str, lines: list[str], held: Iterable[int], fenced: frozenset[int]) -> None:
    """Raises KnowledgeError for a row that stands in no table: a tool that it forbids would seem to be another's. ``held``: the
    lines of all tables."""
    known = {*held, *fenced}
    for number, line in enumerate(lines):
        if number not in known and _is_row(line) and _width(line) >= _FEWEST and not is_ruler(line):
            what = f"a row stands in no table: “{line.strip()[:_SHOWN]}”"
            do = "put it into its table, with as many columns, or write `|---|---|` below its head"
            raise refuse(file, what, do, number + 1)


def _goes_on(line: str, wide: int) -> bool:
    return _width(line) == wide and (_is_row(line) or wide >= _UNSURE)


def _is_row(line: str) -> bool:
    said = line.strip()
    return len(said) > 1 and said.startswith("|") and said.endswith("|")


def _width(line: str) -> int:
    said = line.strip()
    return len(_BAR.findall(said)) + 1 - said.startswith("|") - (said.endswith("|") and not said.endswith("\\|"))
