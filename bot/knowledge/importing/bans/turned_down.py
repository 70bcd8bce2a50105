"""The document in; the tools that it says were turned down out: "We decided against Otter", a list below such a heading; and
those of one line about banned tools: "Not allowed: Otter and Grammarly".

Each word must be understood: a sentence that says more, of some data or of today, bans nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate

from bot.knowledge.importing.texts.document import Document, Line, unmarked
from bot.knowledge.importing.texts.patterns import parter, whole, without_brackets
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import (
    find_run,
    fold,
    has_word,
    lists,
    never_words,
    table_words,
    tokens,
)

IsTool = Callable[[str], bool]
"""Whether words are a tool's name as everybody writes it, and name no data."""
_BEHIND = re.compile(r"\s*:\s+|\s+[–—-]\s+")
_CLAUSE = re.compile(r"[:;.]\s")
_SIZES = (3, 2, 1)
"""Words of a name that a sentence begins with."""
_LONGEST = 12
"""Words of a heading, and of a line above a list."""


def turned_down(document: Document, is_tool: IsTool) -> Iterator[tuple[str, Line]]:
    """Names of tools, each with its line."""
    numbered = enumerate(document.text.splitlines(), start=1)
    begins = [0, *accumulate((0 if raw.strip() else at for at, raw in numbered), max)]
    below, lead = (0, ""), ""
    """Where the paragraph begins that says so of tools that it names after that; and the lead of a list that is of such tools."""
    spoken = (below, "")
    """Where a paragraph begins, and its last sentence that begins with a tool."""
    for line in document.lines:
        text = unmarked(line.text)
        here = (begins[min(line.line, len(begins) - 1)], line.heading)
        if line.kind == "row":
            continue
        is_below = _says_so(line.heading) or below == here
        if line.kind == "item":
            is_led = _says_so(line.heading) or (lead and line.lead == lead)
            names = _named(text, is_tool) if is_led else _listed(text, is_tool) if not _is_limited(line.lead) else []
            names = names or _gone(text, is_tool)
        else:
            spoken = (here, text) if _begun(text, is_tool) or spoken[0] != here else spoken
            names = _listed(text, is_tool, is_below=is_below) or (_named(text, is_tool) if is_below else [])
            names = names or _gone(text if text == spoken[1] else f"{spoken[1]} {text}", is_tool)
            below = here if not names and _says_so(text) else below
            lead = text.strip() if text.rstrip().endswith(":") and _says_so(text) else lead
        yield from ((name, line) for name in names)


def _says_so(text: str) -> bool:
    """Whether a heading, a lead or a sentence says of what follows that it was turned down."""
    said = tokens(unmarked(text))
    turned = _turned(said)
    at = find_run(turned, said)  # "said no to" is no "did not say no to"
    return len(said) <= _LONGEST and bool(turned) and not {*said[:at], *said[at + len(turned) :]} & _nots()


def _turned(said: tuple[str, ...]) -> tuple[str, ...]:
    return next((one for one in map(tokens, _words("turned_down")) if find_run(one, said) >= 0), ())


def _is_limited(text: str) -> bool:
    return bool(has_word(text, _words("limits")))


@cache
def _nots() -> frozenset[str]:
    return frozenset(never_words()["nots"])


def _listed(text: str, is_tool: IsTool, *, is_below: bool = False) -> list[str]:
    """The tools of a sentence that says nothing but that they were turned down, or are banned; where that stands above, nothing
    at all. Behind a colon may stand what is no known tool."""
    bare = without_brackets(text).strip(" .!")
    head, colon, behind = _no_words().sub(",", bare).partition(":")
    is_said = _no_words().search(bare) is not None
    if not (is_said or is_below) or "?" in bare:
        return []
    lead, names = ([name for part in parter("[,;:]").split(said) if (name := _without_idle(part))] for said in (head, behind))
    if all(map(is_tool, (*lead, *names))):
        return [*lead, *names]
    is_list = colon and is_said and not lead and not _is_limited(bare)
    return [name for name in names if is_tool(name)] if is_list else []


def _named(text: str, is_tool: IsTool) -> list[str]:
    """The tools that an item or a sentence begins with, of which it says why, or not to use them: "Otter: it records"."""
    bare = without_brackets(text)
    name, *why = _BEHIND.split(bare, maxsplit=1)
    first, *others = (part.strip(" .,*") for part in parter(",").split(name))
    if is_tool(first) and all(is_tool(part) or has_word(part, _words("others")) for part in others):
        return [] if why and _is_mild(why[0]) else [part for part in (first, *others) if is_tool(part)]
    clause = _CLAUSE.split(bare, maxsplit=1)[0]
    begun = _begun(clause, is_tool)
    is_ban = has_word(clause, _words("uses_it")) and not _is_limited(clause)
    return [begun] if begun and is_ban else []


def _begun(text: str, is_tool: IsTool) -> str:
    """The tool that a sentence begins with."""
    return next((words for size in _SIZES if is_tool(words := " ".join(text.split()[:size]))), "")


def _gone(text: str, is_tool: IsTool) -> list[str]:
    """The tool that a paragraph begins with, where it was taken back: "Otter was in the old list. It has been withdrawn"."""
    said = statements_of(without_brackets(text))
    name = _begun(said[0], is_tool) if said else ""
    told = said[1:] if name else []
    backs = [one for one in told if set(tokens(one)[:1]) & {*_words("it")}]
    is_gone = any(
        has_word(bare := _wholly().sub("", one), _words("gone")) and not _is_limited(bare) for one in [*said[:1], *backs]
    )
    return [name] if name and is_gone else []


def _is_mild(why: str) -> bool:
    """Whether what is said of a tool lets it in after all."""
    page = table_words()["page_lists"]
    is_not = bool(set(tokens(why)) & _nots())
    return bool(has_word(why, [*lists()["cells"]["allow"], *page["may"]]) or (has_word(why, table_words()["may"]) and not is_not))


def _without_idle(part: str) -> str:
    """A part of such a sentence without the words that only tell how it came about: "we have"."""
    idle = {*never_words()["idle"], *never_words()["tools"], *map(fold, (*_words("tried"), *_words("adverbs")))}
    words = part.strip(" .,*").split()
    while words and set(tokens(words[0])) <= idle:
        words.pop(0)
    while words and set(tokens(words[-1])) <= idle:
        words.pop()
    return " ".join(words)


def _words(name: str) -> list[str]:
    found: list[str] = lists()["tool_bans"][name]
    return found


@cache
def _no_words() -> re.Pattern[str]:
    return whole(word for name in ("turned_down", "banned", "not_to_use") for word in _words(name))


@cache
def _wholly() -> re.Pattern[str]:
    """Words that say that a tool is gone whatever it was for."""
    return whole(_words("wholly"))
