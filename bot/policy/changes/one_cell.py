"""One cell of the matrix and what its owner wants there go in; what says it now comes out, and how an edit says the other."""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.deciding.rulings import Ruling
from bot.policy.policy import Policy
from bot.policy.words import CELL, Citation, Effect, Rule

RULES = "rules"


@dataclass(frozen=True, slots=True)
class CellWish:
    """What an owner wants of one cell."""

    offering: str
    data: str
    effect: Effect
    conditions: tuple[str, ...] = ()
    """Ids of conditions that the policy has."""
    text: str = ""
    """One more, in the owner's own words."""
    because: str = ""
    """What people are told as the reason."""


@dataclass(frozen=True, slots=True)
class CellEdit:
    """The edit of a cell: a word of the table, a rule of its own, or both; and a condition that is new."""

    word_at: Citation | None = None
    """Where the word of the table stands; None: the table says nothing of this cell alone."""
    word: Effect | None = None
    """What it becomes; None: the place becomes empty."""
    rule: str = ""
    """Id of the cell's own rule; empty: none is written."""
    effect: Effect = Effect.FORBID
    conditions: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    because: str = ""
    condition: str = ""
    """Id of the new condition; it has these ``words``."""
    words: str = ""
    offering: str = ""
    data: str = ""


def is_alone(rule: Rule, offering: str, data: str) -> bool:
    """Whether a rule says something of this cell, for everybody, and of no other."""
    return rule.offerings == {offering} and rule.data == {data} and not rule.where


def word_of(policy: Policy, offering: str, data: str) -> Rule | None:
    """The field of the table that is this cell's alone."""
    return next((one for one in policy.rules if one.id.startswith(CELL) and is_alone(one, offering, data)), None)


def own_rule(policy: Policy, offering: str, data: str) -> Rule | None:
    """The rule of the files that is this cell's alone."""
    found = (one for one in policy.rules if is_alone(one, offering, data) and one.at.file.startswith(RULES))
    return next((one for one in found if not one.id.startswith(CELL)), None)


def wide_rules(policy: Policy, ruling: Ruling, offering: str, data: str) -> tuple[Rule, ...]:
    """The rules that decide this cell and others as well."""
    decided = {reason.rule for reason in ruling.reasons}
    return tuple(one for one in policy.rules if one.id in decided and not is_alone(one, offering, data))


def for_some(policy: Policy) -> frozenset[str]:
    """Rules that hold in some circumstances only: the matrix does not show when, so no edit of a cell sets them aside."""
    return frozenset(one.id for one in policy.rules if one.where) | frozenset(one.rule.id for one in policy.waivers)
