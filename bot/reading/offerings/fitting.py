"""A tool, its rows and what was said of it go in; those of their offerings that fit come out, or those of what catches it."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.house import Knowledge
from bot.reading.offerings.catching import Groups
from bot.reading.offerings.offers import Offers
from bot.reading.offerings.siblings import Siblings
from bot.reading.tools.named import FREE, Named, Traits
from bot.tongue.text import Token

_Offered = tuple[str, ...]
"""Ids of offerings; none: the policy does not list the tool."""


class Fitting:
    """Tells which offerings of rows are meant, for one policy."""

    def __init__(self, knowledge: Knowledge, offers: Offers, groups: Groups, siblings: Siblings) -> None:
        self.knowledge, self.terms = knowledge, knowledge.vocabulary.tools
        self.offers, self.groups, self.siblings = offers, groups, siblings

    def among(
        self, named: Named, kin: set[str], rows: list[str], tokens: tuple[Token, ...], *, by_name: bool, whole: bool = False
    ) -> tuple[_Offered, bool]:
        """Also gives whether the row stands for the brand by its bare name. ``kin``: products that the name may mean;
        ``by_name``: the rows are called so; ``whole``: no row beside them has the product."""
        traits = self.offers.possible(kin, named.traits)
        explicit, fitting = self.offers.fitting(rows, traits)
        told = self._forbidden(named, kin, rows, explicit, traits) if rows else None
        at_work = self.siblings.at_work(named, rows, tokens)
        told = told if told is not None else self._explicit(kin, [*sorted(named.rows), *at_work], explicit, traits)
        if told is None and rows and not fitting:
            told = self._claimed(kin, rows, traits)
        if told is not None:
            return told, False
        catching = self.groups.catching(kin, named.families, traits)
        if traits.said:
            caught = self._caught(traits, fitting, catching, kin)
            unsold = () if by_name or named.is_seatless or caught != fitting else self._perhaps_another(kin, rows, traits)
            return _once(caught, (*unsold, *self._unassessed(named, rows, kin))) if caught else (), False
        if not fitting:
            return self.offers.of_rows(catching[:1]), False
        sure = by_name and (whole or not self.siblings.is_bare(named))
        meant = fitting if sure else self._of(fitting, at_work)
        beside = self.offers.of_rows(self.groups.personal(kin) or self.groups.rest(kin))
        if self._may_be_bought(kin, fitting, traits):
            return _once(meant, beside) if beside else (), False
        is_whole = all(not self.offers.plans_of[o] and not self.offers.offerings[o].account for o in fitting)
        if is_whole or sure or self.knowledge.organisation.bare_brand == "listed":
            return meant, is_whole
        return _once(meant, beside), False

    def _may_be_bought(self, kin: set[str], fitting: _Offered, traits: Traits) -> bool:
        """Whether "the paid one" may as well be what somebody pays for themselves, and no private plan is among these."""
        costs = FREE in traits.not_plans and not traits.said
        return costs and bool(self.siblings.bought(kin)) and not any(map(self.offers.is_personal, fitting))

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

    def _unassessed(self, named: Named, rows: list[str], kin: set[str]) -> _Offered:
        """Rows of their own name that nobody assessed for everything, and nobody can have privately: they are no free chat. They
        are possible beside what catches them, never in its place."""
        if not named.rows or self.offers.has_personal(kin):
            return ()
        return self.offers.of_rows(row for row in rows if not self.offers.is_assessed(row))

    def _caught(self, traits: Traits, fitting: _Offered, catching: list[str], kin: set[str]) -> _Offered:
        """Where plan, account or hosting were said and no row names them: a ban, a group that catches them, else what fits."""
        banned = [row for row in catching if self.terms[row].banned or (not traits.hosting and self.offers.bans_kind(row))]
        keys = [row for row in catching if self.groups.is_keys(self.terms[row])]
        trade = [] if "personal" in traits.accounts else self.groups.of_trade(kin)
        special = keys or [row for row in catching if self.groups.catches(self.terms[row], traits, kin)]
        special = trade if special and trade else special
        if banned:
            return self.offers.of_rows(banned)
        if special and not (fitting and traits.accounts == frozenset({"company"})):
            return self.offers.of_rows(special)
        return fitting or self.offers.of_rows(catching[:1])

    def _perhaps_another(self, kin: set[str], rows: list[str], traits: Traits) -> _Offered:
        """A product that "the company pays for" need not be the row that only uses its models, where the policy names the product
        among personal ones: then it may be either."""
        if traits != Traits(accounts=frozenset({"company"})) or self.siblings.are_called(kin, rows):
            return ()
        return self.offers.of_rows(self.groups.personal(kin))


def _once(*offerings: _Offered) -> _Offered:
    return tuple(dict.fromkeys(o for some in offerings for o in some))
