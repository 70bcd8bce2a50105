"""The rulings of a policy's tools go in; the order in which people are told of them comes out: where to start is first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.policy.deciding.rulings import Ruling, ToolRuling
from bot.policy.policy import Policy
from bot.policy.words import STRICTNESS, USABLE, Offering, Question, Verdict

ANY_TASK = "any"
"""In ``Policy.start_with``: where to start with whatever there is to do."""
ACCESS = {"everybody": 0, "": 1, "on_request": 2, "own": 3}
HOSTING = {"self_hosted": 1, "managed_cloud": 2, "device": 3}
"""What people open stands before what others build on: a model on a server is less of a tool than a product."""
_OPEN = 1
_NOWHERE = Offering("", "")
LAST = 1 << 30

Place = tuple[int, ...]


def is_usable(ruling: ToolRuling | Ruling) -> bool:
    """Whether somebody may start with it: settled, and allowed or so on conditions."""
    return ruling.ask_back is None and ruling.verdict in USABLE


def is_possible(ruling: ToolRuling) -> bool:
    """Whether somebody may use it at least after an approval."""
    return is_usable(ruling) or (ruling.ask_back is None and ruling.verdict is Verdict.REVIEW)


def uses_of(ruling: ToolRuling) -> int:
    """How many answers to its question back let it be used."""
    return sum(one.verdict in USABLE for one in ruling.ask_back.options) if ruling.ask_back else 0


def order(policy: Policy, question: Question, rulings: Iterable[ToolRuling]) -> list[ToolRuling]:
    """Those that one would start with first, whatever the order in which they come.

    What may be used stands before what must be asked, and that before the rest. Of what may be used: what the policy names for
    this task, what takes the task at all, the milder verdict, what is the company's, what is made for the task, what the policy
    names for any task, what everybody has, what asks for least. Where none may be used and some are forbidden, these come first.
    Beside one that is settled, another that is conditional at worst is no question either.
    """
    rulings = list(rulings)
    if any(is_usable(one) for one in rulings):
        rulings = [replace(one, ask_back=None) if one.verdict in USABLE else one for one in rulings]
    ranked = sorted(rulings, key=lambda one: (_place(policy, question, one), one.name))
    if ranked and ranked[0].verdict is Verdict.UNCOVERED and ranked[0].ask_back is None:
        ranked.sort(key=lambda one: one.verdict is not Verdict.FORBIDDEN)
    if not question.nothing_else:
        return ranked
    made_for_it = [one for one in ranked if one.name not in question.unsuited]
    return made_for_it or ranked


def as_they_come(policy: Policy) -> list[str]:
    """Every offering that people need not bring themselves, those that somebody opens first: what the policy names to start with,
    what is a product, what everybody has."""

    def place(id_: str) -> tuple[int, int, int, int, str]:
        one = policy.offerings[id_]
        return named_place(policy, id_, (ANY_TASK,)), HOSTING.get(one.hosting, 0), ACCESS[one.access], one.place or LAST, id_

    return sorted((id_ for id_, one in policy.offerings.items() if one.access != "own"), key=place)


def _place(policy: Policy, question: Question, ruling: ToolRuling) -> tuple[Place, Place]:
    offering = policy.offerings.get(ruling.name, _NOWHERE)
    strictness, unsuited = STRICTNESS[ruling.verdict], int(ruling.name in question.unsuited)
    bound = sum(not need.general for need in ruling.needs)
    last: Place = (
        int(offering.access == "own"),
        int(ruling.name not in question.suited),
        -uses_of(ruling),
        named_place(policy, ruling.name, (ANY_TASK,)),
        ACCESS[offering.access],
        bound,
        HOSTING.get(offering.hosting, 0),
        offering.place or LAST,
    )
    if is_usable(ruling):
        return (0, named_place(policy, ruling.name, question.families), unsuited, strictness), last
    if ruling.ask_back is not None:
        return (_OPEN, named_place(policy, ruling.name, question.families), unsuited), last
    return (_OPEN + 1, strictness, unsuited), last


def named_place(policy: Policy, offering: str, families: Iterable[str]) -> int:
    """The place that the policy gives an offering for any of these tasks."""
    places = [named.index(offering) for family in families if offering in (named := policy.start_with.get(family, ()))]
    return min(places, default=LAST)
