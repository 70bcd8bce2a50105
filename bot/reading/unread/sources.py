"""Words of one question and its data go in; the places from which a tool is to take something come out as places: a store, a
screen, all files that somebody has.

"May X read my mailbox to write a memo", "hook X up to our shared drive to find the handbook": what is made or looked for is not
all that goes in. Where nobody says what else is there, it is unread.
"""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.data.pieces import Piece
from bot.reading.words.lists import all_words, stems_in
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import POSSESSIVE, Token, stem

_READS, _CONNECTS = Spoken("reads_there"), Spoken("connected")
_STORE, _SENSES = Spoken("store"), Spoken("senses")
_EVERYTHING, _OF_ALL = Spoken("everything"), Spoken("of_all")
_AIM, _FOR, _TO_DO = Spoken("aim"), Spoken("for"), Spoken("aim_of_deed")
_ON, _INTO, _MADE_FROM, _MAKES = Spoken("placed"), Spoken("into"), Spoken("made_out_of"), Spoken("makes")
_CERTAIN = small("article", "ours", "my", "theirs_before") - small("indefinite")
_VERB_LAST = frozenset({"nl", "de"})
"""Languages whose verb stands behind what is read."""
_COMPOUND = 5
"""Letters of a store at the end of a longer word."""
_FAR, _NEAR, _HEAD = 7, 3, 3
"""Words between a verb and the place; between the place and a verb at the end; before the place, that say which one it is."""


