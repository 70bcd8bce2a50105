"""Words in; whether they are, or name, a product that everybody knows, out."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.texts.words import fold, tokens

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
