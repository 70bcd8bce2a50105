"""Words that nobody read go in; those that by their place in the message are no data come out.

The misspelt end of a tool's name ("copilot caht"), the asker's own name ("this is Aline from Lyon, ..."), what a general question
is about ("a general question about dosing"), words of the policy's own name for what was read ("haiku for the release").
"""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.reading.words.lists import all_words
from bot.tongue.counts import counts
from bot.tongue.index import Index
from bot.tongue.slips import slip_cost
from bot.tongue.small import Spoken, small
from bot.tongue.text import POSSESSIVE, SPOKEN, Token, stem, words_of

_TOLD = 4
"""Letters from which on a misspelt word is told by itself."""
_HARDLY = 2.1
"""Zipf frequency up to which a word is likelier a misspelt one."""
_INTRODUCED, _INTRODUCES = Spoken("introduces"), Spoken("asker_from")
_JOINS = Spoken("joining")
_GENERAL, _ASKED, _ABOUT = Spoken("general"), Spoken("asked"), Spoken("asked_about")
_ROMANCE = ("fr", "es")
_TOPIC = 3
"""Words that a general question is about."""
_NEAR = 2
_ARTICLES = small("article")
_GUARDED = 2
"""From this sensitivity on a compound of everyday words beside the data hardly makes it worse."""
_PART, _LONGEST = 4, 80
"""Letters of a part of a compound, and of the longest that is looked at."""
_GLUE = small("glue")
_BUT = small("but_not")
"""Words in a policy's name for data behind which stands what is not in it."""


class Placed:
    """Knows the words of one policy and of one catalog."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.index = index
        self.names = all_words(catalog, "telling.name")
        self.own_things = all_words(catalog, "read.own_thing")
        plans = (name for name in catalog.words if name.startswith("plan."))
        self.ends = all_words(catalog, "read.plan_noun").union(small("chat"), *(all_words(catalog, name) for name in plans))
        self.languages = tuple(knowledge.vocabulary.languages)
        self.called = {id_: self._stems(terms.label, *terms.names) for id_, terms in knowledge.vocabulary.data.items()}

    def idle(self, tokens: tuple[Token, ...], unread: set[int], own: list[Piece], tools: frozenset[int], cues: Cues) -> set[int]:
        """Of the ``unread`` places those that are no data. ``tools``: places of tools' names."""
        found = self._introduced(tokens) | self._general(tokens, tools, cues.language)
        solid = [piece for piece in own if piece.grounded and not piece.is_class]
        found |= {p for p in unread if self._is_tail(tokens, p, tools) or self._is_called(tokens, p, solid)}
        return found & unread

    def _is_tail(self, tokens: tuple[Token, ...], place: int, tools: frozenset[int]) -> bool:
        """Whether a word is the misspelt end of a tool's name or its plan, and hardly a word of any language: "chatgpt teem"."""
        token = tokens[place]
        if place - 1 not in tools or token.breaks or not token.text.isalpha() or len(token.folded) < _TOLD:
            return False
        if any(counts(tongue).zipf(token.folded) > _HARDLY for tongue in SPOKEN):
            return False
        costs = (slip_cost(token.folded, meant) for meant in self.ends if len(meant) >= _TOLD)
        return any(cost is not None and cost < 1 for cost in costs)

    def _introduced(self, tokens: tuple[Token, ...]) -> set[int]:
        """The first clause, where it says who writes: "c'est Aline de Saragosse, ...", "this is Tom from billing, ..."."""
        for place, token in enumerate(tokens):
            if token not in _INTRODUCED:
                continue
            rest = [p for p in range(place + 1, len(tokens)) if tokens[p].clause == token.clause]
            if not rest or rest[-1] == len(tokens) - 1 or token.sentence != tokens[0].sentence or not token.own:
                return set()
            if tokens[rest[0]].folded not in self.names or not tokens[rest[0]].text[:1].isupper():
                continue
            named = all(tokens[p].text[:1].isupper() or tokens[p] in _INTRODUCES for p in rest)
            is_placed = len(rest) == 1 or any(tokens[p] in _INTRODUCES for p in rest)  # a full name may be who it is about
            return set(rest) if named and is_placed and len(rest) <= _PART else set()
        return set()

    def _general(self, tokens: tuple[Token, ...], tools: frozenset[int], language: str) -> set[int]:
        """What a general question is about, where nothing of the asker's or of the house is meant."""
        for place, token in enumerate(tokens):
            if token not in _ASKED or not any(t in _GENERAL for t in tokens[max(0, place - _NEAR) : place + _NEAR]):
                continue
            about = next((p for p in range(place + 1, place + _NEAR + 1) if p < len(tokens) and tokens[p] in _ABOUT), None)
            if about is None:
                continue
            begin = about + 1
            if language in _ROMANCE and begin < len(tokens) and tokens[begin].folded in _ARTICLES:
                begin += 1  # "sur la toxicologie" is no toxicology of somebody's
            end = begin
            while end < len(tokens) and not tokens[end].breaks and not tools & {end, end + 1}:
                end += 1
            topic = range(begin, end)
            if len(topic) <= _TOPIC and all(self._is_topic(tokens[p], language) for p in topic):
                return set(topic)
        return set()

    def _is_topic(self, token: Token, language: str) -> bool:
        if POSSESSIVE.search(token.text) or not token.text.isalpha() or token.folded in self.own_things | _ARTICLES:
            return False
        return language == "de" or token.text.islower()

    def _is_called(self, tokens: tuple[Token, ...], place: int, solid: list[Piece]) -> bool:
        """Whether a word belongs to the policy's own name for data that was read without it."""
        word = tokens[place]
        if POSSESSIVE.search(word.text) or any(t in _JOINS for t in tokens[max(0, place - _NEAR) : place]):
            return False
        stems = {stem(word.folded, tongue) for tongue in self.languages}
        return any(stems & self.called.get(id_, frozenset()) for piece in solid for id_ in piece.types if not piece.mild)

    def _stems(self, *names: str) -> frozenset[str]:
        found: set[str] = set()
        for name in names:
            for word in words_of(name):
                if word in _BUT:
                    break
                found |= {stem(word, tongue) for tongue in self.languages if len(word) >= _TOLD}
        return frozenset(found)

    def plain(self, tokens: tuple[Token, ...], beside: set[int], own: list[Piece], language: str) -> set[int]:
        """Compounds of everyday words that stand beside guarded data."""
        if not any(p.grounded and not p.mild and not p.is_weak and p.sensitivity >= _GUARDED for p in own):
            return set()
        return {p for p in beside if self._is_plain(tokens[p].folded, language)}

    def _is_plain(self, word: str, language: str) -> bool:
        """Whether a compound is made of everyday words alone: "Aktenverwaltung", "planningsmeeting"."""
        if language not in ("nl", "de") or len(word) > _LONGEST:
            return False
        cuts = ((word[:cut], word[cut:]) for cut in range(_PART, len(word) - _PART + 1))
        return any(
            self.index.harmless.says(right, language) is True
            and any(self.index.harmless.says(form, language) is True for form in _unglued(left))
            for left, right in cuts
        )


def _unglued(part: str) -> list[str]:
    return [part, *(part.removesuffix(glue) for glue in _GLUE if part.endswith(glue) and len(part) - len(glue) >= _PART)]
