"""A new policy version goes in; everyone who got an answer that it changes is told once. Questions are decided again from the
slots that were kept, never from their text.

Who asked in a thread that is newer than a month is told there, since others read the old answer too. Whatever else one person is
to be told goes into one direct message, with the questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.answers.answer import rule_for
from bot.answers.mind import Minds
from bot.answers.notices import OF_OTHERS
from bot.answers.take_in import ids_of
from bot.app import App
from bot.clock.today import today_at, utc_now
from bot.knowledge.sheets.sheet import slug
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.plain import READING
from bot.policy.deciding.grounds import SUSPENDED
from bot.policy.house import Knowledge
from bot.policy.requests import RequestKind, RequestState, request_id
from bot.policy.talks.answer import Answer
from bot.policy.talks.relisted import relisted
from bot.policy.talks.talk import Ruled
from bot.policy.words import STRICTNESS
from bot.saying.notices import own

Plain = dict[str, Any]
APART_SECONDS = 15.0
"""Between the notices of one person: the first tells of all, and the others then find that nothing is left to tell."""
LONGEST = 2400
"""Letters of what one message lists."""
THREAD_IS_READ = timedelta(days=30)
"""Of an older thread hardly anybody reads what is new in it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An answer as it was given, and what the policy says now. Few answers change, so few are worded."""

    row: QuestionRow
    answer: Answer
    today: date
    is_suspended: bool

    @property
    def wait(self) -> str:
        """Which of the waits: ``at_once`` (a tool was suspended), ``stricter``, ``milder``."""
        return "at_once" if self.is_suspended else "stricter" if self._is_stricter else "milder"

    @property
    def _is_stricter(self) -> bool:
        ranks = {verdict.value: rank for verdict, rank in STRICTNESS.items()}
        rank_of = [ranks.get(verdict, ranks["review"]) for verdict in (self.answer.verdict, self.row.told_verdict)]
        return rank_of[0] > rank_of[1]

    def words(self) -> str:
        """Of the correction below the old answer: what was said then, what holds now."""
        return own.correction(self.row.told_verdict, self.answer, self.today)

    def entry(self) -> str:
        """The same with the question, for a direct message."""
        return own.correction(self.row.told_verdict, self.answer, self.today, self.row.text or self.row.receipt)


def correct(app: App, minds: Minds) -> tuple[str, ...]:
    """Queue a correction for each answer that has changed; gives their receipts. May be run again at any time."""
    version, askers = app.knowledge.version, Counter[str]()
    queued = []
    for row in app.ledger.who_got(_since(app), version, ""):
        if changed := _changed(app, minds, row):
            is_alone = bool(row.asker) and _is_told_alone(app, row)
            _queue(app, changed, version, askers[row.asker] * APART_SECONDS if is_alone else 0)
            askers[row.asker] += is_alone
            queued.append(row.receipt)
    return tuple(queued)


def correct_kept(app: App, minds: Minds, receipt: str, version: str) -> None:
    """An answer by ``version`` was kept only now: whoever looked for answers to correct has not seen it."""
    now = app.knowledge.version
    row = app.ledger.question(receipt) if version and version != now else None
    if row is not None and (changed := _changed(app, minds, row)):
        _queue(app, changed, now, 0)


def correction_words(app: App, minds: Minds, notice: Plain) -> Plain | None:
    """The words of a queued correction, by the policy as it is now; None where what was said holds again."""
    row = app.ledger.question(notice["receipt"])
    changed = _changed(app, minds, row) if row else None
    if row is None or changed is None:
        return None
    answer, version = changed.answer, app.knowledge.version
    said = {"label": answer.label, "verdict": answer.verdict, "version": version, "key": notice["key"]}
    if not _is_told_alone(app, row):
        return {**said, "words": changed.words()}
    others, room = [], LONGEST - len(changed.entry())
    for one in _beside(app, row, version):
        if (other := _changed(app, minds, one)) and (room := room - len(other.entry())) >= 0:
            others.append(other)  # the rest has notices of its own
    told = [{"receipt": one.row.receipt, "label": one.answer.label, "verdict": one.answer.verdict} for one in others]
    entries = [one.entry() for one in (changed, *others)]
    words = own.corrections(entries, row.language, app.knowledge.organisation.languages, app.today)
    return {**said, "words": words, "in_private": True, "others": told}


def keep_correction(app: App, notice: Plain, outcome: Plain) -> None:
    """Keep that the asker was told. What could not be said stays as it was told before."""
    if outcome["state"] == "posted":
        said = outcome["said"]
        for told in ({**said, "receipt": notice["receipt"]}, *said.get("others", ())):
            app.ledger.keep_correction(
                told["receipt"], label=told["label"], verdict=told["verdict"], version=said["version"], at=utc_now()
            )


def answer_again(app: App, minds: Minds, row: QuestionRow) -> Answer | None:
    """An answer as it was given -> what the policy says now of the slots that were kept."""
    found = _again(app, minds, row, ())
    return found[1] if found else None


def approved(app: App, receipt: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Offerings of the unlisted tool that was approved for an answer, once a file names it."""
    kept = app.ledger.request(request_id(receipt, RequestKind.TOOL))
    if kept is None or kept.erased or kept.state is not RequestState.ANSWERED or kept.wish.tool:
        return ()
    return tuple(id_ for id_, terms in knowledge.vocabulary.offerings.items() if terms.tool == slug(kept.wish.tool_name))


