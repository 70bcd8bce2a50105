"""A message that names no product goes in; the row comes out of whose name it says a part that no other row has: "acrobat" for
Adobe Acrobat AI Assistant, "kestrel summariser" for Kestrel Desk Summariser."""

from __future__ import annotations

import re

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.tools.strangers import Strangers
from bot.reading.words.lists import all_words
from bot.tongue.counts import counts
from bot.tongue.entries import Match
from bot.tongue.small import small
from bot.tongue.spans import places_of
from bot.tongue.text import SPOKEN, Token, fold, quote_of, words_of

_HEAD = re.compile(r"[,;(–]")
"""Ends what is the tool's name in a row's."""
_SHORTEST = 5
_COMMON = 4.0
"""Zipf frequency from which on a word is said of other things as well."""
_LISTS = (
    "read.frequent",
    "read.plan_noun",
    "read.host",
    "read.tool_noun",
    "read.product_noun",
    "telling.name",
    "telling.surname",
)


class Parts:
    """The telling words in the names of one policy's rows."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, strangers: Strangers) -> None:
        self.strangers = strangers
        vocabulary = knowledge.vocabulary
        said = [knowledge.organisation.name, *(brand for one in catalog.brands.values() for brand in one.names)]
        said += [name for data in vocabulary.data.values() for name in (data.label, *data.names, *data.examples)]
        said += [tool.vendor for tool in catalog.tools.values()]
        taken = {word for name in said for word in words_of(name)} | all_words(catalog, *_LISTS) | small("ai", "helper", "chat")
        self.words = {
            row.id: {w for name in (row.label, *row.names) for w in words_of(name)} for row in vocabulary.tools.values()
        }
        self.rows: dict[str, str] = {}
        for row in vocabulary.tools.values():
            written = (word for word in _HEAD.split(row.label)[0].split() if word[:1].isupper() and word.isalpha())
            for word in (fold(word) for word in written if len(word) >= _SHORTEST and not row.group):
                alone = not any(word in held for other, held in self.words.items() if other != row.id)
                if alone and word not in taken and all(counts(tongue).zipf(word) < _COMMON for tongue in SPOKEN):
                    self.rows[word] = row.id

    def named(self, tokens: tuple[Token, ...], matches: list[Match], follows: bool) -> Named | None:
        """The first such word, with what stands beside it of the same name, in a place that only tools take."""
        data = places_of(m for m in matches if m.entry.slot in ("data", "kind") and m.via != "fuzzy")
        for place, token in enumerate(tokens):
            row = self.rows.get(token.folded) if token.own and place not in data else None
            if row is None:
                continue
            first, last = place, place + 1
            while first and tokens[first - 1].folded in self.words[row] and not tokens[first].breaks:
                first -= 1
            while last < len(tokens) and tokens[last].folded in self.words[row] and not tokens[last].breaks:
                last += 1
            if self.strangers.is_tool_place(tokens, first, last, follows):
                return Named(first, last, rows=frozenset({row}), quote=quote_of(tokens, first, last), via="alias")
        return None
