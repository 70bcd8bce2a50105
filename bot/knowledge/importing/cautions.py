"""Sentences of the document of which no rule was made in; a review for whoever speaks of what they are about out.

A sentence that bans, narrows or asks for something, and that nobody could read as a whole, must not end in a yes: whoever says
its telling words gets the sentence itself. Such rules only ever make a ruling stricter, and each is listed for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.contacts import is_slip_heading
from bot.knowledge.importing.document import Line
from bot.knowledge.importing.duties import Duty, make_duty
from bot.knowledge.importing.kinds import SURE, KindReader
from bot.knowledge.importing.limit_sentences import parts, spread
from bot.knowledge.importing.limits import Limit
from bot.knowledge.importing.tool_row import ToolRow
from bot.knowledge.importing.words import (
    caution_words,
    find_run,
    fold,
    has_word,
    limit_words,
    lists,
    sentence_words,
    tokens,
    unique_slug,
)

HowCommon = Callable[[str, str], float]
"""(Word, language) -> log10 of its uses among 10^9 words of the language; 0 where nobody uses it."""
_RARE, _PLAIN = 3.6, 5.3
"""A rarer word tells by itself what is meant; a commoner one says nothing, not even beside another."""
_GUARDED = 2
"""Sensitivity of data that one word may stand for."""
_LEAST = 3
"""Letters of a word that tells anything."""
_ROOT = 6
"""Letters that the forms of a class's name share."""
_APART = 2
"""Words that may stand between two that tell something together."""
_LISTED = 3
"""Examples of classes in a sentence that tells what a class holds."""
_MOST = 12
"""Words or pairs that one sentence is known by."""


def find_cautions(built: Built, reader: KindReader, how_common: HowCommon, taken: set[str]) -> list[Limit]:
    """One for each sentence that takes something away and became nothing else."""
    rows = list(built.tools.values())
    telling = _Telling(built, reader, how_common)
    found = []
    for line, said, part in _left(built):
        named = _rows_in(part, rows)
        words = telling.of(part, {row.id for row in named})
        if of_row := _leave_of(part, named, telling):
            built.duties.append(_leave(built, of_row, said, taken))
            built.ask("Conditions", f"Line {line.line}: taken for what `{of_row.label}` asks of every use: “{said}”")
        elif not words:
            built.untold.append(replace(line, text=said))
        else:
            of = () if _is_of_others(part, named) else tuple(sorted(row.id for row in named))
            rule = unique_slug(f"look first {words[0]}", taken)
            found.append(Limit(rule, line, said, rows=of, asks=True, words=words))
    return found


def _leave_of(part: str, named: list[ToolRow], telling: _Telling) -> ToolRow | None:
    """The row that a sentence begins with and of which it says no more than under what condition or for whom it may be used at
    all: "Noota only with everybody's consent"."""
    here, told = tokens(spread(part)), caution_words()
    if len(named) != 1 or re.search(r"\d\.$", part) or has_word(part, told["logins"]) or has_word(part, told["back"]):
        return None
    starts = [(find_run(tokens(name), here), len(tokens(name))) for name in _names_of(named[0])]
    led = next((at for at, word in enumerate(here) if telling.weighs(word)), len(here))
    begun = max((at + size for at, size in starts if 0 <= at <= led), default=0)
    only = {word for phrase in limit_words()["only"] for word in tokens(phrase) if phrase == word or len(word) > _LEAST + 1}
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


def _leave(built: Built, row: ToolRow, said: str, taken: set[str]) -> Duty:
    """The condition of every use of a row."""
    duty = make_duty(unique_slug(f"leave {row.id}", taken), said, built.language, built.short)
    duty.tools, duty.general, duty.binds = (row.id,), True, True
    return duty


def _names_of(row: ToolRow) -> Iterator[str]:
    yield from (re.sub(r"\s*\([^)]*\)", "", row.label), *row.names)


