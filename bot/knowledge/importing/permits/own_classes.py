"""A page in; the names that it gives its own classes of data out, mildest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.importing.classes.class_lists import numbered, usual
from bot.knowledge.importing.classes.explained import explained_in, is_of_data
from bot.knowledge.importing.pages.products import names_product
from bot.knowledge.importing.permits.blocks import Block, bare, name_of
from bot.knowledge.importing.tables.markup import read_markdown
from bot.knowledge.importing.texts.patterns import any_of, joiners
from bot.knowledge.importing.texts.words import fold, generic_data, lists, table_words, tokens

_SEVERAL, _MOST = 2, 8
_LONGEST = 4
"""Words of a class's name."""
_SAID = 2
"""Places at least where a page names each of its classes."""


def own_classes(text: str, blocks: list[Block]) -> tuple[str, ...]:
    """Names that a table of classes begins its lines with, that paragraphs or items below one heading set apart, or that are
    headings below one, wherever what stands above speaks of data; none where the page has several such runs of other names."""
    tables = map(explained_in, read_markdown("", text).tables)
    runs = [run for run in (*tables, *_set_apart(blocks), *_headings(blocks)) if _are_classes(run, text)]
    best = max(runs, key=len, default=())
    return _ordered(best) if all({*map(fold, run)} & {*map(fold, best)} for run in runs) else ()


def _are_classes(names: tuple[str, ...], text: str) -> bool:
    told = [bare(line) for line in text.splitlines()]
    said = [sum(bool(written(name).search(line)) for line in told) for name in names]
    return (
        _SEVERAL <= len(names) <= _MOST
        and len({*map(fold, names)}) == len(names)
        and all(0 < len(tokens(name)) <= _LONGEST and not names_product(name) for name in names)
        and all(said)
        and (_are_usual(names) or sum(places >= _SAID for places in said) >= _SEVERAL)
    )


def written(name: str) -> re.Pattern[str]:
    """Finds a class's name as it is written: an adjective in small letters is none. Endings of the language may follow."""
    return re.compile(rf"(?<!\w){re.escape(name)}(?:{any_of(table_words()['level_lists']['endings'])})?(?!\w)")


def as_named(text: str, classes: tuple[str, ...]) -> str:
    """A page that writes most of its classes in small letters where it speaks of them ("groen en geel"), as it names them."""
    text = _in_lists(text, classes)
    small = {name: re.compile(rf"(?<![\w-]){re.escape(name[:1].lower() + name[1:])}(?![\w-])") for name in classes}
    told = [name for name in classes if len(small[name].findall(text)) >= max(_SEVERAL, len(written(name).findall(text)))]
    if 2 * len(told) < len(classes) or not _are_usual(classes):
        return text
    for name, pattern in small.items():
        text = pattern.sub(name, text)
    return text


def _in_lists(text: str, classes: tuple[str, ...]) -> str:
    """Classes in small letters before the word for data that they share: "open, working and resident information"."""
    small = {name[:1].lower() + name[1:]: name for name in classes}
    one, nouns = any_of(small), any_of(lists()["headers"]["data"])
    listed = re.compile(
        rf"(?<![\w-])(?:(?:{one})(?:,\s+(?:(?:{joiners()})\s+)?|\s+(?:{joiners()})\s+))*(?:{one})(?=\s+(?:{nouns})(?!\w))"
    )
    each = re.compile(rf"(?<![\w-])(?:{one})(?![\w-])")
    return listed.sub(lambda found: each.sub(lambda name: small[name.group()], found.group()), text) if small else text


def _ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    """As the page has them, turned round where usual names or numbers say so."""
    for rank in (usual, numbered):
        ranks = [known for name in names if (known := rank(name)) is not None]
        if len(ranks) >= _SEVERAL and ranks == sorted(ranks, reverse=True):
            return names[::-1]
    return names


def _set_apart(blocks: list[Block]) -> Iterator[tuple[str, ...]]:
    by_heading: dict[int, list[Block]] = {}
    for block in blocks:
        by_heading.setdefault(block.below, []).append(block)
    for held in by_heading.values():
        names = tuple(
            dict.fromkeys(plain_name(name) for block in held if (name := name_of(block.text)) and not names_product(name))
        )
        if is_of_data(held[0].heading) or _are_usual(names):
            yield names


def _headings(blocks: list[Block]) -> Iterator[tuple[str, ...]]:
    """Headings one step below one that speaks of data."""
    by_parent: dict[str, list[str]] = {}
    for block in blocks:
        if block.heading:
            by_parent.setdefault(block.parent, []).append(plain_name(re.split(r"\s[–—-]\s|[:(]", bare(block.heading))[0].strip()))
    for parent, held in by_parent.items():
        names = tuple(dict.fromkeys(held))
        if parent and is_of_data(parent):
            yield names
        elif _are_usual(usual_ones := tuple(name for name in names if usual(name) is not None)):
            yield usual_ones


def plain_name(name: str) -> str:
    """A class's name without "data" or "information" behind it."""
    words = name.split()
    while len(words) > 1 and fold(words[-1]) in generic_data():
        words.pop()
    return " ".join(words)


def _are_usual(names: tuple[str, ...]) -> bool:
    """Whether most of some names are usual ones of classes, colours among them."""
    return 2 * sum(usual(name) is not None for name in names) > max(len(names), _SEVERAL)
