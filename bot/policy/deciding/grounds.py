"""Cells and the verdict they led to -> what a ruling shows of them: reasons with file:line, needs, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.policy.deciding.cell import Cell, World, bits, duties_of, is_unmet
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.rulings import Need, Note, Reason, Stated
from bot.policy.deciding.worlds import Worlds
from bot.policy.policy import Policy
from bot.policy.words import Condition, Effect, Question, Slot, Verdict

_ALLOWED, _CONDITIONAL, _REVIEW = Verdict.ALLOWED, Verdict.CONDITIONAL, Verdict.REVIEW
_UNCOVERED, _FORBIDDEN = Verdict.UNCOVERED, Verdict.FORBIDDEN
_OPEN, _MET, _UNMET = Stated.OPEN, Stated.MET, Stated.UNMET
_MILD = (_ALLOWED, _CONDITIONAL, _REVIEW)
SUSPENDED = "suspended"
"""The reason, in a rule's place, where an owner has suspended an offering that the rules would let people use."""
UNPROVEN = "unproven"
"""The reason where evidence that an offering may not be used without is missing or has run out."""


# --- reasons -------------------------------------------------------------------------------------------------------


def silence(compiled: Compiled, offering: str, data: str) -> Reason:
    """The line of policy.yaml that decides where no rule applies."""
    if offering in compiled.policy.offerings:
        return Reason("default", None, compiled.policy.default_at, offering, data)
    return Reason("unlisted", None, compiled.policy.unlisted_at, offering, data)


def reasons_of(compiled: Compiled, question: Question, cells: list[Cell], verdict: Verdict) -> tuple[Reason, ...]:
    """Every rule, waiver, duty or default that decided, each once; where it decided for several offerings or data types that
    part is empty. Cells that are milder than the verdict count where they add conditions."""
    if len(cells) == 1 and (cells[0].verdict is verdict or verdict is _CONDITIONAL):
        return tuple(_reasons_of_cell(compiled, question, cells[0]))
    deciding = [cell for cell in cells if cell.verdict is verdict]
    if not deciding and verdict is not _CONDITIONAL:
        # Only what no rule covers, or what nobody vouched for, has this verdict: no cell of the policy does.
        return (silence(compiled, cells[0].offering, ""),)
    if verdict is _REVIEW:
        deciding += [cell for cell in cells if cell.verdict is _CONDITIONAL]
    merged: dict[str, Reason] = {}
    for cell in deciding or cells:
        for reason in _reasons_of_cell(compiled, question, cell):
            known = merged.get(reason.rule)
            if known is None:
                merged[reason.rule] = reason
            elif (known.offering, known.data) != (reason.offering, reason.data):
                merged[reason.rule] = _for_both(known, reason)
    return tuple(merged.values())


def _for_both(one: Reason, other: Reason) -> Reason:
    offering = one.offering if one.offering == other.offering else ""
    data = one.data if one.data == other.data else ""
    return Reason(one.rule, one.effect, one.at, offering, data, one.because, one.cites)


def _reasons_of_cell(compiled: Compiled, question: Question, cell: Cell) -> list[Reason]:
    offering, data = cell.offering, cell.data
    rules = compiled.rules
    reasons = []
    if cell.verdict is _REVIEW and 0 < cell.active < 1 << compiled.review_from:
        reasons.append(_held_back(compiled.policy, offering, data))
    for bit in _deciding(compiled, question, cell):
        rule = rules[bit]
        reasons.append(Reason(rule.id, rule.effect, rule.at, offering, data, rule.because, rule.cites))
    for duty in _deciding_duties(compiled, question, cell):
        reasons.append(Reason(duty.id, None, duty.at, offering, data))
    if not cell.active:
        reasons.append(silence(compiled, offering, data))
    return reasons


def _held_back(policy: Policy, offering: str, data: str) -> Reason:
    """Why what the rules would let people use is under review."""
    if offering in policy.suspended:
        return Reason(SUSPENDED, Effect.REVIEW, policy.offerings[offering].at, offering, data)
    return Reason(UNPROVEN, Effect.REVIEW, policy.evidenced_at, offering, data)


