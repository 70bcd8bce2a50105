"""A ledger's address goes in, with heads and roots that were kept outside it; whether the log is as it was written comes out.

It changes nothing. Without the house's key it says all but one thing: whether it was the house that wrote and sealed the records.
One pass in the chain's order, in one snapshot of the database: each record is hashed as it is stored, each question's columns are
compared with its record; then each row of the other tables with its witness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, text

from bot.ledger.ledger import read_revision
from bot.ledger.store.base import connect
from bot.ledger.store.canonical import digest_of
from bot.ledger.store.chain_key import RECORD, ChainKey
from bot.ledger.store.drivers import explained
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.migrate import head as newest
from bot.ledger.store.records import (
    BACKGROUND,
    CORRECTION,
    ERASED,
    LONG,
    POLICY,
    PRIVATE,
    PUBLIC,
    QUESTION,
    ROW,
    TAMPERED,
    WITNESSED,
    Root,
    digest_of_erased,
    moment,
)
from bot.ledger.store.snapshots import unpacked
from bot.ledger.store.stored import (
    FIELDS,
    LOWEST,
    NEVER,
    OPEN,
    PRIVATE_FORM,
    PUBLIC_FORM,
    SEALED,
    Row,
    at_of,
    column_of,
    composed,
    core_of,
    hash_of_stored,
    last_words,
    made_text,
    receipt_in,
    said_in,
)
from bot.ledger.store.strangers import stranger_in
from bot.ledger.verifying.chain import LOST, Chain, written
from bot.ledger.verifying.derived import Wrong, look_at_derived
from bot.ledger.verifying.held import look_at_erasures
from bot.ledger.verifying.rows import look_at_rows
from bot.ledger.verifying.verified import Verified

AT_ONCE = 5_000
ADDED = text(
    "SELECT q.key, q.receipt FROM questions q WHERE NOT EXISTS "
    "(SELECT 1 FROM records r WHERE r.ref = q.key AND r.kind = 'question') ORDER BY q.at LIMIT 1"
)
TWICE = text(
    "SELECT r.* FROM records r JOIN records o ON o.ref = r.ref AND o.kind = r.kind AND o.id <> r.id WHERE r.kind = 'question' "
    "AND (coalesce(o.place, :never) < coalesce(r.place, :never) OR (o.place IS NULL AND r.place IS NULL AND o.id < r.id)) "
    "ORDER BY coalesce(r.place, :never), r.id LIMIT 1"
)
AGAIN = text(
    "SELECT 1 FROM records WHERE kind <> 'question' AND ref = :ref AND kind = :kind AND public = :public "
    "AND place IS NOT NULL LIMIT 1"
)
UNNUMBERED = text(
    "SELECT q.key, q.receipt FROM questions q WHERE NOT EXISTS "
    "(SELECT 1 FROM receipts c WHERE c.key = q.key AND c.receipt = q.receipt) ORDER BY q.at LIMIT 1"
)
UNDER_WAY = timedelta(days=1)
"""For so long an answer whose receipt was given out may be on its way into the log."""
CLOCKS = timedelta(hours=1)
"""By so much the clock of whoever gave a receipt out may be ahead of ours."""
CACHED = 128 * 1024
"""Kilobytes of a file that are kept in memory: questions are looked up by keys, which have no order."""


def no_progress(_done: int, _of: int) -> None:
    """Nobody watches."""


def verify(url: str, roots: Sequence[Root] = (), tell: Callable[[int, int], None] = no_progress, key: bytes = b"") -> Verified:
    """Look at every row. ``roots``: heads and roots that were kept outside; those in the database are looked at as well.
    ``tell``: records done, of how many. ``key``: the house's secret. Raises ``LedgerError`` where the ledger cannot be read."""
    parsed, revision = read_revision(url)
    if revision != newest():
        raise LedgerError(f"the ledger has the tables {revision or 'none'}", "bring them to today's with: mayi db upgrade")
    engine = connect(parsed)
    try:
        # what is derived is looked at beside: it is the database that works there, and would keep us waiting
        with explained(parsed), _snapshot(engine, cached=CACHED) as connection, ThreadPoolExecutor(1) as beside:
            return look_at(connection, roots, tell, key, beside.submit(_derived, engine).result)
    finally:
        engine.dispose()


