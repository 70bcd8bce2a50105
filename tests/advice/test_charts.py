"""Charts are well formed, say in words what they show, and hold whatever numbers and names come."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.advice.charts import inline
from bot.advice.costing import charts_of, cost_words, picture
from bot.commands.vendors.tco import costs_of
from bot.saying.words import languages
from tests.advice.costings import costed_of

SAMPLES = sorted((Path(__file__).parents[2] / "knowledge" / "costs").glob("*.yaml"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_every_line_and_bar_is_there_in_every_language(path: Path, language: str) -> None:
    (costed,) = costs_of(path)
    tree = ElementTree.fromstring(picture(cost_words(costed, language)))  # noqa: S314 - our own
    assert len(tree.findall(f".//{SVG}polyline")) == len(costed.options)
    assert tree.get("aria-label")


def test_a_chart_on_a_page_has_no_style_and_no_script() -> None:
    (costed,) = costs_of(SAMPLES[0])
    for chart in charts_of(cost_words(costed, "en")):
        shown = inline(chart)
        assert "style" not in shown
        assert "<script" not in shown
        ElementTree.fromstring(shown)  # noqa: S314 - our own


def test_names_are_escaped_and_numbers_of_nothing_and_of_much_are_drawn() -> None:
    costed = costed_of("""
title: <b>
currency: EUR
options:
  - {id: none, name: "<script>&", costs: [{part: other, amount: 0, per: once, because: a gift}]}
  - {id: much, costs: [{part: other, amount: {value: 999999999, low: 0.01}, per: hour, count: 1000000}]}
""")
    told = picture(cost_words(costed, "en"))
    assert "<script>" not in told
    assert "nan" not in told
    ElementTree.fromstring(told)  # noqa: S314 - our own
