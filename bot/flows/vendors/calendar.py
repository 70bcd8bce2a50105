"""Tasks and a stretch of days go in; what is due when comes out, as plain data: for the command line, the console, a calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.flows.vendors.hours import Hours
from bot.flows.vendors.remind import walls_of
from bot.policy.due.tasks import Deeds, Task, deeds_on, standing
from bot.policy.house import Reminding


@dataclass(frozen=True, slots=True)
class DuePoint:
    """One reminder that is owed, or was."""

    task: Task
    due: str
    """Local wall time without offset."""
    at: datetime
    outcome: str = ""
    """What became of it; empty where it is still to come."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is due within some days, and what is overdue."""

    tasks: Callable[[], Sequence[Task]]
    hours: Callable[[Task], Hours]
    wanted: Callable[[], Reminding]
    deeds: Callable[[], Deeds]
    outcomes: Callable[[str], Sequence[Any]]
    """reminder -> rows with ``due``, ``outcome`` and ``place``."""

    def points(self, now: datetime, days: int) -> list[DuePoint]:
        """Due points from today on, of tasks that are not seen to; by time."""
        found: list[DuePoint] = []
        for task, hours in self._open():
            today = hours.today(now)
            stands = standing(deeds_on(task, self.deeds()))
            kept = {row.due: row for row in self.outcomes(task.id)}
            for wall in walls_of(task, stands, hours, self.wanted()):
                if today <= date.fromisoformat(wall[:10]) <= today + timedelta(days=days):
                    row = kept.get(wall)
                    found.append(DuePoint(task, wall, hours.moment(wall), row.outcome if row else "", row.place if row else ""))
        return sorted(found, key=lambda point: (point.at, point.task.id))

    def overdue(self, now: datetime) -> list[Task]:
        """Tasks whose day is past and that nobody has seen to, oldest first. A change that took effect is over by itself."""
        late = [task for task, hours in self._open() if task.due < hours.today(now)]
        return [task for task in late if task.change is None]

    def all_tasks(self) -> list[Task]:
        """Every task that is not seen to, by day."""
        return [task for task, _ in self._open()]

    def _open(self) -> list[tuple[Task, Hours]]:
        deeds = self.deeds()
        still_open = (task for task in self.tasks() if standing(deeds_on(task, deeds)).is_open)
        return [(task, self.hours(task)) for task in still_open]
