"""A folder that its owner edits goes in; answers to what is typed come out, and what is wrong with each save or what it flips,
step by step. What flips is told against the last good version: a broken save in between changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.answers.answer import Answered
from bot.answers.answerer import CLICK, click_of
from bot.answers.memory import settle
from bot.clock.today import today_at
from bot.knowledge.catalog import load_catalog
from bot.knowledge.history.saves import Saves
from bot.knowledge.history.store import KnowledgeStore
from bot.owners.policy_tests import ASK, Got, Tried, Trying, try_one
from bot.policy.changes.change import Change, compare
from bot.policy.deciding.decide import Compiled
from bot.policy.deciding.rulings import Stated
from bot.policy.deciding.ticks import BETWEEN, TICK
from bot.policy.house import Knowledge, PolicyTest
from bot.policy.talks import label as labels
from bot.policy.words import STRICTNESS
from bot.saying.plain import BOXES

Turns = tuple[tuple[str, str], ...]
"""``user`` or ``bot``, and what was said; oldest first."""

_VERDICTS = tuple(verdict.value for verdict in sorted(STRICTNESS, key=STRICTNESS.__getitem__))
_LABELS = (labels.ALLOW, labels.CONDITIONAL, labels.NOT_LISTED, labels.DENY)


class Way(StrEnum):
    """Where a result moved, in the order in which it is told. ``NEW``: there was none before."""

    LOOSER = "looser"
    STRICTER = "stricter"
    CHANGED = "changed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that was typed last. ``before``: its thread up to it; ``label``: that of its answer; ``got``: its ruling."""

    text: str
    before: Turns
    label: str
    got: Got


@dataclass(frozen=True, slots=True)
class Side:
    """One good version, and what can be asked of it."""

    version: str
    tests: tuple[PolicyTest, ...]
    ask: Callable[[PolicyTest], Got]
    is_quick: Callable[[PolicyTest], bool]
    """Whether a test is answered without what takes time to make: the reader of this version."""
    again: Callable[[Asked], Asked]
    """The question with the answer that it has now."""
    compiled: Compiled | None = None
    today: date = date.min


@dataclass(frozen=True, slots=True)
class Flipped:
    """A test with another result than before. ``before``: none for a new test, which is told where it is not as expected."""

    before: Tried | None
    after: Tried

    @property
    def way(self) -> Way:
        return way_of(self.before.got, self.after.got) if self.before else Way.NEW


@dataclass(frozen=True, slots=True)
class Relabelled:
    """The question that was typed last has another answer: another label, or under the same one another ruling."""

    before: Asked
    after: Asked

    @property
    def way(self) -> Way:
        if self.before.label == self.after.label:
            return way_of(self.before.got, self.after.got)
        return _moved(self.before.label, self.after.label, _LABELS, labels.ASK)


@dataclass(frozen=True, slots=True)
class Faulty:
    """Files that cannot be used. ``version``: the one that goes on answering; ``faults``: each of them."""

    files: tuple[str, ...]
    version: str
    faults: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Retried:
    """Tests of a new version, as far as they were asked. ``files``: none where it goes on from the one before."""

    files: tuple[str, ...]
    version: str
    tried: tuple[Tried, ...]
    """All that were asked so far."""
    waiting: int = 0
    """Tests that are asked in the next step."""
    flipped: tuple[Flipped, ...] = ()
    """Of those that were asked in this step: looser first, then in the order of tests.yaml."""
    last: Relabelled | None = None
    asked: int = 0
    """Tests that were asked in this step."""
    is_done: bool = True
    flips: int = 0
    """All that flipped so far, the last question counted."""
    change: Change | None = None
    """Cells that differ, of the last step."""

    @property
    def failed(self) -> tuple[Tried, ...]:
        return tuple(one for one in self.tried if one.wrong)


