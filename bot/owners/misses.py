"""A question that was answered wrongly goes in; the words of it that nobody read, and the name that would mend it, come out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.answers.answerer import Answerer
from bot.answers.score import AskLabel, turns_of
from bot.environment import shipped
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import names_added, with_edits
from bot.owners.clicks import left_words
from bot.policy.policy import rank_of

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


LabelWith = Callable[[Name], AskLabel | None]
"""The policy with the name -> how it labels; None where it would be faulty."""


def mend(
    folder: Path | None,
    answerer: Answerer,
    missed: Mapping[str, Any],
    asked: Sequence[Mapping[str, Any]],
    labels: Mapping[str, str],
) -> Mend:
    """``answerer``: over the policy as it is; ``asked``: all questions; ``labels``: id -> how each is answered now."""
    policy = answerer.mind.knowledge.policy
    strictest = sorted(policy.data_classes, key=lambda one: rank_of(policy, one), reverse=True)
    unread = _unread(answerer, missed)[:MOST_WORDS]
    return best_of(unread, strictest, partial(_label_with, folder or shipped("knowledge")), missed, asked, labels)


def best_of(  # noqa: PLR0917 - the names to try, how each would label, and what is asked
    unread: tuple[str, ...],
    classes: Sequence[str],
    with_name: LabelWith,
    missed: Mapping[str, Any],
    asked: Sequence[Mapping[str, Any]],
    labels: Mapping[str, str],
) -> Mend:
    """Tries each name over all questions: what would allow something wrongly is no mend, and the one that makes most right is
    the best; of equals, the strictest class. ``classes``: the strictest first."""
    names = (Name(words, data) for words in unread for data in classes)
    tried = ((name, _flips(with_name(name), missed, asked, labels)) for name in names)
    found = [Mend(unread, name, flips) for name, flips in tried if flips is not None]
    gains = {one: sum(_gain(flip, asked) for flip in one.flips) for one in found}
    best = max(found, key=gains.__getitem__, default=None)  # the first of the best: of two that mend as much, the stricter
    return best if best is not None and gains[best] >= 0 else Mend(unread)


def _unread(answerer: Answerer, missed: Mapping[str, Any]) -> tuple[str, ...]:
    """Phrases of the message that are data and were not read for sure."""
    answered = answerer.ask(missed["question"], turns_of(missed.get("thread") or []))
    data = [one for ruled in answered.ruled for one in ruled.item.question.data]
    open_ = tuple(dict.fromkeys(one.name for one in data if not one.grounded or len(one.types) != 1))
    left = left_words(answered.reading) if not data else ""
    return open_ or ((left,) if left else ())


def _label_with(folder: Path, name: Name) -> AskLabel | None:
    try:
        edited = with_edits(folder, names_added(folder, name.data, [name.words]))
    except KnowledgeError:
        return None
    return Answerer(edited).label_and_why


def _flips(
    label_of: AskLabel | None, missed: Mapping[str, Any], asked: Sequence[Mapping[str, Any]], labels: Mapping[str, str]
) -> tuple[Flipped, ...] | None:
    """What else a name changes; None where it mends nothing, or would allow something wrongly."""
    if label_of is None or label_of(missed["question"], turns_of(missed.get("thread") or []))[0] != missed["expected"]:
        return None
    after = {one["id"]: label_of(one["question"], turns_of(one.get("thread") or []))[0] for one in asked}
    others = (one["id"] for one in asked if one["id"] != missed["id"])
    flips = tuple(Flipped(id_, labels[id_], after[id_]) for id_ in others if after[id_] != labels[id_])
    return None if any(_is_milder(flip, asked) for flip in flips) else flips


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
