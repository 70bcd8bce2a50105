"""Words that nobody read and the data beside them go in; those that stand around data read for sure come out: they add nothing.

The place where it was ("at the congress", "on a portal"), the other party of a deal ("with a chain of shops"), a word that
colours it from behind ("tarifs actuels"), what is said not to be in it, a job advert's job, the kind of account meant.
"""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.reading.words.lists import all_words, stems_in
from bot.tongue.counts import counts
from bot.tongue.index import Index
from bot.tongue.small import small, small_of
from bot.tongue.text import POSSESSIVE, SPOKEN, Token, stem, words_of

_AT = small_of("venue")
"""Before a place: "at the congress"."""
_AT_REACH = 3
_WITH = small("dealt_with")
_OUT_OF = small("out_of")
_DEALT = 3
_OF = small("account_of")
_ONLY = small("only")
_UNITS = small("measure")
_TO_DO, _DOING, _IN_ORDER = small_of("to_do"), small_of("doing"), small_of("in_order")
_DONE_TO, _NO_DEED = small("done_to"), small("no_deed")
_BEGINS = 8
"""Words from "um" to "zu"."""
_COLOURING = small("colours_behind")
_DENIED = 3
"""Words behind "nothing about" that are not in it."""
_GUARDED = 2
"""From this sensitivity on a word beside the data hardly makes it worse."""
_NAME_TONGUES, _NAME_LETTERS = 4, 10
"""A name is the same word in so many languages; one that nobody counted is no longer than so many letters."""
_ADVERT = "job-advert"
_POST = small("as", "article")
_POST_REACH = 2
"""Words between a job advert and the job."""
_ROMANCE = ("fr", "es")
"""Languages that colour a thing from behind."""


