"""Safe text and what a thread has settled go in, a reading comes out: one question or several, as ids of the policy.

No model is needed; one that is given is believed as far as its exam went (``reading.model``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from bot.policy.deciding.rulings import Ruling
from bot.policy.due.known_terms import ACCESS
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Asker, Intent, Item, Reading, SafeText, ThreadState
from bot.policy.trust import Level
from bot.policy.words import Question, Slot
from bot.policy.world import Catalog
from bot.reading.build import Builder, Parts
from bot.reading.frame import gated, names_in
from bot.reading.in_general import in_general
from bot.reading.intents.forms import Forms, Where
from bot.reading.intents.leanings import Leaner
from bot.reading.intents.meanings import Meanings
from bot.reading.intents.rules import intent_of
from bot.reading.intents.seen import Seen
from bot.reading.looking import Looker
from bot.reading.model.hearing import Hearing, Model
from bot.reading.naming.policy_words import policy_index
from bot.reading.nearness.near import Near, Vectors
from bot.reading.points import ASKS, Points, with_points, with_started
from bot.reading.seen_in import TALK, is_listed, seen_in
from bot.reading.thread import follow, still_said
from bot.reading.tools.reader import are_rivals
from bot.reading.words.language import House, in_langs, languages_of
from bot.reading.words.lists import all_words
from bot.reading.words.no_question import MOST_TOOLS, bare
from bot.text.small import small
from bot.text.spans import places_of
from bot.text.tokens import Token, bounded, pasted_spans, tokens_of

_OF_TERMS = frozenset({"terms", "setting", "trouble"})
"""Forms whose own words ("contract", "training data") are no data that somebody wants to use."""
_ALONE = small("only", "openers", "idle")
"""Words beside the data of a reply that names nothing else."""
_ASKS_HOW = frozenset({Intent.MAY_I, Intent.EXPLAIN, Intent.OFF_TOPIC, Intent.ADVICE, Intent.TASK})
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
        self.forms = Forms(catalog)
        self.points = Points(knowledge, catalog)
        self.meanings = Meanings(knowledge, catalog)
        self.leaner = Leaner(catalog.leanings)
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
        seen, points = self._with_forms(seen_in(parts, settled is not None), parts, languages)
        spoken_of = with_started(thread, self.builder)
        intent = self._intent(text, parts, seen, points, spoken_of)
        general = self.points.across(points, parts) or in_general(parts, seen.forms, intent, settled, self.builder)
        if general is not None:
            return [self.builder.for_asker(general, asker, thread)]
        points = points if intent is Intent.TERMS else tuple(one for one in points if one != ACCESS)  # a ruling tells it anyway
        if thread is not None and (going := follow(parts, intent, thread, self.builder)) is not None:
            going = with_points(going, points, parts, spoken_of, self.builder)
            return [self.builder.for_asker(still_said(going, thread), asker, thread)]
        item = with_points(self.builder.item(parts, intent), points, parts, spoken_of, self.builder)
        item = still_said(item, thread)
        each = [item] if "compare" in seen.forms else self._each(item, parts)
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

    def _intent(self, text: str, parts: Parts, seen: Seen, points: tuple[str, ...], settled: Item | None) -> Intent:
        """What is wanted: by rules and weights, and by what beside it says otherwise. ``text``: the whole message."""
        tokens, end = parts.tokens, _end(text, parts.tokens)
        in_thread = settled is not None and bool(settled.question.tools)
        intent = self.leaner(intent_of(tokens, parts.cues, seen), tokens, parts.cues, seen, end)
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
        asks = intent in (*_ASKS_HOW, Intent.COMPARE) or (intent is Intent.REPORT and self.points.asks_no_more(parts))
        if asks and self.points.is_of_the_tool(points, parts):
            intent = Intent.TERMS  # "how do I get Claude Team?", "what if Claude is down?"
        if intent in _ASKS_HOW and in_thread and self.points.wants_that_tool(points, parts):
            intent = Intent.TERMS  # "can I get access to it?"
        if intent is Intent.OFF_TOPIC and points and in_thread:
            intent = Intent.TERMS  # "does it train on that?" of the thread's tool
        if intent is Intent.OFF_TOPIC and in_thread and _is_thing(parts, end):
            intent = Intent.MAY_I  # "only the canteen menu": what is small talk elsewhere is the thread's new data
        return intent

    def _with_forms(self, seen: Seen, parts: Parts, languages: tuple[str, ...]) -> tuple[Seen, tuple[str, ...]]:
        """What the forms of its sentences want, and the points of terms that they ask about."""
        tools = frozenset(place for first, last in seen.tool_spans for place in range(first, last))
        ai, published = frozenset(parts.cues.places("read.ai")), parts.cues.places("read.published")
        forms = self.forms.found(parts.tokens, languages, Where(tools, ai, seen.data_places, seen.data_places & published))
        wants, points = self.points.apart(frozenset(forms), parts)
        of_terms = [held for form, held in forms.items() if form in _OF_TERMS or form.startswith(ASKS)]
        listed = is_listed(parts, parts.cues.places(*TALK).union(*of_terms))
        return replace(seen, forms=wants, products=len(parts.tools), listed=listed), points


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
