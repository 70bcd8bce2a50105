"""Two policies with their words and people go in; what is heard as another thing, and who is another person, comes out.

Tools and kinds of data are told cell by cell; here is what lies beside the cells: names of transformations, what people say of
conditions, and the entries of people.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from bot.policy.deciding.cell import World, look
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.worlds import transformed
from bot.policy.house import Knowledge, Person
from bot.policy.policy import becomes_of
from bot.policy.talks.persons import Known
from bot.policy.words import STRICTNESS, Question, Slot

Ids = frozenset[str]
Words = Mapping[str, Ids]
"""Words in lower case -> what they are words for."""


class Beside(StrEnum):
    """What of the policy lies beside its cells."""

    TRANSFORMATION = "transformation"
    MET = "met"
    UNMET = "unmet"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Heard:
    """Words that mean another thing than before, or somebody who is another than before."""

    what: Beside
    name: str
    """The words, or the person, group or mail domain."""
    old: tuple[str, ...]
    new: tuple[str, ...]
    """Transformations or conditions; for people what they are: ``owner``, ``admin``, ``role nurse``."""
    is_looser: bool = False


def heard_otherwise(old: Knowledge, new: Knowledge, compiled: Compiled, today: date) -> tuple[Heard, ...]:
    """All that differs, looser first. ``compiled``: the new policy, by which a name or a person alone is weighed."""
    weigh = _Weigh(compiled, today)
    found = [
        *_moved(Beside.TRANSFORMATION, _transformations(old), _transformations(new), weigh.transformation),
        *_moved(Beside.MET, _said(old, met=True), _said(new, met=True), weigh.met),
        *_moved(Beside.UNMET, _said(old, met=False), _said(new, met=False), weigh.unmet),
        *_people(old, new, weigh),
    ]
    return tuple(sorted(found, key=lambda one: not one.is_looser))


def _moved(what: Beside, old: Words, new: Words, is_looser: Callable[[Ids, Ids], bool]) -> Iterator[Heard]:
    nothing: Ids = frozenset()
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name, nothing), new.get(name, nothing)
        if was != now:
            yield Heard(what, name, tuple(sorted(was)), tuple(sorted(now)), is_looser(was, now))


def _transformations(knowledge: Knowledge) -> Words:
    terms = knowledge.vocabulary.transformations.values()
    return _by_word((word, one.id) for one in terms for word in (one.label, *one.names))


def _said(knowledge: Knowledge, *, met: bool) -> Words:
    terms = knowledge.vocabulary.conditions.values()
    return _by_word((word, one.id) for one in terms for word in (one.met if met else one.unmet))


def _by_word(pairs: Iterable[tuple[str, str]]) -> Words:
    found: dict[str, Ids] = {}
    for word, id_ in pairs:
        key = " ".join(word.casefold().split())
        found[key] = found.get(key, frozenset()) | {id_}
    return found


def _people(old: Knowledge, new: Knowledge, weigh: _Weigh) -> Iterator[Heard]:
    before, after = _entries(old.people), _entries(new.people)
    for match in sorted(before.keys() | after.keys()):
        was, now = before.get(match, Known()), after.get(match, Known())
        if was != now:
            yield Heard(Beside.PERSON, match, _told(was), _told(now), weigh.person(was, now))


def _entries(people: tuple[Person, ...]) -> dict[str, Known]:
    """What each match is; of several entries with one match the first says it, as it does for whoever asks."""
    found: dict[str, Known] = {}
    for one in people:
        known = found.get(one.match, Known())
        found[one.match] = Known(
            role=known.role or one.role,
            country=known.country or one.country,
            team=known.team or one.team,
            is_owner=known.is_owner or one.is_owner,
            is_admin=known.is_admin or one.is_admin,
            matches=frozenset({one.match}),
        )
    return found


def _told(known: Known) -> tuple[str, ...]:
    flags = (("owner", known.is_owner), ("admin", known.is_admin))
    words = (("role", known.role), ("country", known.country), ("team", known.team))
    said = (*(name for name, holds in flags if holds), *(f"{name} {value}" for name, value in words if value))
    return said or (("listed",) if known.matches else ())


@dataclass(frozen=True, slots=True)
class _Weigh:
    """Whether a name or a person alone makes anybody's answer milder, with everything else as the new policy has it."""

    compiled: Compiled
    today: date

    def transformation(self, was: Ids, now: Ids) -> bool:
        """Whether some data becomes milder by these words than it did."""
        policy = self.compiled.policy
        kinds = [id_ for id_ in (*policy.data_types, *policy.data_classes) if becomes_of(policy, id_).keys() & (was | now)]
        pairs = [tuple(transformed(self.compiled, kind, ids)[0] for ids in (was, now)) for kind in kinds]
        pairs = [(before, after) for before, after in pairs if before != after]
        return any(
            self._strictness(after, offering) < self._strictness(before, offering)
            for before, after in pairs
            for offering in self.compiled.policy.offerings
        )

    def met(self, was: Ids, now: Ids) -> bool:
        """Whether these words fulfil a condition that they did not fulfil."""
        known = self.compiled.policy.conditions
        return any(
            known[id_].asker_may_state and (known[id_].binds or not known[id_].general) for id_ in now - was if id_ in known
        )

    def unmet(self, was: Ids, now: Ids) -> bool:
        """Whether these words told that a condition is not met, and tell it no more."""
        return any(id_ in self.compiled.policy.conditions for id_ in was - now)

    def person(self, was: Known, now: Known) -> bool:
        """Who becomes owner or admin may do more; so may who gets a role, a country or a team that makes a cell milder."""
        if (now.is_owner and not was.is_owner) or (now.is_admin and not was.is_admin):
            return True
        if not self._matters(was) and not self._matters(now):
            return False
        policy = self.compiled.policy
        cells = product(policy.offerings, (*policy.data_types, *policy.data_classes))
        return any(self._strictness(data, offering, now) < self._strictness(data, offering, was) for offering, data in cells)

    def _matters(self, known: Known) -> bool:
        """Whether any rule or waiver names what they are."""
        tests = [(slot, value.lower()) for rule in self.compiled.rules for slot in rule.where for value in rule.where[slot]]
        is_named = (Slot.ROLE, known.role.lower()) in tests or (Slot.COUNTRY, known.country.lower()) in tests
        return is_named or any(known.groups & waiver.who for waiver in self.compiled.policy.waivers)

    def _strictness(self, data: str, offering: str, known: Known | None = None) -> int:
        known = known or Known()
        said = {slot: value for slot, value in ((Slot.ROLE, known.role), (Slot.COUNTRY, known.country)) if value}
        context = {slot.value: value.lower() for slot, value in said.items()}
        world = World(Question(who=known.groups), self.today, {**self.compiled.assumed, **context})
        return STRICTNESS[look(self.compiled, world, offering, data).verdict]
