"""A model of Ollama goes in; it is asked the questions of its admission on the path that answers staff, and the record is kept.

This goes on beside the house and may take minutes; until it is done, and where it fails, words read alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from bot.exam.admission import PAPER, Admission, AdmissionMarks, Entered, admission_marks_of
from bot.exam.examined import Examined
from bot.exam.records import Records
from bot.exam.sealed import RecordError
from bot.flows.owners.score import read_questions, turns_of
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.talks.claims import Reply
from bot.policy.trust import Level, Trust
from bot.reading.model.hearing import Hear, Learn, Model, learns_nothing, words_nothing
from bot.wiring.answers.answering import make_answerer
from bot.wiring.answers.model.belief import thinks_of
from bot.wiring.answers.model.quiet import quiet_model
from bot.wiring.answers.simulated import SimulatedAsker
from bot.wiring.exams.examining import sat_now, way_of

TIMED = 5
"""The first questions are asked of both passes, to see what both take."""
TRIED = 2
"""Questions on which the ways of thinking are tried."""
log = logging.getLogger("mayi.model")


class Admitting:
    """One model on its admission. ``hear``: asks it."""

    def __init__(self, name: str, hear: Hear, learn: Learn = learns_nothing) -> None:
        self._hear, self._seconds = hear, list[float]()
        self._trust = Trust(Level.PROPOSES, record="admission")
        model = Model(words_nothing, self._hearing, name, lambda: self._trust, learn)
        answerer = make_answerer(PAPER / "knowledge").heard_by(model)
        answerer.policy_names = ("admission", *answerer.policy_names)
        self._asker = SimulatedAsker(answerer)

    def __call__(self, most: int | None = None) -> Iterator[Entered]:
        """What comes of each question; of the first ``most``."""
        for number, one in enumerate(read_questions((PAPER / "questions.jsonl").read_text(encoding="utf-8"))[:most]):
            self._trust = Trust(Level.PROPOSES, record="admission", both=number < TIMED)
            yield self._entered(one)

    def marks(self) -> AdmissionMarks:
        """Of all questions, or of those up to the one after which nothing can mend it."""
        entered: list[Entered] = []
        for one in self():
            entered.append(one)
            if admission_marks_of(entered).is_lost:
                break
        return admission_marks_of(entered)

    def _entered(self, one: dict[str, Any]) -> Entered:
        self._seconds = []
        label, _ = self._asker.ask(one["question"], turns_of(one.get("thread") or []))
        right = (one["expected"], *(one.get("also_ok") or ()))
        joined = self._asker.answered.reading.joined
        is_valid = joined is not None and any(said.reader == "model" and said.reply for said in joined.readers)
        return Entered(
            str(one["id"]),
            is_asked=joined is not None,
            is_valid=is_valid,
            is_wrong=label != "ask" and label not in right,
            is_wrong_offer=self._asker.careless(label) == "allow" and label != "allow" and "allow" not in right,
            seconds=self._seconds[0] if self._seconds else 0.0,
            both_seconds=sum(self._seconds) if len(self._seconds) > 1 else 0.0,
        )

    def _hearing(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        reply = self._hear(shared, rest, schema)
        self._seconds += [reply.seconds] if reply is not None else []
        return reply


def admit(model: OllamaModel, now: Examined, records: Records) -> None:
    """Admit a model, or not, and keep the record. The way of thinking in which its replies keep to the form is tried first."""
    admitting = Admitting(model.name, model.hear, quiet_model(model).learn)  # a server that is away refuses no model
    log.info("model `%s` is asked the questions of its admission; until that is done words read alone", model.name)
    try:
        way = way_of(model, lambda: sum(one.is_valid for one in admitting(TRIED)), TRIED)
        model.thinks = thinks_of(way)
        marks = admitting.marks()
        records.admissions.keep(Admission(*sat_now(), now, marks, way))
    except (ModelError, RecordError) as problem:
        log.warning("model `%s` could not be admitted: %s", model.name, problem)
        return
    figures = "{count} asked, {form} not in form, {wrong} wrong, {offers} wrong offers".format(**marks.figures)
    log.warning("model `%s` %s: %s", model.name, "proposes" if marks.is_admitted else "is not admitted", figures)
