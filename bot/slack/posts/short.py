"""An answer goes in; as much of it as a phone shows at once comes out. What decides is never left out, only what explains it.

The verdict, its conditions, the steps, the notes, the choices and "Read as" stay, however long they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.policy.talks.answer import Answer, ToolLine
from bot.policy.talks.talk import Intent, WhyLine
from bot.policy.words import Verdict
from bot.slack.posts.text import cut

PHONE = 900
"""Characters that are read without scrolling."""
TOOLS_SHOWN = 8
FEWER_TOOLS = 4
QUOTE, SHORT_QUOTE = 280, 140
MOST_TERMS = 2
NO_USE = (Verdict.FORBIDDEN, Verdict.UNCOVERED)

Step = Callable[[Answer], Answer]


def shorten(answer: Answer, length: Callable[[Answer], int]) -> Answer:
    """The answer with what can wait left out, step by step, until it is short. ``length``: characters seen."""
    short = _each(answer, lambda one: replace(one, tools=_worth_showing(one)[:TOOLS_SHOWN]))
    for step in STEPS:
        if length(short) < PHONE:
            break
        short = _each(short, step)
    return short


def _worth_showing(answer: Answer) -> tuple[ToolLine, ...]:
    """Where somebody looks for a tool, the ones that may be used, or none beside the one to start with; where they named some,
    all of these."""
    if answer.start is not None and not answer.choices:
        return ()
    if answer.intent is not Intent.WHICH_TOOL or len(answer.tools) <= FEWER_TOOLS:
        return answer.tools
    return tuple(line for line in answer.tools if line.verdict not in NO_USE) or answer.tools


def _each(answer: Answer, step: Step) -> Answer:
    """A step on an answer and on each of its parts."""
    return replace(step(answer), parts=tuple(step(part) for part in answer.parts))


def _quotes(lines: tuple[WhyLine, ...], most: int, characters: int) -> tuple[WhyLine, ...]:
    return tuple(replace(line, quote=cut(line.quote, characters)) for line in lines[:most])


STEPS: tuple[Step, ...] = (
    lambda answer: replace(answer, background=()),
    lambda answer: replace(answer, passages=_quotes(answer.passages, 2, QUOTE)),
    lambda answer: replace(answer, tools=answer.tools[:FEWER_TOOLS]),
    lambda answer: replace(answer, instead=answer.instead[:2]),
    lambda answer: replace(answer, passages=_quotes(answer.passages, 1, QUOTE)),
    lambda answer: replace(answer, why=_quotes(answer.why, 1, QUOTE)),
    lambda answer: replace(answer, instead=answer.instead[:1]),
    lambda answer: replace(answer, why=_quotes(answer.why, 1, SHORT_QUOTE)),
    lambda answer: replace(answer, terms=answer.terms[:MOST_TERMS]),
    lambda answer: replace(answer, how_to_get=""),
    lambda answer: replace(answer, passages=_quotes(answer.passages, 1, SHORT_QUOTE)),
    lambda answer: replace(answer, checklist=tuple(line for line in answer.checklist if not line.general)),
)
"""What can wait, the first to go first."""
