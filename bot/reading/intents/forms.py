"""The words of a message go in, the forms of sentences that tell what somebody wants come out ("how long does ... keep").

A form is data of the catalog: parts that stand in this order in one sentence, not far from each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.policy.world import Catalog
from bot.reading.words.lists import all_words
from bot.reading.words.makers import makers
from bot.text.tokens import Token, fold, words_of

_PREFIX = "form."
_GAP, _EITHER, _BEGINS, _ENDS, _STEM = " … ", "|", "^", "$", "*"
_FAR = 9
"""Words that may stand between two parts."""
_LEAD = 1
"""Words of a clause that may stand before a form that begins it."""
_TOOL, _AI, _DATA = "<tool>", "<ai>", "<data>"

_ALSO = {"differ": ("explain",)}
"""What a form wants besides."""

_Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Phrases of which one stands for a part of a form."""

    by_word: dict[str, tuple[_Phrase, ...]]
    """Those that begin with a plain word, by that word."""
    open: tuple[_Phrase, ...]
    """Those that begin with a thing, or with the beginning of a word."""

    def may_be_in(self, said: set[str]) -> bool:
        """Whether a message of these words may hold it at all."""
        return bool(self.open) or not self.by_word.keys().isdisjoint(said)


@dataclass(frozen=True, slots=True)
class Form:
    """One form. ``begins``: it begins its clause."""

    wants: str
    begins: bool
    parts: tuple[Part, ...]


def _phrase_of(text: str) -> _Phrase:
    """The folded words of a phrase, and a mark where it ends its clause; a place for a thing and the beginning of a word stay as
    they are."""
    if text.startswith("<") or text.endswith(_STEM):
        return (fold(text.strip()),)
    return (*words_of(text), *((_ENDS,) if text.endswith(_ENDS) else ()))


@lru_cache(maxsize=5_000)
def _form_of(wants: str, text: str) -> Form:
    """Made once for the readers of all policies."""
    begins = text.startswith(_BEGINS)
    split = (part.split(_EITHER) for part in text.removeprefix(_BEGINS).split(_GAP))
    return Form(wants, begins, tuple(_part_of([_phrase_of(phrase) for phrase in either]) for either in split))


def _part_of(phrases: list[_Phrase]) -> Part:
    by_word: dict[str, tuple[_Phrase, ...]] = {}
    for phrase in phrases:
        if not _is_open(phrase[0]):
            by_word[phrase[0]] = (*by_word.get(phrase[0], ()), phrase)
    return Part(by_word, tuple(phrase for phrase in phrases if _is_open(phrase[0])))


def _is_open(word: str) -> bool:
    return word[0] == "<" or word[-1] == _STEM


@dataclass(frozen=True, slots=True)
class Where:
    """Places of a message where tools, AI at all and data are named. ``of_data``: words that only say what is so of data, and are
    no deed ("published client briefings")."""

    tools: frozenset[int]
    ai: frozenset[int]
    data: frozenset[int]
    of_data: frozenset[int]


class _Begun:
    """The forms of one language by words that they cannot be without: most have none that a message says."""

    def __init__(self, forms: list[Form]) -> None:
        self.forms = forms
        self.by_word: dict[str, list[int]] = {}
        self.open: list[int] = []
        for number, form in enumerate(forms):
            closed = next((part for part in form.parts if not part.open), None)
            for word in closed.by_word if closed else ():
                self.by_word.setdefault(word, []).append(number)
            if closed is None:
                self.open.append(number)

    def that_may_be_in(self, said: set[str]) -> list[Form]:
        """Forms that a message of these words may hold, in the order of the catalog."""
        numbers = {number for word in said for number in self.by_word.get(word, ())}
        return [self.forms[number] for number in sorted(numbers.union(self.open))]


