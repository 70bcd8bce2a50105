"""A page with a section for each tool whose labels name classes that the page explains, "Good for: Open", in; a table out.

A class beside a yes is allowed where nothing else stands with it, and under those words where something does; a class beside a no
is forbidden; of a class that a section does not name the page says nothing. What the section says of people, and whatever else
narrows it, are columns of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.importing.cells.raw_tables import Cell
from bot.knowledge.importing.classes.explained import Run, explained_runs
from bot.knowledge.importing.classes.strictness import name_parts
from bot.knowledge.importing.pages.level_claims import names_product
from bot.knowledge.importing.pages.list_leads import HEADING
from bot.knowledge.importing.pages.listed import Listed
from bot.knowledge.importing.pages.page_labels import is_no, label_of, limits
from bot.knowledge.importing.pages.page_things import is_rest
from bot.knowledge.importing.pages.page_tools import kind_of, names_of
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import data_key, fold, has_word, lists, small_words, table_words, tokens
from bot.policy.words import Citation

_LABEL = re.compile(
    r"^\s*(?:[-*+•]\s+)?(?P<bold>\*\*|__)?(?P<label>[^:*_|]{2,40}?)\s*(?:(?(bold)(?::(?P=bold)|(?P=bold)\s*[:.–—-]?)|:))\s*(?P<rest>.*)$"
)
_BULLET = re.compile(r"^\s*[-*+•]\s+")
_ITEM = re.compile(r"\s*[,;/]\s*")
_SEVERAL = 2
"""Sections that name classes, from which on a page is one of these."""


@dataclass(slots=True)
class _Said:
    """What stands behind one label. ``effect``: allow, deny, ``ask`` or ``who``; empty for whatever else."""

    effect: str
    label: str
    text: str
    line: int


@dataclass(slots=True)
class _Card:
    """The section of one heading."""

    names: tuple[str, ...]
    line: int
    said: list[_Said] = field(default_factory=list)

    def of(self, effect: str) -> list[_Said]:
        return [one for one in self.said if one.effect == effect]


def read_cards(file: str, text: str) -> Listed | None:
    """None where fewer than two sections name classes behind their labels. ``file``: what citations name."""
    cards = list(_cards(text.splitlines()))
    ruled = [card for card in cards if card.of("allow") or card.of("deny")]
    for run in explained_runs((), text):
        keys = _keys(run)
        naming = [card for card in ruled if any(_named(one.text, keys) for one in (*card.of("allow"), *card.of("deny")))]
        if len(naming) >= _SEVERAL and any(_named(one.text, keys) for card in naming for one in card.of("allow")):
            return _table(file, ruled, run, keys)
    return None


def _cards(lines: list[str]) -> Iterator[_Card]:
    """The sections below headings that name tools; what stands behind a label, and in the bullets below it, is said of it."""
    card, level = None, 0
    for number, line in enumerate(lines, 1):
        if heading := HEADING.match(line):
            if card is not None and len(heading["level"]) > level and not names_product(heading["text"]):
                continue  # a part of the section
            if card is not None:
                yield card
            names = names_of(heading["text"].strip(" #*"))
            card, level = (_Card(names, number), len(heading["level"])) if names else (None, 0)
        elif card is not None and line.strip():
            _take(card, line, number)
    if card is not None:
        yield card


def _take(card: _Card, line: str, number: int) -> None:
    found = _LABEL.match(line)
    effect = _effect_of(found["label"]) if found else None
    if found and (found["bold"] or effect is not None):
        card.said.append(_Said(effect or "", found["label"].strip(), found["rest"].strip(" *"), number))
    elif card.said and _BULLET.match(line):
        last = card.said[-1]
        last.text = "; ".join(filter(None, (last.text, _BULLET.sub("", line).strip(" *"))))
    else:
        card.said.append(_Said("", "", line.strip(" *>-"), number))


def _effect_of(label: str) -> str | None:
    """None where nobody knows the label."""
    if kind_of(label) == "who":
        return "who"
    if is_no(label):
        return "deny"
    known = label_of(label)
    if has_word(label, _good()) or (known and known.effect == "allow"):
        return "allow"
    return "ask" if known and known.effect == "conditional" else "" if known else None


@cache
def _good() -> list[str]:
    return [*table_words()["class_columns"]["listed"], *table_words()["page_lists"]["uses"], *table_words()["page_lists"]["may"]]


def _keys(run: Run) -> dict[str, str]:
    """What each class may be called, folded -> its name; what two have in common is nobody's."""
    keys: dict[str, str] = {}
    for name in run.names:
        for part in {fold(name), data_key(name), *map(fold, name_parts(name))} - {""}:
            keys[part] = name if keys.get(part, name) == name else ""
    return {key: name for key, name in keys.items() if name}


