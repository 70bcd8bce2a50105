"""Words go in, the same words come out as they were meant: "manuscrpit", "nciht", "sorce code", "livel 4", "mtg notes".

Only what is in no dictionary is taken for another word, and only where what it may be means one thing: never where a word
that may be data is nearly as likely as a harmless one. The words come out as they would be read had they been spelt right, so
an answer is none milder. Names of tools, and what stays in doubt, are looked for by ``index`` itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.policy.world import Catalog
from bot.reading.words.company import Company
from bot.reading.words.dictionary import Dictionary
from bot.reading.words.language import stops_of
from bot.tongue.index import Index
from bot.tongue.slips import is_moved, slip_cost
from bot.tongue.small import small, small_of
from bot.tongue.text import SPOKEN, Token, stem

_SHORTEST, _SHORTEST_BESIDE = 4, 3
"""Letters of a misspelt word that is read by itself, and by those beside it."""
_UNKNOWN = 2.0
"""Zipf frequency from which on a word is one of its language."""
_FOREIGN = 3.0
"""The same for the five languages."""
_EVERYWHERE = 5.0
"""Zipf frequency of a word that is meant, whatever its misspelling is in another language: "aout" is about."""
_OFTEN = 2.9
"""Up to here it may still be a misspelling that is made often: "becuase" is counted, too."""
_GAP, _WIDE = 2.5, 3.0
"""By so many powers of ten the right word is used more than its misspelling; than one that is counted as often as a word."""
_COUNTED, _FAR = 3.5, 3.5
"""Up to here a word is a word of grammar whose letters changed places, where that is used by so many powers of ten more."""
_FEWEST = 2.4
"""Zipf frequency of a word that may be meant."""
_CAREFUL, _CLEAR, _SAFE, _SAFEST = 0.5, 1.0, 1.5, 2.4
"""By so many powers of ten a word is likelier than a more harmless one; than any other; than one that may be data where it is
harmless itself; than one of sensitive data."""
_UNLIKELY = 0.8
"""What a slip costs that is not made by everybody."""
_OFTEN_MADE = 1.0
"""What a slip costs that is often made: any other is none where the word as it stands is counted at all."""
_WEIGHT = 2.0
"""Powers of ten by which one slip more is less likely."""
_ONE = 2.0
"""What one slip costs at most: two of them make no word harmless."""
_LONG_NAME = 7
"""Letters from which on a word with a capital may be a misspelt one, and no name."""
_INTO = small("into")
_SHORTENED = {tongue: dict(pair.split("-") for pair in pairs) for tongue, pairs in small_of("chat_short").items()}
"""Short for what, by language."""


class Respelling:
    """Puts words right, for one policy."""

    def __init__(self, catalog: Catalog, index: Index, conditions: Iterable[str]) -> None:
        """``conditions``: the words of the policy's own conditions, in any language."""
        self.index = index
        self.dictionary = Dictionary(catalog, index, frozenset(filter(str.isalpha, conditions)))
        self.company = Company(self.dictionary)

    def __call__(self, tokens: tuple[Token, ...], languages: tuple[str, ...]) -> tuple[Token, ...]:
        """The tokens, each as it is meant: by those beside it, else by itself."""
        if languages[0] not in SPOKEN:
            return tokens
        for step in (self._lengthened, self._fitted, self._respelt, self._fitted):
            tokens = tuple(step(tokens, place, token.tongues or languages) for place, token in enumerate(tokens))
        return tokens

    def _lengthened(self, tokens: tuple[Token, ...], place: int, languages: tuple[str, ...]) -> Token:
        """A word that is shortened in a chat, as it is meant."""
        token = tokens[place]
        meant = next((long for tongue in languages if (long := _SHORTENED.get(tongue, {}).get(token.folded))), "")
        mine = token.own and token.text.islower() and token.folded not in self.dictionary.own
        return replace(token, folded=meant) if meant and mine else token

    def _fitted(self, tokens: tuple[Token, ...], place: int, languages: tuple[str, ...]) -> Token:
        token = tokens[place]
        if len(token.folded) < _SHORTEST_BESIDE or not token.folded.isalpha() or not token.own:
            return token
        tongues = tuple(dict.fromkeys((*languages, "en")))
        if any(self.dictionary.lists(token.folded, tongue) for tongue in tongues) or self._told(token.folded, tongues) >= _OFTEN:
            return token
        meant = self.company.meant(tokens, place, languages[0])
        return replace(token, folded=meant) if meant else token

    def _respelt(self, tokens: tuple[Token, ...], place: int, languages: tuple[str, ...]) -> Token:
        token = tokens[place]
        if len(token.folded) < _SHORTEST or not token.text.isalpha() or not token.own:
            return token
        unknown = self._is_unknown(token.folded, languages)
        meant = self._meaning(token.folded, languages) if unknown else self._unmoved(token.folded, languages[0])
        if meant == token.folded or not self._may_be(tokens, place, meant, languages[0]):
            return token
        return replace(token, folded=meant)

    def _may_be(self, tokens: tuple[Token, ...], place: int, meant: str, language: str) -> bool:
        """Whether a word that stands here is a misspelt one, and no name: "in Tactiq", "for Smyth"."""
        token = tokens[place]
        if meant in self.dictionary.extra:
            return True
        opens = not place or tokens[place - 1].sentence != token.sentence
        harmless = not self.dictionary.gravity(meant, language)
        if not token.text.islower() and not ((opens or language == "de") and token.text[1:].islower()):
            return not harmless and len(meant) >= _LONG_NAME and token.text[1:].islower()
        return not (harmless and place and not token.breaks and tokens[place - 1].folded in _INTO)

    def _is_unknown(self, word: str, languages: tuple[str, ...]) -> bool:
        tongues = dict.fromkeys((*languages, "en"))
        known = word in self.dictionary.extra or any(self.dictionary.knows(word, tongue) for tongue in tongues)
        return not known and self._told(word, tuple(tongues)) < _OFTEN

    def _told(self, word: str, languages: tuple[str, ...]) -> float:
        return max(self.dictionary.told(word, tongue) for tongue in languages)

    def _unmoved(self, word: str, language: str) -> str:
        """A word of grammar whose letters changed places, though that is counted as well: "nciht"."""
        told = self.dictionary.told(word, language)
        if told > _COUNTED or word in stops_of(language) or word in self.dictionary.own:
            return word
        stops = (other for other in stops_of(language) if is_moved(word, other) and slip_cost(word, other) is not None)
        return next((other for other in stops if self.dictionary.told(other, language) - told >= _FAR), word)

    def _meaning(self, word: str, languages: tuple[str, ...]) -> str:
        """What a word that is in no dictionary means; itself where that is not clear."""
        told = self._told(word, (*languages, "en"))
        found = {self._likeliest(word, told, tongue) for tongue in languages if tongue in SPOKEN} - {""}
        return next(iter(found)) if len(found) == 1 else word

    def _likeliest(self, word: str, told: float, language: str) -> str:
        weighed: list[tuple[float, float, float, str]] = []
        for other, often in self.dictionary.near(word, language):
            cost = slip_cost(word, other)
            if cost is not None and often >= _FEWEST:
                weighed.append((often - _WEIGHT * cost, often, cost, other))
        if not weighed:
            return ""
        moved = [(often, other) for _, often, _, other in weighed if is_moved(word, other)]
        if len(moved) == 1 and moved[0][1] in self.dictionary.own and moved[0][0] - told >= _FAR:
            return "" if self.dictionary.is_name(moved[0][1], language) else moved[0][1]
        weighed.sort(reverse=True)
        best, often, cost, meant = weighed[0]
        root = stem(meant, language)
        cost, often, meant = min((cost, often, other) for _, often, cost, other in weighed if stem(other, language) == root)
        if self.dictionary.is_name(meant, language) or self._is_bold(word, meant, cost, language):
            return ""
        foreign = max(self.dictionary.told(word, tongue) for tongue in SPOKEN) >= _FOREIGN
        if foreign and (cost > _OFTEN_MADE or often < _EVERYWHERE):
            return ""
        if told and (cost > _OFTEN_MADE or often - told < (_WIDE if told >= _UNKNOWN else _GAP)):
            return ""
        rivals = ((best - weight, other) for weight, _, _, other in weighed)
        clear = root != stem(word, language) and all(self._is_farther(meant, other, by, language) for by, other in rivals)
        return meant if clear else ""

    def _is_bold(self, word: str, meant: str, cost: float, language: str) -> bool:
        """Whether it takes two slips, or one that is not often made, to read a harmless word in what may be a graver one."""
        if self.dictionary.gravity(meant, language):
            return False
        return cost > _ONE or (cost >= _UNLIKELY and self.dictionary.is_near_grave(word))

    def _is_farther(self, meant: str, other: str, by: float, language: str) -> bool:
        """Whether another word that is near is so much less likely, or means the same."""
        if stem(meant, language) == stem(other, language):
            return True
        graver = self.dictionary.gravity(other, language) - self.dictionary.gravity(meant, language)
        if graver:
            return by >= (_CAREFUL if graver < 0 else _SAFEST if self.dictionary.is_grave(other) else _SAFE)
        return by >= _CLEAR or (self.dictionary.is_plain(meant, language) and self.dictionary.is_plain(other, language))
