"""Text goes in; the same text, sign for sign, comes out with one kind of blank and dash, and digits for letters that look so."""

from __future__ import annotations

from functools import lru_cache

from bot.text.patterns import late, listed

_DASHES = "‐‑‒–—―−﹣－⁃·•∙‧"
_BLANKS = "\t\n\r\u00a0\u202f\u2009_"
_EVEN = str.maketrans({**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_BLANKS, " "), "\\": "/"})
_LETTERS = str.maketrans("OoIlSsBZz", "001155822")
_ALIKE = late(r"(?<![A-Za-z])(?=[OoIl]{0,3}[ ./|-]{0,2}\d)(?:[ ./|-]{0,3}[\dOoIl]{1,20}(?![A-Za-z])){1,12}")
SAID_DIGIT = rf"{listed('digit_said')}(?:{listed('digit_joined')}?{listed('digit_said')}){{0,3}}"
"""A number in words: "vier", "vierendertig", "trente-quatre"."""
ENOUGH = late(r"\d(?:[^\d]{0,3}\d){5}")
"""Fewer digits near each other are no number of a person."""


@lru_cache(maxsize=4)
def evened(text: str) -> str:
    """Blanks of every kind are blanks, dashes are dashes, and what parts digits besides is one of both."""
    return text.translate(_EVEN)


@lru_cache(maxsize=4)
def as_digits(text: str) -> str:
    """``O417 l6`` is ``0417 16``, beside digits."""
    return _ALIKE.sub(lambda match: letters_as_digits(match.group()), text)


def letters_as_digits(text: str) -> str:
    """Every letter that looks like a digit is one."""
    return text.translate(_LETTERS)
