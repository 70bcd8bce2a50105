"""Safe text and what a thread has settled go in, a reading comes out: one question or several, as ids of the policy.

No model is needed; one that is given is believed as far as its exam went (``reading.model``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.policy.deciding.rulings import Ruling
from bot.policy.due.known_terms import ACCESS
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Asker, Intent, Item, Reading, SafeText, ThreadState
from bot.policy.trust import Level
from bot.policy.words import Question, Slot
from bot.policy.world import Catalog
from bot.reading.apiece import each_with_its_own
from bot.reading.build import Builder, Parts
from bot.reading.data.quoted import asks_of_quote
from bot.reading.frame import gated, names_in
from bot.reading.in_general import in_general
from bot.reading.intents.forms import Forms, Where
from bot.reading.intents.leanings import Leaner
from bot.reading.intents.meanings import Meanings
from bot.reading.intents.rules import intent_of
from bot.reading.intents.seen import Seen
from bot.reading.left_out.cleaning import kept_as_is
from bot.reading.looking import Looker
from bot.reading.model.hearing import Hearing, Model
from bot.reading.naming.policy_words import policy_index
from bot.reading.nearness.near import Near, Vectors
from bot.reading.offerings.narrowed import Narrow, Narrowing, opened
from bot.reading.points import ASKS, Points, with_points, with_started
from bot.reading.seen_in import TALK, is_listed, seen_in
from bot.reading.threads.joining import asks_for_other_task
from bot.reading.threads.meant import merged
from bot.reading.threads.occasions import over, still_told
from bot.reading.threads.somebody import of_asker
from bot.reading.tools.named import Resolved
from bot.reading.words.language import House, in_tongues, languages_of
from bot.reading.words.lists import all_words
from bot.reading.words.no_question import MOST_TOOLS, bare
from bot.reading.words.remarks import of_another_matter, without_remarks
from bot.reading.words.respell import Respelling
from bot.reading.words.split import each_once, split
from bot.tongue.small import small
from bot.tongue.spans import places_of
from bot.tongue.text import Token, bounded, pasted_spans, tokens_of

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
        self.builder = Builder(
            knowledge, self.looker.tools, self.looker.askers, unsaid, kept_as_is(self.looker.data.ties, knowledge)
        )
        self.respelt = Respelling(catalog, self.index, self.looker.facts.spelt)
        self.polite = all_words(catalog, "read.courtesy")
        self.house = House.of(knowledge, catalog)
        self.forms = Forms(catalog)
        self.points = Points(knowledge, catalog)
        self.meanings = Meanings(knowledge, catalog)
        self.narrowing = Narrowing(knowledge, catalog, self.looker.tools.clouds)
        self.leaner = Leaner(catalog.leanings)
        self.near = Near(knowledge, catalog, vectors)
        self.names = names_in(knowledge)
        self.hearing: Hearing | None = None

    def hear(self, model: Model, rule: Callable[[Question], Ruling]) -> None:
        """From now on a model reads along. ``rule``: how a question is ruled today."""
        self.hearing = Hearing(self.knowledge, self.builder, model, rule)

    def read(self, safe: SafeText, thread: ThreadState | None, asker: Asker) -> Reading:
        """Read one message. ``thread``: what this person settled in this thread so far."""
        words = self.near.add(self._worded(safe, thread, asker))
        return self.narrowing.over(self.hearing(words, thread, asker) if self.hearing else words, words)

    def unheard(self, safe: SafeText, thread: ThreadState | None, asker: Asker) -> Reading:
        """The same, where the model did not reply in time."""
        words = self.near.add(self._worded(safe, thread, asker))
        return self.narrowing.over(self.hearing.unheard(words, thread, asker) if self.hearing else words, words)

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
        words = self._worded(safe, thread, asker)
        return self.narrowing.over(words, words)

    def _worded(self, safe: SafeText, thread: ThreadState | None, asker: Asker) -> Reading:
        pasted = pasted_spans(safe.text)
        reading = self._read(safe, pasted, thread, asker)
        is_nothing = all(item.intent is Intent.OFF_TOPIC for item in reading.items)
        if is_nothing and asks_of_quote(tokens_of(safe.text, pasted)):
            reading = self._read(safe, pasted_spans(safe.text, quotes=False), thread, asker)
        return gated(reading, thread, self.names)

    def _read(self, safe: SafeText, pasted: tuple[tuple[int, int], ...], thread: ThreadState | None, asker: Asker) -> Reading:
        """``pasted``: what of the text is not the asker's own."""
        tokens = bounded(tokens_of(safe.text, pasted))
        known = (thread.language if thread else "") or asker.language
        languages = languages_of(tokens, safe.text, known, self.polite, self.house)
        tokens = self.respelt(in_tongues(tokens, languages), languages)
        another = of_another_matter(tokens, thread.closed) if thread is not None and thread.item is not None else None
        if another == ():
            return Reading(safe.text, languages[0], (Item(Intent.GREETING, Question()),), anew=True)
        tokens, thread = (tokens, thread) if another is None or thread is None else (another, thread.forgotten())
        tokens = without_remarks(tokens, self._names_something)
        parts = self._parts(tokens, languages)
        items = [item for part in each_once(parts) for item in self._items(part, safe.text, languages, thread, asker)]
        return Reading(safe.text, languages[0], tuple(items), anew=another is not None)

    def _names_something(self, tokens: tuple[Token, ...]) -> bool:
        """Whether words name data or a tool, and not a person."""
        return any(match.entry.slot != "word" and match.via != "fuzzy" for match in self.index.find(tokens, tokens[0].tongues[0]))

    def _parts(self, tokens: tuple[Token, ...], languages: tuple[str, ...]) -> list[tuple[Token, ...]]:
        """The questions of a message; one unless several clearly stand on their own."""
        pieces = split(tokens)
        if len(pieces) < 2:
            return [tokens]
        read = [self.looker.look(piece, languages, None) for piece in pieces]
        whole = [
            parts
            for parts in read
            if (parts.tools or parts.cues.has("read.which_tool"))
            and any(p.own for p in parts.scope.kept)
            and (not parts.stated or parts.cues.has("read.may"))
        ]
        different = (
            len({tuple(t.ask.name for t in parts.tools) for parts in whole}) > 1
            or len({tuple(sorted(id_ for p in parts.scope.kept for id_ in p.types)) for parts in whole}) > 1
        )
        return pieces if len(whole) == len(pieces) and different else [tokens]

    def _items(
        self, tokens: tuple[Token, ...], text: str, languages: tuple[str, ...], thread: ThreadState | None, asker: Asker
    ) -> list[Item]:
        """The question of one part of a message; one for each tool that has data of its own. ``text``: the whole message."""
        thread = of_asker(opened(thread))
        settled = thread.item if thread is not None else None
        meanings = self.meanings.asked(tokens)
        if meanings:  # of no tool and no data: what a thread has settled stays, word for word
            item = settled or Item(Intent.EXPLAIN, Question())
            return [replace(item, intent=Intent.EXPLAIN, points=(), meanings=meanings)]
        asks = "?" in _end(text, tokens)
        parts = self.looker.look(tokens, languages, settled, asks=asks)
        if settled is not None and (ended := over(settled, parts, self.builder, asks)) is not None:
            return [self.builder.for_asker(ended, asker, thread)]
        parts, unwanted = self._without_unwanted(text, parts, languages, settled)
        seen, points = self._with_forms(seen_in(parts, settled is not None), parts, languages)
        is_list = "instead" in seen.forms or not parts.tools  # "EU options beside X"
        narrow = self.narrowing.asked(tokens, unwanted) if is_list else Narrow()
        if narrow.alone and not narrow.which and settled is not None and settled.question.tools:
            narrow = Narrow()
        spoken_of = with_started(thread, self.builder)
        intent = self._intent(text, parts, seen, points, spoken_of)
        general = self.points.across(points, parts) or in_general(parts, seen.forms, intent, settled, self.builder)
        if general is not None:
            return [self.builder.for_asker(general, asker, thread)]
        if narrow.asks and (intent is Intent.MAY_I or (intent is Intent.OFF_TOPIC and _is_of_ai(parts))):
            intent = Intent.WHICH_TOOL  # "which open models may I use": a list, and not one of them
        points = points if intent is Intent.TERMS else tuple(one for one in points if one != ACCESS)  # a ruling tells it anyway
        if settled is not None and narrow.alone and not parts.tools:
            return [
                replace(settled, intent=Intent.WHICH_TOOL, question=replace(settled.question, tools=()), narrowed=narrow.traits)
            ]
        others = parts.tools if "instead" in seen.forms else unwanted
        listed_by = (*narrow.traits, *self.narrowing.alternatives(others))
        several = self._apiece(parts) if intent in (Intent.COMPARE, Intent.MAY_I) else [parts]
        if settled is not None and thread is not None:
            wanted = Intent.MAY_I if len(several) > 1 else intent
            following = [merged(one, wanted, thread, self.builder, seen.forms) for one in several]
            going = [with_points(one, points, parts, spoken_of, self.builder) for one in following if one is not None]
            narrowed = listed_by or (() if intent is Intent.WHICH_TOOL else settled.narrowed)
            if going:
                going = [replace(still_told(one, parts, thread), narrowed=narrowed) for one in going]
                each = going if thread.pending else [part for one in going for part in self.builder.by_tool(one)]
                return [self.builder.for_asker(one, asker, thread) for one in each]
        items = [self.builder.item(one, Intent.MAY_I if len(several) > 1 and len(one.tools) == 1 else intent) for one in several]
        items = [with_points(item, points, one, spoken_of, self.builder) for item, one in zip(items, several, strict=True)]
        items = [replace(still_told(item, parts, thread), narrowed=listed_by) for item in items]
        if len(items) == 1 and intent is Intent.MAY_I:
            items = [self.narrowing.to_a_name(items[0], tokens, parts.tools)]
        return [self.builder.for_asker(item, asker, thread if item.intent is not Intent.OFF_TOPIC else None) for item in items]

    def _without_unwanted(
        self, text: str, parts: Parts, languages: tuple[str, ...], settled: Item | None
    ) -> tuple[Parts, tuple[Resolved, ...]]:
        """The parts without the tools that a list is wanted without ("which tool except Copilot"), and these tools."""
        unwanted = self.narrowing.makers.unwanted(parts.tokens, parts.tools, parts.beside_tools)
        if not unwanted:
            return parts, ()
        left = replace(parts, tools=())
        seen, points = self._with_forms(seen_in(left, settled is not None), left, languages)
        is_list = self._intent(text, left, seen, points, settled) is Intent.WHICH_TOOL or self.narrowing.asked(parts.tokens).asks
        return (left, unwanted) if is_list else (parts, ())

    def _intent(self, text: str, parts: Parts, seen: Seen, points: tuple[str, ...], settled: Item | None) -> Intent:
        """What is wanted: by rules and weights, and by what beside it says otherwise. ``text``: the whole message."""
        tokens, end = parts.tokens, _end(text, parts.tokens)
        in_thread = settled is not None and bool(settled.question.tools)
        intent = self.leaner(intent_of(tokens, parts.cues, seen), tokens, parts.cues, seen, end)
        if settled is None and not parts.tools:
            intent = bare(text, tokens, intent)
        if intent in (Intent.COMPARE, Intent.MAY_I) and len({tool.ask for tool in parts.tools}) > MOST_TOOLS:
            intent = Intent.TOO_MUCH
        if intent in (Intent.OFF_TOPIC, Intent.ADVICE) and _has_banned_use(parts) and _is_of_ai(parts):
            intent = Intent.MAY_I  # what is asked about is a use that the policy forbids
        if intent in (Intent.OFF_TOPIC, Intent.FEEDBACK) and settled is None and parts.context.get(Slot.ROLE):
            intent = Intent.MAY_I  # "I'm an intern": whom the policy forbids something says so first
        asks = intent in (*_ASKS_HOW, Intent.COMPARE) or (intent is Intent.REPORT and self.points.asks_no_more(parts))
        if asks and self.points.is_of_the_tool(points, parts):
            intent = Intent.TERMS  # "how do I get Claude Team?", "what if Claude is down?"
        if intent in _ASKS_HOW and in_thread and self.points.wants_that_tool(points, parts):
            intent = Intent.TERMS  # "can I get access to it?"
        if intent is Intent.OFF_TOPIC and points and in_thread:
            intent = Intent.TERMS  # "does it train on that?" of the thread's tool
        if (
            intent is Intent.OFF_TOPIC
            and settled is not None
            and settled.intent is Intent.WHICH_TOOL
            and asks_for_other_task(parts)
        ):
            intent = Intent.WHICH_TOOL  # "and to look something up?"
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

    def _apiece(self, parts: Parts) -> list[Parts]:
        return each_with_its_own(parts, lambda token: token.folded in self.looker.data.frequent)


def _is_thing(parts: Parts, end: str) -> bool:
    """Whether a message names data, and nothing beside it but that it is that alone. ``end``: the marks behind it."""
    pieces = [p for p in parts.scope.kept if p.own and p.types]
    named = places_of(pieces) | parts.cues.places("read.correction")
    rest = (token.folded for place, token in enumerate(parts.tokens) if place not in named)
    return bool(pieces) and "?" not in end and all(word in _ALONE for word in rest)


def _end(text: str, tokens: tuple[Token, ...]) -> str:
    """The marks behind the last word of a part."""
    behind = _BEHIND.match(text, tokens[-1].end) if tokens else None
    return behind.group() if behind else ""


def _has_banned_use(parts: Parts) -> bool:
    """Whether a use is asked about that rules of the policy or the text of a condition forbid."""
    return bool(parts.context.get(Slot.PURPOSE) or parts.barred)


def _is_of_ai(parts: Parts) -> bool:
    """Whether a tool is named, or AI at all."""
    return bool(parts.tools) or parts.cues.has("read.ai")
