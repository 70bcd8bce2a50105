"""A ledger's address goes in, and roots that were kept outside it; whether the log is as it was written comes out.

It needs no key, and changes nothing. One pass in the chain's order, in one snapshot of the database: each record is hashed as it
is stored, each question's columns are compared with its record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from bot.ledger.base import connect
from bot.ledger.canonical import digest_of, link
from bot.ledger.drivers import explained
from bot.ledger.errors import LedgerError
from bot.ledger.ledger import read_revision
from bot.ledger.migrate import head as newest
from bot.ledger.records import (
    BACKGROUND,
    CORRECTION,
    ERASED,
    LONG,
    POLICY,
    PRIVATE,
    PUBLIC,
    QUESTION,
    START,
    Root,
    digest_of_erased,
)
from bot.ledger.snapshots import unpacked
from bot.ledger.stored import (
    FIELDS,
    OPEN,
    PRIVATE_FORM,
    PUBLIC_FORM,
    SEALED,
    Row,
    column_of,
    composed,
    core_of,
    hash_of_stored,
    last_words,
    receipt_in,
    said_in,
)
from bot.ledger.verified import Bad, Verified

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
LOST = text(
    "SELECT c.receipt, c.key FROM receipts c WHERE NOT EXISTS "
    "(SELECT 1 FROM records r WHERE r.ref = c.key AND r.kind = 'question') LIMIT 2"
)
ALL = text("SELECT place, hash, kind, ref, digest, public FROM records WHERE place IS NOT NULL ORDER BY place")
NEVER = 1 << 62
CACHED = 128 * 1024
"""Kilobytes of a file that are kept in memory: questions are looked up by keys, which have no order."""


Named = tuple[str, str]
"""Receipt and key."""


def no_progress(_done: int, _of: int) -> None:
    """Nobody watches."""


def verify(url: str, roots: Sequence[Root] = (), tell: Callable[[int, int], None] = no_progress) -> Verified:
    """Look at every row. ``roots``: kept outside; those in the database are looked at as well. ``tell``: records done, of how
    many. Raises ``LedgerError`` where the ledger cannot be read."""
    parsed, revision = read_revision(url)
    if revision != newest():
        raise LedgerError(f"the ledger has the tables {revision or 'none'}", "bring them to today's with: mayi db upgrade")
    engine = connect(parsed)
    try:
        with explained(parsed), engine.connect() as connection:
            if parsed.get_backend_name() == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
                connection.exec_driver_sql("SET LOCAL enable_hashjoin = off")  # a page at a time, by the index
                connection.exec_driver_sql("SET LOCAL enable_mergejoin = off")
            else:
                connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHED}")
                connection.exec_driver_sql("BEGIN")
            return _Verifying(connection, tell).run(roots)
    finally:
        engine.dispose()


@dataclass(slots=True)
class _Verifying:
    connection: Connection
    tell: Callable[[int, int], None]
    found: Verified = field(default_factory=Verified)
    bad: tuple[int, Bad] | None = None
    before: str = START
    place: int = 0
    matched: int = 0
    """Records of questions whose rows are there."""
    pending: dict[str, tuple[Row, int, dict[str, Any]]] = field(default_factory=dict)
    """Questions whose last words differ from their own record: a later record must say so. Key -> row, place, what it says."""
    erasures: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    proofs: dict[int, tuple[int, Row]] = field(default_factory=dict)
    roots: dict[int, list[Root]] = field(default_factory=lambda: defaultdict(list))

    def run(self, roots: Sequence[Root]) -> Verified:
        kept = self.connection.execute(text("SELECT day, place, hash FROM roots")).all()
        for root in {*roots, *(Root(*row) for row in kept)}:
            self.roots[root.place].append(root)
        total = int(self.connection.execute(text("SELECT count(*) FROM records")).scalar_one())
        for row in self._pages(SEALED, "place"):
            self._sealed(row)
            if self.found.records % AT_ONCE == 0:
                self.tell(self.found.records, total)
        self._look_for_a_cut()
        self.found.head = self.before if self.place else ""
        for row in self._pages(OPEN, "id"):
            self.found.unsealed += 1
            self._record(row, NEVER - 2)
        self._look_at_the_rest()
        self.tell(total, total)
        self.found.first_bad = self.bad[1] if self.bad else None
        return self.found

    def _pages(self, statement: Any, by: str) -> Iterator[Row]:
        after = 0
        while rows := self.connection.execute(statement, {"after": after, "most": AT_ONCE}).all():
            for values in rows:
                row = dict(zip(FIELDS, values, strict=True))
                yield row
            after = row[by]

    def _fault(self, at: int, what: str, why: str, row: Row | None = None, *, named: Named = ("", "")) -> None:
        if self.bad is not None and self.bad[0] <= at:
            return
        if row is not None:
            named = row["q_receipt"] or receipt_in(row["public"]), row["ref"]
        self.bad = (at, Bad(what, why, at if at < NEVER - 3 else None, *named))

    # --- the chain ---------------------------------------------------------------------------------------------------

    def _sealed(self, row: Row) -> None:
        place = int(row["place"])
        if place != self.place + 1:
            self._fault(self.place + 1, "missing", "there is no record at this place of the chain", named=self._lost())
        elif link(self.before, place, core_of(row)) != row["hash"]:
            what, why = self._how_it_differs(place, row)
            self._fault(place, what, why, row)
        self.place, self.before = place, row["hash"]
        for root in self.roots.pop(place, ()):
            self.found.roots += 1
            if root.hash != row["hash"]:
                self._fault(place, "changed", f"the root of {root.day or 'the file'} has another hash", row)
        self._record(row, place)

    def _how_it_differs(self, place: int, row: Row) -> tuple[str, str]:
        """Look for the record that belongs here, to say what happened to the one that stands here."""
        for other in self.connection.execute(ALL):
            core = (other.kind, other.ref, other.digest, other.public)
            if other.place == place + 1 and link(row["hash"], place + 2, core) == other.hash:
                return "missing", "the record that stood here is gone, and those after it moved up"
            if other.place != place and link(self.before, place, core) in (other.hash, row["hash"]):
                if other.place == place + 1 and link(other.hash, place + 1, core_of(row)) != row["hash"]:
                    return "added", "a record was put in here, and those after it moved down"
                return "reordered", f"the record that belongs here stands at place {other.place}"
        return "changed", "the record is not the one that was sealed"

    def _lost(self) -> Named:
        """What is missing, where there is only one that can be."""
        lost = self.connection.execute(LOST).all()
        return (lost[0].receipt, lost[0].key) if len(lost) == 1 else ("", "")

    def _look_for_a_cut(self) -> None:
        for place, roots in sorted(self.roots.items()):
            if place > self.place:
                self.found.roots += len(roots)
                why = f"the chain ends at place {self.place}; the root of {roots[0].day or 'the file'} covers {place}"
                self._fault(self.place + 1, "cut", why, named=self._lost())

    # --- one record --------------------------------------------------------------------------------------------------

    def _record(self, row: Row, at: int) -> None:
        self.found.records += 1
        kind, ref, private = row["kind"], row["ref"], row["private"]
        if private is not None:
            if digest_of(row["salt"] or "", private) != row["digest"]:
                self._fault(at, "changed", "the private part is not the one that was recorded", row)
        elif row["digest"]:
            self.erasures[row["erasure"] or 0].append((kind, ref))
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

    def _erased(self, row: Row, at: int) -> None:
        said = said_in(row["public"])
        taken = self.erasures.pop(row["id"], [])
        self.proofs.pop(row["id"], None)
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
        hashes = {name: hash_of_stored(row[f"q_{name}"]) for name in LONG}
        if row["private"] is None:
            self.found.erased += 1
            if any(hashes.values()) or row["q_text"] or row["q_asker"] or not row["q_erased_at"]:
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
        added = self.connection.execute(ADDED).first()
        kept = int(self.connection.execute(text("SELECT count(*) FROM questions")).scalar_one())
        if added is not None or self.matched != kept:  # to look for the record that is one too many takes long
            self._look_for_two()
        if added is not None:
            self.found.rows += 1
            self._fault(NEVER, "added", "the question has no record", named=(added.receipt, added.key))

    def _look_for_two(self) -> None:
        second = self.connection.execute(TWICE, {"never": NEVER - 2}).mappings().first()
        if second is not None:
            named = receipt_in(second["public"]), second["ref"]
            at = NEVER - 2 if second["place"] is None else int(second["place"])
            self._fault(at, "added", "the question stands twice in the records", named=named)