@dataclass(slots=True)
class TryEdits:
    """The steps of a save. ``begin`` comes first."""

    refresh: Callable[[], Sequence[Any]]
    """Reads what was saved; gives the faults that keep it from being used."""
    side: Callable[[], Side]
    """The last good version."""
    asked: Asked | None = None
    _tried: tuple[Tried, ...] = field(default=(), init=False)
    _before: Side | None = field(default=None, init=False)

    def begin(self) -> Retried:
        """Ask all tests for the first time."""
        side = self._before = self.side()
        self._tried = tuple(try_one(test, side.ask) for test in side.tests)
        return Retried((), side.version, self._tried, asked=len(self._tried))

    def __call__(self, files: tuple[str, ...]) -> Iterator[Faulty | Retried]:
        """Take a save over. What needs no reader is told before the rest is asked."""
        faults = tuple(self.refresh())
        side = self.side()
        if faults:
            yield Faulty(files, side.version, faults)
            return
        yield from self._retried(files, side)

    def _retried(self, files: tuple[str, ...], side: Side) -> Iterator[Retried]:
        before, tried = pairs(self._tried, side.tests), dict[int, Tried]()
        quick = [number for number, test in enumerate(side.tests) if side.is_quick(test)]
        rest = [number for number, test in enumerate(side.tests) if not side.is_quick(test)]
        steps = ([quick] if quick or not rest else []) + ([rest] if rest or self.asked else [])
        flips = 0
        for step, numbers in enumerate(steps, start=1):
            tried |= {number: try_one(side.tests[number], side.ask) for number in numbers}
            flipped = _flipped([(before.get(number), tried[number]) for number in numbers])
            is_done = step == len(steps)
            last = self._relabelled(side) if is_done else None
            flips += len(flipped) + (last is not None)
            so_far = tuple(tried[number] for number in sorted(tried))
            told = files if step == 1 else ()
            waiting = len(side.tests) - len(tried)
            change = self._turned(side) if is_done else None
            yield Retried(told, side.version, so_far, waiting, flipped, last, len(numbers), is_done, flips, change)
        self._tried, self._before = so_far, side

    def _turned(self, side: Side) -> Change | None:
        """Cells that differ from those of the side before, whether or not a test or a question is about them."""
        if self._before is None or self._before.compiled is None or side.compiled is None:
            return None
        return compare(self._before.compiled, side.compiled, side.today)

    def _relabelled(self, side: Side) -> Relabelled | None:
        if self.asked is None:
            return None
        before, after = self.asked, side.again(self.asked)
        self.asked = after
        same = (before.label, _ruled(before.got)) == (after.label, _ruled(after.got))
        return None if same else Relabelled(before, after)


def pairs(old: Sequence[Tried], new: Sequence[PolicyTest]) -> dict[int, Tried]:
    """The place of a new test -> how the same one went before: the one that asks the same, else the one of the same name."""
    found: dict[int, Tried] = {}
    left = list(old)
    for same in (asks_of, lambda test: test.name):
        known: dict[object, list[Tried]] = {}
        for one in left:
            known.setdefault(same(one.test), []).append(one)
        for number, test in enumerate(new):
            if number not in found and known.get(same(test)):
                found[number] = known[same(test)].pop(0)
        left = [one for ones in known.values() for one in ones]
    return found


def asks_of(test: PolicyTest) -> tuple[object, ...]:
    """What a test asks, whatever it expects and wherever it stands."""
    return test.question, repr(test.slots), tuple(sorted(test.asker.items()))


def _flipped(both: Iterable[tuple[Tried | None, Tried]]) -> tuple[Flipped, ...]:
    found = [Flipped(before, after) for before, after in both if _is_told(before, after)]
    return tuple(sorted(found, key=lambda one: list(Way).index(one.way)))


def _is_told(before: Tried | None, after: Tried) -> bool:
    if before is None:
        return not after.is_fine
    return (_ruled(before.got), before.is_fine) != (_ruled(after.got), after.is_fine)


def _ruled(got: Got) -> tuple[str, frozenset[str]]:
    """What of a ruling is told if it is another one: the verdict and the conditions, in whatever order."""
    return got.verdict, frozenset(got.conditions)


def way_of(before: Got, after: Got) -> Way:
    """By the verdict; under the same one, less to do for it is looser."""
    if before.verdict != after.verdict:
        return _moved(before.verdict, after.verdict, _VERDICTS, ASK)
    if set(before.conditions) - set(after.conditions):
        return Way.LOOSER
    return Way.STRICTER if set(after.conditions) - set(before.conditions) else Way.CHANGED


def _moved(before: str, after: str, mild_to_strict: Sequence[str], ask: str) -> Way:
    """A question back (``ask``) has answers of several kinds: stricter than the mildest one, and milder than the strictest."""
    ends = (mild_to_strict[0], mild_to_strict[-1])
    places = {word: 2 * place for place, word in enumerate(mild_to_strict)}
    if (after if before == ask else before) in ends:
        places[ask] = 1
    if before not in places or after not in places:
        return Way.CHANGED
    return Way.LOOSER if places[after] < places[before] else Way.STRICTER


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
