"""Several tools with their rulings go in; a small table, best first, comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.policy.house import Knowledge
from bot.policy.label import label_of
from bot.policy.rulings import AskBack, Need, Option, Ruling, Stated, ToolRuling
from bot.policy.talk import Answer, Ruled, ToolLine
from bot.policy.words import Slot, Verdict
from bot.saying import labels
from bot.saying.asking import ASK_SHAPE
from bot.saying.blank import blank
from bot.saying.reasons import assumptions, notes, why
from bot.saying.ruling import SHAPES, Case, checklist, general_duties, how_to_get, instead
from bot.saying.words import Words, opening, shorten

NAMED = 3
LONGEST_CONDITION = 90
MOST_OF_DATA = 8
"""Kinds of data that are told one by one; where a policy has more, its buttons are enough."""


def open_question(ruled: Ruled) -> AskBack | None:
    """The question that must come before a table: only where no tool is settled as usable and something is open."""
    usable = (Verdict.ALLOWED, Verdict.CONDITIONAL)
    if any(one.ask_back is None and one.verdict in usable for one in ruled.tools):
        return None
    open_ones = [one.ask_back for one in ruled.tools if one.ask_back is not None]
    if not open_ones:
        return None
    return (ruled.ruling.ask_back if ruled.ruling else None) or open_ones[0]


def which_tool(ruled: Ruled, knowledge: Knowledge, words: Words, today: date) -> Answer:
    """Every offering with its verdict; the sentence names the best ones."""
    settled = [one for one in ruled.tools if one.ask_back is None] or list(ruled.tools)
    ruling = settled[0]
    best = ruling.verdict
    shared = _shared(settled, best)
    lines = tuple(dict.fromkeys(_line(_without(one, shared), _offering(one, knowledge, words), words) for one in ruled.tools))
    data = labels.data_names(ruled.item, knowledge, words) or words("data.any")
    names = [line.label for line in lines if line.verdict is best and line.shape != ASK_SHAPE]
    shown = names if len(names) <= NAMED else [*names[:NAMED], words("list.more", count=str(len(names) - NAMED))]
    nothing = best in (Verdict.FORBIDDEN, Verdict.UNCOVERED)
    values = {"data": data, "tools": words.join(shown)}
    made = blank(ruled.item.intent, words)
    case = Case(ruled.item, ruling, knowledge, words)
    return replace(
        made,
        label=label_of(ruled.item.intent, ruling),
        verdict=best.value,
        shape=SHAPES[best],
        word=words(f"word.{best.value}"),
        sentence=opening(words(f"which.{best.value}", **values)),
        checklist=checklist(replace(case, ruling=replace(ruling, needs=shared))) + general_duties(case),
        tools=() if nothing else lines,
        contact=(labels.who_decides(knowledge) or words("contact.nobody")) if best in (Verdict.UNCOVERED, Verdict.REVIEW) else "",
        instead=instead(case, ruled.alternatives),
        how_to_get=how_to_get(case, ruled.alternatives) if nothing else "",
        why=why(case) if nothing else (),
        notes=(*notes(case, today), *assumptions(ruled.ruling.assumed if ruled.ruling else {}, knowledge, words)),
        captions={**made.captions, "contact": words("contact.decides")},
    )


def compare(answer: Answer, ruling: Ruling, knowledge: Knowledge, words: Words) -> Answer:
    """Several named tools: the answer for the best one, and a line for each."""
    order = list(Verdict)
    rulings = sorted(ruling.per_tool, key=lambda one: (one.ask_back is not None, order.index(one.verdict)))
    lines = tuple(_line(one, labels.ruled_name(one, ruling.per_tool, knowledge, words), words) for one in rulings)
    # where one of them may be used the table is the way out; where none may, another tool is, and how to get that is not said
    usable = ruling.verdict in (Verdict.ALLOWED, Verdict.CONDITIONAL, Verdict.REVIEW)
    ways = () if usable else answer.instead
    how_to_get = answer.how_to_get if usable else ""
    return replace(answer, tools=lines, instead=ways, how_to_get=how_to_get)


def settled(ruled: Ruled, knowledge: Knowledge, words: Words) -> tuple[ToolLine, ...]:
    """Of several named tools, while one of them is asked about: a line for each of the others that is settled."""
    several = ruled.ruling.per_tool if ruled.ruling is not None and len(ruled.item.question.tools) > 1 else ()
    return tuple(_line(one, labels.ruled_name(one, several, knowledge, words), words) for one in several if one.ask_back is None)


def by_data(ruled: Ruled, ask: AskBack, knowledge: Knowledge, words: Words) -> tuple[ToolLine, ...]:
    """Where nothing was said of the data: what each answer to the question back would lead to, in the order of its choices."""
    told = any(option.verdict is not None for option in ask.options)
    if ask.slot is not Slot.DATA or ruled.item.question.data or not told or len(ask.options) > MOST_OF_DATA:
        return ()
    return tuple(_of_data(option, labels.slot_value(ask.slot, option.value, knowledge, words), words) for option in ask.options)


def _of_data(option: Option, label: str, words: Words) -> ToolLine:
    if option.verdict is None:
        return ToolLine(opening(label), Verdict.UNCOVERED, ASK_SHAPE, words("word.depends"))
    return ToolLine(opening(label), option.verdict, SHAPES[option.verdict], words(f"word.{option.verdict.value}"))


def _shared(settled: list[ToolRuling], best: Verdict) -> tuple[Need, ...]:
    """Conditions that all of the best tools have: said once, above the table."""
    rulings = [one for one in settled if one.verdict is best]
    if best is not Verdict.CONDITIONAL:
        return ()
    return tuple(need for need in rulings[0].needs if not need.general and all(need in one.needs for one in rulings))


def _without(one: ToolRuling, needs: tuple[Need, ...]) -> ToolRuling:
    return replace(one, needs=tuple(need for need in one.needs if need not in needs))


def _offering(one: ToolRuling, knowledge: Knowledge, words: Words) -> str:
    known = one.name in knowledge.vocabulary.offerings or one.name in knowledge.policy.offerings
    return labels.offering_label(one.name, knowledge, words) if known else one.name


def _line(one: ToolRuling, label: str, words: Words) -> ToolLine:
    """One row: an open question shows as one, and a condition only where there is something to do."""
    if one.ask_back is not None:
        return ToolLine(label, one.verdict, ASK_SHAPE, words("word.depends"))
    needs = sorted((need for need in one.needs if not need.general), key=lambda need: need.stated is Stated.MET)
    condition = shorten(words.pick(needs[0].text) or needs[0].condition, LONGEST_CONDITION) if needs else ""
    if len(needs) > 1:
        condition = words("table.and_more", condition=condition.rstrip("."), count=str(len(needs) - 1))
    if one.verdict in (Verdict.UNCOVERED, Verdict.ALLOWED):
        condition = ""
    return ToolLine(label, one.verdict, SHAPES[one.verdict], words(f"word.{one.verdict.value}"), condition)
