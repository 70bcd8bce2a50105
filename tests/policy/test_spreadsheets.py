"""What people and policies write is never run by a spreadsheet, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.spreadsheets import as_it_was, no_formula, no_formula_in
from tests.growing import grows_with_the_length
from tests.laws import examples


@pytest.mark.parametrize(
    ("text", "cell", "line"),
    [
        ("=1+1", "'=1+1", "'=1+1"),
        ("  @team", "'  @team", "'  @team"),
        ("\u00a0+49", "'\u00a0+49", "'\u00a0+49"),
        ("|cmd", "'|cmd", "'|cmd"),
        ("\uff1d1", "'\uff1d1", "'\uff1d1"),
        ("\tx", "'\tx", "'\tx"),
        ("-5", "-5", "-5"),
        ("-5.25", "-5.25", "-5.25"),
        ("-x", "'-x", "'-x"),
        ("'=1", "''=1", "''=1"),
        ("a;=HYPERLINK(1)", "a;=HYPERLINK(1)", "a;'=HYPERLINK(1)"),
        ("a; \u00a0=1", "a; \u00a0=1", "a; \u00a0'=1"),
        ("a\n- b", "a\n- b", "a\n'- b"),
        ("a;;'=b", "a;;'=b", "a;;''=b"),
        ("a - b = c", "a - b = c", "a - b = c"),
        ("it's so", "it's so", "it's so"),
    ],
)
def test_a_formula_gets_an_apostrophe(text: str, cell: str, line: str) -> None:
    assert (no_formula(text), no_formula_in(text)) == (cell, line)
    assert as_it_was(line) == text


@examples(500)
@given(st.text(alphabet="a1'=-+@|; \t\r\n\u00a0\uff1d.", max_size=12))
def test_what_was_guarded_comes_back(text: str) -> None:
    assert as_it_was(no_formula_in(text)) == text


@pytest.mark.parametrize("sign", ["\n", ";", " ", "'", ";\n", "=", "; '"])
def test_a_long_text_is_guarded_in_time_that_grows_with_its_length(sign: str) -> None:
    assert grows_with_the_length(no_formula_in, sign, "x", size=8_000)
    assert grows_with_the_length(as_it_was, sign, "x", size=8_000)