def _deciding_duties(compiled: Compiled, question: Question, cell: Cell) -> list[Condition]:
    """Duties that are said not to be met, and those without which nothing would be allowed."""
    if cell.verdict is _FORBIDDEN and question.unmet and not _has_ban(compiled, cell):
        return [duty for duty in _duties(compiled, cell.offering, cell.data) if duty.id in question.unmet]
    if cell.verdict is _CONDITIONAL and compiled.binding:
        return [duty for duty in _duties(compiled, cell.offering, cell.data) if duty.binds]
    return []


def _has_ban(compiled: Compiled, cell: Cell) -> bool:
    return cell.active.bit_length() > compiled.forbid_from


def _deciding(compiled: Compiled, question: Question, cell: Cell) -> list[int]:
    """The rules that made the verdict, and those that set something aside on the way."""
    verdict, active = cell.verdict, cell.active
    floor = 0
    if verdict is _FORBIDDEN:
        if _has_ban(compiled, cell):
            floor = compiled.forbid_from
        else:
            unmet = 0
            for condition in question.unmet:
                unmet |= compiled.by_condition.get(condition, 0)
            active &= unmet
    elif verdict is not _ALLOWED:
        floor = compiled.condition_from
    found = bits(active, floor) or (bits(active) if verdict is _CONDITIONAL else [])
    if cell.aside:
        found += [bit for bit in bits(cell.aside) if bit not in found]
    return found


# --- needs ---------------------------------------------------------------------------------------------------------


def needs_of(
    compiled: Compiled, question: Question, cells: list[Cell], verdict: Verdict, worlds: Worlds | None
) -> tuple[Need, ...]:
    """The union of the conditions, each marked with the cases it is for; then the general duties.

    Nothing is needed where nothing would help: where no rule applies, and where a rule forbids. Where only something unmet
    forbids, all conditions are shown, the unmet ones as such.
    """
    if verdict is _UNCOVERED:
        return ()
    if verdict is _FORBIDDEN and (not question.unmet or (worlds is None and any(_has_ban(compiled, cell) for cell in cells))):
        return ()
    if len(cells) == 1 and cells[0].verdict in _MILD:
        found = _conditions_of(compiled, cells[0])
        return tuple([_need(compiled, question, condition, ()) for condition in found])
    holders: dict[str, list[int]] = {}
    for place, cell in enumerate(cells):
        if is_unmet_only(compiled, question, cell) if verdict is _FORBIDDEN else cell.verdict in _MILD:
            for condition in _conditions_of(compiled, cell):
                holders.setdefault(condition, []).append(place)
    ordered = sorted(holders, key=lambda condition: compiled.open_needs[condition].general)
    cases = _Cases(cells, worlds)
    return tuple(_need(compiled, question, condition, cases.of(holders[condition])) for condition in ordered)


def is_unmet_only(compiled: Compiled, question: Question, cell: Cell) -> bool:
    """Whether a forbidden cell is forbidden only because something is not met."""
    return not _has_ban(compiled, cell) and is_unmet(compiled, cell.offering, cell.data, cell.active, question)


def is_all_met(compiled: Compiled, cells: list[Cell], needs: tuple[Need, ...]) -> bool:
    """Whether the asker stated every condition as met. A conditional rule that names none can never be."""
    bound = [need for need in needs if not need.general]
    if not bound or any(need.stated is not _MET for need in bound):
        return False
    asking = (bit for cell in cells for bit in bits(cell.active >> compiled.condition_from))
    return all(compiled.rules[bit + compiled.condition_from].conditions for bit in asking)


def _conditions_of(compiled: Compiled, cell: Cell) -> dict[str, None]:
    """Condition ids of a cell in the order of its rules, strictest first, then the duties."""
    found: dict[str, None] = {}
    for bit in bits(cell.active):
        for condition in compiled.rules[bit].conditions:
            found[condition] = None
    for duty in _duties(compiled, cell.offering, cell.data):
        found[duty.id] = None
    return found


