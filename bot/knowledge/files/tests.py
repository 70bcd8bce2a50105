"""tests.yaml goes in; questions with the rulings that the owner expects come out."""

from __future__ import annotations

import yaml

from bot.knowledge.fields import Fields, listed
from bot.knowledge.raw import RawTest
from bot.knowledge.sheet import Sheet
from bot.policy.house import PolicyTest
from bot.policy.words import Citation, Verdict

FIELDS = ("name", "question", "verdict", "conditions")
EXPECTED = (*(verdict.value for verdict in Verdict), "ask")


def read_tests(sheet: Sheet) -> tuple[RawTest, ...]:
    """A list of tests, or a mapping with the list below ``tests:``."""
    return tuple(_test(sheet, node) for document in sheet.documents() for node in listed(sheet, document, "tests", "tests.yaml"))


def _test(sheet: Sheet, node: yaml.Node) -> RawTest:
    fields = Fields(sheet, node, "a test", FIELDS, ("question", "verdict"))
    verdict = fields.choice("verdict", EXPECTED, "verdict") or ""
    conditions = fields.words("conditions")
    question = fields.text("question")
    at = Citation(sheet.file, fields.at.line, fields.at.column, sheet.line(fields.at.line).removeprefix("- "))
    names = tuple(word.text for word in conditions)
    return RawTest(PolicyTest(fields.text("name") or question, question, verdict, names, at), conditions)
