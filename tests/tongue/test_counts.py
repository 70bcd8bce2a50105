"""How often a word is used: as wordfreq says, which keeps ten times as much in memory for it."""

from __future__ import annotations

from random import Random

import pytest
import wordfreq

from bot.tongue.counts import bare_counts, counts, words_from, zipf


def test_every_counted_word_is_found_as_often_as_it_was_counted() -> None:
    listed = wordfreq.get_frequency_list("nl", "large")
    for word in Random(1).sample([word for words in listed for word in words], 3_000):
        assert zipf(word, "nl") == pytest.approx(wordfreq.zipf_frequency(word, "nl"), abs=0.011), word


@pytest.mark.parametrize("word", ["xqzzt", "", "niewotnow", "zonnetjesvergadering"])
def test_a_word_that_nobody_counted_is_never_used(word: str) -> None:
    assert counts("nl").zipf(word) == zipf(word, "nl") == 0.0


@pytest.mark.parametrize(("language", "word"), [("en", "e-mail"), ("fr", "l'email"), ("nl", "zonne-energie")])
def test_joined_words_are_as_rare_as_their_parts_together(language: str, word: str) -> None:
    assert zipf(word, language) == pytest.approx(wordfreq.zipf_frequency(word, language), abs=0.011)


def test_words_with_accents_are_found_without_them_too() -> None:
    french = counts("fr")
    assert bare_counts("fr").zipf("eleve") == max(map(french.zipf, ("élève", "élevé", "élevè"))) > french.zipf("eleve")


def test_words_come_with_the_most_frequent_first_and_end_where_they_are_rarer() -> None:
    found = list(words_from("en", 6.5))
    often = [one for _, one in found]
    assert found[0][0] == "the" and often == sorted(often, reverse=True) and often[-1] >= 6.5
