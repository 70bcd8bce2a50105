"""Words and named tools go in; the tools come out for which the asker lacks the organisation's seat, licence, key or login.

"The seat hasn't come through", "a key that a friend lent me", "the licence isn't the company's": what is used then is no
tool of the organisation, whatever its name.
"""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.redaction.people.given_names import GIVEN
from bot.reading.tools.named import PAID, Named
from bot.reading.tools.usage import ARTICLES
from bot.reading.words.lists import in_words, words
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.spans import places_of
from bot.tongue.text import POSSESSIVE, Token, fold, words_of

_WITHOUT = small("without", "outside")
_OR, _PART, _PILOT = Spoken("or"), Spoken("part_of"), Spoken("pilot")
_BEFORE, _AFTER, _REST = 4, 6, 5
"""Words between a "not" and the seat, between the seat and a "not", and behind that."""
_LOST = 6
"""Words between the seat and a word that it is gone."""
_FROM = 7
"""Words behind the seat in which it is said from whom it is."""
_OWNED = 3
"""Words before the seat in which it is said whose it is, and words of that."""
_WHOSE = 4
"""Words behind the seat in which the colleague stands who has it."""
_OF = small("account_of", "my")
_MY = small("my")
_HAVING, _PRIVATE = small("having"), Spoken("private")
_WHOSE_WORDS = _OF | ARTICLES
_CONTAINS, _INSIDE = small("contains"), frozenset(words_of(phrase) for phrase in small("inside_it"))
_ONLY = Spoken("only")
_ONLY_FAR = 7
"""Words around the seat in which it is said who alone has it."""
_SHARED = 12
"""Words around the seat in which it is said that several have it."""
_GROUP = 3
"""Words before a group in which "in" or "part of" stands."""
NOBODY = -1
"""The place of a tool that nobody named."""


