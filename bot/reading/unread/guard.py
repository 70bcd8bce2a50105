"""What was read of a message goes in, the words that nobody read come out: joined to its data, or only standing beside it.

Never allow because one harmless phrase was found. A word is no reason to ask where everybody uses it (``read.frequent``,
``everyday.*``), where it only says how something is asked, or where it only says whose a thing is ("clinic invoices").
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.data.pieces import Piece
from bot.reading.left_out.beyond_telling import unknown_places
from bot.reading.left_out.published import claims_of
from bot.reading.unread.around import Around, is_measure, is_to_do
from bot.reading.unread.chosen import chosen
from bot.reading.unread.complements import Complements
from bot.reading.unread.inside import told_inside
from bot.reading.unread.instances import told_of_instances
from bot.reading.unread.joins import VAGUE_REACH, Joins
from bot.reading.unread.of_others import told_of_others
from bot.reading.unread.open_ended import left_open
from bot.reading.unread.persons import told_of_people
from bot.reading.unread.placed import Placed
from bot.reading.unread.ranges import phrases_at, ranged
from bot.reading.unread.remarked import remarked
from bot.reading.unread.shown import shown
from bot.reading.unread.sources import Sources
from bot.reading.unread.told_of import told_of
from bot.reading.words.cues import Cues, is_heeded
from bot.reading.words.disguised import as_names, in_two, spelt
from bot.reading.words.lists import all_words, words_of_kinds
from bot.reading.words.spelling import Spelling
from bot.tongue.entries import Match
from bot.tongue.index import Index
from bot.tongue.small import small
from bot.tongue.spans import places_of
from bot.tongue.text import CUT, POSSESSIVE, Token, is_contracted, stem, words_of

_WHOSE = small("theirs")
"""Words that stand for more of a thing, but not behind a no: "no numbers of ours"."""
_OF_SOMEBODY = small("somebody_before")
_TOLD = 4
"""Letters from which on a word of a tool's name is known by itself."""
_REMOVALS = ("read.removal_before", "read.removal_verb")
_MORE = small("joining")
"""Before a word that nobody read they make it more than what is published."""
_SECRECY = frozenset({"class.confidential", "class.restricted", "class.secret", "read.guarded", "read.unpublished"})
_ASKING = ("read.compare", "read.which_tool", "ask.have")
"""Whose longer phrases hold nothing that goes into a tool: "a list of everything that is allowed", "less paperwork"."""
_TOOL_SLOTS = frozenset({"plan", "toolplan", "hosting"})
_SPELT = 3
_SENSITIVE = 3
"""From this sensitivity on a word counts though it is written in two."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Phrases that were not read. ``joined``: the message says that they go in too; ``beside``: they only stand there."""

    joined: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Token places by what was read there. ``talk``: words that only say how something is asked."""

    read: frozenset[int]
    talk: frozenset[int]
    doubted: frozenset[int] = frozenset()
    """Ordinary words that may be a tool's name."""
    tools: frozenset[int] = frozenset()


