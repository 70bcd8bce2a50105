"""Matrices of verdicts go in; a picture of them as SVG text or PNG bytes comes out."""

from __future__ import annotations

import html
import io
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.knowledge.matrix.drawing import Box, Drawing, Mark, Picture, Text, draw, in_blocks
from bot.policy.words import Verdict

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

__all__ = ["LIGHT", "Picture", "PicturesMissingError", "in_blocks", "painted", "png_of", "svg_of"]

LIGHT = {
    "allowed": ("d7efdd", "14532d"),
    "conditional": ("fbedc0", "6b4700"),
    "review": ("dbe6fa", "1e3a8a"),
    "uncovered": ("ececec", "4a4a4a"),
    "forbidden": ("f8d8d5", "77150e"),
}
"""Verdict id -> its ground and its ink, readable on it."""
DARK = {
    "allowed": ("163c25", "b4ecc5"),
    "conditional": ("453400", "ffe08a"),
    "review": ("1c2f5c", "c3d6ff"),
    "uncovered": ("333333", "d5d5d5"),
    "forbidden": ("521a16", "ffc4bf"),
}
BARS = {
    **{"bar-allowed": "1c6e3d", "bar-conditional": "7a5200", "bar-review": "5b3fa0", "bar-uncovered": "59616b"},
    **{"bar-forbidden": "ab2330", "bar-ask": "2f5bb7", "bar-line": "dcdfe3"},
}
"""Look of a part of a bar -> its colour, as in the console."""
_PAPER, _INK, _QUIET, _FRAME = ("ffffff", "17191c"), ("1b1d21", "e8e8e8"), ("5c5f66", "a9adb5"), ("111111", "ffffff")
"""Light and dark: the paper, words, quiet words, and the frame of a cell that changed."""
_SCALE = 2
_MOST_PIXELS = 60_000_000


class PicturesMissingError(Exception):
    """PNG needs a library that is not installed. The words say what to do."""

    def __init__(self) -> None:
        super().__init__("PNG pictures need the library Pillow: install may-i[pictures], or take svg, which needs nothing")


def svg_of(*pictures: Picture, note: str = "") -> str:
    """One or two matrices as a picture that follows the reader's light or dark setting and can be read aloud."""
    drawing = draw(pictures, note)
    size = f"{drawing.width:.0f} {drawing.height:.0f}"
    parts = "\n".join(_svg(part) for part in drawing.parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{drawing.width:.0f}" '
        f'height="{drawing.height:.0f}" role="img" aria-labelledby="title about">\n'
        f'<title id="title">{_escape(drawing.title)}</title><desc id="about">{_escape(drawing.about)}</desc>\n'
        f"<style>{_css(0)}@media (prefers-color-scheme:dark){{{_css(1)}}}</style>\n"
        f'<rect class="paper" width="100%" height="100%"/>\n{parts}\n</svg>\n'
    )


def _css(dark: int) -> str:
    grounds = "".join(
        f".{name}{{fill:#{ground}}}.{name}-ink{{fill:#{ink}}}.{name}-mark{{stroke:#{ink};fill:none}}.{name}-half{{fill:#{ink}}}"
        for name, (ground, ink) in (DARK if dark else LIGHT).items()
    )
    rest = f".paper{{fill:#{_PAPER[dark]}}}.ink{{fill:#{_INK[dark]}}}.quiet{{fill:#{_QUIET[dark]}}}"
    return f"text{{font-family:system-ui,sans-serif}}{rest}.frame{{fill:none;stroke:#{_FRAME[dark]};stroke-width:2.5}}{grounds}"


