"""A catalog in, a function that finds its tools in the name of a row out."""

from __future__ import annotations

from collections.abc import Callable

from bot.knowledge.importing.texts.per_catalog import per_catalog
from bot.knowledge.importing.texts.words import fold, tokens
from bot.policy.world import Catalog

NameTools = Callable[[str], tuple[tuple[str, ...], ...]]
"""Text -> one entry a mention of a tool, each the catalog tools that it may be (several for a bare brand)."""


@per_catalog
def simple_names(catalog: Catalog) -> NameTools:
    """Names by exact words, longest first: the plain way to find tools where no reader is given."""
    index: dict[tuple[str, ...], tuple[str, ...]] = {}
    for brand in catalog.brands.values():
        for name in brand.names:
            if "'" not in name:
                index[tokens(name)] = brand.tools
    for tool in catalog.tools.values():
        for name in (*tool.names, tool.name):
            index.setdefault(tokens(name), (tool.id,))
    longest = max((len(key) for key in index), default=0)

    def size_at(words: tuple[str, ...], at: int) -> int:
        return next((n for n in range(min(longest, len(words) - at), 0, -1) if words[at : at + n] in index), 0)

    def overlapping(words: tuple[str, ...], first: int, size: int) -> int:
        """Where a nearer name of the same vendor begins within this one and goes on behind it: "Microsoft Copilot" and "Copilot
        Chat"; else the place itself."""
        vendors = {catalog.tools[id_].vendor for id_ in index[words[first : first + size]]}
        for at in range(first + 1, first + size):
            end = size_at(words, at)
            ids = index[words[at : at + end]] if end else ()
            if at + end > first + size and len(ids) == 1 and catalog.tools[ids[0]].vendor in vendors:
                return at
        return first

    def name_tools(text: str) -> tuple[tuple[str, ...], ...]:
        words = tokens(text)
        found: list[tuple[str, ...]] = []
        i = 0
        while i < len(words):
            size = size_at(words, i)
            if size:
                nearer = overlapping(words, i, size)
                found.append(index[words[nearer : nearer + size_at(words, nearer)]])
                i, size = nearer, size_at(words, nearer)
            i += size or 1
        return tuple(found)

    return name_tools


@per_catalog
def tool_words(catalog: Catalog) -> frozenset[str]:
    """All names of tools and brands, folded."""
    brands = (name for brand in catalog.brands.values() for name in brand.names)
    tools = (name for tool in catalog.tools.values() for name in (tool.name, *tool.names))
    return frozenset(fold(name) for name in (*brands, *tools))


def exact_first(catalog: Catalog, reader: NameTools) -> NameTools:
    """Names as they are written; where none is, what the reader of questions makes of it (misspelt, inflected).

    A row's name is written with care, so that a likeness ("Fireflies", "Firefly") never beats the name itself.
    """
    exact = simple_names(catalog)
    return lambda text: exact(text) or reader(text)
