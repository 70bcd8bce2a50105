"""Named tools and the words around them go in; which of them is only compared with, and what is attached, comes out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.policy.vocabulary import ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.tools.usage import ARTICLES, INTO, is_compared
from bot.reading.words.lists import all_words
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of
from bot.tongue.text import Token, words_of

_KINDS = ("connector", "plugin", "agent")
_WITHOUT = small("no", "without", "no_connector")
_NONE = small("no_plan")
_WORKED_ON, _IS, _OUT = small("worked_on"), small("state"), small("out_of_reach")
_ONE, _RATHER = small("that_one"), Spoken("but_rather")
_BUT, _ALONE = Spoken("apart"), small("only", "on_its_own")
_OF, _BUT_IT = Spoken("made_by"), small("but")
_OR, _ASKER = Spoken("or", "or_u", "versus", "than"), Spoken("asker_does")
_LAST = 1
"""Words behind a tool that is excluded, at the end of the message."""
_STATE = 3
"""Words behind a tool's name in which it is said that it is out of reach."""
_LONGEST = 4
"""Words of a phrase."""
_DENIED = 2
"""Words between "without" and what is denied, and that word."""
_SMALL = 2
"""Words between "instead of" and a name: "instead of on the Barn"."""
_LINK = 5
"""Words between two tools of which one is compared with the other."""


