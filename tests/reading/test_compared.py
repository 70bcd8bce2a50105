"""A name that nobody knows, asked about beside a tool, is a tool as well; words of a question are not."""

from __future__ import annotations

import pytest

from bot.policy.talk import Asker
from bot.reading.door import make_safe
from bot.wiring.answering import Answerer, make_answerer


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    """The sample company's."""
    return make_answerer(None)


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("Zorptool or Claude Team for a press release?", ["Zorptool", "Claude Team"]),
        ("May I use Claude Team or Zorptool for a press release?", ["Claude Team", "Zorptool"]),
        ("Claude Team vs Zorptool vs ChatGPT Team: a press release", ["Claude Team", "Zorptool", "ChatGPT Team"]),
        ("Mag ik Zorptool of Claude Team gebruiken voor een persbericht?", ["Zorptool", "Claude Team"]),
        ("Puis-je utiliser Claude Team ou Zorptool pour un communiqué de presse ?", ["Claude Team", "Zorptool"]),
        # a vendor that is a brand as well is a tool beside another one, and none beside its own product
        ("May I put our brochure into Claude Team and our memo into DeepSeek?", ["Claude Team", "DeepSeek app"]),
        ("DeepSeek or Claude Team for a press release?", ["DeepSeek app", "Claude Team"]),
        ("Does Anthropic's Claude Team take a press release?", ["Claude Team"]),
        # what belongs to a name that goes on, to words of a language, to data, or to somebody is no tool
        ("May I use Claude Team or Zorptool minutes?", ["Claude Team"]),
        ("Is Claude Team or Jansen's file the problem?", ["Claude Team"]),
        ("Payslips or Claude Team?", ["Claude Team"]),
        ("Maybe or Claude Team?", ["Claude Team"]),
        ("May I use Claude Team, or zorptool for a press release?", ["Claude Team"]),
        ("Darf der Zwirbel oder Claude Team hinein?", ["Claude Team"]),
    ],
)
def test_a_name_beside_a_tool_is_a_tool(answerer: Answerer, text: str, tools: list[str]) -> None:
    reading = answerer.mind.reader.read(make_safe(text), None, Asker())
    assert [tool.name for item in reading.items for tool in item.question.tools] == tools


def test_a_tool_that_nobody_knows_is_never_what_is_allowed(answerer: Answerer) -> None:
    answered = answerer.ask("Zorptool or Claude Team for a press release?")
    (ruled,) = answered.ruled
    assert ruled.ruling is not None
    assert [(one.name, one.verdict.value) for one in ruled.ruling.per_tool] == [
        ("Zorptool", "uncovered"),
        ("Claude Team", "allowed"),
    ]


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("May I use Zorptool for source code?", ["Zorptool"]),
        ("Can I use Zorptool?", ["Zorptool"]),
        ("Mag ik voor broncode Zorptool gebruiken?", []),
        ("May I use Excel for source code?", []),
        ("May I use Payslips for source code?", []),
    ],
)
def test_a_new_name_of_what_is_used_is_a_tool_that_nobody_lists(answerer: Answerer, text: str, tools: list[str]) -> None:
    answered = answerer.ask(text)
    assert [tool.name for item in answered.reading.items for tool in item.question.tools if tool.name] == tools
    assert answered.answer.label != "allow"
