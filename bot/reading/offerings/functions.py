"""Words for what a tool does and the policy's rows go in, the rows that do so come out: "the minutes thing", "the notes that
Teams writes", "that star button in Sheets"."""

from __future__ import annotations

from collections.abc import Mapping

from bot.policy.vocabulary import ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.words.lists import all_words, deeds
from bot.tongue.index import Index
from bot.tongue.small import small
from bot.tongue.text import SPOKEN, Token, quote_of, words_of

_THINGS, _VAGUE = small("gadget", "gadget_vague"), small("gadget_vague")
_THAT, _LINKS = small("gadget_that"), small("gadget_link")
_MINE, _MADE = small("my"), small("made_here")
_ANYBODYS, _ON = small("anybodys"), small("on_device")
_ITSELF, _HOUSE, _BUTTONS = small("by_itself"), small("of_the_house"), small("button")
_IN = small("ai_in")
_LINKED = 3
"""Words between a word for a thing and what it does."""
_NEAR = 5
"""Words between what is done and the software that does it."""
_BEFORE, _BEHIND = 2, 4
"""Words around the thing that say whose it is ("our minutes thing", "the translate thing on the work phones")."""


class Functions:
    """What the rows of one policy do, by their own names and by the products that they stand for."""

    def __init__(self, catalog: Catalog, index: Index, terms: Mapping[str, ToolTerms]) -> None:
        self.terms, self.index, self.hosts = terms, index, all_words(catalog, "read.host")
        self.does = deeds(catalog)
        self.alike = {family.id: family.alike or family.id for family in catalog.families.values()}
        self.families = {tool.id: {self.alike[f] for f in tool.families} for tool in catalog.tools.values()}
        self.words = {row.id: {w for name in (row.label, *row.names) for w in words_of(name)} for row in terms.values()}
        self.rows = {family: frozenset(self._doing(family, words)) for family, words in self.does.items()}
        near = {tool.id: {w for phrase in tool.near for w in words_of(phrase)[-1:]} for tool in catalog.tools.values()}
        self.inside = {
            row.id: frozenset(word for id_ in row.catalog for word in near.get(id_, ()))
            for row in terms.values()
            if not row.group
        }
        """Row -> the software in which its product sits ("in sheets")."""

    def _doing(self, family: str, words: frozenset[str]) -> set[str]:
        found = set()
        for row in self.terms.values():
            tied = [self.families[id_] for id_ in row.catalog if id_ in self.families]
            kin = {self.alike.get(f, f) for f in row.covers.get("family", ())}
            if self.words[row.id] & words or any(family in one for one in tied) or family in kin:
                found.add(row.id)
        return found

    def named(self, tokens: tuple[Token, ...]) -> Named | None:
        """The rows of which a message names no more than what they do."""
        for place, token in enumerate(tokens):
            for family, words in self.does.items() if token.own else ():
                if token.folded in words and self.rows[family]:
                    found = self._hosted(tokens, place, family) or self._thing(tokens, place, family)
                    if found is not None:
                        return found
        return self._button(tokens)

    def _hosted(self, tokens: tuple[Token, ...], place: int, family: str) -> Named | None:
        """ "Teams transcript", "the notes that Teams writes": software in a row's name, and what that row does."""
        said = range(max(0, place - _NEAR), min(len(tokens), place + _NEAR + 1))
        near = [p for p in said if tokens[p].sentence == tokens[place].sentence and p != place]
        own = [row for row in self.rows[family] if not self.terms[row].group]
        for at in near:
            rows = frozenset(row for row in own if tokens[at].folded in self.words[row] and self._is_software(tokens[at].folded))
            itself = at == place - 1 or any(tokens[p].folded in _ITSELF or tokens[p].folded in _THINGS for p in near)
            if rows and itself:
                first, last = min(at, place), max(at, place) + 1
                return Named(first, last, rows=rows, quote=quote_of(tokens, first, last), via="alias")
        return None

    def _thing(self, tokens: tuple[Token, ...], place: int, family: str) -> Named | None:
        """ "The minutes thing", "le truc pour les notes"; with a word for the house before it, one of the house's own."""
        right = self._is_thing(tokens, place + 1) and not tokens[place + 1].breaks
        thing = place + 1 if right else self._thing_before(tokens, place)
        if thing < 0:
            return None
        first, last = min(thing, place), max(thing, place) + 1
        rows = self.rows[family]
        here, behind = (
            [t.folded for t in near if t.clause == tokens[first].clause]
            for near in (tokens[max(0, first - _BEFORE) : first], tokens[last : last + _BEHIND])
        )
        around = [*here, *(behind if behind and behind[0] in _ON else ())]  # "for our meeting" tells nothing of the thing
        own = frozenset(row for row in rows if not self.terms[row].group and not self.terms[row].banned)
        made = frozenset(row for row in own if not self.terms[row].catalog)
        rows = own if own and any(word in _HOUSE for word in around) else rows
        rows = made if made and any(word in _MADE for word in around) else rows
        mine = any(word in _MINE | _ANYBODYS for word in (*here, *behind))
        return Named(first, last, rows=rows, quote=quote_of(tokens, first, last), via="alias", is_kind=True, is_anybodys=mine)

    def _thing_before(self, tokens: tuple[Token, ...], place: int) -> int:
        """ "The thing that writes the minutes", "le truc pour les notes"; "a bot for minutes" says what it is used for."""
        for at in range(place - 1, max(-1, place - _LINKED - 2), -1):
            if tokens[at + 1].breaks:
                return -1
            if self._is_thing(tokens, at):
                said = tokens[at + 1]
                return at if at < place - 1 and (tokens[at].folded in _VAGUE or said.folded in _THAT) else -1
            if tokens[at].folded not in _LINKS | _THAT:
                return -1
        return -1

    def _button(self, tokens: tuple[Token, ...]) -> Named | None:
        """ "That star button in Sheets": the AI of the software that it sits in."""
        for place in range(1, len(tokens) - 2):
            if tokens[place - 1].folded in _BUTTONS and self._is_thing(tokens, place) and tokens[place + 1].folded in _IN:
                rows = frozenset(row for row, inside in self.inside.items() if tokens[place + 2].folded in inside)
                if rows:
                    return Named(
                        place - 1, place + 3, rows=rows, quote=quote_of(tokens, place - 1, place + 3), via="alias", is_kind=True
                    )
        return None

    def _is_software(self, word: str) -> bool:
        """Software that holds things, or a word that no language knows: a name."""
        unknown = len(word) >= _LINKED and not any(
            self.index.is_common(word, one) or self.index.is_everyday(word, one) for one in SPOKEN
        )
        return word in self.hosts or (unknown and not any(word in words for words in self.does.values()))

    @staticmethod
    def _is_thing(tokens: tuple[Token, ...], place: int) -> bool:
        return 0 <= place < len(tokens) and tokens[place].folded in _THINGS and tokens[place].own
