"""A misspelt word and the words beside it go in, the word that a known phrase has there comes out: "livel 4", "DeapL Pro".

What stands beside it says which of several near words is meant, and that a name or a word of four letters is. It must be in
no dictionary itself, and none of sensitive data may be as near.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.words.dictionary import Dictionary
from bot.tongue.layer import Layer
from bot.tongue.slips import slip_cost
from bot.tongue.small import small
from bot.tongue.text import Token, is_slip, stem

_SHORTEST = 4
"""Letters of a word that may be meant."""
_DEAREST = 0.8
"""What a slip costs at most: fingers and ears make it."""
_CLEARLY = 0.25
"""By so much a slip costs less than another."""
_PLAN_NAME = 5
"""A word of fewer letters beside a tool is misspelt by letters too many, too few or moved: "Claude Teem" may be anything."""
_STOPS = small("stop")
_NEAR = 2
"""Words of grammar between two words of a phrase, at most."""


class Company:
    """Knows which words stand beside each other in the phrases of one policy and of the catalog."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.layers = (dictionary.index.layer, dictionary.base.layer)

    def meant(self, tokens: tuple[Token, ...], place: int, language: str) -> str:
        """What an unknown word is by those beside it; empty where they do not say."""
        word = tokens[place].folded
        if len(self._forms(tokens[place], language)) > 1:
            return ""  # a misspelt name: the index finds it, and knows that it was misspelt
        named = any(one and self._is_named(one, language) for one in (_neighbour(tokens, place, step) for step in (-1, 1)))
        for layer in self.layers:
            fitting = [one for one in self._fitting(tokens, place, layer, language) if not named or self._is_sure(word, one)]
            costs = {other: cost for other in fitting if (cost := _cost(word, other)) is not None}
            if costs:
                best = min(costs, key=lambda other: (costs[other], other))
                rivals = (other for other, cost in costs.items() if cost - costs[best] < _CLEARLY)
                clear = all(stem(other, language) == stem(best, language) for other in rivals)
                sure = self._is_plan(tokens, place, best, language) or not self._is_graver(word, best, costs[best], language)
                return best if clear and sure else ""
        return ""

    def _is_plan(self, tokens: tuple[Token, ...], place: int, word: str, language: str) -> bool:
        """Whether it is a plan's word behind a tool's name, or a class's before its number: no word for data stands there."""
        left, right = _neighbour(tokens, place, -1), _neighbour(tokens, place, 1)
        if left is not None and self._is_named(left, language) and any(word in layer.plan_words for layer in self.layers):
            return True
        return right is not None and right.folded.isdigit()

    def _fitting(self, tokens: tuple[Token, ...], place: int, layer: Layer, language: str) -> Iterator[str]:
        """The words that stand beside these neighbours in a phrase of one layer."""
        left, right = _neighbour(tokens, place, -1), _neighbour(tokens, place, 1)
        for token, table in ((left, layer.behind), (right, layer.before)):
            for form in self._forms(token, language) if token else ():
                yield from table.get(form, ())
                if self._is_name(form):
                    yield from layer.plan_words

    def _forms(self, token: Token, language: str) -> tuple[str, ...]:
        """A neighbour as it is written; a misspelt name as it is meant."""
        names = filter(self._is_name, self.dictionary.index.corrected(token, (language, "en")))
        return (token.folded, *names)

    def _is_named(self, token: Token, language: str) -> bool:
        """Whether a word is a tool's name, misspelt or not."""
        return any(map(self._is_name, self._forms(token, language)))

    def _is_sure(self, word: str, meant: str) -> bool:
        """Whether a word beside a tool's name may be meant: the plan that costs nothing is no milder than any other."""
        return len(meant) >= _PLAN_NAME or is_slip(word, meant) or any(meant in layer.free_words for layer in self.layers)

    def _is_name(self, word: str) -> bool:
        """Whether a word is the whole name of a tool."""
        return any(word in layer.squashed for layer in self.layers)

    def _is_graver(self, word: str, meant: str, cost: float, language: str) -> bool:
        """Whether a word of sensitive data is about as near as what is meant, and that is none."""
        if self.dictionary.is_grave(meant):
            return False
        near = (other for other, _ in self.dictionary.near(word, language) if self.dictionary.is_grave(other))
        others = (slip_cost(word, other) for other in near if stem(other, language) != stem(meant, language))
        return any(other is not None and other - cost < _CLEARLY for other in others)


def _cost(word: str, other: str) -> float | None:
    """What the slip costs, where it is a likely one."""
    if len(other) < _SHORTEST or not other.isalpha():
        return None
    cost = slip_cost(word, other)
    return cost if cost is not None and 0 < cost <= _DEAREST else None


def _neighbour(tokens: tuple[Token, ...], place: int, step: int) -> Token | None:
    """The next word of the same phrase to one side that is none of grammar."""
    for gone in range(1, _NEAR + 2):
        at = place + step * gone
        if not 0 <= at < len(tokens) or tokens[max(at, at - step)].breaks or not tokens[at].own:
            return None
        if tokens[at].folded not in _STOPS:
            return tokens[at]
    return None
