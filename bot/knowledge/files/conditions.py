"""conditions.yaml goes in; conditions come out: their words, how people state them, and what they attach to."""

from __future__ import annotations

import yaml

from bot.knowledge.sheets.fields import Fields, listed
from bot.knowledge.sheets.raw import RawCondition, Selector
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.words import When

FIELDS = [
    "id",
    "text",
    "when",
    "asker_may_state",
    "says_met",
    "says_unmet",
    "cells",
    "general",
    "binds",
    "approver",
    "of_asker",
    "tools",
    "data",
    "rests_on",
]


def read_conditions(sheet: Sheet) -> tuple[RawCondition, ...]:
    """A list of conditions, or a mapping with the list below ``conditions:``."""
    return tuple(
        _condition(sheet, node)
        for document in sheet.documents()
        for node in listed(sheet, document, "conditions", "conditions.yaml")
    )


def _condition(sheet: Sheet, node: yaml.Node) -> RawCondition:
    fields = Fields(sheet, node, "a condition", FIELDS, ("id", "text"))
    when = fields.choice("when", tuple(when.value for when in When), "word for `when`")
    condition = RawCondition(
        fields.id("id"),
        fields.texts("text"),
        When(when) if when else When.BEFORE,
        fields.flag("asker_may_state", True),
        fields.phrases("says_met"),
        fields.phrases("says_unmet"),
        _cells(sheet, fields),
        fields.flag("general"),
        fields.selector("tools"),
        fields.selector("data"),
        fields.words("rests_on"),
        fields.flag("binds"),
        fields.word("approver"),
        fields.flag("of_asker"),
    )
    if not condition.general and (condition.tools or condition.data or condition.binds):
        key = fields.key_of("tools" if condition.tools else "data" if condition.data else "binds")
        sheet.fault("K009", key, f"`{key.text}` is only for general duties", "add `general: true`, or put it below `cells`")
    return condition


def _cells(sheet: Sheet, fields: Fields) -> tuple[Selector, Selector] | None:
    node = fields.node_of("cells")
    if node is None:
        return None
    below = Fields(sheet, node, "`cells`", ("tools", "data"), ("tools", "data"))
    tools, data = below.selector("tools"), below.selector("data")
    return (tools, data) if tools and data else None
