"""Matrices of verdicts go in; what to draw where (boxes, words, shapes) comes out, the same for every kind of picture."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.policy.words import STRICTNESS, Verdict

WORDS = {
    Verdict.ALLOWED: "allowed",
    Verdict.CONDITIONAL: "conditional",
    Verdict.REVIEW: "review",
    Verdict.UNCOVERED: "not covered",
    Verdict.FORBIDDEN: "not allowed",
}
"""How a cell says its verdict to people; ``mayi import`` reads each of them back."""
SHAPES = dict(zip(WORDS, "✓◐◇○✕", strict=True))
"""Every verdict has a shape beside its colour."""

_MARGIN, _GAP = 24, 40
_ROW, _NARROW, _WIDE = 34, 30, 112
_MOST_WIDE = 12
"""With more columns than this their names stand upright and cells show the shape alone."""
_LABEL, _HEAD = 300, 210
_TWO_BESIDE = 1500
"""Two matrices stand beside each other up to this width, else below each other."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One matrix to draw. ``framed``: (row, column) numbers of the cells that are to catch the eye."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Verdict, ...]], ...]
    framed: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle. ``look``: a verdict's id, ``ground`` or ``frame``; ``about``: what it says in words."""

    x: float
    y: float
    width: float
    height: float
    look: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words. ``y`` is its base line; ``at``: start, middle or end; ``upright``: read from below."""

    x: float
    y: float
    words: str
    size: float = 13
    bold: bool = False
    at: str = "start"
    upright: bool = False
    look: str = "ink"


@dataclass(frozen=True, slots=True)
class Mark:
    """The shape of a verdict around a middle point."""

    x: float
    y: float
    verdict: Verdict
    radius: float = 7


@dataclass(slots=True)
class Drawing:
    """Everything to draw, first things below later ones."""

    width: float = 0
    height: float = 0
    title: str = ""
    about: str = ""
    parts: list[Box | Text | Mark] = field(default_factory=list)


def in_blocks(picture: Picture) -> Picture:
    """The same matrix with its rows and columns sorted, strict ones last, so that blocks of one verdict are seen at once."""
    rows = sorted(range(len(picture.rows)), key=lambda row: (*_weight(picture.rows[row][1]), row))
    down = [[cells[column] for _, cells in picture.rows] for column in range(len(picture.columns))]
    columns = sorted(range(len(picture.columns)), key=lambda column: (*_weight(down[column]), column))
    return replace(
        picture,
        columns=tuple(picture.columns[column] for column in columns),
        rows=tuple((picture.rows[row][0], tuple(picture.rows[row][1][column] for column in columns)) for row in rows),
        framed=frozenset((rows.index(row), columns.index(column)) for row, column in picture.framed),
    )


def _weight(cells: Sequence[Verdict]) -> tuple[int, list[int]]:
    """How strict a row or column is as a whole; equal ones stand together by what each cell says."""
    each = [STRICTNESS[cell] for cell in cells]
    return sum(each), each


def draw(pictures: Sequence[Picture], note: str = "") -> Drawing:
    """Matrices beside or below each other, with one legend and a note."""
    drawing = Drawing(title=pictures[0].title, about=" ".join(summary(picture) for picture in pictures))
    sizes = [_size(picture) for picture in pictures]
    beside = len(pictures) > 1 and sum(width for width, _ in sizes) + _GAP <= _TWO_BESIDE
    x, y = float(_MARGIN), float(_MARGIN)
    for picture, (width, height) in zip(pictures, sizes, strict=True):
        _matrix(drawing, picture, x, y)
        drawing.width = max(drawing.width, x + width + _MARGIN)
        drawing.height = max(drawing.height, y + height)
        x, y = (x + width + _GAP, y) if beside else (x, y + height + _GAP)
    _legend(drawing, drawing.height + _ROW, note, any(picture.framed for picture in pictures))
    return drawing


def summary(picture: Picture) -> str:
    """The picture in a sentence, for people who hear it."""
    counts = Counter(cell for _, cells in picture.rows for cell in cells)
    told = ", ".join(f"{counts[verdict]} {word}" for verdict, word in WORDS.items() if counts[verdict])
    return f"{picture.title}: {len(picture.rows)} tools, {len(picture.columns)} kinds of data; {told or 'no cells'}."


def _size(picture: Picture) -> tuple[float, float]:
    across = len(picture.columns) * _column_width(picture)
    title = width_of(picture.title, 18) * 1.1
    return max(_label_width(picture) + across, title), 30 + _head_height(picture) + _ROW * len(picture.rows)


def _is_wide(picture: Picture) -> bool:
    return len(picture.columns) <= _MOST_WIDE


def _column_width(picture: Picture) -> float:
    return _WIDE if _is_wide(picture) else _NARROW


def _label_width(picture: Picture) -> float:
    return min(_LABEL, max([60.0, *(width_of(label, 13) for label, _ in picture.rows)])) + 14


def _head_height(picture: Picture) -> float:
    if _is_wide(picture):
        return 18.0 * max([1, *(len(wrap(column, _WIDE - 12, 12, 4)) for column in picture.columns)]) + 10
    return min(_HEAD, max(width_of(column, 12) for column in picture.columns)) + 14


def _matrix(drawing: Drawing, picture: Picture, left: float, top: float) -> None:
    parts = drawing.parts
    parts.append(Text(left, top + 16, picture.title, 18, bold=True))
    label, step = _label_width(picture), _column_width(picture)
    below = top + 30 + _head_height(picture)
    for number, column in enumerate(picture.columns):
        x = left + label + step * number
        if _is_wide(picture):
            lines = wrap(column, _WIDE - 12, 12, 4)
            parts += [
                Text(x + step / 2, below - 10 - 18 * (len(lines) - 1 - i), line, 12, bold=True, at="middle")
                for i, line in enumerate(lines)
            ]
        else:
            parts.append(Text(x + step / 2 + 4, below - 8, fitted(column, _HEAD, 12), 12, bold=True, upright=True))
    for number, (name, cells) in enumerate(picture.rows):
        y = below + _ROW * number
        lines = wrap(name, label - 14, 13, 2)
        size = 13 if len(lines) == 1 else 11.5
        parts += [
            Text(left + label - 10, y + _ROW / 2 + 4.5 + (i - (len(lines) - 1) / 2) * 14, line, size, at="end")
            for i, line in enumerate(lines)
        ]
        for at in range(len(cells)):
            _cell(drawing, picture, (number, at), (left + label + step * at, y))


def _cell(drawing: Drawing, picture: Picture, cell: tuple[int, int], corner: tuple[float, float]) -> None:
    name, cells = picture.rows[cell[0]]
    verdict, step, (x, y) = cells[cell[1]], _column_width(picture), corner
    about = f"{name} × {picture.columns[cell[1]]}: {WORDS[verdict]}"
    drawing.parts.append(Box(x + 1, y + 1, step - 2, _ROW - 2, verdict.value, about))
    if cell in picture.framed:
        drawing.parts.append(Box(x + 1, y + 1, step - 2, _ROW - 2, "frame"))
    if _is_wide(picture):
        drawing.parts.append(Mark(x + 15, y + _ROW / 2, verdict, 6.5))
        drawing.parts.append(Text(x + 27, y + _ROW / 2 + 4.5, WORDS[verdict], 12, look=verdict.value))
    else:
        drawing.parts.append(Mark(x + step / 2, y + _ROW / 2, verdict, 7))


def _legend(drawing: Drawing, y: float, note: str, has_frames: bool) -> None:
    x = float(_MARGIN)
    for verdict, word in WORDS.items():
        drawing.parts.append(Box(x, y - 12, 24, 24, verdict.value))
        drawing.parts.append(Mark(x + 12, y, verdict, 6.5))
        drawing.parts.append(Text(x + 31, y + 4.5, word, 12))
        x += 48 + width_of(word, 12)
    if has_frames:
        drawing.parts.append(Box(x, y - 12, 24, 24, "frame"))
        drawing.parts.append(Text(x + 31, y + 4.5, "changed", 12))
        x += 48 + width_of("changed", 12)
    drawing.width = max(drawing.width, x + _MARGIN)
    drawing.height = y + 12 + _MARGIN
    if note:
        drawing.parts.append(Text(_MARGIN, y + 36, note, 11.5, look="quiet"))
        drawing.width = max(drawing.width, width_of(note, 11.5) + 2 * _MARGIN)
        drawing.height += 24


def width_of(words: str, size: float) -> float:
    """About how wide words stand in a usual font; rather too wide than too narrow."""
    return size * sum(_em(letter) for letter in words)


def _em(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in "iljtfrI.,:;'|!()[] ":
        return 0.4
    return 0.92 if letter in "mwMW@—" else 0.74 if letter.isupper() else 0.62


def fitted(words: str, width: float, size: float) -> str:
    """The words, cut with an ellipsis where they are too wide."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def wrap(words: str, width: float, size: float, most: int) -> list[str]:
    """Lines no wider than ``width``; what does not fit into ``most`` lines is cut with an ellipsis."""
    lines: list[str] = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fitted(line, width, size) for line in lines]
