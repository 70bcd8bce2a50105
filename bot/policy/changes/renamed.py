"""What people's words meant in an old policy and mean in a new one -> the cells that a question in those words now lands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.policy.changes.change import CellChange, Change, changes_between
from bot.policy.deciding.compile import Compiled
from bot.policy.deciding.joint import Cause, How, Joint
from bot.policy.words import Citation, DataClass, DataType, Offering

NOTHING = ""
"""Stands for a tool that is not listed, and for data that nobody can read."""


class Named(StrEnum):
    """What a name is a name of."""

    TOOL = "tool"
    DATA = "data"


@dataclass(frozen=True, slots=True)
class Renamed:
    """A name that is read as something else than before. Empty: it is read as nothing."""

    name: str
    what: Named
    old: tuple[str, ...]
    """Offerings that it may mean, or data types and classes."""
    new: tuple[str, ...]


def with_names(change: Change, old: Compiled, new: Compiled, renamed: Sequence[Renamed], today: date) -> Change:
    """The change, and the cells in which somebody who uses these names is told another thing."""
    joint = Joint(old, new)
    groups: dict[tuple[Named, tuple[str, ...], tuple[str, ...]], list[Renamed]] = {}
    for one in renamed:
        groups.setdefault((one.what, one.old, one.new), []).append(one)
    told = {(one.offering, one.data) for one in (*change.looser, *change.stricter)}
    moved = [cell for same in groups.values() for cell in _moved(joint, same, today)]
    found = [one for one in moved if not (_is_of_something_new(one, old) and (one.offering, one.data) in told)]
    looser = [one for one in found if one.is_looser]
    same = [one for one in found if one.new is one.old and not one.is_looser]
    stricter = [one for one in found if one.new is not one.old and not one.is_looser]
    return replace(
        change,
        looser=(*change.looser, *looser),
        stricter=(*change.stricter, *stricter),
        changed_conditions=(*change.changed_conditions, *same),
    )


def _is_of_something_new(cell: CellChange, old: Compiled) -> bool:
    """Whether the tool or the data itself is new, so that its own cell says what comes with it."""
    return cell.offering not in old.policy.offerings or not (
        cell.data in old.policy.data_types or cell.data in old.policy.data_classes
    )


def _moved(joint: Joint, alike: Sequence[Renamed], today: date) -> Iterator[CellChange]:
    """Names that moved from the same to the same. Each cell once: looser where it is that for anybody."""
    renamed, called = alike[0], tuple(one.name for one in alike)
    causes = (
        Cause(
            renamed.name, How.CHANGED, _place(joint.old, renamed, renamed.old), _place(joint.new, renamed, renamed.new), "name"
        ),
    )
    was, now = (ids or (NOTHING,) for ids in (renamed.old, renamed.new))
    policies = (joint.old.policy, joint.new.policy)
    if renamed.what is Named.DATA:
        others = dict.fromkeys(id_ for policy in policies for id_ in policy.offerings)
        pairs = [([(id_, data) for data in was], [(id_, data) for data in now]) for id_ in others]
    else:
        others = dict.fromkeys(id_ for policy in policies for id_ in (*policy.data_types, *policy.data_classes))
        pairs = [([(offering, id_) for offering in was], [(offering, id_) for offering in now]) for id_ in others]
    for before, after in pairs:
        found = list(changes_between(joint, before, after, today, causes))
        if found:
            offering, data = after[0] if NOTHING not in after[0] else before[0]
            one = next((one for one in found if one.is_looser), found[0])
            yield replace(one, offering=offering, data=data, called=called)


def _place(compiled: Compiled, renamed: Renamed, ids: tuple[str, ...]) -> Citation | None:
    policy = compiled.policy
    known: Mapping[str, Offering | DataType | DataClass] = policy.offerings
    if renamed.what is Named.DATA:
        known = {**policy.data_classes, **policy.data_types}
    return next((known[id_].at for id_ in ids if id_ in known), None)
