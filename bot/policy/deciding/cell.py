"""One offering x one data type in one world -> the rules that hold there and the verdict that they give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bot.policy.deciding.compile import Compiled
from bot.policy.policy import Policy
from bot.policy.words import ANY, USABLE, Question, Verdict

_ALLOWED, _CONDITIONAL, _REVIEW, _FORBIDDEN = Verdict.ALLOWED, Verdict.CONDITIONAL, Verdict.REVIEW, Verdict.FORBIDDEN


class World(NamedTuple):
    """What is the same for all cells of one world.

    ``values``: context slot -> value in lower case; a slot that is missing has a value that no rule names. ``loose`` slots are
    not looked at, and nothing is set aside: the rules found are then all that could hold whatever the slots' values, so the
    verdict of a covered cell is the strictest that any value could give.
    """

    question: Question
    today: date
    values: Mapping[str, str]
    loose: frozenset[str] = frozenset()


class Cell(NamedTuple):
    """What holds for one offering and one data type in one world."""

    offering: str
    data: str
    verdict: Verdict
    active: int
    """Bits of the rules that hold, set-aside ones gone."""
    aside: int
    """Bits of the rules that set something aside here."""
    reached: int
    """Bits of the rules that reach it, whatever the context; for what was assumed."""


def look(compiled: Compiled, world: World, offering: str, data: str) -> Cell:
    """The cell of one offering and one data type or class, listed or not."""
    reached = active = compiled.reach.of(offering, data)
    if active & compiled.waived:
        active = _without_idle_waivers(compiled, active, world)
    if active & compiled.where:
        for slot in compiled.slots:
            if active & slot.tested and slot.name not in world.loose:
                active &= slot.holding(world.values.get(slot.name, ""))
        active = active if active & ~compiled.heeding else 0
    aside = 0
    if active & compiled.setting and not world.loose:
        active, aside = _without_set_aside(compiled, active)
    verdict = _verdict(compiled, offering, data, active, world.question)
    if compiled.policy.suspended and verdict in USABLE and offering in compiled.policy.suspended:
        verdict = _REVIEW
    if compiled.policy.evidenced and verdict in USABLE and not is_evidenced(compiled.policy, offering, world.today):
        verdict = _REVIEW
    return Cell(offering, data, verdict, active, aside, reached)


def is_evidenced(policy: Policy, offering: str, today: date) -> bool:
    """Whether all evidence that an offering may not be used without is there; of most offerings none is asked."""
    spans = policy.evidenced.get(offering)
    return spans is None or any(first <= today <= last for first, last in spans)


def _verdict(compiled: Compiled, offering: str, data: str, active: int, question: Question) -> Verdict:
    """Forbid, then an unmet condition or duty, then review, condition, allow, and silence last."""
    top = active.bit_length() - 1
    if top >= compiled.forbid_from and active:
        return _FORBIDDEN
    if question.unmet and is_unmet(compiled, offering, data, active, question):
        return _FORBIDDEN
    if not active:
        return compiled.default if offering in compiled.policy.offerings else compiled.unlisted
    if top >= compiled.review_from:
        return _REVIEW
    return _CONDITIONAL if top >= compiled.condition_from or is_bound(compiled, offering, data) else _ALLOWED


def is_bound(compiled: Compiled, offering: str, data: str) -> bool:
    """Whether a duty reaches the cell without which nothing there is allowed."""
    return compiled.binding != 0 and duties_of(compiled, offering, data) & compiled.binding != 0


def is_unmet(compiled: Compiled, offering: str, data: str, active: int, question: Question) -> bool:
    """Whether the asker said that a condition or a duty of this cell is not met."""
    duties = duties_of(compiled, offering, data)
    return any(
        active & compiled.by_condition.get(condition, 0) or duties & compiled.duty_bit.get(condition, 0)
        for condition in question.unmet
    )


def is_left_to_bans(compiled: Compiled, cell: Cell, question: Question) -> bool:
    """Whether nothing but forbidding rules says anything of a cell: without them it would be silence, also for who does no duty.

    One more forbidding rule, condition or unmet fact never makes it so.
    """
    others = cell.active & ((1 << compiled.forbid_from) - 1)
    return not others and not (question.unmet and is_unmet(compiled, cell.offering, cell.data, 0, question))


def duties_of(compiled: Compiled, offering: str, data: str) -> int:
    """Bits of the general duties that reach a cell."""
    return compiled.duty_reach.of(offering, data)


def decided_by(compiled: Compiled, cell: Cell) -> int:
    """Bits of the rules that made the verdict, where the asker said of no condition that it is not met, and of those that set
    something aside on the way."""
    floor = {_FORBIDDEN: compiled.forbid_from, _ALLOWED: 0}.get(cell.verdict, compiled.condition_from)
    if cell.verdict is _CONDITIONAL and cell.active.bit_length() <= floor:
        floor = 0  # only a duty made it conditional: what allows it decided as well
    return cell.active >> floor << floor | cell.aside


def bits(mask: int, floor: int = 0) -> list[int]:
    """Numbers of the bits that are set, highest (strictest) first, down to ``floor``."""
    found = []
    bit = mask.bit_length() - 1
    while bit >= floor:
        found.append(bit)
        mask ^= 1 << bit
        bit = mask.bit_length() - 1
    return found


def _without_idle_waivers(compiled: Compiled, active: int, world: World) -> int:
    for bit in bits(active & compiled.waived):
        waiver = compiled.waivers[bit]
        for_asker = ANY in waiver.who or not waiver.who.isdisjoint(world.question.who)
        if not (for_asker and waiver.since <= world.today <= waiver.until):
            active ^= 1 << bit
    return active


def _without_set_aside(compiled: Compiled, active: int) -> tuple[int, int]:
    """A rule that is itself set aside sets nothing aside, so each has its turn after those that may set it aside.

    Of several that set the same one aside each counts: whose turn came first hangs on rules that do not hold here as well.
    """
    held, aside = active, 0
    for bit in sorted(bits(active & compiled.setting), key=compiled.setting_order.__getitem__):
        if active >> bit & 1 and held & compiled.targets[bit]:
            active &= ~compiled.targets[bit]
            aside |= 1 << bit
    return active, aside
