"""A catalog in, a function that finds its tools in the name of a row out."""

from __future__ import annotations

from collections.abc import Callable

from bot.knowledge.importing.words import fold, tokens
from bot.policy.world import Catalog

NameTools = Callable[[str], tuple[tuple[str, ...], ...]]
"""Text -> one entry a mention of a tool, each the catalog tools that it may be (several for a bare brand)."""


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

    def name_tools(text: str) -> tuple[tuple[str, ...], ...]:
        words = tokens(text)
        found: list[tuple[str, ...]] = []
        i = 0
        while i < len(words):
            size = next((n for n in range(min(longest, len(words) - i), 0, -1) if words[i : i + n] in index), 0)
            if size:
                found.append(index[words[i : i + size]])
            i += size or 1
        return tuple(found)

    return name_tools


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
