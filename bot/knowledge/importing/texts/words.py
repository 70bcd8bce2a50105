"""Text in, folded words and stems out; and the word lists of ``words.yaml``, read once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from bot.text.tokens import stem
from bot.text.word_files import word_file

FOLDER = Path(__file__).parents[1] / "words"
_BLANKS = re.compile(r"[\s\-‐‑‒–—_/]+")
_WORD = re.compile(r"[^\W_]+(?:[.'’&+][^\W_]+)*[+#]?")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case, no accents, every hyphen, slash and run of blanks a single space. Letters of other scripts stay."""
    text = unicodedata.normalize("NFKD", text).casefold()
    if not text.isascii():
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_BLANKS.sub(" ", text).split())


@lru_cache(maxsize=50_000)
def tokens(text: str) -> tuple[str, ...]:
    """Folded words without punctuation; ``Q&A`` and ``c++`` stay whole."""
    return tuple(_WORD.findall(fold(text).replace("’", "'").replace("'s ", " ")))


@cache
def stems(text: str, language: str) -> tuple[str, ...]:
    """The words of a text reduced to their stems in one language, so that "invoices" is "invoice"."""
    return tuple(stem(word, language) for word in tokens(text))


_DOUBLED = re.compile(r"(.)\1")
"""Letters are doubled in one form and not in another ("naam", "namen")."""


@lru_cache(maxsize=50_000)
def is_form_of(word: str, other: str, language: str) -> bool:
    """Whether two folded words of one stem are one noun in two forms ("credential", "credentials"); "credentialing" is another
    word, as "nationale" and "nation" are."""
    endings = lists()["noun_endings"].get(language, lists()["noun_endings"]["en"])
    if word == other:
        return True
    one, two = _DOUBLED.sub(r"\1", word), _DOUBLED.sub(r"\1", other)
    shared = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return any(one[at:] in endings and two[at:] in endings for at in range(shared, min(shared - 1, max(2, shared - 3)), -1))


def find_run(needle: tuple[str, ...], hay: tuple[str, ...]) -> int:
    """Where ``needle`` stands as neighbouring words in ``hay``; -1 where it does not."""
    size, at = len(needle), -1
    if not size or needle[0] not in hay:
        return -1
    with suppress(ValueError):  # no more of its first word
        while True:
            at = hay.index(needle[0], at + 1)
            if hay[at : at + size] == needle:
                return at
    return -1


def has_word(text: str, words: tuple[str, ...] | list[str]) -> str:
    """The first of ``words`` (phrases too) that stands in ``text`` as whole words; empty where none does."""
    hay = tokens(text)
    held = frozenset(hay)
    return next((word for word in words if held.issuperset(told := tokens(word)) and find_run(told, hay) >= 0), "")


IsWord = Callable[..., bool]
"""Whether a folded word is one of a language, or of those that are named behind it, and no name."""


def any_word(word: str, *_of: str) -> bool:
    """Any word is one of a language where nobody knows which are."""
    return bool(word)


def slug(text: str) -> str:
    """An id: lower case words with hyphens. Texts without any Latin letter or digit become ``x`` and a check sum."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(text).replace("ß", "ss")).strip("-")
    return plain[:60].strip("-") or f"x-{sum(ord(c) * (i + 1) for i, c in enumerate(text)) % 100000}"


def unique_slug(text: str, taken: set[str]) -> str:
    """An id that is not in ``taken``, which it joins."""
    base = slug(text)
    found, number = base, 2
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    taken.add(found)
    return found


def lists() -> dict[str, Any]:
    """``words.yaml`` as it stands."""
    return _loaded("words.yaml")


def table_words() -> dict[str, Any]:
    """``tables.yaml`` as it stands."""
    return _loaded("tables.yaml")


def limit_words() -> dict[str, Any]:
    """``limits.yaml`` as it stands."""
    return _loaded("limits.yaml")


def kind_names() -> dict[str, dict[str, list[str]]]:
    """``named_kinds.yaml`` as it stands."""
    return _loaded("named_kinds.yaml")


def example_words() -> dict[str, Any]:
    """``examples.yaml`` as it stands."""
    return _loaded("examples.yaml")


def sentence_words() -> dict[str, Any]:
    """``sentences.yaml`` as it stands."""
    return _loaded("sentences.yaml")


def small_words() -> dict[str, Any]:
    """``small.yaml`` as it stands."""
    return _loaded("small.yaml")


def name_words() -> dict[str, Any]:
    """``names.yaml`` as it stands."""
    return _loaded("names.yaml")


def duty_words() -> dict[str, Any]:
    """``duties.yaml`` as it stands."""
    return _loaded("duties.yaml")


def never_words() -> dict[str, Any]:
    """``never_lists.yaml`` as it stands."""
    return _loaded("never_lists.yaml")


def permit_words() -> dict[str, list[str]]:
    """``permits.yaml`` as it stands."""
    return _loaded("permits.yaml")


def becoming_words() -> dict[str, Any]:
    """``becoming.yaml`` as it stands."""
    return _loaded("becoming.yaml")


def for_all_words() -> dict[str, Any]:
    """``for_all.yaml`` as it stands."""
    return _loaded("for_all.yaml")


@cache
def finder(name: str, *, begun: str = "") -> re.Pattern[str]:
    """Finds the words of a list of ``sentences.yaml`` in a text as it is written, and words that begin as those of ``begun``."""
    whole, starts = (
        "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
        for words in (sentence_words()[name], sentence_words()[begun] if begun else ())
    )
    return re.compile(rf"\b(?:(?:{whole})\b{'|' + starts if starts else ''})", re.IGNORECASE)


@cache
def _loaded(name: str) -> dict[str, Any]:
    return word_file(FOLDER / name)


@cache
def generic_data() -> frozenset[str]:
    """Words that say nothing of which data is meant ("information", "of", "our"), folded."""
    return frozenset(fold(word) for word in lists()["generic_data"])


def without_generic(name: str) -> str:
    """The words of a name, folded, without those that all data has: "Public data" is "public", "other documents" nothing."""
    return " ".join(word for word in tokens(name) if word not in generic_data())


def data_key(name: str) -> str:
    """What two names of the same data share: "Public information" and "public" are one, and so are "Our notes" and "notes"."""
    return without_generic(name) or fold(name)


def group_words(name: str) -> list[str]:
    """The words of one list below ``groups``."""
    found: list[str] = lists()["groups"][name]
    return found


def guess_language(text: str, more: Iterable[str] = ()) -> str:
    """The language whose small words are the most frequent; English where nothing tells."""
    words = tokens(" ".join((text, *more)))
    counts = {language: sum(word in small for word in words) for language, small in small_words()["of_language"].items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else "en"
