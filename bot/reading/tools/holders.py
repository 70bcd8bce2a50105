"""Words around a tool's name go in; whether they say that the organisation's account is meant comes out: "our DeepL licence",
"the company ChatGPT", "de licentie van ons werk voor Claude"."""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.tools.loose import is_pending
from bot.reading.tools.named import Named
from bot.reading.tools.usage import INTO
from bot.reading.words.language import is_stop
from bot.reading.words.lists import all_words
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small
from bot.tongue.text import POSSESSIVE, Token

HAD, OUR = "had", "our"
"""How sure it is that the organisation has the tool: an account or the employer is named, or only "our" stands before it."""
_KINDS = {
    "our": Spoken("our"),
    "my": Spoken("my"),
    "the": Spoken("house_article"),
    "house": Spoken("house"),
    "account": Spoken("house_account"),
    "of": Spoken("genitive"),
    "of_the": Spoken("house_genitive"),
    "that": Spoken("those_of"),
    "one": Spoken("that_one"),
    "work": Spoken("house_tool"),
    "ours": Spoken("house_ours"),
    "from": Spoken("genitive", "plan_of"),
    "for": Spoken("for", "with", "plan_of", "genitive"),
}
_OWNERS = ("of our house", "of the house", "of_the house")
_AHEAD = tuple(
    tuple(phrase.split())
    for phrase in (
        *(f"account {owner} for" for owner in _OWNERS),
        *("our house account for", "the house account for", "our account for", "our account"),
    )
)
"""What stands before a name, by kinds of words: "our licence for DeepL", "de licentie van ons werk voor Claude"."""
_BEHIND = tuple(tuple(f"{account}{owner}".split()) for account in ("account ", "") for owner in _OWNERS)
"""And behind it: "the ChatGPT workspace of our company", "das DeepL der Firma"."""
_REMARKS = {
    tuple(phrase.split()): told
    for told, phrases in (
        (HAD, ["the work one", "work one", "that work", "the one from house", "the one from the house"]),
        (HAD, [f"that {owner}" for owner in ("from our house", "from the house", "of_the house", "from house")]),
        (OUR, ["ours", "the ours", "that ours"]),
    )
    for phrase in phrases
}
"""What a remark behind a name consists of: "(the work one)", ", celui du boulot", ", das vom Haus", "(ours)"."""
_BEFORE, _JOINED = small("house_tool"), small("house_joined")
_LEADING, _WORK = Spoken("into", "using", "through", "for"), small("at_work")
_OWNED, _SEVERAL = Spoken("owned_by"), small("logins")
"""Behind the name, where they are no one account: everybody's own, it may be."""
_REACH = 2
"""Words before the phrase in which it is denied, or only compared with."""
_APART = 2
"""Words between a name and a remark behind it: "in ChatGPT eingeben (das vom Haus)"."""
_SPACED = frozenset({"en", "fr", "es"})
"""Languages in which what follows the name without a word between goes on with it: "our ChatGPT users"."""


class Holders:
    """Knows the words by which people say that a tool is their employer's."""

    def __init__(self, catalog: Catalog, names: set[str]) -> None:
        """``names``: the words of the organisation's own name, folded."""
        self.before = _BEFORE | names
        self.not_that = all_words(catalog, "read.negation") | small("without", "outside", "instead", "instead_of", "than")
        self.follows = all_words(catalog, "read.frequent", "read.compare") | INTO

    def said(self, tokens: tuple[Token, ...], tool: Named, matches: list[Match]) -> str:
        """``HAD`` where an account or the employer is named beside it, ``OUR`` where only that stands there; else none."""
        if tool.is_generic or not tool.first < tool.last or not tokens[tool.first].own:
            return ""
        if remark := _remark(tokens, tool):
            return remark
        first, last, told = self._phrase(tokens, tool)
        if not told or not self._goes_no_further(tokens, last) or self._is_denied(tokens, first):
            return ""
        return "" if is_pending(tokens, tool.first, matches) else told

    def _phrase(self, tokens: tuple[Token, ...], tool: Named) -> tuple[int, int, str]:
        """Where the words that say it begin and end, and what they say."""
        end = tool.last + (_fits(tokens, tool.last, ("account",)) and not tokens[tool.last].breaks)
        for kinds in _AHEAD:
            if _fits(tokens, tool.first - len(kinds), kinds) and not tokens[tool.first].breaks:
                return tool.first - len(kinds), tool.last, HAD
        if self._is_of_house(tokens, tool.first, end):
            return tool.first - 1, end, HAD
        if _fits(tokens, tool.first - 1, ("our",)) and not tokens[tool.first].breaks:
            return tool.first - 1, end, HAD if end > tool.last else OUR
        for kinds in _BEHIND:
            if _fits(tokens, tool.last, kinds) and not tokens[tool.last].breaks:
                return tool.first, tool.last + len(kinds), HAD
        return tool.first, tool.last, ""

    def _is_of_house(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        """ "Company DeepL", "the firm's DeepL", "Firmen-ChatGPT": not "a company ChatGPT", "the supplier company ChatGPT"."""
        if not first or tokens[first].breaks or not tokens[first - 1].own:
            return False
        word, at = tokens[first - 1].folded, first - 2
        before = tokens[at] if at >= 0 and not tokens[at + 1].breaks else None
        owned = before is not None and (before in _KINDS["our"] or before in _KINDS["my"])
        if word not in self.before and not (word in _JOINED and (owned or tokens[first].gap == "-")):
            return False
        if before is None or owned or before not in _KINDS["the"]:
            return before is None or owned or before in _LEADING
        # "the work ChatGPT did"
        return word not in _WORK or last == len(tokens) or tokens[last].breaks or tokens[last] in _LEADING

    def _goes_no_further(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether nothing follows that the words may be of: "our ChatGPT users", "our company's supplier"; or whose they are."""
        if POSSESSIVE.search(tokens[place - 1].text):
            return False
        if place == len(tokens) or tokens[place].breaks:
            return True
        token = tokens[place]
        if token.folded in _SEVERAL or token in _OWNED:
            return False
        if is_stop(token.folded) or token.folded in self.follows:
            return True
        return token.gap != "-" and bool(token.tongues) and token.tongues[0] not in _SPACED

    def _is_denied(self, tokens: tuple[Token, ...], first: int) -> bool:
        """ "Without our DeepL licence", "instead of the company ChatGPT"."""
        near = tokens[max(0, first - _REACH) : first]
        return any(token.folded in self.not_that and token.clause == tokens[first].clause for token in near)


def _fits(tokens: tuple[Token, ...], first: int, kinds: tuple[str, ...]) -> bool:
    """Whether words of these kinds stand there, in one phrase."""
    here = tokens[first : first + len(kinds)] if first >= 0 else ()
    if len(here) < len(kinds) or any(token.breaks for token in here[1:]):
        return False
    return all(token.own and token in _KINDS[kind] for token, kind in zip(here, kinds, strict=True))


def _remark(tokens: tuple[Token, ...], tool: Named) -> str:
    """What the next clause behind the name says, where it is a remark and no more."""
    start = next((p for p in range(tool.last, len(tokens)) if tokens[p].clause != tokens[tool.first].clause), len(tokens))
    clause = [token for token in tokens[start:] if token.clause == tokens[start].clause]
    if not clause or start - tool.last > _APART or clause[0].sentence != tokens[tool.first].sentence:
        return ""
    return next((told for kinds, told in _REMARKS.items() if len(kinds) == len(clause) and _fits(tokens, start, kinds)), "")
