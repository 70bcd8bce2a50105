"""Misspelt words are read as they are meant where that is clear; what may be something graver never becomes harmless."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot.reading.words.respell import Respelling
from bot.tongue.slips import slip_cost
from bot.tongue.small import small_of
from bot.tongue.text import fold, stem, tokens_of, words_of
from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "respell.yaml").read_text(encoding="utf-8"))
SEED = 20261121
MOST = 400
"""Words of each language that are misspelt."""
FEW = 4
"""Of some ten thousand slips so many make a sensitive word one that is nearer to a word of every sentence ("entrre")."""
LANGUAGES = ("en", "nl", "de", "fr", "es")


@pytest.fixture(scope="module")
def respelling() -> Respelling:
    return answerer_of("sample-company").mind.reader.respelt


def meant(respelling: Respelling, text: str, language: str) -> str:
    return " ".join(token.folded for token in respelling(tokens_of(text), (language,)))


@pytest.mark.parametrize(("language", "typed", "wanted"), [(k, a, b) for k, v in CASES["meant"].items() for a, b in v.items()])
def test_a_misspelt_word_is_read_as_it_is_meant(respelling: Respelling, language: str, typed: str, wanted: str) -> None:
    assert meant(respelling, typed, language) == fold(wanted)


@pytest.mark.parametrize(
    ("language", "typed"), [(k, one) for name in ("left", "names") for k, v in CASES[name].items() for one in v]
)
def test_a_right_word_or_a_name_stays_as_it_is(respelling: Respelling, language: str, typed: str) -> None:
    assert meant(respelling, typed, language) == " ".join(words_of(typed))


@pytest.mark.parametrize(("policy", "typed", "right"), [(k, a, b) for k, v in CASES["answers"].items() for a, b in v.items()])
def test_a_misspelt_question_is_answered_as_the_right_one(policy: str, typed: str, right: str) -> None:
    told = answerer_of(policy)
    assert told.label_and_why(typed, [])[0] == told.label_and_why(right, [])[0]


def said_in(respelling: Respelling, language: str) -> set[str]:
    """The words of the catalog's phrases in one language."""
    entries = respelling.dictionary.base.layer.every_entry()
    return {word for entry in entries if entry.language == language for word in entry.words}


def sensitive(respelling: Respelling, language: str) -> list[str]:
    """Single words for sensitive data, in one language."""
    words = [
        word
        for word in said_in(respelling, language)
        if respelling.dictionary.is_grave(word) and len(word) > 5 and word.isalpha()
    ]
    return random.Random(f"{SEED}{language}").sample(sorted(words), min(MOST, len(words)))


def slips_of(word: str) -> list[str]:
    """A word with each letter but the first left out, doubled, and changed with the next."""
    places = range(1, len(word))
    left_out, doubled = ([word[:at] + word[at + more :] for at in places] for more in (1, -1))
    moved = [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places[:-1]]
    return [slip for slip in dict.fromkeys((*left_out, *doubled, *moved)) if slip != word]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_catalog_is_taken_for_a_misspelling(respelling: Respelling, language: str) -> None:
    shortened = {pair.split("-")[0] for pair in small_of("chat_short")[language]}
    words = sorted(word for word in said_in(respelling, language) - shortened if word.isalpha())
    assert [(word, other) for word in words if (other := meant(respelling, word, language)) != word] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sensitive_word_with_one_slip_is_not_read_as_a_harmless_one(respelling: Respelling, language: str) -> None:
    wrong = [
        (word, slip, other)
        for word in sensitive(respelling, language)
        for slip in slips_of(word)
        if (other := meant(respelling, slip, language)) not in (slip, word)
        and stem(other, language) != stem(word, language)
        and not respelling.dictionary.gravity(other, language)
    ]
    assert len(wrong) <= FEW, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sensitive_word_with_two_slips_is_not_read_as_a_harmless_one(respelling: Respelling, language: str) -> None:
    chance = random.Random(f"two{SEED}{language}")
    wrong = []
    for word in sensitive(respelling, language):
        slip = chance.choice(slips_of(chance.choice(slips_of(word))))
        other = meant(respelling, slip, language)
        if other not in (slip, word) and slip_cost(word, other) is None and not respelling.dictionary.gravity(other, language):
            wrong.append((word, slip, other))
    assert len(wrong) <= MOST // 100, wrong


@pytest.mark.parametrize(
    ("word", "other", "closer"),
    [
        ("refferal", "referral", "referee"),
        ("nciht", "nicht", "night"),
        ("foto", "photo", "foot"),
        ("kontract", "kontrakt", "contract"),
        ("lwvel", "level", "lapel"),
    ],
)
def test_slips_of_fingers_and_ears_cost_less_than_others(word: str, other: str, closer: str) -> None:
    near, far = slip_cost(word, other), slip_cost(word, closer)
    assert near is None or far is None or near <= far
