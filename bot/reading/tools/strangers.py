"""A message goes in; a word that nobody knows comes out as a tool where it stands in a place that only tools take.

"Put our minutes into zorblax", "mag ik Notulix gebruiken": no list of words in any language has it, and no word of data, people,
software or places is like it. It grounds no allowed: what is not listed is never milder for having been read this way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.tools.new_names import is_german
from bot.reading.words.language import stops_of
from bot.reading.words.lists import all_words
from bot.tongue.counts import bare_counts, counts
from bot.tongue.entries import Match, read_places
from bot.tongue.index import Index
from bot.tongue.small import Spoken, small
from bot.tongue.text import POSSESSIVE, SPOKEN, Token

_SHORTEST = 4
_PART = 4
"""Letters from which on the end of a compound is a word."""
_SEEN = 0.9
"""Zipf frequency from which on a word is one of a language."""
_OFTEN = 5.3
"""The same, of a word that is as short as some names are, from which on everybody says it."""
_COMPOUNDING = ("nl", "de")
_USING, _USED, _WHO_USES = Spoken("using"), small("used_behind"), small("who_uses")
_PUT, _INTO = small("put_in"), Spoken("put_into")
_WORK, _WITH = small("machine_work"), Spoken("worked_with")
_IS, _PERMITTED, _FOR = Spoken("is_it"), Spoken("permitted"), Spoken("opens_with")
_REPLY = 5
"""Words of a message that goes on with a thread."""
_LONG = 8
"""Letters from which on a misspelt name may differ in two."""


class Strangers:
    """Finds tools that nobody knows, for one policy."""

    def __init__(self, catalog: Catalog, index: Index) -> None:
        self.index = index
        self.known: dict[int, list[str]] = defaultdict(list)
        """Names of tools by their length."""
        for name in frozenset().union(*(layer.names for layer in index.layers)):
            self.known[len(name)].append(name)
        lists = ("telling.name", "telling.surname", "read.host", "read.software", "read.tool_noun", "read.product_noun")
        self.others = frozenset(word for name in lists for word in all_words(catalog, name))
        self.holders = all_words(catalog, "read.container", "container", "read.host")

    def named(self, tokens: tuple[Token, ...], matches: list[Match], follows: bool) -> Named | None:
        """The first such word. ``follows``: the message goes on with a thread that is about a tool."""
        taken = read_places(matches)
        for place, token in enumerate(tokens):
            if place in taken or not self.ends(tokens, place):
                continue
            put = self._is_put_into(tokens, place, follows and len(tokens) <= _REPLY)
            # looked for last, because it takes longest
            is_there = put or (self._is_used(tokens, place) and not self._ends_in(token))
            if is_there and (self._is_called(tokens, place, put) or self._is_strange(token)):
                return Named(place, place + 1, quote=token.text, source="text", unknown=True, is_stranger=True)
        return None

    def is_tool_place(self, tokens: tuple[Token, ...], first: int, last: int, follows: bool) -> bool:
        """Whether words stand where only tools do: what something is put into, or what is used."""
        put = self._is_put_into(tokens, first, follows and len(tokens) <= _REPLY)
        return self.ends(tokens, last - 1) and (put or self._is_used(tokens, first))

    def _is_called(self, tokens: tuple[Token, ...], place: int, put: bool) -> bool:
        """Whether it is called like a tool, though it be a word: with a capital where none is due ("Sunrise", "Pi"), or too short
        to say anything else where it is used ("pi"). In German each noun has a capital. ``put``: something goes into it."""
        token, word = tokens[place], tokens[place].folded
        if not token.own or not token.text.isalpha() or word in self.others:
            return False
        said = [one for one in tokens[:place] if one.sentence == token.sentence]
        is_said = any(word in stops_of(one) or counts(one).zipf(word) >= _OFTEN for one in SPOKEN)
        is_short = len(word) < _SHORTEST and not is_said
        is_name = token.text[:1].isupper() and (len(word) == 1 or not token.text.isupper())
        is_due = (len(said) > 1 and not said[-1].text.islower()) if said else not is_short
        is_german_noun = len(word) >= _SHORTEST and is_german(tokens, place)
        return (is_name and not is_due and not is_german_noun) or (is_short and token.text.islower() and not put)

    def _is_strange(self, token: Token) -> bool:
        """Whether no list has a word, and it is no slip of a tool's name."""
        word = token.folded
        if not token.own or len(word) < _SHORTEST or not word.isascii() or word in self.others or POSSESSIVE.search(token.text):
            return False
        if not word.isalnum() or word[0].isdigit() or sum(map(str.isalpha, word)) < _SHORTEST or token.text.startswith("["):
            return False
        if any(counts(one).zipf(word) >= _SEEN or bare_counts(one).zipf(word) >= _SEEN for one in SPOKEN):
            return False
        if any(self.index.is_common(word, one) or self.index.harmless.says(word, one) is not None for one in SPOKEN):
            return False
        return not self.is_slip(word)

    def is_slip(self, word: str) -> bool:
        """Whether a word is as near to a tool's name as slips of fingers bring it."""
        most = 2 if len(word) >= _LONG else 1
        near = (self.known.get(length, ()) for length in range(len(word) - 1, len(word) + 2))
        return any(extractOne(word, names, scorer=OSA.distance, score_cutoff=most) for names in near)

    def _ends_in(self, token: Token) -> set[bool | None]:
        """What is known of the words of German or Dutch that it ends in ("Lieferantenrohwerte"): harmless, or held back."""
        tongues = [one for one in token.tongues or _COMPOUNDING if one in _COMPOUNDING]
        ends = [token.folded[at:] for at in range(1, len(token.folded) - _PART + 1)]
        return {self.index.harmless.says(end, one) for end in ends for one in tongues} - {None}

    def _is_held(self, token: Token) -> bool:
        """Whether it ends in a word for what holds data, or for data ("Teamordner")."""
        holds = any(token.folded.endswith(one) for one in self.holders if len(one) > _PART)
        return holds or False in self._ends_in(token)

    def _is_put_into(self, tokens: tuple[Token, ...], place: int, replies: bool) -> bool:
        """ "... into zorblax", where something is put there, or a tool does the work; and "no, in zorblax" as a reply."""
        token, before = tokens[place], tokens[place - 1] if place else None
        if before is None or token.breaks or (not (is_into := before in _INTO) and before not in _WITH):
            return False
        sentence = [t for t in tokens if t.own and t.sentence == token.sentence]
        if not (replies or _says(sentence, _PUT if is_into else _WORK)) or self._is_held(token):
            return False
        return is_into or not self._ends_in(token)

    def _is_used(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "Use zorblax", "mag ik zorblax gebruiken", "is zorblax allowed", "Zorblax for the minutes?"."""
        token = tokens[place]
        before = tokens[place - 1] if place and not token.breaks and tokens[place - 1].sentence == token.sentence else None
        after = tokens[place + 1] if place + 1 < len(tokens) and not tokens[place + 1].breaks else None
        if before is None:
            return after is not None and after in _FOR and token.text[:1].isupper()
        if before in _USING or (before in _IS and after is not None and after in _PERMITTED):
            return True
        behind = [t for t in tokens[place + 1 :] if t.sentence == token.sentence]
        if after is not None and after.folded in _USED:
            return True
        return before.folded in _WHO_USES and any(t.folded in _USED for t in behind)

    def ends(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether nothing stands behind it that it might say more of: "zorblax exports"."""
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if after is None or after.breaks:
            return True
        word = after.folded
        return (
            word in _PUT | _USED | _WORK or after in _PERMITTED or any(word in stops_of(one) for one in after.tongues or SPOKEN)
        )


def _says(sentence: Iterable[Token], verbs: frozenset[str]) -> bool:
    return any(token.folded in verbs for token in sentence)
