"""governance.yaml goes in; a policy's own demands, and the evidence that it has, come out. The shipped demands are read alike."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from bot.knowledge.sheets.fields import Fields, plain
from bot.knowledge.sheets.raw import RawEvidence, RawGovernance
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.advice import WAYS
from bot.policy.governance import SOON_DAYS, Demand

FIELDS = ("demands", "evidence")
DEMAND_FIELDS = ("id", "label", "about", "ways", "facts", "unless", "law", "lasts_days", "seen")
EVIDENCE_FIELDS = ("tools", "where", "not_needed", "date", "expires", "owner", "note")
IN_POLICY = ("missing", "soon_days")
"""Fields below ``governance`` in policy.yaml."""
SHIPPED = Path(__file__).parents[2] / "catalog" / "governance" / "demands.yaml"
LONGEST, LATEST_SOON = 3650, 400
"""Days."""


def read_governance(sheet: Sheet) -> tuple[RawGovernance, ...]:
    """All documents of the file."""
    return tuple(_document(sheet, node) for node in sheet.documents())


@cache
def shipped_demands() -> tuple[Demand, ...]:
    """What the catalog says that governance asks for."""
    sheet = Sheet("catalog/governance/demands.yaml", SHIPPED.read_text(encoding="utf-8"))
    (found,) = read_governance(sheet)
    assert not sheet.faults, sheet.faults  # noqa: S101 - a test reads it as well
    return found.demands


def read_enforcing(sheet: Sheet, policy: Fields) -> tuple[bool, int]:
    """``governance`` of policy.yaml: whether an offering without its evidence is under review, and how early people are told."""
    node = policy.node_of("governance")
    if node is None:
        return False, SOON_DAYS
    fields = Fields(sheet, node, "`governance`", IN_POLICY)
    missing = fields.choice("missing", ("nothing", "review"), "word for `missing`")
    soon = fields.number("soon_days", SOON_DAYS, most=LATEST_SOON)
    return missing == "review", SOON_DAYS if soon is None else soon


def _document(sheet: Sheet, node: yaml.Node) -> RawGovernance:
    fields = Fields(sheet, node, "governance.yaml", FIELDS)
    demands = tuple(_demand(sheet, entry) for entry in fields.entries("demands"))
    evidence: list[RawEvidence] = []
    for key, value in fields.mapping("evidence"):
        entries = [value] if isinstance(value, yaml.MappingNode) else sheet.items(value, f"`{key.text}`")
        evidence += [_evidence(sheet, entry, key) for entry in entries]
    return RawGovernance(demands, tuple(evidence))


def _demand(sheet: Sheet, node: yaml.Node) -> Demand:
    fields = Fields(sheet, node, "a demand", DEMAND_FIELDS, ("id", "label"))
    ways = tuple(way for word in fields.words("ways") if (way := sheet.choice(word, WAYS, "way")))
    return Demand(
        fields.text("id").lower(),
        fields.texts("label"),
        fields.texts("about"),
        ways or WAYS,
        _values(sheet, fields, "facts"),
        _values(sheet, fields, "unless"),
        fields.text("law"),
        fields.number("lasts_days", least=1, most=LONGEST),
        fields.text("seen"),
    )


def _values(sheet: Sheet, fields: Fields, name: str) -> dict[str, tuple[str, ...]]:
    return {
        key.text.lower(): tuple(plain(word.text) for word in sheet.words(value, f"`{key.text}`"))
        for key, value in fields.mapping(name)
    }


def _evidence(sheet: Sheet, node: yaml.Node, demand: Word) -> RawEvidence:
    fields = Fields(sheet, node, "evidence", EVIDENCE_FIELDS, ("tools", "date"))
    where, not_needed = fields.text("where"), fields.text("not_needed")
    if not where and not not_needed:
        do = "add `where: ...`, a link or a place, or `not_needed: ...` with the reason"
        sheet.fault("K010", node, "`where` is missing in evidence", do)
    since, until = fields.day("date"), fields.day("expires")
    if since and until and until < since:
        sheet.fault("K022", fields.word("expires"), "evidence ends before it begins", "correct `date` or `expires`")
    return RawEvidence(
        demand, fields.selector("tools"), since, until, where, fields.text("owner"), not_needed, fields.text("note"), fields.at
    )
