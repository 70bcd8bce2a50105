"""Words around a tool that runs on own machines go in; whose computer is meant comes out: one's own, that of work, or "mine"."""

from __future__ import annotations

from enum import Enum

from bot.policy.world import Catalog
from bot.reading.words.lists import all_words
from bot.tongue.small import small
from bot.tongue.text import Token, words_of

_BEFORE, _AFTER = 4, 5
"""Words before and after a computer that say whose it is."""
_LONGEST = 4
"""Words of a phrase that says whose."""
_MINE = small("mine")
_OUR, _OWN = small("our"), small("own_alone")
_NOT = small("no_machine")
_LINKS = small("beside_machine")
_HOSTS = tuple(words_of(phrase) for phrase in sorted(small("hosts_it")))
_FIT = 3
"""Letters that the first half of a compound has at least ("dienstrechner")."""


class Whose(Enum):
    """Whose computer it is."""

    UNSAID = ""
    MINE = "mine"
    """ "my laptop": the asker's own, or the one from work."""
    OWN = "own"
    WORK = "work"


class Machines:
    """Words for computers and for whose they are, ready to look for."""

    def __init__(self, catalog: Catalog) -> None:
        self.nouns = all_words(catalog, "read.machine")
        self.own = all_words(catalog, "read.machine_own")
        self.work = all_words(catalog, "read.machine_work")
        self.house = all_words(catalog, "read.machine_house")

    def is_house(self, name: str) -> bool:
        """Whether a row's name says that it is about the organisation's machines."""
        return bool(self.house & set(words_of(name)))

    def whose(self, tokens: tuple[Token, ...], sentences: set[int]) -> Whose:
        """Whose computer these sentences speak of; the asker's own where two disagree."""
        found = {
            self._of(tokens, place) for place, token in enumerate(tokens) if token.own and token.sentence in sentences
        }  # fmt: skip
        order = (Whose.OWN, Whose.MINE, Whose.WORK)
        return next((one for one in order if one in found), Whose.UNSAID)

    @staticmethod
    def is_hosted_by_me(tokens: tuple[Token, ...]) -> bool:
        """ "I self-host Qwen", "ik host zelf", "J'héberge Llama moi-même": whoever asks runs it, on whatever machine."""
        said = [token.folded if token.own else "" for token in tokens]
        starts = ((place, phrase) for place in range(len(said)) for phrase in _HOSTS)
        return any(tuple(said[place : place + len(phrase)]) == phrase for place, phrase in starts)

    def _of(self, tokens: tuple[Token, ...], place: int) -> Whose:
        word = tokens[place].folded
        head = self._first_half(word)
        if word not in self.nouns and head is None:
            return Whose.UNSAID
        before = self._before(tokens, place)
        if any(t.folded in _NOT for t in tokens[max(0, place - len(before) - 2) : place]):
            return Whose.UNSAID
        words = [*(token.folded for token in before), *([head] if head else [])]
        behind = self._behind(tokens, place + 1)
        said = {*words, *behind} & self.own
        if said - _OWN or (said and not _OUR & set(words)):  # "our own GPU box" is nobody's own
            return Whose.OWN
        if said:
            return Whose.WORK
        if self.work & set(words) or any(phrase in self.work for phrase in behind):
            return Whose.WORK
        return Whose.MINE if _MINE & set(words) else Whose.UNSAID

    def _first_half(self, word: str) -> str | None:
        """ "Privatrechner", "werklaptop": what stands before the computer in one word."""
        for noun in self.nouns:
            if word.endswith(noun) and len(word) >= len(noun) + _FIT:
                head = word.removesuffix(noun)
                if head in self.own | self.work:
                    return head
        return None

    def _before(self, tokens: tuple[Token, ...], place: int) -> list[Token]:
        """The words of the phrase that ends in the computer."""
        known = _LINKS | _MINE | _OUR | self.own | self.work | self.nouns
        found: list[Token] = []
        for at in range(place - 1, max(-1, place - 1 - _BEFORE), -1):
            if tokens[at + 1].breaks or tokens[at].folded not in known:
                break
            found.append(tokens[at])
        return found

    @staticmethod
    def _behind(tokens: tuple[Token, ...], start: int) -> list[str]:
        """Every phrase that begins among the next words, up to a comma."""
        end = start
        while end < min(len(tokens), start + _AFTER) and not tokens[end].breaks:
            end += 1
        words = [token.folded for token in tokens[start:end]]
        return [" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, min(a + _LONGEST, len(words)) + 1)]
