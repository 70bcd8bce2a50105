"""The made-up changes of terms, by language, go in; labelled pairs of pages come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.policy.vendors.terms import Direction, Severity, Topic
from bot.policy.vendors.terms_heard import Weight

PAPER = Path(__file__).with_name("terms")
"""A file for each language: a page with a place for a clause, and the clauses before and after. No text of any vendor."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One change with the label of whoever wrote it."""

    id: str
    language: str
    before: str
    after: str
    label: Weight
    topic: Topic


def pairs() -> tuple[Pair, ...]:
    """All of them, in the order of the files."""
    return tuple(pair for file in sorted(PAPER.glob("*.yaml")) for pair in _of(file))


def _of(file: Path) -> Iterator[Pair]:
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    for number, one in enumerate(told["pairs"], 1):
        severity, direction, topic = one["label"].split()
        before, after = (told["page"].replace("{clause}", one[side]) for side in ("was", "now"))
        label = Weight(Severity(severity), Direction(direction))
        yield Pair(f"{file.stem}-{number:03}", file.stem, before, after, label, Topic(topic))
