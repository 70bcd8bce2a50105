"""A name that nobody knows is a tool where one would stand; of two tools that are asked about the best counts."""

from __future__ import annotations

import pytest

from bot.answers.answerer import Answerer, make_answerer
from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from tests.reading.conftest import answerer_of, named, when_that_is_all


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    """The sample company's."""
    return make_answerer(None)


@pytest.mark.parametrize(
    ("text", "tools"),
    [
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


_MILD_FIRST = ("allow", "conditional", "not_listed", "deny")
_TWO = (
    "{a} or {b} for {data}?",
    "compare {a} with {b} for {data} please",
    "macht es einen Unterschied, ob ich {a} oder {b} für {data} nehme?",
    "{data} : {a} ou bien {b}, le moins de paperasse",
    "¿da igual si uso {a} o {b} para {data}?",
)
_ASKED = [
    ("orchard-labs", "Claude Code", "Comet", "contracts"),
    ("orchard-labs", "Free chatbots", "AWS Bedrock", "private repos"),
    ("brightkeel", "Cursor Business", "Kimi", "stack traces"),
    ("brightkeel", "Claude Max", "ChatGPT Team", "blog posts"),
    ("brightkeel", "ChatGPT Team", "Copilot Business", "blog posts"),
]


@pytest.mark.parametrize(("policy", "a", "b", "data"), _ASKED)
def test_of_two_tools_the_best_counts(policy: str, a: str, b: str, data: str) -> None:
    asked = named(policy)
    alone = {tool: when_that_is_all(asked, f"may I use {tool} for {data}?") for tool in (a, b)}
    best = min(alone.values(), key=_MILD_FIRST.index)
    for one, other in ((a, b), (b, a)):
        for form in _TWO:
            text = form.format(a=one, b=other, data=data)
            assert when_that_is_all(asked, text) in (best, *(("conditional",) if best == "allow" else ())), text


@pytest.mark.parametrize(
    ("policy", "text", "label"),
    [
        ("classes/brennholt-logistics", "DeepL Pro or Gemini for tacho files?", "conditional"),
        # nothing may be used, and of some tools nobody has said so
        ("maple-county", "which tool can I use for voter registration forms?", "deny"),
        ("alder-bay", "what can I use for criminal justice information?", "deny"),
    ],
)
def test_what_is_open_makes_an_answer_about_several_tools_no_other_one(policy: str, text: str, label: str) -> None:
    assert answerer_of(policy).label_and_why(text, [])[0] == label
