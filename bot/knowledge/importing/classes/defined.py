"""The document in; every text that says what a data class holds, in whatever shape it says so, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from bot.knowledge.importing.cells.effects import STRICTNESS, read_cell
from bot.knowledge.importing.classes.class_names import MARKS, ClassNames
from bot.knowledge.importing.texts.document import GUIDANCE, Document, Line
from bot.knowledge.importing.texts.patterns import any_of, without_number
from bot.knowledge.importing.texts.things import goes_on, is_bare_list, lead_of, leads_in, leads_on
from bot.knowledge.importing.texts.words import example_words, fold, has_word, lists, tokens

MOST_CLASSES = 0.6
_COLUMNS = 2
"""Columns of classes that are more than a list."""
_TOLD = re.compile(r"(?<=\w)(?::|\s[–—-])\s+")
"""Behind the name in a heading that says more of a class: "Green: anybody may see it"."""
_SET_APART = re.compile(
    r"^(?:\*\*)?(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s*)?(?:\*\*\s*)?(?P<mark>\*\*|__|[*_])(?P<name>[^*_]{2,60})(?P=mark)[\s:.–—-]*(?P<text>\S.*)$"
)
"""A name in bold or italics at the beginning of a text, behind its number."""
_BELOW, _LISTED = 2, 3


@dataclass(frozen=True, slots=True)
class Said:
    """A text about one class. ``lists``: it names examples even where no word such as "e.g." stands in it."""

    class_id: str
    text: str
    where: str
    lists: bool
    is_item: bool = False
    """One thing or several below the class's name."""


def find_said(document: Document, names: ClassNames) -> list[Said]:
    """Sentences, paragraphs below a heading, lists below a line or an item, and tables."""
    asks = example_words()["asks"] + lists()["incident_headings"]
    told = replace(document, lines=tuple(line for line in document.lines if not has_word(line.heading, asks)))
    shapes = (_sentences, _below_headings, _below_lines, _below_terms, _tables)
    found = [said for shape in shapes for said in shape(told, names)]
    defined = {one.class_id for one in found} | {names.of(term.word) for term in document.terms} - {""}
    # where the classes are defined one by one, a sentence that names one before a list rules on it
    return found if len(defined) >= MOST_CLASSES * names.count else [*_running(told, names), *found]


def _at(line: Line) -> str:
    return f"{GUIDANCE}:{line.line}"


def _sentences(document: Document, names: ClassNames) -> Iterator[Said]:
    """ "Public means ...", "*PHI* includes ...", "(2) Intern sind ...", "Internal – think ...". What a colon or an "is" joins is
    a definition only where most classes are defined in one place: elsewhere it may be whom to ask."""
    sure, weak = (any_of(example_words()[name]) for name in ("defines", "equals"))
    told = re.compile(
        rf"^(?P<name>.{{2,80}}?)(?:\s+(?:{sure})\s+|(?P<weak>\s*[:–—]\s+|\s+-\s+|\s+(?:{weak})\s+))(?P<text>\S.*)$", re.IGNORECASE
    )
    lines = [line for line in document.lines if line.kind != "row"]
    found: list[tuple[str, bool, list[Said]]] = []
    for number, line in enumerate(lines):
        text = without_number(MARKS.sub("", line.text))
        match = _marked(line.text) or _framed().match(text) or told.match(text)
        class_id = names.of(match["name"]) if match else ""
        if match and class_id:
            said = [Said(class_id, names.own_part(match["text"], class_id), _at(line), lists=True)]
            said += _going_on(class_id, lines[number:], names)
            found.append((line.heading, bool(match.groupdict().get("weak")), said))
    for heading, is_weak, said in found:
        told_there = {one[0].class_id for where, _, one in found if where == heading}
        if not is_weak or len(told_there) >= max(2, MOST_CLASSES * names.count):
            yield from said


def _marked(text: str) -> re.Match[str] | None:
    """ "**2.3** *Restricted* would hurt us: letters, contracts": a name that is set apart, and a list behind it."""
    match = _SET_APART.match(text)
    lists_some = match is not None and (leads_in(match["text"]) or match["text"].count(",") >= _LISTED)
    return match if lists_some else None


