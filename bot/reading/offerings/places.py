"""A message that names no tool goes in; software that is no AI comes out of it where something is put there: "may I post client
names in Slack?". Who only tells where a thing is ("it came in on Slack") asks about nothing there.
"""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.tools.named import Named, folded_name
from bot.reading.tools.strangers import Strangers
from bot.reading.words.lists import all_words
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token, quote_of

_PUT, _IN = small("put_in", "posted"), Spoken("posted_in")
_POSTS, _ARTICLES = small("posted_as"), small("article", "ours", "my")
_WHO_DID = small("speaker", "did", "what_or_which")
_FAR = 8
"""Words between what is put and where."""


class Places:
    """The tools of the catalog that are no AI, by the name by which people call them."""

    def __init__(self, catalog: Catalog, strangers: Strangers) -> None:
        self.strangers = strangers
        hosts = all_words(catalog, "read.host")
        self.tools = {name: tool.id for tool in catalog.tools.values() if (name := folded_name(tool.name)) in hosts}

    def named(self, tokens: tuple[Token, ...], matches: list[Match]) -> Named | None:
        """The first such place. It grounds no allowed: somebody may only say where a thing stands."""
        data = {m.last for m in matches if m.entry.slot in ("data", "kind") and m.via != "fuzzy"}
        for place, token in enumerate(tokens):
            id_ = self.tools.get(token.folded) if token.own else None
            last = place + 1
            last += last < len(tokens) and tokens[last].folded in _POSTS and not tokens[last].breaks
            first = place - 1
            while first > 0 and tokens[first].folded in _ARTICLES | _POSTS and not tokens[first + 1].breaks:
                first -= 1
            ends = self.strangers.ends(tokens, last - 1) or tokens[last].folded in _PUT
            if id_ is None or first < 1 or token.breaks or tokens[first] not in _IN or not ends:
                continue
            if self._is_put(tokens, first) or (first in data and last == len(tokens)):
                quote = quote_of(tokens, place, place + 1)
                return Named(first + 1, last, tools=frozenset({id_}), quote=quote, source="catalog", is_stranger=True)
        return None

    @staticmethod
    def _is_put(tokens: tuple[Token, ...], place: int) -> bool:
        """Whether a verb of putting stands in the clause, and nobody who did something between it and the place."""
        clause = [at for at, token in enumerate(tokens) if token.own and token.clause == tokens[place].clause]
        verb = max((at for at in clause if at < place and tokens[at].folded in _PUT), default=-1)
        if verb >= 0:
            return place - verb <= _FAR and not any(tokens[at].folded in _WHO_DID for at in range(verb + 1, place))
        return any(tokens[at].folded in _PUT for at in clause)
