"""What somebody kept and did in the console is theirs: they see it in their data, and it goes when they are erased."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot.desk.erasing import erase_person
from bot.desk.my_data import export_part
from bot.ledger.ledger import open_ledger
from tests.databases import app_over, ledger_in

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_views_and_deeds_of_the_console_are_in_my_data_until_they_are_erased(tmp_path: Path) -> None:
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), b"a key of the tests, long enough for all")
    ledger.keep_view("p1", "Salaries", "words=salaries", NOW)
    ledger.keep_console_deed("p1", "employee", "export", "words=salaries", NOW)
    ledger.keep_view("p2", "Somebody else's", "words=bonus", NOW)
    lines = export_part(ledger, "p1", ()).text.splitlines()
    assert len(lines) == 2 and all("words=salaries" in line for line in lines)
    for wish in ("first", "second"):  # two admins at once: the second finds nothing left
        assert erase_person(app_over(ledger), wish, "p1", NOW).questions == 0
    assert export_part(ledger, "p1", ()).text == ""
    assert len(ledger.views("p2")) == 1
    ledger.close()
