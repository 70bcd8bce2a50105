"""A table with a column whose cells are classes that the page explains elsewhere in; the same with a column for each class out.

"Highest level: Confidential" says of every class whether it may go in; a head that does not say how far rules nothing surely.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.knowledge.importing.cells.effects import colour_words, exact_words, read_cell, symbols
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.classes.class_lists import asks, bare, column_kind, denies, is_matrix, numbered, usual
from bot.knowledge.importing.classes.explained import Names, Run, is_usual
from bot.knowledge.importing.classes.strictness import name_parts
from bot.knowledge.importing.tables.shape import is_class_name, kind_of_head, turn
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.words import data_key, fold, has_word, lists, table_words, tokens

_SEVERAL = 2
_MOST = 2 / 3
"""This share of the cells that say something are classes of the run."""
_LED = re.compile(r"^(\d{1,2})[\s.:–-]+(?=\S)(.+)$")
"""A name behind its number."""
_PART = re.compile(r"\s*[,;(:/–—]\s*|\s+-\s+")


@dataclass(frozen=True, slots=True)
class ClassColumn:
    """Which column it is, and the classes that the page explains. ``is_highest``: its head says how far each tool may go.
    ``unsure``: names of which nobody knows whether they are milder than those behind them."""

    number: int
    names: Names
    unsure: frozenset[str]
    is_highest: bool


def class_column(body: Rows, runs: Iterable[Run], is_unsure_too: bool = False) -> ClassColumn | None:
    """The column that names the highest class of each tool. ``is_unsure_too``: or one of which nothing says that it does."""
    found = []
    for run in runs:
        for number, head in enumerate(body[0]):
            if number and _may_name(body, number) and _are_of(body, number, run.names):
                names, unsure = _ordered(_kept(run, body, number), run.public)
                is_numbered = all(_rank(name, _number) is not None for name in names)
                unsure = frozenset(names) if is_numbered and run.holds_more(names[0], names[-1]) else unsure
                found.append(ClassColumn(number, names, unsure, _is_highest(head.text)))
    sure = [one for one in found if one.is_highest]
    others = [one for one in found if is_unsure_too and any(map(is_usual, one.names)) and _varies(body, one)]
    return next(iter(sure or others), None)


def spread_highest(body: Rows, runs: Iterable[Run], remarks: list[str], is_unsure_too: bool = False) -> Rows:
    """The table as it is, where it has no such column; where the tools stand across, turned."""
    runs = tuple(runs)
    for rows in layouts(body):
        if one := class_column(rows, runs, is_unsure_too):
            head = rows[0][one.number].text
            said = "the highest class of each tool" if one.is_highest else "classes, but nothing says that they are allowed"
            remarks.append(f"The column `{head}` was read as {said}.")
            return _spread(rows, one)
    return body


def layouts(body: Rows) -> tuple[Rows, ...]:
    """The table as it may be meant: as it is, with the tools before a column of numbers or classes, and turned."""
    heads = {fold(word) for word in lists()["headers"]["tool"]}
    of_tools = [number for number, cell in enumerate(body[0]) if fold(cell.text) in heads]
    if len(of_tools) != 1 or not of_tools[0] or any(len(row) <= of_tools[0] for row in body):
        return body, turn(body)
    at = of_tools[0]
    start = int(all(row[0].text.strip(" .").isdigit() for row in body[1:]))
    return tuple((row[at], *row[start:at], *row[at + 1 :]) for row in body), body, turn(body)


def _may_name(body: Rows, number: int) -> bool:
    """Whether a column may be one of how far each tool may go: not of people or notes, nor a list of all classes."""
    head = body[0][number].text
    kind = "" if _is_highest(head) else kind_of_head(head)
    rest = _without_lamp(body) if _is_highest(head) else body
    return not kind and column_kind(head) != "listed" and not is_matrix(rest, number)


def is_of_class(head: str) -> bool:
    """Whether a column is called like a class of data, and not like a light."""
    return is_class_name(head) and not has_word(head, table_words()["page_lists"]["lights"])


def _without_lamp(body: Rows) -> Rows:
    """The table without what a lone column of marks says, which is how each tool stands: no class is called like it."""
    marked = [
        at
        for at in range(1, len(body[0]))
        if not is_of_class(body[0][at].text)
        and (said := [fold(row[at].text) for row in body[1:] if at < len(row) and row[at].text])
        and set(said) & symbols()
        and not any(tokens(text) for text in said)
    ]
    if len(marked) != 1:
        return body
    lamp = marked[0]
    return (body[0], *(tuple(_with(cell, "") if at == lamp else cell for at, cell in enumerate(row)) for row in body[1:]))


def _kept(run: Run, body: Rows, number: int) -> Names:
    keys = _keys(run.names, body[0][number].text)
    levels = (_level(row[number].text, keys) for row in body[1:] if number < len(row))
    return run.around(frozenset(fold(run.names[at]) for at in levels if at is not None and at >= 0))


def _is_highest(head: str) -> bool:
    words = table_words()["class_columns"]
    return bool(has_word(head, words["highest"])) and not denies(head) and not has_word(head, lists()["tool_lists"]["not_now"])


def _are_of(body: Rows, number: int, run: Names) -> bool:
    """Whether nearly all cells of a column are classes of the run, and the names of the rows are not."""
    keys = _keys(run, body[0][number].text)
    said = [row[number].text for row in body[1:] if number < len(row) and _level(row[number].text, keys) != _NONE]
    known = [text for text in said if _level(text, keys) is not None]
    of_rows = any(fold(row[0].text) in keys for row in body[1:])
    return bool(known) and not of_rows and len(known) >= min(_SEVERAL, len(body) - 1) and len(known) >= _MOST * len(said)


def _varies(body: Rows, one: ClassColumn) -> bool:
    return len({fold(row[one.number].text) for row in body[1:] if one.number < len(row)}) > 1


_NONE = -1


def _level(text: str, keys: dict[str, int]) -> int | None:
    """The class that a cell begins with; ``_NONE`` where it says that there is none; None where it says something else."""
    words = _PART.split(text.strip(), maxsplit=1)[0].split()
    found = next((at for size in range(len(words), 0, -1) if (at := _named(" ".join(words[:size]), keys)) is not None), None)
    is_none = (
        exact_words().get(fold(text).strip(" .")) in ("deny", "unknown") or fold(text) in table_words()["class_columns"]["none"]
    )
    return _NONE if found is None and (is_none or not tokens(text)) else found


def _named(text: str, keys: dict[str, int]) -> int | None:
    told = bare(text)
    return next((keys[key] for key in (fold(text), fold(told), data_key(told)) if key in keys), None)


def _keys(run: Names, head: str) -> dict[str, int]:
    """Folded name, or part of one, -> its place in the run; what two have in common is nobody's. ``head``: above the column; only
    below a word for classes is a number alone one of them."""
    is_of_classes = has_word(head, table_words()["class_columns"]["of_data"])
    keys: dict[str, int] = {}
    for at, name in enumerate(run):
        parts = _parts(name)
        for part in (*parts, *(str(number) for part in parts if (number := numbered(part)) is not None)):
            for key in {fold(part), data_key(part)} - {""}:
                keys[key] = at if keys.get(key, at) == at else _NONE
    return {key: at for key, at in keys.items() if at != _NONE and (is_of_classes or not key.isdigit())}


def _parts(name: str) -> list[str]:
    """What a class may be called: "2 Secret", "Secret", "2"."""
    found = _LED.match(name)
    return [name, without_brackets(name), *name_parts(name), *(found.groups() if found else ())]


def _ordered(run: Names, public: frozenset[str]) -> tuple[Names, frozenset[str]]:
    """The run with the mildest first, by the usual names or the numbers of some, or by the one that is ``public``; and the names
    before the first of these, which may be anything: all of them, where nobody knows which end is the milder one."""
    for rank in (_usual, _number, lambda name: 0 if name in public else None):
        ranks = {at: place for at, name in enumerate(run) if (place := _rank(name, rank)) is not None}
        told = list(ranks.values())
        if len(set(told)) < len(told) or told not in (sorted(told), sorted(told, reverse=True)):
            continue
        if len(told) < _SEVERAL and not (told == [0] and next(iter(ranks)) in (0, len(run) - 1)):
            continue
        if told[0] < told[-1] or (len(told) == 1 and 0 in ranks):
            return run, frozenset(run[: min(ranks)])
        return tuple(reversed(run)), frozenset(run[max(ranks) + 1 :])
    return run, frozenset(run)


def _number(name: str) -> int | None:
    return int(name) if name.isdigit() else numbered(name)


def _usual(name: str) -> int | None:
    """How strict a class is by its usual name, or by another word for public, internal or confidential."""
    place = usual(name)
    kinds = enumerate(("public", "internal", "confidential"))
    return next((at for at, kind in kinds if fold(name) in map(fold, lists()["classes"][kind])), None) if place is None else place


def _rank(name: str, rank: Callable[[str], int | None]) -> int | None:
    return next((place for part in _parts(name) if (place := rank(part)) is not None), None)


def _spread(body: Rows, one: ClassColumn) -> Rows:
    number, head = one.number, body[0][one.number]
    keys = _keys(one.names, head.text)
    rows = [(*body[0][:number], *(_with(head, name) for name in one.names), *body[0][number + 1 :])]
    seen: dict[str, tuple[int, int]] = {}
    for row in body[1:]:
        cell = row[number] if number < len(row) else _with(row[0], "")
        words, level = _words(cell.text, one, keys, head.text), _level(cell.text, keys)
        wide = (*row[:number], *(_with(cell, word) for word in words), *row[number + 1 :])
        level = _NONE if level is None else level
        at, before = seen.get(fold(row[0].text), (len(rows), _NONE))
        if one.is_highest and 0 <= before < level:
            rows[at] = _further(rows[at], wide, range(number, number + len(words)), before)
            seen[fold(row[0].text)] = at, level
            continue
        seen.setdefault(fold(row[0].text), (at, level))
        rows.append(wide)
    return tuple(rows)


def _further(row: tuple[Cell, ...], other: tuple[Cell, ...], classes: range, level: int) -> tuple[Cell, ...]:
    """One row of a tool that has two, where the second goes further under what else it says: "Copilot | green | 1" and "Copilot |
    amber | 2". ``level``: how far the first one goes."""
    beside = [at for at in range(1, len(other)) if at not in classes]
    said = "; ".join(other[at].text for at in beside if other[at].text and other[at].text != row[at].text)
    no, review = (str(table_words()["class_columns"][name]) for name in ("no", "review"))
    is_known = fold(said) in exact_words() or fold(said) in colour_words()
    said = said if is_known or not said else f"{review}: {said}"
    said = review if any(row[at].text and not other[at].text for at in beside) else said  # nobody says how it stands there
    cells = list(row)
    for at in classes[level + 1 :]:
        cells[at] = _with(other[at], said) if said and other[at].text != no else other[at]
    return tuple(cells)


