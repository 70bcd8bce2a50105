"""A workbook's bytes in; the places of its formulas out, sheet by sheet.

None is ever worked out, or written out for each cell that shares it: that takes the square of a long one.
"""

from __future__ import annotations

import io
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._reader import WorkSheetParser


class _NoWords:
    """In place of the workbook's words."""

    def __getitem__(self, _number: int) -> str:
        return ""


class _Places(WorkSheetParser):  # type: ignore[misc, unused-ignore]
    """Reads a sheet as a workbook's reader does, but no formula."""

    def parse_formula(self, _element: Any) -> str:
        return "="


def places_of_formulas(raw: bytes) -> list[list[tuple[int, int]]]:
    """Row and column of each, of each sheet in order. Raises what the reader of workbooks raises."""
    reader = ExcelReader(io.BytesIO(raw))
    reader.read_manifest()
    reader.read_workbook()
    targets = [rel for _, rel in reader.parser.find_sheets() if rel.target in reader.valid_files]
    return [_in_sheet(reader.archive.read(rel.target)) for rel in targets if "chartsheet" not in rel.Type]


def _in_sheet(part: bytes) -> list[tuple[int, int]]:
    rows = _Places(io.BytesIO(part), _NoWords()).parse()
    return [(cell["row"], cell["column"]) for _, cells in rows for cell in cells if cell["data_type"] == "f"]
