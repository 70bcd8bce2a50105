"""A text goes in, the language that nobody here reads comes out: its words are used there, and in none of our languages."""

from __future__ import annotations

import re

from bot.text.counts import counts, listed, usual
from bot.text.identifier import identifier
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
_LIKELIEST = 5
"""Languages whose words are looked up: reading in the words of one takes 10 ms once, and 7 MB."""
_SAME = dict(pair.split("=") for pair in ("no=nb", "nn=nb", "hr=sh", "bs=sh", "sr=sh", "gl=pt", "ms=id"))
"""What py3langid calls a language whose words wordfreq has under another code."""
_UNKNOWN = 4.0
"""How often on average words are used in ours at most, where the other language's are in no list."""
_SURE = 0.9


def words_in(text: str) -> list[str]:
    """The words of a text that tell its language, in small letters, with their accents."""
    return _WORD.findall(text.lower())[:_ENOUGH]


def usage(words: list[str], languages: tuple[str, ...] = SPOKEN) -> dict[str, list[float]]:
    """Language -> how often each word is used in it (Zipf), never less than a rare one."""
    return {lang: [max(counts(lang).zipf(word), RARE) for word in words] for lang in languages}


def unspoken(text: str) -> str:
    """The code of the language that a text is in and that nobody here reads; empty where it may be one of ours."""
    words = words_in(text)
    if len(words) < _LEAST:
        return ""
    own = max(sum(often) for often in usage(words).values())
    if own >= _OWN * len(words):
        return ""
    ranked = [(str(code), float(sure)) for code, sure in identifier().rank(text)[:_LIKELIEST]]
    others = {code: _SAME.get(code, code) for code, _ in ranked if code not in SPOKEN}
    known = {code: held for code, held in others.items() if held in listed()}
    leads = {code: sum(max(usual(word, held), RARE) for word in words) - own for code, held in known.items()}
    best = max(leads, key=lambda code: leads[code], default="")
    if best and leads[best] >= max(_LEAD * len(words), _TOGETHER):
        return best
    code, sure = ranked[0]
    is_foreign = code in others and code not in known and sure > _SURE and own < _UNKNOWN * len(words)
    return code if is_foreign and len(words) > _LEAST else ""
