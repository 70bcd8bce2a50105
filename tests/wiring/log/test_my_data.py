"""What a person gets of their own data is all that they wrote and all that they were told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.ledger.ledger import open_ledger
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish
from bot.wiring.log.my_data import export_part
from tests.databases import ledger_in

NOW = datetime(2026, 11, 20, tzinfo=UTC)
KEY = b"a secret for tests only, 32 bytes"


@pytest.fixture
def exported(tmp_path: Path) -> str:
    """All parts of the export of somebody who asked, was refused an exception and thought little of the answer."""
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), KEY)
    answer = {"sentence": "S" * 250 + " said-early " + "S" * 100 + " said-late"}
    receipt = ledger.keep_question("k", at=NOW, asker="p1", text="my question", kinds=["person"], answer=answer)
    wish = Wish("chatgpt", "", "patients", "why-i-need-it", "2027-01-01")
    request = Request(RequestKind.EXCEPTION, receipt, "k", "p1", NOW, "en", wish, channel="#c")
    ledger.keep_request(request)
    settled = Settlement(words="what-the-owner-said", conditions=("a", "b"))
    ledger.settle_request(request.id, RequestState.REFUSED, settled, by="o", at=NOW)
    ledger.keep_feedback(receipt, "not_right", at=NOW, who="p1", reason="too_strict", note="my note")
    parts, cursor = "", []
    while cursor is not None:
        part: Any = export_part(ledger, "p1", cursor)
        parts, cursor = f"{parts}{part.text}\n", part.then
    ledger.close()
    return parts


WORDS = ("my question", "said-early", "said-late", "person", "why-i-need-it", "2027-01-01", "what-the-owner-said", "a, b")


@pytest.mark.parametrize("words", [*WORDS, "too_strict", "my note", "patients", "chatgpt"])
def test_it_is_in_the_export(exported: str, words: str) -> None:
    assert words in exported
