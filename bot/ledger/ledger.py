"""A database URL and the house's secret go in, an open ledger with today's tables comes out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.engine import URL

from bot.ledger.acknowledged import Acknowledged
from bot.ledger.asked.addresses import Addresses
from bot.ledger.asked.console import Consoles
from bot.ledger.asked.exporting import Exporting
from bot.ledger.asked.gaps import GapRows
from bot.ledger.asked.holds import Holds
from bot.ledger.asked.mine import Mine
from bot.ledger.asked.questions import Questions, is_key
from bot.ledger.asked.search import Search
from bot.ledger.asked.seeding import Seeding
from bot.ledger.asked.usage import Usage
from bot.ledger.captures import Captures
from bot.ledger.looks import Looks
from bot.ledger.notice_board import NoticeBoard
from bot.ledger.outbox import Outbox
from bot.ledger.purging import Purging
from bot.ledger.reminders import Reminders
from bot.ledger.requests import Requests
from bot.ledger.store.base import connect, read_url
from bot.ledger.store.digests import OwnerDigests
from bot.ledger.store.drivers import explained, read_only
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.migrate import revision_of, upgrade
from bot.ledger.store.records import Root
from bot.ledger.store.snapshots import Snapshots
from bot.ledger.store.strangers import stranger_in
from bot.ledger.tasks import Tasks
from bot.ledger.threads import Threads
from bot.ledger.tidy import Tidying
from bot.private import make_file, make_folder

log = logging.getLogger("mayi.ledger")


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days each kind of row is kept. Threads and addresses carry their own end."""

    texts: int = 730
    """What was asked, read and said."""
    requests: int = 730
    """What owners and contacts were asked for."""
    feedback: int = 730
    looks: int = 1095
    """Who looked up who asked, and why; and what was done in the console."""
    page_looks: int = 365
    """Looks at vendors' pages that found nothing. Texts and changes of terms stay."""
    outbox: int = 30
    """Must be longer than an answer's workflow can still be run again (24 h)."""


class Ledger(
    Questions,
    Threads,
    Outbox,
    Purging,
    Addresses,
    Reminders,
    Tasks,
    Requests,
    Mine,
    Acknowledged,
    NoticeBoard,
    Holds,
    Looks,
    Snapshots,
    Tidying,
    Exporting,
    Search,
    Usage,
    Consoles,
    Seeding,
    Captures,
    GapRows,
    OwnerDigests,
):
    """All that is kept. Safe to use from several threads; each method is one transaction."""

    def purge(self, now: datetime, keep: Retention | None = None) -> dict[str, int]:
        """Erase what has outlived its time, but for what a legal hold keeps; gives how many rows of each kind."""
        days, people = keep or Retention(), self.held_people()
        old = now - timedelta(days=days.feedback)
        of_people = {
            "feedback": 0 if people is None else self._erase_feedback_before(old, self._held, people),
            "looks": 0 if people is None else self._erase_looks_before(now - timedelta(days=days.looks), now, people),
            "deeds": 0 if people is None else self._erase_console_before(now - timedelta(days=days.looks), now, people),
        }
        erased = {
            "threads": self._forget_expired_threads(now),
            "addresses": self._erase_expired_addresses(now, self._held),
            "outbox": self._forget_posted(now - timedelta(days=days.outbox)),
            "texts": self._erase_texts_before(now - timedelta(days=days.texts), now, self._held, self.held_among),
            "requests": self._erase_requests_before(now - timedelta(days=days.requests), now, self.held_among),
            **of_people,
            "page_looks": self._forget_page_looks_before(now - timedelta(days=days.page_looks)),
        }
        self.tidy_search()
        return erased

    def erase(self, keys: Sequence[str], now: datetime, why: str = "asked") -> frozenset[str]:
        """Erase answers at once, wherever they are kept: text, reading, answer, thread, address, feedback, requests; gives the
        keys of those that a legal hold keeps as they are. Their workflows are the engine's to erase."""
        held = frozenset(self.held_among(keys))
        free = [key for key in dict.fromkeys(keys) if key not in held]
        rows = self.rows_of(free)
        # A message that was never taken in left no address, and needs no mark that it is erased; nor does what is no question.
        taken_in = [*rows, *(key for key in self.addressed_among(free) if key not in rows and is_key(key))]
        self.erase_addresses(free)
        self.forget_threads([*free, *(row.thread for row in rows.values() if row.thread)])
        self._erase_feedback_of([row.receipt for row in rows.values()])
        self._erase_requests(free, now)
        self.erase_questions(taken_in, now, why)
        return held

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()
        self._beside.dispose()


