"""Pseudonyms and receipts."""

from __future__ import annotations

import pytest

from bot.ledger.store.keyed import keyed, receipt_of


def test_the_same_parts_give_the_same_pseudonym_and_another_key_gives_another() -> None:
    assert keyed(b"k", "T1", "C1", "1.2") == keyed(b"k", "T1", "C1", "1.2")
    assert keyed(b"k", "T1", "C1", "1.2") != keyed(b"l", "T1", "C1", "1.2")
    assert len(keyed(b"k")) == 64


def test_where_one_part_ends_and_the_next_begins_matters() -> None:
    assert len({keyed(b"k", "ab", "c"), keyed(b"k", "a", "bc"), keyed(b"k", "abc"), keyed(b"k", "abc", "")}) == 4


def test_no_key_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a key"):
        keyed(b"", "U1")


def test_a_longer_receipt_begins_like_the_shorter_one() -> None:
    key = keyed(b"k", "T1", "C1", "1.2")
    assert receipt_of(key, 6).startswith(receipt_of(key))
    assert len(receipt_of(key)) == len("R-7F3K")


def test_a_receipt_has_no_letters_that_are_misread() -> None:
    seen = {letter for number in range(500) for letter in receipt_of(keyed(b"k", str(number)), 8)[2:]}
    assert not seen & set("01ILOU")
    assert len(seen) == 30
