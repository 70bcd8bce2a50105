"""New records go in, off the hot path; each comes out with its place in the hash chain and the key's seal. Heads of the chain and
a root of each day come out, to be kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, func, text, update
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, select

from bot.ledger.store.base import in_batches
from bot.ledger.store.canonical import link
from bot.ledger.store.chain_key import HEAD, PLACE, RECORD, STRANGER
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.records import KEYED, QUESTION, RARE, RecordRow, Root, RootRow, moment, record_of
from bot.ledger.store.witness import Witnesses

AT_ONCE = 2_000
"""Records that are sealed in one transaction: writers wait for no more."""
LOCK = 0x6D617973
"""The advisory lock of those who seal on PostgreSQL."""
Core = tuple[str, str, str, str]
"""Kind, ref, digest and public part: what of a record is in the chain."""
New = tuple[Any, Core, str]
"""Id of a record without a place, what of it is in the chain, and the seal that it was written with."""


class Sealing(Witnesses):
    """The chain. Several processes may seal at once; where the chain has a key, only who has it seals."""

    def unsealed(self) -> int:
        """How many records have no place in the chain yet."""
        with self._session() as session:
            return session.exec(select(func.count()).select_from(RecordRow).where(col(RecordRow.place).is_(None))).one()

    def place_of_question(self, key: str) -> int | None:
        """The place of a question's record in the chain; None until it is sealed."""
        with self._session() as session:
            wanted = select(RecordRow.place).where(RecordRow.ref == key, RecordRow.kind == QUESTION)
            return session.exec(wanted).first()

    def seal(self, tell: Callable[[int], None] = lambda _sealed: None, kept: Callable[[], Iterable[Root]] = lambda: ()) -> int:
        """Give every new record its place in the chain; gives how many. ``kept``: heads of this log that were kept outside, asked
        for where its last place has no seal. A chain that the house may not go on with gets none."""
        if self.why_not_sealed(kept):
            return 0
        sealed = 0
        while done := self._seal_some():
            sealed += done
            tell(sealed)
        return sealed

    def is_keyed_by_another(self) -> bool:
        """Whether the chain is sealed with a key that is not ours."""
        with self._session() as session:
            _, hash_, mac = self._end_of_chain(session.connection())
        return bool(mac) and not self._is_ours(mac, hash_)

    def why_not_sealed(self, kept: Callable[[], Iterable[Root]] = lambda: ()) -> str:
        """Why the house may not go on with the chain; empty where it may: another key sealed its end, or it had seals once."""
        with self._session() as session:
            place, hash_, mac = self._end_of_chain(session.connection())
            if mac:
                return "" if self._is_ours(mac, hash_) else "another key sealed its last place"
            if self._chain and place and (self._had_a_key(session) or any(map(self.gave_out, kept()))):
                return "its seals were taken away"
        return ""

    def _had_a_key(self, session: Session) -> bool:
        marked = select(RecordRow.id).where(RecordRow.kind == KEYED, RARE, col(RecordRow.place).is_not(None))
        sealed = select(RecordRow.id).where(col(RecordRow.place).is_not(None), RecordRow.mac != "")
        return any(session.exec(one.limit(1)).first() is not None for one in (marked, sealed))

    def gave_out(self, head: Root) -> bool:
        """Whether our key sealed a head."""
        return self._chain.is_of(head.mac, HEAD, str(head.place), head.hash, head.at)

    def take_key(self, now: datetime, *, is_lost: bool = False, kept: Iterable[Root] = ()) -> int:
        """From here on our key seals the chain, in the place of another one; gives the first place, 0 where it does so already. A
        record says so. ``is_lost``: whether the other key is lost, so that what it wrote and did not seal stays unproved.
        ``kept``: heads of this log that were kept outside. Raises ``LedgerError``."""
        with self._session() as session:
            self._alone(session)
            place, before, mac = self._end_of_chain(session.connection())
            if mac and self._is_ours(mac, before):
                return 0
            self._may_take_over(session, mac, kept)
            waiting = session.exec(select(func.count()).select_from(RecordRow).where(col(RecordRow.place).is_(None))).one()
            if waiting and not is_lost:
                raise LedgerError(
                    f"{waiting} records have no place in the log yet, and the old key alone can prove them",
                    "run once with the old key: mayi db upgrade; if it is lost: mayi db rekey --yes --lost",
                )
            begins = {"from": place + 1, "head": before, "another": True}
            id_ = self._record(session, record_of(KEYED, "", now, begins))
            self._give_places(session, self._new(session, col(RecordRow.id) == id_), place, before)
            return place + 1

    def _may_take_over(self, session: Session, mac: str, kept: Iterable[Root]) -> None:
        """Nobody makes a log whole that was tampered with by saying that another key sealed it. Raises ``LedgerError``."""
        if not mac and not self._had_a_key(session):
            raise LedgerError(
                "this log has no key yet", "MAYI_KEY seals it from the next start of the bot, or mayi db upgrade, on"
            )
        seals: Any = columns_of(col(RecordRow.mac), col(RecordRow.hash)).where(col(RecordRow.place).is_not(None))
        found = session.connection().execute(seals.execution_options(yield_per=AT_ONCE))
        if not mac or any(self._is_ours(*one) for one in found) or any(map(self.gave_out, kept)):
            raise LedgerError(
                "this key, or another, sealed places of this log that have no such seal any more",
                "no new key makes that whole: see mayi verify, and restore a backup",
            )

    def _is_ours(self, mac: str, hash_: str) -> bool:
        return any(self._chain.is_of(mac, what, hash_) for what in (PLACE, STRANGER))

    def _seal_some(self) -> int:
        with self._session() as session:
            has_new = session.exec(select(RecordRow.id).where(col(RecordRow.place).is_(None)).limit(1)).first() is not None
            place, _, mac = self._end_of_chain(session.connection())
            if not has_new and not (place and self._chain and not mac):
                return 0
        with self._session() as session:
            self._alone(session)
            place, before, mac = self._end_of_chain(session.connection())
            if mac and not self._is_ours(mac, before):
                return 0  # whoever has the key seals it
            if self._chain and not mac:
                return self._begin_with_the_key(session, place, before)
            return self._give_places(session, self._new(session), place, before)

    def _begin_with_the_key(self, session: Session, place: int, before: str) -> int:
        """What was written before there was a key comes first, by the old rule; then a record says that the key begins."""
        if old := self._new(session, col(RecordRow.mac) == ""):
            return self._give_places(session, old, place, before, is_old=True)
        if place:
            begins = {"from": place + 1, "head": before}
            id_ = self._record(session, record_of(KEYED, "", datetime.now(UTC), begins))
            return self._give_places(session, self._new(session, col(RecordRow.id) == id_), place, before)
        return self._give_places(session, self._new(session), place, before)

    def _new(self, session: Session, *only: Any) -> list[New]:
        names = (RecordRow.id, RecordRow.kind, RecordRow.ref, RecordRow.digest, RecordRow.public, RecordRow.mac)
        wanted = columns_of(*(col(name) for name in names)).where(col(RecordRow.place).is_(None), *only)
        found: Any = session.connection().execute(wanted.order_by(col(RecordRow.id)).limit(AT_ONCE))
        return [(row[0], (row[1], row[2], row[3], row[4]), row[5]) for row in found]

    def _give_places(self, session: Session, new: list[New], place: int, before: str, *, is_old: bool = False) -> int:
        places = []
        known = self._in_the_chain(session, [core for _, core, _ in new])
        for id_, core, written in new:
            place += 1
            before = link(before, place, core)
            # what the house did not write, or wrote once and somebody put in again, has its place as well: it stays to be seen
            is_ours = self._chain.is_of(written, RECORD, *core) and core not in known
            what = PLACE if is_ours else STRANGER
            known |= {core} if core[0] != QUESTION else set()
            places.append({"one": id_, "place": place, "hash": before, "mac": "" if is_old else self._chain.of(what, before)})
        if places:
            session.connection().execute(
                update(RecordRow)
                .where(col(RecordRow.id) == bindparam("one"))
                .values(place=bindparam("place"), hash=bindparam("hash"), mac=bindparam("mac"))
                .execution_options(synchronize_session=False),
                places,
            )
        return len(places)

    def _in_the_chain(self, session: Session, cores: list[Core]) -> set[Core]:
        """Which of these have a place already. The house writes no two that are the same: a witness has its salt, all others
        a moment. A question is known by its key."""
        if not self._chain:
            return set()
        found: set[Core] = set()
        names = (RecordRow.kind, RecordRow.ref, RecordRow.digest, RecordRow.public)
        for some in in_batches([core for core in cores if core[0] != QUESTION], 200):
            refs, public = {core[1] for core in some}, {core[3] for core in some}
            wanted = columns_of(*(col(name) for name in names)).where(col(RecordRow.place).is_not(None), RARE)
            same = wanted.where(col(RecordRow.ref).in_(refs), col(RecordRow.public).in_(public))
            found |= {(row[0], row[1], row[2], row[3]) for row in session.connection().execute(same)}
        return found.intersection(cores)

    def _alone(self, session: Session) -> None:
        """Nobody else seals until this transaction ends."""
        if self._engine.dialect.name == "postgresql":
            session.connection().execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        else:  # the first write takes the file's lock
            session.connection().execute(text("UPDATE records SET place = place WHERE id = 0"))

    def hashes(self, places: Sequence[int]) -> dict[int, str]:
        """The hash at each of these places that the chain has."""
        found: dict[int, str] = {}
        with self._session() as session:
            for some in in_batches(places):
                wanted = columns_of(col(RecordRow.place), col(RecordRow.hash)).where(col(RecordRow.place).in_(some))
                found |= {int(row[0] or 0): row[1] for row in session.connection().execute(wanted)}
        return found

    def head(self, at: datetime | None = None) -> Root:
        """The head of the chain now; sealed where it is given out ``at`` a moment."""
        with self._session() as session:
            place, hash_, mac = self._end_of_chain(session.connection())
        when = moment(at) if at else ""
        is_ours = at is not None and self._is_ours(mac, hash_)
        return Root("", place, hash_, when, self._chain.of(HEAD, str(place), hash_, when) if is_ours else "")

    def root_of(self, now: datetime) -> Root | None:
        """Give out the day's root; None where it has been given out, or there is nothing to prove yet."""
        head, day = self.head(), now.astimezone(UTC).date().isoformat()
        if not head.place:
            return None
        with self._session() as session:
            if not self._insert(session, RootRow, {"day": day, "place": head.place, "hash": head.hash, "at": now}):
                return None
            self._witness(session, "roots", [day], now)
        return Root(day, head.place, head.hash)

    def roots(self) -> list[Root]:
        """All roots that were given out, oldest first."""
        with self._session() as session:
            rows = session.exec(select(RootRow).order_by(col(RootRow.day))).all()
            return [Root(row.day, row.place, row.hash) for row in rows]
