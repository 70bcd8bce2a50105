"""Long messages of every shape that made something slow once, each with a question behind: a text takes about four times as long
as a quarter of it. That shows at 10,000 characters as well; `python -m benchmarks.redaction --long` prints what the longest take.
"""

from __future__ import annotations

from time import process_time

import pytest

from bot.reading.door import LONGEST
from tests.reading.conftest import answerer_of
from tests.redaction.long_texts import LONG_TEXTS

QUESTION = "\nMay I put this into Claude Team?"
LONG = LONGEST // 4
QUICK, MOST_GROWTH = 0.25, 9
"""Seconds within which nothing is asked about growth, and how many times as long a text four times as long may take."""


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_a_long_message_with_a_question_behind_is_answered_soon(name: str) -> None:
    """A list of fifteen files was never read to its end: the blanks between them could be parted in too many ways."""
    seconds(LONG_TEXTS[name], 500)
    took = seconds(LONG_TEXTS[name], LONG)
    assert took <= QUICK or took <= MOST_GROWTH * seconds(LONG_TEXTS[name], LONG // 4)


def seconds(text: str, length: int) -> float:
    """Of the processor."""
    begin = process_time()
    assert answerer_of("sample-company").ask(text[: length - len(QUESTION)] + QUESTION).answer.text
    return process_time() - begin
