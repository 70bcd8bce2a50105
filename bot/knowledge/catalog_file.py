"""A catalog goes in, the bytes of its flat file come out; and a flat file goes in, the same catalog comes out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from bot.policy.world import (
    Brand,
    Catalog,
    CatalogKind,
    CatalogLicence,
    CatalogMeaning,
    CatalogPlan,
    CatalogTerms,
    CatalogTool,
    Family,
    Leanings,
)
from bot.tongue.flat import Flat, packed

_PART = "catalog"
T = TypeVar("T")


def packed_catalog(catalog: Catalog) -> bytes:
    """As JSON: it is read in a tenth of a second, and can hold nothing but texts, numbers and lists."""
    told = asdict(catalog)
    told.pop("digest")
    return packed({_PART: json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()})


def unpacked(flat: Flat, digest: str) -> Catalog:
    """``digest``: of the files that the catalog was read from."""
    told = json.loads(flat.text(_PART))
    catalog = Catalog(
        tools=_each(_tool, told["tools"]),
        brands=_each(lambda one: Brand(**_frozen(one)), told["brands"]),
        families=_each(lambda one: Family(**_frozen(one)), told["families"]),
        kinds=_each(lambda one: CatalogKind(**_frozen(one)), told["kinds"]),
        words=_frozen(told["words"]),
        terms=_each(lambda one: CatalogTerms(**_frozen(one)), told["terms"]),
        leanings=Leanings(**_frozen(told["leanings"])),
        meanings=_each(lambda one: CatalogMeaning(**_frozen(one)), told["meanings"]),
    )
    object.__setattr__(catalog, "digest", digest)
    return catalog


def _each(make: Callable[[dict[str, Any]], T], told: dict[str, dict[str, Any]]) -> dict[str, T]:
    return {id_: make(one) for id_, one in told.items()}


def _tool(told: dict[str, Any]) -> CatalogTool:
    plans = tuple(CatalogPlan(**_frozen(plan)) for plan in told.pop("plans"))
    licences = tuple(CatalogLicence(**one) for one in told.pop("licences"))
    return CatalogTool(**_frozen(told), plans=plans, licences=licences)


def _frozen(told: Any) -> Any:
    """Lists of texts or numbers as tuples."""
    if isinstance(told, list):
        return tuple(told)
    return {key: _frozen(value) for key, value in told.items()} if isinstance(told, dict) else told
