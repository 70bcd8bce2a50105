"""Text goes in; what a heading or a key calls a person's comes out: of tables, JSON, XML, forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, takewhile

from bot.redaction.name_parts import UP, is_family, is_given
from bot.redaction.record_number import NUMBERED
from bot.redaction.secret_value import is_no_value, is_secret_name
from bot.redaction.spans import Span
from bot.text.patterns import late, listed, written

_HEADINGS = {
    "person": written("name_column"),
    "date-of-birth": written("born_column", "born", "named_birth"),
    "phone": written("phone_column"),
    "address": written("address_column"),
}
_NOBODY = written("no_person")
_ACCOUNT_HEADING = late(
    rf"{listed('iban', 'card', 'account_said', 'account_beside')}(?:[ -]?{listed('number', 'number_short')}\.?)?", re.I
)
_NUMBER_HEADING = late(
    rf"(?:.*[ .-]|\w*){listed('number', 'number_short')}\.?|(?:{listed('number', 'number_short')}\.?|n[.°º]{{1,2}}|#).*", re.I
)
_THING_HEADING = late(rf".*{listed('number_of_thing', 'reference')}.*", re.I)
_WORDS_OF_PERSON = written(
    "name_column", "person_numbered", "whose", "whom", "relation", "particle_titled", "of_whom", "of_before"
)
_DATE_IN_CELL = rf"\d{{1,4}}[-./ ]\d{{1,2}}[-./ ]\d{{1,4}}|\d{{1,2}}\.?[ -](?i:{listed('month')})\.?[ -]\d{{2,4}}"
_CELL_SHAPES = {
    "date-of-birth": late(_DATE_IN_CELL),
    "phone": late(r"[+(]?(?:[ /().-]{0,2}\d){6,15}"),
    "record-number": late(r"(?=(?:[^\d\n]*\d){2})[\w ./#-]{2,30}"),
    "password": late(r"[^\s<\[]{4,60}"),
    "address": late(r"(?=\D*\d)(?=[^A-Za-zÀ-ÿ]*[A-Za-zÀ-ÿ]{3})[\w .,'’/-]{5,60}"),
}
_WORD_BREAKS = late(r"(?<=[a-z])(?=[A-Z])|[_-]")
_LONGEST_NAME, _MOST_WORDS_OF_NAME = 48, 6


_SEPARATORS = (*"|\t;,", " – ", " - ", "  ")
"""What stands between cells, the surest first; last blanks, of which there may be more."""
_MOST_ROWS = 2_000
_BEFORE_HEADING = late(r"[.?!:]\s+")
_CELL_ENDS = {sign: late(re.escape(sign) if sign.strip() or sign == "\t" else " {2,}") for sign in _SEPARATORS}
_BIRTHDAY_CELL = late(r"\d{1,2}[-./]\d{1,2}[-./](?:19\d\d|200\d)|(?:19\d\d|200\d)-\d\d-\d\d")
_NUMBER_OF_ROW = late(r"(?:\d{1,3}[.)]|[-*•])?\s*")
_VALUE_CELL = late(rf"{_NUMBER_OF_ROW.pattern}\[([a-z-]+)\]")
_Kinds = dict[int, tuple[str, bool]]


_KEY_AND_VALUE = late(
    r"(?<![\w-])[\"']?(?P<key>[^\W\d_][\w .'’-]{1,30}?)[\"']?\s?[:=]\s?(?P<quote>[\"'])(?P<value>[^\"'\n]{2,60})(?P=quote)"
)
_XML_ELEMENT = late(r"<(?:[\w-]{1,20}:)?(?P<key>[\w-]{2,40})(?:\s[^<>\n]{1,120})?>(?P<value>[^<>\n]{2,60})</")
_FORM_FIELD = late(
    rf"(?:^|(?<=[\n.?!\"“])\s?)(?P<key>[^\W\d_][^\n:=\"“”«»?!]{{1,30}}?)\s?[:=][ \t]?(?P<value>{UP}[^\n\"”:;=()\[]{{1,50}})", re.M
)
_END_OF_FIELD = late(r"(?<!(?<!\w)[A-Z])[.?!](?:\s|$)|\s(?:–|-)\s|,\s(?=[a-zà-ÿ])")


def kind_of_heading(heading: str) -> str:
    """Of a person's value under it; empty if it says nothing."""
    plain = _plain_heading(heading)
    words = plain.split()
    is_of_person = any(word in _HEADINGS["person"] for word in words) and all(word in _WORDS_OF_PERSON for word in words)
    return next((kind for kind, names in _HEADINGS.items() if plain in names), "person" if is_of_person else "")


