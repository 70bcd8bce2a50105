"""What is made from the questions is compared with them, and can be made anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text

from bot.ledger.asked.search import Filter
from bot.ledger.ledger import Ledger
from bot.ledger.verifying.verify import verify
from tests.ledger.conftest import NOW, SECRET
from tests.ledger.tampering import VALUES

SLOT = {
    "tools": [
        {"name": "Straße-GPT", "offerings": ["gpt/enterprise", "gpt/free", "own-model"]},
        {"name": None, "offerings": ["gpt/enterprise"]},
    ],
    "data": [{"name": "klanten e-mails", "types": ["customer-emails", "names"]}, {"types": []}],
}
READING = {"items": [{"question": SLOT}, {"question": {"tools": [], "data": []}}, {"question": None}]}
HIDDEN = [
    "DELETE FROM question_search WHERE key = 'a'",
    "UPDATE question_search SET tools = '[]' WHERE key = 'a'",
    "UPDATE question_search SET id = id + 1000000000 WHERE key = 'a'",
    "UPDATE question_search SET asker = 'somebody' WHERE key = 'a'",
    "UPDATE usage_days SET counts = '{}'",
]


@pytest.fixture
def asked(ledger: Ledger) -> Ledger:
    """Questions of one moment that were changed since, with accents, marks and signs; one of them is erased."""
    for key in "abc":
        own = {"at": NOW, "asker": f"p{key}", "text": f"Mag ich «{key}» in Zoë's ÖVP-model+?\n", "reading": READING}
        ledger.keep_question(key, **{**VALUES, **own, "policy_version": "v1+~2", "label": "ask" if key == "b" else "deny"})
    for key in "aba":
        ledger.keep_feedback(ledger.receipt(key), "helpful", at=NOW, who=f"p{key}")
    ledger.keep_correction(ledger.receipt("a"), label="l", verdict="v", version="v2", at=NOW)
    ledger.erase(["c"], NOW)
    ledger.usage(NOW.date(), NOW.date(), NOW + timedelta(days=2))
    ledger.seal()
    return ledger


def url_of(ledger: Ledger) -> str:
    return ledger._engine.url.render_as_string(hide_password=False)


def test_an_index_that_the_database_made_is_whole(asked: Ledger) -> None:
    found = verify(url_of(asked), key=SECRET)
    assert found.ok, found.first_bad


@pytest.mark.parametrize("statement", HIDDEN)
def test_a_question_that_somebody_hides_from_the_search_is_found_and_comes_back(asked: Ledger, statement: str) -> None:
    engine = create_engine(url_of(asked))
    with engine.begin() as connection:
        assert connection.execute(text(statement.replace(":", "\\:"))).rowcount
    engine.dispose()
    bad = verify(url_of(asked), key=SECRET).first_bad
    assert bad is not None and "mayi db reindex" in bad.why
    assert asked.reindex() == 3
    assert verify(url_of(asked), key=SECRET).ok
    assert {row.key for row in asked.search(Filter(tool="gpt", words="zoe")).rows} == {"a", "b"}
