"""What somebody does with a task goes in; it is kept once, or it is known why not. Of two at once, the second looks again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.policy.due.suspensions import standing_of
from bot.policy.due.tasks import SETTLING, Deeds, Done, Task, refusal
from bot.policy.house import Reminding

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
        """Gives why not, as ``refusal`` has it, else nothing. What settles a task is tied to what the task is about now."""
        wanted, now = self.wanted(), self.today()
        kept = replace(done, about=task.about) if done.deed in SETTLING else done
        for _ in range(TRIES):
            deeds = self.deeds(task.id)
            before = deeds.get((task.id, task.due), ())
            if any(one.id == done.id for one in before):
                return ""
            stands = standing_of(task, deeds)
            wrong = refusal(stands, done.deed, task, now, wanted, until=done.until, note=done.note)
            if wrong or self.keep(task.id, task.due, len(before) + 1, kept):
                return wrong
        return "settled"
