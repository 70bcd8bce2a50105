"""A document goes in; which tools a sentence is about that names none, by its heading or the term that its paragraph explains."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from bot.knowledge.importing.texts.document import Document, Line, Term
from bot.knowledge.importing.texts.tool_row import head_of
from bot.knowledge.importing.texts.words import find_run, never_words, tokens


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
        if set(tokens(line.text)) & set(never_words()["tools"]) or line not in self._lines:
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