@cache
def _framed() -> re.Pattern[str]:
    """ "By Public we mean ...", "unter Intern verstehen wir ...": words before the name and behind it."""
    frames = example_words()["frames"]
    before, behind = (any_of(frames[kind]) for kind in ("before", "behind"))
    return re.compile(rf"^(?:{before})\s+(?P<name>.{{2,80}}?),?\s+(?:{behind})\s*:?\s+(?P<text>\S.*)$", re.IGNORECASE)


def _going_on(class_id: str, lines: list[Line], names: ClassNames) -> Iterator[Said]:
    """What a paragraph goes on to say of a class behind the sentence that names it, up to one that names another."""
    at = lines[0].line
    for line in lines[1:]:
        if (
            lines[0].kind != "text"
            or line.kind != "text"
            or line.line > at + 1
            or not leads_in(line.text)
            or names.has_other(line.text, class_id)
        ):
            break
        at = line.line
        yield Said(class_id, line.text, _at(line), lists=False)


def _running(document: Document, names: ClassNames) -> Iterator[Said]:
    """ "What we call open is anything published: brochures, press releases": sentences that name one class before a list, where
    most of the classes are told so below one heading."""
    found: dict[str, list[Said]] = {}
    for line in document.lines:
        before, _, things = MARKS.sub("", line.text).partition(lead_of(line.text)) if line.kind != "row" else ("", "", "")
        class_id = names.only_in(before) if things.count(",") else ""
        if class_id:
            found.setdefault(line.heading, []).append(
                Said(class_id, names.own_part(things.strip(), class_id), _at(line), lists=True)
            )
    for said in found.values():
        if len({one.class_id for one in said}) >= max(2, MOST_CLASSES * names.count):
            yield from said


def _below_headings(document: Document, names: ClassNames) -> Iterator[Said]:
    """Sentences below a heading that is a class's name, where they introduce a list, or are one right below it; and whatever
    answers "What is internal?"."""
    at = dict(document.headings)
    for line in document.lines:
        heading = line.heading if line.kind == "text" else ""
        asked = asked_for().match(heading)
        is_first = line.line <= at.get(heading, line.line) + _BELOW and line.text.count(",") >= _LISTED
        tells = heading and (asked or is_first or leads_in(line.text))
        class_id = names.of(asked["name"] if asked else _TOLD.split(heading, maxsplit=1)[0]) if tells else ""
        if class_id and not names.has_other(line.text, class_id):
            yield Said(class_id, line.text, _at(line), lists=bool(asked) or is_first)


@cache
def asked_for() -> re.Pattern[str]:
    """A heading that asks what something is: "What counts as internal?", "Was sind interne Vorgänge?"."""
    return re.compile(rf"^\W*(?:{any_of(example_words()['frames']['asked'])})\s+(?P<name>\S.{{1,80}}?)\s*\?$", re.IGNORECASE)


def _below_lines(document: Document, names: ClassNames) -> Iterator[Said]:
    """The items below a line that is nothing but a class's name, or below an item that is one and stands further out."""
    rows = document.text.splitlines()
    current, depth, last = "", -1, 0
    for line in document.lines:
        indent = len(rows[line.line - 1]) - len(rows[line.line - 1].lstrip()) if line.line <= len(rows) else 0
        if line.kind == "item" and current and indent > depth and line.line <= last + 2:
            last = line.line
            yield Said(current, MARKS.sub("", line.text), _at(line), lists=True, is_item=True)
            continue
        text = line.text.rstrip(" :")
        current = names.of(text) if line.kind in ("text", "item") and len(tokens(text)) <= 8 else ""
        depth, last = (indent if line.kind == "item" else -1), line.line