def _derived(engine: Engine) -> list[Wrong]:
    with _snapshot(engine) as connection:
        return look_at_derived(connection)


@contextmanager
def _snapshot(engine: Engine, cached: int = 0) -> Iterator[Connection]:
    """All that is read stands as it did at one moment. ``cached``: as ``CACHED``; 0 leaves it to SQLite."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        else:
            if cached:
                connection.exec_driver_sql(f"PRAGMA cache_size = -{cached}")
            connection.exec_driver_sql("BEGIN")
        yield connection


def look_at(
    connection: Connection,
    roots: Sequence[Root] = (),
    tell: Callable[[int, int], None] = no_progress,
    key: bytes = b"",
    derived: Callable[[], list[Wrong]] | None = None,
) -> Verified:
    """The same of what a transaction under way sees. ``derived``: gives what is wrong with what is made from the questions."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL enable_hashjoin = off")  # a page at a time, by the index
        connection.exec_driver_sql("SET LOCAL enable_mergejoin = off")
    return _Verifying(connection, ChainKey(key), tell=tell, derived=derived or partial(look_at_derived, connection)).run(roots)


@dataclass(slots=True)
class _Verifying(Chain):
    tell: Callable[[int, int], None] = no_progress
    derived: Callable[[], list[Wrong]] = list
    matched: int = 0
    """Records of questions whose rows are there."""
    pending: dict[str, tuple[Row, int, dict[str, Any]]] = field(default_factory=dict)
    """Questions whose last words differ from their own record: a later record must say so. Key -> row, place, what it says."""
    tails: dict[str, int] = field(default_factory=dict)
    """Questions that were changed after they were recorded: a witness must say so. Key -> place."""
    is_witnessed: bool = True
    """Whether each row and each erasure's time is proved by now: not so before the mark in the log of an earlier release."""
    erasures: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    erased_at: dict[int, list[tuple[int, Any, Row]]] = field(default_factory=lambda: defaultdict(list))
    proofs: dict[int, tuple[int, Row]] = field(default_factory=dict)

    def run(self, roots: Sequence[Root]) -> Verified:
        self._take_roots(roots)
        of_kind = text("SELECT count(*) FROM records WHERE kind <> 'question' AND kind = :kind")
        mark = self.connection.execute(of_kind, {"kind": WITNESSED})
        self.is_witnessed = not mark.scalar_one()
        self._look_at_heads(roots)
        total = int(self.connection.execute(text("SELECT count(*) FROM records")).scalar_one())
        for row in self._pages(SEALED, "place"):
            self._record(row, self._take_place(row))
            if self.found.records % AT_ONCE == 0:
                self.tell(self.found.records, total)
        self._look_for_a_cut()
        self._look_for_the_key()
        self.found.head = self.before if self.place else ""
        for row in self._pages(OPEN, "id"):
            self.found.unsealed += 1
            if self.chain and self.found.keyed_from and not self.chain.is_of(row["mac"], RECORD, *core_of(row)):
                self._fault(NEVER - 2, "added", "the house did not write this record: its key did not seal it", row)
            elif (
                row["kind"] != QUESTION and self.connection.execute(AGAIN, {n: row[n] for n in ("kind", "ref", "public")}).first()
            ):
                self._fault(NEVER - 2, "added", "the house wrote this record once, and it is there again", row)
            self._record(row, NEVER - 2)
        self._look_at_the_rest()
        if self.found.records != total:
            self._fault(NEVER, "added", f"{self.found.records:,} records were compared, and {total:,} are there")
        self.tell(total, total)
        self.found.first_bad = self.bad[1] if self.bad else None
        return self.found

    def _pages(self, statement: Any, by: str) -> Iterator[Row]:
        after: Any = LOWEST
        while rows := self.connection.execute(statement, {"after": after, "most": AT_ONCE}).all():
            for values in rows:
                row = dict(zip(FIELDS, values, strict=True))
                if odd := made_text(row):
                    self._fault(at_of(row["place"]), "changed", f"`{odd}` is no text any more", row)
                yield row
            after = row[by]

    # --- one record --------------------------------------------------------------------------------------------------

    def _record(self, row: Row, at: int) -> None:
        self.found.records += 1
        if row["id"] < 1:
            self._fault(at, "changed", f"its number is {row['id']}, and the house gives no such number", row)
        kind, ref, private = row["kind"], row["ref"], row["private"]
        if private is not None:
            if digest_of(row["salt"] or "", private) != row["digest"]:
                self._fault(at, "changed", "the private part is not the one that was recorded", row)
        elif row["salt"] and kind != ROW:
            self._fault(at, "changed", "it has a salt, and no private part", row)
        elif row["digest"]:
            self.erasures[row["erasure"] or 0].append((kind, ref))
            if kind == QUESTION:
                self.erased_at[row["erasure"] or 0].append((at, row["q_erased_at"], row))
            self.proofs.setdefault(row["erasure"] or 0, (at, row))
        if kind == QUESTION:
            self._question(row, at)
        elif kind == ERASED:
            self._erased(row, at)
        elif kind == CORRECTION and ref in self.pending:
            told = said_in(row["public"])
            self.pending[ref][2].update(told_label=told.get("label"), told_verdict=told.get("verdict"))
        elif kind == BACKGROUND and ref in self.pending and private is not None:
            self.pending[ref][2]["answer"] = said_in(private).get("answer")
        elif kind == POLICY:
            self._policy(row, at)
        elif kind in (WITNESSED, TAMPERED):
            self._marked(row, at)

    def _marked(self, row: Row, at: int) -> None:
        if row["kind"] == TAMPERED:
            self._fault(at, "changed", str(said_in(row["public"]).get("why")), row)
        self.is_witnessed = self.is_witnessed or row["kind"] == WITNESSED

    def _erased(self, row: Row, at: int) -> None:
        said = said_in(row["public"])
        taken = self.erasures.pop(row["id"], [])
        self.proofs.pop(row["id"], None)
        for place, erased_at, question in self.erased_at.pop(row["id"], ()):
            if self.is_witnessed and written(erased_at) != said.get("at"):
                self._fault(place, "changed", "`erased_at` is not when it was erased", question)
        if len(taken) != said.get("count") or digest_of_erased(taken) != said.get("digest"):
            self._fault(at, "changed", f"an erasure says that it took {said.get('count')} records, and {len(taken)} name it", row)

    def _policy(self, row: Row, at: int) -> None:
        kept = self.connection.execute(
            text("SELECT content, digest FROM snapshots WHERE version = :v"), {"v": row["ref"]}
        ).first()
        wanted = said_in(row["public"]).get("digest", "")
        if kept is None:
            self._fault(at, "missing", f"the files of the policy version {row['ref']} are gone", row)
        elif kept.digest != wanted or unpacked(bytes(kept.content), wanted) is None:
            self._fault(at, "changed", f"the files of the policy version {row['ref']} are not those that were kept", row)

    def _question(self, row: Row, at: int) -> None:
        self.found.rows += 1
        if row["q_key"] is None:
            self._fault(at, "missing", "the question's row is gone", row)
            return
        self.matched += 1
        said = {"label": row["q_label"], "verdict": row["q_verdict"]}
        if composed(PUBLIC_FORM, row, {}) != row["public"]:  # then it is worth the time to see in what
            said = said_in(row["public"])
            if differing := next((name for name in PUBLIC if column_of(row, name) != said.get(name)), ""):
                self._fault(at, "changed", f"`{differing}` is not what was recorded", row)
        if row["q_touched"]:
            self.tails[row["ref"]] = at
        hashes = {name: hash_of_stored(row[f"q_{name}"]) for name in LONG}
        if row["private"] is not None and row["q_erased_at"] is not None and self.is_witnessed:
            self._fault(at, "changed", "`erased_at` is set, and nothing was erased", row)
        if row["private"] is None:
            self.found.erased += 1
            blank = [row[f"q_{name}"] for name in ("text", "asker", "thread")]
            if any((*hashes.values(), *blank)) or row["q_kinds"] != "[]" or not row["q_erased_at"]:
                self._fault(at, "changed", "an erased question has private columns again", row)
            hidden: dict[str, Any] = {"answer": None}
        elif composed(PRIVATE_FORM, row, hashes) == row["private"]:
            hidden = hashes
        else:
            hidden = said_in(row["private"])
            now = {**{name: column_of(row, name) for name in PRIVATE}, "reading": hashes["reading"], "ruling": hashes["ruling"]}
            if differing := next((name for name, value in now.items() if value != hidden.get(name)), ""):
                self._fault(at, "changed", f"`{differing}` is not what was recorded", row)
        expected = {"told_label": said.get("label"), "told_verdict": said.get("verdict"), "answer": hidden.get("answer")}
        if any(expected[name] != now for name, now in last_words(row, hashes["answer"]).items()):
            self.pending[row["ref"]] = (row, at, expected)

    # --- what no record says -----------------------------------------------------------------------------------------

    def _look_at_the_rest(self) -> None:
        for row, at, expected in self.pending.values():
            words = last_words(row, hash_of_stored(row["q_answer"]))
            if differing := next((name for name, now in words.items() if expected[name] != now), ""):
                self._fault(at, "changed", f"`{differing}` is not what was recorded", row)
        for at, row in self.proofs.values():
            self._fault(at, "changed", "its private part is gone, and no erasure says so", row)
        look_at_erasures(self.connection, self._told)
        look_at_rows(self.connection, self._told, self.tails)
        for key, at in self.tails.items():
            self._fault(
                at, "changed", "its feedback, corrections or what took its place is not what was recorded", named=("", key)
            )
        for what, why, about in self.derived():
            self._fault(NEVER, what, why, named=("", about))
        if stranger := stranger_in(self.connection):
            self._fault(NEVER, "added", f"{stranger} is none of the house's: it can change the log while the house writes it")
        added = self.connection.execute(ADDED).first()
        kept = int(self.connection.execute(text("SELECT count(*) FROM questions")).scalar_one())
        if added is not None or self.matched != kept:  # to look for the record that is one too many takes long
            self._look_for_two()
        if added is not None:
            self.found.rows += 1
            self._fault(NEVER, "added", "the question has no record", named=(added.receipt, added.key))
        unnumbered = self.connection.execute(UNNUMBERED).first()
        if unnumbered is not None:
            named = (str(unnumbered.receipt), str(unnumbered.key))
            self._fault(NEVER, "missing", "its receipt is not among those that were given out", named=named)
        self._look_for_the_undated()
        given_out = int(self.connection.execute(text("SELECT count(*) FROM receipts")).scalar_one())
        if unnumbered is not None or given_out != self.matched:
            self._look_for_the_lost()
        if self.matched != kept:
            why = f"{self.matched:,} records of questions have a row, and {kept:,} questions are there"
            self._fault(NEVER, "added", why)

    def _told(self, at: int, what: str, why: str, about: str) -> None:
        self._fault(at, what, why, named=("", about))

    def _look_for_the_lost(self) -> None:
        now = datetime.now(UTC)
        since, until = moment(now - UNDER_WAY), moment(now + CLOCKS)
        for receipt, key, at in self.connection.execute(LOST):
            if at is not None and since < written(at) < until:
                self.found.under_way += 1
            else:
                self._fault(NEVER, "lost", "a receipt was given out, and no answer is in the log", named=(str(receipt), str(key)))

    def _look_for_two(self) -> None:
        second = self.connection.execute(TWICE, {"never": NEVER - 2}).mappings().first()
        if second is not None:
            named = receipt_in(second["public"]), second["ref"]
            self._fault(at_of(second["place"]), "added", "the question stands twice in the records", named=named)
