"""Matches of names go in, those that name a tool come out: exact names beat likenesses; ordinary words and places are none."""

from __future__ import annotations

from bot.policy.vocabulary import ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.words.lists import all_words
from bot.text.counts import how_common
from bot.text.entries import Match
from bot.text.index import Index
from bot.text.small import Spoken, small
from bot.text.tokens import SPOKEN, Token

NAMES = frozenset({"row", "offering", "tool", "toolplan", "brand", "family"})
_PRODUCT = NAMES - {"family"}
_ARTICLES = small("article_ordinary")
"""Before an ordinary word in small letters they leave it one ("the cursor")."""
_USING = small("using")
_USED, _USED_FOR, _WHO_USES = small("used_behind"), small("used_for"), small("who_uses")
_ASKED_OF = small("asked_of")
_INTO = small("held_in")
_REMARK = 5
"""Words of a message that goes on with a thread and names one thing: it is about that thing."""
_SHORTEST = 4
"""Letters of a name that nobody knows."""
_EITHER = Spoken("or", "versus")
_JOINT = Spoken("or", "versus", "and")
_A = Spoken("indefinite")
_SITES = small("site_ending")
_ADD_ON, _OF = Spoken("add_on"), small("genitive")
_GERMAN = small("german")
_NEAR_NOUN = 4
_EVERYDAY = 4.5
"""Zipf frequency of a word that is no tool in small letters by itself."""


