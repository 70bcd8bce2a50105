"""The labels of a form and a message go in; what of the form the message answers comes out, with the words that answer it.

It knows the form by its own labels alone. What one thing to answer is *about* are the words of its name, and those that several
of its choices have and no other thing to answer has ("up to 50 people, up to 500 people"). Where nothing of that is said, or more
than one choice may be meant, nothing is answered. Nor does a clause answer anything in which any other word stands: "data may
leave the house", "we used to have GPUs". What answers nothing is listed as it was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from bot.policy.world import Catalog
from bot.reading.words.lists import all_words
from bot.text.small import small
from bot.text.tokens import Token, clauses_of, is_form_of, tokens_of

_NUMBER = re.compile(r"[0-9]{1,3}(?:[.,'’   ][0-9]{3})+(?![0-9])|[0-9]+")
_ALONE = re.compile(r"(?:^\s*|[\w.:!?)]\s+|[(,;]\s*)$")
"""Before a number that nothing makes another: not "1e5", "-5", "> 500" or "30-40"."""
_STOP = small("stop", "without")
_PLAIN, _SO_FAR = small("form_plain"), small("so_far")
_ANYBODY = "person.personal-data"
"""Words for people of no sort; those of the other lists are whom data is about, and do not use a tool."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to answer: its id and name, and each value with its label."""

    id: str
    name: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a message answers, and the character spans of the words that do."""

    answers: dict[str, str]
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Choice:
    value: str
    there: frozenset[str]
    """Words of its label."""
    denied: frozenset[str]
    """Words of its label behind a "without" or a "not"."""
    most: int | None
    """The number in its label."""


@dataclass(frozen=True, slots=True)
class _Labels:
    """One thing to answer, in words."""

    id: str
    choices: tuple[_Choice, ...]
    name: frozenset[str]
    about: frozenset[str]
    plain: frozenset[str]
    """All words of its labels, with those that mean nothing alone."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause of the message, and what of one thing to answer is said in it."""

    tokens: tuple[Token, ...]
    is_plain: bool
    """Whether it has no other words than those of the labels and such as turn nothing round."""
    said: dict[int, str]
    """Place -> word of the labels."""


