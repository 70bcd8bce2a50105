"""What must never be kept is found on a made-up corpus: recall of each kind, precision, and the samples of each pattern."""

from __future__ import annotations

import re
import sys

import pytest

from benchmarks.redaction import Measured, measure
from bot.reading.door import make_safe
from bot.text.patterns import _Late
from tests.redaction.samples import CORPUS

ROUNDS = 3


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure(7, ROUNDS)


def test_values_with_a_check_digit_or_a_fixed_format_are_found(measured: Measured) -> None:
    low = {kind: measured.recall(kind, checked) for kind, checked in measured.wanted if checked}
    assert all(recall >= 0.99 for recall in low.values()), (low, measured.missed)


def test_values_that_words_give_away_are_found(measured: Measured) -> None:
    low = {kind: measured.recall(kind, checked) for kind, checked in measured.wanted if not checked}
    assert all(recall >= 0.95 for recall in low.values()), (low, measured.missed)


def test_order_numbers_versions_dates_and_hashes_stay(measured: Measured) -> None:
    assert measured.precision >= 0.97, measured.in_vain


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("patient number 1234567 has a letter", "patient number [record-number] has a letter"),
        ("brief aan mevrouw De Vries over haar zorg", "brief aan mevrouw [person] over haar zorg"),
        ("host 06.12.34.5 is down", "host [ip] is down"),
        ("password: correct horse battery staple", "password: [password]"),
        ("het wachtwoord is juist paard batterij nietje", "het wachtwoord is [password]"),
        ("Passwort: jetzt blauer Fisch tanzt und so weiter", "Passwort: [password] und so weiter"),
        ("the password is correct and works", "the password is correct and works"),
        ("Prof. Dr. Hallmann says so", "Prof. Dr. [person] says so"),
        ("the PIN is 4821, the room is 12", "the PIN is [password], the room is 12"),
        ("our key Ab3dEf9hIj KlMn0pQrSt 1vWxYz2aBc leaked", "our key [key] leaked"),
        ("AKIAIOSF ODNN7EXA MPLE is our key", "[key] is our key"),
    ],
)
def test_only_the_value_goes_and_the_words_stay(text: str, safe: str) -> None:
    assert make_safe(text).text == safe


@pytest.mark.parametrize(("text", "safe"), CORPUS["titled"], ids=[text for text, _ in CORPUS["titled"]])
def test_a_name_behind_a_title_goes_whole_and_takes_nothing_along(text: str, safe: str) -> None:
    assert make_safe(text).text == safe


@pytest.mark.parametrize("number", ["06-12345678", "06 12345678", "020-5550199", "06 12 34 56 78", "+31 6 12345678"])
def test_a_telephone_is_told_as_one_beside_a_number_of_a_person(number: str) -> None:
    assert make_safe(f"call {number}, BSN 123456782").text == "call [phone], BSN [national-id]"
    assert make_safe(f"BSN 123456782, tel {number}").text == "BSN [national-id], tel [phone]"


@pytest.mark.parametrize(
    "words",
    ["the issue is {}", "the bug was {}", "BSN order {}", "SSN invoice {}", "BSN-nummer bestelling {}", "that item: it is {}"],
)
def test_a_word_of_talk_hides_no_number_of_a_person(words: str) -> None:
    assert make_safe(words.format("111222333")).text == words.format("[national-id]")


@pytest.mark.parametrize(
    "text", ["a " * 20_000, "patient number " * 2_600, "key " * 9_000, "1 2 " * 9_000, "Mrs. " * 8_000, "Mrs. Anna de " * 3_000]
)
def test_long_texts_of_half_matches_are_read_in_time_that_grows_with_their_length(text: str) -> None:
    """A pattern that goes back and forth would never end here."""
    assert len(make_safe(text).text) > 100


def test_each_pattern_of_the_room_can_be_compiled_though_no_text_here_needs_it() -> None:
    modules = [module for name, module in sys.modules.items() if name.startswith("bot.redaction")]
    values = [value for module in modules for value in vars(module).values()]
    values += [one for value in values if isinstance(value, tuple) for one in value]
    patterns = [value for value in values if type(value) is _Late]
    assert len(patterns) > 400
    for one in patterns:
        assert re.compile(one.pattern, one._flags).pattern == one.pattern
