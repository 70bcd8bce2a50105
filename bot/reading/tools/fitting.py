"""A tool, its rows and what was said of it go in; those of their offerings that fit come out, or those of what catches it."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.house import Knowledge
from bot.reading.tools.groups import Groups
from bot.reading.tools.named import Named, Traits
from bot.reading.tools.offerings import Offers
from bot.reading.tools.siblings import Siblings

_Offered = tuple[str, ...]
"""Ids of offerings; none: the policy does not list the tool."""


class Fitting:
    """Tells which offerings of rows are meant, for one policy."""

    def __init__(self, knowledge: Knowledge, offers: Offers, groups: Groups, siblings: Siblings) -> None:
        self.knowledge, self.terms = knowledge, knowledge.vocabulary.tools
        self.offers, self.groups, self.siblings = offers, groups, siblings

    def among(self, named: Named, kin: set[str], rows: list[str], *, by_name: bool, whole: bool = False) -> _Offered:
        """``kin``: products that the name may mean; ``by_name``: the rows are called so; ``whole``: no row beside them has the
        product."""
        traits = self.offers.possible(kin, named.traits)
        explicit, fitting = self.offers.fitting(rows, traits)
        told = self._forbidden(named, kin, rows, explicit, traits) if rows else None
        told = told if told is not None else self._explicit(kin, [*sorted(named.rows), *rows], explicit, traits)
        if told is None and rows and not fitting:
            told = self._claimed(kin, rows, traits)
        if told is not None:
            return told
        catching = self.groups.catching(kin, named.families, traits)
        if traits.said:
            return self._caught(traits, fitting, catching)
        if not fitting:
            return self.offers.of_rows(catching[:1])
        more = not (named.rows or named.offerings) and any(self.offers.says_more(o) for o in fitting)
        sure = by_name and not more and (whole or not self.siblings.is_bare(named))
        meant = fitting if sure else self._of(fitting, rows)
        beside = self.offers.of_rows(self.groups.personal(kin) or (self.groups.any() if more else self.groups.rest(kin)))
        is_whole = not more and all(not self.offers.plans_of[o] and not self.offers.offerings[o].account for o in fitting)
        if is_whole or sure or self.knowledge.organisation.bare_brand == "listed":
            return meant
        return _once(meant, beside)

    def _of(self, offerings: _Offered, rows: list[str]) -> _Offered:
        usual = self.offers.of_rows(rows)
        return tuple(o for o in offerings if o in usual)

    def _forbidden(self, named: Named, kin: set[str], rows: list[str], explicit: _Offered, traits: Traits) -> _Offered | None:
        """The rows of a tool that is forbidden, however it is used; a group for private accounts lifts no ban of it."""
        if all(self.terms[row].banned for row in rows):
            return self.offers.of_rows(rows)
        if not explicit and traits.hosting and all(self.offers.forbids_all(row) for row in rows):
            return _once(self.offers.of_rows(rows), self.offers.of_rows(self.groups.catching(kin, named.families, traits)))
        if not explicit and not traits.hosting and all(map(self.offers.bans_whole, rows)):
            return self.offers.of_rows(rows)
        return None

    def _explicit(self, kin: set[str], usual: list[str], explicit: _Offered, traits: Traits) -> _Offered | None:
        """Offerings that say themselves what was said, with private ones where that speaks against them. ``usual``: rows that the
        name stands for or may mean at work."""
        is_contrary = self.offers.is_contrary(explicit, traits)
        if not explicit and not is_contrary:
            return None
        personal = self.offers.of_rows(self.groups.personal(kin))
        if is_contrary:
            return _once(explicit, personal) if personal else ()
        meant = self._of(explicit, usual) or explicit
        own = "personal" not in traits.accounts or any(self.offers.is_personal(o) for o in meant)
        return meant if own else _once(meant, personal)

    def _claimed(self, kin: set[str], rows: list[str], traits: Traits) -> _Offered | None:
        """ "ChatGPT Plus as our campus licence": the row that is named stays possible beside the one that is claimed."""
        beside = next(filter(None, (self.offers.fitting(one, traits)[0] for one in self.siblings.rows_beside(rows, kin))), ())
        if not beside and traits.facts and traits.plans:
            # "X Business, the mode is off": the row without it
            return self._claimed(kin, rows, replace(traits, plans=frozenset()))
        if not beside:
            return None
        return _once(beside, self.offers.of_rows(rows) if self.offers.is_contrary(beside, traits) else ())

    def _caught(self, traits: Traits, fitting: _Offered, catching: list[str]) -> _Offered:
        """Where plan, account or hosting were said and no row names them: a ban, a group that catches them, else what fits."""
        banned = [row for row in catching if self.terms[row].banned or (not traits.hosting and self.offers.bans_kind(row))]
        keys = [row for row in catching if self.groups.is_keys(self.terms[row])]
        special = keys or [row for row in catching if self.groups.catches(self.terms[row], traits)]
        if banned:
            return self.offers.of_rows(banned)
        if special and not (fitting and traits.accounts == frozenset({"company"})):
            return self.offers.of_rows(special)
        return fitting or self.offers.of_rows(catching[:1])


def _once(*offerings: _Offered) -> _Offered:
    return tuple(dict.fromkeys(o for some in offerings for o in some))
