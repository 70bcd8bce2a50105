"""Matches of names go in, those that name a tool come out: exact names beat likenesses; ordinary words and places are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.policy.vocabulary import ToolTerms
from bot.policy.world import Catalog
from bot.reading.entries import Match
from bot.reading.index import Index
from bot.reading.lists import all_words
from bot.reading.makers import makers
from bot.reading.named import Named
from bot.reading.small import Spoken, small
from bot.reading.text import STEMMERS, Token

NAMES = frozenset({"row", "offering", "tool", "toolplan", "brand", "family"})
_PRODUCT = NAMES - {"family"}
_GERMAN = small("german")
_ARTICLES = small("article_ordinary")
"""Before an ordinary word in small letters they leave it one ("the cursor")."""
_USING = small("using")
_USED, _USED_FOR, _WHO_USES = small("used_behind"), small("used_for"), small("who_uses")
_ASKED_OF = small("asked_of")
_INTO = small("held_in")
_EITHER = Spoken("or", "versus")
_JOINT = Spoken("or", "versus", "and")
_THEN = Spoken("then")
_CALLED = small("called")
_ONE = small("that_one")
_FROM = small("from_whom")
_SITES = small("site_ending")
_AI_SITES = small("tool_site")
"""A word with one of these behind a full stop is called a tool by its site ("Reclaim.ai")."""
_QUOTES = frozenset("\"“”„«»‘’'")
_COMPOUNDING = ("nl", "de")
"""Languages in which a new word that begins a sentence is as often data."""
_NEAR_NOUN = 4
_REMARK = 5
"""A message of so few words that goes on with a thread and names one thing is about that thing."""


class Names:
    """Tells names of tools from words that only look like them, for one policy."""

    def __init__(self, catalog: Catalog, index: Index, terms: dict[str, ToolTerms]) -> None:
        self.catalog, self.index, self.terms = catalog, index, terms
        self.hosts = all_words(catalog, "read.host")
        self.nouns = all_words(catalog, "read.tool_noun") | all_words(catalog, "read.product_noun")
        self.frequent = all_words(catalog, "read.frequent")
        self.people = all_words(catalog, "read.tool_person")
        self.called = all_words(catalog, "telling.name")
        self.makers = makers(catalog)
        self.titles = all_words(catalog, "read.title")
        self.measured = all_words(catalog, "read.instead") | all_words(catalog, "read.alike")

    def kept(self, tokens: tuple[Token, ...], matches: list[Match], follows: bool = False) -> list[Match]:
        """Without likenesses where a name is meant, ordinary words, and software that only holds the data.

        ``follows``: the message goes on with a thread that is about a tool.
        """
        exact = [m for m in matches if m.entry.slot in _PRODUCT and _is_exact(m, tokens)]
        names = [m for m in matches if m.entry.slot in _PRODUCT]
        sure = [m for m in exact if not self._is_loose(tokens[m.first])]
        meant = {
            m.first
            for m in exact
            if self._is_loose(tokens[m.first])
            and (self._is_joined(m, tokens, sure) or (follows and not sure and len(tokens) <= _REMARK))
        }
        return [
            m
            for m in matches
            if m.entry.slot not in _PRODUCT
            or m.first in meant
            or not (
                self._is_likeness(m, tokens, exact)
                or (m.entry.slot == "tool" and self._is_ordinary(m, tokens, exact))
                or self._is_place(m, tokens, names)
                or _is_site(m, tokens)
            )
        ]

    def _is_loose(self, token: Token) -> bool:
        """Whether a name is as often a person's, or that of software that holds data."""
        return token.folded in self.people or token.folded in self.hosts

    def _is_joined(self, match: Match, tokens: tuple[Token, ...], sure: list[Match]) -> bool:
        """ "Claude Team or Jasper": what is asked about beside a tool is a tool too."""
        place = match.first
        if not any(m.last <= place and tokens[m.first].sentence == tokens[place].sentence for m in sure):
            return False
        joins = _JOINT if tokens[place].folded in self.people else _EITHER
        return tokens[place - 1] in joins and any(m.last == place - 1 for m in sure)

    def _is_likeness(self, match: Match, tokens: tuple[Token, ...], exact: list[Match]) -> bool:
        """ "Fireflies" is Fireflies and no inflected Firefly; "herons" are birds and not the house's Heron."""
        if _is_exact(match, tokens):
            return False
        if any(o.first <= match.first and match.last <= o.last and not self._is_same(match, o) for o in exact):
            return True
        if match.via == "fuzzy" and match.first and tokens[match.first - 1].folded in self.titles:
            return True  # "Herr Ott" is no Otter
        if match.via == "fuzzy" or match.size > 1 or match.entry.slot not in ("row", "offering") or len(match.entry.words) > 1:
            return False
        row = self.terms.get(match.entry.id)
        token = tokens[match.first]
        own = row is not None and not row.group and not row.catalog
        return own and token.text.islower() and len(token.folded) > len(match.entry.words[0])

    def _is_same(self, match: Match, other: Match) -> bool:
        """A row that is this product: "ChatGPT Teams" for ChatGPT Team."""
        row = self.terms.get(match.entry.id)
        tools = {other.entry.id.partition("|")[0]}
        if other.entry.slot == "brand":
            tools = set(self.catalog.brands[other.entry.id].tools)
        return match.entry.slot in ("brand", "offering") or (row is not None and bool(tools & set(row.catalog)))

    def _is_ordinary(self, match: Match, tokens: tuple[Token, ...], exact: list[Match]) -> bool:
        """A word (cursor), or a person's name (Jasper), that is a tool only by how it is written or by what stands around it."""
        tool = self.catalog.tools[match.entry.id]
        if not tool.ordinary or match.size > 1:
            return False
        if match.via == "fuzzy" or not _is_exact(match, tokens):
            return True
        token, place = tokens[match.first], match.first
        before = tokens[place - 1].folded if place and not tokens[place].breaks else ""
        after = tokens[place + 1].folded if place + 1 < len(tokens) else ""
        if token.folded in self.people:
            starts = place == 0 or tokens[place - 1].sentence != token.sentence
            asked = after in _ASKED_OF or self._is_preferred(tokens, place + 1)
            return not (before in _USING or _is_used_later(tokens, place) or self._has_noun(tokens, place) or (starts and asked))
        if before in _ARTICLES:
            named = token.text[:1].isupper() and not _is_german(tokens, place)
            return not (named or after in self.nouns)
        others = any(m.entry.slot != "tool" or not self.catalog.tools[m.entry.id].ordinary for m in exact)
        small = token.text.islower() and place + 1 < len(tokens) and not tokens[place + 1].breaks
        # "cursor position" beside a product: a word that says which position.
        return others and small and after not in self.nouns | self.frequent and self.index.is_common(after, "en")

    def _is_preferred(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether "instead of" or "like" follows."""
        words = [token.folded for token in tokens[place : place + 3]]
        return any(" ".join(words[:size]) in self.measured for size in range(1, len(words) + 1))

    def doubted(self, tokens: tuple[Token, ...], matches: list[Match]) -> frozenset[int]:
        """Places of words that may be a tool's name by their letters only: "my windsurf post". They let nothing be allowed."""
        found = {
            place for place, token in enumerate(tokens) if token.own and token.folded in self.hosts and _is_next(tokens, place)
        }
        for match in matches:
            tool = self.catalog.tools.get(match.entry.id) if match.entry.slot == "tool" else None
            before = tokens[match.first - 1] if match.first else None
            if tool is None or not tool.ordinary or match.size > 1 or before is None or not _is_exact(match, tokens):
                continue
            token = tokens[match.first]
            word = token.text.islower() or _is_german(tokens, match.first)
            if token.own and word and before.folded in _ARTICLES and not token.breaks:
                found |= set() if token.folded in self.people else {match.first}
        return frozenset(found)

    def _has_noun(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "Heidi (the scribe app)", "the assistant Heidi"."""
        near = range(max(0, place - 2), min(len(tokens), place + _NEAR_NOUN))
        return any(p != place and tokens[p].sentence == tokens[place].sentence and tokens[p].folded in self.nouns for p in near)

    def _is_place(self, match: Match, tokens: tuple[Token, ...], names: list[Match]) -> bool:
        """ "our price list in Notion", "thumbs up in Teams": software that holds something, beside a tool or by a preposition."""
        if match.size > 1 or tokens[match.first].folded not in self.hosts:
            return False
        before = tokens[match.first - 1].folded if match.first else ""
        return before in _INTO or any(
            (o.first, o.last) != (match.first, match.last) and tokens[o.first].folded not in self.hosts for o in names
        )

    def unknown(self, tokens: tuple[Token, ...], matches: list[Match], follows: bool = False) -> Named | None:
        """A name that nobody knows beside a word for a tool, or as what is used ("Themis assistant", "the app Lyra", "can I
        use Zorptool?"): a tool, and no data.

        Going on with a thread, software is one too: one that nobody knows ("and with Zoom?"), and its maker's AI, where the
        catalog has one, only by "the GitHub one".
        """
        if follows and len(tokens) <= _REMARK:
            for place, token in enumerate(tokens):
                one = place + 1 < len(tokens) and tokens[place + 1].folded in _ONE
                if token.own and (token.text[:1].isupper() or one) and token.folded in self.hosts:
                    slot, id_ = self.makers.get(token.folded, ("", "")) if one else ("", "")
                    made = Named(place, place + 1, quote=token.text, source="text", unknown=not slot)
                    return replace(made, **({"tools": frozenset({id_})} if slot == "tool" else {"brand": id_}))
        taken = _taken(matches)
        for place, token in enumerate(tokens[:-1]):
            after = tokens[place + 1]
            if token.own and place not in taken and after.gap == "." and after.folded in _AI_SITES:
                return Named(place, place + 2, quote=f"{token.text}.{after.text}", source="text", unknown=True)
        for place, token in enumerate(tokens):
            asks = any(self.index.is_listed(token.folded, one) for one in STEMMERS)  # "Welke AI-tools", "Quel outil"
            if place in taken or asks or not self._is_new(token, ("en",)) or _is_german(tokens, place):
                continue
            if self._is_used(tokens, place) or self._leads(tokens, place) or self._is_quoted(tokens, place):
                return Named(place, place + 1, quote=token.text, source="text", unknown=True)
            for p in (place + 1, place - 1, place - 2):
                if 0 <= p < len(tokens) and self._is_beside(tokens, place, p):
                    return Named(min(place, p), max(place, p) + 1, quote=token.text, source="text", unknown=True)
        return None

    def compared(self, tokens: tuple[Token, ...], matches: list[Match], tools: list[Named]) -> list[Named]:
        """Names that nobody knows, asked about beside a tool ("Zorptool or Copilot", "Claude vs Lyra"): tools, and no data."""
        taken = _taken(matches)
        places = [
            place
            for tool in tools
            if not tool.is_generic
            for joint, place in ((tool.last, tool.last + 1), (tool.first - 1, tool.first - 2))
            if 0 <= place < len(tokens) and tokens[joint] in _EITHER and not tokens[max(joint, place)].breaks
        ]
        places += [p for p in range(len(tokens) - 1) if tools and not tokens[p + 1].breaks and self._is_preferred(tokens, p + 1)]
        found = [
            p for p in dict.fromkeys(places) if p not in taken and self._is_new(tokens[p], STEMMERS) and self._ends(tokens, p)
        ]
        found = [p for p in found if not _is_german(tokens, p)]
        return [Named(p, p + 1, quote=tokens[p].text, source="text", unknown=True) for p in found]

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
        return self._is_new(tokens[place], STEMMERS) and self._has_noun(tokens, place)

    def _ends(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether a name ends here: "Copilot or Zorptool for notes", and not "Copilot or Zorptool minutes"."""
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        ends = after is None or after.breaks or after in _EITHER or after.folded in self.frequent | _ASKED_OF | _INTO
        return ends or self._is_preferred(tokens, place + 1)

    def _is_beside(self, tokens: tuple[Token, ...], place: int, noun: int) -> bool:
        if tokens[noun].folded not in self.nouns or tokens[noun].sentence != tokens[place].sentence:
            return False
        low, high = min(place, noun), max(place, noun)
        if tokens[low + 1].folded in _FROM and tokens[place].folded in self.called:
            return False  # "the thing from Anna"
        return not any(tokens[p].breaks and "(" not in tokens[p].gap for p in range(low + 1, high + 1)) and (
            high - low == 1 or tokens[low + 1].folded in _CALLED
        )


def _is_german(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a word stands in a German sentence, where every noun is written as a name."""
    return any(token.folded in _GERMAN for token in tokens if token.sentence == tokens[place].sentence)


def _taken(matches: list[Match]) -> set[int]:
    """Places of words that are read as something."""
    return {p for m in matches if m.entry.slot not in ("word", "part") and m.via != "fuzzy" for p in range(m.first, m.last)}


def _is_used_later(tokens: tuple[Token, ...], place: int) -> bool:
    """ "Mag ik Heidi gebruiken", "darf ich Heidi für das Protokoll nutzen": the verb stands behind what is used."""
    behind = [token for token in tokens[place + 1 :] if token.sentence == tokens[place].sentence]
    if not behind or behind[0].breaks or not place or tokens[place].breaks or tokens[place - 1].folded not in _WHO_USES:
        return False
    return behind[0].folded in _USED or (behind[0].folded in _USED_FOR and any(token.folded in _USED for token in behind))


def _is_next(tokens: tuple[Token, ...], place: int) -> bool:
    """ "... and then into Zoom": where something goes afterwards."""
    return place >= 2 and tokens[place - 1].folded in _INTO and tokens[place - 2] in _THEN


def _is_site(match: Match, tokens: tuple[Token, ...]) -> bool:
    """ "ClaudeTeam.io": a site that only has the name in its own; sites that the catalog knows are names as a whole."""
    return match.last < len(tokens) and tokens[match.last].gap == "." and tokens[match.last].folded in _SITES


def _is_exact(match: Match, tokens: tuple[Token, ...]) -> bool:
    """Letter by letter, but for spaces and hyphens."""
    if match.via == "fuzzy":
        return False
    said = tuple(t.folded for t in tokens[match.first : match.last])
    return said == match.entry.words or "".join(said) == "".join(match.entry.words)
