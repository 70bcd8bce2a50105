"""What somebody does with a task goes in; it is kept once, or it is known why not. Of two at once, the second looks again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.policy.house import Reminding
from bot.policy.suspensions import Deeds, standing_of
from bot.policy.tasks import Done, Task, refusal

TRIES = 5


@dataclass(frozen=True, slots=True)
class Tend:
    """Deeds on tasks."""

    deeds: Callable[[str], Deeds]
    """A task's id -> all that was done with it, whatever its day was then."""
    keep: Callable[[str, date, int, Done], bool]
    """task, day, the deed's number, deed -> whether it is kept now; False where that number is taken, or the deed is known."""
    wanted: Callable[[], Reminding]
    today: Callable[[], date]

    def __call__(self, task: Task, done: Done) -> str:
        """Gives why not (``settled``, ``snoozes``, ``far``, ``past``), else nothing."""
        wanted = self.wanted()
        for _ in range(TRIES):
            deeds = self.deeds(task.id)
            before = deeds.get((task.id, task.due), ())
            if any(one.id == done.id for one in before):
                return ""
            wrong = refusal(standing_of(task.id, task.due, deeds), done.deed, task, self.today(), wanted, until=done.until)
            if wrong or self.keep(task.id, task.due, len(before) + 1, done):
                return wrong
        return "settled"
