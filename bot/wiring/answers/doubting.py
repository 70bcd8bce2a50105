"""The ledger, the records of exams and who believes a model go in; an answer that should not have been allowed takes belief away
at once, is asked in the next exam, and the policy's owner learns it, as they learn of whatever else took belief away."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

from bot.answers.mind import Minds
from bot.clock.clock import Tick
from bot.exam.belief import Believer, exam_files
from bot.exam.cases import Case, Cases
from bot.exam.idle import may_sit, progress_of
from bot.exam.records import Belief, Records
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from bot.ledger.plain import READING
from bot.policy.trust import WHEN_IDLE, Level
from bot.policy.words import Verdict
from bot.saying import model as said
from bot.settings import Settings
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
KIND = "belief"
BELIEF_SECONDS = 60
log = logging.getLogger("mayi.model")


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def settings(self) -> Settings: ...
    @property
    def minds(self) -> Minds: ...
    @property
    def ledger(self) -> Ledger: ...


def nobody_told(_notice_id: str, _notice: Plain) -> None:
    """Where the bot runs in another process, it finds what was taken back, and tells."""


class Doubting:
    """What becomes of belief. ``notify``: queues a notice, once for each id."""

    def __init__(self, rooms: Rooms, believer: Believer | None, notify: Callable[[str, Plain], None] = nobody_told) -> None:
        self.believer, self._rooms, self._notify = believer, rooms, notify
        self.records: Records = believer.records if believer else Records(rooms.settings.exams)
        self.cases = Cases(rooms.settings.exams)

    def heard(self, voices: Voices) -> Doubting:
        """Itself, with its words given a voice; from here on whatever takes belief away is told."""
        voices[KIND] = Voice(self.word)
        if self.believer:
            self.believer.tell = self.lost
        return self

    def say(self, receipt: str, who: str, language: str) -> str:
        """Take an answer back for somebody, by their pseudonym, of whom the owner learns nothing; gives the words for them."""
        return said.doubted(self._disbelieve(receipt, who), receipt, language)

    def _disbelieve(self, receipt: str, who: str) -> str:
        """``done``, ``already``, or ``gone``: nothing is kept of such an answer, or no model grounded it. Belief goes first; the
        case is kept last, so that what was cut short is done whole by the next click."""
        row = self._rooms.ledger.question(receipt)
        record = grounded_by(row) if row is not None else None
        if row is None or record is None:
            return "gone"
        if any(one.receipt == row.receipt for one in self.cases.all()):
            return "already"
        now = self.believer.now().trust.record if self.believer else ""
        for one in dict.fromkeys((record, now)):
            if one:
                self.records.take_back(one, row.receipt, _now())
        if self.believer:
            self.believer.forget()
        self._rooms.ledger.keep_feedback(row.receipt, "not_right", at=_now(), who=who)
        self._tell("taken_back", row.receipt, row.model, record="", receipt=row.receipt)
        self.cases.keep(Case(row.receipt, row.text or "", _now().isoformat(timespec="seconds"), record))
        return "done"

    # --- the owner -------------------------------------------------------------------------------------------------------

    def lost(self, belief: Belief) -> None:
        """Belief is lost. Once for each cause and record, also after a restart: the notice's id says both."""
        if self.believer is None:
            return
        refused = belief.admission if belief.why == "refused" else None
        record = refused.id if refused else belief.record.id if belief.record else self._newest()
        if record and belief.why in said.LOST:
            about = belief.about if belief.why == "taken_back" else record
            try:
                figures = refused.marks.figures if refused else {}
                self._tell(belief.why, about, self.believer.name, record=record, receipt=belief.about, figures=figures)
            except Exception:  # whoever asked waits for an answer, and not for an owner to be told
                log.exception("the owner could not be told that the model is believed no more")

    def word(self, notice: Plain) -> Plain | None:
        """Into the owner's channel; None where the policy names none."""
        organisation = self._rooms.minds.today().knowledge.organisation
        channel = next((contact.channel for contact in organisation.contacts if contact.id == "owner"), "")
        if not channel:
            return None
        told = {"record": notice["record"] or "–", "receipt": notice["receipt"], **notice.get("figures", {})}
        return {"channel": channel, "words": said.lost(notice["why"], notice["model"], organisation.languages, **told)}

    def _tell(self, why: str, about: str, model: str, **told: Any) -> None:
        notice = {"kind": KIND, "why": why, "model": model, **told}
        self._notify(f"{KIND}:{why}:{about}", notice)

    def _newest(self) -> str:
        """Of the model's records: what is lost where it cannot be asked. Empty where it never sat an exam."""
        name = self.believer.name if self.believer else ""
        return next((record.id for record, ours in self.records.all() if ours and record.examined.model == name), "")

    def standing(self) -> said.Standing | None:
        """How far the model is believed now, as the owner lets it; None where no model is set."""
        if self.believer is None:
            return None
        now, limits = self.believer.now(), self._rooms.minds.today().knowledge.organisation.believing
        level, record = now.trust.within(limits).level, now.record
        why = now.why or ("owner" if level is not now.trust.level else "" if level is Level.BELIEVED else "exam")
        why = "new" if why == "none" and now.admission is None else why
        examined, bound = (record.day, record.marks.bound) if record else (None, 1.0)
        told = said.Standing(self.believer.name, level, why, now.about, examined, bound)
        if may_sit(limits, now):
            progress = progress_of(exam_files(self._rooms.settings), now) if limits.exam == WHEN_IDLE else None
            return replace(told, asks_exam=not limits.exam, progress=progress)
        return told

    # --- what is kept ----------------------------------------------------------------------------------------------------

    def withdraw(self, key: str) -> None:
        """The question was taken back: no exam asks it any more. Called once its rows are erased."""
        if row := self._rooms.ledger.question_by_key(key):
            self.cases.drop(lambda receipt: receipt == row.receipt)

    def tick(self) -> Tick:
        """What is believed is looked at also while nobody asks; what has outlived its time in the ledger goes here as well."""
        return Tick(KIND, BELIEF_SECONDS, self._look)

    def _look(self, _now: datetime) -> None:
        if self.believer:
            self.believer.now()
        self.cases.drop(self._is_erased)

    def _is_erased(self, receipt: str) -> bool:
        row = self._rooms.ledger.question(receipt)
        return row is not None and row.erased_at is not None


def grounded_by(row: QuestionRow) -> str | None:
    """The exam's record behind an allowed that a model grounded; None where none did, or nothing is kept of it any more."""
    if row.erased_at is not None or not row.model or not row.reading:
        return None
    reading = READING.validate_python(row.reading)
    allowed = any(one.get("verdict") == Verdict.ALLOWED.value and not one.get("ask_back") for one in row.ruling or ())
    return reading.joined.record if reading.is_believed and reading.joined and allowed else None


def _now() -> datetime:
    return datetime.now(UTC)
