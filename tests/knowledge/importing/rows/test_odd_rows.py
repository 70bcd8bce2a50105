"""Rows whose names hold no word are imported, or refused in words; nothing that is loaded afterwards falls over them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.answers.answerer import make_answerer
from bot.wiring import import_policy
from tests.askers import as_read


def test_a_row_of_signs_alone_leaves_the_other_rows_as_they_are(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("tool,Press releases,Payslips\nClaude Team,allow,deny\n—,deny,deny\n", encoding="utf-8")
    import_policy(table, None, None, tmp_path / "policy")
    answerer = make_answerer(tmp_path / "policy")
    asked = as_read(answerer, "May I put press releases into Claude Team?", today=date(2026, 11, 27))
    assert asked.label == "allow"
