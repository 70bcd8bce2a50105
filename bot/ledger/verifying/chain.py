"""Records go in, in the order of the chain; what is wrong with their order, with the key's seals, and with heads and roots that
were kept outside comes out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from bot.ledger.store.canonical import link
from bot.ledger.store.chain_key import HEAD, PLACE, STRANGER, ChainKey
from bot.ledger.store.records import KEYED, START, Root, moment
from bot.ledger.store.stored import NEVER, Row, at_of, core_of, receipt_in, said_in
from bot.ledger.verifying.verified import Bad, Verified

ALL = text("SELECT place, hash, kind, ref, digest, public FROM records WHERE place IS NOT NULL ORDER BY place")
LOST = text(
    "SELECT c.receipt, c.key, c.at FROM receipts c WHERE NOT EXISTS "
    "(SELECT 1 FROM records r WHERE r.ref = c.key AND r.kind IN ('question', 'unsaid', 'amended'))"
)
UNDATED = text(
    "SELECT key, receipt FROM receipts WHERE at NOT GLOB '[0-9][0-9][0-9][0-9]-*' OR (at IS NOT NULL AND datetime(at) IS NULL) "
    "ORDER BY key LIMIT 1"
)
"""In a database without types any word may stand there, and whoever reads the row gets an error."""

Named = tuple[str, str]
"""Receipt and key."""


def written(at: Any) -> str:
    """A moment as it is stored, as records write it."""
    return moment(at) if isinstance(at, datetime) else str(at)


def _named(root: Root) -> str:
    return f"the head of {root.at}" if root.at and not root.day else f"the root of {root.day or 'the file'}"


@dataclass(slots=True)
class Chain:
    """As far as it has been read."""

    connection: Connection
    chain: ChainKey
    found: Verified = field(default_factory=Verified)
    bad: tuple[int, Bad] | None = None
    before: str = START
    place: int = 0
    began: int = 0
    """The first place that has a seal, of whichever key."""
    is_of_us: bool = False
    """Whether the key sealed a place of it."""
    another: tuple[int, Row] | None = None
    """The first place that the key did not seal."""
    roots: dict[int, list[Root]] = field(default_factory=lambda: defaultdict(list))
    """Those that the chain has not come to yet."""
    outside: dict[int, list[Root]] = field(default_factory=lambda: defaultdict(list))

    def _fault(self, at: int, what: str, why: str, row: Row | None = None, *, named: Named = ("", "")) -> None:
        if self.bad is not None and self.bad[0] <= at:
            return
        if row is not None:
            named = row["q_receipt"] or receipt_in(row["public"]), row["ref"]
        self.bad = (at, Bad(what, why, at if at < NEVER - 3 else None, *named))

    def _take_place(self, row: Row) -> int:
        """Compare a record with the chain before it, with the key and with the roots; gives its place."""
        place = at_of(row["place"])
        if place < 1:  # whatever the house seals has a place from 1 on
            what = "added" if isinstance(row["place"], int) else "changed"
            self._fault(place, what, f"its place is `{str(row['place'])[:40]}`, and the chain has no such place", row)
            return place
        if place != self.place + 1:
            self._fault(self.place + 1, "missing", "there is no record at this place of the chain", named=self._lost())
        elif link(self.before, place, core_of(row)) != row["hash"]:
            what, why = self._how_it_differs(place, row)
            self._fault(place, what, why, row)
        self._keyed(row, place)
        self.place, self.before = place, row["hash"]
        for root in self.roots.pop(place, ()):
            self.found.roots += 1
            if root.hash != row["hash"]:
                self._fault(place, "changed", f"{_named(root)} has another hash", row)
        return place

    def _keyed(self, row: Row, place: int) -> None:
        mac = row["mac"]
        if not self.began:
            if not mac:
                return
            self.began = self.found.keyed_from = place
            begins = said_in(row["public"]) if row["kind"] == KEYED else {}
            if place > 1 and (begins.get("from"), begins.get("head")) != (place, self.before):
                self._fault(place, "changed", "the key begins here, and no record says so", row)
        if self.chain and self.chain.is_of(mac, PLACE, row["hash"]):
            if row["kind"] == KEYED and said_in(row["public"]).get("another"):
                if self.is_of_us:
                    self._fault(place, "changed", "the key begins here in the place of another, and sealed earlier places", row)
                self.found.keyed_from, self.another = place, None  # our key says that another one came before it
            self.is_of_us = True
        elif self.chain and self.chain.is_of(mac, STRANGER, row["hash"]):
            self._fault(place, "added", "the house did not write this record: its key did not seal it", row)
        elif self.chain:
            self.another = self.another or (place, row)
        elif not mac:
            self._fault(place, "changed", "this place has no seal of the key, and earlier ones have", row)

    def _look_for_the_key(self) -> None:
        if self.another is not None:
            place, row = self.another
            self._fault(place, "changed", "this place was not sealed with the key that you gave", row)
        self.found.key = "compared" if self.chain and self.found.keyed_from else "not given" if self.found.keyed_from else "none"
        if self.chain and self.place and not self.found.keyed_from:
            why = "no record is sealed with the key: the house seals them at its next start, or somebody took the seals away"
            self._fault(NEVER - 1, "changed", why)
        for place, roots in self.outside.items():
            for head in roots:
                if head.mac and (why := self._how_it_lies(head)):
                    self._fault(place, "changed", f"the head of {head.at} {why}")

    def _how_it_lies(self, head: Root) -> str:
        """What is wrong with a head that a key sealed. One that another key sealed before ours is compared by its hash alone."""
        is_ours = self.chain.is_of(head.mac, HEAD, str(head.place), head.hash, head.at)
        if not self.began or head.place < self.began:
            return "says that a key sealed this place, and it has no seal"
        if head.place < self.found.keyed_from:
            return "says that the key sealed this place, and it was another one" if is_ours else ""
        return "was not given out by the house: its key did not seal it" if self.chain and not is_ours else ""

    def _take_roots(self, roots: Sequence[Root]) -> None:
        kept = self.connection.execute(text("SELECT day, place, hash FROM roots")).all()
        for root in {*roots, *(Root(*row) for row in kept)}:
            if isinstance(root.place, int):
                self.roots[root.place].append(root)
            else:
                self._fault(NEVER, "changed", f"the root of {root.day} is of no place of the chain")

    def _look_for_the_undated(self) -> None:
        if self.connection.dialect.name == "sqlite" and (odd := self.connection.execute(UNDATED).first()) is not None:
            self._fault(NEVER, "changed", "its receipt was given out at no moment", named=(str(odd.receipt), str(odd.key)))

    def _look_at_heads(self, roots: Sequence[Root]) -> None:
        for root in roots:
            self.outside[root.place].append(root)
            self.found.last_head = max(self.found.last_head, root.at)
            self.found.covered = max(self.found.covered, root.place)

    def _how_it_differs(self, place: int, row: Row) -> tuple[str, str]:
        """Look for the record that belongs here, to say what happened to the one that stands here."""
        for other in self.connection.execute(ALL):
            core = (str(other.kind), str(other.ref), str(other.digest), str(other.public))
            if other.place == place + 1 and link(row["hash"], place + 2, core) == other.hash:
                return "missing", "the record that stood here is gone, and those after it moved up"
            if other.place != place and link(self.before, place, core) in (other.hash, row["hash"]):
                if other.place == place + 1 and link(other.hash, place + 1, core_of(row)) != row["hash"]:
                    return "added", "a record was put in here, and those after it moved down"
                return "reordered", f"the record that belongs here stands at place {other.place}"
        return "changed", "the record is not the one that was sealed"

    def _lost(self) -> Named:
        """What is missing, where there is only one that can be."""
        lost = self.connection.execute(LOST).fetchmany(2)
        return (str(lost[0].receipt), str(lost[0].key)) if len(lost) == 1 else ("", "")

    def _look_for_a_cut(self) -> None:
        for place, roots in sorted(self.roots.items()):
            if place > self.place:
                self.found.roots += len(roots)
                why = f"the chain ends at place {self.place}; {_named(roots[0])} covers {place}"
                self._fault(self.place + 1, "cut", why, named=self._lost())
