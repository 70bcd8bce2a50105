"""Pictures of matrices: every cell with its shape and words, nothing run as markup, and PNG only where its library is."""

from __future__ import annotations

import io
import re

import pytest
from lxml import etree
from PIL import Image

from bot.knowledge.matrix import pictures
from bot.knowledge.matrix.bars import Bar, draw_bars
from bot.knowledge.matrix.drawing import WORDS, Box, Text, draw, in_blocks, width_of, wrap
from bot.knowledge.matrix.pictures import BARS, DARK, LIGHT, Picture, PicturesMissingError, painted, png_of, svg_of
from bot.policy.words import Verdict

A, C, R, U, F = Verdict.ALLOWED, Verdict.CONDITIONAL, Verdict.REVIEW, Verdict.UNCOVERED, Verdict.FORBIDDEN
SMALL = Picture("Policy", ("Public", "Secret"), (("ChatGPT", (A, F)), ("Claude & <b>Co</b>", (C, R)), ("Le Chat", (U, F))))
WIDE = Picture("Wide", tuple(f"Kind {n}" for n in range(40)), (("ChatGPT", tuple(list(Verdict) * 8)),))
SVG = "{http://www.w3.org/2000/svg}"


def titles(text: str) -> list[str]:
    return [each.text or "" for each in etree.fromstring(text.encode()).iter(f"{SVG}title")][1:]


def test_each_cell_says_its_tool_its_data_and_its_verdict() -> None:
    told = titles(svg_of(SMALL))
    assert "ChatGPT × Public: allowed" in told
    assert "Le Chat × Public: not covered" in told
    assert len(told) == 6


def test_the_whole_is_told_in_a_sentence() -> None:
    root = etree.fromstring(svg_of(SMALL).encode())
    told = "Policy: 3 tools, 2 kinds of data; 1 allowed, 1 conditional, 1 review, 1 not covered, 2 not allowed."
    assert root.findtext(f"{SVG}desc") == told
    assert root.get("role") == "img"


def test_names_are_no_markup() -> None:
    text = svg_of(Picture("<script>", ("a\x00b",), (("<script>alert(1)</script>", (A,)),)))
    assert "<script" not in text
    etree.fromstring(text.encode())


def test_every_verdict_has_a_shape_a_word_and_a_colour_of_its_own() -> None:
    text = svg_of(SMALL)
    assert all(f">{word}</text>" in text for word in WORDS.values())
    for colours in (LIGHT, DARK):
        assert set(colours) == {verdict.value for verdict in Verdict}
        assert len(set(colours.values())) == len(Verdict)


def brightness(code: str) -> float:
    parts = [int(code[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    light = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_their_ground(colours: dict[str, tuple[str, str]]) -> None:
    for ground, ink in colours.values():
        high, low = sorted((brightness(ground), brightness(ink)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 7


def test_rows_and_columns_of_one_verdict_stand_together() -> None:
    mixed = Picture("Mixed", ("x", "y"), (("a", (F, A)), ("b", (F, F)), ("c", (F, A))), frozenset({(1, 0)}))
    sorted_ = in_blocks(mixed)
    assert sorted_.columns == ("y", "x")
    assert [label for label, _ in sorted_.rows] == ["a", "c", "b"]
    assert sorted_.framed == {(2, 1)}


def test_what_changed_is_framed_and_the_legend_says_so() -> None:
    framed = Picture("Now", SMALL.columns, SMALL.rows, frozenset({(0, 1)}))
    assert sum(isinstance(part, Box) and part.look == "frame" for part in draw([framed]).parts) == 2
    assert ">changed</text>" in svg_of(framed)
    assert ">changed</text>" not in svg_of(SMALL)


def test_two_small_matrices_stand_beside_each_other_and_two_wide_ones_below() -> None:
    one = draw([SMALL])
    assert (draw([SMALL, SMALL]).width > one.width, draw([SMALL, SMALL]).height) == (True, one.height)
    assert draw([WIDE, WIDE]).height > 1.5 * draw([WIDE]).height


def test_long_names_are_cut_in_the_picture_and_whole_in_what_is_heard() -> None:
    name = "A tool with a name that is much longer than any picture has room for, as somebody once called it in a table"
    text = svg_of(Picture("Policy", ("Public",), ((name, (A,)),)))
    assert f"{name} × Public: allowed" in titles(text)
    shown = [line for line in re.findall(r">([^<>]+)</text>", text) if line in name or line.endswith("…")]
    assert shown
    assert all(width_of(line, 11.5) < 330 for line in shown)
    assert len(wrap(name, 120, 12, 3)) == 3


@pytest.mark.parametrize("picture", [SMALL, WIDE, Picture("Empty", (), ()), Picture("", ("x",), (("", (A,)),))])
def test_a_png_is_as_large_as_its_drawing(picture: Picture) -> None:
    drawing = draw([picture])
    with Image.open(io.BytesIO(png_of(picture))) as image:
        assert image.size == (round(drawing.width * 2), round(drawing.height * 2))
    etree.fromstring(svg_of(picture).encode())


def test_a_png_has_the_colours_of_its_cells() -> None:
    with Image.open(io.BytesIO(png_of(SMALL))) as image:
        seen = {f"{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in image.getcolors(100_000) or []}
    assert {ground for ground, _ in LIGHT.values()} <= seen


def test_without_its_library_a_png_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda _name: None)
    with pytest.raises(PicturesMissingError, match=r"install may-i\[pictures\], or take svg"):
        png_of(SMALL)


# --- bars ----------------------------------------------------------------------------------------------------------

NAMES = {**{verdict.value: verdict.value for verdict in Verdict}, "ask": "one question"}
DAYS = [Bar("Mon", tuple((name, 5) for name in NAMES)), Bar("Tue", (("allowed", 15),)), Bar("Wed", ())]


def test_bars_are_as_high_as_what_they_count_and_say_the_number() -> None:
    drawing = draw_bars("Questions", DAYS, NAMES, str)
    tall = [part.height for part in drawing.parts if isinstance(part, Box) and part.width > 50 and part.height > 2]
    assert sum(tall[:6]) == pytest.approx(2 * tall[6])
    words = [part.words for part in drawing.parts if isinstance(part, Text)]
    assert words[:7] == ["Questions", "30", "Mon", "15", "Tue", "0", "Wed"]
    assert drawing.about == "Mon: 30; Tue: 15; Wed: 0"


def test_bars_can_be_painted_whatever_they_count() -> None:
    for days in (DAYS, [], [Bar("Mon", ())]):
        image = Image.open(io.BytesIO(painted(draw_bars("Questions", days, NAMES, str))))
        assert image.width > 300
    assert {f"bar-{name}" for name in NAMES} < set(BARS)
    assert all(brightness(code) <= 0.3 for look, code in BARS.items() if look != "bar-line")
