"""A question that is typed, clothed or joined otherwise is never ruled looser, and one more kind of data never makes it so."""

from __future__ import annotations

import random

import pytest

from bot.flows.score import read_questions
from tests.reading.conftest import CASES, answerer_of, sets

SEED = 20261120
MOST = 12
"""Questions of each set that are changed."""
LOOSENESS = {"allow": 2, "conditional": 1, "ask": 1}
"""What is asked back may still turn out to be allowed under conditions."""
MORE = ("patient records", "payroll of all staff", "passwords")


def misspelt(question: str, chance: random.Random) -> str:
    words = question.split(" ")
    place = chance.choice([at for at, word in enumerate(words) if len(word) > 4] or [0])
    word = words[place]
    at = chance.randrange(1, max(2, len(word) - 2))
    words[place] = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return " ".join(words)


CHANGES = {
    "misspelt": misspelt,
    "in small letters": lambda question, _: question.lower(),
    "in capitals": lambda question, _: question.upper(),
    "polite": lambda question, _: f"Hi there, {question} Thanks a lot!",
    "with an idle sentence": lambda question, _: f"{question} It is raining here today.",
    "with more data": lambda question, chance: f"{question.rstrip('?. ')}, and also {chance.choice(MORE)}?",
}


def looseness(name: str, question: str) -> int:
    return LOOSENESS.get(answerer_of(name).label_and_why(question, ())[0], 0)


KNOWN = {
    "gemeente-waterdal: misspelt": "a condition's misspelt word is not read: deny -> conditional",
    "orchard-labs: in small letters": "a capital told a product's name from a common word: deny -> ask, deny -> allow",
    "orchard-labs: polite": "an English greeting before German words: deny -> ask",
    "sample-company: misspelt": "a condition's misspelt word is not read: deny -> conditional",
    "valley-water: misspelt": "a tool's misspelt name is not read: not_listed -> ask, deny -> ask",
}
"""Set and change in which questions are known to be ruled looser, and why."""


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", sets())
def test_a_changed_question_is_not_ruled_looser(name: str, change: str) -> None:
    if known := KNOWN.get(f"{name}: {change}"):
        pytest.xfail(known)
    chance = random.Random(f"{SEED}{name}{change}")
    asked = [
        one["question"]
        for one in read_questions((CASES / name / "questions.jsonl").read_text(encoding="utf-8"))
        if not one.get("thread") and one["expected"] in ("deny", "conditional", "ask")
    ]
    looser = []
    for question in chance.sample(asked, min(MOST, len(asked))):
        changed = CHANGES[change](question, chance)
        if looseness(name, changed) > looseness(name, question):
            looser.append((question, changed))
    assert not looser
