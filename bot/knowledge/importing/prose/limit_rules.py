"""Sentences of the document and the glossary in; the limits that they are, and the reviews where nobody could read them, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.knowledge.importing.cells.grid import Grid
from bot.knowledge.importing.prose.handed import PUBLISHING, is_public
from bot.knowledge.importing.prose.limit_sentences import parts
from bot.knowledge.importing.prose.limits import Limit, LimitReader, Said, of_company
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.words import find_run, fold, has_word, left_unread, limit_words, tokens, unique_slug

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
    found, told, reviews = LimitsFound(), dict[object, Limit](), dict[object, Limit]()
    for line, of in lines:
        for sentence, part in parts(line.text):
            said = _read(sentence, part, reader, of)
            limits = _limits(line, sentence, said, reader, is_condition=bool(of))
            for one in limits:
                told.setdefault((one.who, one.uses, one.rows, one.data), one)
            if limits:
                continue
            if not of and _is_of_tools(sentence, said):
                found.unread.append(replace(line, text=sentence))
            if review := _review(line, sentence, said):
                reviews.setdefault((review.who, review.uses, sentence), review)
            elif _narrows(said) and (_whom(said) or said.opposites):
                found.left.append(replace(line, text=sentence))
    found.limits = [*told.values(), *reviews.values()]
    return found


def of_groups(grid: Grid, tools: dict[str, str], classes: dict[str, str]) -> Iterator[Limit]:
    """What columns of people in a matrix keep from them: a no is a ban, anything else that is no yes a look first. ``tools``,
    ``classes``: ids by name."""
    for one in grid.kept_from_groups():
        said = f"{one.row} | {' | '.join(filter(None, (one.group, one.data)))}: {one.word.condition or one.word.effect}"
        asks = one.word.effect != "deny" or not one.role
        name = f"{'ask first for' if asks else 'not for'} {one.role or one.group}"
        whom, words = ((one.role,), ()) if one.role else ((), (fold(one.group),))
        data = (classes[one.data],) if one.data else ()
        line = Line(said, one.at.line)
        yield Limit(name, line, said, whom, (), (tools[one.row],), data, asks=asks, words=words)


def without_told(limits: Iterable[Limit], told: Iterable[Limit], reader: LimitReader) -> Iterator[Limit]:
    """Limits without those that only ask people first whom others already say all that the sentence takes away of. ``told``: each
    with its quote of the document."""
    of = [(tokens(one.said), {*one.who}) for one in told]
    for one in limits:
        words = tokens(one.said)
        here = [(quote, who) for quote, who in of if max(find_run(quote, words), find_run(words, quote)) >= 0]
        left = left_unread(one.said, [quote for quote, _ in here])
        is_told = one.asks and one.who and {*one.who} <= {role for _, who in here for role in who}
        if left is None or not is_told or _narrows(reader.read(left)):
            yield one


def _read(sentence: str, part: str, reader: LimitReader, of: tuple[str, ...]) -> Said:
    """What a sentence names, with the rows that it stands for; what is in brackets counts where all of it is known."""
    said = reader.read(fold(sentence) if "(" in sentence else part)
    said = reader.read(part) if said.unknown else said
    said = of_company(said, sentence) if said.unknown else said
    return replace(said, rows=said.rows | set(of))


def _limits(line: Line, sentence: str, said: Said, reader: LimitReader, *, is_condition: bool) -> list[Limit]:
    """What a sentence forbids, or demands as a condition of some rows."""
    found = []
    for who, uses, rows, data in reader.limits(said) or (reader.demands(said) if is_condition else []):
        rule = f"{'not for' if who else 'never'} {' '.join(sorted(who | uses))}"
        whom, settings, tools, classes = (tuple(sorted(one)) for one in (who, uses, rows, data))
        found.append(Limit(rule, line, sentence, whom, settings, tools, classes))
    return found


def _review(line: Line, sentence: str, said: Said) -> Limit | None:
    """That people ask first whom, or whose setting, a sentence narrows in words that nobody could read."""
    if not (_narrows(said) or has_word(sentence, limit_words()["asks_first"])) or _OWNED.match(sentence):
        return None
    whom = _whom(said)
    uses = said.uses & set(limit_words()["settings"]) - (set() if is_public(sentence) else {PUBLISHING})
    settings = tuple(sorted(uses)) if said.bans and not whom else ()
    name = f"ask first for {' '.join(whom or settings)}"
    rows = tuple(sorted(said.rows)) if settings else ()
    return Limit(name, line, sentence, whom, settings, rows, asks=True) if whom or settings else None


def _narrows(said: Said) -> bool:
    return said.bans or said.only


def _is_of_tools(sentence: str, said: Said) -> bool:
    """Whether a sentence forbids or narrows some tools, or allows them under a condition, for everybody."""
    narrows = _narrows(said) or bool(has_word(sentence, limit_words()["under"]))
    return bool(said.rows) and narrows and not _whom(said)


def _whom(said: Said) -> tuple[str, ...]:
    """The people whom a sentence narrows that nobody could read as a whole: they ask before they use anything."""
    opposite = {id_.removeprefix(_OF_WHO) for id_ in said.opposites if id_.startswith(_OF_WHO)}
    return tuple(sorted(said.who | opposite))


def without_known(limits: list[Limit], known: set[tuple[str, tuple[str, ...]]], taken: set[str]) -> list[Limit]:
    """Limits that say something new, with their ids. ``known``: uses that are forbidden already, with their rows."""
    new = [one for one in limits if one.who or not any(known & {(use, one.rows), (use, ())} for use in one.uses)]
    return [replace(one, rule=unique_slug(one.rule, taken)) for one in new]
