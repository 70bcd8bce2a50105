"""Some data whose class is asked goes in; the class that the policy gives it, and what the policy counts as it, come out."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.house import Knowledge
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Ruled
from bot.policy.words import DataAsk
from bot.saying import labels
from bot.saying.answers import meaning
from bot.saying.words import Words, opening

MOST = 3


def classed(made: Answer, ruled: Ruled, knowledge: Knowledge, words: Words) -> Answer:
    """``made``: an empty answer to it."""
    question = ruled.item.question
    told = [_sentence(ask, knowledge, words) for ask in question.data[:MOST]]
    place = f"({words('class.list')})"  # the class stands in the sentence
    lines = [replace(line, place=place) for line in meaning.of_data(question, knowledge, words)[:MOST]]
    return replace(made, sentence=" ".join(told), passages=tuple(lines))


def _sentence(ask: DataAsk, knowledge: Knowledge, words: Words) -> str:
    name = words.join([labels.data_label(id_, knowledge, words) for id_ in ask.types], style="or")
    known = dict.fromkeys(class_ for id_ in ask.types for class_ in meaning.classes_of(id_, knowledge))
    classes = words.join([labels.data_label(id_, knowledge, words) for id_ in known], style="or")
    return opening(words("class.is" if classes else "class.none", data=name, named=classes))