class Guard:
    """Finds what was not read, for one policy."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.index = index
        self.joins = Joins(catalog, index)
        self.idle = all_words(catalog, "read.frequent") - all_words(catalog, "read.vague") - self.joins.containers
        self.named = all_words(catalog, "read.vague") - self.joins.containers
        self.plan_nouns = all_words(catalog, "read.plan_noun")
        self.seats = all_words(catalog, "seat.noun")
        self.complements = Complements(catalog, index)
        self.around = Around(catalog, index)
        self.placed = Placed(knowledge, catalog, index)
        self.sources = Sources(catalog)
        self.spelling = Spelling(index)
        self.sensitive = words_of_kinds(catalog, _SENSITIVE)
        self.surnames = all_words(catalog, "telling.surname")
        self.particles = all_words(catalog, "read.particle")
        self.beyond, self.graver = all_words(catalog, "read.beyond"), all_words(catalog, "read.graver")
        rows = (*((t.label, *t.names) for t in knowledge.vocabulary.tools.values()),)
        self.names = {one.id: (one.label, *one.names) for one in knowledge.vocabulary.data.values()}
        self.of_tools = frozenset(word for names in rows for name in names for word in words_of(name) if len(word) >= _TOLD)

    def unread(self, tokens: tuple[Token, ...], pieces: list[Piece], matches: list[Match], places: Places, cues: Cues) -> Unread:
        """``pieces``: the data that is used."""
        own = [piece for piece in pieces if piece.own]
        content = self._content(tokens, places, cues)
        content = {p for p in content if not self.joins.only_says_who(tokens, p, own, cues)}
        content -= self.placed.idle(tokens, content, own, places.tools, cues)
        joiners = {m.last - 1 for m in matches if m.entry.id in ("read.joiner", "read.join") and m.via != "fuzzy"} - places.read
        joined = {p for p in content if not own or self.joins.is_joined(tokens, p, own, joiners, places.read, places.tools)}
        loose = {p for p in content if not self.joins.belongs_to_any(tokens, p, own)}
        joined |= {p for p in loose if own and (p + 1 in joined or p - 1 in joined)}
        joined |= self._vague(tokens, own, joiners, places, cues)
        joined |= self._included(tokens, own, places, cues)
        named = {p for p in joined if own and self.joins.is_whose(tokens, p, own, cues.language)}
        beside = (loose | named) - (joined - named)
        joined, beside = self._telling(tokens, joined - named, beside, own, places, cues)
        told = told_inside(tokens, own) | told_of(tokens, own, places.tools) | (cues.places("read.and_more") - _asking(cues))
        told |= self.sources.told(tokens, own, places.tools)
        known = places_of(piece for piece in own if piece.grounded and not piece.is_weak)
        told |= left_open(tokens, own, places.tools) | told_of_instances(tokens, places.tools | known)
        told |= told_of_people(tokens, own, places.tools, lambda t: self.index.is_common(t.folded, cues.language))
        kinds = {"tool": places.tools, "told": self._of_tools(tokens, matches), "read": places.read}
        told |= remarked(tokens, own, kinds, cues)
        told |= (chosen(tokens, places_of(own)) | shown(tokens, places.tools)) if own else set()
        told -= unknown_places(tokens, cues)
        others = told_of_others(tokens) - unknown_places(tokens, cues)
        beside, joined = (beside | told, joined) if any(self._is_grave(p) for p in own) else (beside, joined | told)
        beside |= places.doubted | self.joins.givers(tokens, own, cues.language)
        beside |= {p for piece in own for p in ranged(tokens, piece, self.beyond, self.graver)}
        guarded = self._guarded(tokens, own, matches, cues)
        beside, joined = (beside | guarded, joined) if own else (beside, joined | guarded)
        if any(self._is_grave(piece) for piece in own):
            # What is not harmless was read for sure; a word that nobody holds back can hardly make it worse.
            idle = {
                p
                for p in joined
                if not self._is_held_back(tokens[p].folded, cues.language)
                or self.complements.is_more(tokens, p, own)
                or self.around.is_more(tokens, p, own, cues.language)
            }
            beside, joined = beside | idle, joined - idle
        called = self._called(tokens, own, cues.language)
        joined, beside = (joined - called) | others, beside - called - others
        pasted = {p for p in range(len(tokens)) if not tokens[p].own and self._is_unknown(tokens, p, cues.language)} - places.read
        left = [CUT] if any(token.text == CUT for token in tokens) else []
        unseen = (*phrases_at(tokens, beside), *phrases_at(tokens, pasted)[:1], *left)
        return Unread(phrases_at(tokens, joined), unseen) if own else Unread((*phrases_at(tokens, joined), *unseen))

    def _of_tools(self, tokens: tuple[Token, ...], matches: list[Match]) -> set[int]:
        """Places of words that say of a tool, and of no thing, what plan or licence it has and where it runs."""
        found = (m for m in matches if m.entry.slot in _TOOL_SLOTS and m.via != "fuzzy")
        told = places_of(m for m in found if m.size > 1 or m.entry.id == "free" or tokens[m.first].text[:1].isupper())
        last = (p for p, token in enumerate(tokens) if token.folded in self.seats and _is_last(tokens, p))
        return {*told, *last}

    def _called(self, tokens: tuple[Token, ...], own: list[Piece], language: str) -> set[int]:
        """Places of words by which the policy calls what was read for sure: "the minutes of the meeting" are its "meeting
        minutes", and no meeting besides."""
        named = [self.names[id_] for p in own if p.grounded and not p.is_class for id_ in p.types if id_ in self.names]
        words = {word for names in named for name in names for word in words_of(name) if len(word) >= _TOLD}
        stems = {stem(word, language) for word in words}
        return {place for place, token in enumerate(tokens) if token.own and stem(token.folded, language) in stems}

    @staticmethod
    def _is_grave(piece: Piece) -> bool:
        """Whether it is not harmless, and was read for sure."""
        return piece.grounded and not piece.mild and not piece.is_weak

    def _telling(  # noqa: PLR0917 - two sets of plain numbers
        self, tokens: tuple[Token, ...], joined: set[int], beside: set[int], own: list[Piece], places: Places, cues: Cues
    ) -> tuple[set[int], set[int]]:
        """Without the words that add nothing to data that was read for sure. Names and words in disguise always tell."""
        if not any(p.grounded and not p.is_weak and not p.is_class for p in own):
            traits = self.complements.traits_among(tokens, joined | beside, [p for p in own if p.personal and not p.is_class])
            return joined - traits, beside - traits
        disguised = spelt(tokens, places.read) | in_two(tokens, places.read, self.sensitive, self.particles)
        kept = disguised | {p for p in beside if self.joins.is_whose(tokens, p, own, cues.language)}
        held = {p for p in joined | beside if self._is_held_back(tokens[p].folded, cues.language)}
        idle = self.complements.idle(tokens, (joined | beside) - kept, held, own, cues)
        idle |= self.around.idle(tokens, (joined | beside) - disguised, held, own, cues)
        idle |= self.placed.plain(tokens, beside - kept - held, own, cues.language)
        return joined - idle, beside - idle

    def _vague(self, tokens: tuple[Token, ...], own: list[Piece], joiners: set[int], places: Places, cues: Cues) -> set[int]:
        removed = {p + n for name in _REMOVALS for p in cues.places(name) for n in (1, 2)}
        found = {p for p in range(len(tokens)) if p not in removed and self.joins.is_vague(tokens, p, own, joiners, places.read)}
        negated = cues.places("read.negation")
        found -= {p for p in found if tokens[p].folded in _WHOSE and set(range(p - VAGUE_REACH, p)) & negated}
        found -= {p for p in found if tokens[p].folded in _OF_SOMEBODY and p + 1 in places.read - places.tools}  # "and her name"
        return {p for p in found - _asking(cues) if not self.complements.is_where(tokens, p, own)}

    def _content(self, tokens: tuple[Token, ...], places: Places, cues: Cues) -> set[int]:
        known = places.read | places.talk
        found = {p for p in range(len(tokens)) if p not in known and self._is_content(tokens, p, cues.language)}
        found |= spelt(tokens, places.read) | in_two(tokens, places.read, self.sensitive, self.particles)
        found |= as_names(tokens, self.surnames, cues.language) - places.read
        owned = (p for p, token in enumerate(tokens) if token.own and POSSESSIVE.search(token.text))
        found |= {p for p in owned if p not in places.read and tokens[p].folded in self.named}
        negated = cues.places("read.negation")
        found = {p for p in found if not (p - 1 in negated and not tokens[p].breaks)}
        found = {p for p in found if not (p + 1 < len(tokens) and tokens[p + 1].folded in self.plan_nouns)}
        claims = claims_of(tokens, cues)
        if not claims.void and not cues.has("read.unpublished"):
            published = cues.places("read.published") - places.read
            more = {p for p in found if any(t.folded in _MORE for t in tokens[max(0, p - 2) : p])}
            found = {p for p in found if p in more or not published & {p + 1, p + 2}}
        return found

    def _is_held_back(self, word: str, language: str) -> bool:
        tongues = dict.fromkeys((language, "en"))
        return word not in self.joins.vague and any(self.index.harmless.says(word, tongue) is False for tongue in tongues)

    def _is_content(self, tokens: tuple[Token, ...], place: int, language: str) -> bool:
        return tokens[place].own and self._is_unknown(tokens, place, language)

    def _is_unknown(self, tokens: tuple[Token, ...], place: int, language: str) -> bool:
        token = tokens[place]
        word, language = token.folded, next(iter(token.tongues), language)
        if len(word) < 2 or word in self.joins.plain or token.text.startswith("[") or is_contracted(tokens, place):
            return False
        letters = sum(letter.isalpha() for letter in word)
        if letters < 2 and not (letters and len(word) > _SPELT):
            return False
        if word in self.of_tools or is_measure(word) or is_to_do(tokens, place, language):
            return False
        if POSSESSIVE.search(token.text):
            return True
        return not self.index.is_common(word, language) and not self.spelling.is_misspelt(token.text, word, language)

    def _included(self, tokens: tuple[Token, ...], own: list[Piece], places: Places, cues: Cues) -> set[int]:
        """What "is in it too": all before it in its sentence that is not read, also people and things that hold data."""
        found: set[int] = set()
        for match in cues.of("read.included"):
            sentence = tokens[match.first].sentence
            here = [p for p in range(match.first) if tokens[p].sentence == sentence]
            if not own or not here or any(tokens[piece.first].sentence == sentence for piece in own):
                continue
            idle = {p for p in here if tokens[p].folded in self.idle or not tokens[p].own or len(tokens[p].folded) < 2}
            found |= set(here) - idle - places.read
        return found

    def _guarded(self, tokens: tuple[Token, ...], own: list[Piece], matches: list[Match], cues: Cues) -> set[int]:
        """Words of secrecy that no class of this policy has, unless they are denied or said of an account."""
        data = places_of(own)
        ends = {piece.last for piece in own}
        accounts = places_of(m for m in matches if m.entry.slot in ("account", "plan") and m.size > 1)
        hedged = cues.places("read.negated_sensitivity", "class.not_sensitive")
        denied = cues.places("read.negation", "read.removal_before")
        found = set()
        for match in matches:
            here = set(range(match.first, match.last))
            if match.entry.id not in _SECRECY or match.via == "fuzzy" or here & (data | hedged | accounts):
                continue
            if (
                (match.entry.language not in ("any", "en", cues.language) and not is_heeded(match, tokens))
                or not tokens[match.first].own
                or match.first - 1 in denied
            ):
                continue
            behind = tokens[match.last] if match.last < len(tokens) else None
            follows = behind.folded if behind and not behind.breaks and match.first not in ends else ""
            if self.complements.is_of_code(tokens, match.first, own):
                continue
            if follows not in self.plan_nouns and follows not in self.of_tools and tokens[match.first].own:
                found |= here
        return found


def _asking(cues: Cues) -> set[int]:
    """Places of phrases that only ask."""
    return places_of(match for name in _ASKING for match in cues.of(name) if match.size > 1)


def _is_last(tokens: tuple[Token, ...], place: int) -> bool:
    return place + 1 == len(tokens) or tokens[place + 1].breaks or tokens[place + 1].sentence != tokens[place].sentence
