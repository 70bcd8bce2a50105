"""Kinds that no word of a policy names in; the class that each most likely is, by its relatives and its sensitivity, out."""

from __future__ import annotations

from collections import defaultdict

from bot.knowledge.importing.classes.ladder import Ladder, Tie
from bot.knowledge.importing.classes.strictness import ClassWords
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.words import lists
from bot.policy.world import CatalogKind

_LIKE = {0: 1.0, 1: 0.4}
_FAR = 0.15
"""How much a relative counts by how much more or less sensitive it is, and from two steps on."""
_BROADER, _NARROWER, _SIBLING, _BY_LEVEL = 3.0, 2.4, 1.0, 1.0
"""Votes for a class of the next broader, the next narrower and a sibling kind, and of how sensitive it usually is."""
_MOST_NARROWER, _MOST_SIBLINGS, _ALL = 3.0, 2.0, 99.0
"""So many votes at most have all relatives of one sort together."""
_SURE, _LIKELY, _PLACED = 1.0, 0.6, 0.8
"""How much of its votes a relative has that is tied by a sure word, by a likely one, and that was placed by its own relatives."""
_EVERYDAY = 2
"""Sensitivity of what an office handles every day."""
_PAIR = 2
"""Of two classes the stricter one holds whatever the other does not."""
_NEAR = 0.8
"""A stricter class with this part of the best one's votes wins."""


def place_rest(
    classes: list[ClassWords],
    ties: list[Tie],
    reader: KindReader,
    listed: frozenset[str] = frozenset(),
) -> list[Tie]:
    """Ties for kinds that no word of the policy names. ``listed``: guarded kinds that it lists without
    saying of which class they are: nothing is allowed because of what they most likely are."""
    placer = _Placer(classes, ties, reader, listed)
    found: list[Tie] = []
    for kind in sorted(reader.kinds.values(), key=lambda k: (len(reader.ancestors(k.id)), k.id)):
        if kind.id in placer.tied:
            continue
        found += placer.place(kind)
    return found


