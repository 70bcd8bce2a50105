"""A reading by words goes in; the same with what words alone may ground comes out.

Names of the policy and values ground what they say. What only nearness gives (kinds of the catalog, parts of words, words that
nobody could read) grounds neither yes nor no: it only ranks what is then asked. An *allowed* is grounded at once by a closed
message alone: one tool and one kind of data, by name, and every other word in the frame of the message's language
(``bot/catalog/frame``): words that ask, that handle, that name the task, courtesy, small words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Intent, Item, Mention, Reading, ThreadState
from bot.policy.words import DataAsk, Question
from bot.text.tokens import pasted_spans, tokens_of, words_of
from bot.text.word_files import word_file

MOST_NEAR = 3
"""Words that may be more kinds of data than this rank none of them."""
_FOLDER = Path(__file__).parent.parent / "catalog" / "frame"
_SIGN = re.compile(r"[^\w\s.,;:?!¿¡'’\"“”„«»()–—-]")
"""What is no mark of a sentence."""
_SAID_OF_IT = ("is_closed", "asked_back", "ticked", "proposed", "is_vouched")
"""What a question has from its asker's hand or its model, and not from its words."""
_RULED = frozenset({Intent.MAY_I, Intent.COMPARE, Intent.WHICH_TOOL})
_TOOLS_OF = {Intent.MAY_I: (1, 1), Intent.COMPARE: (1, 5), Intent.WHICH_TOOL: (0, 0)}
"""How many tools a closed message names."""
_TOOL = frozenset({"tool", "plan", "account", "hosting"})
_NAMES = frozenset({"name", "alias", "example"})
_VALUES = frozenset({"detector", "click"})
_SPELT = frozenset({"catalog", "fuzzy"})
"""How a tool may be named besides: by the catalog, with one slip. Data never: a slip may be another thing."""


Names = Mapping[str, tuple[tuple[str, ...], ...]]
"""Data id -> the policy's names for it, each as its folded words, the longest first."""


def names_in(knowledge: Knowledge) -> Names:
    """What the policy calls its data: labels, other names and examples."""
    named = {
        id_: {words for name in (terms.label, *terms.names, *terms.examples) if (words := words_of(name))}
        for id_, terms in knowledge.vocabulary.data.items()
    }
    return {id_: tuple(sorted(names, key=lambda words: (-len(words), words))) for id_, names in named.items()}


def gated(reading: Reading, thread: ThreadState | None, names: Names) -> Reading:
    """The reading, grounded by names and values alone, each of whose questions says whether its message is closed. In a thread
    only a why keeps what its asker stated."""
    settled = thread.item.question if thread is not None and thread.item is not None else None
    items = (replace(item, mentions=tuple(_by_own_name(one, names) for one in item.mentions)) for item in reading.items)
    reading = replace(reading, items=tuple(items))
    closed = is_closed(reading)

    def gate(item: Item) -> Item:
        if any(one.via == "click" for one in item.mentions):
            return item  # a reply that chose what was offered
        item = _by_names(item, settled)
        question = replace(item.question, is_closed=closed, stated=frozenset())
        if settled is not None and not closed and item.intent is Intent.EXPLAIN:
            question = replace(question, stated=question.stated | settled.stated)
            said = {name: getattr(settled, name) for name in _SAID_OF_IT}
            question = settled if replace(question, **said) == settled else question
        return replace(item, question=question)

    return replace(reading, items=tuple(map(gate, reading.items)))


def _by_own_name(mention: Mention, names: Names) -> Mention:
    """The mention as the policy's own name, where that stands in words that the world's words tie to the same data: "our minutes"
    is the policy's "minutes"."""
    if mention.slot != "data" or mention.via == "undecided" or _is_told(mention):
        return mention
    tokens = tokens_of(mention.quote)
    words = tuple(token.folded for token in tokens)
    for name in names.get(mention.id, ()):
        for first in range(len(words) - len(name) + 1):
            if words[first : first + len(name)] == name and mention.quote == " ".join(mention.quote.split()):
                start, end = tokens[first].start, tokens[first + len(name) - 1].end
                found = replace(mention, via="name", source="policy", quote=mention.quote[start:end])
                return replace(found, start=mention.start + start, end=mention.start + end)
    return mention


