"""Bars go in, an SVG picture comes out: no script, no style of its own, so that the strictest Content-Security-Policy holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from markupsafe import Markup

from bot.advice.charts import Chart, inline
from bot.console.values.shown import Choice, Table

WIDTH, BROAD, HEIGHT, FOOT = 560, 1200, 200, 22
ROW, GUTTER = 26, 214
MOST_LABELS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: parts by verdict or by another word, lowest first."""

    label: str
    parts: tuple[tuple[str, int], ...]
    """Class of colour, number."""

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(number for _, number in self.parts)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, the sentence that says what it shows, and the table behind it."""

    title: str
    sentence: str
    bars: tuple[Bar, ...] = ()
    table: Table = field(default_factory=lambda: Table("", ()))
    legend: tuple[Choice, ...] = ()
    """Class of colour, what it stands for."""
    is_wide: bool = False


def drawn(drawing: Drawing) -> Markup:
    """Bars over time stand, bars by name lie. The sentence beside it says the same in words."""
    body = _standing(drawing.bars) if drawing.is_wide else _lying(drawing.bars)
    height = HEIGHT + FOOT if drawing.is_wide else ROW * max(1, len(drawing.bars))
    width = BROAD if drawing.is_wide else WIDTH
    label = escape(f"{drawing.title}. {drawing.sentence}")
    return Markup(  # noqa: S704 - every text in it was escaped
        f'<svg class="chart" viewBox="0 0 {width} {height}" role="img" aria-label="{label}" '
        f'preserveAspectRatio="xMinYMin meet">{body}</svg>'
    )


def drawn_of_costs(chart: Chart) -> Markup:
    """A chart of costs."""
    return Markup(inline(chart))  # noqa: S704 - every text in it is escaped there


def _standing(bars: Sequence[Bar]) -> str:
    most = max((bar.total for bar in bars), default=0) or 1
    step = BROAD / max(1, len(bars))
    every = max(1, -(-len(bars) // MOST_LABELS))
    drawn = [f'<line class="axis" x1="0" y1="{HEIGHT}" x2="{BROAD}" y2="{HEIGHT}"/>']
    for number, bar in enumerate(bars):
        left, top = number * step, float(HEIGHT)
        for colour, count in bar.parts:
            tall = count / most * (HEIGHT - 6)
            top -= tall
            if tall:
                drawn.append(
                    f'<rect class="{_name(colour)}" x="{left + step * 0.1:.1f}" y="{top:.1f}" '
                    f'width="{step * 0.8:.1f}" height="{tall:.1f}"/>'
                )
        if number % every == 0:
            drawn.append(f'<text x="{left + step * 0.1:.1f}" y="{HEIGHT + 16}">{escape(bar.label)}</text>')
    return "".join(drawn)


def _lying(bars: Sequence[Bar]) -> str:
    most = max((bar.total for bar in bars), default=0) or 1
    drawn = []
    for number, bar in enumerate(bars):
        left, top = float(GUTTER), number * ROW
        label = bar.label if len(bar.label) <= 27 else bar.label[:26] + "…"
        drawn.append(f'<text class="name" x="{GUTTER - 8}" y="{top + 17}" text-anchor="end">{escape(label)}</text>')
        for colour, count in bar.parts:
            wide = count / most * (WIDTH - GUTTER - 70)
            drawn.append(f'<rect class="{_name(colour)}" x="{left:.1f}" y="{top + 5}" width="{wide:.1f}" height="{ROW - 10}"/>')
            left += wide
        drawn.append(f'<text x="{left + 6:.1f}" y="{top + 17}">{bar.total:,}</text>')
    return "".join(drawn)


def _name(colour: str) -> str:
    return "bar bar-" + "".join(one for one in colour if one.isalnum() or one == "-")
