"""One answered question goes in, a row of ``questions`` comes out; filters give rows, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, func, literal, not_, or_, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from bot.ledger.store.base import UTCTime, in_batches
from bot.ledger.store.canonical import canonical, hash_of
from bot.ledger.store.keyed import receipt_of
from bot.ledger.store.records import AMENDED, BACKGROUND, CORRECTION, QUESTION, UNSAID, RecordRow, record_of, record_of_question
from bot.ledger.store.sealing import Sealing
from bot.ledger.store.stored import hash_of_stored, said_in


class ReceiptRow(SQLModel, table=True):
    """The short number of one answer, given out once and never again."""

    __tablename__ = "receipts"

    receipt: str = Field(primary_key=True)
    key: str = Field(unique=True)
    at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))
    """When it was given out: the answer that it is for may be under way for a while."""


UNSERVED = text("(label IN ('not_listed', 'ask') OR feedback = 'not_right')")
"""What an owner may learn from. A query that says the same, word for word, can use its index."""


SUPERSEDED = text("superseded_by <> ''")
"""Likewise: what another answer took the place of."""


class QuestionRow(SQLModel, table=True):
    """One question with all that is needed to prove what was answered and why. Its text is redacted before it gets here."""

    __tablename__ = "questions"
    __table_args__ = (
        Index("ix_questions_asker_at", "asker", "at"),
        Index("ix_questions_unserved", "at", sqlite_where=UNSERVED, postgresql_where=UNSERVED),
        Index("ix_questions_superseded", "at", sqlite_where=SUPERSEDED, postgresql_where=SUPERSEDED),
    )

    key: str = Field(primary_key=True)
    """The keyed hash that is also the workflow's id."""
    receipt: str = Field(unique=True)
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False, index=True))
    asker: str = Field(default="", index=True)
    """A pseudonym (keyed hash)."""
    thread: str = ""
    channel_kind: str = ""
    trigger: str = ""
    text: str | None = None
    """Redacted; None once erased."""
    kinds: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    language: str = ""
    intent: str = ""
    reading: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    ruling: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSON))
    """One ruling per question of the message."""
    answer: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON))
    label: str = Field(default="", index=True)
    verdict: str = ""
    rules: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """``{rule, file, line, column}`` of every rule that decided."""
    policy_version: str = ""
    prompt_hash: str = ""
    model: str = ""
    timings_ms: dict[str, float] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    posted: str = ""
    """How saying it ended: posted, late or refused."""
    feedback: str = ""
    """The asker's last word on it."""
    told_label: str = ""
    """What the asker was told last, by the answer or a correction of it."""
    told_verdict: str = ""
    corrections: int = 0
    corrected_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))
    corrected_version: str = ""
    superseded_by: str = ""
    """Key of the question whose answer took this one's place in the chat: an edit, a choice or a correction form."""
    erased_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))


