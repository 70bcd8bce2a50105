"""Data classes and ties by words in; which class holds things of each sensitivity, and which classes are about a subject, out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.importing.classes.strictness import ClassWords, at_most, mildest
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.words import fold, has_word, lists

LEVELS = range(5)
_PRIOR = 0.3
"""How much the even spread of the levels counts beside one kind that the policy's words tie."""


@dataclass(frozen=True, slots=True)
class Tie:
    """One kind tied to a class, or to one of its examples. ``how`` is for people; ``sure`` ones need no confirmation.

    Where it is not ``firm`` it is a guess, on which no allowed may rest."""

    kind: str
    class_id: str
    example: str
    how: str
    sure: bool
    firm: bool = True


_UNKNOWN = ""
"""A subject that no kind of the catalog is."""


class Ladder:
    """The classes from mild to strict, with what each is about."""

    def __init__(self, classes: list[ClassWords], ties: list[Tie], reader: KindReader) -> None:
        self.reader = reader
        self.order = in_order(classes)
        self.position = {entry.id: number for number, entry in enumerate(self.order)}
        self.of = {entry.id: entry for entry in classes}
        self.subjects = {entry.id: self._subjects(entry, ties) for entry in classes}
        if sum(bool(about) for about in self.subjects.values()) >= 2:
            # Beside classes of subjects a name that says nothing of secrecy is a subject too, if one that no kind is known for.
            for entry in self.order:
                names = (entry.label, *entry.synonyms)
                if not self.subjects[entry.id] and not any(_is_of_secrecy(name, entry.like) for name in names):
                    self.subjects[entry.id] = {_UNKNOWN}
        self.general = [entry for entry in self.order if not self.subjects[entry.id]]
        self.fit = self._fit(ties)

    def _subjects(self, entry: ClassWords, ties: list[Tie]) -> set[str]:
        """Kinds that the class's own name is about; none where it only says how secret it is."""
        general = set(lists()["general_kinds"])
        named = {tie.kind for tie in ties if tie.class_id == entry.id and not tie.example}
        # A class that is of general secrecy beside something else, "personal or commercially sensitive", holds anything.
        return set() if named & general or _is_of_secrecy(entry.label, entry.like) else named

    def above(self, kind: str) -> tuple[str, ...]:
        """The next broader kinds."""
        return self.reader.kinds[kind].is_a if kind in self.reader.kinds else ()

    def is_about(self, class_id: str, kind: str) -> bool:
        """Whether a class may hold a kind: it is no class of a subject, or the kind belongs to its subject."""
        subjects = self.subjects[class_id]
        return not subjects or bool(subjects & {kind, *self.reader.ancestors(kind)})

    def is_strictest(self, class_id: str) -> bool:
        """Whether no class is ruled more strictly anywhere: then nothing is allowed by mistake."""
        return all(at_most(other, self.of[class_id]) for other in self.order)

    def may_hold(self, class_id: str, level: int) -> bool:
        """Nothing of substance in a public class, nothing special in an internal one."""
        like = self.of[class_id].like
        return not (like == "public" and level >= 1) and not (like == "internal" and level >= 4)

    def _fit(self, ties: list[Tie]) -> dict[int, str]:
        """Level -> general class, rising with the level, as near as can be to what the policy's words tie."""
        named = [entry for entry in self.general if not entry.is_further]
        steps = [entry for i, entry in enumerate(named) if all(entry.column != e.column for e in named[:i])]
        if not steps:
            return {}
        place = {entry.id: number for number, entry in enumerate(steps)}
        seen = [
            (self.reader.kinds[tie.kind].sensitivity, place[tie.class_id], 1.0 if tie.sure else 0.5)
            for tie in ties
            if tie.class_id in place and tie.kind in self.reader.kinds
        ]
        costs = [[self._cost(steps, seen, level, at) for at in range(len(steps))] for level in LEVELS]
        fit = {level: steps[at].id for level, at in zip(LEVELS, _rising(costs), strict=True)}
        return {level: id_ for level, id_ in fit.items() if self.may_hold(id_, level) and (level < 3 or self._holds(id_))}

    def _cost(self, steps: list[ClassWords], seen: list[tuple[int, int, float]], level: int, at: int) -> float:
        """How ill a class fits a level: what the policy ties elsewhere, and what such a class cannot hold."""
        like = steps[at].like
        cost = sum(weight * abs(at - place) for known, place, weight in seen if known == level)
        cost += _PRIOR * abs(at - level * (len(steps) - 1) / LEVELS[-1])
        cost += 0.0 if self.may_hold(steps[at].id, level) else 9.0
        cost += 9.0 if level in LEVELS[3:] and like == "internal" else 0.0
        return cost + 9.0 * (level == LEVELS[1] and like != "internal" and any(step.like == "internal" for step in steps))

    def _holds(self, class_id: str) -> bool:
        return self.of[class_id].like not in ("public", "internal")


def _rising(costs: list[list[float]]) -> tuple[int, ...]:
    """Level by level a place, never lower than the one before, for the least cost; of several the highest places."""
    best: list[tuple[float, int, tuple[int, ...]]] = [(0.0, 0, ())]
    for cost in costs:
        best, reached = [], [min(best[: at + 1]) for at in range(len(cost))] if len(best) > 1 else best * len(cost)
        for at, (so_far, places, path) in enumerate(reached):
            best.append((round(so_far + cost[at], 6), places - at, (*path, at)))
    return min(best)[2]


def _is_of_secrecy(name: str, like: str) -> bool:
    """Whether a class is named by how secret it is: a word for that, a colour, a level."""
    words = lists()["classes"]
    secrecy = [*words["public"], *words["internal"], *words["confidential"], *words["steps"]]
    return like in ("public", "internal") or bool(has_word(name, secrecy)) or bool(re.search(r"\b[a-z]{0,6} ?\d\b", fold(name)))


def in_order(classes: list[ClassWords]) -> list[ClassWords]:
    """Mild first: by rank where the cells give every class one, else by what the names say and how much is forbidden."""
    if all(entry.rank is not None for entry in classes):
        return sorted(classes, key=lambda entry: entry.rank or 0)
    likes = {"public": 0, "internal": 1}
    return sorted(mildest(classes), key=lambda entry: likes.get(entry.like, 2))
