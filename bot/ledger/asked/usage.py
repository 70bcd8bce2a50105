"""Days go in; how many questions there were, of what kind and how answered, comes out: counted day by day and kept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Column, Connection
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.asked.search import LAST_PLACE, PLACES_A_MS, SearchRow
from bot.ledger.store.base import Shelf

Counts = dict[str, dict[str, int]]
"""What is counted -> value -> how many."""
UNMET = frozenset({"forbidden", "uncovered", "review"})
"""Verdicts by which somebody did not get what they asked for."""
SETTLED_HOURS = 1
MARK = 16
"""Characters of a pseudonym that tell people apart in counts."""
STEPS_MS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000)


class UsageDayRow(SQLModel, table=True):
    """One day (UTC) as it was counted. A question of that day that is written, changed or erased takes it away again."""

    __tablename__ = "usage_days"

    day: str = Field(primary_key=True)
    counts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Usage(Shelf):
    """Counts of questions."""

    def usage(self, first: date, last: date, now: datetime, most: int | None = None) -> tuple[dict[date, Counts], int]:
        """Each day from ``first`` to ``last`` (both included) that has been counted, and how many are still to be.

        ``most``: how many days may be counted now, newest first; those of a busy year are counted in the background.
        """
        days = [first + timedelta(days=number) for number in range(max(0, (last - first).days + 1))]
        kept = self._kept(first, last)
        missing = [day for day in reversed(days) if day.isoformat() not in kept and day <= now.astimezone(UTC).date()]
        counted = missing if most is None else missing[:most]
        for day in counted:
            kept[day.isoformat()] = self._count(day, now)
        return {day: kept[day.isoformat()] for day in days if day.isoformat() in kept}, len(missing) - len(counted)

    def count_days(self, now: datetime, most: int) -> int:
        """Count days that are over and not counted yet, newest first; gives how many were: 0 when nothing is left to do."""
        with self._session() as session:
            first = session.exec(select(SearchRow.at).order_by(col(SearchRow.id)).limit(1)).first()
        if first is None:
            return 0
        settled = now.astimezone(UTC) - timedelta(hours=SETTLED_HOURS)  # a younger day is counted, and not kept
        begin, end = first.astimezone(UTC).date(), settled.date() - timedelta(days=1)
        before = len(self._kept(begin, end))
        return len(self.usage(begin, end, now, most)[0]) - before

    def _kept(self, first: date, last: date) -> dict[str, Counts]:
        wanted = select(UsageDayRow.day, UsageDayRow.counts).where(
            col(UsageDayRow.day) >= first.isoformat(), col(UsageDayRow.day) <= last.isoformat()
        )
        with self._session() as session:
            return {day: dict(counts) for day, counts in session.exec(wanted).all()}

    def _count(self, day: date, now: datetime) -> Counts:
        with self._session() as session:
            counts = count_rows(rows_of_day(session.connection(), day))
        if now >= datetime.combine(day, time(), UTC) + timedelta(days=1, hours=SETTLED_HOURS):
            self._insert_new(UsageDayRow, {"day": day.isoformat(), "counts": counts})
        return counts


def rows_of_day(connection: Connection, day: date) -> Iterable[Any]:
    """What is counted of a day's questions."""
    begin = datetime.combine(day, time(), UTC)
    low, high = (min(int(at.timestamp() * 1000) * PLACES_A_MS, LAST_PLACE) for at in (begin, begin + timedelta(days=1)))
    columns = (
        SearchRow.asker, SearchRow.verdict, SearchRow.channel_kind, SearchRow.language, SearchRow.feedback,
        SearchRow.model, SearchRow.ms, SearchRow.named_tools, SearchRow.named_data,
    )  # fmt: skip
    wanted = select(*columns).where(SearchRow.id >= low, SearchRow.id < high)  # type: ignore[call-overload]
    return list(connection.execute(wanted))


@lru_cache(maxsize=4096)
def _listed(names: str) -> tuple[str, ...]:
    """A JSON list; many questions name the same."""
    return tuple(json.loads(names))


def count_rows(rows: Iterable[Any]) -> Counts:
    """Rows of one day as counts."""
    counted: dict[str, Counter[str]] = {
        name: Counter()
        for name in ("all", "verdict", "channel", "language", "feedback", "model", "ms", "tool", "data", "unmet", "asker")
    }
    for asker, verdict, channel, language, feedback, model, ms, tools, data in rows:
        counted["all"]["n"] += 1
        counted["verdict"][verdict] += 1
        counted["channel"][channel] += 1
        counted["language"][language] += 1
        counted["feedback"][feedback] += 1
        counted["model"][model] += 1
        counted["ms"][str(next((step for step in STEPS_MS if ms <= step), 0))] += 1
        counted["asker"][asker[:MARK]] += 1
        named = _listed(tools)
        counted["tool"].update(named)
        counted["data"].update(_listed(data))
        if verdict in UNMET:
            counted["unmet"].update(named)
    return {name: dict(values) for name, values in counted.items()}