def _named(text: str, keys: dict[str, str]) -> list[str]:
    """The classes that a text names."""
    return list(dict.fromkeys(name for key, name in keys.items() if has_word(text, [key])))


def _table(file: str, cards: list[_Card], run: Run, keys: dict[str, str]) -> Listed:
    named = frozenset(fold(name) for card in cards for one in card.said for name in _named(one.text, keys))
    classes = run.around(named)
    who, needs = lists()["headers"]["who"][0], lists()["condition_heads"][0]
    rows = [tuple(Cell(text, Citation(file, 1)) for text in ("tool", *classes, who, needs))]
    remarks = [
        "The file has no table. It was read as a page with a section for each tool, which names the classes that it may have."
    ]
    for card in cards:
        people = "; ".join(one.text for one in card.of("who"))
        asked = ". ".join(_asked(card, keys))
        words = [*(_word(card, name, keys) for name in classes), people, asked]
        for name in card.names:
            at = Citation(file, card.line, 1, name)
            rows.append((Cell(name, at), *(Cell(word, at) for word in words)))
    return Listed(tuple(rows), remarks)


def _word(card: _Card, name: str, keys: dict[str, str]) -> str:
    """What a section says of one class, as a cell would."""
    words = table_words()["class_columns"]
    denied = [part for one in card.of("deny") for part in statements_of(one.text) if name in _named(part, keys)]
    buts = [*lists()["exceptions"], *table_words()["page_lists"]["buts"]]
    if denied and not any(has_word(part, buts) for part in denied):
        return str(words["no"])
    if denied:
        return f"{words['review']}: {card.of('deny')[0].label}: {'. '.join(denied)}"
    told = [part for one in card.of("allow") for part in statements_of(one.text) if name in _named(part, keys)]
    if not told:
        is_shut = _is_shut(card.of("deny")) or any(_is_none(one.text) for one in card.of("allow"))
        return str(words["no"] if is_shut else "")
    if first := [f"{one.label}: {one.text}" for one in card.of("ask") if name in _named(one.text, keys)]:
        return f"{words['review']}: {'. '.join(first)}"
    if all(_is_plain(part, keys) for part in told):
        return str(words["yes"])
    return f"{words['yes']}: {'. '.join(part.strip(' .') for part in told)}"


def _is_shut(denied: Iterable[_Said]) -> bool:
    """ "Never for: anything"."""
    return any(is_rest(part) for one in denied for part in _ITEM.split(one.text) if tokens(part))


def _is_none(text: str) -> bool:
    """ "Good for: nothing here"."""
    none = {fold(word) for word in table_words()["class_columns"]["none"]}
    return bool(tokens(text)) and tokens(text)[0] in none


def _is_plain(text: str, keys: dict[str, str]) -> bool:
    """Whether a sentence names classes, and behind a colon or in brackets what they hold, and narrows nothing."""
    if limits(text, of_data=True):
        return False
    head = re.split(r":|\s[–—-]\s", re.sub(r"\([^()]*\)", " ", text), maxsplit=1)[0]
    joiners = {fold(word) for said in small_words()["joiners"].values() for word in said}
    joiners |= {fold(word) for word in table_words()["class_columns"]["behind"]}
    left = " ".join(part for part in _ITEM.split(head) if tokens(part))
    for key in sorted(keys, key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(key)}(?!\w)", " ", fold(left))
    return not set(tokens(left)) - joiners


def _asked(card: _Card, keys: dict[str, str]) -> Iterator[str]:
    """What else narrows the use of a tool, of whatever data. A sentence beside classes that names none, and narrows, may be about
    any of them."""
    for one in card.said:
        for part in statements_of(one.text) if one.effect in ("", "allow") else ():
            is_of_class = one.effect == "allow" and _named(part, keys)
            if not is_of_class and (limits(part, of_data=one.effect == "allow") or limits(one.label)):
                yield f"{one.label}: {part}".strip(" :.") if one.label and not one.effect else part.strip(" .")
