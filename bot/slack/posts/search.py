"""A list to pick from and what was typed go in; the options of a select come out, the best found first, under their headings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.policy.talks.checks import Entry
from bot.slack.checks import Checks
from bot.slack.posts.text import cut, plain_text, quiet

MOST_OPTIONS = 100
LABEL, VALUE = 75, 150


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Small letters without accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def search(entries: Sequence[Entry], typed: str, read: Iterable[str] = ()) -> dict[str, Any]:
    """Those in whose label or names every typed word stands, at most 100: labels before other names, of which the one that was
    found stands below. ``read``: ids of what is meant by the typed words, whatever it is called; they come first."""
    wanted, meant = tuple(fold(typed).split()), frozenset(read)
    each = ((-1, entry) if entry.id in meant else _found(entry, wanted) for entry in usable(entries))
    best = [entry for _, entry in sorted((one for one in each if one is not None), key=lambda one: one[0])[:MOST_OPTIONS]]
    if not any(entry.group for entry in best):
        return {"options": [option(entry) for entry in best]}
    return {"option_groups": groups(best)}


def groups(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Option groups, each heading once, in the order in which they first come."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        found.setdefault(cut(quiet(entry.group), LABEL) or "–", []).append(option(entry))
    return [{"label": plain_text(heading, LABEL), "options": options} for heading, options in found.items()]


def search_data(checks: Checks, language: str, typed: str) -> dict[str, Any]:
    """Kinds of data, also by words that are no name of one: "patient letters" are health records."""
    return search(checks.entries("data", language, ""), typed, checks.look(typed, (), language).data if typed.strip() else ())


def options(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """All of a short list."""
    return [option(entry) for entry in usable(entries)[:MOST_OPTIONS]]


def option(entry: Entry) -> dict[str, Any]:
    """One option."""
    described = {"description": plain_text(entry.examples, LABEL)} if entry.examples else {}
    return {"text": plain_text(entry.label, LABEL), "value": entry.id, **described}


def usable(entries: Iterable[Entry]) -> list[Entry]:
    """Each id once, and none that Slack would not take."""
    return list({entry.id: entry for entry in entries if 0 < len(entry.id) <= VALUE and entry.label.strip()}.values())


def _found(entry: Entry, wanted: tuple[str, ...]) -> tuple[int, Entry] | None:
    """0: the label begins so; 1: it holds all words; with another name that it has they are 2: beginnings of words, 3: inside
    some. None: it does not fit."""
    label = fold(entry.label)
    if all(word in label for word in wanted):
        return 0 if not wanted or label.startswith(wanted[0]) else 1, entry
    held = {name: f" {label} {fold(name)}" for name in entry.names}
    for rank, before in ((2, " "), (3, "")):
        if name := next((name for name, whole in held.items() if all(before + word in whole for word in wanted)), ""):
            return rank, replace(entry, examples=name)
    return None
