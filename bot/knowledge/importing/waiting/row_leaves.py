"""A sentence that nobody read and a tool's row in; what the sentence asks of every use of that tool out, as a condition."""

from __future__ import annotations

import re

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.ends import end_of, passed
from bot.knowledge.importing.prose.duties import Duty, make_duty
from bot.knowledge.importing.prose.limit_sentences import spread
from bot.knowledge.importing.texts.tool_row import ToolRow
from bot.knowledge.importing.texts.words import (
    caution_words,
    example_words,
    find_run,
    fold,
    has_word,
    limit_words,
    small_words,
    tokens,
    unique_slug,
)
from bot.knowledge.importing.waiting.telling import LEAST, Telling


def leave_of(part: str, named: list[ToolRow], telling: Telling) -> ToolRow | None:
    """The row that a sentence begins with and of which it says no more than under what condition or for whom it may be used at
    all: "Noota only with everybody's consent"; or the row that it gives a last day."""
    here, told = tokens(spread(part)), caution_words()
    if len(named) == 1 and _ends(part, telling):
        return named[0]
    if len(named) != 1 or re.search(r"\d\.$", part) or has_word(part, told["logins"]) or has_word(part, told["back"]):
        return None
    starts = [(find_run(tokens(name), here), len(tokens(name))) for name in named[0].plain_names]
    led = next((at for at, word in enumerate(here) if telling.weighs(word)), len(here))
    begun = max((at + size for at, size in starts if 0 <= at <= led), default=0)
    if begun and _is_defined(here[begun : begun + 2]):
        return None
    only = {word for phrase in limit_words()["only"] for word in tokens(phrase) if phrase == word or len(word) > LEAST + 1}
    marks = {*only, *limit_words()["under"], *told["condition"], *told["leave"], *told["late"].get(telling.language, ())}
    marks |= set(limit_words()["only_around"]["ends"])
    until = next((at for at, word in enumerate(here) if at >= begun and word in marks), 0)
    clause = tokens(spread(part.split(",", maxsplit=1)[0]))
    if clause and clause[-1] in only and len(clause) > begun + 1:
        until = begun  # "Grammarly is for the press desk only"
    between = here[begun:until]
    bans = set(limit_words()["ban"]) - set(limit_words()["only_around"]["begins"]) - marks
    is_plain = bans.isdisjoint(between) and telling.is_of_use(between)
    of_classes = any(telling.is_of_class(word) for word in here[until:])  # what the matrix says already
    return named[0] if begun and until and is_plain and not of_classes and len(here) > until + 1 else None


def _is_defined(behind: tuple[str, ...]) -> bool:
    """Whether a sentence goes on behind a tool's name to say what it is: "Noota is our only recorder", "is the exception"."""
    is_, which = {fold(word) for word in example_words()["equals"]}, {fold(word) for word in small_words()["determiners"]}
    return len(behind) > 1 and behind[0] in is_ and behind[1] in which


def never_in(part: str) -> str:
    """The clause of a condition that forbids something whatever holds: "only with everybody's consent, and never in talks with
    the union"; empty where it has none."""
    bans = [*limit_words()["ban"]]
    return " ".join(clause for clause in re.split(r"[,;]\s+", part)[1:] if has_word(clause, bans))


def _ends(part: str, telling: Telling) -> bool:
    """Whether a sentence says until which day something may be used: "Canva is free to use until 30 November"."""
    last, _ = end_of(part, telling.language)
    here = tokens(spread(fold(part).replace(last, " ")))
    bans = {word for phrase in limit_words()["ban"] for word in tokens(phrase)}
    of_classes = any(telling.is_of_class(word) for word in here)
    return bool(last) and bans.isdisjoint(here) and not of_classes and telling.is_of_use(here)


def classes_before(part: str, row: ToolRow, built: Built) -> tuple[str, ...]:
    """Ids of the classes that a sentence names before a row: "Internal data may go into Noota only if"; none for all data."""
    here = tokens(spread(part))
    begins = min((at for name in row.plain_names if (at := find_run(tokens(name), here)) >= 0), default=0)
    named = ((entry.id, name) for entry in built.classes for name in (entry.label, *entry.synonyms))
    return tuple(sorted({id_ for id_, name in named if find_run(tokens(spread(name)), here[:begins]) >= 0}))


def leave_duty(built: Built, row: ToolRow, said: str, taken: set[str]) -> Duty:
    """The condition of every use of a row."""
    duty = make_duty(unique_slug(f"leave {row.id}", taken), said, built.language, built.short)
    duty.tools, duty.general, duty.binds = (row.id,), True, True
    last, month = end_of(said, built.language)
    duty.unmet += passed(month, built.language) if last else ()
    return duty
