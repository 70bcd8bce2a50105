"""The console without the bot rules as the bot does: what owners suspended is not usable there either."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from bot.environment import shipped
from bot.ledger.ledger import open_ledger
from bot.policy.due.tasks import Deed, Done
from bot.settings import read_settings
from bot.wiring.console.doors import alone

KEY = "a key of the tests, long enough for all"


def test_what_was_suspended_is_suspended_in_the_stand_alone_console(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'mayi.db'}"
    settings = read_settings(knowledge=shipped("knowledge"), database=database, key=KEY)
    ledger = open_ledger(database, KEY.encode())
    done = Done(Deed.SUSPEND, datetime.now(UTC), "U1", offerings=("claude/enterprise",), id="d1")
    assert ledger.keep_deed("clause:x", date(2026, 11, 20), 1, done)
    ledger.close()
    rooms = alone(settings)
    try:
        assert rooms.minds.today().knowledge.policy.suspended == {"claude/enterprise"}
        assert rooms.minds.today().compiled.policy.suspended == {"claude/enterprise"}
        assert not rooms.store.current().policy.suspended, "the files know of none"
    finally:
        rooms.close()
