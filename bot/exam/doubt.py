"""Somebody says that an answer should not have been allowed: belief is gone at once, the next exam asks it, and the policy's
owner learns it, as they learn of whatever else took belief away."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.app import App
from bot.clock.today import utc_now
from bot.exam.belief import Believer, exam_files
from bot.exam.cases import Case, Cases
from bot.exam.idle import may_sit, progress_of
from bot.exam.records import Belief, Records
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.plain import READING
from bot.policy.trust import WHEN_IDLE, Level
from bot.policy.words import Verdict
from bot.saying import model as said

Plain = dict[str, Any]
KIND = "belief"
BELIEF_SECONDS = 60
log = logging.getLogger("mayi.model")


def doubt(app: App, believer: Believer | None, receipt: str, who: str, language: str) -> str:
    """Take an answer back for somebody, by their pseudonym, of whom the owner learns nothing; gives the words for them."""
    return said.doubted(_disbelieve(app, believer, receipt, who), receipt, language)


def _disbelieve(app: App, believer: Believer | None, receipt: str, who: str) -> str:
    """``done``, ``already``, or ``gone``: nothing is kept of such an answer, or no model grounded it. Belief goes first; the
    case is kept last, so that what was cut short is done whole by the next click."""
    row, cases, records = app.ledger.question(receipt), Cases(app.settings.exams), Records(app.settings.exams)
    record = grounded_by(row) if row is not None else None
    if row is None or record is None:
        return "gone"
    if any(one.receipt == row.receipt for one in cases.all()):
        return "already"
    now = believer.now().trust.record if believer else ""
    for one in dict.fromkeys((record, now)):
        if one:
            records.take_back(one, row.receipt, utc_now())
    if believer:
        believer.forget()
    app.ledger.keep_feedback(row.receipt, "not_right", at=utc_now(), who=who)
    _tell(app, "taken_back", row.receipt, row.model, record="", receipt=row.receipt)
    cases.keep(Case(row.receipt, row.text or "", utc_now().isoformat(timespec="seconds"), record))
    return "done"


# --- the owner -----------------------------------------------------------------------------------------------------------


def lost(app: App, believer: Believer, belief: Belief) -> None:
    """Belief is lost. Once for each cause and record, also after a restart: the notice's id says both."""
    refused = belief.admission if belief.why == "refused" else None
    record = refused.id if refused else belief.record.id if belief.record else _newest(app, believer)
    if record and belief.why in said.LOST:
        about = belief.about if belief.why == "taken_back" else record
        try:
            figures = refused.marks.figures if refused else {}
            _tell(app, belief.why, about, believer.name, record=record, receipt=belief.about, figures=figures)
        except Exception:  # whoever asked waits for an answer, and not for an owner to be told
            log.exception("the owner could not be told that the model is believed no more")


def lost_words(app: App, notice: Plain) -> Plain | None:
    """Into the owner's channel; None where the policy names none."""
    organisation = app.knowledge.organisation
    channel = next((contact.channel for contact in organisation.contacts if contact.id == "owner"), "")
    if not channel:
        return None
    told = {"record": notice["record"] or "–", "receipt": notice["receipt"], **notice.get("figures", {})}
    return {"channel": channel, "words": said.lost(notice["why"], notice["model"], organisation.languages, **told)}


def _tell(app: App, why: str, about: str, model: str, **told: Any) -> None:
    """Where the bot runs in another process, it finds what was taken back, and tells."""
    if engine := getattr(app, "engine", None):
        engine.notify(f"{KIND}:{why}:{about}", {"kind": KIND, "why": why, "model": model, **told})


def _newest(app: App, believer: Believer) -> str:
    """Of the model's records: what is lost where it cannot be asked. Empty where it never sat an exam."""
    kept = Records(app.settings.exams).all()
    return next((record.id for record, ours in kept if ours and record.examined.model == believer.name), "")


def standing(app: App, believer: Believer | None) -> said.Standing | None:
    """How far the model is believed now, as the owner lets it; None where no model is set."""
    if believer is None:
        return None
    now, limits = believer.now(), app.knowledge.organisation.believing
    level, record = now.trust.within(limits).level, now.record
    why = now.why or ("owner" if level is not now.trust.level else "" if level is Level.BELIEVED else "exam")
    why = "new" if why == "none" and now.admission is None else why
    examined, bound = (record.day, record.marks.bound) if record else (None, 1.0)
    told = said.Standing(believer.name, level, why, now.about, examined, bound)
    if may_sit(limits, now):
        progress = progress_of(exam_files(app.settings), now) if limits.exam == WHEN_IDLE else None
        return replace(told, asks_exam=not limits.exam, progress=progress)
    return told


def look(app: App, believer: Believer | None, _now: datetime) -> None:
    """What is believed is looked at also while nobody asks; what has outlived its time in the ledger is asked by no exam."""
    if believer:
        believer.now()
    Cases(app.settings.exams).drop(
        lambda receipt: (row := app.ledger.question(receipt)) is not None and row.erased_at is not None
    )


def grounded_by(row: QuestionRow) -> str | None:
    """The exam's record behind an allowed that a model grounded; None where none did, or nothing is kept of it any more."""
    if row.erased_at is not None or not row.model or not row.reading:
        return None
    reading = READING.validate_python(row.reading)
    allowed = any(one.get("verdict") == Verdict.ALLOWED.value and not one.get("ask_back") for one in row.ruling or ())
    return reading.joined.record if reading.is_believed and reading.joined and allowed else None
