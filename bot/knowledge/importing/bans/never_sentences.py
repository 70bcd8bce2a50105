"""A sentence such as "Do not enter salaries or appraisals" in; what it keeps out of every tool out.

Beside the data, the sentence must say nothing else: some tools, some people or some case are left to people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import accumulate

from bot.knowledge.importing.bans.never_lists import GUARDED, MOST_WORDS, phrases_of, told_kinds, without_even
from bot.knowledge.importing.texts.document import Document, Line, Term, unmarked
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.patterns import any_of, joiners, without_brackets, without_number
from bot.knowledge.importing.texts.tool_row import head_of
from bot.knowledge.importing.texts.words import find_run, fold, has_word, lists, never_words, small_words, tokens

_MOST_NAME = 4
"""Words of a tool's name."""
_TITLE = re.compile(r"^\s*([*_]{1,2})[^*_]{2,80}[.:]\1\s+")
"""The number and the title of what a sentence begins: "5.10 *Solicitors.* Letters ..."."""


def kept_by_sentence(said: str, reader: KindReader, tools: frozenset[str]) -> list[str]:
    """The things that a sentence keeps out, at least one of which is a known kind of data; nothing where it says more than that,
    or names one of some tools (folded names)."""
    text = without_even(without_brackets(unmarked(_TITLE.sub("", without_number(said)))).strip(" .!*"))
    if re.search(r"[:;?]", text) or re.search(lists()["no_tool_doubt"], text, re.IGNORECASE):
        return []
    data = _data(text.split())
    if not data or is_about_some(data, tools):
        return []
    things = phrases_of(data, reader)
    is_known = any(told_kinds(reader.read(thing), reader, GUARDED) for thing in things)
    return things if is_known and all(len(tokens(thing)) <= MOST_WORDS for thing in things) else []


class Around:
    """Which tools (by label) a heading, or the term which the paragraph explains, names: a sentence there that speaks of no tool
    is about these."""

    def __init__(self, document: Document, tools: Mapping[str, str]) -> None:
        self._lines = frozenset(document.lines)
        self._heads = {id_: tokens(head_of(label)) for label, id_ in tools.items()}
        self._terms: dict[str, list[Term]] = {}
        for term in document.terms:
            self._terms.setdefault(term.heading, []).append(term)
        numbered = enumerate(document.text.splitlines(), start=1)
        self._blank = list(accumulate((0 if raw.strip() else at for at, raw in numbered), max))
        """For each line of the text, the number of the last blank one up to it."""
        self._named: dict[tuple[str, ...], frozenset[str]] = {}

    def __call__(self, line: Line) -> tuple[str, ...]:
        """Ids of the tools."""
        if set(tokens(line.text)) & _known("tools") or line not in self._lines:
            return ()
        begins = next(iter(self._blank[line.line - 1 : line.line]), 0)
        terms = (term for term in self._terms.get(line.heading, ()) if begins < term.line <= line.line)
        said = (tokens(line.heading), *(tokens(term.word) for term in terms))
        named = frozenset[str]().union(*map(self._tools_in, said))
        return tuple(id_ for id_ in self._heads if id_ in named)

    def _tools_in(self, said: tuple[str, ...]) -> frozenset[str]:
        if said not in self._named:
            heads = self._heads.items()
            self._named[said] = frozenset(id_ for id_, head in heads if find_run(head, said) >= 0 or find_run(said, head) >= 0)
        return self._named[said]


def is_about_some(data: str, tools: frozenset[str]) -> bool:
    """Whether what a sentence seems to keep out goes on with where it may not go: "salaries into the free version"."""
    return bool(has_word(data, never_words()["some"])) or _names_a_place(data, tools)


@cache
def _known(*names: str) -> frozenset[str]:
    return frozenset(word for name in names for word in never_words()[name])


def _said(text: str) -> tuple[str, ...]:
    """Folded words; French ones without what is elided before them: "n'entrez"."""
    return tuple(re.sub(rf"^(?:{any_of(small_words()['elided'])})'", "", word) for word in tokens(text))


def _all_known(chunk: str, *names: str) -> bool:
    return all(word in _known(*names) for word in _said(chunk))


def _data(words: list[str]) -> str:
    """The words of a sentence that the frame ("never enter ... into an AI tool") leaves; empty where that is no frame."""
    framing = ("nots", "forbidden", "puts", "enters", "data", "into", "tools", "idle", "opens", "neither")
    strange = [at for at, word in enumerate(words) if not _all_known(word, *framing)]
    if not strange:
        return ""
    first, last = strange[0], strange[-1] + 1
    while first and _all_known(words[first - 1], "data", "tools", "of"):
        first -= 1
    while last < len(words) and not _all_known(words[last], "opens", "enters"):
        last += 1
    frame = (_said(" ".join(words[:first])), _said(" ".join(words[last:])))
    data = _without_nones(" ".join(words[first:last]).strip(" ,"), bool({*frame[0]} & _known("neither")))
    is_plain = _keeps_out(*frame) and not set(_said(data)) & _known("nots", "forbidden", "enters")
    return data if is_plain else ""


def _without_nones(data: str, is_neither: bool) -> str:
    """A list without what says no before each of its things again: "no salaries, no appraisals", "neither salaries nor ..."."""
    again, nor = any_of(never_words()["nones"]), any_of((*never_words()["nor"], *never_words()["nor_then"] * is_neither))
    data = re.sub(rf"\s(?:{nor})\s", ", ", data, flags=re.IGNORECASE)
    return re.sub(rf"(,\s*|\s(?:{joiners()})\s+)(?:{again})\s+", r"\1", data, flags=re.IGNORECASE)


def _keeps_out(before: tuple[str, ...], behind: tuple[str, ...]) -> bool:
    """Whether the words around data say that it goes into no tool: a tool that does something itself ("entered by AI") is none
    that anything goes into."""
    frame = {*before, *behind}
    has = {name for name in ("nots", "forbidden", "puts", "enters", "into", "tools") if frame & _known(name)}
    is_about_tools = "enters" in has or ("tools" in has and has & {"puts", "into"})
    return len(has & {"nots", "forbidden"}) == 1 and bool(is_about_tools) and all(map(_are_places, (before, behind)))


def _are_places(said: tuple[str, ...]) -> bool:
    """Whether all tools of some words stand behind "into" and the like."""
    tools = [at for at, word in enumerate(said) if word in _known("tools")]
    return all(set(said[:at]) & _known("places") for at in tools)


def _names_a_place(data: str, tools: frozenset[str]) -> bool:
    """Whether a tool is named behind a word such as "in"."""
    words = tuple(word for word in tokens(data) if word not in {fold(one) for one in small_words()["determiners"]})
    return any(
        " ".join(words[at + 1 : end]) in tools
        for at, word in enumerate(words)
        if word in _known("opens")
        for end in range(at + 2, min(at + 2 + _MOST_NAME, len(words) + 1))
    )
