"""A table with a column that names classes in; a column for each class, plans in the rows' names, and the rest as notes out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from bot.knowledge.importing.cells.effects import colour_words, exact_words, symbols
from bot.knowledge.importing.cells.legend_lines import read_legend
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.classes.class_lists import denies, names_classes, spread_classes
from bot.knowledge.importing.classes.explained import Run
from bot.knowledge.importing.rows.heads import tells_who
from bot.knowledge.importing.rows.row_products import plans_in
from bot.knowledge.importing.tables.class_columns import is_of_class, spread_highest
from bot.knowledge.importing.tables.shape import is_class_name, kind_of_head
from bot.knowledge.importing.texts.glossary import Glossary
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.words import fold, has_word, lists, small_words, table_words, tokens

_PHRASE = re.compile(r"\s*[,;(\n]\s*")
_LONGEST = 4
"""Words of a plan behind the name of its tool."""
_FEW = 8
"""Words of whoever may use a tool."""
_HALF = 2


def spread(body: Rows, glossary: Glossary, runs: Iterable[Run], lines: Iterable[str], remarks: list[str]) -> Rows:
    """The table with a column for each class, where one names them; what stands in columns about the tools narrows their rows.
    ``runs``, ``lines``: the classes that the file explains, and what the document says."""
    runs = tuple(runs)
    names = [run.names for run in runs if run.is_whole]
    wide = spread_highest(body, runs, remarks)
    wide = spread_classes(body, glossary, remarks, lines, names) if wide is body else wide
    wide = spread_highest(body, runs, remarks, is_unsure_too=True) if wide is body else wide
    named = _with_plans(wide, remarks)
    if wide is body:
        return named
    old = {cell.text for cell in (*body[0], *(row[0] for row in body))}
    beside = [number for number, cell in enumerate(named[0]) if number and cell.text in old]
    return _noted(_gated(named, beside, lines), beside)


def _with_plans(body: Rows, remarks: list[str]) -> Rows:
    """The table whose rows are called after the plan that a column of any name tells: "ChatGPT" with "ChatGPT Team, 12 seats" is
    that plan, and not the tool in general."""
    for number, head in enumerate(body[0]):
        if not number or kind_of_head(head.text) or _says(body, number) or any(is_class_name(row[0].text) for row in body[1:]):
            continue
        told = {at: name for at, row in enumerate(body) if at and (name := _called(row, number))}
        if len(told) * _HALF < sum(bool(row[number].text) for row in body[1:] if number < len(row)):
            told = {at: name for at, name in told.items() if _repeats(body[at][0].text, body[at][number].text)}
        for at, name in told.items():
            remarks.append(f"The row of `{body[at][0].text}` is for {body[at][number].text}; it was named `{name}`.")
        body = tuple(_named(row, number, told[at]) if at in told else row for at, row in enumerate(body))
    return body


def _named(row: tuple[Cell, ...], number: int, name: str) -> tuple[Cell, ...]:
    return (replace(row[0], text=name, spread=False), *row[1:number], replace(row[number], text=""), *row[number + 1 :])


def _called(row: tuple[Cell, ...], number: int) -> str:
    """The row's name with the plan that a cell tells; empty where it tells none."""
    name, said = row[0].text, row[number].text if number < len(row) else ""
    bare = without_brackets(name).strip()
    if repeated := _repeats(name, said):
        return name.replace(bare, repeated, 1) if bare in name else repeated
    plans = [part for part in _PHRASE.split(said) if tokens(part) and set(tokens(part)) <= _plan_words()]
    if not plans or not plans_in(said) or set(plans_in(said)) <= set(plans_in(name)):
        return ""
    if len(plans) == 1:
        return name.replace(bare, f"{bare} {plans[0]}", 1) if bare in name else f"{name} {plans[0]}"
    return f"{name} ({said})"


