"""rules.yaml, rules/*.yaml and waivers.yaml go in; rules and waivers come out, their selectors not yet resolved."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, ClassVar

import yaml

from bot.knowledge.files.policy import CONTEXT
from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields, plain
from bot.knowledge.sheets.sheet import Word
from bot.policy.words import Effect


def _where(fields: Fields, name: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    sheet, node = fields.sheet, fields.node_of(name)
    if node is not None and not isinstance(node, yaml.MappingNode):
        sheet.fault("K008", node, "`where` must be a mapping", "write it as {country: US} or {role: [nurse, clinician]}")
        return found
    for key, value in fields.mapping(name):
        slot = sheet.choice(key, CONTEXT, "part of a question in `where`")
        values = frozenset(plain(word.text) for word in sheet.words(value, f"`{key.text}`"))
        if slot and values:
            found[slot] = values
    return found


class Ruling(e.Entry):
    """What a rule and a waiver both say."""

    id: e.Id
    tools: e.Which
    data: e.Which
    effect: Annotated[Effect | None, e.choice(Effect, "effect")]
    where: Annotated[dict[str, frozenset[str]], _where] = field(default_factory=dict)
    conditions: e.Words = ()
    because: e.InLanguages = field(default_factory=dict)
    cites: e.OneWord = None
    sets_aside: e.Words = ()
    owner: e.Text = ""
    review_by: e.Day = None
    rests_on: e.Words = ()
    instead: tuple[Word, ...] = ()
    quote: str = ""
    """The words of its first line."""

    def check(self, fields: Fields) -> None:
        self.quote = self.quote or fields.line.quote
        if self.effect in (Effect.ALLOW, Effect.FORBID) and self.conditions:
            what = f"conditions of a rule whose effect is `{self.effect}` are never shown"
            do = "make the effect `condition`, or delete them"
            fields.sheet.fault("K037", self.conditions[0], what, do, "warning")


class RawRule(Ruling):
    WHAT = "a rule"
    NAMES: ClassVar = {"id": "rule"}
    since: e.Day = None
    instead: e.Words = ()


class RawWaiver(Ruling):
    WHAT = "a waiver"
    who: e.Words
    since: e.Day
    until: e.Day
    approved_by: e.Text

    def check(self, fields: Fields) -> None:
        super().check(fields)
        if self.since and self.until and self.until < self.since:
            what = f"the waiver ends ({self.until}) before it starts ({self.since})"
            fields.sheet.fault("K022", fields.word("until"), what, "mend one of the two dates")
