"""All rules together with what they are about: what the knowledge room makes and everything else asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import inf

from bot.policy.words import Citation, Condition, DataClass, DataType, Offering, Rule, Slot, Verdict, Waiver


@dataclass(frozen=True, slots=True)
class Policy:
    """All rules together, with what they are about. Made by the knowledge room, compiled by ``policy.decide``."""

    offerings: dict[str, Offering]
    data_types: dict[str, DataType]
    data_classes: dict[str, DataClass]
    rules: tuple[Rule, ...]
    conditions: dict[str, Condition]
    waivers: tuple[Waiver, ...] = ()
    default: Verdict = Verdict.UNCOVERED
    """What silence means: uncovered, review or forbidden. Never allowed."""
    default_at: Citation = Citation("policy.yaml", 1)
    unlisted: Verdict = Verdict.UNCOVERED
    """What a tool that the policy does not name means: uncovered, review or forbidden."""
    unlisted_at: Citation = Citation("policy.yaml", 1)
    assumed: dict[Slot, str] = field(default_factory=dict)
    """Role, country and region where the asker did not say."""
    version: str = ""
    """Git commit or hash of the files."""
    suspended: frozenset[str] = frozenset()
    """Offerings that an owner has suspended: nothing about them is milder than ``review``."""
    evidenced: dict[str, tuple[tuple[date, date], ...]] = field(default_factory=dict)
    """Offering that may be used only with evidence -> the days (first, last) on which all of it is there: on others nothing about
    it is milder than ``review``."""
    evidenced_at: Citation = Citation("policy.yaml", 1)
    start_with: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Family of tools, or ``any`` -> the offerings that people are told to start with where they may be used, best first."""
    in_doubt: str = ""
    """The data class as which data counts that nobody could read, as far as that allows nothing; empty: whoever asks is asked."""


def becomes_of(policy: Policy, data: str) -> Mapping[str, str]:
    """Transformation id -> what the policy says that it makes of a data type or a data class."""
    known = policy.data_types.get(data) or policy.data_classes.get(data)
    return known.becomes if known else {}


def rank_of(policy: Policy, data: str) -> float:
    """The rank of the strictest class of a data type, or of a class itself; one without a place may be the strictest of all."""
    classes = policy.data_types[data].classes if data in policy.data_types else (data,)
    ranks = (policy.data_classes[one].rank for one in classes if one in policy.data_classes)
    return max((inf if rank is None else rank for rank in ranks), default=inf)