def open_ledger(url: str, key: bytes) -> Ledger:
    """Open the ledger, migrated to today's tables. ``key`` is the house's secret; it seals addresses and the chain. Without one
    addresses stay closed, and nothing is written into a chain that has a key.

    Raises ``LedgerError`` where the database cannot be reached, read, written or understood, or is sealed with another key.
    """
    ledger = Ledger(_opened(url), key)
    with explained(read_url(url)):
        is_anothers = bool(key) and ledger.is_keyed_by_another()
    if is_anothers:
        ledger.close()
        raise LedgerError(
            "this log is sealed with another key than MAYI_KEY",
            "give the key that the bot ran with; if it is lost or was changed for good: mayi db rekey",
        )
    return ledger


def rekey(url: str, key: bytes, now: datetime, *, is_lost: bool = False, kept: Sequence[Root] = ()) -> int:
    """From here on this key seals the chain; gives the first place, 0 where it does so already. ``is_lost``: the old key;
    ``kept``: heads of the log that were kept outside. Raises ``LedgerError``."""
    read_revision(url)
    ledger = Ledger(_opened(url), key)
    try:
        return ledger.take_key(now, is_lost=is_lost, kept=kept)
    finally:
        ledger.close()


def open_existing(url: str, key: bytes) -> Ledger:
    """As ``open_ledger``, for what looks back: a file that is not there is a slip in its name, and no ledger without answers."""
    read_revision(url)
    return open_ledger(url, key)


def prepare(url: str) -> tuple[URL, str | None, str]:
    """Migrate without opening; gives (the URL as understood, revision before, revision now). Raises ``LedgerError``."""
    parsed = read_url(url)
    _make_place(parsed)
    with explained(parsed):
        before, now = upgrade(parsed)
    return parsed, before, now


def read_revision(url: str) -> tuple[URL, str | None]:
    """The URL as understood and the revision of its tables (None: there are none); changes nothing. Raises ``LedgerError``."""
    parsed = read_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and not Path(parsed.database.removeprefix("file:")).exists():
        raise LedgerError(f"there is no ledger {parsed.database}", "check its name; a new one is made by: mayi db upgrade")
    with explained(parsed):
        return parsed, revision_of(parsed)


def _opened(url: str) -> Engine:
    parsed, _, _ = prepare(url)
    engine = connect(parsed)
    with explained(parsed), engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # writes the number that is there: the cheapest way to learn that writing is not allowed
            connection.execute(text(f"PRAGMA user_version = {connection.scalar(text('PRAGMA user_version'))}"))
        elif connection.scalar(text("SHOW transaction_read_only")) == "on":
            raise read_only(parsed)
        if stranger := stranger_in(connection):
            log.error("%s in the log's database is none of the house's: see mayi verify", stranger)
    return engine


def _make_place(url: URL) -> None:
    """A new ledger in a folder that is not there yet is no fault; nobody else may read it."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database.startswith("file:") or url.database == ":memory:":
        return
    try:
        make_folder(Path(url.database).parent)
        make_file(Path(url.database))
    except OSError as error:
        raise LedgerError(
            f"the folder of the ledger {url.database} cannot be made ({error.strerror})", "name a folder that may be written to"
        ) from None
