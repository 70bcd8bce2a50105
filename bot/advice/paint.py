"""A picture of charts as SVG goes in, the same as PNG comes out, in light colours; of SVG it knows only what charts use."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from itertools import cycle, pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

SCALE = 2
PAPER = "#ffffff"
COLOURS = {
    **{"": "#59616b", "name": "#1d2126", "head": "#1d2126", "axis": "#dcdfe3", "paper": PAPER},
    **{"swing-base": "#59616b", "swing-low": "#2f5bb7", "swing-high": "#7a5200"},
    **{"course-1": "#2f5bb7", "course-2": "#7a5200", "course-3": "#1c6e3d", "course-4": "#ab2330"},
}
"""Class -> its colour, as the style of the SVG has it in the light."""
DASHES: dict[str, tuple[float, ...]] = {"course-2": (7, 4), "course-3": (2, 3), "course-4": (9, 3, 2, 3)}
"""Class -> how long its strokes and gaps are: colour never tells anything alone."""
ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
Spot = tuple[float, float]


def png_of(svg: str) -> bytes:
    """``svg``: of ``charts.alone``. Raises ``ImportError`` where Pillow is not installed."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only PNG needs it

    root = fromstring(svg)  # noqa: S314 - written by our own code a moment ago
    size = (int(root.get("width", "0")) * SCALE, int(root.get("height", "0")) * SCALE)
    image = Image.new("RGB", size, PAPER)
    _Painter(ImageDraw.Draw(image)).paint(root, (0, 0))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def dashed(spots: Sequence[Spot], lengths: Sequence[float]) -> Iterator[tuple[Spot, Spot]]:
    """A line through the spots as the strokes of its dashes; without lengths, as it is."""
    if not lengths:
        yield from pairwise(spots)
        return
    turns = cycle(zip(lengths, cycle((True, False)), strict=False))
    left, is_stroke = next(turns)
    for (x, y), (to_x, to_y) in pairwise(spots):
        whole = math.dist((x, y), (to_x, to_y))
        done = 0.0
        while done < whole:
            part = min(left, whole - done)
            if is_stroke:
                ends = (done / whole, (done + part) / whole)
                begin, end = ((x + (to_x - x) * share, y + (to_y - y) * share) for share in ends)
                yield begin, end
            done, left = done + part, left - part
            if left <= 0:
                left, is_stroke = next(turns)


class _Painter:
    """Paints the parts in their order."""

    def __init__(self, pen: ImageDraw) -> None:
        self._pen = pen
        self._fonts: dict[int, FreeTypeFont | ImageFont] = {}

    def paint(self, parent: Element, moved: Spot) -> None:
        for one in parent:
            look = (one.get("class") or "").split(" ")[-1]
            match one.tag.rpartition("}")[2]:
                case "g":
                    by = [float(part) for part in one.get("transform", "").removeprefix("translate(").removesuffix(")").split()]
                    self.paint(one, (moved[0] + by[0], moved[1] + by[1]))
                case "rect" if look != "paper":
                    x, y, width, height = (float(one.get(name, "0")) for name in ("x", "y", "width", "height"))
                    corners = (*_spot(x, y, moved), *_spot(x + width, y + height, moved))
                    self._pen.rectangle(corners, fill=COLOURS[look])
                case "line":
                    x, y, to_x, to_y = (float(one.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
                    self._pen.line((*_spot(x, y, moved), *_spot(to_x, to_y, moved)), fill=COLOURS[look], width=SCALE)
                case "polyline":
                    spots = [(float(x), float(y)) for x, y in (pair.split(",") for pair in one.get("points", "").split())]
                    for begin, end in dashed(spots, DASHES.get(look, ())):
                        ends = (*_spot(*begin, moved), *_spot(*end, moved))
                        self._pen.line(ends, fill=COLOURS[look], width=round(2.5 * SCALE))
                case "text":
                    self._text(one, look, moved)

    def _text(self, one: Element, look: str, moved: Spot) -> None:
        place = _spot(float(one.get("x", "0")), float(one.get("y", "0")), moved)
        font = self._font(13 if look else 12)
        self._pen.text(place, one.text or "", fill=COLOURS[look], font=font, anchor=ANCHORS[one.get("text-anchor", "start")])

    def _font(self, size: int) -> FreeTypeFont | ImageFont:
        from PIL import ImageFont  # noqa: PLC0415 - only PNG needs it

        if size not in self._fonts:
            try:
                self._fonts[size] = ImageFont.truetype("DejaVuSans.ttf", round(size * 0.93 * SCALE))
            except OSError:  # that font is not on this machine; the library brings one with Latin letters
                self._fonts[size] = ImageFont.load_default(size * SCALE)
        return self._fonts[size]


def _spot(x: float, y: float, moved: Spot) -> Spot:
    return ((x + moved[0]) * SCALE, (y + moved[1]) * SCALE)
