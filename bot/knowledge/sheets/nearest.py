"""Words that nobody knows and a policy's vocabulary go in; the ids of what they may mean come out, nearest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from bot.knowledge.sheets.sheet import slug
from bot.policy.vocabulary import Vocabulary
from bot.policy.world import Catalog

NEAR_ENOUGH = 60


def nearest_data(words: str, vocabulary: Vocabulary) -> list[str]:
    """Data types and classes."""
    return _nearest(words, {id_: (one.label, *one.names, *one.examples) for id_, one in vocabulary.data.items()})


def nearest_tools(words: str, vocabulary: Vocabulary) -> list[str]:
    """Tools and offerings."""
    return _nearest(words, {id_: (one.label, *one.names) for id_, one in (vocabulary.tools | vocabulary.offerings).items()})


def as_tool(name: str, catalog: Catalog) -> dict[str, object]:
    """What the catalog says of a tool of that name, as fields of a tool file; empty where it has none."""
    wanted = name.casefold()
    for tool in catalog.tools.values():
        if wanted in (tool.name.casefold(), *tool.names):
            return {"catalog": [tool.id], **({"vendor": slug(tool.vendor)} if tool.vendor else {})}
    return {}


def _nearest(words: str, things: Mapping[str, Sequence[str]]) -> list[str]:
    wanted = words.casefold()
    scored = {id_: max(fuzz.WRatio(wanted, name.casefold()) for name in names) for id_, names in things.items() if names}
    return [id_ for id_, score in sorted(scored.items(), key=lambda pair: -pair[1]) if score >= NEAR_ENOUGH]
