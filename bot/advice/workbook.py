"""What options cost goes in; a workbook whose totals are formulas over its assumptions, or the same as CSV, comes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.policy.costs import OF_SEATS, OF_TOKENS, Assumption, Cost, Costed, rounded
from bot.policy.spreadsheets import is_like_formula, no_formula_in

HEAD = ("id", "value", "low", "high", "counted in", "source", "day", "review after (days)", "remark", "where")
SUMS = ("option", "part", "what", "per")
TIMES = {"month": "12", "year": "1", "once": "1"}
_INPUT = PatternFill("solid", fgColor="FFFFF4DA")
Value = str | Decimal | int | None


@dataclass(frozen=True, slots=True)
class Formula:
    """Told from words, so that nobody's words are ever run."""

    text: str


def to_csv(costed: Costed) -> str:
    """One row a number: totals, years and parts of each option, break-even, and every assumption."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("table", "option", *HEAD))
    for row in _csv_rows(costed):
        cells = [no_formula_in(str(cell)) if cell is not None else "" for cell in row]
        writer.writerow(cells + [""] * (len(HEAD) + 2 - len(cells)))
    return out.getvalue()


def _csv_rows(costed: Costed) -> Iterator[tuple[Value, ...]]:
    currency = costed.costing.currency
    for option in costed.options:
        yield "total", option.id, option.name, rounded(option.total), None, None, currency
        for year, paid in enumerate(option.by_year, 1):
            yield "year", option.id, str(year), rounded(paid), None, None, currency
        for part, paid in option.by_part.items():
            yield "part", option.id, part, rounded(paid), None, None, currency
    for even in costed.break_even:
        yield f"break-even {even.of}", even.option, f"no dearer than {even.than}", str(even.at), None, None, even.of
    for one in costed.costing.assumptions():
        yield "assumption", "", *_told(one)


def _told(one: Assumption) -> tuple[Value, ...]:
    """A row below HEAD."""
    unit = f"{one.currency} per {one.per}" if one.kind == "amount" else one.currency if one.kind == "rate" else one.kind
    day, where = one.day.isoformat() if one.day else "", "" if one.is_assumed else f"{one.at.file}:{one.at.line}"
    source = "not said; the usual is taken" if one.is_assumed else one.source
    return one.id, one.value, one.low, one.high, unit, source, day, one.review_after, one.because, where


def to_xlsx(costed: Costed) -> bytes:
    """Whoever changes a number of the first sheet sees all others follow."""
    return _Book(costed).saved()


class _Book:
    def __init__(self, costed: Costed) -> None:
        self.costed, self.costing = costed, costed.costing
        self.book = Workbook()
        self.places: dict[str, str] = {}
        """Assumption's id -> its cell."""
        self.rows: dict[str, list[tuple[int, Cost]]] = {}
        """Option -> the rows of its costs."""

    def saved(self) -> bytes:
        first = self.book.worksheets[0]
        first.title = "assumptions"
        self._assumptions(first)
        self._costs(self.book.create_sheet("costs"))
        self._options(self.book.create_sheet("options"))
        self._parts(self.book.create_sheet("parts"))
        if self.costed.break_even:
            self._break_even(self.book.create_sheet("break-even"))
        self.book.properties.creator = "mayi tco"
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    @property
    def years(self) -> range:
        return range(1, self.costing.years + 1)

    @property
    def total(self) -> str:
        """The column of totals of the sheet of costs."""
        return get_column_letter(len(SUMS) + self.costing.years + 1)

    def _assumptions(self, sheet: Worksheet) -> None:
        _write(sheet, [HEAD, *(_told(one) for one in self.costing.assumptions())])
        for row, one in enumerate(self.costing.assumptions(), 2):
            self.places[one.id] = f"assumptions!$B${row}"
            sheet.cell(row, 2).fill = _INPUT

    def _costs(self, sheet: Worksheet) -> None:
        lines: list[tuple[Value | Formula, ...]] = [(*SUMS, *(f"year {year}" for year in self.years), "total")]
        for option in self.costing.options:
            for cost in option.costs:
                row = len(lines) + 1
                self.rows.setdefault(option.id, []).append((row, cost))
                last = get_column_letter(len(SUMS) + self.costing.years)
                years = (Formula(self._year(cost, year)) for year in self.years)
                whole = Formula(f"=SUM({get_column_letter(len(SUMS) + 1)}{row}:{last}{row})")
                lines.append((option.name, cost.part, cost.what, cost.per, *years, whole))
        _write(sheet, lines)

    def _year(self, cost: Cost, year: int) -> str:
        each = "*".join(self.places[one.id] for one in (cost.amount, cost.count) if one is not None)
        each += f"*{self.places[f'rates.{cost.currency}']}" if cost.currency else ""
        if cost.per == "once":
            return f"={each}" if year == 1 else "=0"
        each += f"*{self._times(cost)}"
        if cost.per in OF_SEATS + OF_TOKENS:
            each += f"*(1+{self.places['usage.growth']})^{year - 1}"
        return f"={each}/(1+{self.places['discount']})^{year}"

    def _times(self, cost: Cost) -> str:
        """How often a year."""
        if cost.hours is not None:
            return self.places[cost.hours.id]
        seats, tokens = self.places.get("usage.seats", ""), self.places.get("usage.million_tokens_a_month", "")
        return {"seat-month": f"12*{seats}", "seat-year": seats, "million-tokens": f"12*{tokens}"}.get(cost.per) or TIMES[
            cost.per
        ]

    def _options(self, sheet: Worksheet) -> None:
        lines: list[tuple[Value | Formula, ...]] = [
            ("option", *(f"year {year}" for year in self.years), "total", "of it by seats", "of it by tokens")
        ]
        for option in self.costing.options:
            rows = [row for row, _ in self.rows[option.id]]
            sums = (
                Formula(f"=SUM(costs!{letter}{rows[0]}:{letter}{rows[-1]})")
                for letter in (get_column_letter(len(SUMS) + year) for year in range(1, self.costing.years + 2))
            )
            lines.append((option.name, *sums, *(Formula(self._those(option.id, per)) for per in (OF_SEATS, OF_TOKENS))))
        _write(sheet, lines)

    def _those(self, option: str, per: Iterable[str]) -> str:
        rows = [f"costs!{self.total}{row}" for row, cost in self.rows[option] if cost.per in per]
        return "=" + ("+".join(rows) or "0")

    def _parts(self, sheet: Worksheet) -> None:
        lines: list[tuple[Value | Formula, ...]] = [("option", "part", "total")]
        for option in self.costed.options:
            for part in option.by_part:
                rows = [f"costs!{self.total}{row}" for row, cost in self.rows[option.id] if cost.part == part]
                lines.append((option.name, part, Formula("=" + "+".join(rows))))
        _write(sheet, lines)

    def _break_even(self, sheet: Worksheet) -> None:
        lines: list[tuple[Value | Formula, ...]] = [("of", "option", "no dearer than", "exactly", "from")]
        rows = {option.id: row for row, option in enumerate(self.costing.options, 2)}
        whole = get_column_letter(self.costing.years + 2)
        for number, even in enumerate(self.costed.break_even, 2):
            by = get_column_letter(self.costing.years + (3 if even.of == "seats" else 4))
            use = self.places["usage.seats" if even.of == "seats" else "usage.million_tokens_a_month"]
            (fixed, each), (fixed_than, each_than) = (
                (f"(options!{whole}{row}-options!{by}{row})", f"options!{by}{row}/{use}")
                for row in (rows[even.option], rows[even.than])
            )
            exactly = Formula(f"=({fixed}-{fixed_than})/({each_than}-{each})")
            names = [next(one.name for one in self.costed.options if one.id == id_) for id_ in (even.option, even.than)]
            lines.append((even.of, *names, exactly, Formula(f"=ROUNDUP(ROUND(D{number},9),0)")))
        _write(sheet, lines)


def _write(sheet: Worksheet, lines: Iterable[tuple[Value | Formula, ...]]) -> None:
    widths: dict[int, int] = {}
    for row, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(row, column)
            if isinstance(value, Formula):
                cell.value, cell.number_format = value.text, "#,##0.00"
            elif isinstance(value, str):
                cell.value = "".join(letter for letter in value if letter.isprintable())
                cell.data_type, cell.quotePrefix = "s", is_like_formula(value)
                widths[column] = max(widths.get(column, 12), len(value) + 2)
            else:
                cell.value = value
            if row == 1:
                cell.font = Font(bold=True)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(60, width)
    sheet.freeze_panes = "A2"
