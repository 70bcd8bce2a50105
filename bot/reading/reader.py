"""Safe text and what a thread has settled go in, a reading comes out: one question or several, as ids of the policy.

No model is needed; where one is given it is asked only about what stayed open, and it can only make a ruling stricter.
"""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.policy.talk import Asker, Intent, Item, Reading, SafeText, ThreadState
from bot.policy.words import Slot
from bot.policy.world import Catalog
from bot.reading.apiece import each_with_its_own
from bot.reading.asides import asides
from bot.reading.askers import AskerReader
from bot.reading.build import Builder, Parts
from bot.reading.common import common_words
from bot.reading.cues import Cues
from bot.reading.data import DATA, DataReader, Piece
from bot.reading.facts import FactReader
from bot.reading.guard import Guard, Places, Unread
from bot.reading.index import Match
from bot.reading.intents import Seen, intent_of
from bot.reading.language import languages_of
from bot.reading.lexicon import all_words, policy_index
from bot.reading.model import AskModel, ModelReader
from bot.reading.named import Named, Resolved, Traits
from bot.reading.near import Near, Vectors
from bot.reading.respell import Respelling
from bot.reading.scope import halved, scope_of, transformations_of
from bot.reading.split import split
from bot.reading.subjects import without_topics
from bot.reading.text import Token, bounded, pasted_spans, tokens_of
from bot.reading.threads import merged
from bot.reading.tools import ToolReader
from bot.reading.uses import OTHER, UseReader

NO_TALK = (
    "off_topic",
    "class.",
    "person.",
    "harmless",
    "fact.plain",
    "fact.grants",
    "fact.insiders",
    "fact.outsiders",
    "fact.name",
    "fact.idle",
    "unit.",
    "number.",
    "limit.",
    "intent.private",
    "intent.tool_noun",
    "read.more",
    "use.",
    "who.",
    "told.",
    "ask.not_tool",
    "aside.",
    "read.machine",
    "read.attached",
    *("read.key", "read.roll", "read.served", "read.granted", "read.had", "read.kept"),
)
"""Word lists whose words may still be data that nobody read."""
TALK = ("intent.you", "intent.praise", "intent.vendor", "intent.buy", "intent.report", "read.greeting", "read.feedback")
"""Word lists whose phrases hold no data, though a word of theirs may be read so."""
STRICTER = ("class.restricted", "class.secret")
SENSITIVE = 2
"""Of a kind of data: so much that people ask about it only with AI in mind."""


