"""A table with a column that names the data each tool may have in; the same table with a column for each class of data out.

"Allowed data: Public, Internal" and "Highest level: C2" say of every class whether it may go in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from bot.knowledge.importing.cells.effects import colour_words, exact_words
from bot.knowledge.importing.cells.raw_tables import Rows
from bot.knowledge.importing.cells.sections import NEED, meaning_of
from bot.knowledge.importing.texts.glossary import Glossary
from bot.knowledge.importing.texts.patterns import any_of, without_brackets
from bot.knowledge.importing.texts.words import data_key, example_words, fold, group_words, has_word, lists, table_words, tokens

_CODED = re.compile(r"^(?P<what>[^\W\d]{0,60}\s?[^\W\d]{0,60}?)[\s-]*(?P<number>\d{1,2})$")
"""A name that ends in its number: "C3", "Level 2"."""
_RANGE = re.compile(
    r"^(?P<what>[^\W\d]{0,60}\s?[^\W\d]{0,60}?)\s*(?P<first>\d{1,2})\s*[-–—]\s*(?P=what)?\s*(?P<last>\d{1,2})$", re.IGNORECASE
)
_SPLIT = re.compile(r"\s*[,;/&+\n]\s*")
_ASIDE = re.compile(r"\(([^()]*)\)|\s[–—-]\s(.+)$|[,:]\s(.+)$")
_SHORT = 4
"""Words of a class's name."""
_NEAR = 3
"""Lines from one class to the next: a sentence or two about each may stand between."""
_TERM = re.compile(
    r"^[\s|*_`\"“„«]*(?P<name>[^\s|*_`\"“„«][^|:*_`\"”“»]{1,40}?)(?:[*_`\"”“»]*\s*(?:[:|–—]|-\s)|(?<=[^\s])\*\*\s)"
)
"""A line that begins with what it explains: "**House**: rotas", "**House** is ours", "| House | rotas |"."""
_SEVERAL = 2
_FEW = 4
"""Of so many cells one at most may be one that nobody can read."""
_MOST = 12
"""Classes of data: more than that are no classes."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What one cell lists: the names, and whether it says no more than them."""

    names: tuple[str, ...]
    is_plain: bool
    asked: tuple[tuple[str, str], ...] = ()
    """(Name, what the cell says of it), where that is not plain."""


def spread_classes(
    body: Rows, glossary: Glossary, remarks: list[str], lines: Iterable[str] = (), runs: Iterable[tuple[str, ...]] = ()
) -> Rows:
    """The table as it is, where no column's head and cells speak of classes so. ``lines``: the document's, where classes may be
    defined that the table only lists. ``runs``: the classes that tables of the file explain."""
    runs = tuple(runs)
    named = frozenset(fold(name) for entry in glossary.classes for name in (entry.name, *entry.synonyms))
    named |= {fold(name) for run in runs for name in run}
    told = list(lines)
    for number, head in enumerate(body[0]):
        kind = column_kind(head.text) if number and not is_matrix(body, number) else ""
        cells = [row[number].text if number < len(row) else "" for row in body[1:]]
        known = named | _defined(cells, told) if kind else named
        held = [_held(text, known) for text in cells]
        if not kind or not any(one and one.names for one in held) or held.count(None) * _FEW > len(held):
            continue
        names = list(dict.fromkeys(name for one in held if one for name in one.names))
        order = _ranks(names)
        is_sure = len(names) > 1 or has_word(head.text, table_words()["class_columns"]["of_data"])  # "Approved for: internal use"
        if len(names) > _MOST or not is_sure or all(name.isdigit() for name in names) or (kind == "up_to" and order is None):
            continue
        if order:
            names.sort(key=order.__getitem__)
        if kind == "listed":
            run = next((run for run in runs if {*map(fold, names)} <= {*map(fold, run)}), ())
            names += [name for name in run or _siblings(names, told) if len(names) < _MOST and fold(name) not in map(fold, names)]
        said = "the highest class of each tool" if kind == "up_to" else "the classes that each tool may have"
        remarks.append(f"The column `{head.text}` was read as {said}; what it leaves out is forbidden.")
        return _spread(body, number, names, held, kind == "up_to")
    return body


def _defined(cells: list[str], lines: list[str]) -> frozenset[str]:
    """Names in the cells that the document explains: several, each at the start of a line of its own."""
    heads = {key for head in map(_head, lines) if head for key in (fold(head), data_key(head))}
    parts = {fold(bare(part)) for text in cells for part in _SPLIT.split(without_brackets(text)) if part.strip()}
    found = parts & heads
    return frozenset(found) if len(found) > 1 else frozenset()


def _head(line: str) -> str:
    """What the line explains; empty where it explains nothing, or says whom to ask."""
    found = _TERM.match(line)
    return found["name"].strip() if found and not has_word(found["name"], example_words()["asks"]) else ""


