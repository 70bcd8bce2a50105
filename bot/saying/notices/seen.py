"""What a look at a page of terms wrote down goes in; the words that say it to people come out."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from bot.saying.words import Words, words_for

_REASONS = Path(__file__).with_name("seen.yaml")


def reason(why: str, words: Words) -> str:
    """Why a look found what it found. A reason with a note is said in parts; one that nobody wrote words for stays as it is."""
    whole = _said(why, words)
    if whole or "; " not in why:
        return whole or why
    one, _, other = why.partition("; ")
    return words("terms.seen.with_note", one=reason(one, words), other=reason(other, words))


def reason_in(why: str, language: str) -> str:
    """The same in a language."""
    return reason(why, words_for("", (language,)))


def column(name: str, language: str) -> str:
    """What a column of the table of looks is called."""
    return words_for("", (language,))(f"terms.column.{name}")


def found(look: str, language: str) -> str:
    """What a look found, in a word."""
    return words_for("", (language,))(f"terms.look.{look}")


def _said(why: str, words: Words) -> str:
    """A reason may hold another one: why its robots.txt cannot be read."""
    for code, pattern in _reasons().items():
        if match := pattern.fullmatch(why):
            values = {name: _said(value, words) or value for name, value in match.groupdict(default="").items()}
            return words(f"terms.seen.{code}", **values)
    return ""


@cache
def _reasons() -> dict[str, re.Pattern[str]]:
    return {code: re.compile(text) for code, text in yaml.safe_load(_REASONS.read_text(encoding="utf-8")).items()}
