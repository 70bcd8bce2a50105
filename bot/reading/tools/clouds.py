"""A model's offerings and the words of a message go in; those that may be in the cloud that is named beside it come out.

Where the policy has the model in other places only, none does: a cloud that is allowed is no leave for every model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.policy.vocabulary import OfferingTerms, ToolTerms
from bot.policy.world import Catalog
from bot.reading.words.lists import words
from bot.text.small import small
from bot.text.tokens import Token, quote_of, words_of

_FAMILY = "managed-cloud-ai"
_MANAGED = "managed_cloud"
_ARTICLES = small("article")
_OTHERS = frozenset(map(words_of, small("cloud_other")))
"""What else clouds sell: "Azure DevOps" is no place of a model."""
_LONGEST = 3
"""Words of a cloud's name, and of a word such as "by way of" before it."""
_Span = tuple[int, int]


class Clouds:
    """The clouds of the catalog by their names, and in which of them the policy has what it lists."""

    def __init__(self, catalog: Catalog, terms: Mapping[str, ToolTerms], offerings: Mapping[str, OfferingTerms]) -> None:
        self.terms, self.offerings = terms, offerings
        self.through = frozenset(words_of(phrase) for said in words(catalog, "read.through").values() for phrase in said)
        clouds = {tool.id: tool for tool in catalog.tools.values() if _FAMILY in tool.families}
        tied = [
            ((row.label, *row.names), id_) for row in terms.values() for id_ in row.catalog if id_ in clouds and not row.group
        ]
        called = [*(((tool.name, *tool.names, *tool.near), tool.id) for tool in clouds.values()), *tied]
        self.called: dict[tuple[str, ...], frozenset[str]] = {}
        for names, id_ in called:
            for name in map(words_of, names):
                self.called[name] = self.called.get(name, frozenset()) | {id_}
        self.at = {
            one.id: self._named_in(words_of(" . ".join((one.label, *one.names, *one.plans)))) for one in offerings.values()
        }
        """Offering -> the clouds that its own words name; none where they name none."""

    def behind(self, tokens: tuple[Token, ...], last: int) -> _Span | None:
        """Where a cloud is named right behind a tool whose name ends at ``last``: "on Azure", "via our Azure tenant"."""
        for size in range(_LONGEST, 0, -1):
            at = last + size
            if tuple(token.folded for token in tokens[last:at]) in self.through and not any(t.breaks for t in tokens[last:at]):
                at += at < len(tokens) and tokens[at].folded in _ARTICLES
                return next(((at, end) for end in range(at + _LONGEST, at, -1) if self._is_cloud(tokens, at, end)), None)
        return None

    def anywhere(self, tokens: tuple[Token, ...]) -> _Span | None:
        """The first cloud that is named."""
        spans = ((at, at + size) for at in range(len(tokens)) for size in range(_LONGEST, 0, -1))
        return next((span for span in spans if self._is_cloud(tokens, *span)), None)

    def quoted(self, tokens: tuple[Token, ...]) -> str:
        """The same as it stands there; empty where none is named."""
        span = self.anywhere(tokens)
        return quote_of(tokens, *span) if span else ""

    def left_in(self, offered: Iterable[str], said: tuple[Token, ...]) -> tuple[str, ...]:
        """Of these offerings, those of products that may be in the clouds that the words name; all where none is named."""
        offered, clouds = tuple(offered), self._named_in(tuple(token.folded for token in said if token.own))
        own = [id_ for id_ in offered if not self.terms[self.offerings[id_].tool].group]
        left = tuple(id_ for id_ in own if self._may_be_in(self.offerings[id_], clouds))
        return left if own and clouds else offered

    def _is_cloud(self, tokens: tuple[Token, ...], first: int, last: int) -> bool:
        goes_on = any(tuple(t.folded for t in tokens[last : last + size]) in _OTHERS for size in range(1, _LONGEST))
        return last <= len(tokens) and tuple(t.folded for t in tokens[first:last]) in self.called and not goes_on

    def _may_be_in(self, one: OfferingTerms, clouds: frozenset[str]) -> bool:
        own = clouds & {*self.terms[one.tool].catalog}
        return (
            bool(own) or not one.hosting or (one.hosting == _MANAGED and (not self.at[one.id] or bool(self.at[one.id] & clouds)))
        )

    def _named_in(self, said: tuple[str, ...]) -> frozenset[str]:
        """The clouds whose names stand in these words."""
        spans = (said[first : first + size] for first in range(len(said)) for size in range(1, _LONGEST + 1))
        return frozenset(id_ for span in spans for id_ in self.called.get(span, ()))
