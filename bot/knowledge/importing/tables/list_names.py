"""One bullet of a list in; the names in it out, each with what is said of it."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.texts.patterns import joiners, without_deed
from bot.knowledge.importing.texts.words import fold, group_words, lists, table_words, tokens

NOTE = re.compile(r"\s*(?::|\s[–—-])\s+")
_INSIDE = re.compile(r"\([^()]*\)")
_LONGEST, _LONGEST_ROW = 7, 12


def names_in(said: str) -> list[str]:
    """ "ChatGPT, Claude and Le Chat" -> three; what stands in brackets, or behind "accounts with", stays together, and "Copilot,
    with your work account" is one with an aside."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return f"\0{len(held) - 1}\0"

    body = _INSIDE.sub(hold, said.strip(" ."))
    first, *more = between().split(body)
    if more and _goes_on(first):
        first, more = body, []
    parts = [first]
    for part in more:
        if tokens(part)[:1] and tokens(part)[0] in _asides():
            parts[-1] = f"{parts[-1]} ({part.strip()})"
        else:
            parts.append(part)
    return [re.sub(r"\0(\d+)\0", lambda found: held[int(found[1])], part).strip() for part in parts if part.strip()]


def named(said: str) -> tuple[str, list[str]]:
    """The bare name, and what stands behind a colon or a dash; no name where it is a sentence."""
    name, *notes = NOTE.split(said.strip(), maxsplit=1)
    name = re.sub(r"\[([^\]]{0,1000})\]\([^)]{0,1000}\)", r"\1", name).strip(" .*")
    name = without_deed(name)
    words = len(tokens(_INSIDE.sub("", name)))
    is_whole = bool(between().search(name)) and _goes_on(between().split(name)[0])
    return (name if 0 < words <= (_LONGEST_ROW if is_whole else _LONGEST) else ""), notes


def _goes_on(first: str) -> bool:
    """Whether the names behind the first go with words before it: "private accounts with ChatGPT", "free versions of Claude"."""
    words = tokens(first)
    kinds = {*lists()["accounts"]["nouns"], *_kinds()}
    return any(word in lists()["list_with"] and words[at - 1] in kinds for at, word in enumerate(words) if at)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(fold(word) for word in (*group_words("generic"), *group_words("free"), *group_words("personal")))


@cache
def _asides() -> frozenset[str]:
    return frozenset(fold(word) for word in (*lists()["prepositions"], *table_words()["only"], *lists()["condition_cues"]))


@cache
def between() -> re.Pattern[str]:
    """What stands between the things of a list: a sign, or a word such as "and"."""
    return re.compile(rf"\s*[,;]\s*(?:(?:{joiners()})\s+)?|\s+(?:{joiners()})\s+(?=\S)")
