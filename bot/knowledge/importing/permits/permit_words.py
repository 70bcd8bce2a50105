"""A sentence and the names of a page's classes in; what it says of each class that it names out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.knowledge.importing.permits.own_classes import written
from bot.knowledge.importing.permits.product_names import products_in
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import (
    example_words,
    fold,
    group_words,
    has_word,
    limit_words,
    lists,
    table_words,
    tokens,
)

_SHORT = 6
"""Words beside classes of what only names them: "Open and Everyday information"."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of one class: ``yes``, ``if`` (with what it asks for) or ``no``."""

    name: str
    effect: str
    text: str


def said_of(
    sentence: str, classes: tuple[str, ...], *, is_label: bool = False, of: str = "", is_lead: bool = False
) -> Iterator[Said]:
    """``is_label``: the sentence stands behind a tool's name. ``of``: the class that it is about where it names none.
    ``is_lead``: it stands above a list of tools, and what may be used is what stands there."""
    told = _without_grants(sentence)
    places = {name: [found.start() for found in written(name).finditer(told)] for name in classes}
    named = {name: at for name, at in places.items() if at} or ({of: [len(told)]} if of else {})
    if not named or "?" in sentence:
        return
    no, may = _first(_bans(), told), _first(_leave(), told)
    ends = max((found.start() for found in _breaks().finditer(told[: max(no, 0)])), default=-1)  # of what is allowed before a no
    reach = _reach(told, named, classes)
    for name, at in {**reach, **named}.items():
        if no >= 0 and not (0 <= may < ends and min(at) < ends):
            yield Said(name, "no", sentence)
        elif may >= 0 or reach or _only_names(told, classes, is_label=is_label):
            yield Said(name, "if" if asks(told) or _is_for_some(told, classes, is_lead=is_lead) else "yes", sentence.strip())


def _without_grants(sentence: str) -> str:
    """A sentence without the clause that grants what a thing is: "..., even though these are Guarded"."""
    return re.sub(rf",?\s*\b(?:{any_of(table_words()['level_lists']['although'])})\b[^,;.]*", " ", sentence, flags=re.IGNORECASE)


def _first(found: re.Pattern[str], text: str) -> int:
    match = found.search(text)
    return match.start() if match else -1


@cache
def _bans() -> re.Pattern[str]:
    words = [*limit_words()["ban"], *table_words()["ban_heads"]]
    return re.compile(rf"(?<!\w)(?:{any_of([word for word in words if len(word) > 1])})(?!\w)", re.IGNORECASE)


@cache
def _breaks() -> re.Pattern[str]:
    """Between what is allowed and what the same sentence denies: "for Open information, but not for Working information"."""
    return re.compile(rf"[,;]|(?<!\w)(?:{any_of(table_words()['page_lists']['buts'])})(?!\w)", re.IGNORECASE)


@cache
def _leave() -> re.Pattern[str]:
    page = table_words()["page_lists"]
    words = [*table_words()["may"], *page["may"], *page["use"], *table_words()["only"], *limit_words()["only"]]
    words = [word for word in (*words, *lists()["cells"]["allow"]) if len(word) > _FEW]
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)", re.IGNORECASE)


@cache
def _may() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(table_words()['may'])})(?!\w)", re.IGNORECASE)


_FEW = 2
"""Letters of what is no word of leave yet ("in")."""


def _reach(told: str, named: dict[str, list[int]], classes: tuple[str, ...]) -> dict[str, list[int]]:
    """The classes that are milder than the one that "up to" stands before."""
    words = [*table_words()["level_lists"]["up_to"], *table_words()["class_columns"]["before"]]
    before = re.compile(rf"(?<!\w)(?:{any_of(words)})\s+(?:\w+\s+){{0,3}}$", re.IGNORECASE)
    tops = [(name, at[0]) for name, at in named.items() if name in classes and before.search(told[: at[0]].replace("**", ""))]
    return {milder: [at] for name, at in tops for milder in classes[: classes.index(name)]}


def _only_names(told: str, classes: tuple[str, ...], *, is_label: bool) -> bool:
    """Whether words behind a tool's name hardly say more than the classes."""
    rest = told
    for name in classes:
        rest = written(name).sub(" ", rest)
    return is_label and len(tokens(rest)) <= _SHORT


def asks(told: str) -> bool:
    """Whether words ask for something beside the tool's own licence."""
    words = [*limit_words()["under"], *example_words()["conditions"], *lists()["approval"], *lists()["ban_exceptions"]]
    return bool(has_word(_without_licence(told), [*words, *table_words()["approvals"]]))


def _is_for_some(told: str, classes: tuple[str, ...], *, is_lead: bool) -> bool:
    """Whether a sentence lets some people only, or for some use only: "may be used by the press desk", "for posters"."""
    may = _first(_may(), told)
    words = tokens(_without_products(told[max(may, 0) :]))
    if {*words} & {*table_words()["whose"]["team"], *table_words()["whose"]["units"]}:
        return True
    known = _all() | {word for name in classes for word in tokens(name)}
    leads = {*table_words()["level_lists"]["agents"], *table_words()["whose"]["for"]}
    behind = (
        next((word for word in words[at + 1 :] if word not in _all()), "") for at, word in enumerate(words) if word in leads
    )
    if any(word and word not in known and not any(word.startswith(fold(name)) for name in classes) for word in behind):
        return True
    subject = _without_licence(told[: max(may, 0)])
    for name in classes:
        subject = written(name).sub(" ", subject)
    return bool(subject) and not is_lead and not _is_anybody(subject)


def _is_anybody(subject: str) -> bool:
    """Whether what stands before "may" names no people but all: "Anybody who has it", "Microsoft 365 Copilot"."""
    return {*tokens(_without_products(subject))} <= _all()


def _without_products(text: str) -> str:
    for product in products_in(text):
        text = text.replace(product, " ")
    return text


@cache
def _all() -> frozenset[str]:
    whose = table_words()["whose"]
    told = [*table_words()["level_lists"]["subjects"], *whose["all"], *whose["anybody"], *whose["everybody"], *whose["idle"]]
    told += [*lists()["generic_data"], *group_words("generic"), *example_words()["articles"], *lists()["accounts"]["nouns"]]
    return frozenset(word for said in told for word in tokens(str(said)))


def _without_licence(told: str) -> str:
    """A sentence without a clause that only speaks of having the licence: "If you hold a licence you may use it"."""
    nouns = any_of([*lists()["accounts"]["nouns"], *lists()["accounts"]["kinds"]])
    under = any_of([*limit_words()["under"], *example_words()["conditions"]])
    return re.sub(rf"(?:^|,\s*)(?:{under})\s+(?:[^\s,;.]+\s+){{0,4}}(?:{nouns})\b,?", " ", told, flags=re.IGNORECASE)