class FormReader:
    """One form in one language."""

    def __init__(self, fields: Iterable[Field], language: str, catalog: Catalog) -> None:
        self.language = language
        self._negations = all_words(catalog, "read.negation") | small("without", "no", "no_plan")
        of_data = all_words(catalog, *(name for name in catalog.words if name.startswith("person.") and name != _ANYBODY))
        self._persons = all_words(catalog, "unit.person")
        self._users = (self._persons - of_data) | all_words(catalog, "who.staff")
        self._fields = tuple(fields)

    def read(self, text: str, named: Sequence[tuple[int, int]] = ()) -> Filled:
        """``named``: spans that name something else. By several words they say nothing else: "server logs" are no servers."""
        taken = [(start, end) for start, end in named if " " in text[start:end]]
        tokens = self._whole_clauses(text)
        answers: dict[str, str] = {}
        spans: list[tuple[int, int]] = []
        for one in sorted(self._labels, key=_counts):
            clauses = [clause for clause in self._clauses(one, tokens, named, () if _counts(one) else taken) if clause.said]
            found = self._counted(one, clauses, text, (*named, *spans)) if _counts(one) else self._chosen(one, clauses)
            if found:
                answers[one.id] = found[0]
                spans += found[1]
        return Filled({one.id: answers[one.id] for one in self._labels if one.id in answers}, tuple(sorted(spans)))

    def unread(self, text: str, read: Sequence[tuple[int, int]]) -> tuple[str, ...]:
        """What stands outside the spans that were read, clause by clause; a clause of which nothing was read is told whole."""
        found = []
        for _, group in groupby(self._whole_clauses(text), key=lambda token: token.clause):
            clause = tuple(group)
            for is_read, run in groupby(clause, key=lambda token: _is_within(token, read)):
                rest = tuple(run)
                telling = [
                    at for at, token in enumerate(rest) if token.folded in self._negations or token.folded not in _STOP | _PLAIN
                ]
                if is_read or not telling:
                    continue
                first, last = (0, -1) if len(rest) == len(clause) else (telling[0], telling[-1])
                found.append(text[rest[first].start : rest[last].end])
        return tuple(dict.fromkeys(found))

    def _whole_clauses(self, text: str) -> tuple[Token, ...]:
        """Words: no number in two clauses ("1,200"), and a bare denial in the clause that it denies ("GPUs: not yet")."""
        numbers = [one.span() for one in _NUMBER.finditer(text)]
        found: list[Token] = []
        for _, group in groupby(tokens_of(text), key=lambda token: token.clause):
            part = tuple(group)
            clause = found[-1].clause + 1 if found else 0
            if found and self._is_bare_denial(part):
                clause -= 1
            for span in (one for one in numbers if one[0] < part[0].start < one[1]):
                found = [replace(token, clause=clause) if _is_within(token, (span,)) else token for token in found]
            found += [replace(token, clause=clause) for token in part]
        return tuple(found)

    def _is_bare_denial(self, clause: Sequence[Token]) -> bool:
        words = {token.folded for token in clause}
        return bool(words & self._negations) and words <= _STOP | _SO_FAR | self._negations

    # --- the labels -----------------------------------------------------------------------------------------------------

    @cached_property
    def _labels(self) -> tuple[_Labels, ...]:
        choices = {one.id: tuple(self._choice(*pair) for pair in one.choices) for one in self._fields}
        names = {one.id: self._content(tokens_of(one.name)) for one in self._fields}
        words = {id_: names[id_].union(*(c.there | c.denied for c in held)) for id_, held in choices.items()}
        found = []
        for id_, held in choices.items():
            others = frozenset().union(*(said for other, said in words.items() if other != id_))
            often = Counter(word for choice in held for word in choice.there | choice.denied)
            about = self._own((word for word, times in often.items() if times > 1), others)
            if any(choice.most is not None for choice in held):
                about = about & self._persons | self._users if about & self._persons else frozenset()
            found.append(_Labels(id_, held, self._own(names[id_], others), about, self._plain(id_, held)))
        return tuple(found)

    def _plain(self, id_: str, choices: tuple[_Choice, ...]) -> frozenset[str]:
        field = next(one for one in self._fields if one.id == id_)
        is_count = any(choice.most is not None for choice in choices)
        labels = [label for (_, label), one in zip(field.choices, choices, strict=True) if one.most is not None or not is_count]
        return _PLAIN | {token.folded for label in (field.name, *labels) for token in tokens_of(label)}

    def _own(self, words: Iterable[str], others: frozenset[str]) -> frozenset[str]:
        """Those that no other thing to answer has, in whatever form."""
        return frozenset(word for word in words if not any(is_form_of(word, other, self.language) for other in others))

    def _choice(self, value: str, label: str) -> _Choice:
        said = [token.folded for token in tokens_of(label)]
        telling = [word for word in said if word not in _STOP | self._negations and not word.isdigit()] or said
        denial = next((at for at, word in enumerate(said) if word in self._negations), len(said))
        there = {word for word in said[:denial] if word in telling}
        denied = {word for word in said[denial + 1 :] if word in telling}
        number = _NUMBER.search(label)
        return _Choice(value, frozenset(there), frozenset(denied), _count(number) if number else None)

    def _content(self, tokens: Iterable[Token]) -> frozenset[str]:
        return frozenset(token.folded for token in tokens if token.folded not in _STOP | self._negations)

    # --- the message ----------------------------------------------------------------------------------------------------

    def _clauses(
        self, labels: _Labels, tokens: tuple[Token, ...], named: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
    ) -> Iterator[_Clause]:
        known = labels.name | labels.about | frozenset().union(*(c.there | c.denied for c in labels.choices))
        free = [token for token in tokens if token.own and not _is_within(token, taken)]
        for places in clauses_of(tokens).values():
            here = tuple(tokens[place] for place in places)
            words = {at: word for at, token in enumerate(here) if token in free and (word := self._word(token, known))}
            said = set(words.values())
            is_named = bool(labels.name) and labels.name <= said
            if is_named or said & labels.about:
                plain = labels.plain | self._negations
                is_plain = all(
                    at in words or token.folded in plain or token.folded.isdigit() or _is_within(token, named)
                    for at, token in enumerate(here)
                )
                yield _Clause(here, is_plain, {at: word for at, word in words.items() if is_named or word not in labels.name})

    def _word(self, token: Token, known: frozenset[str]) -> str:
        """The word of the labels that a word is a form of; empty where it is none."""
        if token.folded in known:
            return token.folded
        return next((word for word in sorted(known) if is_form_of(token.folded, word, self.language)), "")

    def _counted(
        self, labels: _Labels, clauses: list[_Clause], text: str, read: Sequence[tuple[int, int]]
    ) -> tuple[str, list[tuple[int, int]]] | None:
        """The first choice whose number is large enough, else the one without a number; none where another may be meant."""
        found, numbers = [], [one for one in _NUMBER.finditer(text) if not any(a <= one.start() < b for a, b in read)]
        for clause in clauses:
            nouns = [clause.tokens[place] for place, word in clause.said.items() if word in labels.about]
            here = [
                (_count(one), (one.start(), noun.end))
                for noun in nouns
                for one in numbers
                if text[one.end() : noun.start].isspace() and _ALONE.search(text[: one.start()])
            ]
            if here and (self._denials(clause) or not clause.is_plain):
                return None
            found += here
        if len(numbers) != 1 or len(found) != 1:
            return None
        count = found[0][0]
        bounds = sorted((choice.most, choice.value) for choice in labels.choices if choice.most is not None)
        above = next((choice.value for choice in labels.choices if choice.most is None), "")
        value = next((value for most, value in bounds if count <= most), above)
        return (value, [span for _, span in found]) if value and count else None

    def _chosen(self, labels: _Labels, clauses: list[_Clause]) -> tuple[str, list[tuple[int, int]]] | None:
        """The one choice that nothing of what is said speaks against, and most of it for."""
        said: dict[str, bool] = {}
        spans = []
        for clause in clauses:
            if not clause.is_plain:
                return None
            for place, word in clause.said.items():
                is_there = self._is_there(clause, place)
                if is_there is None or said.setdefault(word, is_there) != is_there:
                    return None
            spans.append(self._span(clause))
        if not said:
            return None
        there, gone = {word for word in said if said[word]}, {word for word in said if not said[word]}
        open_ = [one for one in labels.choices if not self._speaks_against(labels, one, there, gone)]
        ranked = sorted(open_, key=lambda one: _rank(one, there))
        if not ranked or (len(ranked) > 1 and _rank(ranked[0], there) == _rank(ranked[1], there)):
            return None
        is_told = len(ranked) == 1 or bool(ranked[0].there & there) or bool(gone)
        return (ranked[0].value, spans) if is_told else None

    @staticmethod
    def _speaks_against(labels: _Labels, choice: _Choice, there: set[str], gone: set[str]) -> bool:
        if choice.there & gone or choice.denied & there:
            return True
        if choice.there:
            return bool(gone & labels.name)
        return bool(there & (labels.name | labels.about)) and not choice.denied & gone

    def _denials(self, clause: _Clause) -> list[int]:
        return [at for at, token in enumerate(clause.tokens) if token.folded in self._negations]

    def _is_there(self, clause: _Clause, place: int) -> bool | None:
        """Whether it is said to be there, or not to be; None where a denial stands that may mean something else."""
        denials = self._denials(clause)
        if not denials:
            return True

        def near(first: int, last: int) -> bool:
            between = range(first + 1, last)
            return all(at in clause.said or clause.tokens[at].folded in _STOP for at in between)

        before = [at for at in denials if at < place and near(at, place)]
        behind = [at for at in denials if at > place and near(place, at) and not any(other > at for other in clause.said)]
        if before or behind:
            return False
        return True if all(at > place and any(other > at for other in clause.said) for at in denials) else None

    def _span(self, clause: _Clause) -> tuple[int, int]:
        places = sorted({*clause.said, *self._denials(clause)})
        return clause.tokens[places[0]].start, clause.tokens[places[-1]].end


def _rank(choice: _Choice, there: set[str]) -> tuple[int, int]:
    return -len(choice.there & there), len(choice.there - there)


def _count(number: re.Match[str]) -> int:
    """What a number comes to, whatever stands between its digits."""
    return int(re.sub(r"\D", "", number[0]))


def _counts(labels: _Labels) -> bool:
    """Whether a number answers it."""
    return any(choice.most is not None for choice in labels.choices)


def _is_within(token: Token, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)
