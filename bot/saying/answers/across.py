"""What the register has of all tools goes in, an answer comes out: which lack it, of which it ran out, which have it."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.due.across import NONE
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer, TermsLine
from bot.policy.talks.talk import KnownTerm, Ruled
from bot.saying import contacts, labels
from bot.saying.answers.known import point_name
from bot.saying.blank import blank
from bot.saying.words import Words, shorten

_LONGEST = 700


def across_answer(ruled: Ruled, knowledge: Knowledge, words: Words) -> Answer:
    """A line for each state of each point."""
    made = blank(ruled.item.intent, words)
    told = [term for term in ruled.terms if term.value != NONE]
    points = dict.fromkeys(point_name(term.point, knowledge, words) for term in ruled.terms)
    sentence = words("across.sentence", what=words.join(list(points))) if told else words("across.none")
    return replace(
        made,
        sentence=sentence,
        terms=tuple(TermsLine(_line(term, knowledge, words), "", "") for term in told),
        contact=contacts.whom_to_ask(knowledge),
        captions={**made.captions, "contact": words("contact.ask")},
    )


def _line(term: KnownTerm, knowledge: Knowledge, words: Words) -> str:
    """A tool is named once where all of its offerings are alike."""
    by_tool: dict[str, list[str]] = {}
    for id_ in term.offerings:
        by_tool.setdefault(id_.partition("/")[0], []).append(id_)
    names: list[str] = []
    for tool, ids in by_tool.items():
        every = [id_ for id_ in knowledge.policy.offerings if id_.partition("/")[0] == tool]
        is_all = len(ids) == len(every) > 1
        names += (
            [labels.tool_label(tool, knowledge, words)]
            if is_all
            else [labels.offering_label(one, knowledge, words) for one in ids]
        )
    return shorten(words("labelled", label=words(f"across.{term.value}"), text=words.join(names)), _LONGEST)
