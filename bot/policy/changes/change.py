"""Old policy + new policy -> the cells that flip: looser, stricter, or the same verdict under other conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.policy.deciding.cell import Cell, World, bits, decided_by, look
from bot.policy.deciding.circumstances import circumstances
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.decide import decide
from bot.policy.deciding.grounds import needs_of, reasons_of
from bot.policy.deciding.joint import Cause, Joint
from bot.policy.deciding.rulings import Reason, Ruling, ToolRuling
from bot.policy.deciding.worlds import transformed
from bot.policy.policy import becomes_of
from bot.policy.words import STRICTNESS, DataAsk, Question, Slot, ToolAsk, Verdict


@dataclass(frozen=True, slots=True)
class CellChange:
    """One offering and data type or class whose ruling differs, in one context and for one kind of asker."""

    offering: str
    data: str
    old: Verdict
    new: Verdict
    old_conditions: tuple[str, ...] = ()
    new_conditions: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """What decides in the new policy, with file:line."""
    context: dict[Slot, str] = field(default_factory=dict)
    """Context values that it is for; empty: where nothing is said."""
    who: str = ""
    """Person, group or role id where only a waiver's holder is concerned."""
    causes: tuple[Cause, ...] = ()
    """The rules that did it: those that came, went or changed."""
    reworded: tuple[str, ...] = ()
    """Conditions that are needed as before, in other words, at another moment, or by another's word."""
    transformation: str = ""
    """Transformation that the data went through, where only that makes it another thing than before."""
    called: tuple[str, ...] = ()
    """Names that mean this cell now and meant another one; none where the cell itself differs."""
    eased: tuple[str, ...] = ()
    """Conditions that are needed no more, may be met later, or for which the asker's word is enough now."""
    since: date | None = None
    """The day from which it differs, where that is not so yet: an exception begins or ends later than before."""

    @property
    def name(self) -> str:
        """The data as it is told: with what was done to it, or with the word that people say."""
        others = f" and {len(self.called) - 1} more" if len(self.called) > 1 else ""
        more = self.transformation or (f"asked for as `{self.called[0]}`{others}" if self.called else "")
        return f"{self.data} ({more})" if more else self.data

    @property
    def is_looser(self) -> bool:
        """Whether somebody may do more than before: a milder verdict, or the same one with less to do for it."""
        return STRICTNESS[self.new] < STRICTNESS[self.old] or (self.new is self.old and bool(self.eased))


@dataclass(frozen=True, slots=True)
class Change:
    """All that differs between two policies on one day."""

    looser: tuple[CellChange, ...] = ()
    stricter: tuple[CellChange, ...] = ()
    changed_conditions: tuple[CellChange, ...] = ()
    unchanged: int = 0
    """Cells (offering x data type or class) in which nothing differs in any context."""

    @property
    def is_any(self) -> bool:
        """Whether anything differs for anybody."""
        return bool(self.looser or self.stricter or self.changed_conditions)


@dataclass(frozen=True, slots=True)
class Flip:
    """One offering and data type or class that one asker is answered differently about."""

    offering: str
    data: str
    old: Ruling
    new: Ruling

    @property
    def strictness(self) -> int:
        """Above 0: stricter, below: looser; 0: the same word under other conditions, or a question came up or fell away."""
        if (self.old.ask_back is None) is not (self.new.ask_back is None):
            return 0
        return STRICTNESS[self.new.verdict] - STRICTNESS[self.old.verdict]


def flips(old: Compiled, new: Compiled, asker: Question, today: date) -> tuple[Flip, ...]:
    """What differs for one asker (context and waiver ids of ``asker``), as they would be answered. A condition in other words
    is another condition."""
    found = []
    for offering in offerings_of(old, new):
        for data in data_of(old, new):
            before, after = (_asked(compiled, asker, offering, data, today) for compiled in (old, new))
            if would_differ(before, after) or _told(before) != _told(after):
                found.append(Flip(offering, data, before, after))
    return tuple(found)


def cell_question(asker: Question, offering: str, data: str) -> Question:
    """The question that one cell of the matrix answers, for one asker."""
    return replace(asker, tools=(ToolAsk(offering, (offering,)),), data=(DataAsk(data, (data,)),))


def _asked(compiled: Compiled, asker: Question, offering: str, data: str, today: date) -> Ruling:
    return decide(compiled, cell_question(asker, offering, data), today)


def _told(ruling: Ruling) -> set[tuple[str, tuple[tuple[str, str], ...]]]:
    return {(need.condition, tuple(sorted(need.text.items()))) for need in ruling.needs if not need.general}


def compare(old: Compiled, new: Compiled, today: date) -> Change:
    """Every offering and every data type or class of either policy, in every context that a rule of the cell tests."""
    looser: list[CellChange] = []
    stricter: list[CellChange] = []
    conditions: list[CellChange] = []
    unchanged = 0
    joint = Joint(old, new)
    for offering in offerings_of(old, new):
        for data in data_of(old, new):
            found = [] if joint.is_same(offering, data) else list(_changes(joint, offering, data, today))
            found += _transformed(joint, offering, data, today)
            unchanged += not found
            for change in found:
                (looser if change.is_looser else conditions if change.old is change.new else stricter).append(change)
    return Change(tuple(looser), tuple(stricter), tuple(conditions), unchanged)


