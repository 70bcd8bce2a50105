"""What was read of a message goes in, the words that nobody read come out: joined to its data, or only standing beside it.

Never allow because one harmless phrase was found. A word is no reason to ask where everybody uses it (``read.frequent``,
``everyday.*``), where it only says how something is asked, or where it only says whose a thing is ("clinic invoices").
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.apart import as_names, in_two, spelt
from bot.reading.complements import Complements
from bot.reading.cues import Cues
from bot.reading.data import Piece
from bot.reading.index import Index, Match
from bot.reading.lexicon import all_words, stems_in
from bot.reading.ranges import phrases_at, ranged
from bot.reading.spelling import Spelling
from bot.reading.text import CUT, POSSESSIVE, Token, stem, words_of

_STRONG_MARKS = (":", "+", "&", "/")
_ABOUT_REACH = 7
"""Words after a form or an activity within which it says what it is about."""
_JOIN_REACH = 6
_VAGUE_REACH = 4
_WHOSE = frozenset(["ours", "theirs"])
"""Words that stand for more of a thing, but not behind a no: "no numbers of ours"."""
_TOLD = 4
"""Letters from which on a word of a tool's name is known by itself."""
_REMOVALS = ("read.removal_before", "read.removal_verb")
_SECRECY = frozenset({"class.confidential", "class.restricted", "class.secret", "read.guarded", "read.unpublished"})
_PERSONAL = 3
"""From this sensitivity on data is about people."""
_TOWARDS = 4
"""Words between a thing and for whom it is."""
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


