"""Words that nobody read and the data beside them go in; those that add nothing to data read for sure come out.

Such a word says for whom or for what the thing is ("the work instruction for storm damage"), where it hangs ("on the site"),
or what data about people always holds ("their ids"). What is joined by *and* or *with*, spelt out, or somebody's own is none of
these: it may be anything.
"""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.reading.words.lists import all_words
from bot.tongue.index import Index
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import POSSESSIVE, Token

_TOWARDS = 4
"""Words between a thing and what it is for."""
_SELF = 6
"""Words in which the asker says who they are."""
_PERSONAL = 3
"""From this sensitivity on data is about people."""
_GUARDED = 2
"""From this sensitivity on what a thing is for hardly makes it worse."""
_BEFORE = 2
"""Words right before a thing that colour it."""
_JOINED = 6
"""Words behind one that adds something."""
_CODE = "source-code"
_OURS, _OF_OURS = small("ours_behind"), small("of_ours")
_OF_SITE = Spoken("of_site")


class Complements:
    """Knows the words of one catalog that lead to what a thing is for."""

    def __init__(self, catalog: Catalog, index: Index) -> None:
        self.index = index
        self.topic = all_words(catalog, "aside.topic")
        self.links = all_words(catalog, "read.genitive", "read.towards")
        self.joining = all_words(catalog, "read.joiner", "read.join") - all_words(catalog, "read.genitive")
        self.adding = self.joining - self.topic - all_words(catalog, "aside.hangs")
        self.traits = all_words(catalog, "aside.trait")
        self.sites = all_words(catalog, "aside.site")
        self.hangs = all_words(catalog, "aside.hangs")

    def idle(self, tokens: tuple[Token, ...], unread: set[int], held: set[int], own: list[Piece], cues: Cues) -> set[int]:
        """Of the ``unread`` places those that add nothing. ``held``: common words that may be data, or colour it."""
        solid = [piece for piece in own if piece.grounded and not piece.is_weak and not piece.is_class]
        graver = [piece for piece in solid if piece.sensitivity >= _GUARDED]
        of_self = {match.first + n for match in cues.of("read.self") for n in range(_SELF)}
        found = self.traits_among(tokens, unread, solid)
        for place in unread - found - of_self:
            token = tokens[place]
            if POSSESSIVE.search(token.text) or any(c.isdigit() for c in token.folded):
                continue
            if any(self._is_about(tokens, piece, place, cues.language) for piece in (graver if place in held else solid)):
                found.add(place)
        return found

    def traits_among(self, tokens: tuple[Token, ...], unread: set[int], own: list[Piece]) -> set[int]:
        """What data about people always holds: "with their addresses". It is as guessed as the people are."""
        if not any(piece.sensitivity >= _PERSONAL and not piece.mild for piece in own):
            return set()
        return {p for p in unread if tokens[p].folded in self.traits and not POSSESSIVE.search(tokens[p].text)}

    def _is_about(self, tokens: tuple[Token, ...], piece: Piece, place: int, language: str) -> bool:
        """Whether a preposition leads from a thing to a word, with nothing between that joins more to it."""
        between = tokens[piece.last : place]
        if not 1 <= len(between) <= _TOWARDS or any(t.breaks for t in tokens[piece.last : place + 1]):
            return False
        return between[0].folded in self.topic and all(
            t.folded in self.links or (t.folded not in self.joining and self.index.is_everyday(t.folded, language))
            for t in between[1:]
        )

    def is_where(self, tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
        """Whether a word says where a thing hangs or whose it is: "on the site", "posts of ours"."""
        word, before = tokens[place].folded, range(max(0, place - 2), place)
        if word in self.sites and any(tokens[p].folded in self.hangs or tokens[p] in _OF_SITE for p in before):
            return True
        return word in _OURS and any(piece.last == place - 1 for piece in own) and tokens[place - 1].folded in _OF_OURS

    def is_more(self, tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
        """Whether a word stands at or behind data that is confidential for sure, joined by nothing: it is more of the same."""
        data = places_of(own)  # "patient names" name nothing else
        before = (tokens[p] for p in range(max(0, place - _JOINED), place) if p not in data)
        if any(t.folded in self.adding and t.sentence == tokens[place].sentence for t in before):
            return False
        solid = (p for p in own if p.grounded and not p.mild and not p.is_weak and not p.is_class)
        return any(place >= piece.first - _BEFORE for piece in solid if piece.sensitivity >= _GUARDED)

    @staticmethod
    def is_of_code(tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
        """Whether "private" only says that code is not published: "our private repos"."""
        here = (p for p in own if p.kind == _CODE and not p.mild and tokens[p.first].sentence == tokens[place].sentence)
        return tokens[place].folded.startswith("priv") and any(here)
