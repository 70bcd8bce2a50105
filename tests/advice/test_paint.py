"""Charts as PNG: as large as the SVG says, twice as fine, with the same colours, and dashes where the style has them."""

from __future__ import annotations

import io
import math
import re
from fractions import Fraction

import pytest
from PIL import Image

from bot.advice.charts import STYLE, Bar, alone, course, swings
from bot.advice.paint import COLOURS, DASHES, SCALE, dashed, png_of

MONTHS = [Fraction(month * 100) for month in range(13)]
COURSE = course("Costs", "They add up.", [("One", MONTHS), ("Two", MONTHS[::-1])], ["Year 1"], str)
BARS = [Bar("Seats <&>", Fraction(50), Fraction(150), ("1", "3"))]


def painted(svg: str) -> Image.Image:
    return Image.open(io.BytesIO(png_of(svg))).convert("RGB")


def test_a_picture_is_as_large_as_the_svg_says_and_has_its_colours() -> None:
    drawn = swings("Swings", "What matters.", BARS, Fraction(100), str, legend=("at its low end", "at its high end"))
    svg = alone("Costs & more", [COURSE, drawn])
    assert ">at its low end<" in svg and ">at its high end<" in svg, "each colour has a name"
    image = painted(svg)
    width, height = (int(re.search(rf'{name}="([0-9]+)"', svg)[1]) for name in ("width", "height"))  # type: ignore[index]
    assert image.size == (width * SCALE, height * SCALE)
    found = {colour for _, colour in image.getcolors(maxcolors=1 << 20) or []}
    wanted = ("paper", "axis", "course-1", "course-2", "swing-low", "swing-high", "swing-base", "name")
    assert {COLOURS[look] for look in wanted} <= {"#" + bytes(colour).hex() for colour in found}


def test_the_same_svg_is_the_same_bytes_and_no_chart_is_an_empty_picture() -> None:
    svg = alone("Costs", [COURSE])
    assert png_of(svg) == png_of(svg)
    assert painted(alone("Nothing", [])).getcolors() == [(800 * SCALE * 20 * SCALE, (255, 255, 255))]


def test_each_stroke_and_colour_of_the_style_is_the_painter_s() -> None:
    light = STYLE.split("@media")[0].replace("\n", "")
    for look, lengths in DASHES.items():
        assert f".{look}{{stroke-dasharray:{' '.join(str(one) for one in lengths)}}}" in light
    for look in ("course-1", "course-2", "course-3", "course-4", "axis", "swing-base"):
        assert f".{look}{{stroke:{COLOURS[look]}}}" in light
    for look in ("swing-low", "swing-high"):
        assert f".{look}{{fill:{COLOURS[look]}}}" in light


@pytest.mark.parametrize(("lengths", "drawn"), [((), 100.0), ((5, 5), 50.0), ((9, 1), 90.0), ((30, 30), 60.0)])
def test_dashes_cover_their_share_of_a_line_whatever_its_corners(lengths: tuple[float, ...], drawn: float) -> None:
    corners = [(0.0, 0.0), (33.0, 0.0), (33.0, 67.0)]
    assert math.isclose(sum(math.dist(begin, end) for begin, end in dashed(corners, lengths)), drawn)