class Beside:
    """Words for what stands beside a tool, ready to look for, and the policy's rows for such things."""

    def __init__(self, catalog: Catalog, terms: dict[str, ToolTerms]) -> None:
        self.instead, self.alike = (_bare(all_words(catalog, name)) for name in ("read.instead", "read.alike"))
        self.than = all_words(catalog, "read.than")
        self.attached = {kind: all_words(catalog, f"read.attached.{kind}") for kind in _KINDS}
        self.rows: dict[str, frozenset[str]] = {}
        for kind, phrases in self.attached.items():
            nouns = phrases | {kind, f"{kind}s"}
            named = {row.id: " ".join(("", *words_of(" ".join((row.label, *row.names))), "")) for row in terms.values()}
            rows = frozenset(id_ for id_, words in named.items() if any(f" {noun} " in words for noun in nouns))
            if rows:
                self.rows[kind] = rows

    def asked(self, tokens: tuple[Token, ...], tools: list[Named]) -> list[Named]:
        """Without a tool that another one is only compared with: "X instead of Y", "X like Y"."""
        left_out = self.left_out(tokens, tools)
        return [tool for tool in tools if tool not in left_out]

    def left_out(self, tokens: tuple[Token, ...], tools: list[Named]) -> list[Named]:
        """Those that are not asked about; none where nothing else is left."""
        named = [tool for tool in tools if not tool.is_generic]
        left_out = [
            tool
            for tool in named
            if self._is_measure(tokens, tool, named)
            or self._is_only_compared(tokens, tool, named)
            or self._is_out_of_reach(tokens, tool)
            or self._is_excluded(tokens, tool, named)
            or _is_anothers(tokens, tool, named)
        ]
        left_out += [tool for tool in named if tool not in left_out and _stands_at(tokens, tool, left_out)]
        return left_out if len(left_out) < len(named) else []

    def _is_measure(self, tokens: tuple[Token, ...], tool: Named, named: list[Named]) -> bool:
        before = [token for token in tokens[max(0, tool.first - _LINK) : tool.first] if token.folded not in ARTICLES]
        if any(token.breaks for token in tokens[tool.first : tool.first + 1]):
            return False
        if self._ends_in(before, self.instead):
            return True
        size = self._ends_in(before, self.alike)
        others = {other.last for other in named if other is not tool}
        return bool(size) and any(self._gap(tokens, last, tool.first) == size for last in others if last < tool.first)

    def _is_only_compared(self, tokens: tuple[Token, ...], tool: Named, named: list[Named]) -> bool:
        """ "May it go into X? I call it through their API, faster than Y": in a later sentence than the question's, of what the
        asker does with X, Y is not asked about."""
        sentence = tokens[tool.first].sentence
        here = [token for token in tokens[: tool.first] if token.sentence == sentence]
        than = [token.folded for token in here if token.folded not in ARTICLES][-1:]
        told = any(other.last <= tool.first and tokens[other.first].sentence < sentence for other in named if other is not tool)
        return told and bool(than) and than[0] in self.than and any(token in _ASKER for token in here)

    @staticmethod
    def _is_excluded(tokens: tuple[Token, ...], tool: Named, named: list[Named]) -> bool:
        """ "in Word, so no Copilot, and then through ChatGPT": a tool that is said not to be used, with nothing more of it: "not
        the Shield one, Copilot", "nicht Klara, sondern Le Chat", "nicht Gemini diesmal"; or with what the other one is for:
        "with Claude and not with Gemini for the minutes"."""
        place, behind = tool.first - 1, tool.last
        place -= place > 0 and tokens[place].folded in ARTICLES
        place -= place > 0 and tokens[place].folded in INTO
        behind += behind < len(tokens) and tokens[behind].folded in _ONE and not tokens[behind].breaks
        denied = place >= 0 and tokens[place].folded in _NONE and not any(t.breaks for t in tokens[place + 1 : tool.first + 1])
        if denied and place and tokens[place - 1] in _BUT and any(other.last == place - 1 for other in named):
            return behind >= len(tokens) or tokens[behind].folded not in _ALONE
        rest = [token for token in tokens[behind:] if token.clause == tokens[max(behind - 1, 0)].clause]
        last = len(rest) <= _LAST and behind + len(rest) == len(tokens)
        return denied and (behind >= len(tokens) or tokens[behind].breaks or tokens[behind] in _RATHER or last)

    @staticmethod
    def _is_out_of_reach(tokens: tuple[Token, ...], tool: Named) -> bool:
        """ "Claude is slow today": why another tool is asked about."""
        behind = [t for t in tokens[tool.last : tool.last + _STATE] if t.clause == tokens[max(tool.last - 1, 0)].clause]
        return len(behind) > 1 and behind[0].folded in _IS and any(token.folded in _OUT for token in behind[1:])

    def replaces(self, tokens: tuple[Token, ...], named: Named, words: frozenset[str]) -> bool:
        """Whether a tool is to take the place of what its own row stands for: "a model on my PC instead of the one on rack B".

        ``words``: those of the row's names that no other row and no product has."""
        own = words - {token.folded for token in tokens[named.first : named.last]}
        for place in range(named.last, len(tokens)):
            if tokens[place].folded not in own or tokens[place].sentence != tokens[max(named.last - 1, 0)].sentence:
                continue
            before = [token for token in tokens[max(named.last, place - _LINK) : place] if token.folded not in ARTICLES]
            if any(self._ends_in(before[: len(before) - small], self.instead) for small in range(_SMALL + 1)):
                return True
        return False

    @staticmethod
    def _gap(tokens: tuple[Token, ...], last: int, first: int) -> int:
        """Words between two tools but for articles."""
        return sum(token.folded not in ARTICLES for token in tokens[last:first])

    @staticmethod
    def _ends_in(before: list[Token], phrases: frozenset[str]) -> int:
        """How many words the longest of these phrases has that stands right before; 0 for none."""
        for size in range(min(_LONGEST, len(before)), 0, -1):
            if " ".join(token.folded for token in before[-size:]) in phrases:
                return size
        return 0

    def joined(self, tokens: tuple[Token, ...], products: list[Named]) -> list[Named]:
        """With the policy's row for what is attached to a tool: "Claude Code with a connector" is ruled as both."""
        found = products
        apart = places_of(_rivals(tokens, products))
        for kind, rows in self.rows.items():
            own = [tool for tool in found if tool.rows and tool.rows <= rows and tool.first not in apart]
            others = [tool for tool in found if tool not in own]
            places = [place for place in self._places(tokens, self.attached[kind]) if place not in apart]
            spoken = {tokens[place].sentence for place in range(len(tokens)) if any(t.first <= place < t.last for t in own)}
            if others and spoken <= {tokens[tool.first].sentence for tool in others}:
                found = others  # the row's own name beside a tool is what is attached to it
                places += [tool.first for tool in own if not self._is_denied(tokens, tool.first)]
            for place in places:
                found = [self._with(tokens, tool, rows, place) for tool in found]
        return found

    @staticmethod
    def _with(tokens: tuple[Token, ...], tool: Named, rows: frozenset[str], place: int) -> Named:
        inside = tool.first <= place < tool.last
        same = bool(tool.rows & rows) or any(one.rows == rows for one in tool.beside)
        if tool.is_generic or inside or same or tokens[tool.first].sentence != tokens[place].sentence:
            return tool
        if tool.last < place and tokens[tool.last].folded in _WORKED_ON and not tokens[tool.last].breaks:
            return tool  # "Copilot on our plugin"
        other = Named(place, place + 1, rows=rows, quote=tokens[place].text, via="alias")
        return replace(tool, beside=(*tool.beside, other))

    def _places(self, tokens: tuple[Token, ...], phrases: frozenset[str]) -> list[int]:
        """Where one of these phrases begins in the asker's own words, and is not denied."""
        found = []
        for place, token in enumerate(tokens):
            sizes = range(1, min(_LONGEST, len(tokens) - place) + 1)
            said = any(" ".join(t.folded for t in tokens[place : place + size]) in phrases for size in sizes)
            if token.own and said and not self._is_denied(tokens, place):
                found.append(place)
        return found

    @staticmethod
    def _is_denied(tokens: tuple[Token, ...], place: int) -> bool:
        before = tokens[max(0, place - _DENIED) : place]
        return any(token.folded in _WITHOUT and token.clause == tokens[place].clause for token in before)


