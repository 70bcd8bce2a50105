"""Sentences of the document and the glossary in; the limits that they are, and the reviews where nobody could read them, out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.knowledge.importing.document import Line
from bot.knowledge.importing.limit_sentences import parts
from bot.knowledge.importing.limits import Limit, LimitReader, Said, of_company
from bot.knowledge.importing.words import fold, has_word, limit_words, unique_slug

_OF_WHO = "who:"
_OWNED = re.compile(r"(?:\S+\s+){0,2}\S+['’]s?\s")
"""A sentence about something that people have ("students' own use")."""


@dataclass(slots=True)
class LimitsFound:
    """What was made of all sentences."""

    limits: list[Limit] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    """Sentences about some people or settings of which no rule was made."""
    unread: list[Line] = field(default_factory=list)
    """Sentences that forbid or narrow some tools, or allow them under a condition, of which nothing was made here."""


def find_limits(lines: Iterable[tuple[Line, tuple[str, ...]]], reader: LimitReader) -> LimitsFound:
    """``lines``: sentences, each with the rows that it stands for."""
    found, told = LimitsFound(), dict[tuple[frozenset[str], ...], Limit]()
    reviews: dict[tuple[str, ...], Limit] = {}
    for line, of in lines:
        for sentence, part in parts(line.text):
            said = _read(sentence, part, reader)
            said.rows |= set(of)
            limits = reader.limits(said) or (reader.demands(said) if of else [])
            for who, uses, rows, data in limits:
                key = tuple(frozenset(one) for one in (who, uses, rows, data))
                name = " ".join(sorted(who | uses))
                rule, sets = (
                    f"not for {name}" if who else f"never {name}",
                    [tuple(sorted(one)) for one in (who, uses, rows, data)],
                )
                told.setdefault(key, Limit(rule, line, sentence, sets[0], sets[1], sets[2], sets[3]))
            narrows = said.bans or said.only
            if (
                said.rows
                and not of
                and not limits
                and not _whom(said)
                and (narrows or has_word(sentence, limit_words()["under"]))
            ):
                found.unread.append(replace(line, text=sentence))
            if limits or not (narrows or has_word(sentence, limit_words()["asks_first"])):
                continue
            if (whom := _whom(said)) and not _OWNED.match(sentence):
                review = Limit(f"ask first for {' '.join(whom)}", line, sentence, whom, asks=True)
                reviews.setdefault((*whom, sentence), review)
            elif narrows and (whom or said.opposites):
                found.left.append(replace(line, text=sentence))
    found.limits = [*told.values(), *reviews.values()]
    return found


def _read(sentence: str, part: str, reader: LimitReader) -> Said:
    """What a sentence names; what is in brackets counts where all of it is known."""
    said = reader.read(fold(sentence) if "(" in sentence else part)
    said = reader.read(part) if said.unknown else said
    return of_company(said, sentence) if said.unknown else said


def _whom(said: Said) -> tuple[str, ...]:
    """The people whom a sentence narrows that nobody could read as a whole: they ask before they use anything."""
    opposite = {id_.removeprefix(_OF_WHO) for id_ in said.opposites if id_.startswith(_OF_WHO)}
    return tuple(sorted(said.who | opposite))


def without_known(limits: list[Limit], known: set[tuple[str, tuple[str, ...]]], taken: set[str]) -> list[Limit]:
    """Limits that say something new, with their ids. ``known``: uses that are forbidden already, with their rows."""
    new = [one for one in limits if one.who or not any(known & {(use, one.rows), (use, ())} for use in one.uses)]
    return [replace(one, rule=unique_slug(one.rule, taken)) for one in new]
