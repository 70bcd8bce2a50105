"""Words in, stems out: the same for a thread alone and for many at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.text.entries import Entry, same_words
from bot.text.tokens import is_form_of, stem, tokens_of

STARTS = ("nation", "organis", "relat", "hopeful", "general", "customer", "electric", "operat")
ENDINGS = ("s", "es", "ing", "ed", "isation", "ational", "fulness", "ically", "iveness", "alities")


@pytest.fixture
def switching_often() -> Iterator[None]:
    """Threads take turns after each few instructions, so that a race shows."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("switching_often")
def test_threads_at_once_get_the_stems_that_one_alone_gets() -> None:
    words = [f"{start}{ending}" for start in STARTS for ending in ENDINGS]
    stem.cache_clear()
    alone = {word: stem(word, "en") for word in words}
    for _ in range(5):
        stem.cache_clear()
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda word: (word, stem(word, "en")), words * 4))
        assert {word: told for word, told in found if told != alone[word]} == {}


@pytest.mark.parametrize(
    ("policy_says", "asked", "same"),
    [
        ("credentialing", "credentials", False),
        ("credentialing", "credential", False),
        ("team meetings", "team meeting", True),
        ("open", "opening", False),
        ("door codes", "door code", True),
    ],
)
def test_a_deed_is_not_the_thing_that_the_policy_names(policy_says: str, asked: str, same: bool) -> None:
    entry = Entry("data", "x", words=tuple(policy_says.split()))
    assert same_words(entry, tokens_of(asked)) is same


SPELT = [
    ("data centres", "data center"),
    ("colour schemes", "color schemes"),
    ("paediatrics", "pediatrics"),
    ("organisational", "organizational"),
    ("licences", "license"),
    ("anonymised", "anonymized"),
]


@pytest.mark.parametrize(("british", "american"), SPELT)
def test_british_and_american_spellings_are_one_word(british: str, american: str) -> None:
    ours, theirs = ([token.folded for token in tokens_of(text)] for text in (british, american))
    assert [stem(word, "en") for word in ours] == [stem(word, "en") for word in theirs]
    assert all(is_form_of(one, other, "en") for one, other in zip(ours, theirs, strict=True))


def test_another_language_keeps_its_spelling() -> None:
    assert stem("centre", "fr") != stem("center", "fr")


@pytest.mark.parametrize("plural", ["verslagen verslag", "jaarverslagen jaarverslag", "bedragen bedrag", "raadsleden raadslid"])
def test_a_dutch_plural_whose_vowel_stays_short_is_its_singular(plural: str) -> None:
    several, one = plural.split()
    assert stem(several, "nl") == stem(one, "nl")
    assert is_form_of(several, one, "nl")
