"""What lists of a policy call kinds of data: every phrase of one kind, and never heard in a message."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.texts.kinds import SURE, KindReader
from bot.knowledge.importing.texts.words import fold, kind_names
from bot.policy.world import Catalog


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def test_every_kind_is_one_of_the_catalog_and_every_phrase_is_of_one_kind(catalog: Catalog) -> None:
    assert set(kind_names()) <= set(catalog.kinds)
    every = Counter(
        (lang, fold(phrase)) for words in kind_names().values() for lang, phrases in words.items() for phrase in phrases
    )
    assert [said for said, count in every.items() if count > 1] == []
    assert {lang for lang, _ in every} <= {"en", "nl", "de", "fr", "es"}


def test_a_phrase_counts_where_it_is_a_whole_part_of_an_example_and_not_within_one(catalog: Catalog) -> None:
    reader = KindReader(catalog, "en")
    assert reader.read("applications and résumés") == {"applicant-data": SURE}
    assert reader.read("reviews of résumés software") == {}
