"""The policy's playbook goes in; what is to be done after an incident comes out, with the hours that a step itself names."""

from __future__ import annotations

import re
from functools import cache

from bot.policy.house import Knowledge
from bot.saying.talk import playbook, playbook_steps
from bot.saying.words import languages, phrase, words_for


def steps(knowledge: Knowledge) -> tuple[str, ...]:
    """The numbered steps in the policy's own language, as its cards are; none where it has no playbook with steps."""
    found = playbook(knowledge, words_for("", knowledge.organisation.languages))
    return playbook_steps(found) if found else ()


def steps_read_in(knowledge: Knowledge, language: str) -> dict[str, str]:
    """Each of these steps in the words of the playbook in that language, where it has as many; else in its own."""
    own, found = steps(knowledge), playbook(knowledge, words_for(language, knowledge.organisation.languages))
    read = playbook_steps(found) if found else ()
    return dict(zip(own, read if len(read) == len(own) else own, strict=True))


def hours(step: str) -> int | None:
    """Hours from the report on, where the step names them ("within 72 hours"): the shortest; None where it names none."""
    found = [int(number) for number in _named().findall(step)]
    return min(found) if found else None


@cache
def _named() -> re.Pattern[str]:
    said = [word for language in languages() for word in phrase(language, "incidents.hours").split("|")]
    names = "|".join(re.escape(word) for word in dict.fromkeys(said))
    return re.compile(rf"\b([1-9]\d{{0,3}})[\s\u00a0\u202f-]?(?:{names})\b", re.IGNORECASE)
