"""The small words of grammar: each list is used, none is in the index, and all are written as the reader sees words."""

from __future__ import annotations

import re
from pathlib import Path

from bot.text.small import small, small_of
from bot.text.tokens import fold
from tests.reading.conftest import entries
from tests.yamls import read_yaml

ROOT = Path(__file__).resolve().parents[2]
LISTS = read_yaml((ROOT / "bot" / "catalog" / "words_small.yaml").read_text(encoding="utf-8"))["words"]
AS_WRITTEN = "small.given"


def test_each_list_is_used_by_its_name() -> None:
    files = (ROOT / "bot").rglob("*.py")
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    calls = re.findall(r"(?:small(?:_of)?|Spoken)\(([^)]*)\)", code)
    used = {name for call in calls for name in re.findall(r"[\"'](\w+)[\"']", call)}
    assert {f"small.{name}" for name in used} == set(LISTS)


def test_no_small_word_is_a_cue() -> None:
    assert [entry for entry in entries() if entry.id.startswith("small.")] == []


def test_small_words_are_written_folded() -> None:
    lists = {name: lists for name, lists in LISTS.items() if name != AS_WRITTEN}
    words = {word for held in lists.values() for language, words in held.items() if language != "about" for word in words}
    assert [word for word in words if not isinstance(word, str) or fold(word) != word] == []


def test_several_lists_are_read_as_one_and_a_list_by_language() -> None:
    assert small("or", "versus") == {"or", "of", "oder", "ou", "o", "vs", "versus"}
    assert small_of("instead") == {"en": {"instead"}, "de": {"statt"}}
