"""A catalog in, a function that finds its tools in the name of a row out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.texts.words import fold, tokens
from bot.policy.world import Catalog

NameTools = Callable[[str], tuple[tuple[str, ...], ...]]
"""Text -> one entry a mention of a tool, each the catalog tools that it may be (several for a bare brand)."""


Told = ParamSpec("Told")
Made = TypeVar("Made")
_MOST = 16
"""Things of which one function keeps what it made."""


def per_catalog(make: Callable[Concatenate[Catalog, Told], Made]) -> Callable[Concatenate[Catalog, Told], Made]:
    """``make``: takes plain values beside the catalog, and what it makes nobody changes. Of a catalog that was not read from
    files nothing is kept."""
    kept: dict[object, Made] = {}

    @wraps(make)
    def made(catalog: Catalog, /, *args: Told.args, **kwargs: Told.kwargs) -> Made:
        if not catalog.digest:
            return make(catalog, *args, **kwargs)
        key = (catalog.digest, args, tuple(kwargs.items()))
        if key not in kept:
            if len(kept) >= _MOST:
                kept.clear()
            kept[key] = make(catalog, *args, **kwargs)
        return kept[key]

    return made


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


_LONGEST = 5
"""Words of a product's name."""


@cache
def catalog_names() -> frozenset[str]:
    """Names of products that everybody knows, folded."""
    catalog = load_catalog()
    tools = (name for tool in catalog.tools.values() if not tool.ordinary for name in (tool.name, *tool.names))
    return frozenset(fold(name) for name in (*tools, *(name for brand in catalog.brands.values() for name in brand.names)))


def names_product(text: str) -> bool:
    words = tokens(text)
    return any(" ".join(words[at:end]) in catalog_names() for at in range(len(words)) for end in range(at + 1, len(words) + 1))


@cache
def _any_names() -> frozenset[str]:
    """Names of products, those that are ordinary words among them."""
    return frozenset(fold(name) for tool in load_catalog().tools.values() for name in (tool.name, *tool.names))


def is_name(said: str) -> bool:
    """Whether a heading is the name of a product, though its name be an ordinary word."""
    return " ".join(tokens(said)) in _any_names()


def longest_names(text: str) -> list[str]:
    """The names of products in a text as they are written there; of two that overlap the longer one."""
    words = list(re.finditer(r"[^\s,;()\[\]\"“”„«»]+", text))
    names, at = list[str](), 0
    while at < len(words):
        ends = range(min(len(words), at + _LONGEST), at, -1)
        spans = ((end, text[words[at].start() : words[end - 1].end()].rstrip(".:!?'’")) for end in ends)
        end, name = next(((end, said) for end, said in spans if " ".join(tokens(said)) in catalog_names()), (at + 1, ""))
        names += [name] if name else []
        at = end
    return names
