"""The words of a message go in; out come those that are left without what is only said around a question: hurry, thanks, a name.

A part of a sentence is left away where phrases of ``words_remarks.yaml`` and small words beside them make up all of it. These
name no data, no tool and no condition, so nothing that a ruling hangs on is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from bot.tongue.small import Spoken, lists_in, small
from bot.tongue.text import Token, words_of

_GIVEN = small("given")
_BUT = small("but")
_PERSON = "[person]"
_LEAST = 4
"""Words that are left at least: less is no question ("sorry, thanks")."""
_NAME = 3
"""Words of the name that somebody signs with at most."""
_NEW = "remark.new_matter"
_FIRST, _MAY, _BACK = small("interjection"), Spoken("may", "may_i"), small("back")
_POINTS, _SAME = small("pointing", "of_it", "that_one"), Spoken("same")
_OPENING = 4
"""Words in which a question says that it asks whether something may be: "est-ce que je peux"."""
Phrases = frozenset[tuple[str, ...]]


def without_remarks(tokens: tuple[Token, ...], names_something: Callable[[tuple[Token, ...]], bool]) -> tuple[Token, ...]:
    """``names_something``: whether words name data or a tool. A message of nothing but remarks is kept."""
    parts = _parts(tokens)
    said = [(bool(place) and _closes(part)) or _is_remark(part) for place, part in enumerate(parts)]
    signed = _name_in(parts)
    if signed and (signed[0].folded in _GIVEN or _is_redacted(signed) or not names_something(signed)):
        said[-1] = True
    kept = _joined(parts, said)
    return kept if len(kept) >= _LEAST else tokens


def of_another_matter(tokens: tuple[Token, ...], closed: bool) -> tuple[Token, ...] | None:
    """What is left of a message behind words by which it begins another matter ("thanks! Different question: ..."); none where it
    says no such thing, or points back all the same ("another thing: may it go into ..."). ``closed``: the last matter was
    thanked for, so that who asks anew needs no such words."""
    at = 0
    for part in _parts(tokens):
        size = _announces(part)
        closed |= bool(at) and _closes(tokens[:at])
        if size or (closed and _asks(part)):
            rest = tokens[at + size :]
            points = any(token.own and (token.folded in _POINTS or token in _SAME or token.folded in _BACK) for token in rest)
            return None if points else (replace(rest[0], gap=""), *rest[1:]) if rest else ()
        if not (all(token.folded in _FIRST for token in part) or _is_remark(part) or _closes(part)):
            return None
        at += len(part)
    return None


def _asks(part: tuple[Token, ...]) -> bool:
    """Whether a part asks whether something may be, in a sentence of its own."""
    return len(part) >= _LEAST and any(token in _MAY for token in part[:_OPENING])


def _announces(part: tuple[Token, ...]) -> int:
    """How many words of a part announce another matter: all of them, or those before a question ("other question can i ...")."""
    if any(_covers(part, tongue, _NEW) for tongue in _tongues(part)):
        return len(part)
    asks = next((place for place, token in enumerate(part) if token in _MAY), 0)
    return asks if any(_covers(part[:asks], tongue, _NEW) for tongue in _tongues(part)) else 0


def _parts(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """The message cut where a phrase cannot go on, at each "but", and where somebody else's words begin."""
    parts: list[list[Token]] = []
    for token in tokens:
        if not parts or token.breaks or token.folded in _BUT or token.own != parts[-1][-1].own:
            parts.append([])
        parts[-1].append(token)
    return [tuple(part) for part in parts]


def _joined(parts: list[tuple[Token, ...]], left_out: list[bool]) -> tuple[Token, ...]:
    """What is kept; the marks around what is left out stay, so that sentences end where they did."""
    kept: list[Token] = []
    marks, is_behind = "", False
    for part, is_out in zip(parts, left_out, strict=True):
        marks += part[0].gap
        if not is_out:
            first = int(is_behind and part[0].folded in _BUT and len(part) > 1)  # "a silly question, but may I ..."
            kept += (replace(part[first], gap=marks + part[first].gap if first else marks), *part[first + 1 :])
            marks = ""
        is_behind = is_out
    return tuple(kept)


def _is_remark(part: tuple[Token, ...]) -> bool:
    return any(_covers(part, tongue, "remark.said") for tongue in _tongues(part))


def _closes(part: tuple[Token, ...]) -> bool:
    return any(_covers(part, tongue, "remark.closing") for tongue in _tongues(part))


def _tongues(part: tuple[Token, ...]) -> tuple[str, ...]:
    return part[0].tongues if part[0].own else ()


def _covers(part: tuple[Token, ...], tongue: str, name: str) -> bool:
    """Whether phrases of a list, at least one, and small words beside them are all the words."""
    words = tuple(token.folded for token in part)
    telling, beside = _phrases(name, tongue), _phrases("remark.beside", tongue)
    most = max(_longest(name, tongue), _longest("remark.beside", tongue)) if telling else 0
    reached = {0: False}
    for start in range(len(words)):
        if start not in reached:
            continue
        for end in range(start + 1, min(start + most, len(words)) + 1):
            phrase = words[start:end]
            if phrase in telling:
                reached[end] = True
            elif phrase in beside or (end == start + 1 and phrase[0].isdecimal()):
                reached[end] = reached.get(end, False) or reached[start]
    return reached.get(len(words), False)


def _name_in(parts: list[tuple[Token, ...]]) -> tuple[Token, ...]:
    """The name that ends a message, behind thanks or a farewell: "Cheers, Sam", "LG Tobi"."""
    last = parts[-1] if len(parts) > 1 else ()
    if last and _closes(parts[-2]):
        return last if _is_name(last) else ()
    return next((last[at:] for at in range(1, len(last)) if _closes(last[:at]) and _is_name(last[at:])), ())


def _is_name(part: tuple[Token, ...]) -> bool:
    return len(part) <= _NAME and part[0].own and (_is_redacted(part) or all(token.text[:1].isupper() for token in part))


def _is_redacted(part: tuple[Token, ...]) -> bool:
    """Whether it was a person's name before it was taken out."""
    return all(token.text == _PERSON for token in part)


@cache
def _phrases(name: str, tongue: str) -> Phrases:
    """The phrases of a list in one language, and those of any."""
    held = lists_in("words_remarks.yaml")[name]
    return frozenset(words_of(phrase) for phrase in (*held.get(tongue, ()), *held.get("any", ())))


@cache
def _longest(name: str, tongue: str) -> int:
    """How many words the longest of these phrases has."""
    return max((len(phrase) for phrase in _phrases(name, tongue)), default=0)
