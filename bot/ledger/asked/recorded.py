"""Keys of questions go in; those come out whose asker, receipt or time is not the one that the house sealed: whoever erases by
these columns would erase for whoever changed them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, text
from sqlmodel import Session, col, select

from bot.ledger.store.base import in_batches
from bot.ledger.store.canonical import digest_of, link
from bot.ledger.store.chain_key import PLACE, RECORD
from bot.ledger.store.compare import differing
from bot.ledger.store.proved import stored
from bot.ledger.store.records import HOLD, KEYED, RARE, START, RecordRow
from bot.ledger.store.sealing import Sealing
from bot.ledger.store.stored import NEVER, said_in

COMPARED = text(
    "SELECT q.key, q.receipt, q.at, q.asker, r.kind, r.ref, r.digest, r.public, r.private, r.salt, r.place, r.hash, r.mac, "
    "b.hash AS before FROM questions q LEFT JOIN records r ON r.ref = q.key AND r.kind = 'question' "
    "LEFT JOIN records b ON b.place = r.place - 1 WHERE q.key IN :keys"
).bindparams(bindparam("keys", expanding=True))
LAST = text(
    "SELECT r.kind, r.ref, r.digest, r.public, r.place, r.hash, r.mac, b.hash AS before FROM records r "  # noqa: S608 - our own
    "LEFT JOIN records b ON b.place = r.place - 1 WHERE r.ref = :ref AND r.kind = 'row' "
    f"ORDER BY coalesce(r.place, {NEVER}) DESC, r.id DESC LIMIT 1"
)


class Recorded(Sealing):
    """What rows say is compared with what was recorded, before anything is erased by it."""

    def _not_as_recorded(self, session: Session, keys: Sequence[str]) -> set[str]:
        found: dict[str, str] = {}
        ours_from = self._ours_from(session)
        for some in in_batches(list(keys)):
            for row in session.connection().execute(COMPARED, {"keys": list(some)}):
                if not self._is_as_recorded(row, ours_from):
                    found[row.key] = row.receipt
        for key, receipt in found.items():
            why = "its asker, receipt or time is not the one that was recorded; it is not erased"
            self._tell_tampered(session, key, why, str(receipt))
        return set(found)

    def _is_as_recorded(self, row: Any, ours_from: int) -> bool:
        if row.public is None:
            return False
        is_ours = self._is_record_ours(row, ours_from)
        said = said_in(row.public)
        hidden = {"asker": ""} if row.private is None else said_in(row.private)
        if row.private is not None and digest_of(str(row.salt or ""), row.private) != row.digest:
            return False
        return is_ours and (said.get("receipt"), said.get("at"), hidden.get("asker")) == (row.receipt, stored(row.at), row.asker)

    def _is_record_ours(self, row: Any, ours_from: int) -> bool:
        """Whether the house wrote this record. ``row``: its columns, and the hash before it."""
        core = (row.kind, row.ref, row.digest, row.public)
        if row.place is None:
            is_of_before = not row.mac and ours_from == NEVER  # of a release without a key, and nothing is sealed yet
            return not self._chain or is_of_before or self._chain.is_of(str(row.mac), RECORD, *core)
        is_linked = link(str(row.before or START), row.place, core) == row.hash
        return is_linked and (row.place < ours_from or self._chain.is_of(str(row.mac), PLACE, row.hash))

    def _is_witnessed(self, table: str, key: str) -> bool:
        """Whether a row is as the last witness that the house itself wrote of it says."""
        with self._as_committed() as connection:
            if differing(connection, table, [key]):
                return False
            last = connection.execute(LAST, {"ref": f"{table}:{key}"}).first()
        with self._session() as session:
            return last is not None and self._is_record_ours(last, self._ours_from(session))

    def _ours_from(self, session: Session) -> int:
        """The first place that our key must have sealed."""
        if not self._chain or not (end := self._end_of_chain(session.connection()))[2]:
            return NEVER
        marks = select(RecordRow).where(RecordRow.kind == KEYED, RARE, col(RecordRow.place).is_not(None))
        for mark in session.exec(marks.order_by(col(RecordRow.id).desc())):
            if self._chain.is_of(mark.mac, PLACE, mark.hash):
                return int(mark.place or 0)
        return 0 if end[0] else NEVER

    def _are_holds_as_recorded(self, ids: Sequence[str]) -> bool:
        """Whether no hold was changed, taken away or put in by somebody else."""
        with self._session() as session:
            told = session.exec(select(RecordRow.ref).where(RecordRow.kind == HOLD, RARE)).all()
        every = list(dict.fromkeys((*ids, *told)))
        with self._as_committed() as connection:
            changed = [ref for some in in_batches(every) for ref in differing(connection, "holds", some)]
        if changed:
            with self._session() as session:
                for ref in changed:
                    self._tell_tampered(
                        session, ref, "this hold is not the one that was recorded; until it is, nothing is erased"
                    )
        return not changed
