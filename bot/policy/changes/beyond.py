"""A change of today's cells goes in; what flips beyond them comes out too: for tools that no file names, and on later days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.policy.changes.change import CellChange, Change, changes_between, data_of, offerings_of
from bot.policy.deciding.cell import bits
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.joint import Joint
from bot.policy.words import Slot

UNLISTED = "unlisted"
"""Stands for every tool that no file names, as in tests.yaml."""


def with_all_beyond(change: Change, old: Compiled, new: Compiled, today: date) -> Change:
    """The change, with what somebody is told of a tool that no file names, and with what an exception changes on a later day."""
    joint = Joint(old, new)
    unlisted = tuple(_unlisted(joint, today))
    told = {_key(one) for one in (*change.looser, *change.stricter, *change.changed_conditions, *unlisted)}
    found = [*unlisted, *_later(joint, today, told)]
    return replace(
        change,
        looser=(*change.looser, *(one for one in found if one.is_looser)),
        stricter=(*change.stricter, *(one for one in found if one.new is not one.old and not one.is_looser)),
        changed_conditions=(*change.changed_conditions, *(one for one in found if one.new is one.old and not one.is_looser)),
    )


def _unlisted(joint: Joint, today: date) -> Iterator[CellChange]:
    for data in data_of(joint.old, joint.new):
        yield from changes_between(joint, ((UNLISTED, data),), ((UNLISTED, data),), today)


def _later(joint: Joint, today: date, told: set[_Key]) -> Iterator[CellChange]:
    """What is not so yet: a waiver begins or ends on another day than it did, or covers what it is about until its end. Each
    flip once, on its first day."""
    for offering in (*offerings_of(joint.old, joint.new), UNLISTED):
        for data in data_of(joint.old, joint.new):
            days = sorted({day for one in (joint.old, joint.new) for day in _turns(one, offering, data) if day > today})
            if not days or joint.is_same(offering, data):
                continue
            seen = {key for key in told if key[:2] == (offering, data)}
            for day in days:
                for one in changes_between(joint, ((offering, data),), ((offering, data),), day):
                    if _key(one) not in seen:
                        seen.add(_key(one))
                        yield replace(one, since=day)


def _turns(compiled: Compiled, offering: str, data: str) -> Iterable[date]:
    """Days on which a waiver that reaches the cell begins to hold, or holds no more."""
    reached = compiled.reach.of(offering, data)
    for bit in bits(reached & compiled.waived):
        waiver = compiled.waivers[bit]
        yield waiver.since
        if waiver.until < date.max:
            yield waiver.until + timedelta(days=1)


_Key = tuple[str, str, frozenset[tuple[Slot, str]], str, object, object, tuple[str, ...], tuple[str, ...]]


def _key(one: CellChange) -> _Key:
    """What makes a flip the same one on another day."""
    place = (one.offering, one.data, frozenset(one.context.items()), one.who)
    return (*place, one.old, one.new, one.old_conditions, one.new_conditions)
