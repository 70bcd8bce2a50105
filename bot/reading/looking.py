"""The words of one question go in, all that was read in them comes out: tools, data, conditions, the asker, what is unread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Item
from bot.policy.words import DataAsk, Question, Slot
from bot.policy.world import Catalog
from bot.reading.askers.groups import AskerReader, is_small_code
from bot.reading.askers.own_words import OwnWords
from bot.reading.askers.uses import UseReader, whom_of
from bot.reading.askers.watched import Watched
from bot.reading.build import Parts
from bot.reading.conditions.checklist import Checklist, Said
from bot.reading.conditions.facts import FactReader
from bot.reading.conditions.openers import Openers, joined
from bot.reading.conditions.to_come import is_undone
from bot.reading.data.afterthoughts import with_afterthoughts_guessed
from bot.reading.data.aims import told_readers, without_aims
from bot.reading.data.asides import asides
from bot.reading.data.blank import blanked
from bot.reading.data.pieces import DataReader, Piece
from bot.reading.data.quoted import without_asked_before
from bot.reading.data.subjects import without_topics
from bot.reading.heeding import Heeding
from bot.reading.intents.suited import Suited
from bot.reading.left_out.beyond_telling import unknown_places
from bot.reading.left_out.cleaning import Cleaning, is_changed
from bot.reading.left_out.of_whole import Wholly
from bot.reading.left_out.published import things_out
from bot.reading.left_out.removals import halved, out_beside
from bot.reading.left_out.scope import Scope, scope_of, transformations_of, undone_in, without_undone
from bot.reading.offerings.asked import ToolReader
from bot.reading.tools.named import Named, Resolved, Traits
from bot.reading.unread.guard import Guard, Places, Unread
from bot.reading.words.asking import asking_places, is_whole
from bot.reading.words.cues import Cues
from bot.tongue.entries import Match
from bot.tongue.index import Index
from bot.tongue.spans import places_of
from bot.tongue.text import Token, tokens_of

_SHORT = 5
"""Words of a message in which a lone word for a plan is a plan."""
_REPLY = 3
"""Words of a reply that says no more than "off"."""


@dataclass(frozen=True, slots=True)
class _Tools:
    """Tools that were named, with what they may be; ``any_of``: of none but a plan, an account, a hosting or a family."""

    resolved: list[Resolved]
    traits: Traits
    any_of: Resolved | None
    spans: list[tuple[int, int]]
    beside: tuple[Resolved, ...] = ()


class Looker:
    """Reads the words of questions for one policy."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.knowledge, self.index = knowledge, index
        self.tools = ToolReader(knowledge, catalog, index)
        self.data = DataReader(knowledge, catalog, index)
        self.guard = Guard(knowledge, catalog, index)
        self.cleaning, self.wholly = Cleaning(knowledge, index), Wholly(knowledge, catalog)
        self.facts = FactReader(knowledge, catalog, index)
        self.uses = UseReader(knowledge, catalog)
        self.watched = Watched(knowledge, catalog)
        self.own_words = OwnWords(knowledge.vocabulary)
        self.suited = Suited(knowledge, catalog)
        self.askers = AskerReader.of(knowledge, catalog)
        self.heeding = Heeding(index, self.facts, self.tools.plan_nouns, self.data.containers)

    @cached_property
    def checklist(self) -> Checklist:
        """Read at the first message of a thread: without one nobody replies to a condition."""
        return Checklist(self.knowledge, self.index)

    @cached_property
    def openers(self) -> Openers:
        """Read at the first message that names a tool and data."""
        return Openers(self.knowledge, self.checklist)

    def look(self, tokens: tuple[Token, ...], languages: tuple[str, ...], settled: Item | None, *, asks: bool = True) -> Parts:
        """``settled``: what the thread is about so far; ``asks``: whether the last sentence may be a question."""
        language = languages[0]
        matches = self.heeding.matches(tokens, language)
        cues = Cues(tokens, matches, languages)
        tools = self._tools(tokens, matches, cues, settled)
        unknown = unknown_places(tokens, cues)
        pieces = self._pieces(tokens, matches, cues, tools, settled is None)
        own = self.own_words.places(tokens, pieces, cues, tools.spans)
        pieces, aside = self._without_asides(tokens, matches, cues, pieces, asides(tokens, cues, tools.spans) | unknown | own)
        said = self._claimed(tokens, cues, tools, pieces, settled, asks=asks)
        named = (place for first, last in tools.spans for place in range(first, last))
        scope = scope_of(tokens, pieces, cues, self.data.as_published, frozenset(named))
        kept = said.without(scope.kept) if settled is not None else scope.kept or scope.left_out
        done = self.wholly.of(tokens, matches, cues, pieces, kept=kept, settled=settled, tools=tools.spans)
        scope = done.without_again(scope)
        left = without_undone(scope.kept, undone_in(tokens, matches, cues))
        # in a talk few things can be meant; where it begins, what a claim names may be what goes in
        scope = replace(scope, kept=left if settled is None else said.without(left))
        carried = self._carried(settled)
        spoken = places_of(pieces) | unknown
        facts = self.facts.read(tokens, matches, cues, spoken, carried, partly=done.parts)
        facts = facts.with_said(said)
        open_ = settled.question if settled is not None and (facts.met or said.parts) else None
        if open_ is not None and (self.checklist.says_more(tokens, cues, open_) or is_undone(tokens, cues, open_)):
            facts, said = replace(facts, met=frozenset()), replace(said, parts=frozenset())
        resolved = _used(tools.resolved, facts.places | aside)
        idle = aside | said.places | done.idle | _taken_out(tokens, scope, cues, bool(unknown))
        unread = self._unread(tokens, done.without_idle(matches), cues, scope.kept, tools.spans, facts.places, idle)
        return Parts(
            tokens=tokens,
            language=language,
            cues=cues,
            tools=tuple(resolved),
            loose=Traits() if resolved else tools.traits,
            scope=scope,
            met=facts.met,
            unmet=facts.unmet,
            unread=unread.joined,
            transformations=self._changes(tokens, done.whole, cues, scope, tools.spans),
            context=self._context(tokens, matches, cues, tools.spans, carried),
            concepts=self.facts.concepts_in(cues),
            any_of=tools.any_of,
            beside=(*unread.beside, *halved(tokens, cues), *scope.half_denied),
            denied=facts.named,
            barred=facts.barred,
            stated=facts.places | done.idle,
            fit=self.suited.fit(cues, {id_ for one in resolved for id_ in one.named.tools}, scope.kept),
            said=said.parts,
            beside_tools=tools.beside,
        )

    def _claimed(
        self, tokens: tuple[Token, ...], cues: Cues, tools: _Tools, pieces: list[Piece], settled: Item | None, *, asks: bool
    ) -> Said:
        """What a message claims of the conditions that its tools and data, or those of its thread, hang on."""
        if settled is not None:
            said = self.checklist.heard(tokens, cues, settled.question, settled.said)
            return joined(said, self.openers.heard(tokens, cues, settled.question, tools.spans, asks=False))
        data = tuple(DataAsk(piece.name, piece.types) for piece in pieces if piece.own)
        question = Question(tuple(one.ask for one in tools.resolved), data)
        return self.openers.heard(tokens, cues, question, tools.spans, asks=asks) if tools.resolved and data else Said()

    def _tools(self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues, settled: Item | None) -> _Tools:
        short = len(tokens) <= _SHORT or settled is not None
        asks = settled.question.tools if settled is not None else ()
        is_open = sum(len(ask.offerings) for ask in asks) > 1
        mentioned = self.tools.mentioned(tokens, matches, bool(asks))
        named, loose = self.tools.named(tokens, mentioned, short, is_open)
        named = _sensible(named)
        resolved = [self.tools.resolve(one, tokens) for one in named if not one.is_generic]
        generic = [one for one in named if one.is_generic]
        traits = generic[0].traits.joined(loose) if generic and not resolved else loose
        if settled is not None and len(tokens) <= _REPLY and not resolved:
            traits = traits.joined(Traits(facts=self.tools.switched(settled, cues)))
        any_of = None
        if not resolved and (generic or traits.said):
            families = frozenset(f for one in generic for f in one.families)
            first, last, quote = (generic[0].first, generic[0].last, generic[0].quote) if generic else (0, 0, "")
            any_of = self.tools.generic(traits, families, first, last, quote)
            any_of = self.tools.ours(any_of, tokens) if any_of is not None else None
        left_out = [one for one in self.tools.beside.left_out(tokens, mentioned.tools) if not one.is_generic]
        said = (one for one in (*named, *left_out) if not one.is_generic)
        spans = {(one.first, one.last) for one in said} | {(at.first, at.last) for one in named for at in one.beside if at.runs}
        marks = [span for one in resolved for span in self.tools.told_by.places(one.named, tokens)]
        return _Tools(
            resolved, traits, any_of, [*sorted(spans), *marks], tuple(self.tools.resolve(one, tokens) for one in left_out)
        )

    def _pieces(self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues, tools: _Tools, opens: bool) -> list[Piece]:
        """``opens``: the message begins a thread, so that a tool alone asks about any data."""
        plans = [m for m in matches if m.entry.slot in ("account", "plan", "hosting") and m.via != "fuzzy"]
        pieces = self.data.pieces(tokens, matches, tools.spans, plans, cues)
        busy = {place for first, last in tools.spans for place in range(first, last)}
        pieces = blanked(tokens, pieces, cues, self.data.of_kind)
        pieces = things_out(tokens, pieces, cues, self.data.as_published, busy)
        pieces = pieces or self.data.office(tokens, cues, busy)
        pieces = self.data.general(tokens, cues) if not pieces and tools.spans and opens else pieces
        pieces = with_afterthoughts_guessed(tokens, pieces, tools.spans, self.data.containers) if pieces else pieces
        return without_asked_before(tokens, pieces, bool(tools.resolved))

    def _without_asides(
        self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues, pieces: list[Piece], aside: frozenset[int]
    ) -> tuple[list[Piece], frozenset[int]]:
        """The data that is meant, without what is only said aside: topics, aims and readers; and all places of the aside."""
        readers = told_readers(tokens, cues)
        pieces = [p for p in pieces if not set(range(p.first, p.last)) <= aside]
        pieces = without_topics(tokens, pieces, matches, readers)
        pieces = without_aims(tokens, pieces, cues, self.data.ties.rank)
        meant = places_of(pieces)
        return pieces, aside | (readers & cues.places("aside.readers") - meant)

    def _changes(
        self,
        tokens: tuple[Token, ...],
        whole: dict[Match, frozenset[int]],
        cues: Cues,
        scope: Scope,
        tools: list[tuple[int, int]],
    ) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
        """Transformations with the pieces that they were done to, said outright or by what is taken out. ``whole``: those that
        are said of no part, with what they are said of."""
        said = transformations_of(tokens, whole, cues, scope.kept, tools)
        done = (
            *said,
            *(self.cleaning.beyond_telling(tokens, scope, cues, tools) or self.cleaning.of(tokens, scope, cues, tools)),
        )
        return tuple((name, left) for name, of in done if (left := tuple(p for p in of if is_changed(p))) or not of)

    def _carried(self, settled: Item | None) -> frozenset[str]:
        """The uses that the thread has named whom they would be put to: "CVs"."""
        found: set[str] = set()
        for mention in settled.mentions if settled is not None else ():
            tokens = tokens_of(mention.quote)
            for language in ("en", *self.facts.languages) if mention.slot == "data" else ():
                found |= whom_of(Cues(tokens, self.index.find(tokens, language), (language,)))
        return frozenset(found)

    def _context(
        self,
        tokens: tuple[Token, ...],
        matches: list[Match],
        cues: Cues,
        spans: list[tuple[int, int]],
        carried: frozenset[str],
    ) -> dict[Slot, str]:
        """Country, role, region and purpose, as far as the message says them."""
        context = {
            Slot(slot): value
            for m in matches
            if m.entry.slot == "context" and tokens[m.first].own and not is_small_code(tokens, m)
            if not self.askers.is_of_others(tokens, m, cues, spans)
            for slot, _, value in [m.entry.id.partition("|")]
            if slot in {s.value for s in Slot}
        }
        use = self.uses.read(tokens, cues, carried)
        context |= {Slot.PURPOSE: use} if use else {}
        said = self.watched.read(tokens, matches, cues)
        context |= {Slot.WORDS: said} if said else {}
        group = self.askers.read(tokens, matches, cues, spans, context.get(Slot.ROLE, ""))
        return context | ({Slot.ROLE: group} if group is not None else {})

    def _unread(  # noqa: PLR0917 - spans are plain numbers
        self,
        tokens: tuple[Token, ...],
        matches: list[Match],
        cues: Cues,
        kept: tuple[Piece, ...],
        spans: list[tuple[int, int]],
        stated: frozenset[int],
        aside: frozenset[int],
    ) -> Unread:
        """``stated``: places that only say that a condition holds; ``aside``: places of what is said aside."""
        named = frozenset(place for first, last in spans for place in range(first, last))
        read = aside | named | places_of(kept)
        read |= places_of(m for m in matches if is_whole(m))
        talk = asking_places(tokens, matches, cues.language, self.index) | stated
        doubted = self.tools.names.doubted(tokens, matches) - named
        return self.guard.unread(tokens, list(kept), matches, Places(read, talk, doubted, named), cues)


def _taken_out(tokens: tuple[Token, ...], scope: Scope, cues: Cues, nobody_can_tell: bool) -> frozenset[int]:
    """Places of what nobody read and is taken out, where data is left that was read for sure or nobody can tell whose it is."""
    out = out_beside(tokens, scope.left_out, cues)
    rest = any(p.own and p.grounded and p.first not in out for p in scope.kept)
    return out if rest or nobody_can_tell else frozenset()


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
