"""conditions.yaml goes in; conditions come out: their words, how people state them, and what they attach to."""

from __future__ import annotations

from typing import Annotated

from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields, Selector
from bot.policy.words import When

CELLS = e.Form("`cells`", {"tools": Fields.selector, "data": Fields.selector}, ("tools", "data"))


def _cells(fields: Fields, name: str) -> tuple[Selector, Selector] | None:
    node = fields.node_of(name)
    _, given = CELLS.read(fields.sheet, node) if node is not None else (None, {})
    tools, data = given.get("tools"), given.get("data")
    return (tools, data) if tools and data else None


class RawCondition(e.Entry):
    WHAT = "a condition"
    id: e.Id
    text: e.InLanguages
    when: Annotated[When, e.choice(When)] = When.BEFORE
    asker_may_state: e.Flag = True
    says_met: e.Phrases = ()
    says_unmet: e.Phrases = ()
    cells: Annotated[tuple[Selector, Selector] | None, _cells] = None
    general: e.Flag = False
    binds: e.Flag = False
    approver: e.OneWord = None
    of_asker: e.Flag = False
    tools: e.Which = None
    data: e.Which = None
    rests_on: e.Words = ()

    def check(self, fields: Fields) -> None:
        if not self.general and (self.tools or self.data or self.binds):
            key = fields.key_of("tools" if self.tools else "data" if self.data else "binds")
            what = f"`{key.text}` is only for general duties"
            fields.sheet.fault("K009", key, what, "add `general: true`, or put it below `cells`")
