"""Text goes in; passwords come out that are plain words: in quotes, joined, or of no language, right where they are called so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.secrets.told import cues_in
from bot.redaction.spans import Span
from bot.redaction.talk import is_common, is_grammar, is_tool
from bot.redaction.values import is_no_value
from bot.text.patterns import late, listed, written

_PHRASE = late(rf"(?<![\w-]){listed('phrase_called')}(?![\w-])", re.I)
_QUOTED = late(r"(?:[\"“„«‘]|(?<!\w)')\s?(?P<value>[^\"“”„«»\n?]{3,80}?)\s?(?:[\"”“»’]|'(?!\w))")
_WORD = r"[^\W\d_]{1,80}(?:[-._&+][^\W\d_]{1,80}){0,24}"
_BEHIND = late(rf"\s(?P<value>{_WORD})(?=[,;.!?)]|\s|$)")
_AS = late(rf"(?<!\S)[\"'“«]?(?P<value>{_WORD})[\"'”»]?,?\s(?:{listed('as_said')})\s(?:[^\W\d_]+[\s-]){{0,3}}\Z", re.I)
_ASKED = late(
    rf"(?<!\w)(?:{listed('password_asked')})\s[\"'“«]?(?P<value>{_WORD})[\"'”»]?,?\s(?:[^\W\d_’']+[\s'’-]){{0,6}}\Z", re.I
)
_SPELT = late(
    rf"(?<![\w-]){listed('password', 'password_said', 'network')}(?![\w-])[^\n.?!:]{{0,40}}?\s{listed('is')}:?\s"
    rf"(?P<value>[^\n.?!]{{3,90}}?),?\s{listed('spelt_how')}(?!\w)",
    re.I,
)
_COUNTED = late(
    rf"(?<!\w)(?:{listed('sign_in_with')}\s{listed('sign_in_word')}|{listed('words_counted')})[,:]?\s{{1,2}}"
    r"(?P<value>[^\W\d_]{2,20}(?:,? [\w'’-]{2,20}){2,11})",
    re.I,
)
"""What lets somebody in, and then words: as far as none of them is of grammar."""
_ROW = late(
    rf"[^\n.:=?!,]{{0,40}}?(?:\s?[:=]|\s{listed('is', 'is_password', 'is_said', 'is_strong', 'is_set')})\s{{1,2}}"
    rf"(?P<value>(?P<article>{listed('phrase_begins')}\s)?(?P<first>[^\W_]{{1,40}})(?:,? [\w'’-]{{1,40}}){{2,11}})"
    r"(?=[.,;!?)\n]|\s?¿|\s[–-]\s|$)"
)
_QUOTED_TALK = late(rf"(?<!\w){listed('quoted_talk')}(?!\w)", re.I)
_PLAIN = late(r"[^\W\d_]+")
_STOP = late(r"[.!?]\s|\n")
_JOINT = late(r"[-._&+]")
_TALK = written("joined_talk")
_REFUSED = written("no_value", "no_value_said")
_QUOTES = ("'", '"')
_NEAR, _FAR = 28, 90
_LONG, _FEW = 8, 3


def phrases(text: str) -> Iterator[Span]:
    """What somebody calls a password and no sign of its own gives away."""
    for match in _SPELT.finditer(text) if may_hold(text, "spelt_how") else ():
        if not is_grammar(match.group("value").split()[0].strip(",").lower()):
            yield *match.span("value"), "password"
    for match in _COUNTED.finditer(text) if may_hold(text, "sign_in_with", "words_counted") else ():
        yield from _row(match)
    patterns = [one for one, name in ((_AS, "as_said"), (_ASKED, "password_asked")) if may_hold(text, name)]
    called = [match.span() for match in _PHRASE.finditer(text)]
    for begin, end in dict.fromkeys([*cues_in(text), *called]):
        yield from _quoted(text, begin, end)
        if (begin, end) in called and (row := _ROW.match(text, end)) and row.group("first").lower() not in _REFUSED:
            yield *row.span("value"), "password"
        behind = _BEHIND.match(text, end)
        if behind and _is_odd(behind.group("value"), alone=True):
            yield *behind.span("value"), "password"
        first = max(begin - _FAR, 0)
        for pattern in patterns:
            before = pattern.search(text, first, begin)
            if before and _is_odd(before.group("value"), alone=pattern is _AS) and not _STOP.search(before.group()):
                yield *before.span("value"), "password"


def _row(match: re.Match[str]) -> Iterator[Span]:
    """The first words in small letters that no word of grammar parts."""
    run: list[re.Match[str]] = []
    for word in _PLAIN.finditer(match.string, *match.span("value")):
        if is_grammar(word.group()) or not word.group().islower():
            if len(run) >= _FEW:
                break
            run = []
        else:
            run.append(word)
    if len(run) >= _FEW:
        yield run[0].start(), run[-1].end(), "password"


def _quoted(text: str, begin: int, end: int) -> Iterator[Span]:
    """What stands in quotes in the same sentence, with no word for a password in it."""
    if text[end : end + 1] in _QUOTES and text[begin - 1 : begin] in _QUOTES:
        return  # a key of JSON
    for match in _QUOTED.finditer(text, max(begin - _FAR, 0), min(end + _FAR, len(text))):
        first, last = match.span("value")
        between = text[last + 1 : begin] if last < begin else text[end : first - 1]
        is_phrase = first > end or " " not in match.group("value") or _PHRASE.fullmatch(text, begin, end)
        is_near = (last < begin or first > end) and is_phrase
        before = text[max(first - _FAR // 3, 0) : first - 1]
        if (
            is_near
            and len(between) <= _NEAR
            and not _QUOTED_TALK.search(before)
            and not before.endswith("@")
            and not _STOP.search(between)
            and _is_phrase(match.group("value"))
        ):
            yield first, last, "password"


def _is_phrase(value: str) -> bool:
    """Whether words in quotes are a password and no name of a thing: small letters, or a word of no language."""
    if is_no_value(value) or cues_in(value) or is_tool(value.split(maxsplit=1)[0]):
        return False
    return (len(value.split()) >= _FEW and value.islower()) or (" " not in value and _is_odd(value, alone=True))


def _is_odd(value: str, alone: bool) -> bool:
    """Three words and more joined, none of them small; or, where it stands alone, a long one that nobody says."""
    parts = _JOINT.split(value)
    if is_tool(value) or value.lower() in _TALK or cues_in(value) or is_no_value(value):
        return False
    if len(parts) >= _FEW:
        return not is_grammar(parts[0]) and not is_grammar(parts[-1]) and value.islower()
    return alone and len(parts) == 1 and len(value) >= _LONG and value.islower() and not is_common(value)
