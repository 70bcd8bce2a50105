"""A judgement and a model go in; a better summary comes out where the clauses bear it out, and nothing else changes."""

from __future__ import annotations

import os
from typing import Any

import pytest

from bot.llm.ollama import OllamaModel
from bot.policy.vendors.terms import Severity
from bot.reading.model.prompts import prompt_of
from bot.vendors.judging.judge import judge
from bot.vendors.judging.worded import Worded

BEFORE = (
    "# Data\n\nWe do not use your prompts to train our models. We keep your prompts for 30 days.\n\nThe rest stays as it was."
)
AFTER = "# Data\n\nWe may use your prompts to train our models. We keep your prompts for 90 days.\n\nThe rest stays as it was."
QUOTE = "We may use your prompts to train our models."
PROMPT, _ = prompt_of("terms.md")


def worded(reply: Any) -> Worded:
    """With a model that always says the same."""
    return Worded(judge, lambda _prompt, _schema: reply, PROMPT)


def test_a_sentence_that_the_clauses_bear_out_is_added() -> None:
    """Behind the sentence of the rules, which always stands."""
    made = worded({"sentence": "The vendor may use your prompts to train models.", "quotes": [QUOTE]})(BEFORE, AFTER)
    assert made.summary == f"{judge(BEFORE, AFTER).summary} The vendor may use your prompts to train models."
    assert (made.sentence, judge(BEFORE, AFTER).sentence) == ("The vendor may use your prompts to train models.", "")


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        {"sentence": 3, "quotes": []},
        {"sentence": "", "quotes": [QUOTE]},
        {"sentence": "The vendor may use your prompts to train models.", "quotes": []},
        {"sentence": "The vendor may use your prompts to train models.", "quotes": ["We will never use your prompts."]},
        {"sentence": "The vendor may use your prompts to train models.", "quotes": ["use"]},
        {"sentence": "The vendor keeps your prompts for 365 days.", "quotes": ["We keep your prompts for 90 days."]},
        {"sentence": "Northwind may use your prompts and Fabrikam trains models.", "quotes": [QUOTE]},
        {"sentence": "Nothing important changed for customers of this honest firm.", "quotes": [QUOTE]},
        {"sentence": "The vendor may use your prompts to train models, see https://evil.example now.", "quotes": [QUOTE]},
        {
            "sentence": "The vendor does use your prompts to train our models.",
            "quotes": ["We do not use your prompts to train our models."],
        },
        {"sentence": "use your prompts to train our models " * 9, "quotes": [QUOTE]},
    ],
)
def test_a_model_that_lies_or_says_too_much_changes_nothing(reply: Any) -> None:
    """The judgement is the rules' own, to the letter."""
    assert worded(reply)(BEFORE, AFTER) == judge(BEFORE, AFTER)


def test_a_model_sets_no_severity() -> None:
    """It may say what it likes beside its sentence."""
    reply = {
        "sentence": "The vendor may use your prompts to train models.",
        "quotes": [QUOTE],
        "severity": "ignore",
        "topics": [],
    }
    made, rules = worded(reply)(BEFORE, AFTER), judge(BEFORE, AFTER)
    assert (made.severity, made.topics, made.direction, made.deciding_quote) == (
        Severity.ALERT,
        rules.topics,
        rules.direction,
        rules.deciding_quote,
    )


def test_the_model_sees_the_changed_clauses_only() -> None:
    """What stays as it was is nobody's business."""
    seen: list[str] = []
    Worded(judge, lambda prompt, _schema: seen.append(prompt), PROMPT)(BEFORE, AFTER)
    assert len(seen) == 1
    assert "90 days" in seen[0]
    assert "The rest stays" not in seen[0]


def test_no_model_is_asked_about_noise() -> None:
    """There is nothing to word."""
    seen: list[str] = []
    Worded(judge, lambda prompt, _schema: seen.append(prompt), PROMPT)(BEFORE, BEFORE)
    assert seen == []


@pytest.mark.needs("ollama")
def test_a_real_small_model_sets_nothing(ollama_address: str) -> None:
    """Whatever it writes: the rules' sentence comes first, and all else is as they say."""
    model = OllamaModel(os.environ.get("MAYI_TEST_MODEL", "smollm2"), ollama_address, 120)
    made, rules = Worded(judge, model.ask, PROMPT)(BEFORE, AFTER), judge(BEFORE, AFTER)
    assert made.summary.startswith(rules.summary)
    assert (made.severity, made.topics, made.direction, made.clauses) == (
        rules.severity,
        rules.topics,
        rules.direction,
        rules.clauses,
    )
