"""Named tools and the words around them in; how they are used out: through a place, together, not ours, inside software."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.policy.world import Catalog
from bot.reading.tools.foreigners import Foreigners
from bot.reading.tools.named import Named
from bot.reading.words.lists import all_words, in_words, words
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.text import Token, quote_of, words_of

_NEAR = 5
"""Words that a doubt may stand away from the tool."""
_DENIED = 4
"""Words that may stand between a denial and the licence."""
ARTICLES = small("article")
INTO = small("into")
"""Before a tool they say what goes into it."""
_LEADING = 2
_PROGRAMS = small("program")
_AI = small("ai")
_AI_IN, _HAS_AI = small("ai_in"), small("has_ai")
_MINE = small("my")
_WAY = Spoken("into", "onward")
"""Behind "and then" they lead into the next tool."""
_ADD_ON, _CHOICE = Spoken("add_on"), Spoken("or", "versus", "and")
_OWN, _OVER, _PASSES = Spoken("private"), Spoken("key_way"), Spoken("passes")
_OR = Spoken("or", "versus", "instead", "than")
_COMPARES = Spoken("compares")
_STOP = small_of("stop")


class Usage:
    """Word lists of how a tool is used, ready to look for."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.through = spoken(catalog, "read.through")
        self.together = spoken(catalog, "read.together")
        self.foreign = in_words(catalog, "read.foreign")
        self.owners = in_words(catalog, "read.foreign_owner")
        self.foreigners = Foreigners(catalog)
        self.not_local = in_words(catalog, "read.not_local")
        self.software = in_words(catalog, "read.software")
        self.licences = all_words(catalog, "read.licence")
        self.paid = all_words(catalog, "read.paid_name")
        self.negations = all_words(catalog, "read.negation")
        self.ai = in_words(catalog, "ai_word")
        self.hosts = all_words(catalog, "read.host")

    def linked(
        self,
        tokens: tuple[Token, ...],
        tools: list[Named],
        is_banned: Callable[[Named], bool],
        inside: Callable[[tuple[Token, ...], Named, Named], Named],
        outside: Callable[[tuple[Token, ...], Named, Named], Named | None],
    ) -> list[Named]:
        """One tool where the first is only the model inside the second, or where the same data goes through both.

        ``inside``: a model and the place that it is used through -> the tool; ``outside``: -> what no row has, where none has it.
        """
        found: list[Named] = []
        for tool in tools:
            before = found[-1] if found else None
            if before is not None and self._is_passed_on(tokens, before, tool):
                found[-1] = replace(before, beside=(*before.beside, tool))
                continue
            link = tuple(t.folded for t in tokens[before.last : tool.first] if t.folded not in ARTICLES) if before else ()
            parted = any("?" in t.gap or "," in t.gap for t in tokens[before.last : tool.first + 1]) if before else False
            if before is None or not link or parted or is_compared(tokens, before.first):
                found.append(tool)
            elif self._is_through(tokens, before, tool) and self._is_model(before) and not is_banned(before):
                found[-1] = inside(tokens, before, tool)
            elif self._is_through(tokens, before, tool) and not is_banned(before) and (apart := outside(tokens, before, tool)):
                found[-1] = apart
            elif self._is_joint(tokens, before, tool, link):
                found[-1] = replace(before, beside=(*before.beside, tool))
            else:
                found.append(tool)
        return found

    def _is_through(self, tokens: tuple[Token, ...], before: Named, tool: Named) -> bool:
        """Whether only "via" and the like stands between them; an article may belong to it ("a través de")."""
        said = tuple(token.folded for token in tokens[before.last : tool.first])
        bare = tuple(word for word in said if word not in ARTICLES)
        return any(_links(tokens[tool.first], link, self.through) for link in (said, bare))

    def _is_joint(self, tokens: tuple[Token, ...], before: Named, tool: Named, link: tuple[str, ...]) -> bool:
        """Whether both get the data: "A via B", "A with B", "the Slack connector of B"."""
        if self._is_through(tokens, before, tool) or _links(tokens[tool.first], link, self.together):
            return True
        between = [t for t in tokens[before.last : tool.first] if t.folded not in ARTICLES]
        rest = [t for t in between if t not in _ADD_ON]
        return len(rest) < len(between) and bool(rest) and not any(t in _CHOICE for t in rest)

    def _is_passed_on(self, tokens: tuple[Token, ...], before: Named, tool: Named) -> bool:
        """ "A, which hands it to B", "first A and then in B", "A over my private B": what goes into A gets into B as well."""
        between = tokens[before.last : tool.first]
        if not between or any(mark in t.gap for t in tokens[before.last : tool.first + 1] for mark in "?!;"):
            return False
        if tokens[before.first].sentence != tokens[tool.first].sentence:
            return False
        if any(token in _PASSES for token in between):
            return True
        last = len(between)
        while last and (between[last - 1] in _OWN or between[last - 1].folded in ARTICLES):
            last -= 1
        if last and between[last - 1] in _OVER and any(token in _OWN for token in between[last:]):
            return True
        if any("," in t.gap for t in tokens[before.last : tool.first + 1]):
            return False
        then = [t for t in between if t.folded not in ARTICLES]
        ways = len(then)
        while len(then) > 1 and then[-1] in _WAY:
            then.pop()
        return len(then) < ways and _links(tokens[tool.first], tuple(t.folded for t in then), self.together)

    def _is_model(self, named: Named) -> bool:
        """A brand or model without a plan: "Claude in Bedrock" is Bedrock's."""
        if named.rows and not named.tools and not named.brand:
            return False
        return not named.traits.plans and not named.traits.accounts

    def without_licence(self, tokens: tuple[Token, ...], named: Named) -> bool:
        """ "We don't have the Copilot licence": the name is that of a licence, and it is denied."""
        if named.last <= named.first:
            return False
        if tokens[named.last - 1].folded not in self.licences and tokens[named.first].folded not in self.paid:
            return False
        before = tokens[max(0, named.first - _DENIED) : named.first]
        return any(t.folded in self.negations and t.clause == tokens[named.first].clause for t in before)

    def is_remark(self, tokens: tuple[Token, ...], named: Named, before: Named) -> bool:
        """ "Heidi (the scribe app)": in brackets right behind a name it says what that is."""
        at = before.last
        return before.last <= named.first <= before.last + 1 and "(" in tokens[at].gap and named.via == "alias"

    def is_foreign(self, tokens: tuple[Token, ...], named: Named, local: bool) -> bool:
        """Whether words beside the name say that it is not the organisation's, or not what runs on its own machines."""
        if self.foreigners.have(tokens, named):
            return True
        lists = (self.foreign | self.not_local) if local else self.foreign
        low, high = max(0, named.first - _NEAR), min(len(tokens), named.last + _NEAR)
        clause = {tokens[p].clause for p in range(named.first, min(named.last, len(tokens)))}
        if named.first == named.last:  # no name, only what kind of tool: "models on my own Azure"
            low, high, clause = 0, len(tokens), {token.clause for token in tokens}
        for first in range(low, high):
            said = (tuple(t.folded for t in tokens[first : first + size]) for size in range(1, 5))
            listed = lists | self.owners if first == named.last > named.first else lists
            found = any(phrase in listed and not _is_inside(first, first + len(phrase), named) for phrase in said)
            if found and first not in named.of_data and tokens[first].clause in clause and tokens[first].own:
                return True
            if first >= named.last > named.first and tokens[first] in _OR:
                break
        return False

    @staticmethod
    def is_mine(tokens: tuple[Token, ...], named: Named) -> bool:
        """ "my ChatGPT Team", "mijn Grammarly": said of the company's seat as well as of one's own."""
        place = named.first - 1
        return place >= 0 and tokens[place].own and tokens[place].folded in _MINE and not tokens[named.first].breaks

    def embedded(self, tokens: tuple[Token, ...], matches: list[Match]) -> Named | None:
        """AI that is built into software: "the AI in our billing program", "Qualtrics' own text AI"."""
        ai = [p for p, t in enumerate(tokens) if t.own and ((t.folded,) in self.ai or t.folded in _AI)]
        buttons = [m for m in matches if m.entry.id == "read.ai_button" and m.via != "fuzzy"]
        ai += [p for m in buttons for p in range(m.first, m.last)]
        if not ai:
            return None
        for match in matches:
            if match.entry.slot != "host" or match.via == "fuzzy":
                continue
            near = [p for p in ai if tokens[p].sentence == tokens[match.first].sentence and abs(p - match.first) <= 6]
            if near:
                first, last = min(match.first, *near), max(match.last, *(p + 1 for p in near))
                return Named(first, last, rows=frozenset({match.entry.id}), quote=quote_of(tokens, first, last))
        for place, token in enumerate(tokens):
            both = tuple(t.folded for t in tokens[place : place + 2])
            known = (token.folded,) in self.software or both in self.software or self._is_program(token.folded)
            inside = token.folded in self.hosts and place > 1 and place - 2 in ai and tokens[place - 1].folded in _AI_IN
            if not (token.own and (known or inside)):
                continue
            for p in ai:
                between = {t.folded for t in tokens[min(p, place) : max(p, place)]}
                if tokens[p].sentence == token.sentence and abs(p - place) <= 7 and self._is_inside(between, p < place):
                    first, last = min(p, place), max(p, place) + 1
                    return Named(first, last, families=frozenset({"embedded-feature"}), quote=quote_of(tokens, first, last))
        return None

    @staticmethod
    def _is_program(word: str) -> bool:
        return any(word.endswith(head) and len(word) >= len(head) + 4 for head in _PROGRAMS)

    @staticmethod
    def _is_inside(between: set[str], ai_first: bool) -> bool:
        return bool(between & (_AI_IN if ai_first else _HAS_AI))


