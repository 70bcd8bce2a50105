"""A text goes in, the language that nobody here reads comes out: its words are used there, and in none of our languages."""

from __future__ import annotations

import re

from bot.text.counts import counts, listed, usual
from bot.text.tokens import SPOKEN

RARE = 2.0
"""Zipf frequency that a word is given at least: one that a language hardly has tells no more than one that it does not have."""
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 60
"""Words that tell the language."""
_LEAST = 3
"""Words of a message that can tell it."""
_OWN = 5.3
"""How often the words of a message are used on average in a language of ours, from where on no other is looked at."""
_LEAD = 0.8
"""How much more often on average they must be used in the other one."""
_TOGETHER = 4.0
"""The same of all of them together: one word alone tells nothing."""
UNDETERMINED = "und"
"""ISO 639's code of a language that nobody told."""
_LATIN_END = 0x250


def words_in(text: str) -> list[str]:
    """The words of a text that tell its language, in small letters, with their accents."""
    return _WORD.findall(text.lower())[:_ENOUGH]


def usage(words: list[str], languages: tuple[str, ...] = SPOKEN) -> dict[str, list[float]]:
    """Language -> how often each word is used in it (Zipf), never less than a rare one."""
    return {lang: [max(counts(lang).zipf(word), RARE) for word in words] for lang in languages}


def unspoken(text: str) -> str:
    """The code of the language that a text is in and that nobody here reads, ``und`` where it is only known that nobody does;
    empty where it may be one of ours."""
    words = words_in(text)
    is_other = _is_other_script(words)
    if len(words) < _LEAST and not is_other:
        return ""
    own = max(sum(often) for often in usage(words).values())
    if own >= _OWN * len(words):
        return ""
    leads = {code: sum(max(usual(word, code), RARE) for word in words) - own for code in listed() if code not in SPOKEN}
    best = max(sorted(leads), key=lambda code: leads[code])
    if leads[best] >= max(_LEAD * len(words), _TOGETHER):
        return best
    return UNDETERMINED if is_other else ""


def _is_other_script(words: list[str]) -> bool:
    """Whether most letters are none of the Latin alphabet's."""
    letters = "".join(words)
    return 2 * sum(ord(letter) >= _LATIN_END for letter in letters) > len(letters)
