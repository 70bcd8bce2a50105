"""Judging with a model: words' own judgement, but where both passes agree and the record of an exam admits it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.talks.claims import Reply
from bot.policy.vendors.terms import Direction, Severity
from bot.policy.vendors.terms_heard import NO_TERMS_TRUST, Figure, TermsTrust
from bot.reading.model.prompts import prompt_of
from bot.vendors.hearing.passes import MOST_SHOWN, Passes, Prompts
from bot.vendors.judging.judge import judge

PROMPTS = Prompts(*(prompt_of(f"terms-{name}.md")[0] for name in ("ids", "read", "check")))
FULL = TermsTrust(tuple((figure, 0.0) for figure in Figure), "r")
PAGE = "# Terms\n\nThe service is for teams.\n\n{}\n\nInvoices are due in thirty days.\n\nWrite to us with any question.\n"
TRAINS = PAGE.format("We do not use your prompts to train our models."), PAGE.format("We use your prompts to train our models.")
SHARES = (
    PAGE.format("We do not share your files with our partners."),
    PAGE.format("We share your files with our partners and affiliates."),
)
PRICES = PAGE.format("Prices hold for a year."), PAGE.format("Prices hold for three months.")


def saying(severity: str, direction: str, quote: str, *, check: str = "") -> Any:
    """A model that says the same of every change. ``check``: the list of the second pass."""
    grave = "grave" if severity == "alert" else "light"
    place = check or {"looser": "allows", "stricter": "takes_away"}.get(direction, "other")

    def hear(_shared: str, rest: str, _schema: dict[str, Any]) -> Reply:
        if "takes_away" in rest:
            return Reply({place: [{"quote": quote, "id": grave}]})
        ids = {"topic": {"id": "retention"}, "severity": {"id": severity}, "direction": {"id": direction}}
        return Reply({"before": "", "after": quote, **ids})

    return hear


def never(*_: Any) -> Reply:
    raise AssertionError("nobody is to be asked")


RAISED = saying("alert", "looser", "hold for three months")
LOWERED = saying("digest", "neutral", "with our partners and affiliates")


def test_without_a_record_the_judgement_is_that_of_words_and_nobody_is_asked() -> None:
    for pair in (TRAINS, SHARES, PRICES):
        assert Passes(judge, never, PROMPTS, lambda: NO_TERMS_TRUST)(*pair) == judge(*pair)


def test_what_both_find_grave_is_told_at_once() -> None:
    made, words = Passes(judge, RAISED, PROMPTS, lambda: FULL)(*PRICES), judge(*PRICES)
    assert (words.severity, made.severity, made.direction) == (Severity.DIGEST, Severity.ALERT, Direction.LOOSER)
    assert (made.topics, made.clauses, made.deciding_quote) == (words.topics, words.clauses, words.deciding_quote)


def test_what_both_find_light_is_left_for_the_digest() -> None:
    made, words = Passes(judge, LOWERED, PROMPTS, lambda: FULL)(*SHARES), judge(*SHARES)
    assert (words.severity, made.severity, made.direction) == (Severity.ALERT, Severity.DIGEST, Direction.NEUTRAL)


@pytest.mark.parametrize("way", ["digest", "alert"])
def test_training_that_words_found_by_name_stays_as_grave_and_as_loose(way: str) -> None:
    hear = saying(way, "neutral" if way == "digest" else "stricter", "We use your prompts")
    made = Passes(judge, hear, PROMPTS, lambda: FULL)(*TRAINS)
    assert made == judge(*TRAINS)
    assert made.severity is Severity.ALERT


def test_passes_that_differ_leave_words() -> None:
    hear = saying("alert", "looser", "hold for three months", check="takes_away")
    told = Passes(judge, hear, PROMPTS, lambda: TermsTrust(((Figure.TURN, 0.0),))).told(*PRICES)
    assert told.a is not None and told.b is not None
    assert told.judgement == judge(*PRICES)


def test_what_a_model_saw_in_part_becomes_no_milder() -> None:
    long = "\n\n".join(f"Form {n} is for clients of kind {n} who {{}} it by post." for n in range(MOST_SHOWN // 60))
    pair = f"{SHARES[0]}{long.replace('{}', 'send')}", f"{SHARES[1]}{long.replace('{}', 'receive')}"
    told = Passes(judge, LOWERED, PROMPTS, lambda: FULL).told(*pair)
    assert not told.seen.is_whole
    assert told.judgement == judge(*pair)


def test_no_model_is_asked_about_noise() -> None:
    assert Passes(judge, never, PROMPTS, lambda: FULL)(PRICES[0], PRICES[0]).severity is Severity.IGNORE


def test_each_pass_sees_the_changed_clauses_and_nothing_of_the_other() -> None:
    seen: list[str] = []
    Passes(judge, lambda _shared, rest, _schema: seen.append(rest), PROMPTS, lambda: FULL)(*PRICES)
    read, check = seen
    assert all("three months" in one and "thirty days" not in one for one in seen)
    assert "takes_away" not in read
    assert '"severity"' not in check


def test_what_a_vendor_writes_is_put_nowhere_but_in_its_place() -> None:
    seen: list[str] = []
    pair = PAGE.format("Prices hold {clauses} for a year."), PAGE.format("Prices hold {clauses} for a month.")
    Passes(judge, lambda _shared, rest, _schema: seen.append(rest), PROMPTS, lambda: FULL)(*pair)
    assert all(one.count("for a month") == 1 for one in seen)