@cache
def _plan_words() -> frozenset[str]:
    """Words of plans, and those that say that something is one."""
    told = [*(word for said in lists()["plans"].values() for word in said), *lists()["headers"]["plan"], *lists()["paid"]]
    joiners = [word for said in small_words()["joiners"].values() for word in said]
    return frozenset(part for word in (*told, *joiners) for part in tokens(word))


def _repeats(name: str, said: str) -> str:
    """The part of a cell that begins as the row is called, and says more: "ChatGPT Team"."""
    own = tokens(without_brackets(name))
    for part in _PHRASE.split(said):
        words = tokens(part)
        if own and words[: len(own)] == own and len(own) < len(words) <= len(own) + _LONGEST:
            return part.strip(" .")
    return ""


def _says(body: Rows, number: int) -> bool:
    """Whether a cell of the column says yes or no."""
    return any(exact_words().get(fold(row[number].text)) in ("allow", "deny") for row in body[1:] if number < len(row))


def _gated(body: Rows, about: list[int], lines: Iterable[str]) -> Rows:
    """The table with usual heads above columns whose colours, or marks that the document explains, say how a tool stands: all of
    them hold."""
    lines, heads = list(lines), iter(lists()["headers"]["gate"])
    marks = {mark: effect for mark, effect in exact_words().items() if mark in symbols()}
    for number in about:
        said = [fold(row[number].text) for row in body[1:] if number < len(row) and row[number].text]
        legend = {mark: word.effect for mark, word in read_legend(lines, signs=frozenset(said)).items()}
        known = {**colour_words(), **marks, **legend}
        told = [known[text] for text in said if text in known]
        is_told = len(told) * _HALF > len(said) or set(told) - {"allow"}
        if is_told and not kind_of_head(body[0][number].text) and not is_of_class(body[0][number].text):
            head = replace(body[0][number], text=next(heads))
            body = ((*body[0][:number], head, *body[0][number + 1 :]), *body[1:])
    return body


def _noted(body: Rows, about: list[int]) -> Rows:
    """The table without columns of which nobody knows what they are about: what they say hangs at the names of their rows."""
    gone = [number for number in about if _is_aside(body, number)]
    people = [number for number in gone if _is_of_people(body, number)]
    if people and not any(kind_of_head(cell.text) == "who" for cell in body[0]):
        gone.remove(people[0])
        head = replace(body[0][people[0]], text=lists()["headers"]["who"][0])
        body = ((*body[0][: people[0]], head, *body[0][people[0] + 1 :]), *body[1:])
    rows = []
    for row in body:
        said = [row[number].text for number in gone if number < len(row) and row[number].text and row is not body[0]]
        kept = [cell for number, cell in enumerate(row) if number not in gone]
        rows.append((replace(kept[0], note="; ".join([kept[0].note, *said]).strip("; ")), *kept[1:]))
    return tuple(rows)


def _is_aside(body: Rows, number: int) -> bool:
    """Whether nobody knows what a column is about: its head asks for nothing and keeps nothing out, and no cell is a yes or a no,
    names an account, or says who may."""
    head = body[0][number].text
    asks = [*table_words()["need_heads"], *table_words()["ban_heads"], *lists()["condition_heads"]]
    is_known = kind_of_head(head) or denies(head) or has_word(head, asks) or names_classes(head, [])
    accounts = [word for kind in ("nouns", "company", "personal") for word in lists()["accounts"][kind]]
    is_known = is_known or any(has_word(row[number].text, accounts) for row in body[1:] if number < len(row))
    return not is_known and not _says(body, number) and not tells_who(number, body)


def _is_of_people(body: Rows, number: int) -> bool:
    """Whether short cells of a column, some of them known words for people or parts of the organisation, say whose each tool is;
    not the same of all."""
    said = [row[number].text for row in body[1:] if number < len(row) and tokens(row[number].text)]
    whose = table_words()["whose"]
    people = [*(word for kind in table_words()["askers"].values() for word in kind), *whose["units"], *whose["anybody"]]
    is_told = len(set(said)) > 1 and any(has_word(text, people) for text in said)
    return is_told and all(len(tokens(text)) <= _FEW for text in said)
