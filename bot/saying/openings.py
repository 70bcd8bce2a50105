"""Somebody who may where others may not goes in; who that is, and the rule by which, comes out in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.policy.deciding.openings import Opening
from bot.policy.deciding.rulings import Ruling
from bot.policy.deciding.worlds import OTHER
from bot.policy.house import Knowledge
from bot.policy.words import Slot, Verdict
from bot.saying import labels
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import Words, marked


@dataclass(frozen=True, slots=True)
class Grant:
    """What rules let some people, or everybody, do."""

    verdict: Verdict
    rules: tuple[str, ...]
    because: str

    @classmethod
    def of(cls, verdict: Verdict, ruling: Ruling, words: Words) -> Grant:
        """By the rules that a ruling names."""
        reasons = {one.rule: words.pick(one.because) for one in ruling.reasons}
        return cls(verdict, tuple(reasons), " ".join(dict.fromkeys(filter(None, reasons.values()))))


Place = tuple[Iterable[str], Iterable[str]]
"""Kinds of data, and the offerings that they may go into."""


def granted(grant: Grant, place: Place, whom: Iterable[str], knowledge: Knowledge, words: Words) -> str:
    """One line: data, tools, verdict, for whom, and why."""
    data, tools = place
    return words(
        "opening.grant",
        data=words.join([labels.data_label(one, knowledge, words) for one in data]),
        tools=words.join([labels.offering_label(one, knowledge, words) for one in tools]),
        verdict=marked(SHAPES[grant.verdict], words(f"word.{grant.verdict.value}")),
        whom=words.join(list(whom), style="or"),
        why=f"{grant.because} ({', '.join(grant.rules)})".strip(),
    )


def whom(one: Opening, knowledge: Knowledge, words: Words) -> str:
    """Who has an opening; what the policy assumed of them is said as well where it mattered."""
    said = {**one.context, **one.ruling.assumed}
    told = [*([one.who] if one.who else ()), *situation(said, knowledge, words)]
    return ", ".join(told) or words("word.depends")


def situation(said: Mapping[Slot, str], knowledge: Knowledge, words: Words) -> list[str]:
    """What somebody says of themselves, each with what it is: ``role: nurse``."""
    return [
        words("opening.other", slot=words(f"slot.{slot.value}"))
        if value == OTHER
        else words("advice.pair", name=words(f"slot.{slot.value}"), value=labels.slot_value(slot, value, knowledge, words))
        for slot, value in said.items()
    ]
