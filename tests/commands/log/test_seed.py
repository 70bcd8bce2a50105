"""`mayi seed`: a ledger of made-up questions, as whole as one of people."""

from __future__ import annotations

from pathlib import Path

from bot.ledger.verifying.verify import verify
from tests.commands.running import run_in


def test_a_ledger_of_made_up_questions_is_sealed_and_tells_how_far_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'try.db'}"
    ran = run_in(tmp_path, "seed", "60", "--ledger", url)
    assert ran.code == 0 and "60 questions are in" in ran.out
    assert "questions" in ran.err and "sealed" in ran.err and "60/60" in ran.err
    found = verify(url)
    assert (found.ok, found.rows, found.unsealed) == (True, 60, 0)
