"""An answer to somebody who said no role goes in; the same, with those for whom a no is a yes, comes out."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.deciding.rulings import ToolRuling
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Ruled
from bot.policy.words import Slot
from bot.saying import labels
from bot.saying.answers import tables
from bot.saying.answers.reasons import assumptions
from bot.saying.words import Words, shorten

LONGEST_NEEDS = 240


def with_unless(answer: Answer, ruled: Ruled, knowledge: Knowledge, words: Words) -> Answer:
    """ "... Unless your role is nurse: then Llama 3, if: ...": nobody is told a flat no for what was only assumed of them, and
    that it was assumed is said with it. Roles that get the same are told together."""
    if not ruled.unless or ruled.ruling is None or not answer.verdict or not answer.word:  # words lead, and no ruling
        return answer
    ways: dict[str, list[str]] = {}
    for role, made in ruled.unless:
        whom = labels.slot_value(Slot.ROLE, role, knowledge, words)
        ways.setdefault(_way(made, knowledge, words), []).append(whom)
    told = (words("sentence.unless", whom=words.join(roles, style="or"), way=way) for way, roles in ways.items())
    assumed = ruled.ruling.assumed
    said = assumptions(assumed, knowledge, words)
    left = assumptions({slot: value for slot, value in assumed.items() if slot is not Slot.ROLE}, knowledge, words)
    notes = (*(note for note in answer.notes if note not in said), *left)
    return replace(answer, sentence=" ".join((answer.sentence, *told)), notes=notes)


def _way(made: ToolRuling, knowledge: Knowledge, words: Words) -> str:
    """The tool, and what must hold."""
    tool = tables.offering_name(made, knowledge, words)
    held = [words.held(words.pick(need.text) or need.condition).rstrip(".") for need in made.needs if not need.general]
    told = words("semicolon").join(words.inside(text) for text in held)
    return f"{tool}, {words('instead.if', conditions=shorten(told, LONGEST_NEEDS))}" if told else tool
