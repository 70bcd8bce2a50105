"""A file below tools/ goes in; its tools, groups and offerings come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

import yaml

from bot.knowledge.faults import did_you_mean, one_of
from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Facts, Fields, plain
from bot.knowledge.sheets.sheet import Sheet, Word

ACCOUNTS = ("company", "personal")
ACCESS = ("everybody", "on_request")
HOSTING = ("vendor", "managed_cloud", "self_hosted", "device")
COVERS = ("plan", "account", "hosting", "family", "vendor", "tool", "any")
RECORD = e.Form(
    "evidence",
    {"date": Fields.day, "review_by": Fields.day, "link": Fields.address, "by": Fields.text, "note": Fields.text},
    ("date", "review_by"),
)


def _clauses(fields: Fields, name: str) -> tuple[tuple[Word, tuple[Word, ...]], ...]:
    """Clauses of the vendor's terms: a list, or one or several for each fact that rests on them."""
    if not isinstance(fields.node_of(name), yaml.MappingNode):
        return ((fields.at._replace(text=""), fields.words(name)),)
    return tuple((key, fields.sheet.words(value, f"`{key.text}`")) for key, value in fields.mapping(name))


def _evidence(fields: Fields, name: str) -> Facts:
    """Governance evidence as facts: a record counts as ``yes``, its dates as ``NAME.date`` and ``NAME.review_by``."""
    found: Facts = {}
    for key, value in fields.mapping(name):
        fact, what = key.text.lower(), f"the evidence `{key.text}`"
        if not isinstance(value, yaml.MappingNode):
            word = fields.sheet.word(value, what)
            found[fact] = plain(word.text) if word else ""
            continue
        _, record = RECORD._replace(what=what).read(fields.sheet, value)
        found[fact] = "yes"
        found |= {f"{fact}.{part}": record[part].isoformat() for part in ("date", "review_by") if record[part]}
        found |= {f"{fact}.link": record["link"]} if "link" in record else {}
    return found


def _offering_id(fields: Fields, name: str) -> Word:
    found = fields.word(name) or fields.at._replace(text="")
    if "/" in found.text:
        do = f"write only the part after the slash: `{found.text.rsplit('/', 1)[1]}`"
        fields.sheet.fault("K019", found, f"the id `{found.text}` names its tool", do)
    elif found.text:
        fields.sheet.id(found, "the id")
    return found


def _covers(fields: Fields, name: str) -> tuple[tuple[Word, tuple[Word, ...]], ...]:
    found = []
    for key, value in fields.mapping(name):
        if key.text in COVERS:
            found.append((key, fields.sheet.words(value, f"`{key.text}`")))
        else:
            do = did_you_mean(key.text, COVERS, one_of(COVERS))
            fields.sheet.fault("K009", key, f"unknown field `{key.text}` in `covers`", do)
    return tuple(found)


def _plans(fields: Fields, name: str) -> tuple[str, ...]:
    return tuple(plain(word.text) for word in fields.words(name))


class _Product(e.Entry):
    """What a tool and one of its offerings may both say."""

    label: e.InLanguages = field(default_factory=dict)
    synonyms: e.Phrases = ()
    facts: e.Free = field(default_factory=dict)
    evidence: Annotated[Facts, _evidence] = field(default_factory=dict)
    get_it: e.InLanguages = field(default_factory=dict)
    access: Annotated[str, e.choice(ACCESS)] = ""
    rests_on: Annotated[tuple[tuple[Word, tuple[Word, ...]], ...], _clauses] = ()

    def clauses_of(self, sheet: Sheet, facts: Mapping[str, str]) -> tuple[Word, ...]:
        """All that it rests on. ``facts``: those that may."""
        for key, _ in self.rests_on:
            if key.text and key.text.lower() not in facts:
                do = did_you_mean(key.text, facts, "name a fact that stands below `facts`, or write a plain list")
                sheet.fault("K011", key, f"there is no fact `{key.text}` that could rest on a clause", do)
        return tuple(word for _, words in self.rests_on for word in words)


class RawOffering(_Product):
    WHAT = "an offering"
    id: Annotated[Word, _offering_id]
    plan: Annotated[tuple[str, ...], _plans] = ()
    account: Annotated[str, e.choice(ACCOUNTS, "account")] = ""
    hosting: Annotated[str, e.choice(HOSTING, "hosting")] = ""
    clauses: tuple[Word, ...] = ()

    def check(self, fields: Fields) -> None:
        self.at = self.id

    def take_over(self, sheet: Sheet, tool: RawTool) -> None:
        """What the tool itself says, for what the offering leaves out."""
        of_tool = {**tool.facts, **tool.evidence}
        self.facts = {**of_tool, **self.facts, **self.evidence}
        self.clauses = (*tool.clauses_of(sheet, of_tool), *self.clauses_of(sheet, self.facts))
        self.get_it, self.access = self.get_it or tool.get_it, self.access or tool.access


class RawTool(_Product):
    WHAT = "a tool"
    IDLE = ("told_by", "told_in")
    id: e.Id
    vendor: e.Lowered = ""
    catalog: e.Words = ()
    group: e.Flag = False
    banned: e.Flag = False
    covers: Annotated[tuple[tuple[Word, tuple[Word, ...]], ...], _covers] = ()
    owner: e.Text = ""
    review_by: e.Day = None
    offerings: Annotated[tuple[RawOffering, ...], e.entries(RawOffering)] = ()

    def check(self, fields: Fields) -> None:
        self.label = self.label or {"": self.id.text}
        if self.covers and not self.group:
            do = "add `group: true`, or delete `covers`"
            fields.sheet.fault("K009", fields.key_of("covers"), "`covers` is only for groups", do)
        self.offerings = self.offerings or (RawOffering(at=self.id, id=self.id._replace(text="any"), label=self.label),)
        for one in self.offerings:
            one.take_over(fields.sheet, self)


def read_tools(sheet: Sheet) -> tuple[RawTool, ...]:
    """Every document: one tool, or several below ``tools:``, or a plain list of tools."""
    found: list[RawTool] = []
    for document in sheet.documents():
        nodes = [document]
        if isinstance(document, yaml.SequenceNode):
            nodes = list(document.value)
        elif isinstance(document, yaml.MappingNode) and [key.value for key, _ in document.value] == ["tools"]:
            nodes = Fields(sheet, document, "a tools file", ("tools",)).entries("tools")
        found += [e.read_entry(sheet, node, RawTool) for node in nodes]
    return tuple(found)
