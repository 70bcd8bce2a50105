"""A question that was answered wrongly goes in; the words of it that nobody read, and the name that would mend it, come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.flows.owners.score import AskLabel, turns_of

MOST_WORDS = 3
"""Phrases of one message that are tried."""


@dataclass(frozen=True, slots=True)
class Name:
    """An edit of one line: these words are a name of this data."""

    words: str
    data: str
    """A class of the policy."""


@dataclass(frozen=True, slots=True)
class Flipped:
    """Another question of the file whose answer the edit changes."""

    id: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Mend:
    """What would mend a miss. Without a name no edit of the policy's words does: it is for whoever mends the reading."""

    unread: tuple[str, ...]
    name: Name | None = None
    flips: tuple[Flipped, ...] = ()


@dataclass(frozen=True, slots=True)
class MendMisses:
    """Tries each name over all questions: what would allow something wrongly is no mend, and the one that makes most right is
    the best; of equals, the strictest class."""

    unread: Callable[[str, list[tuple[str, str]]], tuple[str, ...]]
    """Text and thread turns -> phrases of the message that are data and were not read for sure."""
    classes: Sequence[str]
    """Ids, the strictest first."""
    with_name: Callable[[Name], AskLabel | None]
    """The policy with the name -> how it labels; None where it would be faulty."""

    def __call__(self, missed: Mapping[str, Any], asked: Sequence[Mapping[str, Any]], labels: Mapping[str, str]) -> Mend:
        """``asked``: all questions of the file; ``labels``: id -> how each is answered now."""
        turns = turns_of(missed.get("thread") or [])
        unread = self.unread(missed["question"], turns)[:MOST_WORDS]
        found = [mend for name in self._names(unread) if (mend := self._tried(name, unread, missed, asked, labels)) is not None]
        gains = {mend: sum(_gain(flip, asked) for flip in mend.flips) for mend in found}
        best = max(found, key=gains.__getitem__, default=None)  # the first of the best: of two that mend as much, the stricter
        return best if best is not None and gains[best] >= 0 else Mend(unread)

    def _names(self, unread: tuple[str, ...]) -> Iterator[Name]:
        return (Name(words, data) for words in unread for data in self.classes)

    def _tried(
        self,
        name: Name,
        unread: tuple[str, ...],
        missed: Mapping[str, Any],
        asked: Sequence[Mapping[str, Any]],
        labels: Mapping[str, str],
    ) -> Mend | None:
        """None where it mends nothing, or would allow something wrongly."""
        label_of = self.with_name(name)
        if label_of is None or label_of(missed["question"], turns_of(missed.get("thread") or []))[0] != missed["expected"]:
            return None
        after = {one["id"]: label_of(one["question"], turns_of(one.get("thread") or []))[0] for one in asked}
        others = (one["id"] for one in asked if one["id"] != missed["id"])
        flips = tuple(Flipped(id_, labels[id_], after[id_]) for id_ in others if after[id_] != labels[id_])
        is_safe = not any(_is_milder(flip, asked) for flip in flips)
        return Mend(unread, name, flips) if is_safe else None


def _gain(flip: Flipped, asked: Sequence[Mapping[str, Any]]) -> int:
    """One more that is right, one that is so no more, or neither."""
    fine = _fine(asked, flip.id)
    return (flip.after in fine) - (flip.before in fine)


def _is_milder(flip: Flipped, asked: Sequence[Mapping[str, Any]]) -> bool:
    """Whether something is allowed wrongly, or allowed under conditions where the answer is a no."""
    fine = _fine(asked, flip.id)
    return flip.after not in fine and (flip.after == "allow" or (flip.after == "conditional" and fine[0] == "deny"))


def _fine(asked: Sequence[Mapping[str, Any]], id_: str) -> tuple[str, ...]:
    one = next(one for one in asked if one["id"] == id_)
    return (one["expected"], *(one.get("also_ok") or ()))