def _duties(compiled: Compiled, offering: str, data: str) -> list[Condition]:
    if not compiled.duties:
        return []
    return [compiled.duties[bit] for bit in reversed(bits(duties_of(compiled, offering, data)))]


def _need(compiled: Compiled, question: Question, condition: str, cases: tuple[str, ...]) -> Need:
    plain = compiled.open_needs[condition]
    stated = _OPEN
    if condition in question.unmet:
        stated = _UNMET
    elif condition in question.met:
        known = compiled.policy.conditions.get(condition)
        if known is None or known.asker_may_state:
            stated = _MET
    if stated is _OPEN and not cases:
        return plain
    return Need(condition, stated, plain.when, plain.text, plain.general, cases, plain.at)


class _Cases:
    """Tells for a condition in which of several cells it holds: offering ids, data ids, context values."""

    def __init__(self, cells: list[Cell], worlds: Worlds | None) -> None:
        self.cells = cells
        self.offerings = dict.fromkeys(cell.offering for cell in cells)
        self.data = dict.fromkeys(cell.data for cell in cells)
        self.members: dict[str, tuple[str, ...]] = {}
        self.worlds = worlds
        self.context_of: list[World] = []
        if worlds is not None:
            for piece in worlds.pieces:
                self.members |= piece.members
            for of_offering in worlds.cells:
                for context, of_context in zip(worlds.contexts, of_offering, strict=True):
                    self.context_of += [context] * sum(len(of_piece) for of_piece in of_context)

    def of(self, places: list[int]) -> tuple[str, ...]:
        if len(places) == len(self.cells):
            return ()
        offerings = dict.fromkeys(self.cells[place].offering for place in places)
        data = dict.fromkeys(self.cells[place].data for place in places)
        cases = [] if len(offerings) == len(self.offerings) else list(offerings)
        if len(data) < len(self.data):
            cases += sorted(member for head in data for member in self.members.get(head, (head,)))
        return (*cases, *self._values(places))

    def _values(self, places: Iterable[int]) -> list[str]:
        if self.worlds is None or not self.worlds.open_slots:
            return []
        contexts = [self.context_of[place] for place in places]
        found: list[str] = []
        for name, values in self.worlds.open_slots.items():
            held = {context.values[name] for context in contexts}
            if held != set(values.values()):
                found += [value for value, head in values.items() if head in held]
        return found


# --- notes and assumptions -----------------------------------------------------------------------------------------


def notes_of(
    compiled: Compiled, question: Question, cells: list[Cell], reasons: tuple[Reason, ...], is_grounded: bool
) -> list[Note]:
    """Remarks that hold whatever the verdict."""
    notes = []
    if question.left_out:
        notes.append(Note.LEFT_OUT)
    if not is_grounded:
        notes.append(Note.NOT_GROUNDED)
    if all(cell.offering not in compiled.policy.offerings for cell in cells):
        notes.append(Note.UNLISTED)
    if compiled.waivers:
        ids = {waiver.rule.id for waiver in compiled.waivers.values()}
        if any(reason.rule in ids for reason in reasons):
            notes.append(Note.WAIVER)
    return notes


def assumed_in(compiled: Compiled, assumable: tuple[str, ...], cells: list[Cell]) -> frozenset[Slot]:
    """Slots that were assumed and mattered: a rule that decided tests them, or one that they kept out would have decided."""
    slots = [slot for slot in compiled.slots if slot.name in assumable]
    return frozenset(
        Slot(slot.name)
        for slot in slots
        if any(_mattered(compiled, cell, testing) for cell in cells if (testing := cell.reached & slot.tested))
    )


def _mattered(compiled: Compiled, cell: Cell, testing: int) -> bool:
    floor = {_ALLOWED: 0, _FORBIDDEN: compiled.forbid_from}.get(cell.verdict, compiled.condition_from)
    if cell.active & testing >> floor << floor or cell.aside & testing:
        return True
    kept_out = testing & ~cell.active
    if cell.verdict is _FORBIDDEN:
        return kept_out & compiled.setting != 0
    floor = 0 if not cell.active else compiled.condition_from
    return kept_out >> floor != 0 or kept_out & compiled.setting != 0
