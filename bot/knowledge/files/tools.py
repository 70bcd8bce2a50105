"""A file below tools/ goes in; its tools, groups and offerings come out."""

from __future__ import annotations

import yaml

from bot.knowledge.faults import did_you_mean, one_of
from bot.knowledge.sheets.fields import Fields, plain
from bot.knowledge.sheets.raw import Facts, RawOffering, RawTold, RawTool
from bot.knowledge.sheets.sheet import Sheet, Word
from bot.policy.words import Effect

TOOL_FIELDS = [
    "id",
    "label",
    "vendor",
    "synonyms",
    "told_by",
    "catalog",
    "group",
    "banned",
    "covers",
    "owner",
    "review_by",
    "offerings",
    "facts",
    "evidence",
    "get_it",
    "access",
    "rests_on",
    "told_in",
]
TOLD_FIELDS = ("data", "effect", "cites")
EFFECTS = tuple(effect.value for effect in Effect)
OFFERING_FIELDS = ["id", "label", "synonyms", "plan", "account", "hosting", "facts", "evidence", "get_it", "access", "rests_on"]
EVIDENCE_FIELDS = ("date", "review_by", "link", "by", "note")
ACCOUNTS = ("company", "personal")
ACCESS = ("everybody", "on_request")
HOSTING = ("vendor", "managed_cloud", "self_hosted", "device")
COVERS = ("plan", "account", "hosting", "family", "vendor", "tool", "any")


def read_tools(sheet: Sheet) -> tuple[RawTool, ...]:
    """Every document: one tool, or several below ``tools:``, or a plain list of tools."""
    found: list[RawTool] = []
    for document in sheet.documents():
        nodes = [document]
        if isinstance(document, yaml.SequenceNode):
            nodes = list(document.value)
        elif isinstance(document, yaml.MappingNode) and [key.value for key, _ in document.value] == ["tools"]:
            nodes = Fields(sheet, document, "a tools file", ("tools",)).entries("tools")
        found += [_tool(sheet, node) for node in nodes]
    return tuple(found)


def _tool(sheet: Sheet, node: yaml.Node) -> RawTool:
    fields = Fields(sheet, node, "a tool", TOOL_FIELDS, ("id",))
    found = fields.id("id")
    label = fields.texts("label") or {"": found.text}
    facts = _facts(sheet, fields)
    tool = RawTool(
        found,
        label,
        fields.text("vendor").lower(),
        fields.phrases("synonyms"),
        fields.words("catalog"),
        group=fields.flag("group"),
        banned=fields.flag("banned"),
        covers=_covers(sheet, fields),
        owner=fields.text("owner"),
        review_by=fields.day("review_by"),
        told_by=fields.phrases("told_by"),
        told_in=_told_in(sheet, fields),
    )
    if tool.covers and not tool.group:
        sheet.fault("K009", fields.key_of("covers"), "`covers` is only for groups", "add `group: true`, or delete `covers`")
    of_all = RawOffering(
        "any",
        found,
        label,
        facts=facts,
        get_it=fields.texts("get_it"),
        rests_on=_rests_on(sheet, fields, facts),
        access=_access(fields),
    )
    tool.offerings = tuple(_offering(sheet, entry, of_all) for entry in fields.entries("offerings")) or (of_all,)
    return tool


def _told_in(sheet: Sheet, fields: Fields) -> tuple[RawTold, ...]:
    found = []
    for node in fields.entries("told_in"):
        one = Fields(sheet, node, "an entry of `told_in`", TOLD_FIELDS, TOLD_FIELDS)
        data, effect, cites = one.word("data"), one.choice("effect", EFFECTS, "effect"), one.word("cites")
        if data and effect and cites:
            found.append(RawTold(data, Effect(effect), cites))
    return tuple(found)


def _access(fields: Fields) -> str:
    return fields.choice("access", ACCESS, "word for `access`") or ""


def _offering(sheet: Sheet, node: yaml.Node, of_all: RawOffering) -> RawOffering:
    """``of_all``: what the tool itself says, for what the offering leaves out."""
    fields = Fields(sheet, node, "an offering", OFFERING_FIELDS, ("id",))
    found = fields.word("id") or fields.at._replace(text="")
    if "/" in found.text:
        do = f"write only the part after the slash: `{found.text.rsplit('/', 1)[1]}`"
        sheet.fault("K019", found, f"the id `{found.text}` names its tool", do)
    elif found.text:
        sheet.id(found, "the id")
    facts = {**of_all.facts, **_facts(sheet, fields)}
    return RawOffering(
        found.text,
        found,
        fields.texts("label"),
        fields.phrases("synonyms"),
        tuple(plain(word.text) for word in fields.words("plan")),
        fields.choice("account", ACCOUNTS, "account") or "",
        fields.choice("hosting", HOSTING, "hosting") or "",
        facts,
        fields.texts("get_it") or of_all.get_it,
        (*of_all.rests_on, *_rests_on(sheet, fields, facts)),
        _access(fields) or of_all.access,
    )


def _rests_on(sheet: Sheet, fields: Fields, facts: Facts) -> tuple[Word, ...]:
    """Clauses of the vendor's terms: a list, or one or several for each fact that rests on them."""
    node = fields.node_of("rests_on")
    if not isinstance(node, yaml.MappingNode):
        return fields.words("rests_on")
    found: list[Word] = []
    for key, value in fields.mapping("rests_on"):
        if key.text.lower() not in facts:
            do = did_you_mean(key.text, facts, "name a fact that stands below `facts`, or write a plain list")
            sheet.fault("K011", key, f"there is no fact `{key.text}` that could rest on a clause", do)
        found += sheet.words(value, f"`{key.text}`")
    return tuple(found)


def _facts(sheet: Sheet, fields: Fields) -> Facts:
    """Facts and governance evidence in one: a record counts as ``yes``, its dates as ``NAME.date`` and ``NAME.review_by``."""
    found = fields.facts("facts")
    for key, value in fields.mapping("evidence"):
        name = key.text.lower()
        if not isinstance(value, yaml.MappingNode):
            word = sheet.word(value, f"the evidence `{key.text}`")
            found[name] = plain(word.text) if word else ""
            continue
        record = Fields(sheet, value, f"the evidence `{key.text}`", EVIDENCE_FIELDS, ("date", "review_by"))
        found[name] = "yes"
        for part in ("date", "review_by"):
            if day := record.day(part):
                found[f"{name}.{part}"] = day.isoformat()
        if record.has("link"):
            found[f"{name}.link"] = record.address("link")
    return found


def _covers(sheet: Sheet, fields: Fields) -> tuple[tuple[Word, tuple[Word, ...]], ...]:
    found = []
    for key, value in fields.mapping("covers"):
        if key.text not in COVERS:
            sheet.fault("K009", key, f"unknown field `{key.text}` in `covers`", did_you_mean(key.text, COVERS, one_of(COVERS)))
            continue
        found.append((key, sheet.words(value, f"`{key.text}`")))
    return tuple(found)