def is_closed(reading: Reading) -> bool:
    """Whether nothing that the message says was left to guess."""
    return len(reading.items) == 1 and _is_plain(reading.items[0]) and not pasted_spans(reading.text) and _is_framed(reading)


def _by_names(item: Item, settled: Question | None) -> Item:
    """With the data that names or values gave, or that the thread had; all else only ranks."""
    question = item.question
    if item.intent not in _RULED:
        return item
    held = {one.id for one in item.mentions if one.slot == "data" and _is_told(one)}
    before = settled.data if settled is not None else ()
    held |= {id_ for ask in before for id_ in ask.types}
    unplaced = item.unplaced or item.unread

    def is_told(ask: DataAsk) -> bool:
        return ask in before or bool(ask.types and held.issuperset(ask.types) and ask.name not in unplaced)

    told = tuple(filter(is_told, question.data))
    named = {id_ for ask in told for id_ in ask.types}
    asks = (ask for ask in question.data if ask not in told and len(ask.types) <= MOST_NEAR)
    guessed = [id_ for ask in asks for id_ in ask.types if id_ not in named]
    if told == question.data:
        return replace(item, unread=(), unplaced=unplaced)
    question = replace(question, data=told, near=tuple(dict.fromkeys(guessed)))
    return replace(item, question=question, unread=(), unplaced=unplaced, read_as=_read_as(item, question))


def _read_as(item: Item, question: Question) -> str:
    """The policy's names for what was told, and the asker's own words for what was not, in quotes."""
    tools = " / ".join(tool.name for tool in question.tools if tool.name)
    own = [one.quote for one in item.mentions if one.slot == "data" and one.id in question.near] or list(item.unread)
    own = [one for one in own if not any(one in other and one != other for other in own)]
    data = " + ".join(dict.fromkeys((*(ask.name for ask in question.data), *(f"“{one}”" for one in own[:MOST_NEAR]))))
    return " · ".join(part for part in (tools, data) if part)


def _is_told(mention: Mention) -> bool:
    return mention.via in _VALUES or (mention.via in _NAMES | {"fuzzy"} and mention.source == "policy")


def _is_plain(item: Item) -> bool:
    """One kind of data, and as many tools as it asks about, by name, and nothing said of them."""
    question = item.question
    if item.intent not in _RULED or item.unread or len(question.data) != 1:
        return False
    fewest, most = _TOOLS_OF[item.intent]
    if not fewest <= len(question.tools) <= most:
        return False
    ask = question.data[0]
    if len(ask.types) != 1 or not ask.grounded or ask.transformations:
        return False
    if question.left_out or question.met or question.unmet:
        return False
    data = [one for one in item.mentions if one.slot == "data"]
    tools = [one for one in item.mentions if one.slot in _TOOL]
    spans = {(one.start, one.end) for one in tools if one.slot == "tool"}
    return (
        len({(one.start, one.end) for one in data}) == 1
        and len(spans) == (len(question.tools) if fewest else 0)  # "Claude or Claude Team" names two, whichever is asked about
        and all(one.via in _NAMES and one.source == "policy" for one in data)
        and all(one.via in _NAMES | _SPELT for one in tools)
    )


def _is_framed(reading: Reading) -> bool:
    """Whether each word beside tool and data is of the frame, and no sign says more: "L2+" is more than "L2"."""
    text = list(reading.text)
    for one in (mention for item in reading.items for mention in item.mentions):
        if one.slot == "data" or one.slot in _TOOL:
            text[one.start : one.end] = " " * (one.end - one.start)
    said, frame = "".join(text), frame_of(reading.language)
    return not _SIGN.search(said) and all(word in frame for word in words_of(said))


@cache
def frame_of(language: str) -> frozenset[str]:
    """All words of the frame of a language, folded; none of a language that has no file."""
    file = _FOLDER / f"{language}.yaml"
    lists = word_file(file)["frame"] if file.is_file() else {}
    return frozenset(folded for words in lists.values() for word in words for folded in words_of(word))
