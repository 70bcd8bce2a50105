"""A reading with open slots goes in, the same or a stricter one comes out: what a model adds, checked word for word."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.policy.house import Knowledge
from bot.policy.talk import Intent, Item, Mention, Reading
from bot.policy.words import DataAsk, Question
from bot.reading.build import Builder

AskModel = Callable[[str, dict[str, Any]], dict[str, Any] | None]
"""Prompt and JSON schema -> the reply, or nothing where the model failed."""

MOST_MENTIONS = 6
_ASKED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE})
_SLOTS = ("data", "unmet")
"""What a model may add: data that is used, and conditions that are not met. Both can only make a ruling stricter."""


@lru_cache(maxsize=1)
def _prompt() -> tuple[str, str]:
    here = Path(__file__).resolve()
    for folder in (here.parents[2] / "prompts", here.parents[1] / "_shipped" / "prompts"):
        path = folder / "read.md"
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            return text, hashlib.sha256(text.encode()).hexdigest()[:12]
    raise FileNotFoundError("prompts/read.md is missing: restore it from the release")


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
        self.data = knowledge.vocabulary.data
        self.conditions = knowledge.vocabulary.conditions
        ids = sorted({*self.data, *self.conditions})
        self.schema: dict[str, Any] = {
            "type": "object",
            "properties": {
                "mentions": {
                    "type": "array",
                    "maxItems": MOST_MENTIONS,
                    "items": {
                        "type": "object",
                        "properties": {
                            "slot": {"type": "string", "enum": list(_SLOTS)},
                            "id": {"type": "string", "enum": ids},
                            "quote": {"type": "string"},
                        },
                        "required": ["slot", "id", "quote"],
                    },
                }
            },
            "required": ["mentions"],
        }
        self.lists = "\n".join(
            [f"- data `{terms.id}`: {terms.label}" for terms in self.data.values()]
            + [f"- unmet `{terms.id}`: {terms.label}" for terms in self.conditions.values()]
        )

    def add(self, reading: Reading, builder: Builder) -> Reading:
        """Ask about the items that are open; with several questions in a message nothing is asked."""
        if len(reading.items) != 1 or not self._is_open(reading.items[0]):
            return reading
        text, prompt_hash = _prompt()
        reply = self.ask(
            text.replace("{ids}", self.lists).replace("{text}", json.dumps(reading.text, ensure_ascii=False)), self.schema
        )
        told = self._checked(reply, reading.text)
        if not told:
            return replace(reading, prompt_hash=prompt_hash)
        item = self._with(reading.items[0], told, builder)
        return replace(reading, items=(item,), model=self.name, prompt_hash=prompt_hash)

    @staticmethod
    def _is_open(item: Item) -> bool:
        question = item.question
        many = any(len(tool.offerings) > 1 for tool in question.tools)
        return item.intent in _ASKED and (
            not question.data or bool(item.unread) or many or any(not d.types for d in question.data)
        )

    def _checked(self, reply: dict[str, Any] | None, text: str) -> list[_Told]:
        """Only known slots and ids with a quote that stands in the text word for word."""
        mentions = reply.get("mentions") if isinstance(reply, dict) else None
        found = []
        for mention in mentions[:MOST_MENTIONS] if isinstance(mentions, list) else []:
            if not isinstance(mention, dict):
                continue
            slot, id_, quote = mention.get("slot"), mention.get("id"), mention.get("quote")
            if not isinstance(slot, str) or not isinstance(id_, str) or not isinstance(quote, str) or len(quote.strip()) < 3:
                continue
            known = self.data if slot == "data" else self.conditions if slot == "unmet" else {}
            start = text.find(quote)
            if id_ in known and start >= 0:
                found.append(_Told(slot, id_, quote, start))
        return found

    def _with(self, item: Item, told: list[_Told], builder: Builder) -> Item:
        """Data is added to what was read and never takes its place: what was open stays open, so nothing gets looser."""
        question = item.question
        have = {id_ for ask in question.data for id_ in ask.types}
        new = tuple(
            DataAsk(self.data[one.id].label, (one.id,), (), False)
            for one in dict.fromkeys(told)
            if one.slot == "data" and one.id not in have
        )
        unmet = question.unmet | {one.id for one in told if one.slot == "unmet"}
        data = question.data or ((DataAsk("", (), (), False),) if new else ())
        fuller = Question(
            question.tools,
            tuple(dict.fromkeys((*data, *new))),
            question.context,
            question.met - unmet,
            unmet,
            question.left_out,
            question.rest_named,
            question.tools_grounded,
            question.who,
            question.asked_back,
        )
        mentions = tuple(
            Mention(one.slot, one.id, one.start, one.start + len(one.quote), one.quote, "model", "model") for one in told
        )
        return replace(item, question=fuller, mentions=(*item.mentions, *mentions), read_as=builder.read_as(fuller))
