"""A settled request goes in; the entries that a proposed edit adds to the policy's files come out, and what they would rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from bot.policy.deciding.rulings import Ruling
from bot.policy.requests import Request
from bot.policy.talks.talk import Item
from bot.policy.words import STRICTNESS, Effect, Question, Verdict

MOST_ROUNDS = 6
EFFECTS = {
    Verdict.ALLOWED: Effect.ALLOW,
    Verdict.CONDITIONAL: Effect.CONDITION,
    Verdict.REVIEW: Effect.REVIEW,
    Verdict.FORBIDDEN: Effect.FORBID,
}
STRICTER = {Effect.FORBID: Verdict.FORBIDDEN, Effect.REVIEW: Verdict.REVIEW}
"""Effects that stand in the way -> what they lead to."""
OWN_LINES = ("default", "unlisted")
"""Where a line of policy.yaml decided, there is no rule to set aside."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry more in one file; with an empty ``key`` it is a whole new file."""

    file: str
    key: str
    value: Mapping[str, Any]


E = TypeVar("E")
"""Entries of files, or whatever else an edit is told as."""


@dataclass(frozen=True, slots=True)
class Drafted(Generic[E]):
    """The entries, the verdict that the policy would give with them, and the rules that they set aside."""

    entries: E
    verdict: Verdict
    aside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft(Generic[E]):
    """Finds the rules that stand in the way of what an owner wants, and no others."""

    rule_with: Callable[[E, Question, date], Ruling]
    """The ruling, were these entries in the files; raises what is wrong with them."""
    stricter: Mapping[Effect, Verdict] = field(default_factory=lambda: STRICTER)
    """Effects that may be set aside -> what they lead to."""
    spared: Collection[str] = ()
    """Rules that are never set aside."""

    def __call__(self, make: Callable[[tuple[str, ...]], E], question: Question, wanted: Verdict, today: date) -> Drafted[E]:
        """``make``: ids of the rules to set aside -> the entries."""
        aside: tuple[str, ...] = ()
        for _ in range(MOST_ROUNDS):
            entries = make(aside)
            ruling = self.rule_with(entries, question, today)
            found = in_the_way(ruling, wanted, self.stricter)
            more = tuple(rule for rule in found if rule not in aside and rule not in self.spared)
            if STRICTNESS[ruling.verdict] <= STRICTNESS[wanted] or not more:
                break
            aside += more
        return Drafted(entries, ruling.verdict, aside)


def in_the_way(ruling: Ruling, wanted: Verdict, stricter: Mapping[Effect, Verdict] = STRICTER) -> tuple[str, ...]:
    """Rules that forbid, or want approval, where less is wanted."""
    found = [
        reason.rule
        for reason in ruling.reasons
        if reason.effect and reason.effect in stricter and STRICTNESS[stricter[reason.effect]] > STRICTNESS[wanted]
    ]
    return tuple(dict.fromkeys(rule for rule in found if rule not in OWN_LINES))


def waiver_entry(request: Request, offering: str, *, who: str, by: str, aside: tuple[str, ...], today: date) -> Entry:
    """The approved exception of one person."""
    said = request.settlement
    value: dict[str, Any] = {"id": f"exception-{request.receipt.lower()}", "who": [who], "tools": [offering]}
    value |= {"data": [request.wish.data], "effect": (Effect.CONDITION if said.conditions else Effect.ALLOW).value}
    if said.conditions:
        value["conditions"] = list(said.conditions)
    if aside:
        value["sets_aside"] = list(aside)
    value |= {"since": today, "until": date.fromisoformat(said.until), "approved_by": f"{by}, {request.receipt}"}
    if said.words:  # the asker's own reason goes with the request when they erase it; a file of the policy stays
        value["because"] = said.words
    return Entry("waivers.yaml", "waivers", value)


def can_be_a_rule(question: Question) -> bool:
    """Whether tools and data say all of a question. What somebody said of the data or of a condition is no part of a rule, so
    that a rule without it would be looser than the answer."""
    said = question.met or question.unmet or question.left_out or any(one.transformations for one in question.data)
    known = question.tools and question.data and all(one.offerings for one in question.tools)
    return bool(known and all(one.types for one in question.data) and not said)


def said_of(item: Item) -> dict[str, str]:
    """Purpose, role, country and the like, as far as the asker's own words named them."""
    named = {mention.slot for mention in item.mentions}
    return {slot.value: value for slot, value in item.question.context.items() if slot.value in named}


def rule_entries(
    request: Request, question: Question, *, where: Mapping[str, str], aside: tuple[str, ...], review_by: date
) -> tuple[Entry, ...]:
    """The owner's answer as a rule; a condition in the owner's own words where none of the policy's was chosen.

    ``where`` narrows what is granted; a no holds for all.
    """
    said = request.settlement
    effect = EFFECTS[Verdict(said.verdict)]
    name = f"answer-{request.receipt.lower()}"
    conditions = list(said.conditions)
    entries = []
    if effect is Effect.CONDITION and not conditions:
        conditions = [name]
        entries.append(Entry("conditions.yaml", "conditions", {"id": name, "text": said.words, "when": "before"}))
    value: dict[str, Any] = {"rule": name, "tools": _ids(one.offerings for one in question.tools)}
    value |= {"data": _ids(one.types for one in question.data), "effect": effect.value}
    if where and effect is not Effect.FORBID:
        value["where"] = dict(where)
    if conditions and effect is not Effect.FORBID:
        value["conditions"] = conditions
    if aside:
        value["sets_aside"] = list(aside)
    value |= {"because": said.words, "review_by": review_by}
    return (*entries, Entry("rules.yaml", "rules", value))


def own_test(request: Request, text: str) -> Entry:
    """A question, with the ruling that the owner expects. ``text``: in the policy's words, never in the asker's."""
    value = {"name": f"the owner's answer {request.receipt}", "question": text, "verdict": request.settlement.verdict}
    return Entry("tests.yaml", "tests", value)


def _ids(found: Any) -> list[str]:
    return list(dict.fromkeys(id_ for ids in found for id_ in ids))
