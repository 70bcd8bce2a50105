"""`mayi reminders`: what is due in the next days, for people, scripts and calendars."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.ledger.ledger import open_ledger
from bot.policy.due.tasks import Deed, Done
from tests.commands.running import KEY, run_in
from tests.databases import ledger_in

TODAY = datetime.now(UTC).date()
DUE = TODAY + timedelta(days=40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A policy with a change in forty days and a tool that nobody has looked at for years."""
    files = {
        "policy.yaml": "organisation: X\nowner: boss\nreminders: {every_day: yes, quiet: none}\n",
        "data.yaml": "classes: [{id: public, label: Public}]\n",
        "tools/a.yaml": "id: a\nlabel: A\nvendor: acme\nreview_by: 2020-01-01\n",
        "vendors/acme.yaml": f"id: acme\nname: Acme\nchanges: [{{id: c, title: 'New [bold] terms', effective: {DUE}}}]\n",
    }
    for name, text in files.items():
        path = tmp_path / "knowledge" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_what_is_due_and_what_is_overdue(folder: Path) -> None:
    ran = run_in(folder, "reminders")
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert lines[:2] == ["Overdue", "  2020-01-01        To be looked at again: tool A"]
    assert lines[2] == "                    for 2020-01-01 · boss · tools/a.yaml:1"
    assert lines[4] == "The next 60 days, UTC"
    whens = [str(DUE - timedelta(days=days)) for days in (30, 14, 7, 1, 0)]
    assert lines[5::2] == [f"  {day} 09:00  Acme changes its terms: New [bold] terms" for day in whens]


def test_fewer_days_show_less_and_none_is_said(folder: Path) -> None:
    (folder / "knowledge" / "tools" / "a.yaml").write_text("id: a\nlabel: A\nvendor: acme\n")
    assert run_in(folder, "reminders", "--days", "5").out == "Nothing is due in the next 5 days.\n"


def test_for_scripts_as_one_object(folder: Path) -> None:
    found = json.loads(run_in(folder, "reminders", "knowledge", "--days", "12", "--json").out)
    assert (found["days"], found["zone"], len(found["overdue"])) == (12, "UTC", 1)
    (row,) = found["reminders"]
    assert row == {
        **{"task": "change:c", "kind": "change", "title": "Acme changes its terms: New [bold] terms", "day": str(DUE)},
        **{"owner": "boss", "file": "vendors/acme.yaml", "line": 3, "at": f"{DUE - timedelta(days=30)}T09:00", "outcome": ""},
    }


def test_a_ledger_tells_what_was_seen_to(folder: Path) -> None:
    url = ledger_in(folder / "mayi.db")
    ledger = open_ledger(url, KEY.encode())
    assert ledger.keep_deed("change:c", DUE, 1, Done(Deed.RESOLVE, datetime.now(UTC), id="x"))
    ledger.close()
    found = json.loads(run_in(folder, "reminders", "--ledger", url, "--json", MAYI_KEY=KEY).out)
    assert found["reminders"] == [] and len(found["overdue"]) == 1


def test_a_calendar_is_written_or_printed(folder: Path) -> None:
    assert run_in(folder, "reminders", "--ics", "due.ics").code == 0
    written = (folder / "due.ics").read_bytes()
    assert written.count(b"BEGIN:VEVENT") == 2 and f"DTSTART;VALUE=DATE:{DUE:%Y%m%d}".encode() in written
    assert run_in(folder, "reminders", "--ics", "-").out.startswith("BEGIN:VCALENDAR")


def test_what_cannot_be_written_or_read_is_said_with_its_exit_code(folder: Path) -> None:
    ran = run_in(folder, "reminders", "--ics", "nowhere/due.ics")
    assert ran.code == 2 and "cannot be written" in ran.err
    (folder / "knowledge" / "policy.yaml").write_text("organisation: X\nreminders: {hour: noon}\n")
    ran = run_in(folder, "reminders")
    assert ran.code == 3 and "`noon` is no time of day" in ran.err
