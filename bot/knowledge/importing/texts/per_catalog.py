"""A function of the catalog goes in; one that works each thing out once for a catalog comes out.

All imports of a process have the same catalog, and to fold its names anew took a third of each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from bot.policy.world import Catalog

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
