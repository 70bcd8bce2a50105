"""Compiled policy + day -> what a look at every cell shows: holes, rules that never decide, contradictions, wrong orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import combinations

from bot.policy.deciding.cell import Cell, World, bits, decided_by, look
from bot.policy.deciding.circumstances import circumstances
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.reach import reached_by
from bot.policy.words import ANY, STRICTNESS, Question, Rule, Verdict

FREE = "free"
"""The plan, or the fact ``price``, of what costs nothing."""
_UNLISTED = ""
"""Stands for every tool that the policy does not list: rules about everything reach it too."""


class Oddity(StrEnum):
    """What is odd about some cells. None of it keeps a policy from being used."""

    UNCOVERED = "uncovered"
    NEVER_DECIDES = "never_decides"
    CONTRADICTION = "contradiction"
    FREE_LOOSER = "free_looser"
    CLASS_LOOSER = "class_looser"


@dataclass(frozen=True, slots=True)
class Odd:
    """One oddity. ``rules``: the one it is about first, then the one that stands against it; for an order that is upside down
    what decides the first cell, then the second."""

    oddity: Oddity
    cells: tuple[tuple[str, str], ...]
    """Offering (empty: any that is not listed) and data type or class; for an order, the looser cell and then the stricter."""
    rules: tuple[Rule, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    is_set_aside: bool = False
    """The second rule sets the first one aside."""


def survey(compiled: Compiled, today: date) -> tuple[Odd, ...]:
    """All that is odd, by kind, in the order of the policy."""
    return _Survey(compiled, today).all()


class _Survey:
    def __init__(self, compiled: Compiled, today: date) -> None:
        self.compiled = compiled
        self.today = today
        self._reached_by = reached_by(compiled.policy)
        self._places = {offering: place for place, offering in enumerate(compiled.policy.offerings)}
        self.data = (*compiled.policy.data_types, *compiled.policy.data_classes)
        self.plain: dict[tuple[str, str], Cell] = {}
        """What somebody is told who says nothing of themselves."""
        self.decided = 0
        self.clashes: dict[tuple[int, int], dict[tuple[str, str], None]] = {}
        self._granted_on_purpose: dict[tuple[int, int, str], bool] = {}
        self._offerings: dict[int, frozenset[str]] = {}
        self._data: dict[int, frozenset[str]] = {}
        for offering in (*compiled.policy.offerings, _UNLISTED):
            for data in self.data:
                for number, cell in enumerate(self.views(offering, data)):
                    if number == 0:
                        self.plain[offering, data] = cell
                    self.decided |= decided_by(compiled, cell)
                    self._note_clashes(cell)

    def all(self) -> tuple[Odd, ...]:
        return (*self.uncovered(), *self.never_deciding(), *self.contradictions(), *self.free_looser(), *self.class_looser())

    def views(self, offering: str, data: str) -> Iterator[Cell]:
        """The cell as each kind of asker sees it. A waiver that has not begun is looked at on its first day."""
        for context, who in circumstances((self.compiled,), offering, data):
            yield self._view(offering, data, context, who, self.today)
            if who:
                days = {one.since for one in self.compiled.waivers.values() if who in one.who and one.since > self.today}
                yield from (self._view(offering, data, context, who, day) for day in sorted(days))

    def _view(self, offering: str, data: str, context: dict[str, str], who: str, today: date) -> Cell:
        asked = Question(who=frozenset({who}) if who else frozenset())
        return look(self.compiled, World(asked, today, self.compiled.assumed | context), offering, data)

    # --- what nothing covers ------------------------------------------------------------------------------------------

    def uncovered(self) -> Iterator[Odd]:
        """One for each offering. Where the owner said what silence means, silence is an answer and nothing odd."""
        if self.compiled.default is not Verdict.UNCOVERED:
            return
        policy = self.compiled.policy
        has_types = {class_ for kind in policy.data_types.values() for class_ in kind.classes}
        asked = [id_ for id_ in self.data if id_ not in has_types]
        for offering in policy.offerings:
            open_ = tuple((offering, data) for data in asked if not self.plain[offering, data].active)
            if open_:
                yield Odd(Oddity.UNCOVERED, open_)

    # --- rules that never decide --------------------------------------------------------------------------------------

    def never_deciding(self) -> Iterator[Odd]:
        """Rules that reach cells, and in each of them, for everybody, another one is stricter or sets them aside."""
        ended = {bit for bit, waiver in self.compiled.waivers.items() if waiver.until < self.today}
        for bit in reversed(bits(((1 << len(self.compiled.rules)) - 1) & ~self.decided)):
            cells = self._cells_of(bit)
            if bit in ended or not cells or self._decides_by_its_own_words(bit, cells):
                continue
            found = next((odd for place in cells for odd in self._beaten(bit, place)), None)
            if found is not None:
                others = [place for place in cells if place != found.cells[0]]
                yield replace(found, cells=(*found.cells, *others))

    def _cells_of(self, bit: int) -> list[tuple[str, str]]:
        rule, offerings = self.compiled.rules[bit], self.compiled.policy.offerings
        listed = (
            list(offerings) if ANY in rule.offerings else sorted(rule.offerings & offerings.keys(), key=self._places.__getitem__)
        )
        data = [id_ for id_ in self.data if id_ in self._data_of(bit)]
        return [(offering, id_) for offering in listed for id_ in data]

    def _decides_by_its_own_words(self, bit: int, cells: list[tuple[str, str]]) -> bool:
        """Where a cell's circumstances are too many to be looked at together, the rule's own are."""
        where = self.compiled.rules[bit].where
        if len(where) < 2:
            return False
        context = {str(slot): min(values) for slot, values in where.items()}
        views = (self._view(offering, data, context, "", self.today) for offering, data in cells)
        return any(decided_by(self.compiled, cell) >> bit & 1 for cell in views)

    def _beaten(self, bit: int, place: tuple[str, str]) -> Iterator[Odd]:
        rules = self.compiled.rules
        for cell in self.views(*place):
            setter = next((one for one in bits(cell.aside) if self.compiled.targets[one] >> bit & 1), None)
            if setter is not None:
                yield Odd(Oddity.NEVER_DECIDES, (place,), (rules[bit], rules[setter]), (cell.verdict,), is_set_aside=True)
            elif cell.active >> bit & 1:
                stricter = cell.active.bit_length() - 1
                yield Odd(Oddity.NEVER_DECIDES, (place,), (rules[bit], rules[stricter]), (cell.verdict,))

    # --- contradictions -----------------------------------------------------------------------------------------------

    def contradictions(self) -> Iterator[Odd]:
        """A rule grants just this, another one says something stricter, and only precedence settles it. One for each of the
        stricter rules; a rule that never decides is told as such."""
        pairs: dict[int, dict[tuple[str, str], int]] = {}
        for (mild, strict), cells in self.clashes.items():
            if self.decided >> mild & 1:
                found = pairs.setdefault(strict, {})
                for place in cells:
                    found.setdefault(place, mild)
        for strict, granted in sorted(pairs.items()):
            milder = [self.compiled.rules[bit] for bit in dict.fromkeys(granted.values())]
            yield Odd(Oddity.CONTRADICTION, tuple(granted), (self.compiled.rules[strict], *milder))

    def _note_clashes(self, cell: Cell) -> None:
        compiled = self.compiled
        if cell.active.bit_length() > compiled.forbid_from:
            floor = compiled.forbid_from
        elif cell.active.bit_length() > compiled.condition_from:
            floor = compiled.condition_from
        else:
            return
        milder = cell.active & ((1 << floor) - 1)
        if not milder or cell.offering == _UNLISTED:
            return
        stricter = bits(cell.active, floor)
        for mild in bits(milder):
            for strict in stricter:
                if self._is_on_purpose(mild, strict, cell.data):
                    self.clashes.setdefault((mild, strict), {})[cell.offering, cell.data] = None

    def _is_on_purpose(self, mild: int, strict: int, data: str) -> bool:
        """Whether the milder rule speaks of this no less closely than the stricter one, which then is no mere exception."""
        place = (mild, strict, data)
        if place not in self._granted_on_purpose:
            milder, stricter = self.compiled.rules[mild], self.compiled.rules[strict]
            is_narrower = (
                self._offerings_of(strict) < self._offerings_of(mild)
                or (self._data_of(strict) < self._data_of(mild) and data not in milder.data)
                or bool(stricter.where.keys() - milder.where.keys())
            )
            self._granted_on_purpose[place] = not is_narrower
        return self._granted_on_purpose[place]

    def _offerings_of(self, bit: int) -> frozenset[str]:
        if bit not in self._offerings:
            named, offerings = self.compiled.rules[bit].offerings, self.compiled.policy.offerings
            self._offerings[bit] = frozenset((*offerings, _UNLISTED)) if ANY in named else named & offerings.keys()
        return self._offerings[bit]

    def _data_of(self, bit: int) -> frozenset[str]:
        if bit not in self._data:
            named = self.compiled.rules[bit].data
            self._data[bit] = frozenset(id_ for id_ in self.data if ANY in named or not named.isdisjoint(self._reached_by[id_]))
        return self._data[bit]

    # --- orders that are upside down ----------------------------------------------------------------------------------

    def free_looser(self) -> Iterator[Odd]:
        """A tool's free plan lets in what one that is paid for does not."""
        tools: dict[str, list[str]] = {}
        for offering in self.compiled.policy.offerings.values():
            tools.setdefault(offering.tool, []).append(offering.id)
        for offerings in tools.values():
            free = [id_ for id_ in offerings if self._is_free(id_)]
            paid = [id_ for id_ in offerings if id_ not in free and self.compiled.policy.offerings[id_].plan]
            for one in free:
                for other in paid:
                    yield from self._upside_down(Oddity.FREE_LOOSER, [((one, data), (other, data)) for data in self.data])

    def _is_free(self, offering: str) -> bool:
        known = self.compiled.policy.offerings[offering]
        return FREE in (known.plan, known.facts.get("price", ""))

    def class_looser(self) -> Iterator[Odd]:
        """An offering takes data of a stricter class more freely than data of a milder one."""
        ranked = [one for one in self.compiled.policy.data_classes.values() if one.rank is not None]
        ranked.sort(key=lambda one: one.rank or 0)
        orders = [(mild, strict) for mild, strict in combinations(ranked, 2) if (mild.rank or 0) < (strict.rank or 0)]
        for offering in self.compiled.policy.offerings:
            pairs = [((offering, strict.id), (offering, mild.id)) for mild, strict in orders]
            yield from self._upside_down(Oddity.CLASS_LOOSER, pairs)

    def _upside_down(self, oddity: Oddity, pairs: list[tuple[tuple[str, str], tuple[str, str]]]) -> Iterator[Odd]:
        """The first of each pair should not be milder than the second. Told once, of the first pair, the others behind it."""
        found = [pair for pair in pairs if self._is_milder(*pair)]
        if found:
            cells = [self.plain[place] for place in found[0]]
            rules = tuple(self.compiled.rules[bits(decided_by(self.compiled, cell))[0]] for cell in cells)
            yield Odd(oddity, tuple(place for pair in found for place in pair), rules, tuple(cell.verdict for cell in cells))

    def _is_milder(self, one: tuple[str, str], other: tuple[str, str]) -> bool:
        left, right = self.plain[one], self.plain[other]
        return bool(left.active and right.active) and STRICTNESS[left.verdict] < STRICTNESS[right.verdict]
