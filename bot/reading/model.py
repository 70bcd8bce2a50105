"""A reading with open slots goes in, the same or a stricter one comes out: what a model adds, checked word for word.

Data and tools that it names are guesses: all that was possible stays possible, and only verdicts milder than all of theirs go.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.policy.house import Knowledge
from bot.policy.talk import Intent, Item, Mention, Reading
from bot.policy.words import DataAsk, Question, ToolAsk
from bot.reading.build import Builder

AskModel = Callable[[str, dict[str, Any]], dict[str, Any] | None]
"""Prompt and JSON schema -> the reply, or nothing where the model failed."""

MOST_MENTIONS = 6
MOST_TEXT = 4_000
"""Characters of a message that a model is shown."""
SHORTEST = 3
"""Characters of a quote."""
FEW_WORDS = 3
"""Words beside a label that tell a model what is meant."""
LONGEST_QUOTE = 25
"""Words; who quotes more has marked nothing."""
STORY = 12
"""Words from which on a message may tell more than reading makes of it."""
FEWEST_TOLD = 3
"""Words of a quote that tells what a message wants."""
_NOT_READ = frozenset({"nearness", "model", "thread"})
"""How a mention came about that stands for no words of this message, or for a guess."""
_ASKED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE})


@lru_cache(maxsize=4)
def prompt_of(name: str) -> tuple[str, str]:
    """A file of ``prompts/`` and the short hash that a ledger row names it by."""
    here = Path(__file__).resolve()
    for folder in (here.parents[2] / "prompts", here.parents[1] / "_shipped" / "prompts"):
        path = folder / name
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            return text, hashlib.sha256(text.encode()).hexdigest()[:12]
    raise FileNotFoundError(f"prompts/{name} is missing: restore it from the release")


@dataclass(frozen=True, slots=True)
class _Told:
    slot: str
    id: str
    quote: str
    start: int


class ModelReader:
    """Asks a model about what stayed open, and believes nothing that it cannot check."""

    def __init__(self, knowledge: Knowledge, ask: AskModel, name: str = "") -> None:
        self.ask, self.name = ask, name or "model"
        vocabulary = knowledge.vocabulary
        self.known: dict[str, dict[str, str]] = {
            "data": {terms.id: _said(terms.label, terms.examples or terms.names) for terms in vocabulary.data.values()},
            "unmet": {terms.id: _said(terms.label, terms.unmet) for terms in vocabulary.conditions.values()},
            "tool": {terms.id: _said(terms.label, terms.names) for terms in vocabulary.tools.values()},
            "intent": {Intent.MAY_I.value: "asks whether it may be used", Intent.INCIDENT.value: "it has already happened"},
        }
        self.labels = {terms.id: terms.label for terms in vocabulary.data.values()}
        self.offerings: dict[str, tuple[str, ...]] = {}
        for offering in vocabulary.offerings.values():
            self.offerings[offering.tool] = (*self.offerings.get(offering.tool, ()), offering.id)
        self.schema = _schema(sorted({id_ for known in self.known.values() for id_ in known}))
        self.lists = "\n".join(f"- {slot} `{id_}`: {said}" for slot, known in self.known.items() for id_, said in known.items())

    def add(self, reading: Reading, builder: Builder) -> Reading:
        """Ask about the item that is open; with several questions in a message nothing is asked."""
        if not self.wants(reading):
            return reading
        prompt, prompt_hash = prompt_of("read.md")
        shown = json.dumps(reading.text[:MOST_TEXT], ensure_ascii=False)
        reply = self.ask(prompt.replace("{ids}", self.lists).replace("{text}", shown), self.schema)
        told = self._checked(reply, reading)
        item = self._with(reading.items[0], told, reading.text, builder)
        if item == reading.items[0]:
            return replace(reading, prompt_hash=prompt_hash)
        return replace(reading, items=(item,), model=self.name, prompt_hash=prompt_hash)

    def wants(self, reading: Reading) -> bool:
        """Whether the model would be asked."""
        return len(reading.items) == 1 and self._is_open(reading.items[0], reading.text)

    @staticmethod
    def _is_open(item: Item, text: str) -> bool:
        question = item.question
        if item.intent is Intent.OFF_TOPIC:
            return len(text.split()) >= STORY
        many = any(len(tool.offerings) > 1 for tool in question.tools)
        return item.intent in _ASKED and (
            not question.data or bool(item.unread) or many or any(not d.types for d in question.data)
        )

    def _checked(self, reply: dict[str, Any] | None, reading: Reading) -> list[_Told]:
        """Only known slots and ids, with a quote that stands in the text word for word and that no one had read already."""
        mentions = reply.get("mentions") if isinstance(reply, dict) else None
        found: dict[_Told, None] = {}
        for mention in mentions[:MOST_MENTIONS] if isinstance(mentions, list) else []:
            if not isinstance(mention, dict):
                continue
            slot, id_, quote = mention.get("slot"), mention.get("id"), mention.get("quote")
            if not isinstance(slot, str) or not isinstance(id_, str) or not isinstance(quote, str):
                continue
            span = _whole_words(quote, reading.text) if id_ in self.known.get(slot, {}) else None
            if span is not None and (slot == "intent" or not _is_read(span, slot, reading.items[0])):
                found[_Told(slot, id_, quote.strip(), span[0])] = None
        return list(found)

    def _with(self, item: Item, told: list[_Told], text: str, builder: Builder) -> Item:
        """What was told is added to what was read and never takes its place: what was open stays open, nothing gets looser."""
        intents = {one.id for one in told if one.slot == "intent" and len(one.quote.split()) >= FEWEST_TOLD}
        told = [one for one in told if one.slot != "intent"]
        intent = item.intent
        if intent is Intent.OFF_TOPIC:
            if not intents or not any(one.slot in ("data", "tool") for one in told):
                return item
            item = replace(item, question=Question((builder.any_tool(),), context=dict(builder.unsaid)))
            intent = Intent.MAY_I
        if Intent.INCIDENT.value in intents and len(text.split()) >= STORY:
            intent = Intent.INCIDENT
        if not told:
            return replace(item, intent=intent)
        question = item.question
        unmet = frozenset(one.id for one in told if one.slot == "unmet")
        data, unread = self._data(item, [one for one in told if one.slot == "data"], text)
        fuller = replace(
            question,
            tools=self._tools(question.tools, [one for one in told if one.slot == "tool"]),
            data=data,
            met=question.met - unmet,
            unmet=question.unmet | unmet,
            rest_named=question.rest_named and data == question.data,
        )
        mentions = tuple(
            Mention(one.slot, one.id, one.start, one.start + len(one.quote), one.quote, "model", "model") for one in told
        )
        read = Item(intent, fuller, (*item.mentions, *mentions), unread, builder.read_as(fuller))
        return read if intent is Intent.INCIDENT else replace(read, points=item.points)

    def _tools(self, tools: tuple[ToolAsk, ...], told: list[_Told]) -> tuple[ToolAsk, ...]:
        """A tool that was named in no words that reading knows: every tool stays possible, no ruling is milder than its."""
        likely = {id_ for one in told for id_ in self.offerings.get(one.id, ())}
        return tuple(
            replace(tool, likely=tuple(id_ for id_ in tool.offerings if id_ in likely)) if len(tool.offerings) > 1 else tool
            for tool in tools
        )

    def _data(self, item: Item, told: list[_Told], text: str) -> tuple[tuple[DataAsk, ...], tuple[str, ...]]:
        """The pieces of data with what was told of them, and what nobody read.

        What is told of a phrase that was unread is a guess at that phrase; of any other words it is one more piece of data.
        """
        data, unread = list(item.question.data), item.unread
        for one in told:
            at = next((n for n, ask in enumerate(data) if not ask.grounded and _overlaps(ask.name, one, text)), None)
            if at is not None:
                data[at] = replace(data[at], likely=tuple(dict.fromkeys((*data[at].likely, one.id))))
            elif not data:
                data.append(DataAsk(one.quote, (), (), False, (one.id,)))
                unread = (*unread, one.quote)
            elif not any(one.id in ask.types and len(ask.types) == 1 for ask in data):
                data.append(DataAsk(self.labels[one.id], (one.id,), (), False))
        return tuple(data), unread


def _said(label: str, words: tuple[str, ...]) -> str:
    return f"{label} ({', '.join(words[:FEW_WORDS])})" if words else label


def _schema(ids: list[str]) -> dict[str, Any]:
    mention = {
        "type": "object",
        "properties": {
            "slot": {"type": "string", "enum": ["data", "unmet", "tool", "intent"]},
            "id": {"type": "string", "enum": ids},
            "quote": {"type": "string"},
        },
        "required": ["slot", "id", "quote"],
    }
    mentions = {"type": "array", "maxItems": MOST_MENTIONS, "items": mention}
    return {"type": "object", "properties": {"mentions": mentions}, "required": ["mentions"]}


def _whole_words(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quote stands in the text, from the beginning of a word to the end of one; nothing where it does not."""
    bare = quote.strip()
    if len(bare) < SHORTEST or len(bare.split()) > LONGEST_QUOTE or not any(c.isalpha() for c in bare):
        return None
    found = re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", text)
    return found.span() if found else None


def _is_read(span: tuple[int, int], slot: str, item: Item) -> bool:
    """Whether all these words were read by name, or hold a tool's name and are told to be something else."""
    inside = [m for m in item.mentions if m.start <= span[0] and span[1] <= m.end and m.via not in _NOT_READ]
    around = [m for m in item.mentions if m.slot == "tool" and m.via != "thread" and m.start < span[1] and span[0] < m.end]
    return bool(inside) or bool(around and slot != "tool")


def _overlaps(name: str, told: _Told, text: str) -> bool:
    start = text.find(name) if name else -1
    return start >= 0 and start < told.start + len(told.quote) and told.start < start + len(name)
