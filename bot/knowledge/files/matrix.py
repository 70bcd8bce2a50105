"""matrix.csv goes in; one cell for each word in it comes out, with its line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.faults import did_you_mean, one_of
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.words import Effect

EFFECTS = {"allow": Effect.ALLOW, "conditional": Effect.CONDITION, "review": Effect.REVIEW, "deny": Effect.FORBID}
SILENT = ("", "unknown")


@dataclass(slots=True)
class RawCell:
    row: Word
    column: Word
    effect: Effect
    at: Word


class ReadMatrix:
    """What matrix.csv says: rows, columns, and the cells that make rules."""

    def __init__(self, sheet: Sheet) -> None:
        self.rows: tuple[Word, ...] = ()
        self.columns: tuple[Word, ...] = ()
        self.cells: tuple[RawCell, ...] = ()
        records = [record for record in split(sheet) if any(word.text for word in record)]
        if not records:
            sheet.fault("K024", None, "the matrix is empty", "begin with a line `tool,...` that names the data classes or types")
            return
        head = records[0]
        if head[0].text.lower() != "tool":
            sheet.fault("K024", head[0], f"the first column is called `{head[0].text}`", "call it `tool`")
        while len(head) > 1 and not head[-1].text:
            head = head[:-1]
        self.columns = tuple(head[1:])
        _each_once(sheet, self.columns, "column")
        cells: list[RawCell] = []
        for record in records[1:]:
            cells += _row(sheet, record, self.columns)
        self.rows = tuple(record[0] for record in records[1:])
        _each_once(sheet, self.rows, "row")
        self.cells = tuple(cells)


def _row(sheet: Sheet, record: list[Word], columns: tuple[Word, ...]) -> list[RawCell]:
    row, words = record[0], record[1:]
    while len(words) > len(columns) and not words[-1].text:
        words = words[:-1]
    if len(words) != len(columns):
        what = f"the row `{row.text}` has {len(words)} cells, the first line has {len(columns)}"
        sheet.fault("K024", row, what, "add or remove commas; put a text that contains a comma in double quotes")
    if not row.text:
        sheet.fault("K024", row, "a row without a tool", "name the tool or the offering in the first column")
    found = []
    for column, word in zip(columns, words, strict=False):
        text = word.text.lower()
        if text in SILENT:
            continue
        if text not in EFFECTS:
            known = (*EFFECTS, "unknown")
            do = did_you_mean(text, known, one_of(known) + " (or leave it empty)")
            sheet.fault("K023", word, f"unknown word `{word.text}` in a cell", do)
            continue
        found.append(RawCell(row, column, EFFECTS[text], word))
    return found


def _each_once(sheet: Sheet, words: tuple[Word, ...], what: str) -> None:
    seen: dict[str, Word] = {}
    for word in words:
        first = seen.setdefault(word.text.lower(), word)
        if first is not word:
            do = f"delete it, or the one in line {first.line}, column {first.column}"
            sheet.fault("K024", word, f"the {what} `{word.text}` is there twice", do)
        elif not word.text and what == "column":
            sheet.fault("K024", word, "a column without a name", "name a data class or data type in the first line")


def split(sheet: Sheet) -> list[list[Word]]:
    """The records of the file, each cell with its place. Commas, or semicolons where the first line has no comma."""
    first = sheet.lines[0] if sheet.lines else ""
    comma = ";" if ";" in first and "," not in first else ","
    cell = re.compile(rf'[ \t]*"((?:[^"]|"")*)"[ \t]*(?=[{comma}\n]|\Z)|([^{comma}\n]*)')
    records: list[list[Word]] = [[]]
    position, line, begins = 0, 1, 0
    while position <= len(sheet.text):
        found = cell.match(sheet.text, position)
        assert found is not None  # noqa: S101 - the second half of the pattern matches everywhere
        quoted = found[1] is not None
        text = found[1].replace('""', '"') if quoted else found[2]
        lead = len(found[0]) - len(found[0].lstrip())
        word = Word(" ".join(text.split()), sheet.file, line, position - begins + lead + 1)
        if not quoted and text.lstrip().startswith('"'):
            sheet.fault("K024", word, "a double quote that is not closed before the next comma", 'close it with `"`')
        records[-1].append(word)
        position = found.end()
        if breaks := found[0].count("\n"):
            line += breaks
            begins = sheet.text.rindex("\n", 0, position) + 1
        if sheet.text[position : position + 1] == "\n":
            line, begins = line + 1, position + 1
            records.append([])
        position += 1
    return records