class Seats:
    """Words for seats and for lacking them, ready to look for."""

    def __init__(self, catalog: Catalog) -> None:
        self.nouns, self.logins, self.of_data = _lists(catalog, "noun", "login", "of_data")
        self.given, self.granted, self.lost = _lists(catalog, "given", "granted", "lost")
        self.others, self.mine, self.colleagues = _lists(catalog, "others", "mine", "colleague")
        self.shared, self.has, self.entered = _lists(catalog, "shared", "has", "entered")
        self.negations = in_words(catalog, "read.negation") | {(word,) for word in _WITHOUT}
        spoken = words(catalog, "read.negation")
        self.negating = {tongue: frozenset(map(words_of, phrases)) for tongue, phrases in spoken.items()}
        self.stops = small_of("stop")
        self.needs = in_words(catalog, "read.need")

    def lacked(self, tokens: tuple[Token, ...], tools: list[Named], of_data: frozenset[int]) -> dict[int, bool]:
        """Places in ``tools`` of those whose seat is lacked, -1 where no tool is named; and whether it is no more than a seat,
        so that the asker may have the organisation's login. ``of_data``: places that data goes on behind ("org charts")."""
        asked = {tokens[p].sentence for p in range(len(tokens)) if self._at(tokens, p, self.needs)}
        inside = places_of(tools)
        seats = [
            (place, place + size)
            for place, token in enumerate(tokens)
            if token.own and token.sentence not in asked and place not in inside | of_data and (size := self._seat(tokens, place))
        ]
        found: dict[int, bool] = {}
        for first, last in seats:
            if self._is_lacked(tokens, first, last):
                owner = self._owner(tokens, first, tools)
                own = self._is_of_others(tokens, first, last) or bool(self._at(tokens, first, self.logins))
                found[owner] = found.get(owner, True) and not own
        told = {at for at, tool in enumerate(tools) if tool.first < tool.last and tokens[tool.first].sentence not in asked}
        if not found:
            found = dict.fromkeys(self._outside(tokens, tools, asked), True)
        theirs = {at for at in told if self._is_named_theirs(tokens, tools[at])}
        theirs |= {owner for p in self._entered(tokens) if (owner := self._owner(tokens, p, tools)) != NOBODY}
        return found | {at: False for at in told if at in theirs or self._is_not_granted(tokens, tools[at])}

    def _outside(self, tokens: tuple[Token, ...], tools: list[Named], asked: set[int]) -> set[int]:
        """Tools of a pilot that the asker is not in: "I'm not in the pilot", "not part of the test group"."""
        found: set[int] = set()
        for place, token in enumerate(tokens):
            if not token.own or token.sentence in asked or token not in _PILOT:
                continue
            before = tokens[max(0, place - _GROUP) : place]
            if self._is_denied(tokens, place) and any(t in _PART and t.clause == token.clause for t in before):
                here = [tool for tool in tools if tool.first <= place < tool.last]
                rows = {row for tool in here for row in tool.rows}
                found |= {n for n, tool in enumerate(tools) if tool in here or rows & tool.rows}
                ahead = [
                    n for n, tool in enumerate(tools) if tool.last <= place and tokens[tool.first].sentence == token.sentence
                ]
                found |= set() if here else {ahead[-1] if ahead else self._owner(tokens, place, tools)}
        return found - {NOBODY}

    def _entered(self, tokens: tuple[Token, ...]) -> list[int]:
        """Where somebody else's login is used: "logged in as my manager"."""
        found: list[int] = []
        for place, token in enumerate(tokens):
            size = self._at(tokens, place, self.entered) if token.own else 0
            who = range(place + size, min(len(tokens), place + size + _BEFORE))
            near = [p for p in who if tokens[p].clause == token.clause]
            found += [place] if size and any(self._at(tokens, p, self.colleagues | self.others) for p in near) else []
        return found

    def _seat(self, tokens: tuple[Token, ...], place: int) -> int:
        """How many words of a seat begin here; "the ad account ids" are data."""
        size = self._at(tokens, place, self.nouns)
        end = place + size
        data = size and end < len(tokens) and not tokens[end].breaks and self._at(tokens, end, self.of_data)
        return 0 if data else size

    def _is_inside(self, tokens: tuple[Token, ...], last: int) -> bool:
        """ "No keys in it", and "no keys or passwords in it": it is said what a thing does not hold."""
        here = [p for p in range(last, len(tokens)) if tokens[p].sentence == tokens[last - 1].sentence]
        ends = next((p for p in here if self._at(tokens, p, _INSIDE)), NOBODY)
        return ends == last or (ends > last and any(token in _OR for token in tokens[last:ends]))

    def _is_lacked(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """Whether the seat that is named there is none of the organisation's, and not what a thing does not hold."""
        clause = tokens[first].clause
        before = [token for token in tokens[max(0, first - _BEFORE) : first] if token.clause == clause]
        if any(token.folded in _CONTAINS for token in before) or self._is_inside(tokens, last):
            return False
        absent = self._is_denied(tokens, first) or self._is_not_there(tokens, last, self.given)
        gone = self._is_gone(tokens, first, last) or self._is_of_others(tokens, first, last)
        return absent or gone or self._is_of_a_colleague(tokens, first, last)

    def _is_not_granted(self, tokens: tuple[Token, ...], tool: Named) -> bool:
        """ "Copilot Business isn't assigned to me yet", "we don't have Claude Team"."""
        if not tokens[tool.first].own:
            return False
        if self._has_none(tokens, tool.first):
            return True
        denied = self._nots(tokens, tool.first, max(0, tool.first - _BEFORE), tool.first)
        granted = any(self._at(tokens, p, self.granted) for p in self._clause(tokens, tool.last, _AFTER))
        return self._is_not_there(tokens, tool.last, self.granted) or bool(denied and granted)

    def _has_none(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether right before a place stands nothing but a having and a "not": "we have no", "on n'a pas"."""
        having = no = False
        for token in reversed(tokens[:place]):
            has, denies = token.folded in _HAVING, (token.folded,) in self.negations
            if token.clause != tokens[place].clause or not (has or denies or token.folded in ARTICLES):
                break
            having, no = having or has, no or denies
        return having and no

    @staticmethod
    def _at(tokens: tuple[Token, ...], place: int, phrases: frozenset[tuple[str, ...]]) -> int:
        """How many words the longest of these phrases has that begins here; 0 for none."""
        for size in range(min(4, len(tokens) - place), 0, -1):
            if tuple(token.folded for token in tokens[place : place + size]) in phrases:
                return size
        return 0

    @staticmethod
    def _clause(tokens: tuple[Token, ...], start: int, reach: int) -> range:
        """The next words up to the end of the clause."""
        end = start
        while end < min(len(tokens), start + reach) and tokens[end].clause == tokens[start - 1].clause and tokens[end].own:
            end += 1
        return range(start, end)

    def _nots(self, tokens: tuple[Token, ...], place: int, first: int, last: int) -> list[int]:
        """Where a "not" stands between two places, in the clause of a third."""
        clause = tokens[place].clause
        here = (p for p in range(first, last) if tokens[p].clause == clause and self._is_not(tokens, p))
        return [p for p in here if not _is_asked(tokens, p)]

    def _is_not(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether a "not" begins here, and no word of the message's own language for something else: the Dutch "noch" is the
        German "still"."""
        size, token = self._at(tokens, place, self.negations), tokens[place]
        if size != 1 or not token.tongues or token.folded in _WITHOUT:
            return bool(size)
        own = any((token.folded,) in self.negating.get(tongue, ()) for tongue in ("any", *token.tongues))
        return own or token.folded not in self.stops.get(token.tongues[0], ())

    def _is_denied(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "No seat from IT", "I've not been given a licence"; not "not my own licence"."""
        nots = self._nots(tokens, place, max(0, place - _BEFORE - 1), place)
        return bool(nots) and not any(self._at(tokens, p, self.mine) or _is_paid_by_me(tokens, p) for p in range(nots[-1], place))

    def _is_not_there(self, tokens: tuple[Token, ...], end: int, given: frozenset[tuple[str, ...]]) -> bool:
        """ "The seat hasn't come through", "a licence that is not the company's", "the key isn't ours"."""
        if not end:
            return False
        after = self._clause(tokens, end, _AFTER)
        nots = [p for p in after if self._is_not(tokens, p) and not _is_asked(tokens, p)]
        if not nots:
            return False
        rest = self._clause(tokens, nots[0] + 1, _REST)
        said = [p for p in rest if tokens[p].folded not in ARTICLES]
        if any(self._at(tokens, p, self.mine) for p in said):
            return False
        return not said or any(self._at(tokens, p, given) for p in said)

    def _is_gone(self, tokens: tuple[Token, ...], place: int, end: int) -> bool:
        """ "My licence has run out", "I applied for a seat"."""
        clause = tokens[place].clause
        near = (p for p in range(max(0, place - _LOST), min(len(tokens), end + _LOST)) if tokens[p].clause == clause)
        own = place > 0 and tokens[place - 1] in _PRIVATE  # "niet meer op mijn eigen account"
        return any(self._at(tokens, p, self.lost) for p in near if not (own and p < place and self._is_not(tokens, p)))

    def _is_of_others(self, tokens: tuple[Token, ...], place: int, end: int) -> bool:
        """ "A key that my brother's firm issued", "my friend's account", "my second job's login"."""
        owned = [p for p in range(max(0, place - _OWNED), place) if POSSESSIVE.search(tokens[p].text)]
        before = (tokens[max(0, p - n) : p + 1] for p in owned for n in range(_OWNED))
        said = ((*(t.folded for t in here[:-1]), fold(POSSESSIVE.sub("", here[-1].text))) for here in before)
        return any(words in self.others for words in said) or any(
            self._at(tokens, p, self.others) and not self._is_whose_data(tokens, p + 1)
            for p in (*owned, *self._clause(tokens, end, _FROM))
        )

    def _is_whose_data(self, tokens: tuple[Token, ...], place: int) -> bool:
        """ "The company key for customer rows": whose the data is, and not the key."""
        return place < len(tokens) and not tokens[place].breaks and bool(self._at(tokens, place, self.of_data))

    def _is_of_a_colleague(self, tokens: tuple[Token, ...], place: int, end: int) -> bool:
        """ "On Dave's licence", "Lizenz meiner Kollegin", "only the judge has a licence", "three of us share a seat": a seat that
        somebody else of the house has. "A licence from my boss" is the asker's."""
        if place and POSSESSIVE.search(tokens[place - 1].text):
            owner = fold(POSSESSIVE.sub("", tokens[place - 1].text))
            if (owner,) in self.colleagues or tokens[place - 1].text.startswith("[") or owner in GIVEN:
                return True
        behind = [p for p in self._clause(tokens, end, _WHOSE) if self._at(tokens, p, self.colleagues)]
        if behind and all(t.folded in _WHOSE_WORDS for t in tokens[end : behind[0]]) and behind[0] > end:
            return True
        around = range(max(0, place - _SHARED), min(len(tokens), end + _SHARED))
        clause = (p for p in around if tokens[p].clause == tokens[place].clause)
        return any(self._at(tokens, p, self.shared) for p in clause) or self._is_only_theirs(tokens, place)

    def _is_named_theirs(self, tokens: tuple[Token, ...], tool: Named) -> bool:
        """The same where the seat is a part of the tool's name."""
        seats = (p for p in range(tool.first, tool.last) if self._at(tokens, p, self.nouns))
        return any(self._is_only_theirs(tokens, p) for p in seats)

    def _is_only_theirs(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether an "only", somebody of the house, and "has" stand close together beside the seat."""
        around = range(max(0, place - _ONLY_FAR), min(len(tokens), place + _ONLY_FAR + 1))
        near = [p for p in around if tokens[p].clause == tokens[place].clause]
        has = [p for p in near if self._at(tokens, p, self.has)]
        who = [p for p in near if self._at(tokens, p, self.colleagues)]
        only = [p for p in near if tokens[p] in _ONLY]
        return any(0 < w - o <= _OWNED and abs(h - w) <= _OWNED for o in only for w in who for h in has)

    @staticmethod
    def _owner(tokens: tuple[Token, ...], place: int, tools: list[Named]) -> int:
        """The tool whose seat it is: the nearest one of the sentence, else the last one before."""
        here = [n for n, tool in enumerate(tools) if tokens[min(tool.first, len(tokens) - 1)].sentence == tokens[place].sentence]
        if here:
            return min(here, key=lambda n: min(abs(tools[n].first - place), abs(place - tools[n].last)))
        before = [n for n, tool in enumerate(tools) if tool.first < place]
        return before[-1] if before else len(tools) - 1 if len(tools) == 1 else NOBODY


def _lists(catalog: Catalog, *names: str) -> tuple[frozenset[tuple[str, ...]], ...]:
    return tuple(in_words(catalog, f"seat.{name}") for name in names)


def _is_paid_by_me(tokens: tuple[Token, ...], place: int) -> bool:
    """ "Not my Pro login": the asker's own, by the name of a plan that persons buy."""
    return place + 1 < len(tokens) and tokens[place].folded in _MY and tokens[place + 1].folded in PAID


def _is_asked(tokens: tuple[Token, ...], place: int) -> bool:
    """ "Is it allowed or not": the end of a question, and no denial."""
    return place > 0 and tokens[place - 1] in _OR and not tokens[place].breaks
