"""tests.yaml goes in; questions, in words or as slots, with the rulings that the owner expects come out."""

from __future__ import annotations

import yaml

from bot.knowledge.files.policy import CONTEXT
from bot.knowledge.sheets.fields import Fields, listed, plain
from bot.knowledge.sheets.sheet import Sheet
from bot.knowledge.sheets.tested import RawSlots, RawTest
from bot.policy.house import PolicyTest
from bot.policy.words import Citation, Verdict

FIELDS = ("name", "question", "slots", "as", "verdict", "conditions", "cites")
SLOT_FIELDS = ("tool", "data", "transformations", "met", "unmet", *CONTEXT)
ASKER_FIELDS = ("role", "country", "group", "language")
EXPECTED = (*(verdict.value for verdict in Verdict), "ask")


def read_tests(sheet: Sheet) -> tuple[RawTest, ...]:
    """A list of tests, or a mapping with the list below ``tests:``."""
    return tuple(_test(sheet, node) for document in sheet.documents() for node in listed(sheet, document, "tests", "tests.yaml"))


def _test(sheet: Sheet, node: yaml.Node) -> RawTest:
    fields = Fields(sheet, node, "a test", FIELDS, ("verdict",))
    if isinstance(node, yaml.MappingNode) and fields.has("question") is fields.has("slots"):
        do = "write `question: ...` in words, or `slots: {tool: ..., data: ...}`"
        sheet.fault("K010", node, "a test has `question` or `slots`, one of the two", do)
    verdict = fields.choice("verdict", EXPECTED, "verdict") or ""
    conditions, cites = fields.words("conditions"), fields.words("cites")
    question = fields.text("question")
    at = Citation(sheet.file, fields.at.line, fields.at.column, sheet.line(fields.at.line).removeprefix("- "))
    name = fields.text("name") or question or f"line {fields.at.line}"
    test = PolicyTest(
        name,
        question,
        verdict,
        tuple(word.text for word in conditions),
        at,
        asker=_asker(sheet, fields),
        cites=tuple(word.text for word in cites),
        is_bare=fields.has("conditions") and not conditions,
    )
    slots = fields.node_of("slots")
    return RawTest(test, conditions, _slots(sheet, slots) if slots is not None else None, cites)


def _asker(sheet: Sheet, fields: Fields) -> dict[str, str]:
    node = fields.node_of("as")
    if node is None:
        return {}
    given = Fields(sheet, node, "`as`", ASKER_FIELDS)
    return {name: plain(given.text(name)) for name in ASKER_FIELDS if given.text(name)}


def _slots(sheet: Sheet, node: yaml.Node) -> RawSlots:
    fields = Fields(sheet, node, "`slots`", SLOT_FIELDS)
    context = {name: plain(fields.text(name)) for name in CONTEXT if fields.text(name)}
    return RawSlots(
        fields.at,
        fields.words("tool"),
        fields.words("data"),
        fields.words("transformations"),
        fields.words("met"),
        fields.words("unmet"),
        context,
    )
