"""A language goes in; the words of ``mayi new`` come out: its questions, and what a person must still decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.saying.words import FALLBACK, languages, load_catalog_of, phrase


def spoken(*locales: str) -> str:
    """The first of the places where a machine says its language (``nl_NL.UTF-8``) that says one which has a catalog."""
    found = (word.strip()[:2].lower() for text in locales for word in text.split(":"))
    said = (word for word in found if word)
    first = next(said, FALLBACK)
    return first if first in languages() else FALLBACK


def question(id_: str, choices: Sequence[str], language: str) -> str:
    """One question. ``choices``: what may be answered, where not everything may."""
    return phrase(language, f"new.ask.{id_}", choices=", ".join(choices))


def usual_answers(language: str) -> Mapping[str, str]:
    """Answers that are words of this language; those of other questions are the same in all."""
    head = "new.default."
    own = {key.removeprefix(head): phrase(language, key) for key in load_catalog_of(FALLBACK) if key.startswith(head)}
    return own | {"languages": language}


def told(language: str, key: str, /, **values: str) -> str:
    """A line of OPEN.md, or what the command says when it is done."""
    return phrase(language, f"new.{key}", **values)