def _below_terms(document: Document, names: ClassNames) -> Iterator[Said]:
    """What stands right below an explanation of a class: items or the first cells of a table where it ends in a colon, sentences
    that go on with its list, and a list behind one that lists nothing ("nobody's secret. Timetables, maps, notices")."""
    for class_id, first, rest in _explained(document, names):
        opens, lists_none = leads_on(first.text), "," not in first.text
        is_table = False
        for line in rest:
            text = line.cells[0] if line.cells else MARKS.sub("", line.text)
            if line.kind == "text":
                goes = goes_on(text) or leads_in(text) or is_bare_list(text) or (lists_none and text.count(",") >= _LISTED)
                opens, lists_none = leads_on(text), False
            else:
                goes = opens and (line.kind == "item" or is_table)  # the first row is the head
            is_table = line.kind == "row"
            text, is_told = _without_name(text, class_id, names)
            # "So are passwords and files of an open case": the class that is called "Open" is not meant
            is_other = names.writes_other(text, class_id) if goes_on(text) else names.has_other(text, class_id)
            if (goes or is_told) and not is_other:
                yield Said(class_id, text, _at(line), lists=True, is_item=is_told or line.kind != "text")


def _without_name(text: str, class_id: str, names: ClassNames) -> tuple[str, bool]:
    """What a sentence says to be of the class that it ends in: "Menus, manuals and maps are Open"; and whether it does."""
    found = _ends_in().match(text)
    is_told = found is not None and names.of(found["name"]) == class_id and "," in found["text"]
    return (f"{found['text']}.", True) if found and is_told else (text, False)


@cache
def _ends_in() -> re.Pattern[str]:
    return re.compile(
        rf"^(?P<text>\S.+?)\s+(?:{any_of(example_words()['equals'])})\s+(?:\w+\s+)?(?P<name>[^.,;:]{{2,40}})\.?$", re.IGNORECASE
    )


def _explained(document: Document, names: ClassNames) -> Iterator[tuple[str, Line, list[Line]]]:
    """Each class that is explained, with the lines of it, up to the next explanation or a gap."""
    of = {term.line: names.of(term.word) for term in document.terms}
    run: list[Line] = []
    for line in document.lines:
        is_new = line.line in of and not (run and run[0].line == line.line)
        if run and (is_new or line.line > run[-1].line + _BELOW):
            yield of[run[0].line], run[0], run[1:]
            run = []
        if run or (is_new and of[line.line]):
            run.append(line)
    if run:
        yield of[run[0].line], run[0], run[1:]


def _tables(document: Document, names: ClassNames) -> Iterator[Said]:
    """The cells below "Examples" of rows that are called after a class; and the cells below names of classes."""
    yield from _columns(document, names)
    heads, last = {fold(word) for word in example_words()["heads"]}, -9
    columns: list[int] = []
    for line in document.lines:
        if line.kind != "row":
            continue
        if line.line > last + 2:
            columns = [number for number, cell in enumerate(line.cells) if number and _is_head(cell, heads)]
        elif columns and (class_id := names.of(line.cells[0])):
            for number in columns:
                if number < len(line.cells):
                    yield Said(class_id, line.cells[number], _at(line), lists=True)
        last = line.line


def _columns(document: Document, names: ClassNames) -> Iterator[Said]:
    """The cells of a table that has a class's name above each column, and rules nothing."""
    tables: list[list[Line]] = []
    for line in document.lines:
        if line.kind == "row" and tables and line.line <= tables[-1][-1].line + 2:
            tables[-1].append(line)
        elif line.kind == "row":
            tables.append([line])
    for head, *rows in tables:
        classes = [names.of(cell) for cell in head.cells]
        rules = any(read_cell(cell, {}).effect in STRICTNESS for row in rows for cell in row.cells)
        if len(classes) < _COLUMNS or len({*classes}) < len(classes) or not all(classes) or rules:
            continue
        for row in rows:
            pairs = zip(classes, row.cells, strict=False)
            yield from (Said(class_id, cell, _at(row), lists=True, is_item=True) for class_id, cell in pairs if cell)


def _is_head(cell: str, heads: set[str]) -> bool:
    said = fold(cell).strip(" :?")
    return said in heads or any(said.endswith(f" {head}") for head in heads)