def _kind_beside(heading: str) -> str:
    """What else a column holds in a table of people: numbers of theirs, passwords."""
    plain = _plain_heading(heading)
    if _is_password_heading(heading):
        return "password"
    is_number = _NUMBER_HEADING.fullmatch(plain) and not _THING_HEADING.fullmatch(plain)
    return "record-number" if is_number or _is_number_of_person(heading) else ""


def _is_number_of_person(heading: str) -> bool:
    return any(one.fullmatch(_plain_heading(heading)) for one in (_ACCOUNT_HEADING, *NUMBERED))


def _is_password_heading(heading: str) -> bool:
    plain = _plain_heading(heading)
    return plain in written("password", "password_short") or is_secret_name(plain.replace(" ", "_"), surely=True)


def _is_of_things(heading: str) -> bool:
    """Whether it may be; then only a name is one."""
    return heading.lower().strip("\"'* ") in written("name_column_perhaps")


@lru_cache(maxsize=1024)
def _plain_heading(heading: str) -> str:
    return "" if len(heading) > _LONGEST_NAME else " ".join(_WORD_BREAKS.sub(" ", heading).lower().split()).strip("\"'* ")


def fits_heading(value: str, kind: str, of_things: bool) -> bool:
    """Whether a value may be what its heading says."""
    if kind in _CELL_SHAPES:
        return not is_no_value(value) and _CELL_SHAPES[kind].fullmatch(value) is not None
    words = value.replace(",", " ").split()
    is_text = value[:1].isalpha() and len(value) <= _LONGEST_NAME and len(words) <= _MOST_WORDS_OF_NAME
    if not is_text or "[" in value or any(map(str.isdigit, value)) or value.lower() in _NOBODY:
        return False
    names = [word for word in words if word[0].isupper() and not word.endswith(".")]
    if not of_things:
        return bool(names)
    return any(map(is_given, names)) or (len(names) > 1 and all(map(is_family, names)))


def cell_of_table(text: str) -> Iterator[Span]:
    """Cells under a heading of persons, and in rows without one in which names stand."""
    lines, row = text.split("\n") if "\n" in text else [], 0
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    while row < len(lines) - 1:
        separator, kinds = _heading(lines[row]) or ("", {})
        rows = _rows_of(lines, row + 1, separator, len(_cells(lines[row], separator))) if separator else []
        if not separator and (found := _without_heading(lines, row)):
            separator, rows, kinds = found
        for place in rows:
            for number, (begin, cell) in enumerate(_cells(lines[place], separator)):
                if number in kinds and fits_heading(cell, *kinds[number]):
                    yield starts[place] + begin, starts[place] + begin + len(cell), kinds[number][0]
        row = rows[-1] + 1 if rows else row + 1


def cell_beside_values(text: str) -> Iterator[Span]:
    """Cells in whose column, in a row before or behind, something was taken out."""
    lines = text.split("\n") if "\n" in text and "[" in text else []
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for separator in (sign for sign in _SEPARATORS if any(sign in line for line in lines)):
        row = 0
        while row < len(lines):
            width = lines[row].count(separator) + 1
            rows = _rows_of(lines, row, separator, width) if width > 1 else [row]
            is_uneven = len({lines[place].count("[") for place in rows}) > 1  # where all is taken out nothing is left to do
            cells = [[*_cells(lines[place], separator)] for place in rows] if is_uneven else []
            for number in range(min(map(len, cells), default=0)):
                column = [(starts[place] + one[number][0], one[number][1]) for place, one in zip(rows, cells, strict=True)]
                kinds = {found.group(1) for _, cell in column if (found := _VALUE_CELL.fullmatch(cell))}
                for begin, cell in column if len(kinds) == 1 else ():
                    yield from _like_column(begin, cell, *kinds)
            row += len(rows)


