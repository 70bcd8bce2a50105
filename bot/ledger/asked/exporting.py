"""Filters go in; the log comes out as CSV, workbook or lines of JSON, row by row, so that it need not fit into memory."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import and_, col, or_, select

from bot.ledger.asked.questions import QuestionRow
from bot.ledger.store.base import Shelf
from bot.policy.spreadsheets import no_formula, no_formula_in

FORMATS = ("csv", "xlsx", "jsonl")
AT_ONCE = 1000
MOST_ROWS = 1_000_000
"""Rows of one sheet; a workbook goes on in another."""
COLUMNS = (
    *("receipt", "at", "asker", "channel_kind", "trigger", "language", "intent", "text", "read_as", "verdict", "label", "answer"),
    *("rules", "policy_version", "model", "told_verdict", "corrections", "feedback", "erased"),
)
NOT_IN_A_SHEET = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONGEST_CELL = 32_000
SEVERITY = {"allowed": 1, "conditional": 2, "review": 3, "uncovered": 3, "forbidden": 4}


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the log is wanted. ``since`` is included, ``until`` is not; empty words match all."""

    since: datetime | None = None
    until: datetime | None = None
    verdict: str = ""
    label: str = ""
    language: str = ""
    channel_kind: str = ""
    policy_version: str = ""


class Exporting(Shelf):
    """The log, a page at a time."""

    def each_question(self, wanted: Filter) -> Iterator[QuestionRow]:
        """Rows that match, oldest first. What is added meanwhile may or may not be among them."""
        words = ("verdict", "label", "language", "channel_kind", "policy_version")
        matching = [getattr(QuestionRow, name) == value for name in words if (value := getattr(wanted, name))]
        matching += [col(QuestionRow.at) >= wanted.since] if wanted.since else []
        matching += [col(QuestionRow.at) < wanted.until] if wanted.until else []
        after: Any = None
        while True:
            page = select(QuestionRow).where(*matching, *([after] if after is not None else []))
            with self._session() as session:
                rows = session.exec(page.order_by(col(QuestionRow.at), col(QuestionRow.key)).limit(AT_ONCE)).all()
            yield from rows
            if len(rows) < AT_ONCE:
                return
            last = rows[-1]
            after = or_(col(QuestionRow.at) > last.at, and_(col(QuestionRow.at) == last.at, col(QuestionRow.key) > last.key))


def values_of(row: QuestionRow) -> dict[str, Any]:
    """One question as an export has it: the asker is a pseudonym, the text redacted."""
    answer = row.answer or {}
    rules = [f"{rule['rule']} {rule['file']}:{rule['line']}" for rule in row.rules]
    return {
        **{name: getattr(row, name) for name in COLUMNS if hasattr(row, name)},
        "at": row.at.isoformat(timespec="seconds"),
        "text": row.text or "",
        "read_as": str(answer.get("read_as", "")),
        "answer": str(answer.get("sentence", "")),
        "rules": "; ".join(rules),
        "erased": row.erased_at.isoformat(timespec="seconds") if row.erased_at else "",
    }


def cell(value: Any, guard: Callable[[str], str] = no_formula) -> Any:
    """A value that a sheet can hold, and that no spreadsheet runs."""
    return guard(NOT_IN_A_SHEET.sub("", value)[:LONGEST_CELL]) if isinstance(value, str) else value


def csv_cell(value: Any) -> Any:
    """The same, and no part of it where a line is cut at semicolons, as in a German or a French spreadsheet."""
    return cell(value, no_formula_in)


def as_csv(rows: Iterator[QuestionRow]) -> Iterator[str]:
    """Lines of CSV, the heading first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")

    def written(values: Any) -> str:
        writer.writerow(values)
        line = out.getvalue()
        out.seek(0)
        out.truncate()
        return line

    yield written(COLUMNS)
    for row in rows:
        values = values_of(row)
        yield written([csv_cell(values[name]) for name in COLUMNS])


def as_jsonl(rows: Iterator[QuestionRow]) -> Iterator[str]:
    """Lines of JSON in the shape of OCSF's API Activity, for whatever collects events."""
    for row in rows:
        yield json.dumps(event_of(row), ensure_ascii=False) + "\n"


def event_of(row: QuestionRow) -> dict[str, Any]:
    """One question as an event: what OCSF has no field for stands under ``unmapped``."""
    values = values_of(row)
    return {
        "category_uid": 6,
        "category_name": "Application Activity",
        "class_uid": 6003,
        "class_name": "API Activity",
        "activity_id": 2,
        "activity_name": "Read",
        "type_uid": 600302,
        "time": int(row.at.timestamp() * 1000),
        "severity_id": SEVERITY.get(row.verdict, 1),
        "status_id": 1,
        "metadata": {"version": "1.3.0", "uid": row.receipt, "product": {"name": "may-i", "vendor_name": "may-i"}},
        "actor": {"user": {"uid": row.asker, "type": "pseudonym"}},
        "api": {"operation": "may-i/answer"},
        "message": values["answer"],
        "unmapped": {name: values[name] for name in COLUMNS if name not in ("receipt", "asker")},
    }


def write_xlsx(rows: Iterator[QuestionRow], file: Path) -> None:
    """A workbook. Cells are text: none is a formula."""
    from openpyxl import Workbook  # noqa: PLC0415 - 20 MB that a bot which answers need not hold

    book = Workbook(write_only=True)
    sheet: Any = None
    for number, row in enumerate(rows):
        if number % MOST_ROWS == 0:
            sheet = book.create_sheet(f"log {number // MOST_ROWS + 1}")
            sheet.append(COLUMNS)
        values = values_of(row)
        sheet.append([cell(values[name]) for name in COLUMNS])
    if sheet is None:
        book.create_sheet("log 1").append(COLUMNS)
    book.save(file)