def _siblings(names: list[str], lines: list[str]) -> list[str]:
    """Classes that the document explains right before or behind those that the cells name, in the same marks, and that no cell
    names."""
    known = {data_key(name) for name in names}
    marked = [(at, head, line[:1]) for at, line in enumerate(lines) if (head := _head(line)) and not line[:1].isalnum()]
    places = [number for number, (_, head, _) in enumerate(marked) if data_key(head) in known]
    marks = {marked[number][2] for number in places}
    if len(known) < _SEVERAL or {data_key(marked[number][1]) for number in places} != known or len(marks) > 1:
        return []
    first, last = min(places), max(places)
    while first and marked[first - 1][2] in marks and marked[first][0] - marked[first - 1][0] <= _NEAR:
        first -= 1
    while last + 1 < len(marked) and marked[last + 1][2] in marks and marked[last + 1][0] - marked[last][0] <= _NEAR:
        last += 1
    run = dict.fromkeys(head for _, head, _ in marked[first : last + 1] if data_key(head) not in known)
    return [head for head in run if len(tokens(head)) <= _SHORT]


def is_matrix(body: Rows, but: int) -> bool:
    """Whether another column than that one is a class of data: its cells say yes or no, and its head asks for nothing."""
    heads = {fold(word) for kind, names in lists()["headers"].items() if kind != "data" for word in names}
    about = [*table_words()["need_heads"], *table_words()["ban_heads"]]
    for number, head in enumerate(body[0]):
        if number in (0, but) or fold(head.text) in heads or has_word(head.text, about):
            continue
        if any(exact_words().get(fold(row[number].text)) in ("allow", "deny") for row in body[1:] if number < len(row)):
            return True
    return False


def names_classes(head: str, cells: list[str]) -> bool:
    """Whether a column is about which data a tool may have, and no class of data: none of its cells is a plain yes."""
    words = table_words()["class_columns"]
    told = has_word(head, [*words["listed"], *words["highest"]]) and (column_kind(head) or denies(head))
    return bool(told) and not any(exact_words().get(fold(text)) == "allow" for text in cells)


def keeps_out(head: str) -> bool:
    """Whether a column names data that may not go into the tools."""
    words = table_words()["class_columns"]
    outs = table_words()["page_lists"]["outs"]
    return denies(head) and bool(has_word(head, [*words["of_data"], *words["listed"], *words["highest"], *outs]))


def kept_out(text: str, columns: list[str]) -> tuple[str, ...] | None:
    """The classes that a cell of such a column names; None where it names anything else."""
    known = frozenset(map(fold, columns))
    held = _held(text, known)
    if held is None or not held.is_plain:
        return None
    are_classes = all(fold(name) in known or numbered(name) is not None or usual(name) is not None for name in held.names)
    return tuple(map(fold, held.names)) if are_classes else None


def _spread(body: Rows, number: int, names: list[str], held: list[_Held | None], reaches: bool) -> Rows:
    """``reaches``: a class stands for all that are milder as well. A cell that nobody could read needs a review."""
    yes, no, review = (str(table_words()["class_columns"][name]) for name in ("yes", "no", "review"))
    asked = f" ({body[0][number].text})" if asks(body[0][number].text) else ""
    rows = [(*body[0][:number], *(replace(body[0][number], text=name) for name in names), *body[0][number + 1 :])]
    for row, one in zip(body[1:], held, strict=True):
        cell = row[number] if number < len(row) else replace(row[0], text="", fill="", note="")
        if one is None:
            waits = replace(cell, text=f"{review}: {body[0][number].text}: {cell.text}")
            rows.append((*row[:number], *(waits for _ in names), *row[number + 1 :]))
            continue
        last = max((names.index(name) for name in one.names), default=-1)
        given = set(names[: last + 1]) if reaches else set(one.names)
        said = dict(one.asked)
        words = [
            f"{said.get(name, yes if one.is_plain or said else cell.text)}{asked}" if name in given else no for name in names
        ]
        rows.append((*row[:number], *(replace(cell, text=word) for word in words), *row[number + 1 :]))
    return tuple(rows)


def column_kind(head: str) -> str:
    words = table_words()["class_columns"]
    if denies(head) or has_word(head, lists()["tool_lists"]["not_now"]):
        return ""
    ending = fold(head).strip(" :?")  # "Ceiling": its cells tell of what, and "Until" may be a day
    is_bare = ending in {fold(word) for word in words["highest"]} - {fold(word) for word in words["before"]}
    if is_bare or (has_word(head, words["highest"]) and has_word(head, words["of_data"])):
        return "up_to"
    allows = [*lists()["cells"]["allow"], *lists()["list_approved"], *group_words("approved"), *table_words()["may"]]
    is_listed = has_word(head, words["listed"]) or (has_word(head, words["of_data"]) and has_word(head, allows))
    return "listed" if is_listed else ""


def asks(head: str) -> bool:
    """Whether a head says when, or to whom, its classes are allowed: "Data allowed after approval", "Allowed data (pilot)"."""
    words = [*example_words()["conditions"], *table_words()["approvals"], *table_words()["whose"]["pilot"]]
    words += [word for said in lists()["transformations"].values() for word in said]
    asides = [part.strip() for found in _ASIDE.findall(head) for aside in found for part in _SPLIT.split(aside)]
    is_told = any(tokens(part) and not _in_range(part) and not _is_class(part, frozenset()) for part in asides)
    return is_told or meaning_of(head) == NEED or bool(has_word(head, words))


