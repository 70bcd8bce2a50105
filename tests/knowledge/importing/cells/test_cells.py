"""One cell's text -> effect: many spellings, never looser than what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.importing.attach import what_holds
from bot.knowledge.importing.cells.effects import read_cell
from bot.knowledge.importing.cells.legend_lines import read_legend
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "cells.yaml").read_text())


def test_a_number_that_closes_a_bracket_is_no_mark() -> None:
    read = read_cell("ja, nach Blick in die Liste (Regel 6)", {})
    assert (read.condition, read.mark) == ("ja, nach Blick in die Liste (Regel 6)", "")
    assert read_cell("yes 6)", {}).mark == "6"


@pytest.mark.parametrize("effect", [key for key in CASES if key != "legends"])
def test_words_of_each_effect(effect: str) -> None:
    wanted = "" if effect == "fault" else effect
    assert {text: read_cell(text, {}).effect for text in CASES[effect]} == dict.fromkeys(CASES[effect], wanted)


@pytest.mark.parametrize("case", CASES["legends"], ids=lambda case: case["name"])
def test_a_legend_says_what_marks_mean(case: dict[str, object]) -> None:
    legend = read_legend(list(case["lines"]))  # type: ignore[call-overload]
    cells: dict[str, str] = case["cells"]  # type: ignore[assignment]
    assert {text: read_cell(text, legend).effect for text in cells} == cells


def test_a_cell_that_states_a_condition_keeps_its_words() -> None:
    assert read_cell("Allowed with redaction and approval", {}).condition == "Allowed with redaction and approval"


def test_an_unclear_cell_says_why_it_is_unknown() -> None:
    assert "no meaning" in read_cell("★", {}).doubt
    assert "neither yes nor no" in read_cell("the team in Utrecht knows", {}).doubt


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("if the names are out", "the names are out"),
        ("Yes, if A, B and C hold", "A, B and C hold"),
        ("ja, als de namen eruit zijn", "de namen eruit zijn"),
        ("ok if flagged", "flagged"),
        ("review: Yes, but only when nobody is named", "only when nobody is named"),
        ("If the client objects, leave the file out", "If the client objects, leave the file out"),
        ("Only if the desk agrees", "Only if the desk agrees"),
        ("Allowed with redaction", "Allowed with redaction"),
    ],
)
def test_what_must_hold_stands_without_the_yes_before_it(said: str, holds: str) -> None:
    assert what_holds(said) == holds