def _with(cell: Cell, text: str) -> Cell:
    return Cell(text, cell.at, fill="", note=cell.note)


def _words(text: str, one: ClassColumn, keys: dict[str, int], head: str) -> list[str]:
    """What a cell says of each class."""
    yes, no, review = (str(table_words()["class_columns"][name]) for name in ("yes", "no", "review"))
    level, waits = _level(text, keys), f"{review}: {head}: {text}"
    if level == _NONE:
        return [(no if one.is_highest else waits) if text.strip() else ""] * len(one.names)
    level = None if "?" in text else level
    rest = "" if level is None else _rest(text, keys, level)
    if level is None or not one.is_highest or any(has_word(rest, [key]) for key, at in keys.items() if at != level):
        return [waits] * len(one.names)
    given = yes if not rest else text if read_cell(text, {}).effect == "conditional" else f"{yes}: {text}"
    given = f"{given} ({head})" if asks(head) else given
    is_known = one.names[level] not in one.unsure
    return [
        given if at == level else waits if not is_known or name in one.unsure else given if at < level else no
        for at, name in enumerate(one.names)
    ]


def _rest(text: str, keys: dict[str, int], level: int) -> str:
    """What a cell says behind its class; nothing where it is only another name of it: "Level 2 (internal)"."""
    parts = [part for part in _PART.split(text.strip(" .)")) if tokens(part)]
    rest = parts[1:] if _named(parts[0], keys) == level else parts
    return ", ".join(part for part in rest if _named(part.strip(" )"), keys) != level)
