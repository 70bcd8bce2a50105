"""The glossary's conditions and the cells' own words in; conditions with what they attach to and how people state them out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.importing.prose.duty_says import is_of_asker, other_values, says
from bot.knowledge.importing.texts.words import fold, has_word, lists, unique_slug


@dataclass(slots=True)
class Duty:
    """One condition to be, for ``tools`` x ``data`` (ids). Empty ones mean all, and then it is a general duty."""

    id: str
    text: str | dict[str, str]
    when: str = "before"
    tools: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    general: bool = False
    binds: bool = False
    met: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    approver: str = ""
    """The contact whose word it takes."""
    of_asker: bool = False
    """It is about who asks."""
    whose: str = ""
    """The same by name, where a sentence names somebody; rules need such a condition, and no cell does."""


def make_duty(duty_id: str, text: str, language: str, short: dict[str, str] | None = None) -> Duty:
    """A condition with its timing and with what people say of it, from its own words. ``short``: abbreviation -> long form."""
    met, unmet = says(text, language)
    unmet += other_values(text)
    for abbreviation, long in (short or {}).items():
        here, there = (long, abbreviation) if fold(long) in fold(text) else (abbreviation, long)
        if has_word(text, [here]):
            met += tuple(re.sub(re.escape(here), there, form, flags=re.IGNORECASE) for form in met)
            unmet += tuple(re.sub(re.escape(here), there, form, flags=re.IGNORECASE) for form in unmet)
    met, unmet = tuple(dict.fromkeys(met)), tuple(dict.fromkeys(unmet))
    when = "using" if has_word(text, lists()["when_using"]) else "before"
    return Duty(duty_id, text, when, met=met, unmet=unmet, of_asker=is_of_asker(text))


def ask_owner_duties(bare: dict[str, list[str]], taken: set[str]) -> list[Duty]:
    """One for each row that has conditional cells without any condition: nobody may guess what must hold."""
    texts: dict[str, str] = lists()["ask_owner"]
    return [
        Duty(unique_slug(f"ask-the-owner-{row}", taken), dict(texts), tools=(row,), data=tuple(columns))
        for row, columns in bare.items()
    ]
