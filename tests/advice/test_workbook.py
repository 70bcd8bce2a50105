"""The workbook's formulas say what the arithmetic says, and go on saying it when an assumption is edited."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from bot.advice.workbook import to_csv, to_xlsx
from bot.commands.vendors.tco import costs_of
from bot.policy.costs import Costed
from tests.advice.costings import costed_of

SAMPLES = sorted((Path(__file__).parents[2] / "knowledge" / "costs").glob("*.yaml"))
REFERENCE = re.compile(r"(?:(assumptions|costs|options)!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")


class Sheets:
    """Works a workbook out, with the few forms that we write."""

    def __init__(self, book: Workbook, number: Callable[[str], Any] = Fraction) -> None:
        self.book = book
        self.number = number
        """Spreadsheet programs have floats; what is right is told with fractions."""

    def value(self, sheet: str, place: str) -> Any:
        """Of one cell."""
        found = self.book[sheet][place].value
        if not (isinstance(found, str) and found.startswith("=")):
            return self.number(str(found or 0)) if not isinstance(found, str) else found
        return self.worked_out(sheet, found[1:])

    def worked_out(self, sheet: str, text: str) -> Any:
        """A formula without its sign."""
        names: dict[str, Any] = {}

        def named(match: re.Match[str]) -> str:
            of, column, row, last, last_row = match.groups()
            name = f"x{len(names)}"
            if last:
                cells = self.book[of or sheet][f"{column}{row}:{last}{last_row}"]
                names[name] = [self.value(of or sheet, cell.coordinate) for line in cells for cell in line]
            else:
                names[name] = self.value(of or sheet, f"{column}{row}")
            return name

        with_names = REFERENCE.sub(named, text).replace("^", "**")
        whole = re.sub(r"(?<![\w.])(\d+)(?![\w.])", r"F(\1)", with_names)
        known = {
            "SUM": sum,
            "ROUNDUP": lambda number, _: ceil(number),
            "ROUND": round,
            "F": lambda whole: self.number(str(whole)),
            **names,
        }
        return eval(whole.replace("**F(", "**int(").replace(",F(", ",int("), {"__builtins__": {"int": int}}, known)  # noqa: S307 - our own formulas


def opened(costed: Costed) -> Workbook:
    return load_workbook(io.BytesIO(to_xlsx(costed)))


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_formulas_give_every_total_year_part_and_break_even(path: Path) -> None:
    (costed,) = costs_of(path)
    sheets = Sheets(opened(costed))
    for row, option in enumerate(costed.options, 2):
        found = [sheets.value("options", f"{letter}{row}") for letter in "BCDE"]
        assert found == [*option.by_year, option.total]
    parts = [paid for option in costed.options for paid in option.by_part.values()]
    assert [sheets.value("parts", f"C{row}") for row in range(2, len(parts) + 2)] == parts
    for row, even in enumerate(costed.break_even, 2):
        assert sheets.value("break-even", f"D{row}") == even.exact
        assert sheets.value("break-even", f"E{row}") == even.at


def test_an_edited_assumption_moves_the_totals() -> None:
    (costed,) = costs_of(next(path for path in SAMPLES if path.stem == "one-seat"))
    book = opened(costed)
    row = next(cell.row for cell in book["assumptions"]["A"] if cell.value == "usage.seats")
    book["assumptions"].cell(row, 2).value = 22
    sheets = Sheets(book)
    assert (sheets.value("options", "E2"), sheets.value("options", "E3")) == (15840, 15800)


def test_a_break_even_at_a_whole_number_is_that_number_in_a_program_that_counts_with_floats() -> None:
    costed = costed_of("""
title: Whole
currency: EUR
discount: 5%
usage: {seats: 7}
options:
  - {id: own, costs: [{part: servers, amount: 21, per: year}]}
  - {id: hosted, costs: [{part: seats, amount: 0.7, per: seat-year}]}
""")
    assert [even.at for even in costed.break_even] == [30]
    sheets = Sheets(opened(costed), float)
    assert sheets.value("break-even", "D2") > 30
    assert sheets.value("break-even", "E2") == 30


EVIL = """
title: "=1+1"
currency: EUR
options:
  - id: own
    name: "=cmd()"
    costs: [{part: setup, what: "+2", amount: 5, per: once, source: "@evil"}]
"""


def test_nobody_s_words_are_a_formula() -> None:
    costed = costed_of(EVIL)
    cells = [cell for sheet in opened(costed) for line in sheet.iter_rows() for cell in line]
    assert [cell.value for cell in cells if cell.data_type == "f" and not re.match(r"=[A-Za-z(]*[$\w!]", str(cell.value))] == []
    assert {cell.data_type for cell in cells if cell.value in ("=cmd()", "+2", "@evil")} == {"s"}
    assert "'=cmd()" in to_csv(costed)
    assert "'@evil" in to_csv(costed)


def test_the_csv_has_every_number_once() -> None:
    (costed,) = costs_of(next(path for path in SAMPLES if path.stem == "one-seat"))
    told = to_csv(costed)
    assert "total,own,An open model on our own server,15800.00,,,USD,,,,,\n" in told
    assert "break-even seats,own,no dearer than hosted,22," in told
    assert "assumption,,options.own.servers.amount,300,200,500,USD per month,estimate of IT,2026-11-10,180,," in told
