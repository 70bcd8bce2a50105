"""Numbers by day and verdict go in; what to draw as standing bars comes out, for the same painter as matrices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.matrix.drawing import Box, Drawing, Mark, Text, width_of
from bot.policy.words import Verdict

LOOK = "bar-{}"
"""The look of a verdict's part of a bar; the painter knows its colour."""
_MARGIN, _STEP, _BAR, _HIGH, _LEGEND = 24, 84, 56, 220, 30
_WIDEST = 7 * _STEP


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, and how many of each verdict's id (or ``ask``), lowest first."""

    label: str
    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(number for _, number in self.parts)


def draw_bars(title: str, bars: Sequence[Bar], names: Mapping[str, str], number: Callable[[int], str]) -> Drawing:
    """``names``: how each part is called in the legend, in its order; ``number``: how people write one."""
    drawing = Drawing(title=title, about="; ".join(f"{bar.label}: {number(bar.total)}" for bar in bars))
    drawing.parts.append(Text(_MARGIN, _MARGIN + 16, title, 18, bold=True))
    foot = _MARGIN + 60.0 + _HIGH
    most = max((bar.total for bar in bars), default=0) or 1
    for place, bar in enumerate(bars):
        left, top = _MARGIN + _STEP * place + (_STEP - _BAR) / 2, foot
        for kind, count in bar.parts:
            tall = count / most * _HIGH
            top -= tall
            if tall:
                drawing.parts.append(Box(left, top, _BAR, tall, LOOK.format(kind)))
        middle = left + _BAR / 2
        drawing.parts.append(Text(middle, top - 7, number(bar.total), 13, bold=True, at="middle"))
        drawing.parts.append(Text(middle, foot + 19, bar.label, 12, at="middle", look="quiet"))
    drawing.parts.append(Box(_MARGIN, foot, _STEP * len(bars), 1.5, LOOK.format("line")))
    drawing.width = max(2 * _MARGIN + _STEP * len(bars), 2 * _MARGIN + width_of(title, 18) * 1.1)
    drawing.height = _legend(drawing, foot + 52, names) + _MARGIN
    return drawing


def _legend(drawing: Drawing, y: float, names: Mapping[str, str]) -> float:
    """Shape, colour and word of each part; gives where it ends."""
    x, most = float(_MARGIN), max(drawing.width - _MARGIN, _WIDEST)
    for kind, name in names.items():
        wide = 54 + width_of(name, 12)
        if x + wide > most and x > _MARGIN:
            x, y = float(_MARGIN), y + _LEGEND
        drawing.parts.append(Box(x, y - 10, 14, 20, LOOK.format(kind)))
        if kind in set(Verdict):
            drawing.parts.append(Mark(x + 27, y, Verdict(kind), 6))
        else:
            drawing.parts.append(Text(x + 27, y + 5, "?", 14, bold=True, at="middle"))
        drawing.parts.append(Text(x + 40, y + 4.5, name, 12))
        x += wide
        drawing.width = max(drawing.width, x)
    return y + 10
