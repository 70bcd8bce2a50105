"""The house neither seals what somebody else made of its rows nor erases for whoever changes a row for a moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

from bot.ledger.ledger import Ledger
from bot.ledger.verifying.verify import verify
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish
from tests.ledger.conftest import NOW, SECRET
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parents[1] / "cases" / "laundered.yaml").read_text(encoding="utf-8"))
OTHERS = ", ".join(c.name for c in SQLModel.metadata.tables["requests"].columns if c.name != "id")
SETTLED = Settlement(words="yes")


def asked(ledger: Ledger) -> Request:
    wish = Wish("chatgpt", "ChatGPT", "public", "why", "2027-01-01")
    return Request(RequestKind.OWNER, ledger.receipt("b"), "b", "p1", NOW, "en", wish, channel="#c")


DEEDS: dict[str, Callable[[Ledger, dict[str, str]], Any]] = {
    "settle": lambda ledger, at: ledger.settle_request(at["open"], RequestState.ANSWERED, SETTLED, by="owner", at=NOW),
    "note": lambda ledger, at: ledger.note_request(at["refused"], told="told again"),
    "note_forged": lambda ledger, _: ledger.note_request("forged", told="told"),
    "ask_again": lambda ledger, _: ledger.keep_request(asked(ledger)),
    "feedback": lambda ledger, _: ledger.keep_feedback(ledger.receipt("b"), "helpful", at=NOW, who="p1"),
    "correct": lambda ledger, _: ledger.keep_correction(ledger.receipt("b"), label="x", verdict="x", version="v9", at=NOW),
    "lift": lambda ledger, at: ledger.lift_hold(at["hold"], reason="closed", by="dpo", at=NOW),
    "purge": lambda ledger, _: ledger.purge(NOW + timedelta(days=3)),
    "purge_late": lambda ledger, _: ledger.purge(NOW + timedelta(days=731)),
    "erase_b": lambda ledger, _: ledger.erase(["b"], NOW),
    "erase_b_later": lambda ledger, _: ledger.erase(["b"], NOW + timedelta(hours=1)),
    "erase_mine": lambda ledger, _: ledger.erase([key for key, _ in ledger.keys_of("p4")], NOW),
    "background": lambda ledger, _: ledger.keep_background("b", [{"quote": "what a model said"}]),
}


def done(url: str, statements: list[str], at: dict[str, str]) -> None:
    with create_engine(url).begin() as connection:
        for statement in statements:
            told = statement.replace("{others of requests}", OTHERS)
            for name, value in at.items():
                told = told.replace(f"{{{name}}}", value)
            assert connection.execute(text(told.replace(":", "\\:"))).rowcount


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_somebody_changed_is_told_for_good(full_ledger: Ledger, database_url: str, case: dict[str, Any]) -> None:
    full_ledger.keep_request(asked(full_ledger))
    hold = full_ledger.add_hold("receipt", full_ledger.receipt(case.get("held", "a")), reason="a court case", by="dpo", at=NOW)
    full_ledger.seal()
    assert verify(database_url, key=SECRET).ok
    refused = full_ledger.requests(state="refused")[0]
    at = {"open": asked(full_ledger).id, "refused": refused.id, "hold": hold.id}
    done(database_url, case["do"], at)
    DEEDS[case["deed"]](full_ledger, at)
    if case.get("back"):
        done(database_url, case["back"], at)
    if case.get("kept"):
        question = full_ledger.question_by_key("b")
        assert question is not None and question.text == "question b"
    for _ in range(2):
        full_ledger.seal()
        assert not verify(database_url, key=SECRET).ok
