"""The words of one question go in, all that was read in them comes out: tools, data, conditions, the asker, what is unread."""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Item
from bot.policy.words import Slot
from bot.policy.world import Catalog
from bot.reading.askers.groups import AskerReader, is_small_code
from bot.reading.askers.own_words import OwnWords
from bot.reading.askers.uses import UseReader, whom_of
from bot.reading.askers.watched import Watched
from bot.reading.build import Parts
from bot.reading.data.pieces import DataReader, Piece
from bot.reading.heeding import Heeding
from bot.reading.suited import Suited
from bot.reading.tools.named import Named, Resolved, Traits
from bot.reading.tools.reader import ToolReader
from bot.reading.undecided import as_they_may_not_be, claimed, is_denied_to_hold
from bot.reading.unread import unread_in
from bot.reading.words.cues import Cues
from bot.text.entries import Match
from bot.text.index import Index
from bot.text.spans import places_in, places_of
from bot.text.tokens import Token, tokens_of

_PLANS = frozenset({"plan", "account", "hosting"})
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


class Looker:
    """Reads the words of questions for one policy."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.knowledge, self.index = knowledge, index
        self.tools = ToolReader(knowledge, catalog, index)
        self.data = DataReader(knowledge, catalog, index)
        self.uses = UseReader(knowledge, catalog)
        self.watched = Watched(knowledge, catalog)
        self.own_words = OwnWords(knowledge.vocabulary)
        self.suited = Suited(knowledge, catalog)
        self.askers = AskerReader.of(knowledge, catalog)
        self.heeding = Heeding(index, self.tools.plan_nouns, self.data.containers)

    def look(self, tokens: tuple[Token, ...], languages: tuple[str, ...], settled: Item | None, end: str = "") -> Parts:
        """``settled``: what the thread is about so far. ``end``: the marks behind the last word."""
        language = languages[0]
        matches = self.heeding.matches(tokens, language)
        cues = Cues(tokens, matches, languages)
        tools = self._tools(tokens, matches, cues, settled)
        pieces = self._pieces(tokens, matches, cues, tools, settled is None)
        aside = frozenset(self.own_words.places(tokens, pieces, cues, tools.spans))
        named = (piece for piece in pieces if not set(range(piece.first, piece.last)) <= aside)
        met = claimed([m for m in matches if m.entry.slot == "met" and m.via != "fuzzy"], tokens, end)
        unmet = [m for m in matches if m.entry.slot == "unmet" and m.via != "fuzzy" and is_denied_to_hold(m, tokens, cues)]
        stated = frozenset(places_of([*met, *unmet]))
        vendors = {place for place, token in enumerate(tokens) if token.folded in self.tools.vendors}
        begins = frozenset(first for first, _ in tools.spans) | vendors
        doubted = as_they_may_not_be(named, tokens, cues, begins)
        kept = tuple(one for one in doubted if one.via != "undecided" or not stated >= set(range(one.first, one.last)))
        carried = self._carried(settled)
        read = stated | aside | places_of(kept) | places_in(tools.spans)
        unread = unread_in(tokens, read, language)
        has_data = any(piece.own for piece in kept)
        resolved = _used(tools.resolved, aside)
        return Parts(
            tokens=tokens,
            language=language,
            cues=cues,
            tools=tuple(resolved),
            loose=Traits() if resolved else tools.traits,
            kept=kept,
            met=frozenset(m.entry.id for m in met),
            unmet=frozenset(m.entry.id for m in unmet),
            unread=() if has_data else unread,
            beside=unread if has_data else (),
            context=self._context(tokens, matches, cues, tools.spans, carried),
            any_of=tools.any_of,
            stated=stated,
            fit=self.suited.fit(cues, {id_ for one in resolved for id_ in one.named.tools}, kept),
        )

    def _tools(self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues, settled: Item | None) -> _Tools:
        short = len(tokens) <= _SHORT or settled is not None
        mentioned = self.tools.mentioned(tokens, matches, settled is not None and bool(settled.question.tools))
        named, loose = self.tools.named(tokens, mentioned, short)
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
        spans = sorted({(one.first, one.last) for one in mentioned.tools if not one.is_generic})
        return _Tools(resolved, traits, any_of, spans)

    def _pieces(self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues, tools: _Tools, opens: bool) -> list[Piece]:
        """``opens``: the message begins a thread, so that a tool alone asks about any data."""
        plans = [m for m in matches if m.entry.slot in _PLANS and m.via != "fuzzy"]
        pieces = self.data.pieces(tokens, matches, tools.spans, plans)
        return self.data.general(tokens, cues) if not pieces and tools.spans and opens else pieces

    def _carried(self, settled: Item | None) -> frozenset[str]:
        """The uses that the thread has named whom they would be put to: "CVs"."""
        found: set[str] = set()
        for mention in settled.mentions if settled is not None else ():
            tokens = tokens_of(mention.quote)
            for language in dict.fromkeys(("en", *self.knowledge.vocabulary.languages)) if mention.slot == "data" else ():
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
