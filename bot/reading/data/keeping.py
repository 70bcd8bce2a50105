"""Words for keeping what is said, and for where it is said, go in; the data that comes of it comes out.

"Record an internal call" names no data, and makes some: a recording, with whatever the policy says of one.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from bot.policy.world import Catalog
from bot.reading.words.cues import Cues
from bot.tongue.entries import Match, told_kind

_KEEPS, _OF = "keeps.", ".of"
"""Word lists: ``keeps.KIND`` are deeds that make data of that kind, of what ``keeps.KIND.of`` names."""
_NOTES = "meeting-notes"
"""The kind of what is written up of a meeting."""
_REACH = 5
"""Words from the deed to what it is done to."""


def kept_kinds(catalog: Catalog, tied: Container[str]) -> dict[str, tuple[str, ...]]:
    """The kinds that have such lists, each with what is told by them. ``tied``: kinds that the policy places. Where it places
    what is a little broader ("meeting notes"), that is what its owner meant; where it places neither, nothing is told."""
    kinds = [name.removeprefix(_KEEPS) for name in catalog.words if name.startswith(_KEEPS) and not name.endswith(_OF)]
    broader = {kind: tuple(one for one in catalog.kinds[kind].is_a if one in tied) for kind in kinds}
    return {kind: (kind,) if kind in tied else broader[kind] for kind in kinds}


def kept(cues: Cues, kinds: Mapping[str, tuple[str, ...]], *, told: bool) -> list[Match]:
    """The kinds that a message tells of so, at the words for what is kept. ``told``: data is named: then it is said what is
    summed up, and only who records makes more of it."""
    found = []
    for kind, tied in kinds.items():
        if told and kind == _NOTES:
            continue
        deeds, things = cues.of(f"{_KEEPS}{kind}"), cues.of(f"{_KEEPS}{kind}{_OF}")
        thing = next((one for one in things if any(_is_done_to(deed, one, cues) for deed in deeds)), None)
        found += [Match(thing.first, thing.last, told_kind(one), "example") for one in tied] if thing else []
    return found


def _is_done_to(deed: Match, thing: Match, cues: Cues) -> bool:
    apart = max(thing.first - deed.last, deed.first - thing.last)
    return 0 <= apart <= _REACH and cues.tokens[deed.first].sentence == cues.tokens[thing.first].sentence
