"""Messages with values in them, and everyday messages, go in; the share kept of each kind and the false alarms come out.

Run: ``python -m benchmarks.values [--values FILE] [--everyday FILE] [--misses]``; without files those of ``tests/reading/held``,
which nobody reads. A file of values is a list of ``text``, ``values`` and ``kind``; one of everyday messages is a list of texts.
Nothing of an item is shown without ``--misses``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from bot.reading.door import make_safe
from tests.yamls import read_yaml

HELD = Path(__file__).resolve().parents[1] / "tests" / "reading" / "held"
MARK = "\u241f"
"""Stands in the values of files, so that nothing takes them for secrets of the repository."""
PART = 6
"""Characters of a value in a row that are too many to be kept; of a shorter one all."""


@dataclass(slots=True)
class Kept:
    """What came of a file of values. An item counts once, however many values of it are left."""

    items: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[Mapping[str, Any], str, str]] = field(default_factory=list)
    """Each with the safe text, and what is left of a value."""

    @property
    def share(self) -> float:
        """Of the items."""
        return self.kept.total() / self.items.total()


def left_of(value: str, safe: str) -> str:
    """The first part of a value that is still there, empty if none is."""
    size = min(PART, len(value))
    parts = (value[at : at + size] for at in range(len(value) - size + 1))
    return next((part for part in parts if part in safe), "")


def kept_of(items: Iterable[Mapping[str, Any]]) -> Kept:
    """Redact messages with values in them."""
    found = Kept()
    for item in items:
        safe = make_safe(item["text"]).text
        found.items[item["kind"]] += 1
        if left := next(filter(None, (left_of(str(value), safe) for value in item["values"])), ""):
            found.kept[item["kind"]] += 1
            found.misses.append((item, safe, left))
    return found


def alarms_in(texts: Iterable[str]) -> list[tuple[str, str]]:
    """Everyday messages of which something was taken, each with what is left."""
    pairs = ((text, make_safe(text)) for text in texts)
    return [(text, safe.text) for text, safe in pairs if safe.kinds]


def read(file: Path) -> Any:
    """What a file of values or of messages says, without the mark."""
    return _unmarked(read_yaml(file.read_text(encoding="utf-8")))


def _unmarked(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: _unmarked(one) for name, one in said.items()}
    return [_unmarked(one) for one in said] if isinstance(said, list) else str(said).replace(MARK, "")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--values", type=Path)
    parser.add_argument("--everyday", type=Path)
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    if not (given.values or given.everyday):
        given.values, given.everyday, given.misses = HELD / "values.yaml", HELD / "everyday.yaml", False
    if given.values:
        show_kept(kept_of(read(given.values)), given.misses)
    if given.everyday:
        show_alarms(read(given.everyday), given.misses)


def show_kept(found: Kept, misses: bool) -> None:
    """A line a kind, and one for all."""
    for kind in sorted(found.items):
        print(f"{kind:<24} {found.kept[kind]:>4} of {found.items[kind]:>4} kept")
    print(f"{'all':<24} {found.kept.total():>4} of {found.items.total():>4} kept, {found.share:.1%}")
    for item, safe, left in found.misses if misses else ():
        print(f"{item['kind']}: {left!r} is left\n  {item['text']!r}\n  {safe!r}")


def show_alarms(texts: list[str], misses: bool) -> None:
    """How many everyday messages lost something, and how long a message took."""
    times = []
    for text in texts:
        begin = process_time()
        make_safe(text)
        times.append(process_time() - begin)
    alarms = alarms_in(texts)
    print(f"false alarms: {len(alarms)} of {len(texts)} everyday messages; median {1000 * median(times):.2f} ms")
    for before, after in alarms if misses else ():
        print(f"in vain: {before!r}\n  {after!r}")


if __name__ == "__main__":
    main()