def _left(built: Built) -> Iterator[tuple[Line, str, str]]:
    """Sentences, as they stand and folded, that narrow something and are not used yet."""
    prose, rows = built.prose, list(built.tools.values())
    used = {one.said for one in built.limits if not one.asks}
    whole = {ban.line for ban in built.bans} | {ban.line for ban in built.use_bans} | set(built.duty_lines)
    whole |= {change.line for change in prose.becomes} | {line for *_, line in prose.contacts}
    whole |= {prose.unlisted_line} if prose.unlisted_line else set()
    phrases = [(one.line, fold(one.phrase)) for one in built.data_bans]
    marks = {mark for word in built.grid.cells.values() for mark in word.mark.split()}
    notes = [text for mark, text in built.grid.footnotes.items() if mark in marks]
    known = [*_texts(built), *built.told_cells.values(), *notes, *built.grid.notes.values()]
    told = [frozenset(tokens(text)) for text in known if text]
    examples = {fold(example) for entry in built.classes for example in entry.examples}
    explained = {term.line for term in built.document.terms if _is_class(term.word, built)}
    for line in built.document.lines:
        if line.kind == "row" or line in whole or line.line in explained or is_slip_heading(line.heading):
            continue
        for said, part in parts(line.text):
            held = frozenset(tokens(said))
            is_told = any(len(held & one) >= 0.8 * min(len(held), len(one)) for one in told if len(one) >= _LEAST)
            is_banned = any(at == line and phrase in fold(said) for at, phrase in phrases)
            listed = sum(example in fold(said) for example in examples)
            if said not in used and listed < _LISTED and not is_told and not is_banned and _narrows(part, rows):
                yield line, said, part


def _texts(built: Built) -> Iterable[str]:
    for duty in built.duties:
        yield from duty.text.values() if isinstance(duty.text, dict) else (duty.text,)


def _is_class(word: str, built: Built) -> bool:
    return fold(word) in {fold(name) for entry in built.classes for name in (entry.label, *entry.synonyms)}


def _narrows(part: str, rows: list[ToolRow]) -> bool:
    """Whether a sentence takes something away; what is no leave ("a nod is not an approval") takes nothing."""
    limits, told = limit_words(), caution_words()
    here = [word for word in tokens(spread(part)) if word not in told["articles"]]
    if any(one in limits["ban"] and other in told["leave"] for one, other in pairwise(here)):
        return False
    if has_word(part, [*limits["ban"], *limits["only"], *told["narrows"]]):
        return True
    return bool(has_word(part, [*limits["under"], *told["condition"]])) and bool(_rows_in(part, rows))


def _rows_in(part: str, rows: list[ToolRow]) -> list[ToolRow]:
    """Rows that a sentence names, by their label or another name of theirs."""
    here = tokens(part)
    names = ((row, name) for row in rows for name in (re.sub(r"\s*\([^)]*\)", "", row.label), *row.names))
    return list({row.id: row for row, name in names if len(fold(name)) > _LEAST and find_run(tokens(name), here) >= 0}.values())


def _is_of_others(part: str, named: list[ToolRow]) -> bool:
    """Whether the rows are what some people or data are left with, and all others are meant: "locums use NoteHound only"."""
    here = tokens(part)
    places = [find_run(tokens(name), here) for row in named for name in (re.sub(r"\s*\([^)]*\)", "", row.label), *row.names)]
    first = min((at for at in places if at >= 0), default=0)
    lead = [word for word in here[:first] if word not in _idle() and len(word) >= _LEAST]
    return bool(lead) and bool(has_word(part, [*limit_words()["only"], *caution_words()["others"]]))


@cache
def _idle() -> frozenset[str]:
    """Words that no sentence is about."""
    limits = limit_words()
    of_limits = [
        word for name in ("ban", "only", "at_most", "any_tool", "idle", "under", "asks_first", "lead") for word in limits[name]
    ]
    of_cautions = [word for words in caution_words().values() if isinstance(words, list) for word in words]
    about = [*sentence_words()["about_tools"], *sentence_words()["restrains"]]
    months = [month for names in lists()["months"].values() for month in names]
    return frozenset(word for phrase in (*of_limits, *of_cautions, *about, *months) for word in tokens(phrase))


