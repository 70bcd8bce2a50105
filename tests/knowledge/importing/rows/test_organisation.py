"""Whose policy it is: the organisation's own name in the title of a document."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.importing.texts.organisation import organisation_in
from bot.text.counts import how_common
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "organisation.yaml").read_text(encoding="utf-8"))


def _is_word(word: str, *languages: str) -> bool:
    return any(how_common(word, language) for language in languages or ("en",))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_a_title_names_whose_policy_it_is(case: dict[str, str]) -> None:
    assert organisation_in(case["title"], case.get("language", "en"), _is_word) == case.get("name", case["title"])
