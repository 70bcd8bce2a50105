"""Words for the adviser go in; what of its form they answer comes out: data by the policy's own reading, the rest by the form's
labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.policy.advice import Understood
from bot.policy.talks.talk import Asker, Intent, Reading
from bot.reading.door import make_safe
from bot.reading.form_answers import Field, Filled, FormReader
from bot.reading.reader import Reader

MOST_LETTERS = 2_000
_REDACTED = re.compile(r"\[[a-z-]+\]")


def understood(reader: Reader, text: str, fields: Callable[[str], tuple[Field, ...]]) -> Understood:
    """No model reads it, and nothing of it is kept. ``fields``: the form beside its data, in a language."""
    cut_at, text = MOST_LETTERS if len(text) > MOST_LETTERS else 0, text[:MOST_LETTERS]
    language = (whole := reader.read_words(make_safe(text), None, Asker(""))).language
    # as it was written: a number beside whom the data is about ("of patients, 400 people") is redacted, and is one of this form
    form = FormReader(fields(language), language, reader.catalog)
    filled = form.read(text, _places(text, (one.quote for item in whole.items for one in item.mentions if one.slot == "data")))
    rest = reader.read_words(make_safe(_without(text, filled)), None, Asker("", language=language))
    if any(ask.name for item in rest.items for ask in item.question.tools):
        return Understood(language, names_tool=True)
    unplaced = {phrase for item in rest.items for phrase in item.unplaced}
    asks = [ask for item in rest.items for ask in item.question.data if ask.grounded and ask.name not in unplaced]
    policy = reader.knowledge.policy
    # an adviser grants nothing: what words are near to counts as well
    ids = [*(id_ for ask in asks for id_ in ask.types), *(id_ for item in rest.items for id_ in item.question.near)]
    data = dict.fromkeys(id_ for id_ in ids if id_ in policy.data_types or id_ in policy.data_classes)
    named = [one.quote for item in (*whole.items, *rest.items) for one in item.mentions if one.slot == "data" and one.id in data]
    unread = form.unread(text, (*filled.spans, *_places(text, named)))
    return Understood(language, tuple(data), filled.answers, unread, cut_at=cut_at)


def is_for_adviser(reader: Reader, reading: Reading, fields: Callable[[str], tuple[Field, ...]]) -> bool:
    """Whether a question for a tool answers something of the form beside its data: "what should we use for letters, 40 people,
    no GPU?" Who narrows the list or names a tool asks nothing of the adviser."""
    item = reading.items[0] if len(reading.items) == 1 else None
    if item is None or item.intent is not Intent.WHICH_TOOL or any(ask.name for ask in item.question.tools):
        return False
    form = FormReader(fields(reading.language), reading.language, reader.catalog)
    named = _places(reading.text, (one.quote for one in item.mentions if one.slot == "data"))
    return bool(form.read(reading.text, named).answers)


def _places(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    """Where words stand that were quoted from the safe text, in which some may be replaced."""
    pieces = sorted({piece.strip() for quote in quotes for piece in _REDACTED.split(quote)} - {""})
    return [found.span() for piece in pieces for found in re.finditer(re.escape(piece), text)]


def _without(text: str, filled: Filled) -> str:
    """What is left to be data."""
    for start, end in reversed(filled.spans):
        text = text[:start] + text[end:]
    return text
