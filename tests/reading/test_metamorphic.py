"""A question that is typed, clothed or joined otherwise is never ruled looser, and one more kind of data never makes it so."""

from __future__ import annotations

import random
import re

import pytest

from bot.answers.score import read_questions
from bot.reading.intent import HAPPENED
from tests.reading.conftest import CASES, answerer_of, each_set, label, recorded

SEED = 20261120
MOST = 5
"""Questions of each set that are changed."""
LOOSENESS = {"allow": 2, "conditional": 1}
"""A question back is no answer: whatever more is said may be asked about."""
MAY_BECOME = {**LOOSENESS, "ask": 1}
"""What is asked back may still turn out to be allowed under conditions."""
BEFORE = (
    "Hello! May I do that?",
    "Hoi! Mag ik dat doen?",
    "Hallo zusammen! Darf ich das machen?",
    "Bonjour ! Est-ce que je peux faire ça ?",
    "¡Hola! ¿Puedo hacer eso?",
    "¡Hola! Darf ich das?",
)
BEHIND = (
    "Is that ok? Thanks!",
    "Is dat goed? Bedankt!",
    "Ist das in Ordnung? Danke!",
    "C'est d'accord ? Merci !",
    "¿Está bien así? ¡Gracias!",
    "Ist das ok? Merci, gracias!",
)
"""Sentences in five languages, and mixed ones, that ask and name nothing."""
MORE = ("patient records", "payroll of all staff", "passwords")


def misspelt(question: str, chance: random.Random) -> str:
    words = question.split(" ")
    place = chance.choice([at for at, word in enumerate(words) if len(word) > 4 and "." not in word[:-1]] or [0])
    word = words[place]
    at = chance.randrange(1, max(2, len(word) - 2))
    words[place] = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return " ".join(words)


def in_another_order(question: str) -> str:
    """The last sentence first."""
    parts = re.findall(r"[^.?!]+[.?!]*", question)
    return " ".join(part.strip() for part in (*parts[-1:], *parts[:-1]))


def ended(question: str) -> str:
    """With a mark at its end, so that another sentence may follow."""
    return question if question.endswith((".", "?", "!")) else f"{question}."


def ruled(name: str, question: str) -> str:
    """The label where a word is misspelt: a "yes, if" that asks whether that is all, or stands beside the noes of other rows of
    the tool, is a question as well."""
    told = answerer_of(name).ask(question)
    became = told.label
    asked = {need.box for one in told.ruled if one.ruling is not None for need in one.ruling.needs}
    asks_more = any(line.box and line.box not in asked for line in told.answer.checklist)
    asks_more |= any(len({tool.verdict for tool in one.ruling.per_tool}) > 1 for one in told.ruled if one.ruling is not None)
    return "ask" if became == "conditional" and asks_more else became


def is_told(name: str, question: str) -> bool:
    """Whether a message is heard as something that happened already: its steps are no ruling; beside a question it gets one."""
    return answerer_of(name).ask(question).answer.intent in HAPPENED


CHANGES = {
    "misspelt": misspelt,
    "in small letters": lambda question, _: question.lower(),
    "in capitals": lambda question, _: question.upper(),
    "polite": lambda question, _: f"Hi there, {question} Thanks a lot!",
    "with an idle sentence": lambda question, _: f"{ended(question)} It is raining here today.",
    "in another order": lambda question, _: in_another_order(question),
    "behind another language": lambda question, chance: f"{chance.choice(BEFORE)} {question}",
    "before another language": lambda question, chance: f"{ended(question)} {chance.choice(BEHIND)}",
    "with more data": lambda question, chance: f"{question.rstrip('?. ')}, and also {chance.choice(MORE)}?",
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", each_set())
def test_a_changed_question_is_not_ruled_looser(name: str, change: str) -> None:
    chance = random.Random(f"{SEED}{name}{change}")
    asked = [
        one
        for one in read_questions((CASES / name / "questions.jsonl").read_text(encoding="utf-8"))
        if not one.get("thread") and one["expected"] in ("deny", "conditional", "ask")
    ]
    looser = {}
    for one in chance.sample(asked, min(MOST, len(asked))):
        changed = CHANGES[change](one["question"], chance)
        became = ruled(name, changed) if change == "misspelt" else label(name, changed)
        was = recorded()[f"{name}/{one['id']}"]
        if LOOSENESS.get(became, 0) > MAY_BECOME.get(was, 0) and not is_told(name, one["question"]):
            looser[one["id"]] = became
    assert looser == {}
