"""The things of a list of data in; each as a class of data, with what narrows it, out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.importing.pages.level_words import MARK
from bot.knowledge.importing.pages.page_labels import limits
from bot.knowledge.importing.pages.page_sections import Item
from bot.knowledge.importing.pages.page_tools import is_for_some
from bot.knowledge.importing.texts.patterns import any_of, without_deed
from bot.knowledge.importing.texts.words import example_words, fold, has_word, lists, table_words, tokens, without_generic

_SPLIT = re.compile(r"\s*[,;]\s*(?![^()]*\))")
_ASIDE = re.compile(r"\s*\(([^()]*)\)\s*$")
_BEHIND = re.compile(r"\s+[–—-]\s+|:\s+")


@dataclass(slots=True)
class Thing:
    """One class of data as one list names it. ``asks``: what narrows it."""

    name: str
    line: int
    asks: list[str] = field(default_factory=list)


def of_bullet(item: Item) -> list[Thing]:
    """A thing of a list stays whole, "minutes and notes without names"; what narrows it is its condition."""
    name, *behind = _BEHIND.split(item.name, maxsplit=1)
    aside = _ASIDE.search(name)
    if aside and not is_example(aside[1]):
        name, behind = _ASIDE.sub("", name), [aside[1], *behind]
    before, comma, after = name.partition(", ")
    if comma and limits(after) and not limits(before, of_data=True) and tokens(after)[:1] and tokens(after)[0] in _cues():
        name, behind = before, [after, *behind]
    asks = [note for note in (*behind, *item.notes) if not is_example(note)]
    asks += [name] if limits(name, of_data=True) or _is_for(name) or MARK.search(name) else []
    return [Thing(without_deed(MARK.sub("", name).strip(" .;,")), item.line, asks)] if tokens(name) else []


def is_example(note: str) -> bool:
    """Whether a note names things, "rotas, minutes" or "such as rotas", and asks for nothing."""
    changed = [word for said in lists()["transformations"].values() for word in said]
    is_listed = "," in note or has_word(note, example_words()["leads"]) or (note.isupper() and len(tokens(note)) == 1)
    return bool(is_listed) and not _asks(note) and not has_word(note, changed)


def _asks(note: str) -> bool:
    return limits(note) or is_for_some(note) or bool(has_word(note, lists()["condition_cues"]))


def _is_for(name: str) -> bool:
    """ "Client files for the disputes team"."""
    words = tokens(name)
    return bool(set(words) & set(table_words()["whose"]["for"])) and is_for_some(name)


@cache
def _cues() -> frozenset[str]:
    words = [*lists()["condition_cues"], *table_words()["only"], *lists()["exceptions"], *table_words()["page_lists"]["buts"]]
    return frozenset(fold(word) for word in words)


def of_texts(texts: list[Item]) -> list[Thing]:
    """A list in a sentence, parted by commas; what narrows one of its things may be said of all of them."""
    found: list[Thing] = []
    for item in texts:
        bare = without_only(item.name)
        names = parts_of(bare)
        whole = [bare] if _asks_of_all(bare, names) else []
        for at, name in enumerate(names):
            for thing in of_bullet(Item(name, item.line)):
                is_hung = bool(at) and len(tokens(thing.name)) == 1 and len(tokens(names[0])) > 1
                thing.asks = list(dict.fromkeys([*thing.asks, *whole, *([bare] if is_hung else [])]))
                found.append(thing)
    return found


def without_only(said: str) -> str:
    """ "Published law only" -> "Published law"."""
    only = any_of(table_words()["only"])
    return re.sub(rf"(?:^(?:{only})\s+|\s+(?:{only})$)", "", said.strip(" ."), flags=re.IGNORECASE)


def _asks_of_all(said: str, names: list[str]) -> bool:
    """Whether words that narrow stand anywhere but in brackets behind one of the first things."""
    for name in names[:-1]:
        said = said.replace(name, " ") if _ASIDE.search(name) else said
    return len(names) > 1 and limits(said, of_data=True)


def parts_of(said: str) -> list[str]:
    """Between commas, and between an "and" that has two words or more on either side."""
    joiner = any_of(table_words()["class_columns"]["and"])
    found: list[str] = []
    for part in _SPLIT.split(said):
        bare = re.sub(rf"^(?:{joiner})\s+", "", part, flags=re.IGNORECASE)
        ends = re.split(rf"\s+(?:{joiner})\s+(?![^()]*\))", bare, flags=re.IGNORECASE)
        found += ends if all(len(tokens(end)) > 1 for end in ends) else [bare]
    return [part for part in found if part.strip()]


def is_marked(name: str) -> bool:
    """Whether somebody struck it through, or put a sign beside it that says something else than the list."""
    signs = [sign for kind in ("deny", "conditional", "review") for sign in lists()["symbols"][kind]]
    return any(sign in name for sign in ("~~", "<", *signs))


def is_use_of(name: str) -> bool:
    """Whether a thing of a list is what people do, "drafting emails", "E-Mails entwerfen", and no data."""
    deeds = {fold(word) for word in table_words()["page_lists"]["deeds"]}
    words = tokens(name)
    return bool(words) and bool({words[0], words[-1]} & deeds)


def is_rest(name: str) -> bool:
    """ "Everything else", "nothing": no data of its own."""
    none = {fold(word) for word in [*table_words()["class_columns"]["none"], *lists()["groups"]["other"]]}
    rest = {fold(word) for word in table_words()["page_lists"]["rest"]}
    begun = [word for word in rest if fold(name).startswith(word)]
    is_but = begun and has_word(name, [*table_words()["page_lists"]["buts"], *lists()["exceptions"]])
    return not without_generic(name) or fold(name).strip(" .") in none | rest or tokens(name)[0] in none or bool(is_but)
