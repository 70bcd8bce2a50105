"""Series and swings go in; charts as SVG text come out: how costs add up, and what matters most.

A chart has classes alone, so that the console's stylesheet and its policy against inline styles hold; a picture that stands by
itself brings its own colours. Every line has its name beside it and a stroke of its own: colour never tells anything alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

WIDTH, HEIGHT = 760, 320
LEFT, RIGHT, TOP, FOOT = 84, 226, 14, 30
LEGEND = 18
ROW, GUTTER, ENDS = 40, 240, 90
TICKS = 4
APART = 17
"""Least distance of two names beside lines."""
LONGEST = 30
STYLE = """text{font:12px system-ui,sans-serif;fill:#59616b}.name,.head{fill:#1d2126;font-size:13px}.head{font-weight:600}
.paper{fill:#fff}.axis{stroke:#dcdfe3}.swing-base{stroke:#59616b}.swing-low{fill:#2f5bb7}.swing-high{fill:#7a5200}
.course{fill:none;stroke-width:2.5}.course-1{stroke:#2f5bb7}.course-2{stroke:#7a5200}.course-3{stroke:#1c6e3d}.course-4{stroke:#ab2330}
.course-2{stroke-dasharray:7 4}.course-3{stroke-dasharray:2 3}.course-4{stroke-dasharray:9 3 2 3}
@media (prefers-color-scheme:dark){text{fill:#a4adb8}.name,.head{fill:#e8eaed}.paper{fill:#1d2126}.axis{stroke:#363c44}
.swing-base{stroke:#a4adb8}.swing-low{fill:#8fb0f5}.swing-high{fill:#e7bf6a}.course-1{stroke:#8fb0f5}.course-2{stroke:#e7bf6a}.course-3{stroke:#7fd3a0}
.course-4{stroke:#f59aa3}}"""
STROKES = 4
Number = Callable[[Fraction], str]


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing. ``about``: the same in words."""

    title: str
    about: str
    height: int
    body: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One number's range, and what the total is at both ends. The ends' names are the number's own."""

    name: str
    low: Fraction
    high: Fraction
    ends: tuple[str, str]


def course(
    title: str, about: str, lines: Sequence[tuple[str, Sequence[Fraction]]], years: Sequence[str], number: Number
) -> Chart:
    """Lines over months; each begins at the start, with what is paid once."""
    most = max((max(points) for _, points in lines), default=Fraction(0)) or Fraction(1)
    step = _step(most / TICKS)
    top = step * -(-most // step)
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - FOOT
    drawn = []
    for tick in range(int(top / step) + 1):
        y = TOP + tall - float(step * tick / top) * tall
        drawn.append(f'<line class="axis" x1="{LEFT}" y1="{y:.1f}" x2="{LEFT + wide}" y2="{y:.1f}"/>')
        drawn.append(_text(LEFT - 8, y + 4, number(step * tick), "end"))
    for year, name in enumerate(years):
        drawn.append(_text(LEFT + wide * (year + 0.5) / len(years), HEIGHT - 8, name, "middle"))
    ends = []
    for at, (name, points) in enumerate(lines):
        spots = [
            f"{LEFT + wide * month / (len(points) - 1):.1f},{TOP + tall - float(paid / top) * tall:.1f}"
            for month, paid in enumerate(points)
        ]
        drawn.append(f'<polyline class="course course-{at % STROKES + 1}" points="{" ".join(spots)}"/>')
        ends.append((TOP + tall - float(points[-1] / top) * tall, name, number(points[-1])))
    for y, name, total in _apart(ends):
        drawn.append(_text(LEFT + wide + 8, y + 4, _short(name, LONGEST), "start", "name"))
        drawn.append(_text(LEFT + wide + 8, y + 4 + APART - 3, total, "start"))
    return Chart(title, about, HEIGHT, "".join(drawn))


def swings(
    title: str, about: str, bars: Sequence[Bar], base: Fraction, number: Number, *, legend: tuple[str, str] = ("", "")
) -> Chart:
    """Lying bars from the total at the low end to that at the high end, around the total as assumed.

    ``legend``: what the colours of the low and of the high end are called.
    """
    least = min([base, *(end for bar in bars for end in (bar.low, bar.high))])
    most = max([base, *(end for bar in bars for end in (bar.low, bar.high))])
    wide, left = WIDTH - GUTTER - 2 * ENDS, GUTTER + ENDS

    def at(value: Fraction) -> float:
        return left + (float((value - least) / (most - least)) * wide if most > least else wide / 2)

    height = ROW * len(bars) + 24
    drawn = []
    for row, bar in enumerate(bars):
        y = row * ROW + 8
        drawn.append(_text(GUTTER - 8, y + 12, _short(bar.name, LONGEST), "end", "name"))
        drawn.append(_text(GUTTER - 8, y + 26, " – ".join(bar.ends), "end"))
        for side, end in (("low", bar.low), ("high", bar.high)):
            x, width = min(at(end), at(base)), abs(at(end) - at(base))
            if width:
                drawn.append(f'<rect class="swing-{side}" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{ROW - 16}"/>')
        for end, anchor, shift in ((min(bar.low, bar.high), "end", -6), (max(bar.low, bar.high), "start", 6)):
            drawn.append(_text(at(end) + shift, y + 16, number(end), anchor))
    drawn.append(f'<line class="swing-base" x1="{at(base):.1f}" y1="0" x2="{at(base):.1f}" y2="{height - 18}"/>')
    drawn.append(_text(at(base), height - 4, number(base), "middle"))
    for place, (side, said) in enumerate(zip(("low", "high"), legend, strict=True)):
        if said:
            y = height + place * LEGEND
            drawn.append(f'<rect class="swing-{side}" x="{GUTTER}" y="{y}" width="14" height="10"/>')
            drawn.append(_text(GUTTER + 20, y + 10, said, "start"))
    return Chart(title, about, height + LEGEND * sum(map(bool, legend)), "".join(drawn))


def inline(chart: Chart) -> str:
    """For a page that has the colours."""
    label = escape(f"{chart.title}. {chart.about}")
    return f'<svg class="chart" viewBox="0 0 {WIDTH} {chart.height}" role="img" aria-label="{label}">{chart.body}</svg>'


def alone(title: str, charts: Sequence[Chart]) -> str:
    """A picture of its own, the charts below each other. It follows the reader's light or dark setting."""
    parts, y = [], 20
    for chart in charts:
        parts.append(_text(20, y + 14, chart.title, "start", "head"))
        parts.append(f'<g transform="translate(20 {y + 26})">{chart.body}</g>')
        y += chart.height + 56
    label = escape(". ".join([title, *(f"{chart.title}: {chart.about}" for chart in charts)]))
    wide = WIDTH + 40
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {y}" width="{wide}" height="{y}" role="img" '
        f'aria-label="{label}">\n<style>{STYLE}</style>\n<rect class="paper" width="100%" height="100%"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _step(rough: Fraction) -> Fraction:
    """The next of 1, 2, 5, 10, 20 ... : distances that people count in."""
    size = Fraction(1)
    while size * 10 < rough:
        size *= 10
    while size > rough:
        size /= 10
    return next(size * times for times in (1, 2, 5, 10) if size * times >= rough)


def _apart(ends: Sequence[tuple[float, str, str]]) -> list[tuple[float, str, str]]:
    """Names beside lines that end close to each other are moved up, so that all can be read."""
    placed: list[tuple[float, str, str]] = []
    lowest = float(HEIGHT - FOOT - APART)
    for y, name, total in sorted(ends, key=lambda one: -one[0]):
        placed.append((min(y, lowest), name, total))
        lowest = placed[-1][0] - 2 * APART
    return placed


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _text(x: float, y: float, words: str, anchor: str, look: str = "") -> str:
    kind = f' class="{look}"' if look else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