def is_compared(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether "between" or "compare" stands right before a tool, so that what follows is another one and does not go with it."""
    before = [token for token in tokens[max(0, place - _LEADING) : place] if token.folded not in ARTICLES]
    return bool(before) and before[-1] in _COMPARES and not tokens[place].breaks


def leads_in(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a word such as "into" stands before a tool."""
    near = [token for token in tokens[max(0, place - _LEADING) : place] if token.folded not in ARTICLES]
    return bool(near) and near[-1].folded in INTO and not tokens[place].breaks


def _is_inside(first: int, last: int, named: Named) -> bool:
    return named.first <= first and last <= named.last


def spoken(catalog: Catalog, name: str) -> dict[tuple[str, ...], frozenset[str]]:
    """The phrases of a list, each with the languages that have it."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for language, phrases in words(catalog, name).items():
        for phrase in map(words_of, phrases):
            found[phrase] = found.get(phrase, frozenset()) | {language}
    return found


def _links(token: Token, link: tuple[str, ...], phrases: dict[tuple[str, ...], frozenset[str]]) -> bool:
    """Whether words are such a phrase, in the message's language: the Dutch "en" is no Spanish one."""
    if link not in phrases or not token.tongues or not phrases[link].isdisjoint({"any", *token.tongues}):
        return link in phrases
    return not set(link) <= _STOP.get(token.tongues[0], frozenset())
