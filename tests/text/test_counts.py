"""How often a word is used: as wordfreq says, which keeps ten times as much in memory for it."""

from __future__ import annotations

from random import Random

import pytest
import wordfreq

from bot.text.counts import bare_counts, counts, listed, usual, words_from


def test_every_counted_word_is_found_as_often_as_it_was_counted() -> None:
    listed = wordfreq.get_frequency_list("nl", "large")
    for word in Random(1).sample([word for words in listed for word in words], 3_000):
        assert counts("nl").zipf(word) == pytest.approx(wordfreq.zipf_frequency(word, "nl"), abs=0.011), word


@pytest.mark.parametrize("word", ["xqzzt", "", "niewotnow", "zonnetjesvergadering"])
def test_a_word_that_nobody_counted_is_never_used(word: str) -> None:
    assert counts("nl").zipf(word) == 0.0


def test_words_with_accents_are_found_without_them_too() -> None:
    french = counts("fr")
    assert bare_counts("fr").zipf("eleve") == max(map(french.zipf, ("élève", "élevé", "élevè"))) > french.zipf("eleve")


def test_words_come_with_the_most_frequent_first_and_end_where_they_are_rarer() -> None:
    found = list(words_from("en", 6.5))
    often = [one for _, one in found]
    assert found[0][0] == "the" and often == sorted(often, reverse=True) and often[-1] >= 6.5


def test_words_of_all_listed_languages_are_as_usual_as_wordfreq_says() -> None:
    chance, told = Random(2), []
    for language in sorted(listed()):
        words = [word for words in wordfreq.get_frequency_list(language, "small") for word in words]
        wordfreq.get_frequency_list.cache_clear()
        for word in (*chance.sample(words, min(len(words), 120)), "xqzzt", "straße", "istanbul", "été"):
            expected = wordfreq.zipf_frequency(word, language, wordlist="small")
            if abs(usual(word, language) - expected) > 0.011:
                told.append((language, word, usual(word, language), expected))
    assert len(listed()) > 20 and not told


def test_a_word_of_a_language_without_a_list_is_an_error_and_not_a_guess() -> None:
    with pytest.raises(KeyError):
        usual("hello", "xx")