class Around:
    """Knows the words of one catalog that lead to what only stands around the data."""

    def __init__(self, catalog: Catalog, index: Index) -> None:
        self.index = index
        self.holders = all_words(catalog, "read.container", "container")
        self.links = all_words(catalog, "read.genitive", "read.towards")
        self.joining = all_words(catalog, "read.joiner", "read.join") - all_words(catalog, "read.genitive")
        self.deals = stems_in(catalog, ("aside.deal",))
        self.bodies = stems_in(catalog, ("telling.org",))
        self.somebody = stems_in(catalog, ("telling.org", "telling.name", "person.personal-data", "person.customer-data"))
        self.names = all_words(catalog, "telling.name", "telling.surname")
        self.plans = all_words(catalog, "read.plan_noun")
        self.topic = all_words(catalog, "aside.topic")
        self.persons = stems_in(catalog, ("person.",))
        advert = catalog.kinds.get(_ADVERT)
        self.adverts = {words_of(one) for lists in (advert.words.values() if advert else ()) for one in lists}

    def idle(self, tokens: tuple[Token, ...], unread: set[int], held: set[int], own: list[Piece], cues: Cues) -> set[int]:
        """Of the ``unread`` places those that add nothing. ``held``: common words that may be data, or colour it."""
        solid = [piece for piece in own if piece.grounded and not piece.is_weak and not piece.is_class]
        graver = [piece for piece in solid if piece.sensitivity >= _GUARDED and not piece.mild]
        denied = _denied(tokens, cues)
        found = {p for p in unread if p in denied or self._is_of_account(tokens, p, cues.language)}
        shown, venue = cues.of("read.published"), _AT.get(cues.language, frozenset())
        for place in unread - found:
            token = tokens[place]
            if POSSESSIVE.search(token.text) or any(c.isdigit() for c in token.folded):
                continue
            if (
                self._is_venue(tokens, place, solid, cues.language)
                or any(self._leads(tokens, m.last, place, cues.language, venue) for m in shown)
                or any(self._is_post(tokens, piece, place, place in held, cues.language) for piece in solid)
                or any(self._is_party(tokens, piece, place, cues.language) for piece in graver)
                or (place not in held and any(_colours(tokens, piece, place, cues.language) for piece in solid))
                or (place not in held and any(self._is_origin(tokens, piece, place, cues.language) for piece in graver))
                or any(self._is_for(tokens, piece, place, cues.language) for piece in (graver if place in held else solid))
                or any(_is_head_of(tokens, piece, place) for piece in graver if self._may_head(tokens, place, piece, held, cues))
            ):
                found.add(place)
        return found

    def is_more(self, tokens: tuple[Token, ...], place: int, own: list[Piece], language: str) -> bool:
        """Whether a word beside data that is confidential for sure is one for people or a body, or stands before "of" and
        the data."""
        if self._is_among(self.somebody, tokens[place].folded, language):
            return True
        return any(_is_head_of(tokens, piece, place) for piece in own if piece.grounded and not piece.is_weak and not piece.mild)

    def _is_venue(self, tokens: tuple[Token, ...], place: int, solid: list[Piece], language: str) -> bool:
        """Whether a word is a body or a place that a preposition of place leads to, in the sentence of the data."""
        if not self._is_among(self.bodies, tokens[place].folded, language):
            return False
        if not any(tokens[piece.first].sentence == tokens[place].sentence and piece.last <= place for piece in solid):
            return False
        venue = _AT.get(language, frozenset())
        return any(self._leads(tokens, at, place, language, venue) for at in range(max(0, place - _AT_REACH), place))

    def _is_party(self, tokens: tuple[Token, ...], piece: Piece, place: int, language: str) -> bool:
        """Whether a word is the other party of a deal: "the framework contract with the chain of shops"."""
        if not any(self._is_among(self.deals, t.folded, language) for t in tokens[piece.first : piece.last]):
            return False
        somebody = self._is_among(self.somebody, tokens[place].folded, language) or self._is_name(tokens, place, language)
        return somebody and self._leads(tokens, self._past_holders(tokens, piece.last), place, language, _WITH)

    def _is_post(self, tokens: tuple[Token, ...], piece: Piece, place: int, is_held: bool, language: str) -> bool:
        """Whether a word is the job of a job advert: "job ad, a bookkeeper" is none, "Stellenanzeige Erzieherin" is one."""
        advert = tuple(token.folded for token in tokens[piece.first : piece.last])
        between = tokens[piece.last : place]
        if (piece.kind != _ADVERT and advert not in self.adverts) or not 0 <= place - piece.last <= _POST_REACH:
            return False
        if any(t.breaks for t in tokens[piece.last : place + 1]) or any(t.folded not in self.links | _POST for t in between):
            return False
        token = tokens[place]
        if token.folded in self.names or (language != "de" and not token.text.islower()):
            return False
        job = self._is_among(self.persons, token.folded, language)
        return job or (not is_held and counts(language).zipf(token.text.lower()) > 0)

    def _is_origin(self, tokens: tuple[Token, ...], piece: Piece, place: int, language: str) -> bool:
        """Whether a word says where guarded data comes from: "the measurements from the turbine project"."""
        return self._leads(tokens, self._past_holders(tokens, piece.last), place, language, _OUT_OF)

    def _is_for(self, tokens: tuple[Token, ...], piece: Piece, place: int, language: str) -> bool:
        """Whether a word says for what or whom a thing is, past the word for what holds it: "price sheet for one retailer"."""
        return self._leads(tokens, self._past_holders(tokens, piece.last), place, language, self.topic)

    def _may_head(self, tokens: tuple[Token, ...], place: int, piece: Piece, held: set[int], cues: Cues) -> bool:
        """Whether a word before "of" and a thing may be a part of it; "guests of the open day" are people."""
        if self._is_among(self.somebody, tokens[place].folded, cues.language):
            return False
        return place not in held or (not piece.personal and piece.sensitivity >= _GUARDED)

    def _past_holders(self, tokens: tuple[Token, ...], place: int) -> int:
        """Behind "sheet" in "price sheet for"."""
        while place < len(tokens) and tokens[place].folded in self.holders and not tokens[place].breaks:
            place += 1
        return place

    def _leads(self, tokens: tuple[Token, ...], first: int, place: int, language: str, by: frozenset[str]) -> bool:
        """Whether one of the words ``by`` stands at ``first`` and leads to a word, with nothing between that joins more."""
        between = tokens[first:place]
        if not 1 <= len(between) <= _DEALT + 1 or between[0].folded not in by:
            return False
        if any(t.breaks for t in tokens[first : place + 1]):
            return False
        return all(
            t.folded in self.links or (t.folded not in self.joining and self.index.is_common(t.folded, language))
            for t in between[1:]
        )

    def _is_of_account(self, tokens: tuple[Token, ...], place: int, language: str) -> bool:
        """Whether a word says whose the account is: "compte de l'association"."""
        if not self._is_among(self.bodies, tokens[place].folded, language):
            return False
        at = place - 1
        while at > 0 and tokens[at].folded in _OF and not tokens[at + 1].breaks:
            at -= 1
        return at < place - 1 and tokens[at].folded in self.plans and not tokens[at + 1].breaks

    def _is_name(self, tokens: tuple[Token, ...], place: int, language: str) -> bool:
        """Whether a word is a name of somebody or something: written so in mid-sentence, and the same in all languages."""
        token = tokens[place]
        if not place or token.breaks or token.sentence != tokens[place - 1].sentence:
            return False
        if not token.text[:1].isupper() or not token.text[1:].islower():
            return False
        if token.folded in self.names:
            return True
        known = sum(counts(tongue).zipf(token.folded) > 0 for tongue in SPOKEN)
        return language != "de" and (known >= _NAME_TONGUES or (not known and len(token.folded) <= _NAME_LETTERS))

    @staticmethod
    def _is_among(stems: dict[str, frozenset[str]], word: str, language: str) -> bool:
        return any(stem(word, tongue) in stems.get(tongue, ()) for tongue in dict.fromkeys((language, "en")))


