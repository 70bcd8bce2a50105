"""What looks back at a log refuses one that is not there: a slip in its name must not read as a log in which nothing happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.running import KEY, ROOT, run_in

SAMPLE, WHO = str(ROOT / "knowledge"), "T0MEANDER1/U0LIEKE001"
REASON = ("--reason", "an audit asked for it")
COMMANDS = {
    "incidents": ("incidents", SAMPLE),
    "why": ("why", "R-7F3K"),
    "log export": ("log", "export"),
    "verify": ("verify",),
    "who": ("who", "R-7F3K", *REASON),
    "my-data": ("my-data", WHO),
    "erase": ("erase", WHO, "--yes"),
    "hold list": ("hold", "list"),
    "hold add": ("hold", "add", "--all", *REASON),
    "backup": ("backup", "b.gz"),
    "gaps": ("gaps",),
    "governance": ("governance", SAMPLE, "--report", "report.html"),
    "reminders": ("reminders", SAMPLE),
    "vendors": ("vendors",),
    "terms status": ("terms", "status"),
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS.keys())
def test_a_ledger_that_is_not_there_is_refused_and_not_made(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran = run_in(tmp_path, *words, "--ledger", "sqlite:///nope.db", MAYI_KEY=KEY, MAYI_KNOWLEDGE=SAMPLE)
    assert (ran.code, "there is no ledger nope.db" in ran.err) == (2, True), ran.out + ran.err
    assert not list(tmp_path.rglob("nope.db*"))
