"""Words that are looked for as they are written: each list is used, none is in the index, and the patterns find them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.text.patterns import any_of, before, late, written
from bot.text.small import lists_in
from tests.reading.conftest import entries

BOT = Path(__file__).resolve().parents[2] / "bot"
LISTS = lists_in("words_written.yaml")


def test_each_list_is_used_by_its_name() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for room in ("reading", "redaction", "text") for path in (BOT / room).rglob("*.py")
    )
    calls = re.findall(r"(?:listed|written)\(([^)]*)\)", code)
    assert {f"written.{name}" for call in calls for name in re.findall(r"[\"'](\w+)[\"']", call)} == set(LISTS)


def test_no_written_word_is_a_cue() -> None:
    assert [entry for entry in entries() if entry.id.startswith("written.")] == []


def test_what_stands_in_brackets_may_be_left_away() -> None:
    assert {"mot de passe", "mots de passe", "clave", "clave secreta", "apikey", "api key", "api-key"} <= written("password")
    assert not [word for name in LISTS for word in written(name.removeprefix("written.")) if re.search(r"[()]", word)]


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["klant", "klanten"], "klantenkaart", "klanten"),
        (["d'", "de la", "de"], "de l'usine", "de"),
        (["carte d'accès"], "carte d’accès", "carte d’accès"),
        (["az.", "azs"], "az. 12", "az."),
        (["az.", "azs"], "azt", None),
    ],
)
def test_the_longest_word_is_found(words: list[str], text: str, found: str | None) -> None:
    match = re.match(any_of(words), text)
    assert (match and match.group()) == found


def test_a_blank_is_behind_a_word_and_none_behind_an_apostrophe() -> None:
    small = re.compile(before(["de la", "d'"]) + "cliente")
    assert small.match("de la cliente")
    assert small.match("d’cliente")
    assert not small.match("de lacliente")


def test_a_late_pattern_finds_what_it_would_have_found_at_once() -> None:
    said, text = r"(?P<word>[a-z]+) ?(\d+)", "Room 12 and room 7"
    at_once, behind = re.compile(said, re.I), late(said, re.I)
    assert behind.pattern == said
    assert behind.findall(text) == at_once.findall(text)
    assert [match.span("word") for match in behind.finditer(text, 3)] == [
        match.span("word") for match in at_once.finditer(text, 3)
    ]
    assert behind.sub("x", text) == at_once.sub("x", text)
    assert (behind.fullmatch(text), behind.match(text, 5)) == (None, None)


def test_a_late_pattern_that_is_none_is_told_at_first_use() -> None:
    behind = late("(")
    with pytest.raises(re.error):
        behind.search("")
