"""What is given back of a text: no value that redaction finds, and how many of each kind are gone."""

from __future__ import annotations

import pytest

from bot.reading.redacted_copy import copy_of


@pytest.mark.parametrize(
    ("text", "copy", "left_out"),
    [
        pytest.param(
            "Mail jan@example.org and eva@example.org, IBAN NL91ABNA0417164300",
            "Mail [email] and [email], IBAN [iban]",
            {"email": 2, "iban": 1},
            id="each value is counted by its kind",
        ),
        pytest.param("one\n\n  two NL91ABNA0417164300", "one\n\n  two [iban]", {"iban": 1}, id="lines stay as they were"),
        pytest.param(
            "[email] is out already, jan@example.org is not",
            "[email] is out already, [email] is not",
            {"email": 1},
            id="what the author left out by hand is not counted",
        ),
    ],
)
def test_values_are_replaced_and_counted(text: str, copy: str, left_out: dict[str, int]) -> None:
    found = copy_of(text)
    assert found is not None
    assert (found.text, dict(found.left_out)) == (copy, left_out)


@pytest.mark.parametrize("text", ["", "lunch at noon?", "[email] and [iban] are out already"])
def test_a_text_in_which_nothing_is_found_has_no_copy(text: str) -> None:
    assert copy_of(text) is None
