"""A tool and what was said of it go in, the group rows of the policy that catch it come out ("free or personal AI tools")."""

from __future__ import annotations

from collections.abc import Iterable

from bot.policy.vocabulary import ToolTerms
from bot.policy.world import CatalogTool
from bot.reading.tools.named import Traits, folded_name
from bot.reading.tools.offerings import Offers
from bot.text.small import small
from bot.text.tokens import fold, words_of

_KEY = "api"
"""The plan of a row for people's own keys: no chat has it."""
_LOCAL = {"self_hosted", "device"}
_REST = 5
"""The distance of a row for whatever is not listed."""
_CHATS = "free-chatbot"
"""The family of any chat that is free: a row of it is for no trade."""
_FAR = "chinese-ai"
"""The family of what no row for private accounts lets in without its name."""
_CHATTING, _LOGINS = small("chat"), small("logins")
_ANY_TRADE = frozenset({_CHATS, "chatbot"})


class Groups:
    """The group rows of one policy."""

    def __init__(self, offers: Offers) -> None:
        self.offers, self.terms, self.catalog = offers, offers.terms, offers.catalog
        self.listed = {row.id: self._listed(row) for row in self.terms.values() if row.group}
        """The tools that a group names among its own."""

    def _listed(self, row: ToolTerms) -> frozenset[str]:
        said = {folded_name(name) for name in row.names}
        tools = self.catalog.tools.values()
        return frozenset(tool.id for tool in tools if said & {folded_name(name) for name in (tool.name, *tool.names)})

    def catching(self, siblings: set[str], families: frozenset[str], traits: Traits) -> list[str]:
        """The group rows that catch a tool, nearest first; a banned one first where it fits as well."""
        tools = [self.catalog.tools[id_] for id_ in siblings if id_ in self.catalog.tools]
        kin = {family for tool in tools for family in tool.families} | families
        groups = [row for row in self.terms.values() if row.group]
        ranks = [(self._distance(row, siblings, tools, kin, traits), row) for row in groups]
        return [row for _, row in sorted((0 if row.banned and far < _REST else far, row.id) for far, row in ranks if far)]

    def _distance(self, row: ToolTerms, siblings: set[str], tools: list[CatalogTool], kin: set[str], traits: Traits) -> int:
        """How near a group comes to a tool, 1 the nearest; 0 where it does not catch it."""
        by_name = row.id in traits.marks or siblings & {*row.covers.get("tool", ()), *row.catalog}
        if by_name or self._names_all(row, siblings, traits) or self._is_for_keys(row, siblings, tools, traits):
            return 1
        if self.catches(row, traits, siblings) and self._is_of_trade(row, kin) and not self._is_other_trade(row, kin, siblings):
            return 2
        if self._open_weights(row, tools, traits) or self._is_of_kin(row, tools, kin):
            return 3
        if self._is_consumers(tools) and "personal" in row.covers.get("account", ()) and not self.is_keys(row):
            return 4
        return _REST if row.covers.get("any") else 0

    def _names_all(self, row: ToolTerms, siblings: set[str], traits: Traits) -> bool:
        """Whether a group names each of some tools of which nothing else was said."""
        return bool(siblings) and siblings <= self.listed[row.id] and not traits.said

    def _is_for_keys(self, row: ToolTerms, siblings: set[str], tools: list[CatalogTool], traits: Traits) -> bool:
        """Whether a group is for people's own keys and one of them was said, or the tools have nothing else."""
        if not self.is_keys(row) or "personal" not in self.offers.said_accounts(traits, siblings):
            return False
        return _KEY in traits.plans or (bool(tools) and all("api-platform" in tool.families for tool in tools))

    @staticmethod
    def _is_of_kin(row: ToolTerms, tools: list[CatalogTool], kin: set[str]) -> bool:
        """Whether a group is for tools of such families, of such vendors, or for whatever runs on own machines."""
        covers = row.covers
        local = "local-runner" in kin and set(covers.get("hosting", ())) >= _LOCAL
        vendors = {fold(tool.vendor) for tool in tools} & {fold(vendor) for vendor in covers.get("vendor", ())}
        return local or bool(kin & set(covers.get("family", ()))) or bool(vendors)

    def catches(self, row: ToolTerms, traits: Traits, siblings: Iterable[str] = ()) -> bool:
        """Whether a group covers the plan, the account or the hosting that was said of these tools."""
        covers = row.covers
        if self.is_keys(row):
            return False
        accounts = self.offers.said_accounts(traits, siblings)
        return bool(
            traits.plans & set(covers.get("plan", ()))
            or (
                accounts & set(covers.get("account", ()))
                and not (traits.accounts and not traits.accounts & set(covers.get("account", ())))
            )
            or traits.hosting & set(covers.get("hosting", ()))
        )

    @staticmethod
    def _is_of_trade(row: ToolTerms, kin: set[str]) -> bool:
        """Whether a row for the free ones of a trade ("free translators") may mean a tool of these families; a row that speaks
        of whose account it is, or of any free chat, is for all of them."""
        trade = set(row.covers.get("family", ()))
        return not trade or "plan" not in row.covers or "account" in row.covers or _CHATS in trade or bool(kin & trade)

    def _is_other_trade(self, row: ToolTerms, kin: set[str], siblings: set[str]) -> bool:
        """Whether a row that lets anything into chats alone ("public chatbots") is not about these tools, which no row names: a
        free meeting bot, or a picture maker, is no chat. What has a row of its own is not that row's on a private account."""
        if any(siblings & set(one.catalog) for one in self.terms.values() if not one.group):
            return False
        said = set(words_of(row.label))
        is_chats = any(word.rstrip("s") in _CHATTING for word in said) and not said & _LOGINS
        return is_chats and bool(kin) and not kin & _ANY_TRADE and not self.offers.forbids_all(row.id)

    @staticmethod
    def _is_consumers(tools: list[CatalogTool]) -> bool:
        """Whether these are sold to nobody but persons ("the AI in WhatsApp"): whoever has one has it for themselves."""
        sold = [{plan.account for plan in tool.plans} for tool in tools if _FAR not in tool.families]
        return bool(sold) and len(sold) == len(tools) and all(accounts == {"personal"} for accounts in sold)

    @staticmethod
    def is_keys(row: ToolTerms) -> bool:
        """Whether a group is about people's own keys, and no chat."""
        return row.covers.get("plan") == (_KEY,) and row.covers.get("account") == ("personal",)

    @staticmethod
    def _open_weights(row: ToolTerms, tools: list[CatalogTool], traits: Traits) -> bool:
        """A row for what runs on own machines catches tools that only do so."""
        hosts = {host for tool in tools for host in tool.hosting}
        return bool(tools and hosts and not traits.hosting and hosts <= set(row.covers.get("hosting", ())))

    def personal(self, siblings: set[str]) -> list[str]:
        """Rows for free or personal use that a bare brand may as well mean."""
        tools = self.catalog.tools
        plans = {plan.id for id_ in siblings if id_ in tools for plan in tools[id_].plans if plan.account == "personal"}
        found = []
        for row in self.terms.values():
            covers = row.covers
            if (
                row.group
                and not self.is_keys(row)
                and ("personal" in covers.get("account", ()) or plans & set(covers.get("plan", ())))
                and (plans or not siblings)
                and self._is_of_trade(row, {f for id_ in siblings if id_ in tools for f in tools[id_].families})
            ):
                found.append(row.id)
        return found

    def rest(self, siblings: set[str]) -> list[str]:
        """Rows for whatever is not listed, where a bare brand may as well be somebody's own account with one of its tools."""
        plans = (plan for id_ in siblings if id_ in self.catalog.tools for plan in self.catalog.tools[id_].plans)
        own = any(plan.account == "personal" for plan in plans)
        return self.any() if own else []

    def any(self) -> list[str]:
        """Rows for whatever is not listed."""
        return [row.id for row in self.terms.values() if row.group and row.covers.get("any")]