class Sources:
    """Words for places that things lie in, ready to look for."""

    def __init__(self, catalog: Catalog) -> None:
        self.machines = all_words(catalog, "read.machine")
        self.hosts = all_words(catalog, "read.host")
        self.containers = stems_in(catalog, ("read.container", "container"))
        self.stores = {tongue: tuple(w for w in _STORE.by_language[tongue] if len(w) >= _COMPOUND) for tongue in _VERB_LAST}

    def told(self, tokens: tuple[Token, ...], own: list[Piece], tools: frozenset[int]) -> set[int]:
        """``tools``: places of tools' names."""
        data = places_of(own)
        found: set[int] = set()
        for place, token in enumerate(tokens):
            if not token.own or place in data or place in tools or _is_attached(tokens, place, own):
                continue
            store, is_aim = self._is_store(tokens, place), _is_for_data(tokens, place, own)
            holds = store or _is_all(tokens, place) or (is_aim and self._holds_data(token))
            if (
                (holds and self._is_read(tokens, place, data, tools))
                or (store and self._is_put(tokens, place, own, tools))
                or (is_aim and tools and token in _SENSES)
            ):
                found.add(place)
        return found | self._made_from(tokens, own)

    def _holds_data(self, token: Token) -> bool:
        return any(stem(token.folded, tongue) in self.containers.get(tongue, ()) for tongue in token.tongues)

    def _is_store(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether it is a certain place: "our shared drive", "the ward's folder", "SharePoint"."""
        token = tokens[place]
        if token.folded in self.hosts:
            return token.text[:1].isupper()
        compound = any(token.folded.endswith(self.stores.get(tongue, ())) for tongue in token.tongues)
        if token not in _STORE and not compound:
            return False
        head = range(place - 1, max(-1, place - 1 - _HEAD), -1)
        for at in head:
            if tokens[at + 1].breaks:
                return False
            if tokens[at].folded in _CERTAIN or POSSESSIVE.search(tokens[at].text):
                return True
        return False

    def _is_read(self, tokens: tuple[Token, ...], place: int, data: set[int], tools: frozenset[int]) -> bool:
        """Whether a verb before it, in Dutch and German also behind it, says that it is read, searched or connected."""
        for at in range(place - 1, max(-1, place - 1 - _FAR), -1):
            if tokens[at + 1].breaks or at in data or tokens[at] in _AIM:
                break
            if tokens[at] in _CONNECTS:
                return True
            if tokens[at] in _READS:
                named = any(tokens[p].sentence == tokens[at].sentence for p in data if p < at)
                placed = any(token in _ON for token in tokens[at + 1 : place])
                # "the brochure is open in Word": what is read was named before, and this is where
                return not (named and placed) and not self._is_where(tokens, range(at + 1, place), tools)
        behind = range(place + 1, min(len(tokens), place + 1 + _NEAR)) if _VERB_LAST & set(tokens[place].tongues) else range(0)
        for at in behind:
            if tokens[at].breaks or at in data or tokens[at] in _AIM:
                break
            if tokens[at] in _CONNECTS or (tokens[at] in _READS and not self._runs_there(tokens, place)):
                return True
        return False

    def _runs_there(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "Auf meinem Rechner öffnen"."""
        return tokens[place].folded in self.machines and any(t in _ON for t in tokens[max(0, place - _NEAR) : place])

    @staticmethod
    def _is_where(tokens: tuple[Token, ...], between: range, tools: frozenset[int]) -> bool:
        """ "Open Copilot on my laptop": where the tool runs, and nothing that it reads."""
        named = [at for at in between if at in tools]
        return bool(named) and any(tokens[at] in _ON for at in between if at > named[-1])

    @staticmethod
    def _is_put(tokens: tuple[Token, ...], place: int, own: list[Piece], tools: frozenset[int]) -> bool:
        """ "My desktop into Copilot, to find the agenda": it goes in itself, and no data was named before."""
        into = place + 1
        if into >= len(tokens) or tokens[into] not in _INTO or tokens[into].breaks or not {into + 1, into + 2} & tools:
            return False
        return not any(p.first < place and tokens[p.first].sentence == tokens[place].sentence for p in own)

    def _made_from(self, tokens: tuple[Token, ...], own: list[Piece]) -> set[int]:
        """ "Write a memo from my notebook": what is made is named, and what it is made of holds anything."""
        found: set[int] = set()
        for piece in own:
            before = tokens[max(0, piece.first - _HEAD) : piece.first]
            at = piece.last
            if at >= len(tokens) or tokens[at].breaks or tokens[at] not in _MADE_FROM or not any(t in _MAKES for t in before):
                continue
            near = range(at + 1, min(len(tokens), at + 2 + _HEAD))
            found |= {p for p in near if self._is_store(tokens, p)}
        return found


def _is_all(tokens: tuple[Token, ...], place: int) -> bool:
    """ "Everything we have", "alles was da liegt"."""
    follows = place + 1 < len(tokens) and not tokens[place + 1].breaks and tokens[place + 1] in _OF_ALL
    return follows and tokens[place] in _EVERYTHING


def _is_attached(tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
    """Whether data says what is there: "the folder with the work instructions", "our memo archive"."""
    for piece in own:
        between = range(place + 1, piece.first)
        if piece.last == place and not tokens[place].breaks:
            return True
        near = place < piece.first and len(between) <= _HEAD and not any(t.breaks for t in tokens[place + 1 : piece.first + 1])
        if near and not any(_leads(tokens, at) for at in between):
            return True
    return False


def _is_for_data(tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
    """Whether all data of the question is only what is made of it, or looked for in it."""
    here = [p for p in own if tokens[p.first].sentence == tokens[place].sentence]
    return bool(here) and all(_has_aim(tokens, range(place + 1, piece.first)) for piece in here)


def _has_aim(tokens: tuple[Token, ...], between: range) -> bool:
    return any(tokens[at] in _AIM or _is_deed(tokens, at) for at in between)


def _leads(tokens: tuple[Token, ...], at: int) -> bool:
    return tokens[at] in _AIM or tokens[at] in _FOR or tokens[at] in _READS or _is_deed(tokens, at)


def _is_deed(tokens: tuple[Token, ...], at: int) -> bool:
    """ "Pour rédiger", "para redactar": before no article it leads to a deed."""
    return tokens[at] in _TO_DO and tokens[at + 1].folded not in _CERTAIN | small("indefinite")
