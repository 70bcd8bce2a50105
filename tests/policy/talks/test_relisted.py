"""A tool that was not listed when it was asked about stands under what an owner approved for it, and only then."""

from __future__ import annotations

import pytest

from bot.policy.talks.relisted import relisted
from bot.policy.talks.talk import Intent, Item, Reading
from bot.policy.words import Question, ToolAsk

GROK, CLAUDE, OTHER = ToolAsk("Grok", ()), ToolAsk("Claude Team", ("claude/team",)), ToolAsk("Poe", ())


@pytest.mark.parametrize(
    ("asked", "approved", "found"),
    [
        pytest.param((GROK,), ("grok/any",), [("grok/any",)], id="the one that was not listed"),
        pytest.param((CLAUDE, GROK), ("grok/any",), [("claude/team",), ("grok/any",)], id="what was read stays"),
        pytest.param((GROK,), (), [()], id="nothing was approved"),
        pytest.param((GROK, OTHER), ("grok/any",), [(), ()], id="of two nobody can tell which was approved"),
        pytest.param((CLAUDE,), ("grok/any",), [("claude/team",)], id="all were listed"),
    ],
)
def test_relisted(asked: tuple[ToolAsk, ...], approved: tuple[str, ...], found: list[tuple[str, ...]]) -> None:
    reading = Reading("", "en", (Item(Intent.MAY_I, Question(asked)),))
    assert [ask.offerings for ask in relisted(reading, approved).items[0].question.tools] == found
