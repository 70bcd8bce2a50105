"""Sentences about connectors, plug-ins and agents of whatever tool in; a review for whoever speaks of such a thing out.

A leave for a tool is none for what is added to it or built on it, and people call that by many words: "the browser add-on".
Where a sentence of the document is about such things and no row is, each of the words for them gets the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.importing.built import Built
from bot.knowledge.importing.prose.limit_sentences import parts, spread
from bot.knowledge.importing.prose.limits import Limit
from bot.knowledge.importing.texts.document import Line
from bot.knowledge.importing.texts.words import fold, has_word, limit_words, lists, table_words, tokens, unique_slug
from bot.policy.world import Catalog

_LIST = "read.attached."


def find_attached(built: Built, catalog: Catalog, taken: set[str]) -> Iterator[Limit]:
    """One for each kind of such things that a sentence of the document is about, and does not just allow."""
    rows = [fold(name) for row in built.tools.values() for name in (row.label, *row.names)]
    for name, said in ((name, catalog.words[name]) for name in catalog.words if name.startswith(_LIST)):
        words = tuple(dict.fromkeys(word for kind in ("any", built.language, "en") for word in said.get(kind, ())))
        if any(has_word(row, words) for row in rows):
            continue
        # "connected to" may be said of people
        of = [word for word in words if len(tokens(word)) == 1 or word in said.get("any", ())]
        found = next(((line, text) for line, text in _sentences(built) if has_word(text, of) and not _is_leave(text)), None)
        if found:
            rule = unique_slug(f"look first {name.removeprefix(_LIST)}", taken)
            yield Limit(rule, *found, asks=True, words=tuple(map(fold, of)))


def _sentences(built: Built) -> Iterator[tuple[Line, str]]:
    for line in built.document.lines:
        if line.kind != "row":
            yield from ((line, said) for said, _ in parts(line.text, any_length=True))


def _is_leave(text: str) -> bool:
    """Whether a sentence only says that something may be done."""
    limits = limit_words()
    told = [
        *limits["ban"],
        *limits["only"],
        *limits["under"],
        *limits["asks_first"],
        *lists()["approval"],
        *table_words()["on_request"],
    ]
    return bool(has_word(text, [*table_words()["may"], *lists()["cells"]["allow"]])) and not has_word(spread(text), told)
