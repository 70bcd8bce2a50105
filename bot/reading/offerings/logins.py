"""A brand named with the organisation's account goes in, the one row of it whose own name says such an account comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.policy.vocabulary import ToolTerms
from bot.policy.world import Catalog
from bot.reading.offerings.siblings import Siblings
from bot.reading.tools.named import Named
from bot.reading.words.lists import all_words, in_words
from bot.tongue.index import Index
from bot.tongue.text import Token, tokens_of

_COMPANY = "company"


class Logins:
    """The rows of one policy that are called by an account of the organisation, and by no licence."""

    def __init__(self, catalog: Catalog, index: Index, terms: Mapping[str, ToolTerms], siblings: Siblings) -> None:
        self.catalog, self.siblings = catalog, siblings
        self.accounts = in_words(catalog, "account.company")
        bought = all_words(catalog, "seat.bought")
        self.tied = {
            row.id: set(row.catalog) for row in terms.values() if not row.group and _says_account(row.label, index, bought)
        }

    def rows_of(self, named: Named, tokens: tuple[Token, ...]) -> list[str]:
        """ "Copilot with my work account": a sibling that no row has is not meant where only the account speaks for it."""
        brand = self.siblings.brand(named)
        only = named.traits.accounts == {_COMPANY} and not replace(named.traits, accounts=frozenset()).said
        if not brand or not only or self.siblings.near(named, tokens, self.accounts):
            return []
        kin = set(self.catalog.brands[brand].tools)
        rows = self.siblings.at_work(named, [row for row, tools in self.tied.items() if tools and tools <= kin], tokens)
        return rows if len(rows) == 1 else []


def _says_account(label: str, index: Index, bought: frozenset[str]) -> bool:
    """Whether a name says that it is for the organisation's login, which everybody has; not everybody has a licence."""
    tokens = tokens_of(label)
    said = [m for m in index.find(tokens, "en") if m.entry.slot == "account" and m.via != "fuzzy"]
    return any(m.entry.id == _COMPANY for m in said) and not any(t.folded in bought for t in tokens)
