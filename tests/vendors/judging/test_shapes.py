"""A line of any shape on a watched page is read in a time that grows with its length: nobody can hold the house by one."""

from __future__ import annotations

from time import process_time

import pytest

from bot.vendors.judging.judge import judge
from tests.growing import grows_with_the_length

_PAGE = "We may use your content to train our models. You may opt out. " * 5
_SHAPES = [
    "7",
    "1.1",
    "1. ",
    "[](#",
    "[](",
    "![](",
    "[[a]",
    "a@",
    "_",
    "A. ",
    ". ",
    "pen  ",
    "pen (",
    "a(",
    "| ",
    "|--",
    "«",
    "é (",
]


def test_a_long_number_at_the_head_of_a_line_is_read_at_once() -> None:
    judge(_PAGE, _PAGE + "\n1." + "1" * 40 + "x")  # by each way to cut the digits it would take longer than anybody lives


@pytest.mark.parametrize("sign", _SHAPES)
def test_a_line_of_one_shape_takes_as_long_as_it_is_long(sign: str) -> None:
    # a longer line is also cut and weighed, which takes half a second at once; by the square it would be minutes
    assert grows_with_the_length(lambda line: judge(_PAGE, f"{_PAGE}\n{line}"), sign, "x", size=20_000, quick=1.0)


@pytest.mark.parametrize("words", ["30 days ", "we may not use ", "| a "])
def test_a_page_of_one_long_line_is_judged_in_time_that_grows_with_its_length(words: str) -> None:
    page = words * (30_000 // len(words))
    before = process_time()
    judge(page, f"{page} We may now train on your content.")
    assert process_time() - before < 10  # words against words took minutes


def test_a_judgement_ends_when_its_time_is_over() -> None:
    with pytest.raises(TimeoutError):
        judge("We do not train on your content.", "We may train on your content.", seconds=-1)
