"""A catalog kind of data goes in, the policy's data that it is comes out: by tie, by a broader kind's, by sensitivity."""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.house import Knowledge
from bot.policy.world import Catalog

HARMLESS = "read.harmless"
"""Pseudo kind for words of the harmless list."""


_PERSONAL = "personal-data"
_FAR = 2
"""Levels of sensitivity."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Policy data ids. ``all_of``: each stands for itself (the strictest wins), else any of them is possible."""

    ids: tuple[str, ...]
    grounded: bool = True
    all_of: bool = True


class Ties:
    """All ties of one policy, closed over the hierarchy of the catalog."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        self.data = knowledge.vocabulary.data
        self.classes = knowledge.policy.data_classes
        self.types = knowledge.policy.data_types
        self.kinds = catalog.kinds
        self.direct: dict[str, tuple[str, ...]] = {}
        self.guessed: set[str] = set()
        """Kinds that are tied by ``perhaps`` alone."""
        for terms in self.data.values():
            for kind in terms.catalog:
                self.direct[kind] = (*self.direct.get(kind, ()), terms.id)
        for terms in self.data.values():
            for kind in terms.perhaps:
                if kind not in self.direct:
                    self.guessed.add(kind)
                if kind in self.guessed:
                    self.direct[kind] = (*self.direct.get(kind, ()), terms.id)
        self.narrower: dict[str, set[str]] = {}
        for narrow in self.kinds.values():
            for broader in narrow.is_a:
                self.narrower.setdefault(broader, set()).add(narrow.id)
        self.mild = self._mild()
        self._held: dict[str, Tie] = {}

    def of(self, kind: str) -> Tie:
        """What a kind is in this policy; no ids where it cannot be tied."""
        if kind not in self._held:
            self._held[kind] = self._tie(kind)
        return self._held[kind]

    def sensitivity(self, kind: str) -> int:
        """0 harmless to 4 special."""
        return self.kinds[kind].sensitivity if kind in self.kinds else 0

    def is_personal(self, kind: str) -> bool:
        """Whether a kind is data about people, by itself or by a broader kind."""
        return kind == _PERSONAL or any(self.is_personal(b) for b in (self.kinds[kind].is_a if kind in self.kinds else ()))

    def is_mild(self, ids: tuple[str, ...]) -> bool:
        """Whether data is of the class for what is public or harmless."""
        return bool(ids) and {broad for id_ in ids for broad in (self._classes_of(id_) or (id_,))} <= set(self.mild)

    def rank(self, ids: tuple[str, ...]) -> int:
        """The strictest rank of the classes that data is of; -1 where the policy ranks none of them."""
        classes = {broad for id_ in ids for broad in (self._classes_of(id_) or (id_,))} & set(self.classes)
        return max((rank for id_ in classes if (rank := self.classes[id_].rank) is not None), default=-1)

    def of_detector(self, name: str) -> Tie:
        """What a placeholder of the door is."""
        own = tuple(terms.id for terms in self.data.values() if name in terms.detectors)
        if own:
            return Tie(self._narrow(own))
        found = [self.of(kind.id) for kind in self.kinds.values() if name in kind.detectors]
        ids = tuple(dict.fromkeys(id_ for tie in found for id_ in tie.ids))
        return Tie(ids, bool(ids) and all(tie.grounded for tie in found if tie.ids))

    def _tie(self, kind: str) -> Tie:
        if kind == HARMLESS:
            return Tie(self.mild, bool(self.mild))
        up = self._upward(kind, frozenset(), self.sensitivity(kind))
        if up:
            ids = tuple(dict.fromkeys(id_ for near in up for id_ in self.direct[near]))
            return Tie(self._strictest(self._narrow(ids)), grounded=not self.guessed & set(up) and not self._is_far(kind, up))
        down = self._downward(kind)
        if down:
            return Tie(self._narrow(down), grounded=False, all_of=False)
        return self._by_sensitivity(self.sensitivity(kind))

    def _narrow(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Without classes that one of the data types belongs to already."""
        covered = {broad for id_ in ids if id_ in self.types for broad in (*self.types[id_].classes, *self.types[id_].is_a)}
        return tuple(id_ for id_ in dict.fromkeys(ids) if id_ not in covered)

    def _strictest(self, ids: tuple[str, ...]) -> tuple[str, ...]:
        """Without what is of a milder class than another of them, where the policy ranks the classes: the strictest decides."""
        ranks = {id_: [self.classes[c].rank for c in (self._classes_of(id_) or (id_,)) if c in self.classes] for id_ in ids}
        known = {
            id_: max(rank for rank in found if rank is not None) for id_, found in ranks.items() if found and None not in found
        }
        top = max(known.values(), default=0)
        return tuple(id_ for id_ in ids if known.get(id_, top) == top)

    def _upward(self, kind: str, seen: frozenset[str], level: int) -> tuple[str, ...]:
        """The nearest tied kinds: itself, else broader ones; a mere guess about something much more harmless says nothing."""
        if kind in self.direct and not (kind in self.guessed and level - self.sensitivity(kind) >= _FAR):
            return (kind,)
        if kind not in self.kinds or kind in seen:
            return ()
        found = (id_ for broader in self.kinds[kind].is_a for id_ in self._upward(broader, seen | {kind}, level))
        return tuple(dict.fromkeys(found))

    def _is_far(self, kind: str, up: tuple[str, ...]) -> bool:
        """Whether all that the policy places is much more harmless: "budgets" do not place results before they are out."""
        return self.sensitivity(kind) - max(self.sensitivity(near) for near in up) >= _FAR

    def _downward(self, kind: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        todo, seen = [kind], {kind}
        while todo:
            for narrower in sorted(self.narrower.get(todo.pop(), ())):
                if narrower not in seen:
                    seen.add(narrower)
                    found.update(dict.fromkeys(self.direct.get(narrower, ())))
                    todo.append(narrower)
        return tuple(found)

    def level(self, class_id: str) -> int | None:
        """How sensitive a class is at most by the kinds tied to it and to its types."""
        tied = [
            self.sensitivity(kind)
            for kind, ids in self.direct.items()
            for id_ in ids
            if class_id == id_ or class_id in self._classes_of(id_)
        ]
        return max(tied) if tied else None

    def _classes_of(self, id_: str) -> tuple[str, ...]:
        return self.types[id_].classes if id_ in self.types else ()

    def _mild(self) -> tuple[str, ...]:
        """The classes for what is public or harmless: tied to such kinds, else the lowest where the policy ranks them."""
        tied = [
            id_ for kind, ids in self.direct.items() if kind in self.kinds and self.kinds[kind].sensitivity == 0 for id_ in ids
        ]
        tied += [broad for id_ in tied for broad in self._classes_of(id_)]
        classes = [id_ for id_ in dict.fromkeys(tied) if id_ in self.classes]
        if classes:
            ranked = sorted(classes, key=lambda id_: self.classes[id_].rank or 0)
            return (ranked[0],)
        ranks = sorted({c.rank for c in self.classes.values() if c.rank is not None})
        lowest = [c.id for c in self.classes.values() if ranks and c.rank == ranks[0]]
        low = len(ranks) > 1 and len(lowest) == 1 and (self.level(lowest[0]) or 0) <= 1
        return tuple(lowest) if low else ()

    def _by_sensitivity(self, level: int) -> Tie:
        """No tie at all: the classes that hold things as sensitive, never as a ground for an allowed."""
        if level == 0:
            return Tie(self.mild, bool(self.mild))
        levels = {id_: self.level(id_) for id_ in self.classes}
        fitting = [id_ for id_, held in levels.items() if held is not None and held >= level]
        if not fitting:
            ranked = [c for c in self.classes.values() if c.rank is not None]
            top = max((c.rank or 0 for c in ranked), default=0)
            fitting = [c.id for c in ranked if (c.rank or 0) == top] if level >= 2 and len(ranked) > 1 else []
        return Tie(tuple(fitting), grounded=False, all_of=False)
