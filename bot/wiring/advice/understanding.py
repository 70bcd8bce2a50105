"""Words for the adviser go in; what of its form they answer comes out, by the labels that the form has."""

from __future__ import annotations

from bot.policy.advice import INPUTS, Understood
from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Reading
from bot.reading import advised
from bot.reading.form_answers import Field
from bot.reading.reader import Reader
from bot.saying.notices.own import with_advice
from bot.saying.words import phrase


def understood(reader: Reader, text: str) -> Understood:
    """No model reads it, and nothing of it is kept."""
    return advised.understood(reader, text, _fields)


def is_for_adviser(reader: Reader, reading: Reading) -> bool:
    """Whether a question is one that the adviser's form has more to say to."""
    return advised.is_for_adviser(reader, reading, _fields)


def offered(reader: Reader, reading: Reading, answer: Answer) -> Answer:
    """The answer; to such a question with a button that opens the form."""
    return with_advice(answer) if is_for_adviser(reader, reading) else answer


def _fields(language: str) -> tuple[Field, ...]:
    """All that is asked beside the data, in its own labels."""
    return tuple(
        Field(
            name,
            phrase(language, f"advice.input.{name}"),
            tuple((value, phrase(language, f"advice.value.{name}.{value}")) for value in values),
        )
        for name, values in INPUTS.items()
        if name != "data"
    )