class Forms:
    """The catalog's forms of sentences."""

    def __init__(self, catalog: Catalog) -> None:
        self.forms: dict[str, list[Form]] = {}
        for name in (name for name in catalog.words if name.startswith(_PREFIX)):
            for language, texts in catalog.words[name].items():
                self.forms.setdefault(language, []).extend(_form_of(name.removeprefix(_PREFIX), text) for text in texts)
        self.begun = {language: _Begun(forms) for language, forms in self.forms.items()}
        self.software = all_words(catalog, "read.host") | frozenset(maker for maker in makers(catalog) if " " not in maker)
        self.nouns = all_words(catalog, "read.tool_noun", "read.product_noun")

    def found(self, tokens: tuple[Token, ...], languages: tuple[str, ...], where: Where) -> dict[str, frozenset[int]]:
        """What the forms in the asker's own words want, each with the places of its words where it begins a clause."""
        own = tuple(token for token in tokens if token.own)
        places = [place for place, token in enumerate(tokens) if token.own]
        made = frozenset(at for at, place in enumerate(places) if place in where.tools or own[at].folded in self.software)
        smart = made | {at for at, place in enumerate(places) if place in where.ai or own[at].folded in self.nouns}
        data = frozenset(at for at, place in enumerate(places) if place in where.data)
        of_data = frozenset(at for at, place in enumerate(places) if place in where.of_data)
        seen = _Seen(own, of_data, {_TOOL: made, _AI: smart, _DATA: data})
        said = {token.folded for token in own}
        found: dict[str, frozenset[int]] = {}
        for language in dict.fromkeys((*languages, "any")):
            begun = self.begun.get(language)
            for form in begun.that_may_be_in(said) if begun else ():
                if all(part.may_be_in(said) for part in form.parts) and (held := seen.places_of(form)):
                    said_for_it = {places[at] for at in held} if form.begins else set()
                    for wants in (form.wants, *_ALSO.get(form.wants, ())):
                        found[wants] = found.get(wants, frozenset()) | said_for_it
        return found


@dataclass(frozen=True, slots=True)
class _Seen:
    tokens: tuple[Token, ...]
    of_data: frozenset[int]
    places: dict[str, frozenset[int]]

    def places_of(self, form: Form) -> frozenset[int]:
        """The places of the words that make up a form, in all sentences where it stands."""
        return frozenset(at for start in self._starts(form) for at in self._from(form, 0, start))

    def _starts(self, form: Form) -> Iterator[int]:
        for at, token in enumerate(self.tokens):
            if not form.begins or sum(t.clause == token.clause for t in self.tokens[max(0, at - _LEAD - 1) : at]) <= _LEAD:
                yield at

    def _from(self, form: Form, part: int, start: int) -> tuple[int, ...]:
        """The places of a form's words from one part on, which begins at ``start``; none where it does not stand there."""
        for end in self._ends(form.parts[part], start):
            here = tuple(range(start, end))
            if part + 1 == len(form.parts):
                return here
            sentence = self.tokens[end - 1].sentence
            for at in range(end, min(len(self.tokens), end + _FAR + 1)):
                if self.tokens[at].sentence != sentence:
                    break
                if rest := self._from(form, part + 1, at):
                    return (*here, *rest)
        return ()

    def _ends(self, part: Part, at: int) -> Iterator[int]:
        for phrase in (*part.by_word.get(self.tokens[at].folded, ()), *part.open):
            words = phrase[:-1] if phrase[-1] == _ENDS else phrase
            end = at + len(words)
            closes = words is phrase or end >= len(self.tokens) or self.tokens[end].clause != self.tokens[at].clause
            if closes and end <= len(self.tokens) and all(self._is(word, at + step) for step, word in enumerate(words)):
                yield end

    def _is(self, word: str, at: int) -> bool:
        if word in self.places:
            return at in self.places[word]
        if at in self.of_data:
            return False
        said = self.tokens[at].folded
        return said.startswith(word[:-1]) if word[-1] == _STEM else said == word
