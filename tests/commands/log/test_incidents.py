"""`mayi incidents`: the register of a ledger as a table or as JSON, without who reported."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

from bot.ledger.ledger import open_ledger
from bot.policy.requests import Request, RequestKind
from tests.commands.running import KEY, ROOT, run_in
from tests.databases import ledger_in

SAMPLE = str(ROOT / "knowledge")
AT = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)


def test_the_register_of_a_ledger(tmp_path: Path) -> None:
    url = ledger_in(tmp_path / "bot.db")
    ledger = open_ledger(url, KEY.encode())
    ledger.keep_request(Request(RequestKind.INCIDENT, "R-7F3K", "k1", "somebody", AT, told="=channel_not_found"))
    ledger.note_request("R-7F3K:incident", told="=channel_not_found")
    ledger.keep_request(Request(RequestKind.OWNER, "R-8888", "k2", "somebody", AT))
    ledger.close()
    (told,) = json.loads(run_in(tmp_path, "incidents", SAMPLE, "--format", "json", "--ledger", url).out)
    assert (told["incident"], told["state"], told["next_due"]) == ("R-7F3K", "open", "2026-11-02T09:30:00+00:00")
    assert len(told["undone"]) == 6
    assert [event["what"] for event in told["timeline"]] == ["reported", "untold"]
    table = run_in(tmp_path, "incidents", SAMPLE, "--ledger", url).out
    rows = list(csv.DictReader(io.StringIO(table)))
    assert rows[1]["about"] == "'=channel_not_found", "no cell is a formula"
    assert "somebody" not in table


def test_a_format_that_there_is_not(tmp_path: Path) -> None:
    assert run_in(tmp_path, "incidents", SAMPLE, "--format", "pdf").code == 2
