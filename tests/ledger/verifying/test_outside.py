"""The files outside the database: what is broken in them is told, and the log is looked at all the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.log.verify import lines_of
from bot.ledger.ledger import Ledger, open_ledger
from bot.ledger.store.errors import LedgerError
from bot.ledger.verifying.heads import Heads
from bot.ledger.verifying.outside import Outside
from tests.databases import ledger_in

KEY = b"a secret for tests only, 32 bytes"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BROKEN: dict[str, tuple[str, str, str]] = {
    "no file": ("", "is not there", ""),
    "an empty file": ("\n", "is empty", ""),
    "a line that was not written to its end": ('HEAD{"place": 5, "ha', "line 2 of", ""),
    "a broken line with another after it": ('{"place": "x"}\nHEAD', "", "line 1 of"),
    "an empty line": ("HEAD\n", "", ""),
}
"""What the file holds; what is said of it; what is wrong with it."""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = open_ledger(ledger_in(tmp_path / "bot.db"), KEY)
    for key in "abc":
        opened.keep_question(key, at=NOW, text="question", label="allow", verdict="allowed")
    opened.seal()
    Heads(tmp_path / "heads.jsonl")(opened.head(NOW))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_of_heads_that_is_broken_is_told_of(ledger: Ledger, tmp_path: Path, name: str) -> None:
    content, remark, fault = BROKEN[name]
    file = tmp_path / "heads.jsonl"
    content = content.replace("HEAD", file.read_text())
    file.unlink()
    if content:
        file.write_text(content)
    outside = Outside()
    outside.add_heads(file)
    found = outside.look(f"sqlite:///{tmp_path}/bot.db", key=KEY)
    said = "\n".join(lines_of(found))
    assert (found.ok, len(found.remarks)) == (not fault, bool(remark)), said
    assert remark in said and fault in said


def test_a_file_that_somebody_names_holds_heads(tmp_path: Path) -> None:
    for content in (None, "", "no head\n"):
        if content is not None:
            (tmp_path / "heads.jsonl").write_text(content)
        with pytest.raises(LedgerError):
            Outside().add_heads(tmp_path / "heads.jsonl", is_own=False)


def test_after_a_cut_nothing_says_that_nothing_was_cut_off(ledger: Ledger, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    with ledger._session() as session:
        for table, where in (("questions", "key = 'c'"), ("receipts", "key = 'c'"), ("records", "place = 3")):
            session.connection().exec_driver_sql(f"DELETE FROM {table} WHERE {where}")  # noqa: S608
    outside = Outside()
    outside.add_heads(tmp_path / "heads.jsonl")
    said = "\n".join(lines_of(outside.look(url, key=KEY)))
    assert "First: cut, at place 3" in said
    assert "nothing was cut off" not in said and "nothing was sealed since" not in said
