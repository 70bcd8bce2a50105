"""A no that rests on words of which nobody is sure says what they were taken for; what is named is told plainly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.policy.deciding.rulings import Reason, Ruling
from bot.policy.words import ANY, Citation, DataAsk, Effect, Rule, Verdict
from tests.saying import company as co
from tests.saying.answered import FREE, asked, one

SURE = DataAsk("Study data", ("study-data",))
GUESSED = DataAsk("broker", ("invoices",), grounded=False)
UNKNOWN = DataAsk("oversize", grounded=False)
NAMED = DataAsk("invoices", ("invoices",))


def said(*data: DataAsk, bans: str = "invoices") -> str:
    """The sentence of a no by one rule."""
    at = Citation("rules.yaml", 1)
    rule = Rule("no", Effect.FORBID, frozenset({ANY}), frozenset({bans}), at)
    knowledge = replace(co.company(), policy=replace(co.POLICY, rules=(rule,)))
    ruling = Ruling(Verdict.FORBIDDEN, reasons=(Reason("no", Effect.FORBID, at, FREE.offerings[0]),))
    item = asked(FREE, data=data)
    return one(replace(item, unread=tuple(one.name for one in data if not one.types)), ruling, knowledge=knowledge).sentence


@pytest.mark.parametrize(
    ("name", "data", "bans", "is_taken", "is_unknown"),
    [
        ("a guess alone", (GUESSED,), "invoices", True, False),
        ("a guess beside data that may go in", (SURE, GUESSED), "invoices", True, False),
        ("words of which nothing was read", (SURE, UNKNOWN), "invoices", False, True),
        ("a guess tells more than what nobody read", (UNKNOWN, GUESSED), "invoices", True, False),
        ("data by its name", (NAMED, UNKNOWN), "invoices", False, False),
        ("data by its name beside a guess of another class", (NAMED, GUESSED), "invoices", False, False),
        ("a ban of all data is none of a guess", (GUESSED,), ANY, False, False),
    ],
)
def test_a_no_says_on_what_it_rests(name: str, data: tuple[DataAsk, ...], bans: str, is_taken: bool, is_unknown: bool) -> None:
    text = said(*data, bans=bans)
    assert text.startswith("I took") is is_taken, (name, text)
    assert text.startswith("As long as") is is_unknown, (name, text)