def _colours(tokens: tuple[Token, ...], piece: Piece, place: int, language: str) -> bool:
    """Whether a word right behind a thing, where French and Spanish have their adjectives, only says when or which it is: what
    is on no list may say of whom it is ("compte rendu oncologique")."""
    return language in _ROMANCE and place == piece.last and tokens[place].folded in _COLOURING and not tokens[place].breaks


def _denied(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """Places of what is said not to be in it: "nothing about carriers", to the end of its clause."""
    if cues.of("read.exception"):
        return set()
    begins = {m.last for m in cues.of("read.nothing_begins")}
    found: set[int] = set()
    for match in cues.of("read.nothing_of"):
        if match.first and not tokens[match.first].breaks and match.first not in begins:
            continue
        last = match.last
        while last < len(tokens) and not tokens[last].breaks:
            last += 1
        if any(token.folded in _ONLY for token in tokens[match.last : last + 1]):
            continue
        if last - match.last <= _DENIED:
            found |= set(range(match.last, last))
    return found


def _is_head_of(tokens: tuple[Token, ...], piece: Piece, place: int) -> bool:
    """Whether a word stands before "of" and the thing: "two foils of the training plan"."""
    at = place + 1
    while at < piece.first and tokens[at].folded in _OF and not tokens[at].breaks:
        at += 1
    return place + 1 < at == piece.first and not tokens[at].breaks


def is_measure(word: str) -> bool:
    """Whether a word is a number with its unit: "14ft", "4th", "1930s" but not "1099s", which may be forms."""
    unit = word.lstrip("0123456789")
    return unit != word and unit in _UNITS and (unit != "s" or word[-2] == "0")


def is_to_do(tokens: tuple[Token, ...], place: int, language: str) -> bool:
    """Whether a word is the verb of what is to be done with the data: "pour repérer", "om te ordenen", "zu sortieren"."""
    if not place or tokens[place].breaks or not tokens[place].text.islower():
        return False
    led = tokens[place - 1].folded in _TO_DO.get(language, ())
    begins = _IN_ORDER.get(language)
    if begins and not any(t.folded in begins for t in tokens[max(0, place - _BEGINS) : place - 1]):
        return False
    if language == "en":
        behind = place + 1 < len(tokens) and not tokens[place + 1].breaks and tokens[place + 1].folded in _DONE_TO
        return led and behind and place > 1 and tokens[place - 2].folded not in _NO_DEED
    return led and tokens[place].folded.endswith(tuple(_DOING.get(language, ())))
