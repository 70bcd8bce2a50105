"""rules.yaml, rules/*.yaml and waivers.yaml go in; rules and waivers come out, their selectors not yet resolved."""

from __future__ import annotations

import yaml

from bot.knowledge.files.policy import CONTEXT
from bot.knowledge.sheets.fields import Fields, listed, plain
from bot.knowledge.sheets.raw import RawRule, RawWaiver
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.words import Effect

RULE_FIELDS = [
    "rule",
    "tools",
    "data",
    "where",
    "effect",
    "conditions",
    "because",
    "cites",
    "sets_aside",
    "owner",
    "since",
    "review_by",
    "rests_on",
    "instead",
]
WAIVER_FIELDS = [
    "id",
    "who",
    "tools",
    "data",
    "where",
    "effect",
    "conditions",
    "sets_aside",
    "since",
    "until",
    "approved_by",
    "because",
    "cites",
    "owner",
    "review_by",
    "rests_on",
]
EFFECTS = tuple(effect.value for effect in Effect)


def read_rules(sheet: Sheet) -> tuple[RawRule, ...]:
    """A list of rules, or a mapping with the list below ``rules:``."""
    return tuple(
        _rule(sheet, Fields(sheet, node, "a rule", RULE_FIELDS, ("rule", "tools", "data", "effect")), "rule")
        for document in sheet.documents()
        for node in listed(sheet, document, "rules", "a rules file")
    )


def read_waivers(sheet: Sheet) -> tuple[RawWaiver, ...]:
    """A list of waivers, or a mapping with the list below ``waivers:``."""
    return tuple(
        _waiver(sheet, node) for document in sheet.documents() for node in listed(sheet, document, "waivers", "waivers.yaml")
    )


def _waiver(sheet: Sheet, node: yaml.Node) -> RawWaiver:
    needed = ("id", "who", "tools", "data", "effect", "since", "until", "approved_by")
    fields = Fields(sheet, node, "a waiver", WAIVER_FIELDS, needed)
    since, until = fields.day("since"), fields.day("until")
    if since and until and until < since:
        sheet.fault(
            "K022", fields.word("until"), f"the waiver ends ({until}) before it starts ({since})", "mend one of the two dates"
        )
    return RawWaiver(_rule(sheet, fields, "id"), fields.words("who"), since, until, fields.text("approved_by"))


def _rule(sheet: Sheet, fields: Fields, id_field: str) -> RawRule:
    effect = fields.choice("effect", EFFECTS, "effect")
    conditions = fields.words("conditions")
    if effect in ("allow", "forbid") and conditions:
        what = f"conditions of a rule whose effect is `{effect}` are never shown"
        sheet.fault("K037", conditions[0], what, "make the effect `condition`, or delete them", "warning")
    return RawRule(
        fields.id(id_field),
        sheet.line(fields.at.line).removeprefix("- "),
        fields.selector("tools"),
        fields.selector("data"),
        Effect(effect) if effect else None,
        conditions,
        fields.words("sets_aside"),
        _where(sheet, fields),
        fields.texts("because"),
        fields.word("cites"),
        fields.text("owner"),
        fields.day("review_by"),
        fields.words("rests_on"),
        fields.words("instead"),
        fields.day("since") if id_field == "rule" else None,
    )


def _where(sheet: Sheet, fields: Fields) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    node = fields.node_of("where")
    if node is None:
        return found
    if not isinstance(node, yaml.MappingNode):
        sheet.fault("K008", node, "`where` must be a mapping", "write it as {country: US} or {role: [nurse, clinician]}")
        return found
    for key, value in sheet.pairs(node, "`where`"):
        slot = sheet.choice(key, CONTEXT, "part of a question in `where`")
        values = frozenset(plain(word.text) for word in sheet.words(value, f"`{key.text}`"))
        if slot and values:
            found[slot] = values
    return found