class Names:
    """Tells names of tools from words that only look like them, for one policy."""

    def __init__(self, catalog: Catalog, index: Index, terms: dict[str, ToolTerms]) -> None:
        self.catalog, self.index, self.terms = catalog, index, terms
        self.hosts = all_words(catalog, "read.host")
        self.nouns = all_words(catalog, "read.tool_noun", "read.product_noun")
        self.frequent = all_words(catalog, "read.frequent")
        self.people = all_words(catalog, "read.tool_person")
        self.titles = all_words(catalog, "read.title")

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

    def unknown(self, tokens: tuple[Token, ...], matches: list[Match], follows: bool = False) -> Named | None:
        """A word that no language has, where what is used would stand ("may I use Zorptool?"); in a thread about a tool also
        software that is none: "and with Zoom?"."""
        taken = {place for match in matches if match.via != "fuzzy" for place in range(match.first, match.last)}
        for place, token in enumerate(tokens):
            is_software = follows and len(tokens) <= _REMARK and token.folded in self.hosts
            if not token.own or (place in taken and not is_software) or not token.folded.isalpha():
                continue
            before = tokens[place - 1].folded if place and not token.breaks else ""
            after = tokens[place + 1].folded if place + 1 < len(tokens) else ""
            named = token.text[:1].isupper() and not token.text.isupper() and place > 0
            if is_software and named:
                return Named(place, place + 1, quote=token.text, source="text", unknown=True)
            stands = before in _USING or (named and (before in _WHO_USES or (place == 1 and after in _ASKED_OF)))
            if stands and len(token.folded) >= _SHORTEST and not any(self.index.is_known(token.folded, lang) for lang in SPOKEN):
                return Named(place, place + 1, quote=token.text, source="text", unknown=True)
        return None

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
            is_used = before in _USING or _is_used_later(tokens, place)
            return not (is_used or self._has_noun(tokens, place) or (starts and after in _ASKED_OF))
        if before in _ARTICLES:
            named = token.text[:1].isupper() and not _is_german(tokens, place)
            return not (named or after in self.nouns)
        others = any(m.entry.slot != "tool" or not self.catalog.tools[m.entry.id].ordinary for m in exact)
        if token.text.islower() and not self._is_meant(tokens, place):
            lang = next(iter(token.langs), "en")
            return others or how_common(token.folded, lang) >= _EVERYDAY  # "may I continue using Claude?"
        small = token.text.islower() and place + 1 < len(tokens) and not tokens[place + 1].breaks
        # "cursor position" beside a product: a word that says which position.
        return others and small and after not in self.nouns | self.frequent and self.index.is_common(after, "en")

    def _has_noun(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "Heidi (the scribe app)", "the assistant Heidi"."""
        near = range(max(0, place - 2), min(len(tokens), place + _NEAR_NOUN))
        return any(p != place and tokens[p].sentence == tokens[place].sentence and tokens[p].folded in self.nouns for p in near)

    def _is_meant(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether what stands around a word in small letters makes a tool of it: "in cursor", "cursor or Claude"."""
        before, after = tokens[place - 1] if place else None, tokens[place + 1] if place + 1 < len(tokens) else None
        if before is None or tokens[place].breaks or before in _JOINT or before.folded in _USING | _INTO:
            return True
        return after is None or after.breaks or after in _JOINT or after.folded in self.nouns

    def _is_place(self, match: Match, tokens: tuple[Token, ...], names: list[Match]) -> bool:
        """ "our price list in Notion", "thumbs up in Teams", "a Slack message": software that holds something, beside a tool, by
        a preposition or by what is in it; "our DonorHub data" beside a tool, where DonorHub Insights is a tool itself."""
        if match.size == 1 and tokens[match.first].folded in self.index.layer.coined:
            return any(o.entry.id != match.entry.id and (o.first, o.last) != (match.first, match.last) for o in names)
        if match.size > 1 or tokens[match.first].folded not in self.hosts or _is_add_on(tokens, match):
            return False
        before = tokens[match.first - 1].folded if match.first else ""
        return (
            before in _INTO
            or _is_of_one_thing(tokens, match)
            or any((o.first, o.last) != (match.first, match.last) and tokens[o.first].folded not in self.hosts for o in names)
        )


def _is_german(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a word stands in a German sentence, where every noun is written as a name."""
    return any(token.folded in _GERMAN for token in tokens if token.sentence == tokens[place].sentence)


def _is_used_later(tokens: tuple[Token, ...], place: int) -> bool:
    """ "Mag ik Heidi gebruiken", "darf ich Heidi für das Protokoll nutzen": the verb stands behind what is used."""
    behind = [token for token in tokens[place + 1 :] if token.sentence == tokens[place].sentence]
    if not behind or behind[0].breaks or not place or tokens[place].breaks or tokens[place - 1].folded not in _WHO_USES:
        return False
    return behind[0].folded in _USED or (behind[0].folded in _USED_FOR and any(token.folded in _USED for token in behind))


def _is_add_on(tokens: tuple[Token, ...], match: Match) -> bool:
    """ "a Notion plugin", "le connecteur Slack", "un complemento de Notion": no place but a machine that works in it."""
    behind = tokens[match.last : match.last + 1]
    if behind and behind[0] in _ADD_ON and not behind[0].breaks:
        return True
    before = [token for token in tokens[max(match.first - 2, 0) : match.first] if token.folded not in _OF]
    return bool(before) and before[-1] in _ADD_ON and not tokens[match.first].breaks


def _is_of_one_thing(tokens: tuple[Token, ...], match: Match) -> bool:
    """ "a Slack message": one thing of those that the software holds."""
    if not match.first or tokens[match.first].breaks or match.last >= len(tokens):
        return False
    return tokens[match.first - 1] in _A and not tokens[match.last].breaks and tokens[match.last].own


def _is_site(match: Match, tokens: tuple[Token, ...]) -> bool:
    """ "ClaudeTeam.io": a site that only has the name in its own; sites that the catalog knows are names as a whole."""
    return match.last < len(tokens) and tokens[match.last].gap == "." and tokens[match.last].folded in _SITES


def _is_exact(match: Match, tokens: tuple[Token, ...]) -> bool:
    """Letter by letter, but for spaces and hyphens."""
    if match.via == "fuzzy":
        return False
    said = tuple(t.folded for t in tokens[match.first : match.last])
    return said == match.entry.words or "".join(said) == "".join(match.entry.words)
