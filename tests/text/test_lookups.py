"""Tables, words, sets and lists say from a flat file what the mappings say that they were made from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.text.flat import Flat, key_of, packed
from bot.text.lookups import (
    FlatTable,
    Lists,
    Tongues,
    Worded,
    list_parts,
    set_parts,
    table_parts,
    words_parts,
)

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1, max_size=6)
TONGUES = st.sampled_from(("any", "en", "nl", "de", "fr", "es", "it"))
BY_TONGUE = st.dictionaries(TONGUES, st.frozensets(TEXTS, max_size=5), max_size=4)


@given(st.dictionaries(st.integers(0, 2**64 - 1), st.binary(max_size=9), max_size=12), st.lists(st.integers(0, 2**64 - 1)))
def test_a_table_has_the_bytes_of_each_key_and_no_other(rows: dict[int, bytes], others: list[int]) -> None:
    table = FlatTable(Flat(packed(table_parts("rows", rows))), "rows")
    assert {key: bytes(held) for key in table if (held := table.get(key)) is not None} == rows and len(table) == len(rows)
    for key in (*others, 0, 2**64 - 1):
        assert (key in table) is (key in rows) and (table.get(key) is None) is (key not in rows)


@given(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=4), max_size=6), TEXTS)
def test_a_text_has_its_words_in_their_order(words: dict[str, list[str]], other: str) -> None:
    worded = Worded(Flat(packed(words_parts("words", words))), "words")
    for _ in range(2):  # the second time they are remembered
        assert {text: list(worded.get(text)) for text in words} == words
    assert list(worded.get(other, ("none",))) == words.get(other, ["none"])


@given(BY_TONGUE, TONGUES, TEXTS)
def test_a_language_has_its_words_and_no_others(words: dict[str, frozenset[str]], lang: str, other: str) -> None:
    flat = Flat(packed(set_parts("set", words) | list_parts("list", words)))
    known, lists = Tongues(flat, "set"), Lists(flat, "list")
    assert dict(lists) == words and len(lists) == len(words)
    assert all(known.has(one, word) for one, held in words.items() for word in held)
    assert known.has(lang, other) is (other in words.get(lang, ()))
    assert (lang in lists) is (lang in words) and lists.get(lang, frozenset()) == words.get(lang, frozenset())


@given(st.text(max_size=8), st.text(max_size=8))
def test_the_key_of_a_text_is_its_own(one: str, other: str) -> None:
    """Also that of half a character, which a log or a page may hold."""
    assert (key_of(one) == key_of(other)) is (one == other) and 0 <= key_of(one) < 2**64
    assert key_of("\ud800") != key_of("\ud801")