def _svg(part: Box | Text | Mark) -> str:
    if isinstance(part, Box):
        place = f'x="{part.x:g}" y="{part.y:g}" width="{part.width:g}" height="{part.height:g}" rx="3"'
        about = f"<title>{_escape(part.about)}</title>" if part.about else ""
        return f'<rect class="{part.look}" {place}>{about}</rect>'
    if isinstance(part, Mark):
        return _svg_mark(part)
    look = part.look if part.look in ("ink", "quiet") else f"{part.look}-ink"
    bold = ' font-weight="600"' if part.bold else ""
    place = f'transform="translate({part.x:g} {part.y:g}) rotate(-90)"' if part.upright else f'x="{part.x:g}" y="{part.y:g}"'
    return f'<text class="{look}" {place} font-size="{part.size:g}" text-anchor="{part.at}"{bold}>{_escape(part.words)}</text>'


def _svg_mark(mark: Mark) -> str:
    """Drawn by hand: no font has to have the shape."""
    x, y, r, name = mark.x, mark.y, mark.radius, mark.verdict.value
    line = f'class="{name}-mark" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
    match mark.verdict:
        case Verdict.ALLOWED:
            return f'<path {line} d="M{x - r * 0.8:g} {y + r * 0.1:g}l{r * 0.6:g} {r * 0.6:g}l{r:g} {-r * 1.3:g}"/>'
        case Verdict.CONDITIONAL:
            half = f'<path class="{name}-half" d="M{x:g} {y - r:g}a{r:g} {r:g} 0 0 0 0 {2 * r:g}z"/>'
            return f'<circle {line} cx="{x:g}" cy="{y:g}" r="{r:g}"/>{half}'
        case Verdict.REVIEW:
            return f'<path {line} d="M{x:g} {y - r:g}l{r:g} {r:g}l{-r:g} {r:g}l{-r:g} {-r:g}z"/>'
        case Verdict.UNCOVERED:
            return f'<circle {line} cx="{x:g}" cy="{y:g}" r="{r:g}"/>'
    k = r * 0.75
    return f'<path {line} d="M{x - k:g} {y - k:g}l{2 * k:g} {2 * k:g}M{x + k:g} {y - k:g}l{-2 * k:g} {2 * k:g}"/>'


def _escape(text: str) -> str:
    """Also without characters that XML does not know at all, which a name may hold."""
    return html.escape("".join(letter for letter in text if letter.isprintable()))


def png_of(*pictures: Picture, note: str = "") -> bytes:
    """The same picture in light colours. Raises ``PicturesMissingError`` where Pillow is not installed."""
    return painted(draw(pictures, note))


