"""The document in; what it says once for all tools out: that no private login may be used."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.knowledge.importing.prose.limit_sentences import spread
from bot.knowledge.importing.texts.document import Document, Line, unmarked
from bot.knowledge.importing.texts.patterns import any_of, statements_of, without_brackets
from bot.knowledge.importing.texts.tool_row import ToolRow, rows_in
from bot.knowledge.importing.texts.words import (
    find_run,
    for_all_words,
    has_word,
    permit_words,
    sentence_words,
    tokens,
)

_NOTE = re.compile(r"^(?:\*\*)?(?:[(\[]\w{1,2}[)\]]|[¹²³⁴-⁹†‡]|\w[)])")
"""A note of some cells, which is about their tools alone."""
_MOST_WORDS = 26
"""Of a sentence that says one thing."""
_BESIDE = 3
"""Words from one to the other: "private AI accounts"."""


def find_private_logins(
    document: Document, rows: list[ToolRow], class_names: Mapping[str, str], granting: Collection[str]
) -> Line | None:
    """The sentence by which no private login may be used, with whatever tool; none where it narrows that to some tools, data or
    cases, and where one of the rows that grant something (labels) is about such logins by its own name."""
    words, forbids = for_all_words(), sentence_words()["forbids"]
    if any(map(_is_of_private, granting)):
        return None
    for line, said in _said(document):
        is_denied = has_word(said, words["nots"]) and has_word(said, words["uses"])
        if not _is_of_private(said) or not (has_word(said, [*forbids, *words["nevers"]]) or is_denied):
            continue
        rest = _without(_without_even(said), words["widens"])
        if has_word(rest, words["narrows"]) or _names_class(rest, class_names) or rows_in(said, rows):
            continue
        if not rows_in(line.heading, rows):
            return line
    return None


def without_private(rows: Iterable[ToolRow]) -> None:
    """What groups grant to free versions is granted to no private login: these have a line of their own."""
    for row in rows:
        if row.covers.pop("account", ()) and "plan" in row.covers:
            row.covers["plan"] = tuple(plan for plan in row.covers["plan"] if plan == "free")
            row.note_caught()


def _said(document: Document) -> Iterator[tuple[Line, str]]:
    raw = document.text.splitlines()
    for line in document.lines:
        begun = raw[line.line - 1] if line.line <= len(raw) else line.text
        if line.kind == "row" or _NOTE.match(begun.strip()):
            continue
        for said in statements_of(without_brackets(unmarked(line.text))):
            if len(tokens(said)) <= _MOST_WORDS and not said.rstrip().endswith("?"):
                yield line, said


def _without(said: str, phrases: list[str]) -> str:
    here = f" {' '.join(tokens(said))} "
    for phrase in sorted(phrases, key=len, reverse=True):
        here = here.replace(f" {phrase} ", " ")
    return here


def _without_even(said: str) -> str:
    """Without what says that it holds there too: "not even with open information", "egal ob bezahlt"."""
    clauses = (" ".join(tokens(spread(clause))) for clause in re.split(r"[,;]", said))
    evens = re.compile(rf"(?<!\w)(?:{any_of(for_all_words()['evens'])})(?!\w).*")
    return ", ".join(evens.sub("", clause) for clause in clauses)


def _is_of_private(text: str) -> bool:
    """Whether a word for a login stands beside one for people's own, in any form of that: "private Konten", "priveaccount"."""
    own, logins = tuple(for_all_words()["own"]), for_all_words()["logins"]
    idle = {*for_all_words()["widens"], *permit_words()["joints"]}  # "private or free accounts"
    here = [word for word in tokens(text) if word not in idle]
    beside = any(
        {one, other} & set(logins) and (one.startswith(own) or other.startswith(own))
        for at, one in enumerate(here)
        for other in here[at + 1 : at + _BESIDE]
    )
    return beside or any(word.startswith(own) and word.endswith(tuple(logins)) for word in here)


def _names_class(said: str, class_names: Mapping[str, str]) -> bool:
    here = tokens(said)
    return any(find_run(tokens(name), here) >= 0 for name in class_names if tokens(name) != ("personal",))
