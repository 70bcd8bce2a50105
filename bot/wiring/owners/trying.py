"""A folder that its owner edits goes in; answers to what is typed, and what each save flips, come out. All of it stays loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answers.answer import Answered
from bot.answers.answerer import CLICK, click_of
from bot.answers.memory import settle
from bot.clock.today import today_at
from bot.flows.owners.try_edits import Asked, Faulty, Retried, Side, TryEdits, Turns, asks_of
from bot.flows.owners.try_tests import Got
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.saves import Saves
from bot.knowledge.history.store import KnowledgeStore
from bot.policy.deciding.rulings import Stated
from bot.policy.deciding.ticks import BETWEEN, TICK
from bot.policy.house import Knowledge, PolicyTest
from bot.saying.plain import BOXES
from bot.wiring.owners.testing import Trying


class TryOut:
    """One policy in an owner's hands. For one thread at a time."""

    def __init__(self, folder: Path, who: dict[str, str]) -> None:
        """``who`` asks: role, country, group, language. Raises ``KnowledgeError`` with every fault."""
        self._who = who
        self._saves = Saves(folder)  # before the files are read: what is written meanwhile is seen at the next look
        self._store = KnowledgeStore(folder, load_catalog())
        self._trying = Trying(self._store.current())
        self._got: dict[tuple[object, ...], Got] = {}
        self._turns: Turns = ()
        self._last: Answered | None = None
        self._flow = TryEdits(lambda: self._store.refresh(at_once=True), self._side)  # the saves have settled

    def begin(self) -> Retried:
        """Ask all tests for the first time, and make what a typed question needs."""
        begun = self._flow.begin()
        self._warm()
        return begun

    def look(self, *, at_once: bool = False) -> Iterator[Faulty | Retried]:
        """What became of files that were saved since the last look. ``at_once``: also of those saved this moment."""
        files = self._saves(at_once=at_once)
        if files:
            yield from self._flow(files)
            self._warm()

    @property
    def is_moving(self) -> bool:
        """Whether files are being written: the next look had better come soon."""
        return self._saves.is_moving

    # --- typed questions -------------------------------------------------------------------------------------------------

    @property
    def is_in_thread(self) -> bool:
        """Whether a question would be read together with earlier ones."""
        return bool(self._turns)

    def ask(self, text: str) -> Answered:
        """Answer a question of the thread."""
        answered = self._answered(text, self._turns)
        self._flow.asked, self._last = self._asked(text, self._turns, answered), answered
        self._turns = (*self._turns, ("user", text), ("bot", answered.answer.text))
        return answered

    @property
    def offered(self) -> tuple[str, ...]:
        """What can be clicked in the last answer: its choices, or its boxes."""
        if self._last is None or self._last.answer.parts:
            return ()
        boxes = (f"{BOXES[line.stated]} {line.text}" for line in self._last.answer.checklist if line.box)
        return (*(one.label for one in self._last.answer.choices), *boxes)

    def click(self, number: int) -> Answered:
        """Answer a click on what is offered. ``number``: from 0; a box is ticked, or not any more."""
        if self._last is None or number >= len(self.offered):
            raise IndexError(number)
        answer, state = self._last.answer, self._last.state
        if number < len(answer.choices):
            click = click_of(answer.choices[number].slot, answer.choices[number].value, state)
        else:
            boxes = {line.box: line.stated is Stated.MET for line in answer.checklist if line.box}
            chosen = list(boxes)[number - len(answer.choices)]
            click = click_of(TICK, BETWEEN.join(box for box, is_met in boxes.items() if is_met != (box == chosen)), state)
        self._turns = (*self._turns, (CLICK, click))
        self._last = self._answered("", self._turns)
        self._flow.asked = self._asked("", self._turns, self._last)
        return self._last

    def new_thread(self) -> None:
        """The next question stands on its own."""
        self._turns, self._last = (), None

    # --- what the flow is given ------------------------------------------------------------------------------------------

    def _side(self) -> Side:
        known = self._store.current()
        if known is not self._trying.knowledge:
            if not is_same_but_tests(known, self._trying.knowledge):
                self._got.clear()
            self._trying = Trying(known)
        moment = today_at(known)
        return Side(known.version, known.tests, self._ask, self._is_quick, self._again, self._trying.compiled, moment)

    def _ask(self, test: PolicyTest) -> Got:
        key = self._key(test)
        if key not in self._got:
            self._got[key] = self._trying.ask(test)
        return self._got[key]

    def _is_quick(self, test: PolicyTest) -> bool:
        return test.slots is not None or self._key(test) in self._got

    def _key(self, test: PolicyTest) -> tuple[date, tuple[object, ...]]:
        """The same question is ruled the same by the same rules on the same day."""
        return today_at(self._trying.knowledge), asks_of(test)

    def _again(self, asked: Asked) -> Asked:
        return self._asked(asked.text, asked.before, self._answered(asked.text, asked.before))

    def _asked(self, text: str, before: Turns, answered: Answered) -> Asked:
        return Asked(text, before, answered.label, self._trying.got(answered.ruled))

    def _answered(self, text: str, before: Turns) -> Answered:
        return self._trying.answerer.ask(text, before, self._who)

    def _warm(self) -> None:
        """Make the reader, if no test has needed it yet; that of the version before is let go."""
        _ = self._trying.answerer
        settle()


def is_same_but_tests(one: Knowledge, other: Knowledge) -> bool:
    """Whether two versions rule the same: all that differs is in tests.yaml."""
    bare = (replace(known, tests=(), version="", policy=replace(known.policy, version="")) for known in (one, other))
    return next(bare) == next(bare)
