"""The name of a policy's row goes in, the catalog's tools that it speaks of come out; import reads names by it."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.policy.world import Catalog
from bot.reading.tools.names import NAMES
from bot.reading.words.lexicon import catalog_index
from bot.text.entries import longest
from bot.text.index import Index
from bot.text.small import small
from bot.text.tokens import tokens_of

_JOINTS = "|".join(sorted(small("and", "or")))
_LISTED = re.compile(rf"\w+(?:\s*,\s*\w+)*,?\s+(?:{_JOINTS})\s+\w+", re.I)
_PARTS = re.compile(rf"\s*,\s*|\s+(?:{_JOINTS})\s+", re.I)


def row_name_reader(catalog: Catalog) -> Callable[[str], tuple[tuple[str, ...], ...]]:
    """The reader that import uses for row names and aliases: the same words and the same care as for questions.

    Gives one entry a mention, each the catalog tools that it may be (several for a bare brand).
    """
    index = catalog_index(catalog)

    def read(name: str) -> tuple[tuple[str, ...], ...]:
        tokens = tokens_of(name)
        named = longest(index.find(tokens, "en"), NAMES - {"family"})
        mentions: dict[tuple[int, int], set[str]] = {}
        for match in named:
            if match.via == "fuzzy" and any((m.first, m.last) == (match.first, match.last) and m.via != "fuzzy" for m in named):
                continue
            brand = match.entry.slot == "brand"
            ids = set(catalog.brands[match.entry.id].tools) if brand else {match.entry.id.partition("|")[0]}
            mentions.setdefault((match.first, match.last), set()).update(ids)
        each = [tuple(sorted(ids)) for _, ids in sorted(mentions.items())]
        return tuple(dict.fromkeys((*each, *_each_of_list(index, name))))

    return read


def _each_of_list(index: Index, name: str) -> list[tuple[str, ...]]:
    """The AI of each software of a list: "AI in Webex and Zoom" is AI in Webex, and AI in Zoom. A part that is a product by
    itself has no share in the other's name ("Claude and Gemini Code Assist")."""
    listed = _LISTED.search(name)
    found: list[tuple[str, ...]] = []
    for part in _PARTS.split(listed.group()) if listed is not None else ():
        if not longest(index.find(tokens_of(part), "en"), NAMES - {"family"}):
            alone = f"{name[: listed.start()]}{part}{name[listed.end() :]}" if listed is not None else ""
            matches = longest(index.find(tokens_of(alone), "en"), frozenset({"tool"}))
            found += [(m.entry.id,) for m in matches if m.size > 1 and m.via != "fuzzy"]
    return found
