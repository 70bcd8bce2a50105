"""Kinds of data to be told apart go in; what the policy says of each, and the tools that take one and not the other, come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.policy.deciding.rulings import ToolRuling
from bot.policy.deciding.starting import is_usable
from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer, ToolLine
from bot.policy.talks.talk import Ruled, WhyLine
from bot.policy.words import STRICTNESS, DataAsk, Question, Slot
from bot.saying import labels
from bot.saying.answers import meaning
from bot.saying.answers.asking import ASK_SHAPE, examples
from bot.saying.answers.ruling import SHAPES
from bot.saying.answers.tables import offering_name
from bot.saying.words import Words, shorten

MOST_LINES, MOST_NAMED = 5, 3
LONGEST_QUOTE, LONGEST_CONDITIONS = 160, 160
_ENDS = " .·"
_Row = tuple[ToolRuling, ...]
"""One offering: its ruling for each kind of data."""


def apart(made: Answer, ruled: Ruled, knowledge: Knowledge, words: Words) -> Answer:
    """``made``: an empty answer to it."""
    ids = [ask.types[0] for ask in ruled.item.question.data]
    names = [labels.data_label(id_, knowledge, words) for id_ in ids]
    of_them = (examples(Slot.DATA, id_, knowledge, words) for id_ in ids)
    told = [f"{name} ({of_it})" if of_it else name for name, of_it in zip(names, of_them, strict=True)]
    rows = _rows(ruled)
    differ = [row for row in rows if len({is_usable(one) for one in row}) > 1]
    return replace(
        made,
        sentence=words("apart.sentence" if differ else "apart.same", data=words.join(told)),
        passages=tuple(line for ask in ruled.item.question.data for line in _said(ask, ruled, knowledge, words)),
        tools=_lines(differ, names, knowledge, words),
        notes=tuple(_asked_more(rows, names, words)),
    )


def _rows(ruled: Ruled) -> list[_Row]:
    """Each offering that is ruled for all of them; best first for the first of them, and so in another order for each."""
    first, *others = ({one.name: one for one in rulings} for rulings in ruled.apart)
    return [(one, *(other[name] for other in others)) for name, one in first.items() if all(name in other for other in others)]


def _said(ask: DataAsk, ruled: Ruled, knowledge: Knowledge, words: Words) -> tuple[WhyLine, ...]:
    """The policy's own words about one of them, else what it counts as that."""
    named = [name.casefold() for name in (ask.name, *knowledge.labels.get(ask.types[0], {}).values())]
    own = [line for line in ruled.passages if any(name in line.quote[:LONGEST_QUOTE].casefold() for name in named)]
    own.sort(key=lambda line: not any(line.quote.casefold().startswith(name) for name in named))
    told = meaning.placed(tuple(own[:1]), knowledge) or meaning.of_data(Question(data=(ask,)), knowledge, words)
    return tuple(replace(line, quote=shorten(line.quote, LONGEST_QUOTE)) for line in told)


def _lines(rows: list[_Row], names: list[str], knowledge: Knowledge, words: Words) -> tuple[ToolLine, ...]:
    """The tools that take one of them and not another, by what they do with each; the largest group first."""
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        told = (words("apart.each", data=name, word=_word(one, words)) for name, one in zip(names, row, strict=True))
        groups.setdefault(words("semicolon").join(told), []).append(row)
    found = []
    for word, of_it in sorted(groups.items(), key=lambda group: -len(group[1]))[:MOST_LINES]:
        tools = list(dict.fromkeys(offering_name(row[0], knowledge, words) for row in of_it))
        strictest = max(of_it[0], key=lambda one: (one.ask_back is not None, STRICTNESS[one.verdict]))
        found.append(ToolLine(", ".join(words.first_of(tools, MOST_NAMED)), strictest.verdict, _shape(strictest), word))
    return tuple(found)


def _word(one: ToolRuling, words: Words) -> str:
    return words("word.depends") if one.ask_back is not None else words(f"word.{one.verdict.value}")


def _shape(one: ToolRuling) -> str:
    return ASK_SHAPE if one.ask_back is not None else SHAPES[one.verdict]


def _asked_more(rows: list[_Row], names: list[str], words: Words) -> Iterator[str]:
    """What is asked for one kind of data in tools that take all of them, and for no other."""
    usable = [row for row in rows if all(map(is_usable, row))]
    for at, name in enumerate(names):
        others = {need.condition for row in usable for place, one in enumerate(row) if place != at for need in one.needs}
        needs = {need.condition: need.text for row in usable for need in row[at].needs if not (need.general or need.cases)}
        more = [words.held(words.pick(text) or id_).rstrip(_ENDS) for id_, text in needs.items() if id_ not in others]
        if more:
            told = shorten(words("semicolon").join(more), LONGEST_CONDITIONS)
            yield words("apart.more", data=name, conditions=told.rstrip(_ENDS))
