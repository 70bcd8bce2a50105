"""governance.yaml goes in; a policy's own demands, and the evidence that it has, come out. The shipped demands are read alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

import yaml

from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields, plain
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.advice import WAYS
from bot.policy.governance import Demand

SHIPPED = Path(__file__).parents[2] / "catalog" / "governance" / "demands.yaml"
LONGEST = 3650
"""Days."""


def _values(fields: Fields, name: str) -> dict[str, tuple[str, ...]]:
    return {key.text.lower(): tuple(plain(word.text) for word in words) for key, words in e.key_to_words(fields, name)}


DEMAND = e.Form(
    "a demand",
    {
        "id": e.lowered,
        "label": Fields.texts,
        "about": Fields.texts,
        "ways": e.choices(WAYS, "way"),
        "facts": _values,
        "unless": _values,
        "law": Fields.text,
        "lasts_days": e.number(1, LONGEST),
        "seen": Fields.text,
    },
    ("id", "label"),
)


class RawEvidence(e.Entry):
    WHAT = "evidence"
    tools: e.Which
    where: e.Text = ""
    not_needed: e.Text = ""
    date: e.Day
    expires: e.Day = None
    owner: e.Text = ""
    note: e.Text = ""
    demand: Word | None = None

    def check(self, fields: Fields) -> None:
        if not self.where and not self.not_needed:
            do = "add `where: ...`, a link or a place, or `not_needed: ...` with the reason"
            fields.sheet.fault("K010", fields.node, "`where` is missing in evidence", do)
        if self.date and self.expires and self.expires < self.date:
            do = "correct `date` or `expires`"
            fields.sheet.fault("K022", fields.word("expires"), "evidence ends before it begins", do)


def _evidence(fields: Fields, name: str) -> tuple[RawEvidence, ...]:
    found = []
    for key, value in fields.mapping(name):
        nodes = [value] if isinstance(value, yaml.MappingNode) else fields.sheet.items(value, f"`{key.text}`")
        for one in (e.read_entry(fields.sheet, node, RawEvidence) for node in nodes):
            one.demand = key
            found.append(one)
    return tuple(found)


class RawGovernance(e.Entry):
    WHAT = "governance.yaml"
    demands: Annotated[tuple[Demand, ...], e.made(DEMAND, Demand)] = ()
    evidence: Annotated[tuple[RawEvidence, ...], _evidence] = ()


@cache
def shipped_demands() -> tuple[Demand, ...]:
    """What the catalog says that governance asks for."""
    sheet = Sheet("catalog/governance/demands.yaml", SHIPPED.read_text(encoding="utf-8"))
    (found,) = e.read_documents(sheet, RawGovernance)
    assert not sheet.faults, sheet.faults  # noqa: S101 - a test reads it as well
    return found.demands