def _again(app: App, minds: Minds, row: QuestionRow, listed: tuple[str, ...]) -> tuple[tuple[Ruled, ...], Answer] | None:
    """``listed``: offerings of a tool that was not listed and is now. None where it cannot be decided again: it is erased."""
    if not row.reading:
        return None
    mind = minds.today()
    reading, today = relisted(READING.validate_python(row.reading), listed), today_at(mind.knowledge)
    ruled = rule_for(mind, reading, ids_of(app, row.key, mind.knowledge), today)
    return ruled, mind.say(reading, ruled, row.receipt, today)


def _changed(app: App, minds: Minds, row: QuestionRow) -> Changed | None:
    """None where it stands, or nothing was decided."""
    knowledge = app.knowledge
    found = _again(app, minds, row, approved(app, row.receipt, knowledge)) if row.verdict else None
    if found is None or (found[1].label, found[1].verdict) == (row.told_label, row.told_verdict):
        return None
    ruled, answer = found
    is_suspended = any(reason.rule == SUSPENDED for one in ruled if one.ruling for reason in one.ruling.reasons)
    return Changed(row, answer, today_at(knowledge), is_suspended)


def _is_told_alone(app: App, row: QuestionRow) -> bool:
    """Whether it is corrected in a direct message: nobody else saw it, or its thread is older than a month."""
    kept = app.ledger.address(row.key)
    is_old = row.at < utc_now() - THREAD_IS_READ
    return is_old or row.channel_kind not in OF_OTHERS or bool(kept and kept.get("private"))


def _beside(app: App, row: QuestionRow, version: str) -> Sequence[QuestionRow]:
    """The same person's other answers that nobody else reads."""
    every = app.ledger.who_got(_since(app), version, row.asker) if row.asker else ()
    return [one for one in every if one.receipt != row.receipt and _is_told_alone(app, one)]


def _since(app: App) -> datetime:
    return utc_now() - timedelta(days=app.settings.address_days)


def _queue(app: App, changed: Changed, version: str, behind: float) -> None:
    settings, row = app.settings, changed.row
    waits = {"at_once": 0, "stricter": settings.correct_stricter_seconds, "milder": settings.correct_milder_seconds}
    notice = {"kind": "correction", "receipt": row.receipt, "key": row.key}
    app.engine.notify_again(f"correct:{row.receipt}:{version}", notice, waits[changed.wait] + behind)
