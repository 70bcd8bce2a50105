"""What somebody does with a task goes in; it is kept once, or it is known why not. Of two at once, the second looks again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.policy.house import Reminding
from bot.policy.tasks import Done, Task, refusal, standing

TRIES = 5


@dataclass(frozen=True, slots=True)
class Tend:
    """Deeds on tasks."""

    deeds: Callable[[Task], Sequence[Done]]
    keep: Callable[[str, date, int, Done], bool]
    """task, day, the deed's number, deed -> whether it is kept now; False where that number is taken, or the deed is known."""
    wanted: Callable[[], Reminding]
    today: Callable[[], date]

    def __call__(self, task: Task, done: Done) -> str:
        """Gives why not (``settled``, ``snoozes``, ``far``, ``past``), else nothing."""
        wanted = self.wanted()
        for _ in range(TRIES):
            before = self.deeds(task)
            if any(one.id == done.id for one in before):
                return ""
            wrong = refusal(standing(before), done.deed, task, self.today(), wanted, until=done.until)
            if wrong or self.keep(task.id, task.due, len(before) + 1, done):
                return wrong
        return "settled"