def denies(text: str) -> bool:
    """Whether a head or a cell says what may not go in: "Not approved for", "Public, not Internal", "Below Internal"."""
    words = [*lists()["classes"]["negation"], *lists()["exceptions"], *table_words()["ban_heads"]]
    words += [*table_words()["class_columns"]["not_these"], *table_words()["page_lists"]["outs"]]
    return bool(has_word(text, words))


def _held(text: str, known: frozenset[str]) -> _Held | None:
    """None where the cell speaks of something else than classes."""
    words = table_words()["class_columns"]
    if not tokens(text) or exact_words().get(fold(text).strip(" .")) in ("deny", "unknown") or fold(text) in words["none"]:
        return _Held((), is_plain=True)
    if denies(without_brackets(text)):  # "Amber (no names)" is Amber under a condition
        return None
    if ";" in text.strip(" ;"):
        return _each([_held(part, known) for part in text.split(";") if tokens(part)], text.split(";"))
    joiner = any_of(words["and"])
    parts = [part for chunk in _SPLIT.split(text) for part in re.split(rf"\s+(?:{joiner})\s+", chunk) if part.strip()]
    found: list[str] = []
    is_plain = True
    for part in parts:
        name = bare(part)
        if names := _in_range(name) or ([_written(name)] if _is_class(name, known) else []):
            found += names
            continue
        inside = next((begun for begun in _beginnings(name) if _is_class(begun, known)), "")
        if not inside:
            return None
        found.append(_written(inside))
        is_plain = False  # "Confidential with approval"
    return _Held(tuple(dict.fromkeys(found)), is_plain)


def _each(held: list[_Held | None], texts: list[str]) -> _Held | None:
    """A cell of several sentences, each of which says something of its own classes only."""
    told = [one for one in held if one]
    names = tuple(name for one in told for name in one.names)
    if len(told) < len(held) or len({*names}) < len(names):
        return None
    asked = ((name, text.strip()) for one, text in zip(told, texts, strict=False) if not one.is_plain for name in one.names)
    return _Held(names, all(one.is_plain for one in told), tuple(asked))


def bare(part: str) -> str:
    """A class's name without "up to" before it, and "data" and "only" behind it."""
    words = table_words()["class_columns"]
    before, behind = (any_of(words[kind]) for kind in ("before", "behind"))
    name = re.sub(rf"^(?:(?:{before})\s+|≤\s*)", "", part.strip(" ."), flags=re.IGNORECASE)
    return re.sub(rf"(?:\s+(?:{behind}))+$", "", name, flags=re.IGNORECASE).strip()


def _beginnings(text: str) -> list[str]:
    words = re.split(r"\s+", text)
    return [" ".join(words[:size]).strip(" (:–—-") for size in range(len(words) - 1, 0, -1)]


def _is_class(text: str, known: frozenset[str]) -> bool:
    return fold(text) in known or bool(_CODED.match(text)) or fold(text) in _levels()


def _written(name: str) -> str:
    """One writing for all cells: "public" is "Public", as the head of a column would have it."""
    return name if name != name.lower() or _CODED.match(name) else name[:1].upper() + name[1:]


def _in_range(text: str) -> list[str]:
    """ "C1–C3" -> C1, C2, C3."""
    match = _RANGE.match(text)
    if not match or int(match["first"]) >= int(match["last"]):
        return []
    blank = " " if re.search(r"\s\d", text.split(match["first"], maxsplit=1)[0] + match["first"]) else ""
    return [f"{match['what'].strip()}{blank}{number}" for number in range(int(match["first"]), int(match["last"]) + 1)]


def _ranks(names: list[str]) -> dict[str, int] | None:
    """Name -> how strict, by numbers or by usual words and colours; None where that is not sure."""
    for rank in (numbered, usual):
        ranks = {name: rank(name) for name in names}
        if None not in ranks.values() and len(set(ranks.values())) == len(names):
            return {name: number for name, number in ranks.items() if number is not None}
    return None


def numbered(name: str) -> int | None:
    """The number of a class that is called by it."""
    match = _CODED.match(name)
    return int(match["number"]) if match else None


def usual(name: str) -> int | None:
    """How strict a class is by its usual name: its place on the ladder."""
    steps = table_words()["class_columns"]["ladder"]
    return next((number for number, words in enumerate(steps) if fold(name) in {fold(word) for word in words}), None)


@cache
def _levels() -> frozenset[str]:
    """Words for how sensitive data is, and colours."""
    told: list[str] = [word for words in lists()["classes"].values() for word in words]
    steps = [word for words in table_words()["class_columns"]["ladder"] for word in words]
    return frozenset(fold(word) for word in (*told, *steps)) - _no_classes() | frozenset(colour_words())


@cache
def _no_classes() -> frozenset[str]:
    classes = lists()["classes"]
    return frozenset(fold(word) for kind in ("beside", "negation") for word in classes[kind])
