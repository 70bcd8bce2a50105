"""A language goes in; the words for people come out, read from the message catalogs in ``locales/`` (gettext .po files)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.lists import format_list
from babel.messages.pofile import read_po

from bot.policy.words import Texts

LOCALES = Path(__file__).parent / "locales"
FALLBACK = "en"
NO_BREAK = "\u00a0"
PARTING_SPACE = re.compile(r"[^\S\u00a0\u202f]+")


class SayingError(Exception):
    """A sentence is missing from a catalog, or was given the wrong values."""


@cache
def languages() -> tuple[str, ...]:
    """Languages that have a catalog, in alphabetical order."""
    return tuple(sorted(path.stem for path in LOCALES.glob("*.po")))


@cache
def load_catalog_of(language: str) -> dict[str, str]:
    """Every key of one catalog with its words. Fuzzy and empty entries are left out."""
    with (LOCALES / f"{language}.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id and entry.string and not entry.fuzzy}


def phrase(language: str, key: str, /, **values: str) -> str:
    """The words of one key in a language, English where that language has no catalog.

    Raises SayingError where the key, or a value that its words need, is missing.
    """
    chosen = language if language in languages() else FALLBACK
    words = load_catalog_of(chosen).get(key) or load_catalog_of(FALLBACK).get(key)
    if words is None:
        raise SayingError(f"locales/{chosen}.po has no words for `{key}`; add them to every catalog")
    try:
        return words.format(**values)
    except (KeyError, IndexError) as missing:
        raise SayingError(f"locales/{chosen}.po: `{key}` needs the value {missing}") from missing


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one answer: the template language, and the order in which the policy's own texts are looked for."""

    language: str
    policy_language: str

    def __call__(self, key: str, /, **values: str) -> str:
        return phrase(self.language, key, **values)

    def pick(self, texts: Texts) -> str:
        """One of the policy's texts: in the answer's language, else in the policy's first, else in any."""
        for language in (self.language, self.policy_language, *texts):
            if texts.get(language, "").strip():
                return flat(texts[language])
        return ""

    def held(self, text: str) -> str:
        """A condition behind "Yes, if": without an "if" of its own, unless a clause behind it says what to do then."""
        ifs = "|".join(phrase(language, "condition.ifs") for language in (self.language, self.policy_language))
        bare = re.sub(rf"^(?:{ifs})\s+(?=\w)", "", text, flags=re.IGNORECASE)
        return text if re.search(r"[,;:]\s", bare) else opening(bare) if text[:1].isupper() else bare

    def join(self, items: list[str] | tuple[str, ...], *, style: str = "standard") -> str:
        """Several things as the language lists them: ``a, b and c`` (style ``or``: ``a, b or c``)."""
        kept = list(dict.fromkeys(item for item in items if item))
        return format_list(kept, style="or" if style == "or" else "standard", locale=self.language)

    def first_of(self, names: Sequence[str], most: int, of: int = 0) -> list[str]:
        """The first names, and how many more there are. ``of``: how many there are in all, where not each is in ``names``."""
        more = max(len(names), of) - len(names[:most])
        return [*names[:most], *([self("list.more", count=str(more))] if more else [])]

    def inside(self, label: str) -> str:
        """A label within a sentence: its first letter small, unless the language or the word itself wants it big."""
        first, _, _ = label.partition(" ")
        if self.language == "de" or len(first) < 2 or not first[1:].islower():
            return label
        return label[0].lower() + label[1:]


def words_for(asked: str, policy_languages: tuple[str, ...]) -> Words:
    """The words for an asker: their language where there is a catalog, else the policy's first, else English."""
    first = policy_languages[0] if policy_languages else FALLBACK
    for language in (asked, first):
        if language in languages():
            return Words(language, first)
    return Words(FALLBACK, first)


def opening(text: str) -> str:
    """A text as the start of a sentence."""
    return text[:1].upper() + text[1:]


def marked(shape: str, word: str) -> str:
    """A shape with its word, which never part at a line's end: neither stands alone."""
    return f"{shape}{NO_BREAK}{word}"


def flat(text: str) -> str:
    """A text in one line. Spaces at which no line may break stay what they are."""
    return " ".join(word for word in PARTING_SPACE.split(text) if word)


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut at a word, with an ellipsis where something was cut."""
    line = flat(text)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:.") + "…"
