"""Every way, dimension and answer has words in every language."""

from __future__ import annotations

import pytest

from bot.policy.advice import DIMENSIONS, INPUTS, WAYS
from bot.saying.words import languages, load_catalog_of


@pytest.mark.parametrize("language", languages())
def test_nothing_is_without_words_and_no_words_are_left_over(language: str) -> None:
    known = {
        key
        for key in load_catalog_of(language)
        if key.startswith(("advice.way.", "advice.dimension.", "advice.input.", "advice.value."))
    }
    wanted = {f"advice.way.{way}" for way in WAYS} | {f"advice.dimension.{one}" for one in DIMENSIONS}
    wanted |= {f"advice.input.{name}" for name in INPUTS}
    wanted |= {f"advice.value.{name}.{value}" for name, values in INPUTS.items() for value in values}
    assert known == wanted