class _Telling:
    """Finds the words that tell what a sentence is about."""

    def __init__(self, built: Built, reader: KindReader, how_common: HowCommon) -> None:
        self.reader, self.how_common, self.language = reader, how_common, built.language
        named = (name for row in built.tools.values() for name in (row.label, *row.names))
        of_classes = [name for entry in built.classes for name in (entry.label, *entry.synonyms)]
        self.classes = frozenset(word[:_ROOT] for name in of_classes for word in tokens(name) if len(word) >= _LEAST)
        self.names = frozenset(word for name in (*named, *of_classes, built.organisation) for word in tokens(name))

    def of(self, part: str, rows: set[str]) -> tuple[str, ...]:
        """Rare words, common words that alone name a kind of data, and pairs of common words that stand together."""
        main, _, _ = _halves(part)
        found = list(self._in(main)) or list(self._in(part)) or self._rarest(main) or self._rarest(part)
        return tuple(dict.fromkeys(found))[:_MOST]

    def _in(self, text: str) -> Iterator[str]:
        for clause in re.split(r"[,;:()–—]|\s-\s", spread(text)):
            words = [word for word in tokens(clause) if len(word) > 1]
            weights = [self.weighs(word) for word in words]
            for at, (word, weight) in enumerate(zip(words, weights, strict=True)):
                if weight == 2 or (weight == 1 and weights.count(1) == 1 and self._is_data(word)):
                    yield word
                elif weight == 1:
                    behind = range(at + 1, min(len(words), at + 2 + _APART))
                    other = next((place for place in behind if weights[place]), None)
                    if other is not None and weights[other] == 1:
                        yield f"{word} {words[other]}"

    def is_of_class(self, word: str) -> bool:
        """Whether a word is one of a class's name, or another form of it."""
        return word[:_ROOT] in self.classes

    def is_of_use(self, words: tuple[str, ...]) -> bool:
        """Whether some words tell no more than that a tool is used, in one verb at most: "may join"."""
        weights = [self.weighs(word) for word in words]
        things = any(self._is_thing(word) for word, weight in zip(words, weights, strict=True) if weight)
        return 2 not in weights and weights.count(1) <= 1 and not things

    def _rarest(self, text: str) -> list[str]:
        """The one common word by which a sentence is known that has no others: data or people."""
        words = [word for word in tokens(spread(text)) if self.weighs(word) and self._is_thing(word)]
        return [min(words, key=self._often)] if words else []

    def _is_thing(self, word: str) -> bool:
        return self._is_data(word) or bool(self.reader.people(word))

    def _often(self, word: str) -> float:
        """How common a word is, in the policy's language; what is English first stands in any text."""
        return max(self.how_common(word, self.language), self.how_common(word, "en") - 1)

    def weighs(self, word: str) -> int:
        """2: it tells by itself; 1: beside another; 0: nothing."""
        if len(word) < _LEAST or word in _idle() or word in self.names or not word.isalpha():
            return 0
        often = self._often(word)
        return 2 if often < _RARE else 1 if often < _PLAIN else 0

    def _is_data(self, word: str) -> bool:
        """Whether a word alone names a kind of data that is not harmless."""
        read = self.reader.read(word).items()
        return any(degree == SURE and self.reader.kinds[kind].sensitivity >= _GUARDED for kind, degree in read)


def _halves(part: str) -> tuple[str, str, str]:
    """What a sentence is about, before and behind the word that a condition begins with."""
    words = sorted(caution_words()["condition"], key=len, reverse=True)
    begins = re.search(rf"(?<=\w)[,]?\s+\b({'|'.join(map(re.escape, words))})\b", part)
    return (part[: begins.start()], begins[1], part[begins.end() :]) if begins else (part, "", "")
