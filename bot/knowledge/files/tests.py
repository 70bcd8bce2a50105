"""tests.yaml goes in; questions, in words or as slots, with the rulings that the owner expects come out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

import yaml

from bot.knowledge.files.policy import CONTEXT
from bot.knowledge.sheets import entries as e
from bot.knowledge.sheets.fields import Fields, plain
from bot.knowledge.sheets.sheet import Word
from bot.policy.house import PolicyTest
from bot.policy.words import Verdict

EXPECTED = (*(verdict.value for verdict in Verdict), "ask")
SLOTS = e.Form(
    "`slots`",
    {
        **dict.fromkeys(("tool", "data", "transformations", "met", "unmet"), Fields.words),
        **dict.fromkeys(CONTEXT, lambda fields, name: plain(fields.text(name))),
    },
)
ASKER = e.Form("`as`", dict.fromkeys(("role", "country", "group", "language"), lambda fields, name: plain(fields.text(name))))


@dataclass(slots=True, kw_only=True)
class RawSlots:
    """A question as ids. ``tool`` empty: which tool is asked."""

    tool: tuple[Word, ...] = ()
    data: tuple[Word, ...] = ()
    transformations: tuple[Word, ...] = ()
    met: tuple[Word, ...] = ()
    unmet: tuple[Word, ...] = ()
    context: dict[str, str]


def _slots(fields: Fields, name: str) -> RawSlots | None:
    node = fields.node_of(name)
    if node is None:
        return None
    _, given = SLOTS.read(fields.sheet, node)
    context = {name: said for name in CONTEXT if (said := given.pop(name, ""))}
    return RawSlots(**given, context=context)


def _asker(fields: Fields, name: str) -> dict[str, str]:
    node = fields.node_of(name)
    given = ASKER.read(fields.sheet, node)[1] if node is not None else {}
    return {name: given[name] for name in ASKER.readers if given.get(name)}


class RawTest(e.Entry):
    WHAT = "a test"
    NAMES: ClassVar = {"asker": "as"}
    name: e.Text = ""
    question: e.Text = ""
    slots: Annotated[RawSlots | None, _slots] = None
    asker: Annotated[dict[str, str], _asker] = field(default_factory=dict)
    verdict: Annotated[str | None, e.choice(EXPECTED, "verdict")]
    conditions: e.Words = ()
    cites: e.Words = ()
    test: PolicyTest = field(init=False)

    def check(self, fields: Fields) -> None:
        if isinstance(fields.node, yaml.MappingNode) and fields.has("question") is fields.has("slots"):
            do = "write `question: ...` in words, or `slots: {tool: ..., data: ...}`"
            fields.sheet.fault("K010", fields.node, "a test has `question` or `slots`, one of the two", do)
        self.test = PolicyTest(
            self.name or self.question or f"line {fields.at.line}",
            self.question,
            self.verdict or "",
            tuple(word.text for word in self.conditions),
            fields.line,
            asker=self.asker,
            cites=tuple(word.text for word in self.cites),
            is_bare=fields.has("conditions") and not self.conditions,
        )
