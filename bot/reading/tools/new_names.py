"""A message goes in; names that nobody knows come out as tools: beside a word for a tool or another tool, or as what is used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.words.lists import all_words
from bot.reading.words.makers import makers
from bot.tongue.entries import Match, read_places
from bot.tongue.index import Index
from bot.tongue.small import Spoken, small
from bot.tongue.text import STEMMERS, Token

_USING = small("using")
_ASKED_OF = small("asked_of")
_INTO = small("held_in")
_EITHER = Spoken("or", "versus")
_CALLED = small("called")
_ONE = small("that_one")
_FROM = small("from_whom")
_GERMAN = small("german")
_AI_SITES = small("tool_site")
"""A word with one of these behind a full stop is called a tool by its site ("Reclaim.ai")."""
_QUOTES = frozenset("\"“”„«»‘’'")
_COMPOUNDING = ("nl", "de")
"""Languages in which a new word that begins a sentence is as often data."""
_NEAR_NOUN = 4
REMARK = 5
"""A message of so few words that goes on with a thread and names one thing is about that thing."""


class NewNames:
    """Finds names of tools that no catalog has, for one policy."""

    def __init__(self, catalog: Catalog, index: Index) -> None:
        self.index = index
        self.hosts = all_words(catalog, "read.host")
        self.nouns = all_words(catalog, "read.tool_noun", "read.product_noun")
        self.frequent = all_words(catalog, "read.frequent")
        self.traits = all_words(catalog, *(name for name in catalog.words if name.startswith("trait.")))
        self.called = all_words(catalog, "telling.name")
        self.makers = makers(catalog)
        self.measured = all_words(catalog, "read.instead", "read.alike")

    def unknown(self, tokens: tuple[Token, ...], matches: list[Match], follows: bool = False) -> Named | None:
        """A name that nobody knows beside a word for a tool, or as what is used ("Themis assistant", "the app Lyra", "can I
        use Zorptool?"): a tool, and no data.

        Going on with a thread, software is one too: one that nobody knows ("and with Zoom?"), and its maker's AI, where the
        catalog has one, only by "the GitHub one".
        """
        if follows and len(tokens) <= REMARK:
            for place, token in enumerate(tokens):
                one = place + 1 < len(tokens) and tokens[place + 1].folded in _ONE
                if token.own and (token.text[:1].isupper() or one) and token.folded in self.hosts:
                    slot, id_ = self.makers.get(token.folded, ("", "")) if one else ("", "")
                    made = Named(place, place + 1, quote=token.text, source="text", unknown=not slot)
                    return replace(made, **({"tools": frozenset({id_})} if slot == "tool" else {"brand": id_}))
        taken = read_places(matches)
        for place, token in enumerate(tokens[:-1]):
            after = tokens[place + 1]
            if token.own and place not in taken and after.gap == "." and after.folded in _AI_SITES:
                return Named(place, place + 2, quote=f"{token.text}.{after.text}", source="text", unknown=True)
        for place, token in enumerate(tokens):
            asks = any(self.index.is_listed(token.folded, one) for one in STEMMERS)  # "Welke AI-tools", "Quel outil"
            asks = asks or token.folded in self.traits  # "welke Europese tool"
            if place in taken or asks or not self._is_new(token, ("en",)) or is_german(tokens, place):
                continue
            if self._is_used(tokens, place) or self._leads(tokens, place) or self._is_quoted(tokens, place):
                return Named(place, place + 1, quote=token.text, source="text", unknown=True)
            for p in (place + 1, place - 1, place - 2):
                if 0 <= p < len(tokens) and self._is_beside(tokens, place, p):
                    return Named(min(place, p), max(place, p) + 1, quote=token.text, source="text", unknown=True)
        return None

    def compared(self, tokens: tuple[Token, ...], matches: list[Match], tools: list[Named]) -> list[Named]:
        """Names that nobody knows, asked about beside a tool ("Zorptool or Copilot", "Claude vs Lyra"): tools, and no data."""
        taken = read_places(matches)
        places = [
            place
            for tool in tools
            if not tool.is_generic
            for joint, place in ((tool.last, tool.last + 1), (tool.first - 1, tool.first - 2))
            if 0 <= place < len(tokens) and tokens[joint] in _EITHER and not tokens[max(joint, place)].breaks
        ]
        places += [p for p in range(len(tokens) - 1) if tools and not tokens[p + 1].breaks and self.is_preferred(tokens, p + 1)]
        found = [
            p for p in dict.fromkeys(places) if p not in taken and self._is_new(tokens[p], STEMMERS) and self._ends(tokens, p)
        ]
        found = [p for p in found if not is_german(tokens, p)]
        return [Named(p, p + 1, quote=tokens[p].text, source="text", unknown=True) for p in found]

    def is_preferred(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether "instead of" or "like" follows."""
        words = [token.folded for token in tokens[place : place + 3]]
        return any(" ".join(words[:size]) in self.measured for size in range(1, len(words) + 1))

    def has_noun(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "Heidi (the scribe app)", "the assistant Heidi"."""
        near = range(max(0, place - 2), min(len(tokens), place + _NEAR_NOUN))
        return any(p != place and tokens[p].sentence == tokens[place].sentence and tokens[p].folded in self.nouns for p in near)

    def _is_new(self, token: Token, languages: Iterable[str]) -> bool:
        """Written as a name, and no word that these languages know."""
        name = token.text[:1].isupper() and token.own and len(token.folded) >= 4
        if not name or token.text.upper() == token.text or "'" in token.text or "’" in token.text:
            return False
        return not any(self.index.is_common(token.folded, one) or self.index.is_everyday(token.folded, one) for one in languages)

    def _is_used(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "May I use Zorptool for notes?"; software that holds things is no tool by that."""
        if not place or tokens[place - 1].folded not in _USING or tokens[place].breaks or tokens[place].folded in self.hosts:
            return False
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        ends = after is None or after.breaks or after.folded in _ASKED_OF
        return ends and self._is_new(tokens[place], STEMMERS)

    def _leads(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "Thiana pour les notes ?": a name begins the sentence, and what it is for follows."""
        token = tokens[place]
        begins = not place or tokens[place - 1].sentence != token.sentence
        compounds = bool(token.tongues) and token.tongues[0] in _COMPOUNDING
        if not begins or compounds or place + 1 >= len(tokens) or token.folded in self.called:
            return False
        after = tokens[place + 1]
        return not after.breaks and after.folded in _ASKED_OF and self._is_new(token, STEMMERS)

    def _is_quoted(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "une ia qui s'appelle « PlumeFacile »": a name in quotes, with a word for a tool in the sentence."""
        after = tokens[place + 1].gap if place + 1 < len(tokens) else ""
        if not (_QUOTES & set(tokens[place].gap) and (_QUOTES & set(after) or not after)):
            return False
        return self._is_new(tokens[place], STEMMERS) and self.has_noun(tokens, place)

    def _ends(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether a name ends here: "Copilot or Zorptool for notes", and not "Copilot or Zorptool minutes"."""
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        ends = after is None or after.breaks or after in _EITHER or after.folded in self.frequent | _ASKED_OF | _INTO
        return ends or self.is_preferred(tokens, place + 1)

    def _is_beside(self, tokens: tuple[Token, ...], place: int, noun: int) -> bool:
        if tokens[noun].folded not in self.nouns or tokens[noun].sentence != tokens[place].sentence:
            return False
        low, high = min(place, noun), max(place, noun)
        if tokens[low + 1].folded in _FROM and tokens[place].folded in self.called:
            return False  # "the thing from Anna"
        return not any(tokens[p].breaks and "(" not in tokens[p].gap for p in range(low + 1, high + 1)) and (
            high - low == 1 or tokens[low + 1].folded in _CALLED
        )


def is_german(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a word stands in a German sentence, where every noun is written as a name."""
    return any(token.folded in _GERMAN for token in tokens if token.sentence == tokens[place].sentence)
