"""Imported knowledge in, the parts of it that a case's ``expected.yaml`` holds out."""

from __future__ import annotations

from typing import Any

from bot.policy.house import Knowledge


def view(knowledge: Knowledge) -> dict[str, Any]:
    """Tools, ranks, ties (kind -> classes), conditions (id -> cells), general duties, prose rules, contacts."""
    words, policy = knowledge.vocabulary, knowledge.policy
    ties: dict[str, set[str]] = {}
    for term in words.data.values():
        for kind in term.catalog:
            ties.setdefault(kind, set()).update([term.id] if term.is_class else policy.data_types[term.id].classes)
    perhaps = {
        kind: sorted([term.id] if term.is_class else policy.data_types[term.id].classes)
        for term in words.data.values()
        for kind in term.perhaps
    }
    conditions: dict[str, list[str]] = {}
    for rule in policy.rules:
        for condition in rule.conditions:
            conditions.setdefault(condition, []).append(rule.id.removeprefix("matrix:"))
    return {
        "language": knowledge.organisation.languages[0],
        "unlisted": policy.unlisted.value,
        "contacts": {contact.id: contact.name for contact in knowledge.organisation.contacts},
        "incident": [passage.heading for passage in knowledge.guidance if passage.kind == "incident"],
        "ranks": {entry.id: entry.rank for entry in policy.data_classes.values()},
        "tools": {tool: _tool(knowledge, tool) for tool in sorted(words.tools)},
        "ties": {kind: sorted(classes) for kind, classes in sorted(ties.items())},
        "perhaps": dict(sorted(perhaps.items())),
        "conditions": {condition: sorted(cells) for condition, cells in sorted(conditions.items())},
        "general": sorted(condition.id for condition in policy.conditions.values() if condition.general),
        "prose_rules": sorted(rule.id for rule in policy.rules if not rule.id.startswith("matrix:")),
        "facts": {offering.tool: dict(offering.facts) for offering in policy.offerings.values() if offering.facts},
        "becomes": {kind.id: dict(kind.becomes) for kind in policy.data_types.values() if kind.becomes},
    }


def _tool(knowledge: Knowledge, tool: str) -> dict[str, Any]:
    term = knowledge.vocabulary.tools[tool]
    offerings = [o for o in knowledge.vocabulary.offerings.values() if o.tool == tool]
    found: dict[str, Any] = {
        "catalog": list(term.catalog),
        "covers": {key: list(values) for key, values in term.covers.items()},
        "banned": term.banned,
        "plans": [plan for o in offerings for plan in o.plans],
        "account": next((o.account for o in offerings), ""),
        "hosting": next((o.hosting for o in offerings), ""),
    }
    return {key: value for key, value in found.items() if value}
