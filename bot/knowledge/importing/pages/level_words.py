"""What a line says of the classes that a tool may have in; the classes out, where each of its words is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.knowledge.importing.cells.effects import read_cell
from bot.knowledge.importing.classes.class_lists import numbered, usual
from bot.knowledge.importing.texts.words import find_run, fold, has_word, lists, table_words, tokens, without_generic

MARK = re.compile(r"\[\^?\w{1,3}\]|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+")
_ODD = re.compile(r"[^\w\s,.;()'’&/+–-]")
NUMBERS = 100
"""Steps from here on are numbers: nobody knows from which end they count."""


@dataclass(frozen=True, slots=True)
class Given:
    """Classes, by their step, that a line allows."""

    steps: frozenset[int]
    reaches: bool = False
    """Whether all that is milder is meant as well."""


def given_of(said: str) -> Given | None:
    """The classes that a line names; None where one word of it is not known."""
    words = table_words()["level_lists"]
    said = MARK.sub(" ", said)
    rest = list(tokens(said))
    if _ODD.search(said):
        return None
    for phrase in sorted(words["only"], key=len, reverse=True):
        rest = _without(rest, tokens(phrase))[0]
    if _is_nothing(said) and not any(step_of(word) is not None for word in rest):
        return Given(frozenset())
    reaches = False
    for phrase in sorted([*table_words()["class_columns"]["before"], *words["up_to"]], key=len, reverse=True):
        rest, is_there = _without(rest, tokens(phrase))
        reaches = reaches or is_there
    steps, rest = _steps(rest)
    idle = {word for phrase in (*words["idle"], *lists()["generic_data"]) for word in tokens(phrase)}
    if not steps or (reaches and (len(steps) > 1 or steps[0] >= NUMBERS)) or any(word not in idle for word in rest):
        return None
    return Given(frozenset(steps), reaches)


def _is_nothing(said: str) -> bool:
    """ "Nothing", "none, do not use": each part of it a no."""
    none = {fold(word) for word in table_words()["class_columns"]["none"]} - {"", "-"}
    parts = [fold(part).strip() for part in re.split(r"[,;.:–—]", said) if tokens(part)]
    return bool(parts) and all(part in none or read_cell(part, {}).effect == "deny" for part in parts)


def _without(words: list[str], phrase: tuple[str, ...]) -> tuple[list[str], bool]:
    at = find_run(phrase, tuple(words)) if phrase else -1
    return (words[:at] + words[at + len(phrase) :], True) if at >= 0 else (words, False)


def _steps(words: list[str]) -> tuple[list[int], list[str]]:
    """The classes among some words, longer names first, and the other words."""
    found, rest, at = [], [], 0
    while at < len(words):
        size = next((n for n in (3, 2, 1) if at + n <= len(words) and step_of(" ".join(words[at : at + n])) is not None), 0)
        if size:
            found.append(step_of(" ".join(words[at : at + size])))
        else:
            rest.append(words[at])
        at += size or 1
    return [step for step in found if step is not None], rest


@cache
def step_of(name: str) -> int | None:
    """How strict a class is by its usual name or its number; None where it is no class."""
    bare = without_generic(name)
    inflected = {fold(word): fold(root) for root, forms in table_words()["level_lists"]["forms"].items() for word in forms}
    step = usual(inflected.get(bare, bare))
    number = numbered(bare) if step is None else None
    return step if number is None else NUMBERS + number


def denies(note: str) -> bool:
    return bool(has_word(note, [*lists()["classes"]["negation"], *lists()["exceptions"], *table_words()["ban_heads"]]))


def keeps_out(note: str) -> bool:
    """A label of what may not go in: the sentence narrows, it takes back no class."""
    label, _, said = note.partition(":")
    return bool(said) and denies(label) and bool(has_word(label, table_words()["level_lists"]["not_have"]))
