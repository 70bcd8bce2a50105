"""A save of the policy's files goes in; what is wrong with them, or what the new version flips, comes out step by step.

What flips is told against the last good version: a broken save in between changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from bot.flows.owners.try_tests import ASK, Got, Tried, try_one
from bot.policy.changes.change import Change, compare
from bot.policy.deciding.decide import Compiled
from bot.policy.house import PolicyTest
from bot.policy.talks import label as labels
from bot.policy.words import STRICTNESS

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
