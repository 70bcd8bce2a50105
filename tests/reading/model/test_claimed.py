"""What a model claims becomes an item whose "Read as" shows the words that it rests on."""

from __future__ import annotations

import pytest

from bot.knowledge.load import load
from bot.policy.talks.claims import Claims, DataClaim, Quote, ToolClaim
from bot.policy.talks.talk import Asker, Intent
from bot.reading.model.claimed import Maker
from tests.reading.conftest import ROOT, SAMPLE, answerer_of

ROTA = "the rota with who called in sick"


def read_as(*data: DataClaim) -> str:
    """As people see it, of a question about one tool of the sample company."""
    maker = Maker(answerer_of(SAMPLE).mind.reader.builder)
    claims = Claims(Intent.MAY_I, (ToolClaim(Quote("Claude", 0, 6), ("claude/team",)),), data)
    return maker.item(claims, Asker(), None).read_as


def piece(quote: str, *ids: str) -> DataClaim:
    return DataClaim(Quote(quote, 10, 10 + len(quote)), ids)


LABELS = {id_: one.label for id_, one in load(ROOT / "knowledge").or_raise().vocabulary.data.items()}
HEALTH, OTHER = list(LABELS)[-1], list(LABELS)[-2]


def test_the_words_that_were_read_stand_before_the_policys_label() -> None:
    assert read_as(piece(ROTA, HEALTH)) == f"Claude Team · “{ROTA}” → {LABELS[HEALTH]}"


@pytest.mark.parametrize("change", [str, str.lower, str.upper])
def test_words_that_are_the_label_are_not_said_twice(change: type[str]) -> None:
    assert read_as(piece(change(LABELS[HEALTH]), HEALTH)) == f"Claude Team · {LABELS[HEALTH]}"


def test_a_long_quote_is_shortened_at_a_word() -> None:
    quote = read_as(piece("word " * 40, HEALTH)).split("“")[1].split("”")[0]
    assert quote.endswith("word…") and len(quote) <= 60


def test_words_that_may_be_several_show_what_they_may_be() -> None:
    assert read_as(piece(ROTA, HEALTH, OTHER)) == f"Claude Team · “{ROTA}” → {LABELS[HEALTH]} / {LABELS[OTHER]}"


def test_two_pieces_of_one_kind_show_both_quotes_and_the_label_once() -> None:
    assert read_as(piece("one", HEALTH), piece("two", HEALTH)) == f"Claude Team · “one”, “two” → {LABELS[HEALTH]}"
