"""Made-up readers sit the exam on terms: who knows the labels is admitted, who knows nothing is not, whichever way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks.readers_of_terms import (
    Told,
    at_random,
    hides,
    knows,
    lies,
    reader,
    says_major,
    says_nothing,
    slips,
)
from bot.answers.quiet_model import quiet_model
from bot.exam.replies import Sheet
from bot.exam.terms_exam import TermsSitting, pairs
from bot.exam.terms_marking import TermsMarks, terms_marks_of
from bot.llm.ollama import OllamaModel
from bot.policy.talks.claims import Reply
from bot.policy.vendors.terms_heard import Figure
from bot.reading.model.hearing import Hear
from bot.vendors.judging.judge import judge

PAIRS = pairs()


@pytest.fixture(scope="module", autouse=True)
def words_judge_once() -> Iterator[None]:
    """What words say of a change is the same whoever else reads it, and most of the work of an exam."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bot.exam.terms_exam.judge", cache(judge))
        yield


def sit(hear: Hear) -> TermsMarks:
    return terms_marks_of(list(TermsSitting(hear)(PAIRS, lambda _: None)))


def test_who_knows_the_labels_is_admitted_to_all_three() -> None:
    marks = sit(reader(knows))
    assert {figure for figure, _ in marks.trust().floors} == set(Figure)
    assert marks.model.severity > marks.words.severity
    assert marks.model.recall >= marks.words.recall
    assert marks.model.direction > marks.words.direction
    assert not marks.mistakes


@pytest.mark.parametrize("told", [lies, hides, says_major, says_nothing, at_random(1), at_random(2), at_random(3)])
def test_who_knows_nothing_is_admitted_to_nothing(told: Told) -> None:
    assert not sit(reader(told)).admitted


@pytest.mark.parametrize("seed", range(3))
def test_two_passes_at_random_that_agree_now_and_then_are_admitted_to_nothing(seed: int) -> None:
    assert not sit(reader(at_random(seed, "a"), at_random(seed, "b"))).admitted


@pytest.mark.parametrize("wrong", [lies, hides])
def test_who_is_wrong_in_one_of_five_is_admitted_to_no_more_than_is_proved(wrong: Told) -> None:
    marks = sit(reader(slips(knows, 0.2, wrong)))
    for name, one in marks.figures.items():
        assert not one.helps or (one.bound < 0.5 and one.harmed <= 0.15), name
    assert not marks.figures["raise"].helps
    assert not marks.figures["turn"].helps or wrong is hides


def test_quotes_that_are_not_true_are_no_replies() -> None:
    hear = reader(knows)

    def misquotes(shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        reply = hear(shared, rest, schema)
        return (
            Reply({**reply.data, "before": "words that nobody wrote"}) if reply is not None and "before" in reply.data else reply
        )

    marks = sit(misquotes)
    assert marks.heard == 0
    assert not marks.admitted


def test_each_reply_is_asked_for_once_and_kept(tmp_path: Path) -> None:
    asked: list[str] = []
    hear = reader(knows)

    def counting(shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        asked.append(rest)
        return hear(shared, rest, schema)

    first, again = (
        list(TermsSitting(Sheet(counting, tmp_path / "replies.jsonl").hear)(PAIRS[:12], lambda _: None)) for _ in range(2)
    )
    assert len(asked) == len(set(asked)) == 24
    assert [one.a for one in first] == [one.a for one in again]


@pytest.mark.needs("ollama")
def test_a_real_small_model_keeps_to_the_form_or_is_not_heard(ollama_address: str) -> None:
    model = OllamaModel("smollm2", ollama_address, 300)
    marks = terms_marks_of(list(TermsSitting(quiet_model(model).hear)(PAIRS[:1], lambda _: None)))
    assert not marks.admitted