def _stands_at(tokens: tuple[Token, ...], tool: Named, left_out: list[Named]) -> bool:
    """Whether it only says which one is left out: "rather than the Qwen on the rack", "statt Qwen im Rack"."""
    before = next((other for other in left_out if 0 < tool.first - other.last <= _SMALL), None)
    if before is None or any(token.breaks for token in tokens[before.last : tool.first + 1]):
        return False
    between = [token.folded for token in tokens[before.last : tool.first]]
    return any(word in INTO for word in between) and all(word in INTO | ARTICLES for word in between)


def _is_anothers(tokens: tuple[Token, ...], tool: Named, named: list[Named]) -> bool:
    """Whether the name right behind says that another one is meant by it: "the Sandbox of OpenAI", "Sandbox, but the DeepSeek
    one". What else a maker has is merged with its name before."""
    other = next((one for one in named if one.first >= tool.last), None)
    if other is None or not tool.rows or tool.tools or tokens[other.first].sentence != tokens[tool.first].sentence:
        return False
    between = [token for token in tokens[tool.last : other.first] if token.folded not in ARTICLES or token in _OF]
    if len(between) != 1:
        return False
    behind = tokens[other.last].folded if other.last < len(tokens) else ""
    if between[0] in _OF:
        return not other.rows and not any(token.breaks for token in tokens[tool.last : other.first + 1])
    return between[0].folded in _BUT_IT and behind in _ONE


def are_rivals(tokens: tuple[Token, ...], one: Named, other: Named) -> bool:
    """Whether one tool is asked about in the place of the other: "Copilot or a free chatbot"."""
    first, second = sorted((one, other), key=lambda tool: tool.first)
    return any(token in _OR for token in tokens[first.last : second.first]) or is_compared(tokens, first.first)


def _rivals(tokens: tuple[Token, ...], tools: list[Named]) -> list[Named]:
    """Tools that are asked about in the place of their neighbours ("Claude, Gemini or Comet"), and go with none of them."""
    links: list[bool | None] = [None]
    for one, other in reversed(list(pairwise(tools))):
        between = [t for t in tokens[one.last : other.first] if t.folded not in ARTICLES]
        gaps = "".join(t.gap for t in tokens[one.last : other.first + 1])
        rival = any(token in _OR for token in between) or is_compared(tokens, one.first) or (not between and "/" in gaps)
        links.insert(0, rival or (links[0] if not between and "," in gaps else None if not between else False))
    sides = zip(tools, [None, *links], links, strict=False)
    return [tool for tool, one, other in sides if (one or other) and False not in (one, other)]


def _bare(phrases: frozenset[str]) -> frozenset[str]:
    """Without words that are articles in another language ("au lieu de")."""
    return frozenset(" ".join(word for word in phrase.split() if word not in ARTICLES) for phrase in phrases)
