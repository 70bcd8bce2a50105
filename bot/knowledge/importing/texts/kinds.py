"""Phrases in, the kinds of data of the catalog that they name, or are a part of, out."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from bot.knowledge.importing.texts.naming import per_catalog
from bot.knowledge.importing.texts.patterns import any_of, parter
from bot.knowledge.importing.texts.words import (
    find_run,
    fold,
    generic_data,
    has_word,
    is_form_of,
    kind_names,
    lists,
    small_words,
    stems,
    tokens,
)
from bot.policy.world import Catalog, CatalogKind

SURE, LIKELY = 2, 1
_PERSON = "person."
_Index = dict[tuple[str, ...], list[tuple[str, bool, tuple[str, ...]]]]
"""Stems -> kind, whether they are its name rather than an example, and the words themselves."""


class KindReader:
    """Finds kinds of data in phrases, by stems: in the policy's language and in English, whose words turn up everywhere.

    Other languages are left out, because stems of one are words of another ("publicité", "public").
    """

    def __init__(self, catalog: Catalog, language: str) -> None:
        self.kinds, self.language = catalog.kinds, language
        spoken = dict.fromkeys((language, "en"))
        self._index: dict[str, _Index] = {lang: defaultdict(list) for lang in spoken}
        self._listed: dict[str, _Index] = {lang: defaultdict(list) for lang in spoken}
        """What only lists of a policy call so."""
        for kind in catalog.kinds.values():
            self._add(kind)
        self._add_listed()
        self._people: dict[str, dict[tuple[str, ...], list[tuple[str, str]]]] = {lang: defaultdict(list) for lang in spoken}
        for name in catalog.words:
            if name.startswith(_PERSON) and name != _PERSON + lists()["anybody"]:
                lists_ = catalog.words[name]
                for lang in spoken:
                    for word in lists_.get(lang, ()):
                        self._people[lang][stems(word, lang)].append((name.removeprefix(_PERSON), " ".join(tokens(word))))
        self._longest = max((len(key) for index in self._index.values() for key in index), default=0)

    def _add(self, kind: CatalogKind) -> None:
        for is_name, words in ((True, kind.words), (False, kind.examples)):
            for language, phrases in words.items():
                for lang in self._index if language == "any" else (language,):
                    for phrase in phrases:
                        key = stems(phrase, lang) if lang in self._index else ()
                        if key:
                            self._index[lang][key].append((kind.id, is_name, tokens(phrase)))
        for lang in self._index:
            for phrase in (kind.id.replace("-", " "), kind.label):
                self._index[lang][stems(phrase, lang)].append((kind.id, True, tokens(phrase)))

    def _add_listed(self) -> None:
        for kind, words in kind_names().items():
            for lang in self._listed if kind in self.kinds else ():
                for phrase in words.get(lang, ()):
                    self._listed[lang][stems(phrase, lang)].append((kind, True, tokens(phrase)))

    def read(self, phrase: str, listed: bool = True) -> dict[str, int]:
        """Kind id -> SURE where the phrase is the kind (but for words that say nothing), LIKELY where it is or holds a part.

        ``listed``: also by what only lists of a policy call so.
        """
        found: dict[str, int] = {}
        whole = phrase.strip()
        segments = [
            whole,
            *_shared_head(whole, self.language),
            *(part for part in split_parts(whole, self.language) if part != whole),
        ]
        exact = self._exact(whole, listed)
        if exact:
            return exact
        for segment in segments[1:] or segments:
            found.update(self._exact(segment, listed))
            for kind in self._inside(segment):
                found.setdefault(kind, LIKELY)
        return found

    def people(self, phrase: str) -> dict[str, int]:
        """Kinds of the people that a class is called after: "Children and families" is data about minors."""
        found: dict[str, int] = {}
        for part in split_parts(phrase, self.language):
            said = _essence(part)
            for lang in self._index:
                # "Source and engine" is nothing of engineers', and customs are no customers.
                for kind, people in self._people[lang].get(_stems_of(said, lang), ()):
                    if is_form_of(" ".join(said), people, lang):
                        found[kind] = SURE
        return found

    def anywhere(self, phrase: str) -> set[str]:
        """Kinds that any words of a phrase name, whatever it is about: "material that came for peer review"."""
        return set(self._runs(phrase))

    def is_head(self, phrase: str, kind: str) -> bool:
        """Whether a phrase is the kind itself up to what narrows it: "exam questions before the exam"."""
        return self._exact(_core(_before_exception(phrase))).get(kind) == SURE

    def is_core(self, phrase: str, kind: str) -> bool:
        """Whether a phrase is the kind itself with something added: "support tickets with attachments"."""
        return not negated(phrase) and self.is_head(phrase, kind)

    def _exact(self, phrase: str, listed: bool = True) -> dict[str, int]:
        """Kinds that the phrase names as a whole: SURE by a name; LIKELY by an example, which is only a part of its kind."""
        names: dict[str, None] = {}
        examples: dict[str, None] = {}
        for lang, index in self._index.items():
            turned = _turned().sub(r"\g<whose> \g<what>", phrase)
            for text in (phrase, turned):
                for words in (tokens(text), _essence(text)):
                    told = _named(words, self._listed[lang], lang) if listed else []
                    for kind, is_name in told or _named(words, index, lang):
                        (names if is_name else examples)[kind] = None
        return dict.fromkeys(names, SURE) if names else dict.fromkeys(examples, LIKELY)

    def _inside(self, phrase: str) -> tuple[str, ...]:
        """Kinds whose name stands in what the phrase is about. Words behind a negation do not count."""
        whole = _before_exception(phrase)
        core = _core(whole)
        found = self._runs(core)
        if _is_of_anybody(core):
            # "Identifiable data of research participants": whose data it is stands behind.
            return tuple(dict.fromkeys((*found, *self._runs(whole))))
        # "Minutes of the team meeting": a head of one word may need the rest to be understood.
        return found or (self._runs(whole) if len(core.split()) == 1 else ())

    def _runs(self, phrase: str) -> tuple[str, ...]:
        """Kinds named anywhere in the phrase, the longest name first, without overlap."""
        found: dict[str, None] = {}
        for lang, index in self._index.items():
            words = tokens(phrase)
            i = 0
            while i < len(words):
                sizes = range(min(self._longest, len(words) - i), 0, -1)
                size = next((n for n in sizes if _tells(words[i : i + n], index, lang)), 0)
                for kind, is_name in _named(words[i : i + size], index, lang) if size else ():
                    if is_name or size > 1:
                        found[kind] = None
                i += size or 1
        return tuple(found)

    def ancestors(self, kind: str) -> tuple[str, ...]:
        """All broader kinds, nearest first."""
        seen: dict[str, None] = {}
        todo = list(self.kinds[kind].is_a) if kind in self.kinds else []
        while todo:
            above = todo.pop(0)
            if above in self.kinds and above not in seen:
                seen[above] = None
                todo.extend(self.kinds[above].is_a)
        return tuple(seen)


@per_catalog
def kind_reader(catalog: Catalog, language: str) -> KindReader:
    """The one that knows the kinds of this catalog by their words of one language."""
    return KindReader(catalog, language)


@cache
def _turned() -> re.Pattern[str]:
    """Lists of students are student lists."""
    of, the = (any_of(small_words()[name]) for name in ("turned", "determiners"))
    return re.compile(rf"^(?P<what>\w+) (?:{of}) (?:(?:{the}) )?(?P<whose>\w+)$", re.IGNORECASE)


def _shared_head(phrase: str, language: str) -> list[str]:
    """ "Customer and staff data" is customer data as well: the last word goes with each part, where it says nothing itself."""
    parts = split_parts(phrase, language)
    last = phrase.rsplit(maxsplit=1)[-1] if phrase.split() else ""
    return [f"{part} {last}" for part in parts[:-1]] if len(parts) > 1 and fold(last) in generic_data() else []


def split_parts(phrase: str, language: str) -> list[str]:
    """The parts of a phrase that lists several things."""
    return [part.strip() for part in _parter(language).split(phrase) if part.strip()]


@cache
def _parter(language: str) -> re.Pattern[str]:
    return parter(rf"[,;/()&]|\b(?:{any_of(small_words()['narrows'])})\b", language)


def _core(phrase: str) -> str:
    """What a phrase is about: "meter readings" of "meter readings with addresses"; all of it where its head says nothing."""
    words = phrase.split()
    at = next((i for i, word in enumerate(words) if word in lists()["prepositions"]), 0)
    head = words[:at]
    return " ".join(head) if any(word not in generic_data() for word in head) else phrase


def _is_of_anybody(core: str) -> bool:
    """Whether a head only says that something is about people: "identifiable data"."""
    words = [word for word in tokens(core) if word not in generic_data()]
    return bool(words) and all(word in lists()["generic_names"][lists()["anybody"]] for word in words)


def short_form(example: str) -> str:
    """The core of an example that has one of two words or more: "care notes" of "care notes about students"; else empty."""
    core = _core(_before_exception(example))
    telling = [word for word in core.split() if word not in generic_data()]
    return core if core != " ".join(tokens(example)) and len(telling) >= 2 else ""


def _named(words: tuple[str, ...], index: _Index, language: str) -> list[tuple[str, bool]]:
    """Kinds that words name, each with whether that is its name; no words that only share their stems with theirs."""
    return [
        (kind, is_name)
        for kind, is_name, held in index.get(_stems_of(words, language), ())
        if len(held) == len(words) and all(is_form_of(said, meant, language) for said, meant in zip(words, held, strict=True))
    ]


def _stems_of(words: tuple[str, ...], language: str) -> tuple[str, ...]:
    return tuple(stem for word in words for stem in stems(word, language))


def _tells(words: tuple[str, ...], index: _Index, language: str) -> bool:
    key = _stems_of(words, language)
    return bool(_named(words, index, language)) and (len(words) > 1 or len(key[0]) > 2)


@cache
def _essence(phrase: str) -> tuple[str, ...]:
    """The words without those that say nothing about the kind of data ("information", "of", "our")."""
    return tuple(word for word in tokens(phrase) if word not in generic_data())


def _before_exception(phrase: str) -> str:
    """The phrase up to "except", "not", "before"...: what stands behind is not what the phrase is about."""
    words = tokens(phrase)
    while (size := _leading(words, "unpublished")) > 0:
        words = words[size:]
    cuts = [at for word in lists()["exceptions"] if (at := find_run(tokens(word), words)) >= 0]
    return " ".join(words[: min(cuts)]) if cuts else " ".join(words)


def _leading(words: tuple[str, ...], name: str) -> int:
    """How many words a phrase begins with that only say that something is ours, or is not out yet: "our own unpublished"."""
    owners = set(lists()["owners"])
    own = next((at for at, word in enumerate(words) if word not in owners), len(words))
    found = next((len(tokens(one)) for one in lists()[name] if words[own : own + len(tokens(one))] == tokens(one)), 0)
    return own + found if found and own + found < len(words) else 0


def negated(phrase: str) -> bool:
    """Whether the phrase says what something is not."""
    return bool(has_word(phrase, lists()["exceptions"]))