def painted(drawing: Drawing) -> bytes:
    """A drawing as PNG, in light colours. Raises ``PicturesMissingError`` where Pillow is not installed."""
    if find_spec("PIL") is None:
        raise PicturesMissingError
    from PIL import Image, ImageDraw  # noqa: PLC0415 - only PNG needs it

    scale = _SCALE if drawing.width * drawing.height * _SCALE**2 <= _MOST_PIXELS else 1
    image = Image.new("RGB", (round(drawing.width * scale), round(drawing.height * scale)), f"#{_PAPER[0]}")
    _Painter(image, ImageDraw.Draw(image), scale).paint(drawing)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Painter:
    """Paints a drawing. Shapes are painted large and shrunk, because the library draws lines without smoothing."""

    def __init__(self, image: Image, pen: ImageDraw, scale: int) -> None:
        self.image, self.pen, self.scale = image, pen, scale
        self._fonts: dict[tuple[float, bool], FreeTypeFont | ImageFont] = {}
        self._stamps: dict[tuple[Verdict, float], Image] = {}

    def paint(self, drawing: Drawing) -> None:
        """All parts, in order."""
        for part in drawing.parts:
            if isinstance(part, Box):
                self._box(part)
            elif isinstance(part, Mark):
                stamp = self._stamp(part)
                corner = (round(part.x * self.scale - stamp.width / 2), round(part.y * self.scale - stamp.height / 2))
                self.image.paste(
                    f"#{LIGHT[part.verdict.value][1]}", (*corner, corner[0] + stamp.width, corner[1] + stamp.height), stamp
                )
            else:
                self._text(part)

    def _box(self, box: Box) -> None:
        s = self.scale
        edges = (box.x * s, box.y * s, (box.x + box.width) * s, (box.y + box.height) * s)
        if box.look == "frame":
            self.pen.rounded_rectangle(edges, 3 * s, outline=f"#{_FRAME[0]}", width=round(2.5 * s))
        else:
            colour = BARS.get(box.look) or LIGHT[box.look][0]
            self.pen.rounded_rectangle(edges, 0 if box.look in BARS else 3 * s, fill=f"#{colour}")

    def _text(self, text: Text) -> None:
        from PIL import Image, ImageDraw  # noqa: PLC0415 - only PNG needs it

        ink = {"ink": _INK[0], "quiet": _QUIET[0]}.get(text.look) or LIGHT[text.look][1]
        font = self._font(text.size, text.bold)
        x, y, anchor = text.x * self.scale, text.y * self.scale, {"start": "ls", "middle": "ms", "end": "rs"}[text.at]
        if not text.upright:
            self.pen.text((x, y), text.words, fill=f"#{ink}", font=font, anchor=anchor)
            return
        length, height = round(font.getlength(text.words)) + 4, round(text.size * self.scale * 1.6)
        strip = Image.new("L", (length, height), 0)
        ImageDraw.Draw(strip).text((0, height * 0.75), text.words, fill=255, font=font, anchor="ls")
        turned = strip.rotate(90, expand=True)
        corner = (round(x - height * 0.75), round(y - length))
        self.image.paste(f"#{ink}", (*corner, corner[0] + turned.width, corner[1] + turned.height), turned)

    def _font(self, size: float, bold: bool) -> FreeTypeFont | ImageFont:
        from PIL import ImageFont  # noqa: PLC0415 - only PNG needs it

        key = (size, bold)
        if key not in self._fonts:
            name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
            try:
                self._fonts[key] = ImageFont.truetype(name, round(size * 0.93 * self.scale))
            except OSError:  # that font is not on this machine; the library brings one with Latin letters
                self._fonts[key] = ImageFont.load_default(size * self.scale)
        return self._fonts[key]

    def _stamp(self, mark: Mark) -> Image:
        """The shape as a mask."""
        from PIL import Image, ImageDraw  # noqa: PLC0415 - only PNG needs it

        key = (mark.verdict, mark.radius)
        if key in self._stamps:
            return self._stamps[key]
        r = mark.radius * self.scale * 4
        side, line = round(r * 2 + 16 * self.scale), round(2 * self.scale * 4)
        mask = Image.new("L", (side, side), 0)
        pen, m = ImageDraw.Draw(mask), side / 2
        match mark.verdict:
            case Verdict.ALLOWED:
                points = [(m - r * 0.8, m + r * 0.1), (m - r * 0.2, m + r * 0.7), (m + r * 0.8, m - r * 0.6)]
                pen.line(points, fill=255, width=line, joint="curve")
            case Verdict.CONDITIONAL:
                pen.ellipse((m - r, m - r, m + r, m + r), outline=255, width=line)
                pen.pieslice((m - r, m - r, m + r, m + r), 90, 270, fill=255)
            case Verdict.REVIEW:
                pen.line([(m, m - r), (m + r, m), (m, m + r), (m - r, m), (m, m - r), (m + r, m)], 255, line, joint="curve")
            case Verdict.UNCOVERED:
                pen.ellipse((m - r, m - r, m + r, m + r), outline=255, width=line)
            case _:
                k = r * 0.75
                pen.line([(m - k, m - k), (m + k, m + k)], fill=255, width=line)
                pen.line([(m + k, m - k), (m - k, m + k)], fill=255, width=line)
        self._stamps[key] = mask.resize((side // 4, side // 4), Image.Resampling.LANCZOS)
        return self._stamps[key]