class Questions(Sealing):
    """The log of questions."""

    def receipt(self, key: str) -> str:
        """The receipt of a workflow key: four letters, more only where those are another answer's. Given out at once."""
        for length in range(4, 24):
            with self._session() as session:
                known = session.exec(select(ReceiptRow).where(ReceiptRow.key == key)).first()
            if known:
                return known.receipt
            self._insert_new(ReceiptRow, {"receipt": receipt_of(key, length), "key": key, "at": datetime.now(UTC)})
        raise AssertionError("twenty keyed hashes that begin alike")

    def keep_question(self, key: str, **values: Any) -> str:
        """Keep one question, once: a second time changes nothing. Gives its receipt. ``values`` are columns of the row."""
        receipt = str(values.pop("receipt", "") or self.receipt(key))
        row = QuestionRow.model_validate({"key": key, "receipt": receipt, **values})
        row.told_label, row.told_verdict = row.told_label or row.label, row.told_verdict or row.verdict
        with self._session() as session:
            if self._insert(session, QuestionRow, row.model_dump()):
                self._record(session, record_of_question(row.model_dump()))
        return receipt

    def is_given_out(self, receipt: str) -> bool:
        """Whether some answer has this receipt, logged or not yet."""
        with self._session() as session:
            return session.get(ReceiptRow, receipt.strip().upper()) is not None

    def question(self, receipt: str) -> QuestionRow | None:
        """The question behind a receipt, however it was typed (``r-7f3k``)."""
        with self._session() as session:
            return session.exec(select(QuestionRow).where(QuestionRow.receipt == receipt.strip().upper())).first()

    def question_by_key(self, key: str) -> QuestionRow | None:
        """The question of a workflow."""
        with self._session() as session:
            return session.get(QuestionRow, key)

    def questions(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        asker: str = "",
        label: str = "",
        policy_version: str = "",
        limit: int | None = None,
    ) -> Sequence[QuestionRow]:
        """Rows that match all that is given, newest first. ``since`` is included, ``until`` is not."""
        wanted = select(QuestionRow).order_by(col(QuestionRow.at).desc(), col(QuestionRow.key))
        if since:
            wanted = wanted.where(QuestionRow.at >= since)
        if until:
            wanted = wanted.where(QuestionRow.at < until)
        for column, value in (
            (QuestionRow.asker, asker),
            (QuestionRow.label, label),
            (QuestionRow.policy_version, policy_version),
        ):
            if value:
                wanted = wanted.where(column == value)
        if limit is not None:
            wanted = wanted.limit(limit)
        with self._session() as session:
            return session.exec(wanted).all()

    def who_got(self, since: datetime, other_than: str, asker: str = "") -> Sequence[QuestionRow]:
        """Answers given since then, to one asker or to everybody, under another policy version, oldest first: those that a new
        version may have changed.

        A row whose reading was erased cannot be decided again and is left out, and so is an answer that nobody sees any more
        because another one took its place.
        """
        wanted = (
            select(QuestionRow)
            .where(QuestionRow.at >= since, col(QuestionRow.erased_at).is_(None), QuestionRow.superseded_by == "")
            .where(or_(col(QuestionRow.policy_version) != other_than, col(QuestionRow.corrections) > 0))
            .order_by(col(QuestionRow.at), col(QuestionRow.key))
        )
        with self._session() as session:
            return session.exec(wanted.where(QuestionRow.asker == asker) if asker else wanted).all()

    def keep_correction(self, receipt: str, *, label: str, verdict: str, version: str, at: datetime) -> None:
        """The asker was told that the answer has changed. Once per version and outcome: a second time changes nothing."""
        with self._session() as session:
            row = session.exec(select(QuestionRow).where(QuestionRow.receipt == receipt)).first()
            if row is None or (row.told_label, row.told_verdict, row.corrected_version) == (label, verdict, version):
                return
            row.told_label, row.told_verdict, row.corrected_version = label, verdict, version
            row.corrections += 1
            row.corrected_at = at
            told = {"receipt": receipt, "label": label, "verdict": verdict, "version": version}
            self._record(session, record_of(CORRECTION, row.key, at, told))
            self._witness(session, "questions", [row.key], at)

    def keep_background(self, key: str, lines: Sequence[dict[str, Any]]) -> None:
        """What a model said below an answer is kept with it, unless the answer is erased."""
        with self._session() as session:
            row = session.get(QuestionRow, key)
            if row is not None and row.answer is not None:
                told = select(RecordRow.private).where(RecordRow.ref == key, col(RecordRow.private).is_not(None))
                told = told.where(col(RecordRow.kind).in_((QUESTION, BACKGROUND))).order_by(col(RecordRow.id).desc())
                if said_in(session.exec(told.limit(1)).first() or "").get("answer") != self._answer_as_it_stands(session, key):
                    self._tell_tampered(
                        session, key, "somebody had changed the answer when a model's words were added", row.receipt
                    )
                row.answer = {**row.answer, "background": list(lines)}
                kept = {"answer": hash_of(canonical(row.answer))}
                self._record(session, record_of(BACKGROUND, key, datetime.now(UTC), {}, kept))

    @staticmethod
    def _answer_as_it_stands(session: Session, key: str) -> str | None:
        """The hash of an answer as it is stored: an older release wrote the same JSON in other signs."""
        stored = session.connection().execute(text("SELECT CAST(answer AS TEXT) FROM questions WHERE key = :key"), {"key": key})
        return hash_of_stored(stored.scalar())

    def keep_amendment(self, key: str, at: datetime, told: dict[str, Any]) -> None:
        """What became of a model's later word on an answer, by its key: recorded once, nothing of it is private."""
        if self.amendment(key) is None:
            self.note(AMENDED, key, at, told)

    def amendment(self, key: str) -> dict[str, Any] | None:
        """What became of it: its ``kind``, and ``receipt`` of the answer that holds now, or ``dropped`` with why. Of its own key:
        ``of``, the receipt of the answer that it amends. None where there was none."""
        with self._session() as session:
            wanted = select(RecordRow.public).where(RecordRow.ref == key, RecordRow.kind == AMENDED)
            found = session.exec(wanted.limit(1)).first()
        return said_in(found) if found is not None else None

    def keep_unsaid(self, key: str, at: datetime, why: str) -> None:
        """Nothing is said under the receipt of this key, which was given out: no answer of it was lost. Once."""
        with self._session() as session:
            given_out = session.exec(select(ReceiptRow.receipt).where(ReceiptRow.key == key)).first()
            is_known = select(RecordRow.id).where(RecordRow.ref == key, RecordRow.kind == UNSAID).limit(1)
            if given_out and session.exec(is_known).first() is None:
                self._record(session, record_of(UNSAID, key, at, {"receipt": given_out, "why": why}))

    def erase_questions(self, keys: Sequence[str], at: datetime, why: str = "asked") -> None:
        """Erase what was asked, read and said; the bare fact of an answer, with its rules and version, stays.

        A question that is not here yet is marked as erased as well, so that an answer under way cannot bring it back.
        """
        blank: dict[str, Any] = {"text": None, "kinds": [], "reading": None, "ruling": None, "answer": None, "asker": ""}
        for some in in_batches(keys):
            with self._session() as session:
                known = set(session.exec(select(QuestionRow.key).where(col(QuestionRow.key).in_(some))).all())
            for key in some:
                if key not in known:
                    self.keep_question(key, at=at, erased_at=at)
            with self._session() as session:
                ours, first = col(QuestionRow.key).in_(some), func.coalesce(col(QuestionRow.erased_at), literal(at, UTCTime()))
                session.connection().execute(update(QuestionRow).where(ours).values({**blank, "thread": "", "erased_at": first}))
                self._erase_records(session, some, at, why)

    def rows_of(self, keys: Sequence[str]) -> dict[str, QuestionRow]:
        """The questions of these workflows, by key."""
        with self._session() as session:
            found = [
                row
                for some in in_batches(keys)
                for row in session.exec(select(QuestionRow).where(col(QuestionRow.key).in_(some))).all()
            ]
        return {row.key: row for row in found}

    def _erase_texts_before(
        self, before: datetime, at: datetime, held: Callable[[Session], Any], held_among: Callable[[Sequence[str]], set[str]]
    ) -> int:
        with self._session() as session:
            due = (QuestionRow.at < before, col(QuestionRow.erased_at).is_(None), not_(held(session)))
            found = session.exec(select(QuestionRow.key).where(*due)).all()
        kept = held_among(found)
        old = [key for key in found if key not in kept]
        self.erase_questions(old, at, "retention")
        return len(old)


def is_key(key: str) -> bool:
    """Whether it is the key of a question: a keyed hash, and not the id of something that the house says by itself."""
    return ":" not in key
