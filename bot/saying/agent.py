"""Ids of a policy and a language go in; what the agent view suggests to ask, and what it says while it works, comes out."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.saying import labels
from bot.saying.words import words_for


def suggestion(knowledge: Knowledge, tool: str, data: str, language: str) -> tuple[str, str]:
    """Title and question about a tool (or one of its offerings) and a data type, in the policy's own names."""
    words = words_for(language, knowledge.organisation.languages)
    known = tool in knowledge.vocabulary.offerings
    called = labels.offering_label(tool, knowledge, words) if known else labels.tool_label(tool, knowledge, words)
    kind = labels.data_label(data, knowledge, words)
    return f"{called} · {kind}", words("agent.question", tool=called, data=words.inside(kind))


def above(knowledge: Knowledge, language: str, asked: bool) -> str:
    """The line above the suggestions: what is asked often, or what could be asked."""
    return words_for(language, knowledge.organisation.languages)("agent.often" if asked else "agent.for_example")


def working(knowledge: Knowledge, language: str) -> str:
    """What is said while an answer is under way."""
    return words_for(language, knowledge.organisation.languages)("agent.working")


def waiting(knowledge: Knowledge, language: str) -> str:
    """What is said while an answer waits because the log cannot be written."""
    return words_for(language, knowledge.organisation.languages)("agent.waiting")


def stopped(knowledge: Knowledge, language: str) -> str:
    """What is said when somebody wants no answer any more."""
    return words_for(language, knowledge.organisation.languages)("agent.stopped")


def background(knowledge: Knowledge, language: str) -> str:
    """The heading over sentences in a model's words."""
    return words_for(language, knowledge.organisation.languages)("caption.background")
