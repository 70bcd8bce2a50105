"""What somebody asks an owner or a contact for goes in, and what came of it; requests come out, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, update
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import UTCTime, in_batches
from bot.ledger.store.witness import Witnesses
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish


class RequestRow(SQLModel, table=True):
    """One request. Its words are redacted before they get here."""

    __tablename__ = "requests"

    id: str = Field(primary_key=True)
    kind: str
    receipt: str = Field(index=True)
    key: str = Field(index=True)
    """Key of the answer that it is about."""
    asker: str = Field(default="", index=True)
    """A pseudonym."""
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False, index=True))
    language: str = ""
    wish: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    """What the form said; None once erased."""
    state: str = Field(default="open", index=True)
    """``open``, ``answered``, ``refused`` or ``withdrawn``."""
    channel: str = ""
    """Where its card is, as policy.yaml wrote it."""
    card_ts: str = ""
    settled_by: str = ""
    """A pseudonym."""
    settled_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))
    settlement: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    patch: str = ""
    told: str = ""
    erased_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))


class Requests(Witnesses):
    """Requests and what came of them."""

    def keep_request(self, request: Request) -> bool:
        """Keep a new request; False where there is one of its kind for that answer already, which stays as it is."""
        row = {
            **{"id": request.id, "kind": request.kind.value, "receipt": request.receipt, "key": request.key},
            **{"asker": request.asker, "at": request.at, "language": request.language, "wish": asdict(request.wish)},
            **{"state": request.state.value, "channel": request.channel, "card_ts": "", "settled_by": "", "settled_at": None},
            **{"settlement": None, "patch": "", "told": "", "erased_at": None},
        }
        with self._session() as session:
            is_new = self._insert(session, RequestRow, row)
            if is_new:
                self._witness(session, "requests", [request.id], request.at)
            return is_new

    def request(self, request: str) -> Request | None:
        """One request."""
        with self._session() as session:
            row = session.get(RequestRow, request)
            return _value(row) if row else None

    def requests(
        self, *, keys: Sequence[str] = (), asker: str = "", state: str = "", kind: str = "", limit: int | None = None
    ) -> list[Request]:
        """Requests that match all that is given, newest first."""
        wanted = select(RequestRow).order_by(col(RequestRow.at).desc(), col(RequestRow.id)).limit(limit)
        if keys:
            wanted = wanted.where(col(RequestRow.key).in_(keys))
        for column, value in ((RequestRow.asker, asker), (RequestRow.state, state), (RequestRow.kind, kind)):
            if value:
                wanted = wanted.where(column == value)
        with self._session() as session:
            return [_value(row) for row in session.exec(wanted).all()]

    def unfinished_requests(self) -> list[Request]:
        """Open ones without a card, and settled ones of which nobody has been told."""
        no_card = (col(RequestRow.state) == RequestState.OPEN.value) & (col(RequestRow.card_ts) == "")
        settled = col(RequestRow.state).in_((RequestState.ANSWERED.value, RequestState.REFUSED.value))
        wanted = select(RequestRow).where(no_card | settled, RequestRow.told == "", col(RequestRow.erased_at).is_(None))
        with self._session() as session:
            return [_value(row) for row in session.exec(wanted.order_by(col(RequestRow.at))).all()]

    def settle_request(self, request: str, state: RequestState, settlement: Settlement, *, by: str, at: datetime) -> bool:
        """Settle an open request; False where somebody was faster, or it was taken back."""
        still_open = (col(RequestRow.state) == RequestState.OPEN.value, col(RequestRow.erased_at).is_(None))
        values = {"state": state.value, "settlement": asdict(settlement), "settled_by": by, "settled_at": at}
        with self._session() as session:
            changed = session.connection().execute(
                update(RequestRow).where(col(RequestRow.id) == request, *still_open).values(**values)
            )
            if changed.rowcount:
                self._witness(session, "requests", [request], at)
            return bool(changed.rowcount)

    def pass_request(self, request: Request, to: str, channel: str) -> bool:
        """Give an open request to another contact; False where it was passed on, settled or taken back meanwhile."""
        as_it_was = (col(RequestRow.state) == RequestState.OPEN.value, col(RequestRow.card_ts) == request.card_ts)
        wish = asdict(replace(request.wish, to=to, passed=request.wish.passed + 1))
        where = (col(RequestRow.id) == request.id, col(RequestRow.erased_at).is_(None), *as_it_was)
        values = {"wish": wish, "channel": channel, "card_ts": ""}
        with self._session() as session:
            changed = session.connection().execute(update(RequestRow).where(*where).values(**values))
            if changed.rowcount:
                self._witness(session, "requests", [request.id])
            return bool(changed.rowcount)

    def note_request(self, request: str, /, **values: str) -> None:
        """Keep what became of it: ``card_ts``, ``patch`` or ``told``."""
        with self._session() as session:
            session.connection().execute(update(RequestRow).where(col(RequestRow.id) == request).values(**values))
            self._witness(session, "requests", [request])

    def _erase_requests(self, keys: Sequence[str], at: datetime) -> None:
        """Erase who asked and all words; that there was a request, its kind and its end stay. An open one is withdrawn."""
        blank: dict[str, Any] = {"asker": "", "wish": None, "settlement": None, "erased_at": at}
        with self._session() as session:
            run = session.connection().execute
            for some in in_batches(keys):
                ours = col(RequestRow.key).in_(some)
                withdrawn = (
                    update(RequestRow).where(ours, col(RequestRow.state) == "open").values(state=RequestState.WITHDRAWN.value)
                )
                self._witness(session, "requests", run(withdrawn.returning(col(RequestRow.id))).scalars().all(), at)
                erased = update(RequestRow).where(ours, col(RequestRow.erased_at).is_(None)).values(**blank)
                self._witness(session, "requests", run(erased.returning(col(RequestRow.id))).scalars().all(), at)

    def _erase_requests_before(self, before: datetime, at: datetime, held_among: Callable[[Sequence[str]], set[str]]) -> int:
        with self._session() as session:
            old = session.exec(select(RequestRow.key).where(RequestRow.at < before, col(RequestRow.erased_at).is_(None))).all()
        held = held_among(old)
        due = [key for key in old if key not in held]
        self._erase_requests(due, at)
        return len(due)


def _value(row: RequestRow) -> Request:
    said = row.settlement or {}
    return Request(
        kind=RequestKind(row.kind),
        receipt=row.receipt,
        key=row.key,
        asker=row.asker,
        at=row.at,
        language=row.language,
        wish=Wish(**(row.wish or {})),
        state=RequestState(row.state),
        channel=row.channel,
        card_ts=row.card_ts,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        settlement=Settlement(**{**said, "conditions": tuple(said.get("conditions", ()))}),
        patch=row.patch,
        told=row.told,
        erased_at=row.erased_at,
    )