class Reader:
    """Reads questions for one policy version. Building it takes a while; reading is fast."""

    def __init__(
        self,
        knowledge: Knowledge,
        catalog: Catalog,
        ask_model: AskModel | None = None,
        model_name: str = "",
        vectors: Vectors | None = None,
    ) -> None:
        self.knowledge, self.catalog = knowledge, catalog
        self.index = policy_index(knowledge, catalog)
        self.tools = ToolReader(knowledge, catalog, self.index)
        self.data = DataReader(knowledge, catalog, self.index)
        self.guard = Guard(knowledge, catalog, self.index)
        self.facts = FactReader(knowledge, catalog, self.index)
        self.uses = UseReader(knowledge, catalog)
        self.askers = AskerReader.of(knowledge, catalog)
        self.builder = Builder(knowledge, self.tools, self.askers, {Slot.PURPOSE: OTHER} if self.uses.settles else {})
        self.respelt = Respelling(catalog, self.facts.spelt, self.index.every_word())
        self.polite = all_words(catalog, "read.courtesy")
        self.near = Near(knowledge, catalog, vectors)
        self.model = ModelReader(knowledge, ask_model, model_name) if ask_model else None

    def read(self, safe: SafeText, thread: ThreadState | None, asker: Asker) -> Reading:
        """Read one message. ``thread``: what this person settled in this thread so far."""
        reading = self.near.add(self.read_words(safe, thread, asker))
        return self.model.add(reading, self.builder) if self.model else reading

    def takes_time(self, reading: Reading) -> bool:
        """Whether reading on from the words alone asks a model or its vectors, which may take seconds."""
        return self.near.wants_vectors(reading) or (self.model is not None and self.model.wants(reading))

    def read_words(self, safe: SafeText, thread: ThreadState | None, asker: Asker) -> Reading:
        """Read by words alone: nothing of the text goes to a model or into a cache of vectors."""
        tokens = bounded(tokens_of(safe.text, pasted_spans(safe.text)))
        known = (thread.language if thread else "") or asker.language
        languages = languages_of(tokens, safe.text, known, self.polite)
        tokens = self.respelt(tokens, languages)
        items = [item for part in self._parts(tokens, languages) for item in self._items(part, languages, thread, asker)]
        return Reading(safe.text, languages[0], tuple(items))

    def _parts(self, tokens: tuple[Token, ...], languages: tuple[str, ...]) -> list[tuple[Token, ...]]:
        """The questions of a message; one unless several clearly stand on their own."""
        pieces = split(tokens)
        if len(pieces) < 2:
            return [tokens]
        read = [self._look(piece, languages, None) for piece in pieces]
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

    def _look(self, tokens: tuple[Token, ...], languages: tuple[str, ...], thread: ThreadState | None) -> Parts:
        language = languages[0]
        matches = self._heeded(
            tokens,
            [
                m
                for m in self.index.find(tokens, language)
                if self._is_spoken(m, tokens, language) and not self._is_respelt(tokens, m)
            ],
            language,
        )
        cues = Cues(tokens, matches, languages)
        short = len(tokens) <= 5 or (thread is not None and thread.item is not None)
        follows = thread is not None and thread.item is not None and bool(thread.item.question.tools)
        named, loose = self.tools.named(tokens, matches, short, follows)
        named = _sensible(named)
        resolved = [self.tools.resolve(one, tokens) for one in named if not one.is_generic]
        generic = [one for one in named if one.is_generic]
        traits = generic[0].traits.joined(loose) if generic and not resolved else loose
        if thread is not None and thread.item is not None and len(tokens) <= 3 and not resolved:
            traits = traits.joined(Traits(facts=self.tools.switched(thread.item, cues)))
        any_of = None
        if not resolved and (generic or traits.said):
            families = frozenset(f for one in generic for f in one.families)
            first, last = (generic[0].first, generic[0].last) if generic else (0, 0)
            any_of = self.tools.generic(traits, families, first, last, generic[0].quote if generic else "")
            any_of = self.tools.ours(any_of, tokens) if any_of is not None else None
        spans = [(one.first, one.last) for one in named if not one.is_generic]
        wide = [
            (m.first, m.last)
            for m in matches
            if m.entry.slot in ("account", "plan", "hosting") and m.size > 1 and m.via != "fuzzy"
        ]
        pieces = self.data.pieces(tokens, matches, spans, wide, cues)
        if not pieces and spans and (thread is None or thread.item is None):
            pieces = self.data.general(tokens, cues)
        aside = asides(tokens, cues, spans)
        pieces = [p for p in without_topics(tokens, pieces, matches) if not set(range(p.first, p.last)) <= aside]
        scope = scope_of(tokens, pieces, cues)
        facts = self.facts.read(tokens, matches, cues, {place for p in pieces for place in range(p.first, p.last)})
        resolved = _used(resolved, facts.places)
        context = {
            Slot(slot): value
            for m in matches
            if m.entry.slot == "context" and tokens[m.first].own
            for slot, _, value in [m.entry.id.partition("|")]
            if slot in {s.value for s in Slot}
        }
        use = self.uses.read(tokens, cues)
        context |= {Slot.PURPOSE: use} if use else {}
        group = self.askers.read(tokens, matches, cues, spans, context.get(Slot.ROLE, ""))
        context |= {Slot.ROLE: group} if group is not None else {}
        unread = self._unread(tokens, matches, cues, scope.kept, spans, language, facts.places, aside)
        transformations = transformations_of(tokens, matches, cues, scope.kept)
        return Parts(
            tokens,
            language,
            cues,
            tuple(resolved),
            traits if not resolved else Traits(),
            scope,
            facts.met,
            facts.unmet,
            unread.joined,
            transformations,
            context,
            self.facts.concepts_in(cues),
            any_of,
            (*unread.beside, *halved(tokens, cues)),
            facts.named,
            facts.places,
        )

    def _is_spoken(self, match: Match, tokens: tuple[Token, ...], language: str) -> bool:
        """Words for plans, accounts and hosting count in the message's language only, names and phrases in any; a single word
        for data, or for what was done to it, in another language's sense only where it is no word of the message's own ("mag",
        "arts", "brief"), and no everyday word is another form of one ("actually" of actuals)."""
        held = match.entry.language
        if match.entry.slot in ("plan", "account", "hosting", "family"):
            return held in ("any", "en", language)
        if match.entry.slot == "transformation" and match.size == 1 and held not in ("any", language):
            return tokens[match.first].folded not in common_words(language)  # "code" is no French "codé"
        if match.size > 1 or match.entry.slot not in ("kind", "part") or match.part:
            return True
        word = tokens[match.first].folded
        if held in ("any", language):
            near = (match.entry.words[0], f"{match.entry.words[0]}s", match.entry.words[0].removesuffix("s"))
            return word in near or not self.index.is_listed(word, language)
        return word == match.entry.words[0] and word not in common_words(language)

    def _is_respelt(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """Whether a word of the policy's conditions was taken for a misspelling of another."""
        return match.via == "fuzzy" and match.size == 1 and self.facts.is_known(tokens[match.first])

    def _heeded(self, tokens: tuple[Token, ...], matches: list[Match], language: str) -> list[Match]:
        """Without what stands inside a phrase to ignore ("log in", "HR said"), unless a word such as plan follows; and without
        a class that is named inside a stricter level ("strictly confidential" is more than the policy's "confidential")."""
        strict = [m for m in matches if m.entry.id in STRICTER and m.size > 1 and m.via != "fuzzy"]
        matches = [
            m for m in matches if m.entry.slot not in DATA or not any(_hides(one, m) for one in strict if one.size > m.size)
        ]
        ignored = [
            m
            for m in matches
            if m.entry.id == "ignore"
            and m.entry.language in ("any", language)
            and m.via != "fuzzy"
            and not (m.last < len(tokens) and tokens[m.last].folded in self.tools.plan_nouns)
        ]
        if not ignored:
            return matches
        return [m for m in matches if m.entry.slot == "word" or not any(_hides(i, m) for i in ignored)]

    def _unread(  # noqa: PLR0917 - spans are plain numbers
        self,
        tokens: tuple[Token, ...],
        matches: list[Match],
        cues: Cues,
        kept: tuple[Piece, ...],
        spans: list[tuple[int, int]],
        language: str,
        stated: frozenset[int],
        aside: frozenset[int],
    ) -> Unread:
        plain = ("word", "part")
        switches = ("plan", "account", "hosting", "feature")
        read = {
            place
            for m in matches
            if m.entry.slot not in plain and not (m.entry.slot in switches and m.size == 1)
            for place in range(m.first, m.last)
        }
        read |= aside | {place for first, last in spans for place in range(first, last)}
        read |= {place for piece in kept for place in range(piece.first, piece.last)}
        talk = {
            place
            for m in matches
            if m.entry.slot in ("word", *switches)
            and m.entry.language in ("any", language)
            and not m.entry.id.startswith(NO_TALK)
            and not self._is_other(tokens, m, language)
            for place in range(m.first, m.last)
        } | stated
        doubted = self.tools.names.doubted(tokens, matches) - {place for first, last in spans for place in range(first, last)}
        return self.guard.unread(tokens, list(kept), matches, Places(frozenset(read), frozenset(talk), doubted), cues)

    def _is_other(self, tokens: tuple[Token, ...], match: Match, language: str) -> bool:
        """Whether a word that may be data only shares its stem with a word of a list: "codes", "coded"."""
        word = tokens[match.first].folded
        return match.size == 1 and word != match.entry.words[0] and self.index.harmless.says(word, language) is False

    def _items(
        self, tokens: tuple[Token, ...], languages: tuple[str, ...], thread: ThreadState | None, asker: Asker
    ) -> list[Item]:
        """The question of one part of a message; one for each tool that has data of its own."""
        parts = self._look(tokens, languages, thread)
        own = [p for p in (*parts.scope.kept, *parts.scope.left_out, *parts.scope.absent) if p.own]
        held = thread is not None and thread.item is not None
        everyday = parts.cues.places("off_topic")
        talk = parts.cues.places(*TALK)
        spans = tuple((t.named.first, t.named.last) for t in (*parts.tools, *((parts.any_of,) if parts.any_of else ())))
        seen = Seen(
            tools=len({t.ask for t in parts.tools})
            or int(parts.any_of is not None and (parts.any_of.named.traits.said or not parts.cues.has("read.which_tool"))),
            data=len(own),
            sensitive=any(
                (p.is_class or p.sensitivity >= SENSITIVE or p.source == "policy") and not everyday & set(range(p.first, p.last))
                for p in own
            ),
            facts=bool(parts.met or parts.unmet or parts.concepts),
            in_thread=held,
            named=any(p.source == "policy" for p in own),
            stated=bool(parts.met or parts.unmet),
            tool_spans=spans,
            data_places=frozenset(place for p in own for place in range(p.first, p.last)),
            listed=any(not talk >= set(range(p.first, p.last)) for p in own if p.types or p.sensitivity >= SENSITIVE),
        )
        intent = intent_of(tokens, parts.cues, seen)
        if held and thread is not None and thread.item is not None:
            following = merged(parts, intent, thread, self.builder)
            if following is not None:
                return [self.builder.for_asker(following, asker, thread)]
        several = self._apiece(parts) if intent in (Intent.COMPARE, Intent.MAY_I) else [parts]
        items = [self.builder.item(one, Intent.MAY_I if len(several) > 1 and len(one.tools) == 1 else intent) for one in several]
        return [self.builder.for_asker(item, asker, thread if item.intent is not Intent.OFF_TOPIC else None) for item in items]

    def _apiece(self, parts: Parts) -> list[Parts]:
        return each_with_its_own(parts, lambda token: token.folded in self.data.frequent)


def _hides(ignored: Match, match: Match) -> bool:
    """Whether a match stands inside a phrase to ignore, or reaches into a longer one ("our code of conduct")."""
    if ignored.first <= match.first and match.last <= ignored.last:
        return ignored.size >= match.size
    return match.first < ignored.last and ignored.first < match.last and ignored.size > match.size


def _used(tools: list[Resolved], stated: frozenset[int]) -> list[Resolved]:
    """Without a vendor that only a statement about a condition names ("their DPA lists X"), where another tool is named; what
    the policy itself names is a tool that is asked about."""
    kept = [one for one in tools if one.named.source == "policy" or not set(range(one.named.first, one.named.last)) <= stated]
    return kept or tools


def _sensible(named: list[Named]) -> list[Named]:
    """Without a misspelt name beside an exact one of the same product."""
    exact = [one for one in named if one.via != "fuzzy"]
    return [
        one
        for one in named
        if one.via != "fuzzy" or not any(e.tools & one.tools or (e.brand and e.brand == one.brand) for e in exact)
    ]
