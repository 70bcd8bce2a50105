"""A person's pseudonym goes in; what is kept of that person comes out, page by page, and can be erased with a proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Column, and_, func, or_, update
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.asked.addresses import AddressRow
from bot.ledger.asked.feedback import Feedback, FeedbackRow
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.outbox import OutboxRow
from bot.ledger.store.base import UTCTime
from bot.policy.talks.talk import SMALL_TALK

LATEST = 100
"""Among how many of a person's questions the one is looked for that an edit or a click is about."""


class ErasureRow(SQLModel, table=True):
    """That something was erased, and how much: nothing in it says whose it was."""

    __tablename__ = "erasures"

    id: str = Field(primary_key=True)
    """The id of the wish, so that a wish that is carried out again after a crash counts once."""
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    questions: int
    digest: str
    """SHA-256 over the receipts of the erased answers, in alphabetical order, one a line."""
    held: int = 0
    """How many questions a legal hold kept."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How many questions were erased, and the hash of their receipts."""

    questions: int
    digest: str
    held: int = 0
    """How many a legal hold kept."""


def digest_of(receipts: Sequence[str]) -> str:
    """The hash by which somebody who noted their receipts can check a proof."""
    return sha256("\n".join(sorted(receipts)).encode()).hexdigest()


class Mine(Feedback):
    """One person's rows. The index on asker and time makes other people's rows cost nothing."""

    def asked_by(
        self, person: str, limit: int, before: tuple[datetime, str] | None = None, *, seen_only: bool = False
    ) -> Sequence[QuestionRow]:
        """A person's questions, newest first; ``before``: time and key of the last one that was seen; ``seen_only``: without
        those whose answer another one has taken the place of, and without small talk."""
        wanted = select(QuestionRow).where(QuestionRow.asker == person)
        if seen_only:
            wanted = wanted.where(QuestionRow.superseded_by == "", col(QuestionRow.intent).not_in(SMALL_TALK))
        if before:
            at, key = before
            wanted = wanted.where(or_(col(QuestionRow.at) < at, and_(col(QuestionRow.at) == at, col(QuestionRow.key) < key)))
        wanted = wanted.order_by(col(QuestionRow.at).desc(), col(QuestionRow.key).desc()).limit(limit)
        with self._session() as session:
            return session.exec(wanted).all()

    def supersede(self, key: str, ts: str, receipt: str = "") -> None:
        """The answer of ``key`` stands in the place of earlier ones: of those that were posted as the same message, and of the
        one under which it was asked for."""
        row = self._of(key)
        if row is None or not row.asker:
            return
        earlier = [one for one in self.asked_by(row.asker, LATEST) if one.thread == row.thread and one.key != key]
        with self._session() as session:
            same = {one.key for one in earlier if ts and (out := session.get(OutboxRow, one.key)) and out.ts == ts}
            under = {one.key for one in earlier if receipt and one.receipt == receipt}
            session.connection().execute(
                update(QuestionRow).where(col(QuestionRow.key).in_(same | under)).values(superseded_by=key)
            )
            self._witness(session, "questions", sorted(same | under))

    def _of(self, key: str) -> QuestionRow | None:
        with self._session() as session:
            return session.get(QuestionRow, key)

    def count_of(self, person: str) -> int:
        """How many questions of a person are kept."""
        with self._session() as session:
            return session.exec(select(func.count()).where(QuestionRow.asker == person)).one()

    def first_version_of(self, person: str) -> str:
        """The policy version of the oldest answer that a person got; empty where there is none."""
        wanted = select(QuestionRow.policy_version).where(QuestionRow.asker == person, QuestionRow.policy_version != "")
        with self._session() as session:
            return session.exec(wanted.order_by(col(QuestionRow.at)).limit(1)).first() or ""

    def keys_of(self, person: str) -> list[tuple[str, str]]:
        """Workflow key and receipt of all that is kept of a person; the receipt is empty where nothing was answered yet."""
        with self._session() as session:
            asked = session.exec(select(QuestionRow.key, QuestionRow.receipt).where(QuestionRow.asker == person)).all()
            open_ = session.exec(select(AddressRow.key).where(AddressRow.person == person)).all()
        return list({**dict.fromkeys(open_, ""), **dict(asked)}.items())

    def feedback_by(self, person: str) -> Sequence[FeedbackRow]:
        """What a person said of answers, their own and those of others."""
        with self._session() as session:
            return session.exec(select(FeedbackRow).where(FeedbackRow.who == person).order_by(col(FeedbackRow.id))).all()

    def erase_feedback_by(self, person: str) -> None:
        """Erase what a person said of anybody's answers."""
        with self._session() as session:
            self._delete_feedback(session, col(FeedbackRow.who) == person)

    def erasures(self, limit: int) -> Sequence[ErasureRow]:
        """Erasures of all that one person asked, newest first."""
        with self._session() as session:
            return session.exec(select(ErasureRow).order_by(col(ErasureRow.at).desc(), col(ErasureRow.id)).limit(limit)).all()

    def keep_erasure(self, wish: str, receipts: Sequence[str], at: datetime, held: int = 0) -> Proof:
        """Keep what is about to be erased, once for each wish; gives what was kept first."""
        row = {"id": wish, "at": at, "questions": len(receipts), "digest": digest_of(receipts), "held": held}
        with self._session() as session:
            if self._insert(session, ErasureRow, row):
                self._witness(session, "erasures", [wish], at)
            kept = session.get_one(ErasureRow, wish)
            return Proof(kept.questions, kept.digest, kept.held)