def _like_column(begin: int, cell: str, kind: str) -> Iterator[Span]:
    number = _NUMBER_OF_ROW.match(cell).end()  # type: ignore[union-attr]  # it may be empty
    words = cell[number:].split()
    is_name = len(words) > 1 and (is_given(words[0]) or is_family(words[-1]))
    if fits_heading(cell[number:], kind, kind == "person" and not is_name):
        yield begin + number, begin + len(cell), kind


def _rows_of(lines: list[str], first: int, separator: str, width: int) -> list[int]:
    last = min(first + _MOST_ROWS, len(lines))
    return [*takewhile(lambda row: lines[row].count(separator) >= width - 1, range(first, last))]


def _heading(line: str) -> tuple[str, _Kinds] | None:
    """The sign between the cells of a heading, and which of them hold what of people."""
    for separator in (sign for sign in _SEPARATORS if sign in line):
        cells = [cell for _, cell in _cells(line, separator)]
        cells[0] = _BEFORE_HEADING.split(cells[0])[-1].strip(" \"'")
        kinds = {number: (kind, _is_of_things(cell)) for number, cell in enumerate(cells) if (kind := kind_of_heading(cell))}
        is_one = kinds or (len(cells) > 1 and any(map(_is_password_heading, cells)))
        if is_one and all(len(cell.split()) <= 3 for cell in cells):
            of_people = any(kind == "date-of-birth" or (kind == "person" and not of_things) for kind, of_things in kinds.values())
            if of_people or any(map(_is_number_of_person, cells)):
                kinds = {number: (kind, False) for number, (kind, _) in kinds.items()}  # "Name" beside "Vorname" is a family's
            return separator, {number: (kind, False) for number, cell in enumerate(cells) if (kind := _kind_beside(cell))} | kinds
    return None


def _without_heading(lines: list[str], row: int) -> tuple[str, list[int], _Kinds] | None:
    """Two rows and more of as many cells, of which one is a given name in each, and one beside it a family's."""
    for separator in _SEPARATORS[:-1]:
        width = lines[row].count(separator) + 1
        if width < 3 or lines[row + 1].count(separator) + 1 != width:
            continue
        firsts = [[cell for _, cell in _cells(lines[at], separator)] for at in (row, row + 1)]
        places = range(min(map(len, firsts)))
        for number, beside in ((one, other) for one in places for other in (one - 1, one + 1) if other in places):
            are_names = all(fits_heading(one[at], "person", False) for one in firsts for at in (number, beside))
            if (
                are_names
                and any(is_given(one[number]) for one in firsts)
                and all(len(one[beside].split()) <= 3 for one in firsts)
                and any(is_family(one[beside].split()[-1]) for one in firsts)
            ):
                days = {at: ("date-of-birth", False) for at, one in enumerate(firsts[0]) if _BIRTHDAY_CELL.fullmatch(one)}
                return (
                    separator,
                    _rows_of(lines, row, separator, width),
                    days | dict.fromkeys((number, beside), ("person", False)),
                )
    return None


def _cells(line: str, separator: str) -> list[tuple[int, str]]:
    """Each with its place; the borders of a table are none."""
    cells, at = [], 0
    for gap in [*_CELL_ENDS[separator].finditer(line), None]:
        end = gap.start() if gap else len(line)
        cell = line[at:end].strip(" \t\"'")
        cells.append((line.find(cell, at, end) if cell else at, cell))
        at = gap.end() if gap else end
    if separator == "|" and line.lstrip().startswith("|"):
        cells = cells[1:]
    return cells[:-1] if separator == "|" and len(cells) > 1 and not cells[-1][1] else cells


def field_value(text: str) -> Iterator[Span]:
    """What stands behind a key of JSON, in an element of XML and behind a field of a form."""
    for match in (match for pattern in (_KEY_AND_VALUE, _XML_ELEMENT, _FORM_FIELD) for match in pattern.finditer(text)):
        value, begin = match.group("value"), match.start("value")
        if match.re.pattern == _FORM_FIELD.pattern:
            value = _END_OF_FIELD.split(value, maxsplit=1)[0].rstrip(" ,")
        kind = kind_of_heading(match.group("key"))
        if kind and fits_heading(value, kind, _is_of_things(match.group("key"))):
            yield begin, begin + len(value), kind


FINDERS = (cell_of_table, cell_beside_values, field_value)
