"""Words in; whether they are, or name, a product that everybody knows, out."""

from __future__ import annotations

from functools import cache

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.texts.words import fold, tokens


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
