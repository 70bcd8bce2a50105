"""Text goes in; keys that make codes for signing in come out: letters and the digits 2 to 7, in groups or in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.spans import Span
from bot.redaction.talk import is_common
from bot.text.patterns import late, listed

_CUE = late(rf"(?<!\w){listed('seed_said')}(?![^\W_])", re.I)
_CAPITALS = late(r"(?<![\w-])[A-Z2-7]{4,8}(?:[ -][A-Z2-7]{2,8}){1,16}(?![\w-])")
_SMALL = late(r"(?<![\w-])[a-z2-7]{4}(?:[ .-][a-z2-7]{4}){1,15}(?:[ .-][a-z2-7]{1,3})?(?![\w-])")
_WHOLE = late(r"(?<![\w/.-])(?:[A-Z2-7]{16,128}|[a-z2-7]{16,128}|[A-Z2-7]{8,128}(?==))(?![\w/-])")
_OF_ITALY = late(r"[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]")
"""A person's number there has the same letters and digits."""
_GROUP = late(r"[A-Za-z2-7]+")
_REACH, _LONGEST = 90, 130
"""Signs around the word for such a key in which one begins, and more than any has."""
_FEWEST = 12


def seeds(text: str) -> Iterator[Span]:
    """Behind a word for such a key; in capitals with a digit among them also without."""
    for match in _CAPITALS.finditer(text):
        yield from _seed(match, called=False)
    for match in _WHOLE.finditer(text):
        if match.group().isupper() and re.search(r"[A-Z][2-7]+[A-Z]", match.group()) and not _OF_ITALY.fullmatch(match.group()):
            yield *match.span(), "key"
    for cue in _CUE.finditer(text) if may_hold(text, "seed_said") else ():
        first, last = max(cue.start() - _REACH, 0), min(cue.end() + _REACH, len(text))
        for pattern in (_CAPITALS, _SMALL):
            for match in pattern.finditer(text, first, last):
                yield from _seed(match, called=True)
        for match in _WHOLE.finditer(text, first, min(last + _LONGEST, len(text))):
            if match.start() < last and not is_common(match.group()) and re.search(r"[2-7]|[A-Z]{16}", match.group()):
                yield *match.span(), "key"


def _seed(match: re.Match[str], called: bool) -> Iterator[Span]:
    """Its groups as far as they are no words."""
    groups = list(_GROUP.finditer(match.group()))
    while groups and is_common(groups[0].group()):
        groups = groups[1:]
    end = next(
        (at for at, group in enumerate(groups) if len(group.group()) > 2 and is_common(group.group().lower())), len(groups)
    )
    groups = groups[:end]
    signs = "".join(group.group() for group in groups)
    if not called and any(group.group().isdigit() for group in groups):
        return  # an account, a card
    has_digit = re.search(r"[A-Za-z][2-7]|[2-7][A-Za-z]", match.group()) is not None
    if len(signs) >= _FEWEST and (has_digit or called) and not signs.isdigit():
        yield match.start() + groups[0].start(), match.start() + groups[-1].end(), "key"
