"""Words for the adviser go in; what of its form they answer comes out, by the labels that the form has."""

from __future__ import annotations

from bot.policy.advice import INPUTS, Understood
from bot.reading import advised
from bot.reading.intents.form_answers import Field
from bot.reading.reader import Reader
from bot.saying.words import phrase


def understood(reader: Reader, text: str) -> Understood:
    """No model reads it, and nothing of it is kept."""
    return advised.understood(reader, text, _fields)


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
