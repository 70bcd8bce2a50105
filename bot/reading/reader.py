"""Safe text and what a thread has settled go in, a reading comes out: one question or several, as ids of the policy.

No model is needed; one that is given is believed as far as its exam went (``reading.model``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Asker, Intent, Item, Reading, SafeText, ThreadState
from bot.policy.trust import Level
from bot.policy.words import Question, Slot
from bot.policy.world import Catalog
from bot.reading.build import Builder, Parts
from bot.reading.frame import gated, names_in
from bot.reading.intent import HAPPENED, IntentReader, seen_in
from bot.reading.looking import Looker
from bot.reading.meanings import Meanings
from bot.reading.model.hearing import Hearing, Model
from bot.reading.naming.policy_words import policy_index
from bot.reading.nearness.near import Near, Vectors
from bot.reading.points import Points, about_terms, with_started
from bot.reading.thread import follow, still_said
from bot.reading.tools.reader import are_rivals
from bot.reading.words.language import House, in_langs, languages_of
from bot.reading.words.lists import all_words
from bot.reading.words.no_question import MOST_TOOLS, bare
from bot.text.small import small
from bot.text.spans import places_of
from bot.text.tokens import Token, bounded, pasted_spans, tokens_of

_ALONE = small("only", "openers", "idle")
"""Words beside the data of a reply that names nothing else."""
_WANTS_TO_KNOW = frozenset({Intent.TERMS, Intent.ADVICE, Intent.EXPLAIN})
_BEHIND = re.compile(r"\W*")


class Reader:
    """Reads questions for one policy version. Building it takes a while; reading is fast."""

    def __init__(
        self,
        knowledge: Knowledge,
        catalog: Catalog,
        vectors: Vectors | None = None,
    ) -> None:
        self.knowledge, self.catalog = knowledge, catalog
        self.index = policy_index(knowledge, catalog)
        self.looker = Looker(knowledge, catalog, self.index)
        unsaid = self.looker.uses.unsaid
        self.builder = Builder(knowledge, self.looker.tools, self.looker.askers, unsaid)
        self.polite = all_words(catalog, "read.courtesy")
        self.house = House.of(knowledge, catalog)
        self.points = Points(knowledge, catalog)
        self.meanings = Meanings(knowledge, catalog)
        self.intents = IntentReader(catalog.intent_weights)
        self.near = Near(knowledge, catalog, vectors)
        self.names = names_in(knowledge)
        self.hearing: Hearing | None = None

    def hear(self, model: Model, rule: Callable[[Question], Ruling]) -> None:
        """From now on a model reads along. ``rule``: how a question is ruled today."""
        self.hearing = Hearing(self.knowledge, self.builder, model, rule)

    def read(self, safe: SafeText, thread: ThreadState | None, asker: Asker) -> Reading:
        """Read one message. ``thread``: what this person settled in this thread so far."""
        words = self.near.add(self.read_words(safe, thread, asker))
        return self.hearing(words, thread, asker) if self.hearing else words

    def unheard(self, safe: SafeText, thread: ThreadState | None, asker: Asker) -> Reading:
        """The same, where the model did not reply in time."""
        words = self.near.add(self.read_words(safe, thread, asker))
        return self.hearing.unheard(words, thread, asker) if self.hearing else words

    def checks(self, reading: Reading) -> bool:
        """Whether a model may look at what words read by name, once it is answered."""
        return self.hearing is not None and self.hearing.checks(reading)

    @property
    def level(self) -> Level:
        """How far a model is believed at this moment."""
        return self.hearing.level if self.hearing else Level.OFF

    def takes_time(self, reading: Reading) -> bool:
        """Whether reading on from the words alone asks a model or its vectors, which may take seconds."""
        return self.near.wants_vectors(reading) or (self.hearing is not None and self.hearing.wants(reading))

    def read_words(self, safe: SafeText, thread: ThreadState | None, asker: Asker) -> Reading:
        """Read by words alone: nothing of the text goes to a model or into a cache of vectors."""
        pasted = pasted_spans(safe.text)
        reading = self._read(safe, pasted, thread, asker)
        return gated(reading, thread, self.names)

    def _read(self, safe: SafeText, pasted: tuple[tuple[int, int], ...], thread: ThreadState | None, asker: Asker) -> Reading:
        """``pasted``: what of the text is not the asker's own."""
        tokens = bounded(tokens_of(safe.text, pasted))
        known = (thread.language if thread else "") or asker.language
        languages = languages_of(tokens, safe.text, known, self.polite, self.house)
        items = self._items(in_langs(tokens, languages), safe.text, languages, thread, asker)
        return Reading(safe.text, languages[0], tuple(items))

    def _items(
        self, tokens: tuple[Token, ...], text: str, languages: tuple[str, ...], thread: ThreadState | None, asker: Asker
    ) -> list[Item]:
        """The question of one part of a message; one for each tool where both are used. ``text``: the whole message."""
        settled = thread.item if thread is not None else None
        meanings = self.meanings.asked(tokens)
        if meanings:  # of no tool and no data: what a thread has settled stays, word for word
            item = settled or Item(Intent.EXPLAIN, Question())
            return [replace(item, intent=Intent.EXPLAIN, points=(), meanings=meanings)]
        parts = self.looker.look(tokens, languages, settled, _end(text, tokens))
        spoken_of = with_started(thread, self.builder)
        intent = self._intent(text, parts, spoken_of)
        is_of_terms = intent not in HAPPENED and intent is not Intent.ABOUT_BOT
        points = self.points.asked(parts, spoken_of, sure=intent in _WANTS_TO_KNOW) if is_of_terms else ()
        if points or intent is Intent.TERMS:  # "how do I get Claude Team?", "does it train on that?"
            return [self.builder.for_asker(about_terms(points, parts, spoken_of, self.builder), asker, thread)]
        if thread is not None and (going := follow(parts, intent, thread, self.builder)) is not None:
            return [self.builder.for_asker(still_said(going, thread), asker, thread)]
        item = still_said(self.builder.item(parts, intent), thread)
        each = self._each(item, parts)
        return [self.builder.for_asker(one, asker, thread if one.intent is not Intent.OFF_TOPIC else None) for one in each]

    def _each(self, item: Item, parts: Parts) -> list[Item]:
        """One for each tool where none is asked about in the place of another: "draft it in X and polish it in Y" needs both."""
        tools = item.question.tools
        if item.intent is not Intent.COMPARE or len(tools) < len({tool.ask for tool in parts.tools}):
            return [item]
        named = [tool.named for tool in parts.tools]
        is_list = any("," in parts.tokens[two.first].gap and one.last == two.first for one, two in pairwise(named))
        is_choice = any(are_rivals(parts.tokens, one, two) for one, two in pairwise(named))
        if is_choice or is_list:
            return [item]
        questions = [replace(item.question, tools=(tool,)) for tool in tools]
        return [replace(item, intent=Intent.MAY_I, question=one, read_as=self.builder.read_as(one)) for one in questions]

    def _intent(self, text: str, parts: Parts, settled: Item | None) -> Intent:
        """What is wanted, by weights and names. ``text``: the whole message; ``settled``: what its thread is about."""
        tokens, end = parts.tokens, _end(text, parts.tokens)
        in_thread = settled is not None and bool(settled.question.tools)
        intent = self.intents(tokens, parts.cues, seen_in(parts, end, in_thread=settled is not None), end)
        if settled is None and not parts.tools:
            intent = bare(text, tokens, intent)
        if intent in (Intent.COMPARE, Intent.MAY_I) and len({tool.ask for tool in parts.tools}) > MOST_TOOLS:
            intent = Intent.TOO_MUCH
        if intent in (Intent.OFF_TOPIC, Intent.ADVICE) and _is_of_ai(parts) and self.looker.uses.is_any_said(tokens, parts.cues):
            intent = Intent.MAY_I  # "can AI decide whom to fire?"
        if intent is Intent.OFF_TOPIC and parts.cues.has("read.may") and any(not piece.own for piece in parts.kept):
            intent = Intent.MAY_I  # "is this allowed?" below what somebody else wrote
        if intent in (Intent.OFF_TOPIC, Intent.FEEDBACK) and settled is None and parts.context.get(Slot.ROLE):
            intent = Intent.MAY_I  # "I'm an intern": whom the policy forbids something says so first
        if intent is Intent.OFF_TOPIC and in_thread and _is_thing(parts, end):
            intent = Intent.MAY_I  # "only the canteen menu": what is small talk elsewhere is the thread's new data
        return intent


def _is_thing(parts: Parts, end: str) -> bool:
    """Whether a message names data, and nothing beside it but that it is that alone. ``end``: the marks behind it."""
    pieces = [p for p in parts.kept if p.own and p.types]
    named = places_of(pieces) | parts.cues.places("read.correction")
    rest = (token.folded for place, token in enumerate(parts.tokens) if place not in named)
    return bool(pieces) and "?" not in end and all(word in _ALONE for word in rest)


def _end(text: str, tokens: tuple[Token, ...]) -> str:
    """The marks behind the last word of a part."""
    behind = _BEHIND.match(text, tokens[-1].end) if tokens else None
    return behind.group() if behind else ""


def _is_of_ai(parts: Parts) -> bool:
    """Whether a tool is named, or AI at all."""
    return bool(parts.tools) or parts.cues.has("read.ai")