class _Placer:
    def __init__(self, classes: list[ClassWords], ties: list[Tie], reader: KindReader, listed: frozenset[str]) -> None:
        self.reader, self.classes, self.listed = reader, classes, listed
        self.ladder = Ladder(classes, ties, reader)
        self.tied: dict[str, dict[str, float]] = {}
        """Kind -> class -> how surely."""
        for tie in ties:
            held = self.tied.setdefault(tie.kind, {})
            held[tie.class_id] = max(held.get(tie.class_id, 0.0), _SURE if tie.sure else _LIKELY)
        self.by_words = set(self.tied)
        self.narrower: dict[str, list[str]] = defaultdict(list)
        for kind in reader.kinds.values():
            for broader in kind.is_a:
                self.narrower[broader].append(kind.id)

    def place(self, kind: CatalogKind) -> list[Tie]:
        """Ties of one kind; none where it goes with its broader kind, or where nothing is known of it."""
        if kind.sensitivity == 0:
            chosen, how, firm = self._harmless(kind)
        else:
            chosen, how, firm = self._by_votes(kind)
        held = chosen or next(iter(sorted(self._inherited(kind))), "")
        is_guessed = kind.id in self.listed and held in self.ladder.of and "allow" in self.ladder.of[held].column
        chosen, firm = (held, False) if is_guessed else (chosen, firm)
        goes_along = not is_guessed and {chosen} == self._inherited(kind)
        if chosen:
            self.tied[kind.id] = {chosen: _PLACED}
        return [] if not chosen or goes_along else [Tie(kind.id, chosen, "", how, False, firm)]

    def _harmless(self, kind: CatalogKind) -> tuple[str, str, bool]:
        if self._inherited(kind):
            return "", "", True
        like = {entry.like: entry.id for entry in reversed(self.classes)}
        return like.get("public") or like.get("internal", ""), "usually harmless", True

    def _inherited(self, kind: CatalogKind) -> set[str]:
        """The classes that the kind has by its nearest broader kinds that are tied."""
        return {
            class_id
            for broader in kind.is_a
            if broader in self.reader.kinds
            for class_id in (self.tied.get(broader) or self._inherited(self.reader.kinds[broader]))
        }

    def _by_votes(self, kind: CatalogKind) -> tuple[str, str, bool]:
        if kind.sensitivity == 1 and (internal := next((e for e in self.classes if e.like == "internal"), None)):
            return internal.id, "usually internal", True
        votes, why = self._votes(kind)
        floor = self._floor(kind)
        votes = {id_: v for id_, v in votes.items() if self.ladder.position[id_] >= floor}
        if not votes:
            return "", "", True
        most = max(votes.values())
        near = [id_ for id_, vote in votes.items() if vote >= _NEAR * most]
        chosen = max(near, key=lambda id_: self.ladder.position[id_])
        return chosen, why.get(chosen, "by how sensitive it usually is"), self._is_firm(kind, chosen)

    def _votes(self, kind: CatalogKind) -> tuple[dict[str, float], dict[str, str]]:
        """How much speaks for each class, and which relative speaks loudest."""
        votes: dict[str, float] = defaultdict(float)
        loudest: dict[str, tuple[float, str]] = {}
        below = _ALL if kind.id == lists()["anybody"] else _MOST_NARROWER
        for relation, most in (("broader", _ALL), ("narrower", below), ("sibling", _MOST_SIBLINGS)):
            part: dict[str, float] = defaultdict(float)
            for other, weight in self._likest(kind, self._relatives(kind, relation)):
                for class_id, sure in self.tied[other].items():
                    if not self._accepts(class_id, kind, relation):
                        continue
                    vote = weight * sure * self._alike(kind, other)
                    part[class_id] += vote
                    loudest[class_id] = max(loudest.get(class_id, (0.0, "")), (vote, other))
            for class_id, vote in part.items():
                votes[class_id] += min(vote, most)
        fit = self.ladder.fit.get(kind.sensitivity)
        if fit:
            votes[fit] += _BY_LEVEL
        return dict(votes), {id_: f"with `{other}`" for id_, (_, other) in loudest.items()}

    def _likest(self, kind: CatalogKind, relatives: list[tuple[str, float]]) -> list[tuple[str, float]]:
        """Of what is about anybody only the relatives that are as sensitive, where there are any: personal data are as a
        rule what customers' and colleagues' data are, and not what is special among them or a matter of its own (their money)."""
        alike = [(id_, weight) for id_, weight in relatives if self.reader.kinds[id_].sensitivity == kind.sensitivity]
        groups = [(id_, weight) for id_, weight in alike if id_ in lists()["groups_of_people"]]
        return (groups or alike or relatives) if kind.id == lists()["anybody"] else relatives

    def _accepts(self, class_id: str, kind: CatalogKind, relation: str) -> bool:
        if not self.ladder.may_hold(class_id, kind.sensitivity):
            return False
        if kind.id in lists()["general_kinds"] and self.ladder.subjects[class_id]:
            return False  # shift plans among "driver data" make no memo data of drivers
        return relation == "narrower" or self.ladder.is_about(class_id, kind.id)

    def _alike(self, kind: CatalogKind, other: str) -> float:
        return _LIKE.get(abs(kind.sensitivity - self.reader.kinds[other].sensitivity), _FAR)

    def _relatives(self, kind: CatalogKind, relation: str) -> list[tuple[str, float]]:
        """Tied relatives with their weight: the nearer the more."""
        if relation == "broader":
            return [(id_, _BROADER / depth) for id_, depth in self._walk(kind.id, up=True)]
        if relation == "narrower":
            below = self._walk(kind.id, up=False)
            return [(id_, _NARROWER / depth) for id_, depth in below if id_ in self.by_words]
        beside = {id_ for broader in kind.is_a for id_ in self.narrower[broader]} - {kind.id}
        return [(id_, _SIBLING) for id_ in sorted(beside & self.by_words)]

    def _walk(self, kind: str, *, up: bool) -> list[tuple[str, int]]:
        """Tied kinds above or below, with their distance; not beyond a tied one."""
        found: dict[str, int] = {}
        todo = [(kind, 0)]
        seen = {kind}
        while todo:
            here, depth = todo.pop(0)
            for next_ in self.ladder.above(here) if up else self.narrower[here]:
                if next_ in seen or next_ not in self.reader.kinds:
                    continue
                seen.add(next_)
                if next_ in self.tied:
                    found[next_] = depth + 1
                else:
                    todo.append((next_, depth + 1))
        return list(found.items())

    def _floor(self, kind: CatalogKind) -> int:
        """Special things are in no milder class than the broader kind that they belong to, or than what is about anybody where
        the policy's own words say what that is."""
        classes = self._inherited(kind) if kind.sensitivity >= 3 else set()
        if kind.sensitivity >= 4 and lists()["anybody"] in self.by_words:
            classes |= set(self.tied[lists()["anybody"]])
        return max((self.ladder.position[id_] for id_ in classes), default=0)

    def _is_firm(self, kind: CatalogKind, chosen: str) -> bool:
        """Whether a ruling may rest on it: the strictest class, but for everyday things (nobody said that calendars are as secret
        as salaries), by its name, or two relatives that are named in it."""
        if self.ladder.is_strictest(chosen) and (kind.sensitivity > _EVERYDAY or len(self.classes) <= _PAIR):
            return True
        roots = {kind.id, *self.reader.ancestors(kind.id)}
        if self.ladder.of[chosen].like == "confidential" and kind.sensitivity <= 2 and roots & set(lists()["business_kinds"]):
            return True
        near = [*self._relatives(kind, "narrower"), *self._relatives(kind, "sibling")]
        alike = [o for o, _ in near if o in self.by_words and self.reader.kinds[o].sensitivity >= kind.sensitivity]
        return len(alike) >= (1 if kind.sensitivity == 1 else 2) and all(set(self.tied[other]) == {chosen} for other in alike)
