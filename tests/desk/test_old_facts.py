"""What the catalog has seen is shown as old once a year has gone by, wherever it is said."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.advice.costs import cost
from bot.desk.advice import advise, as_object
from bot.desk.materials import company_bill
from bot.policy.changes.change import cell_question
from bot.policy.due.known_licences import licences_of
from bot.policy.due.known_prices import prices_by_offering
from bot.policy.words import Question
from bot.policy.world import is_past_review
from bot.saying.advice import AdviceWords
from bot.saying.costs import CostWords
from bot.saying.words import words_for
from tests.console.place import answerer

FRESH, OLD = date(2026, 11, 28), date(2028, 1, 1)
MARK = "review overdue"


@pytest.mark.parametrize(
    ("today", "is_old"), [(date(2026, 11, 22), False), (date(2027, 11, 22), False), (date(2027, 11, 23), True)]
)
def test_a_year_is_not_old_and_a_day_more_is(today: date, is_old: bool) -> None:
    assert is_past_review("example.org/models, 2026-11-22", today) == is_old
    assert not is_past_review("", today)


@pytest.mark.parametrize(
    "asked",
    [
        "What does open weights mean?",
        "Is Llama open source?",
        "What licence does Mistral have?",
        "Wat betekent open gewichten?",
        "What does Claude Team cost?",
    ],
)
def test_answers_say_it(asked: str) -> None:
    mark = words_for("nl", ("nl",))("badge.overdue") if asked.startswith("Wat") else MARK

    def places(today: date) -> str:
        answer = answerer().ask(asked, today=today).answer
        return " ".join([*(one.place for one in answer.terms), *(one.place for one in answer.passages)])

    assert "catalog" in places(FRESH) or "source" in places(FRESH) or "bron" in places(FRESH)
    assert mark not in places(FRESH)
    assert mark in places(OLD)


def test_the_adviser_says_it() -> None:
    mind = answerer().mind
    nobody = Question(context=mind.reader.builder.unsaid)

    def told(today: date) -> tuple[str, str]:
        say = AdviceWords(mind.knowledge, words_for("en", ("en",)), licences_of(mind.knowledge, mind.reader.catalog), today=today)
        found = advise(mind.knowledge, lambda a, b: mind.decide(cell_question(nobody, a, b), today), {}, ["internal"])
        return " ".join(say.licence_lines(found)), json.dumps(as_object(found, say))

    lines, scripts = told(FRESH)
    assert "Llama" in lines and MARK not in lines and '"is_old": false' in scripts and '"is_old": true' not in scripts
    lines, scripts = told(OLD)
    assert MARK in lines and '"is_old": true' in scripts


def test_list_prices_of_the_first_choice_say_it() -> None:
    mind = answerer().mind
    nobody, prices = Question(context=mind.reader.builder.unsaid), prices_by_offering(mind.knowledge, mind.reader.catalog)
    found = advise(
        mind.knowledge,
        lambda a, b: mind.decide(cell_question(nobody, a, b), FRESH),
        {"frontier": "must", "start": "days"},
        ["internal"],
    )

    def told(today: date) -> tuple[str, str]:
        say = AdviceWords(mind.knowledge, words_for("en", ("en",)), prices=prices, today=today)
        return " ".join(say.price_lines(found)), json.dumps(as_object(found, say)["prices"])

    assert found.first == "closed_enterprise"
    lines, scripts = told(FRESH)
    assert "list price of Claude Team (Standard): 25" in lines and '"amount": "25"' in scripts
    assert "ChatGPT Business" not in lines  # the policy says what it pays
    lines, scripts = told(OLD)
    assert MARK in lines and "may have changed" in lines and '"is_old": false' not in scripts


def test_the_bill_of_materials_says_it() -> None:
    mind = answerer().mind
    nobody = Question(context=mind.reader.builder.unsaid)

    def told(today: date) -> str:
        return company_bill(mind.knowledge, mind.reader.catalog, nobody, today)

    assert '"mayi:seen"' in told(FRESH) and '"mayi:review"' not in told(FRESH)
    assert '"mayi:review"' in told(OLD)


def test_costings_say_it() -> None:
    (costing, *_) = answerer().mind.knowledge.costs
    say = CostWords(words_for("en", ("en",)), cost(costing))
    dated = [one for one in costing.assumptions() if one.day]
    assert not all("old" in say.states(one, FRESH) for one in dated)
    assert all("old" in say.states(one, OLD) for one in dated)