class Guard:
    """Finds what was not read, for one policy."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.index = index
        self.containers = all_words(catalog, "read.container") | all_words(catalog, "container")
        self.plain = all_words(catalog, "read.frequent") | all_words(catalog, "handling")
        for name in catalog.words:
            if name.startswith("everyday."):
                self.plain |= all_words(catalog, name)
        self.plain |= self.containers
        self.asking = all_words(catalog, "read.asking")
        self.idle = all_words(catalog, "read.frequent") - all_words(catalog, "read.vague") - self.containers
        self.vague = all_words(catalog, "read.vague") | self.containers
        self.named = all_words(catalog, "read.vague") - self.containers
        self.plan_nouns = all_words(catalog, "read.plan_noun")
        self.complements = Complements(catalog, index)
        self.titles = all_words(catalog, "read.title")
        self.spelling = Spelling(index.harmless, index.data_words(), index.base.data_words() if index.base else frozenset())
        kinds = (kind for kind in catalog.kinds.values() if kind.sensitivity >= _SENSITIVE)
        phrases = (words_of(phrase) for kind in kinds for lists in kind.words.values() for phrase in lists)
        self.sensitive = frozenset(words[0] for words in phrases if len(words) == 1)
        self.surnames = all_words(catalog, "telling.surname")
        self.particles = all_words(catalog, "read.particle")
        self.beyond = all_words(catalog, "read.beyond")
        self.links = all_words(catalog, "read.genitive")
        self.given = all_words(catalog, "read.given")
        self.towards = self.links | all_words(catalog, "read.towards")
        self.joining = (all_words(catalog, "read.joiner") | all_words(catalog, "read.join")) - self.links
        self.who = stems_in(catalog, ("telling.org", "person."))
        rows = (*((t.label, *t.names) for t in knowledge.vocabulary.tools.values()),)
        self.of_tools = frozenset(word for names in rows for name in names for word in words_of(name) if len(word) >= _TOLD)

    def unread(self, tokens: tuple[Token, ...], pieces: list[Piece], matches: list[Match], places: Places, cues: Cues) -> Unread:
        """``pieces``: the data that is used."""
        own = [piece for piece in pieces if piece.own]
        content = self._content(tokens, places, cues)
        content = {p for p in content if not self._only_says_who(tokens, p, own, cues)}
        joiners = {m.last - 1 for m in matches if m.entry.id in ("read.joiner", "read.join") and m.via != "fuzzy"} - places.read
        joined = {p for p in content if not own or self._is_joined(tokens, p, own, joiners, places.read)}
        loose = {p for p in content if not self._belongs_to_any(tokens, p, own)}
        joined |= {p for p in loose if own and (p + 1 in joined or p - 1 in joined)}
        joined |= self._vague(tokens, own, joiners, places, cues)
        joined |= self._included(tokens, own, places, cues)
        named = {p for p in joined if own and self._is_whose(tokens, p, own, cues.language)}
        beside = (loose | named) - (joined - named)
        joined, beside = self._telling(tokens, joined - named, beside, own, places, cues)
        beside |= places.doubted | self._givers(tokens, own, cues.language)
        beside |= {p for piece in own for p in ranged(tokens, piece, self.beyond)}
        guarded = self._guarded(tokens, own, matches, cues)
        beside, joined = (beside | guarded, joined) if own else (beside, joined | guarded)
        if any(piece.grounded and not piece.mild and not piece.is_weak for piece in own):
            # What is not harmless was read for sure; a word that nobody holds back can hardly make it worse.
            idle = {
                p
                for p in joined
                if not self._is_held_back(tokens[p].folded, cues.language) or self.complements.is_more(tokens, p, own)
            }
            beside, joined = beside | idle, joined - idle
        pasted = {p for p in range(len(tokens)) if not tokens[p].own and self._is_unknown(tokens, p, cues.language)} - places.read
        left = [CUT] if any(token.text == CUT for token in tokens) else []
        unseen = (*phrases_at(tokens, beside), *phrases_at(tokens, pasted)[:1], *left)
        return Unread(phrases_at(tokens, joined), unseen) if own else Unread((*phrases_at(tokens, joined), *unseen))

    def _telling(  # noqa: PLR0917 - two sets of plain numbers
        self, tokens: tuple[Token, ...], joined: set[int], beside: set[int], own: list[Piece], places: Places, cues: Cues
    ) -> tuple[set[int], set[int]]:
        """Without the words that add nothing to data that was read for sure. Names and words in disguise always tell."""
        if not any(p.grounded and not p.is_weak and not p.is_class for p in own):
            return joined, beside
        disguised = spelt(tokens, places.read) | in_two(tokens, places.read, self.sensitive, self.particles)
        kept = disguised | {p for p in beside if self._is_whose(tokens, p, own, cues.language)}
        held = {p for p in joined | beside if self._is_held_back(tokens[p].folded, cues.language)}
        idle = self.complements.idle(tokens, (joined | beside) - kept, held, own, cues)
        return joined - idle, beside - idle

    def _vague(self, tokens: tuple[Token, ...], own: list[Piece], joiners: set[int], places: Places, cues: Cues) -> set[int]:
        removed = {p + n for name in _REMOVALS for p in cues.places(name) for n in (1, 2)}
        found = {p for p in range(len(tokens)) if p not in removed and self._is_vague(tokens, p, own, joiners, places)}
        negated = cues.places("read.negation")
        found -= {p for p in found if tokens[p].folded in _WHOSE and set(range(p - _VAGUE_REACH, p)) & negated}
        return {p for p in found if not self.complements.is_where(tokens, p, own)}

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
        if not cues.has("read.unpublished"):
            published = cues.places("read.published") - places.read
            found = {p for p in found if not published & {p + 1, p + 2}}
        return found

    def _only_says_who(self, tokens: tuple[Token, ...], place: int, own: list[Piece], cues: Cues) -> bool:
        """Whether a word for people or a body only says for whom, by whom or whose: "the speech for our drivers", "as a nurse".

        Where the data is known to be about people it adds nothing. What a form is about ("board pack") still counts.
        """
        word = tokens[place].folded
        if not any(stem(word, tongue) in self.who.get(tongue, ()) for tongue in dict.fromkeys((cues.language, "en"))):
            return False
        if {place - 1, place - 2, place - 3} & cues.places("read.self"):
            return True
        here = [piece for piece in own if tokens[piece.first].sentence == tokens[place].sentence]
        if not any(not piece.is_weak for piece in here) or tokens[place - 1].folded in self.joining:
            return False
        if any(self._is_what(tokens, place, piece, frozenset()) for piece in here if piece.is_weak):
            return False
        if tokens[place].folded in self.vague or (place + 1 < len(tokens) and tokens[place + 1].folded in self.containers):
            return False
        return any(piece.sensitivity >= _PERSONAL and not piece.is_weak for piece in here) or any(
            not piece.is_weak and self._leads_to(tokens, piece.last, place, cues.language) for piece in here
        )

    def _is_held_back(self, word: str, language: str) -> bool:
        tongues = dict.fromkeys((language, "en"))
        return word not in self.vague and any(self.index.harmless.says(word, tongue) is False for tongue in tongues)

    def _givers(self, tokens: tuple[Token, ...], own: list[Piece], language: str) -> set[int]:
        """Places of people who gave the harmless data: "open source code that a client sent us" may be theirs."""
        if not all(piece.mild for piece in own):
            return set()
        given = [p for p, t in enumerate(tokens) if t.own and t.folded in self.given and p and not t.breaks]
        tongues = dict.fromkeys((language, "en"))
        near = {p for place in given for p in (place - 1, place - 2) if p >= 0}
        return {p for p in near if any(stem(tokens[p].folded, tongue) in self.who.get(tongue, ()) for tongue in tongues)}

    def _leads_to(self, tokens: tuple[Token, ...], first: int, place: int, language: str) -> bool:
        """Whether "for the new ..." stands between a thing and a word, and nothing that joins more to it."""
        between = tokens[first:place]
        broken = any(t.breaks for t in between)
        if broken or not 1 <= len(between) <= _TOWARDS or between[0].folded not in self.towards:
            return False
        return all(
            t.folded in self.towards or (self.index.is_everyday(t.folded, language) and t.folded not in self.joining)
            for t in between
        )

    def _is_content(self, tokens: tuple[Token, ...], place: int, language: str) -> bool:
        return tokens[place].own and self._is_unknown(tokens, place, language)

    def _is_unknown(self, tokens: tuple[Token, ...], place: int, language: str) -> bool:
        token = tokens[place]
        word = token.folded
        if len(word) < 2 or word in self.plain or token.text.startswith("["):
            return False
        letters = sum(letter.isalpha() for letter in word)
        if letters < 2 and not (letters and len(word) > _SPELT):
            return False
        if word in self.of_tools:
            return False
        if POSSESSIVE.search(token.text):
            return True
        return not self.index.is_common(word, language) and not self.spelling.is_misspelt(token.text, word, language)

    def _is_joined(  # noqa: PLR0911 - one return a rule
        self, tokens: tuple[Token, ...], place: int, own: list[Piece], joiners: set[int], read: frozenset[int]
    ) -> bool:
        if self._belongs_to_any(tokens, place, own):
            return False
        if any(self._is_what(tokens, place, piece, read) for piece in own):
            return True
        sentence = tokens[place].sentence
        if not any(abs(tokens[piece.first].sentence - sentence) <= 1 for piece in own):
            return False
        for back in range(place, max(-1, place - _JOIN_REACH), -1):
            if back != place and back in joiners:
                return True
            gap = tokens[back].gap
            if back > 0 and any(mark in gap for mark in _STRONG_MARKS):
                return True
            if any(mark in gap for mark in "?!;\n") or (back != place and back in read):
                return False
        return False

    def _is_vague(self, tokens: tuple[Token, ...], place: int, own: list[Piece], joiners: set[int], places: Places) -> bool:
        """A thing that holds data, or a word for people, right behind a joiner: nothing says what is in it."""
        token = tokens[place]
        if place in places.read or not token.own or "'" in token.text or "’" in token.text:
            return False
        data = {at for piece in own for at in range(piece.first, piece.last)}
        if token.folded in self.asking and place - 1 in joiners and place - 2 in data:
            return True
        if token.folded not in self.vague or set(range(place + 1, place + 4)) & data or place - 1 in places.read:
            return False
        if own and not any(piece.last <= place for piece in own):
            return False
        before = range(max(0, place - _VAGUE_REACH), place)
        return any(back in joiners and not any(t.breaks for t in tokens[back + 1 : place + 1]) for back in before)

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

    def _is_whose(self, tokens: tuple[Token, ...], place: int, own: list[Piece], language: str) -> bool:
        """Whether a joined word is a person's name that says whose the data is: "the contract with Mr Berg"."""
        token = tokens[place]
        named = token.folded in self.titles or tokens[place - 1].folded in self.titles
        if not named and (language == "de" or not token.text[:1].isupper() or token.text.isupper()):
            return False
        before = [piece for piece in own if piece.last <= place and tokens[piece.first].sentence == token.sentence]
        return bool(before) and not before[-1].mild and not before[-1].is_weak and place - before[-1].last <= _VAGUE_REACH

    def _guarded(self, tokens: tuple[Token, ...], own: list[Piece], matches: list[Match], cues: Cues) -> set[int]:
        """Words of secrecy that no class of this policy has, unless they are denied or said of an account."""
        data = {at for piece in own for at in range(piece.first, piece.last)}
        accounts = {at for m in matches if m.entry.slot in ("account", "plan") and m.size > 1 for at in range(m.first, m.last)}
        hedged, denied = cues.places("read.negated_sensitivity", "class.not_sensitive"), cues.places("read.negation")
        found = set()
        for match in matches:
            here = set(range(match.first, match.last))
            if match.entry.id not in _SECRECY or match.via == "fuzzy" or here & (data | hedged | accounts):
                continue
            if (
                match.entry.language not in ("any", "en", cues.language)
                or not tokens[match.first].own
                or match.first - 1 in denied
            ):
                continue
            follows = tokens[match.last].folded if match.last < len(tokens) else ""
            if self.complements.is_of_code(tokens, match.first, own):
                continue
            if follows not in self.plan_nouns and follows not in self.of_tools and tokens[match.first].own:
                found |= here
        return found

    def _belongs_to_any(self, tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
        return any(self._belongs(tokens, place, piece) for piece in own)

    def _belongs(self, tokens: tuple[Token, ...], place: int, piece: Piece) -> bool:
        """Whether a word only says which or whose: "clinic" in "clinic invoices", "tenants" in "invoices of the tenants"."""
        if piece.is_weak or piece.is_class:
            return False
        if place + 1 == piece.first and not tokens[piece.first].breaks:
            return True
        return 1 <= place - piece.last <= 2 and all(t.folded in self.links for t in tokens[piece.last : place])

    def _is_what(self, tokens: tuple[Token, ...], place: int, piece: Piece, read: frozenset[int]) -> bool:
        """Whether a word says what a form or an activity is about: "grammar check of the autopsy", "internal dossier"."""
        if tokens[piece.first].sentence != tokens[place].sentence:
            return False
        after = 0 <= place - piece.last <= _ABOUT_REACH and not read & set(range(piece.last, place))
        if piece.is_weak:
            before = 1 <= piece.first - place <= 2 and not any(t.breaks for t in tokens[place + 1 : piece.first + 1])
            return before or after
        linked = all(t.folded in self.plain for t in tokens[piece.last : place])
        return piece.is_class and not piece.mild and place - piece.last in (0, 1) and linked
