"""A catalog goes in, the bytes of its flat file come out; and a flat file goes in, the same catalog comes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, TypeVar

from bot.policy.world import (
    Brand,
    Catalog,
    CatalogKind,
    CatalogLicence,
    CatalogMeaning,
    CatalogPlan,
    CatalogPrice,
    CatalogTerms,
    CatalogTool,
    Family,
    IntentWeights,
    Words,
)
from bot.text.flat import Flat, lines, packed

_PART, _NAMES = "catalog", "names of lists"
T = TypeVar("T")


def packed_catalog(catalog: Catalog) -> bytes:
    """As JSON: it is read in a tenth of a second, and can hold nothing but texts, numbers and lists; amounts are texts, exact."""
    told = asdict(catalog)
    told.pop("digest")
    lists = told.pop("words")
    each = {_place(name): _json(said) for name, said in lists.items()}
    return packed({_PART: _json(told), _NAMES: lines(lists)} | each)


def _json(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def _place(name: str) -> str:
    """The part that holds a word list."""
    return f"list {name}"


class _WordLists(Mapping[str, Words]):
    """The word lists. One is read when it is looked up and then held by nobody: of 7 MB hardly any is asked for again after the
    policy's own index is made."""

    def __init__(self, flat: Flat) -> None:
        self._flat = flat
        self._names = dict.fromkeys(flat.lines(_NAMES))

    def __getitem__(self, name: str) -> Words:
        if name not in self._names:
            raise KeyError(name)
        words: Words = _frozen(json.loads(self._flat.text(_place(name))))
        return words

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def unpacked(flat: Flat, digest: str) -> Catalog:
    """``digest``: of the files that the catalog was read from."""
    told = json.loads(flat.text(_PART))
    catalog = Catalog(
        tools=_each(_tool, told["tools"]),
        brands=_each(lambda one: Brand(**_frozen(one)), told["brands"]),
        families=_each(lambda one: Family(**_frozen(one)), told["families"]),
        kinds=_each(lambda one: CatalogKind(**_frozen(one)), told["kinds"]),
        words=_WordLists(flat),
        terms=_each(lambda one: CatalogTerms(**_frozen(one)), told["terms"]),
        intent_weights=IntentWeights(**_frozen(told["intent_weights"])),
        meanings=_each(lambda one: CatalogMeaning(**_frozen(one)), told["meanings"]),
        prices=tuple(map(_price, told["prices"])),
    )
    object.__setattr__(catalog, "digest", digest)
    return catalog


def _each(make: Callable[[dict[str, Any]], T], told: dict[str, dict[str, Any]]) -> dict[str, T]:
    return {id_: make(one) for id_, one in told.items()}


def _tool(told: dict[str, Any]) -> CatalogTool:
    plans = tuple(CatalogPlan(**_frozen(plan)) for plan in told.pop("plans"))
    licences = tuple(CatalogLicence(**one) for one in told.pop("licences"))
    return CatalogTool(**_frozen(told), plans=plans, licences=licences)


def _price(told: dict[str, Any]) -> CatalogPrice:
    amount = told.pop("amount")
    return CatalogPrice(**_frozen(told), amount=Decimal(amount) if amount is not None else None)


def _frozen(told: Any) -> Any:
    """Lists of texts or numbers as tuples."""
    if isinstance(told, list):
        return tuple(told)
    return {key: _frozen(value) for key, value in told.items()} if isinstance(told, dict) else told