def would_differ(old: Ruling | ToolRuling, new: Ruling | ToolRuling) -> bool:
    """Whether somebody who got the old answer should hear of the new one: another verdict, a question that fell away or came
    up, or other conditions. Another line number or reason alone is no news."""
    if old.verdict is not new.verdict or (old.ask_back is None) is not (new.ask_back is None):
        return True
    if _needed(old) != _needed(new):
        return True
    if isinstance(old, Ruling) and isinstance(new, Ruling):
        before, after = ({one.name: one for one in ruling.per_tool} for ruling in (old, new))
        return before.keys() != after.keys() or any(would_differ(before[name], after[name]) for name in before)
    return False


def _needed(ruling: Ruling | ToolRuling) -> set[tuple[str, tuple[str, ...]]]:
    return {(need.condition, need.cases) for need in ruling.needs if not need.general}


def offerings_of(old: Compiled, new: Compiled) -> tuple[str, ...]:
    """Offerings of either policy."""
    return tuple(dict.fromkeys([*old.policy.offerings, *new.policy.offerings]))


def data_of(old: Compiled, new: Compiled) -> tuple[str, ...]:
    """Data types and classes of either policy."""
    ids = (id_ for one in (old, new) for id_ in (*one.policy.data_types, *one.policy.data_classes))
    return tuple(dict.fromkeys(ids))


def _transformed(joint: Joint, offering: str, data: str, today: date) -> Iterator[CellChange]:
    """What differs where something is done to the data before. Where it becomes the same in both, the cell of that tells it."""
    both = (becomes_of(compiled.policy, data) for compiled in (joint.old, joint.new))
    for transformation in dict.fromkeys(one for becomes in both for one in becomes):
        was, now = (transformed(compiled, data, (transformation,))[0] for compiled in (joint.old, joint.new))
        if was != now:
            cause = joint.became(data, transformation)
            for one in changes_between(joint, ((offering, was),), ((offering, now),), today, (cause,)):
                yield replace(one, data=data, transformation=transformation)


def _changes(joint: Joint, offering: str, data: str, today: date) -> Iterator[CellChange]:
    return changes_between(joint, ((offering, data),), ((offering, data),), today)


Places = Sequence[tuple[str, str]]
"""Offerings, each with a data type or class: what a question may be about. The strictest counts."""


def changes_between(
    joint: Joint, was_at: Places, now_at: Places, today: date, causes: tuple[Cause, ...] = ()
) -> Iterator[CellChange]:
    """The change where nothing is said; then each context and each waiver's holder for whom it is another one. What was one
    place in the old policy may be another in the new one; ``causes`` then says why."""
    old, new = joint.old, joint.new
    offering, data = was_at[0]
    ways = [way for place in dict.fromkeys((*was_at, *now_at)) for way in circumstances((old, new), *place)]
    usual: tuple[object, ...] | None = None
    for context, who in ways:
        asked = Question(who=frozenset({who}) if who else frozenset())
        before, was = _seen(old, World(asked, today, old.assumed | context), was_at)
        after, now = _seen(new, World(asked, today, new.assumed | context), now_at)
        seen = (before.verdict, after.verdict, was, now)
        if seen == usual:
            continue
        if usual is None:
            usual = seen
        reworded = tuple(condition for condition in now if condition in was and condition in joint.reworded)
        if before.verdict is not after.verdict or set(was) != set(now) or reworded:
            reasons = reasons_of(new, asked, [after], after.verdict)
            why = causes or joint.causes(offering, data, _rules_of(old, before) | _rules_of(new, after))
            named = {Slot(slot): value for slot, value in context.items()}
            yield CellChange(
                offering,
                data,
                before.verdict,
                after.verdict,
                was,
                now,
                reasons,
                named,
                who,
                why,
                reworded,
                eased=joint.eased(was, now),
            )


def _rules_of(compiled: Compiled, cell: Cell) -> frozenset[str]:
    return frozenset(compiled.rules[bit].id for bit in bits(decided_by(compiled, cell)))


def verdict_of(compiled: Compiled, offering: str, data: str, today: date) -> Verdict:
    """What somebody is told of one cell who says nothing of themselves."""
    return look(compiled, World(Question(), today, compiled.assumed), offering, data).verdict


def _seen(compiled: Compiled, world: World, places: Places) -> tuple[Cell, tuple[str, ...]]:
    cells = [look(compiled, world, *place) for place in places]
    cell = max(cells, key=lambda one: STRICTNESS[one.verdict])
    needs = needs_of(compiled, world.question, cells, cell.verdict, None)
    return cell, tuple(need.condition for need in needs)
