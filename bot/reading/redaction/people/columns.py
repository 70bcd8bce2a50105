"""Text goes in; names and days of birth come out that a heading tells: of a column in a table or in lines of values, a key in
JSON or XML, a field of a form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.redaction.hints import may_hold
from bot.reading.redaction.names import is_secret_name
from bot.reading.redaction.numbers.named_codes import NUMBERED
from bot.reading.redaction.people.given_names import UP, is_family, is_given
from bot.reading.redaction.spans import Span
from bot.reading.redaction.values import is_no_value
from bot.tongue.patterns import listed, written

_PERHAPS = written("name_column_perhaps")
_KINDS = {
    "person": written("name_column"),
    "date-of-birth": written("born_column", "born", "named_birth"),
    "phone": written("phone_column"),
    "address": written("address_column"),
}
_OF_TOWNS = written("town_column", "post_code")
_NUMBER_ALONE = re.compile(rf"{listed('number', 'number_short')}\.?|n[.°º]{{1,2}}|#", re.I)
_ACCOUNT = re.compile(rf"{listed('iban', 'card', 'account_said', 'account_beside')}(?:[ -]?{listed('number', 'number_short')}\.?)?", re.I)
_OF_PERSON = written("name_column", "person_numbered", "whose", "whom", "relation", "particle_titled", "of_whom", "of_before")
_SHAPES = {
    "date-of-birth": re.compile(rf"\d{{1,4}}[-./ ]\d{{1,2}}[-./ ]\d{{1,4}}|\d{{1,2}}\.?[ -](?i:{listed('month')})\.?[ -]\d{{2,4}}"),
    "phone": re.compile(r"[+(]?(?:[ /().-]{0,2}\d){6,15}"),
    "record-number": re.compile(r"(?=(?:[^\d\n]*\d){2})[\w ./#-]{2,30}"),
    "town": re.compile(rf"[A-Z\d]{{2,5}}(?:[ -]?[A-Z\d]{{2,4}})?|{UP}[^\W\d_]+(?:[ '’-][^\W\d_]+){{0,4}}"),
    "password": re.compile(r"[^\s<\[]{4,60}"),
    "address": re.compile(r"(?=\D*\d)(?=[^A-Za-zÀ-ÿ]*[A-Za-zÀ-ÿ]{3})[\w .,'’/-]{5,60}"),
}
_SIGNS = "|\t;,"
"""What stands between cells, the surest first."""
_MOST_ROWS = 2_000
_BREAK = re.compile(r"[.?!:]\s+")
_CASES = re.compile(r"(?<=[a-z])(?=[A-Z])|[_-]")
_RULE = re.compile(r"[\s|:-]+")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_KEY = re.compile(
    r"(?<![\w-])[\"']?(?P<key>[^\W\d_][\w .'’-]{1,30}?)[\"']?\s?[:=]\s?(?P<quote>[\"'])(?P<value>[^\"'\n]{2,60})(?P=quote)"
)
_ELEMENT = re.compile(r"<(?:[\w-]{1,20}:)?(?P<key>[\w-]{2,40})(?:\s[^<>\n]{1,120})?>(?P<value>[^<>\n]{2,60})</")
_FIELD = re.compile(
    rf"(?:^|(?<=[\n.?!\"“])\s?)(?P<key>[^\W\d_][^\n:=\"“”«»?!]{{2,30}}?)\s?[:=][ \t]?(?P<value>{UP}[^\n\"”:;=()\[]{{1,50}})", re.M
)
_CUT = re.compile(r"(?<!(?<!\w)[A-Z])[.?!](?:\s|$)|\s(?:–|-)\s|,\s(?=[a-zà-ÿ])")
_LONGEST, _MOST_WORDS = 48, 6


def columns(text: str) -> Iterator[Span]:
    """What stands under, behind and inside of such a heading."""
    if not may_hold(text, "name_column", "born_column", "phone_column", "address_column"):
        return
    if "\n" in text:
        yield from _tables(text)
    for pattern in (_KEY, _ELEMENT, _FIELD):
        for match in pattern.finditer(text):
            value = _CUT.split(match.group("value"), maxsplit=1)[0].rstrip(" ,") if pattern is _FIELD else match.group("value")
            kind = _kind(match.group("key"))
            if kind and _fits(value, kind, _is_perhaps(match.group("key"))):
                yield match.start("value"), match.start("value") + len(value), kind


def _tables(text: str) -> Iterator[Span]:
    lines, at = text.split("\n"), 0
    starts = []
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    row = 0
    while row < len(lines) - 1:
        end = row + 1
        found = _heading(lines[row])
        if found is not None:
            sign, width, kinds = found
            rows: list[int] = []
            while end < len(lines) and len(rows) < _MOST_ROWS and lines[end].count(sign) >= width - 1:
                rows.append(end)
                end += 1
            for place in rows:
                for number, (begin, cell) in enumerate(_cells(lines[place], sign)):
                    if number in kinds and _fits(cell, kinds[number][0], kinds[number][1]):
                        kind = "address" if kinds[number][0] == "town" else kinds[number][0]
                        yield starts[place] + begin, starts[place] + begin + len(cell), kind
        row = end


def _heading(line: str) -> tuple[str, int, dict[int, tuple[str, bool]]] | None:
    """The sign between the cells of a heading, how many there are, and which of them hold what of people."""
    for sign in _SIGNS:
        if sign not in line:
            continue
        cells = [cell for _, cell in _cells(line, sign)]
        cells[0] = _BREAK.split(cells[0])[-1].strip(" \"'")
        if any(len(cell.split()) > 3 for cell in cells):
            continue
        kinds = {number: (kind, _is_perhaps(cell)) for number, cell in enumerate(cells) if (kind := _kind(cell))}
        if kinds:
            if any(kind == "person" and not perhaps for kind, perhaps in kinds.values()):
                kinds = {number: (kind, False) for number, (kind, _) in kinds.items()}  # "Name" beside "Vorname" is a family's
            beside = {number: (kind, False) for number, cell in enumerate(cells) if (kind := _kind_beside(cell))}
            return sign, len(cells), beside | kinds
    return None


def _kind_beside(heading: str) -> str:
    """What a column holds in a table of people: numbers of theirs, where they live, passwords."""
    plain = _plain(heading)
    if plain in _OF_TOWNS:
        return "town"
    if is_secret_name(plain.replace(" ", "_"), surely=True):
        return "password"
    return "record-number" if any(one.fullmatch(plain) for one in (_NUMBER_ALONE, _ACCOUNT, *NUMBERED)) else ""


def _cells(line: str, sign: str) -> list[tuple[int, str]]:
    """Each with its place; the borders of a table are none."""
    cells, at = [], 0
    for part in line.split(sign):
        cell = part.strip(" \t\"'")
        cells.append((at + (part.find(cell) if cell else 0), cell))
        at += len(part) + 1
    if sign == "|" and line.lstrip().startswith("|"):
        cells = cells[1:]
    return cells[:-1] if sign == "|" and len(cells) > 1 and not cells[-1][1] else cells


def _kind(heading: str) -> str:
    plain = _plain(heading)
    found = next((kind for kind, names in _KINDS.items() if plain in names), "")
    words = plain.split()
    is_of_person = any(word in _KINDS["person"] for word in words) and all(word in _OF_PERSON for word in words)
    return found or ("person" if is_of_person else "")


def _plain(heading: str) -> str:
    return " ".join(_CASES.sub(" ", heading).lower().split()).strip("\"'* ")


def _is_perhaps(heading: str) -> bool:
    return heading.lower().strip("\"'* ") in _PERHAPS


def _fits(value: str, kind: str, perhaps: bool) -> bool:
    """Whether a value may be what its heading says. ``perhaps``: the heading may be of things; then only a name is one."""
    if kind in _SHAPES:
        return not is_no_value(value) and _SHAPES[kind].fullmatch(value) is not None
    words = value.replace(",", " ").split()
    if not _HAS_LETTER.search(value) or len(value) > _LONGEST or not 0 < len(words) <= _MOST_WORDS or "[" in value:
        return False
    if any(char.isdigit() for char in value) or not value[0].isalpha():
        return False
    names = [word for word in words if word[0].isupper() and not word.endswith(".")]
    if not perhaps:
        return bool(names)
    return bool(names) and (any(map(is_given, names)) or (len(names) > 1 and all(map(is_family, names))))
