"""A model of Ollama and the records of its exams go in; how far it is believed at this moment comes out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from math import inf
from pathlib import Path
from time import monotonic

from bot.answers.quiet_model import quiet_model
from bot.exam.admission import Admissions
from bot.exam.examined import Examined, examined, thinks_of
from bot.exam.records import Belief, Records
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.trust import NO_TRUST, Level, Trust
from bot.reading.model.hearing import Model
from bot.settings import Settings

LOOK_SECONDS = 60.0
"""A model that was pulled anew under the same name is noticed within a minute."""
ADMISSION_SECONDS = 300.0
"""For one reply of an admission: nobody waits for it."""
AGAIN_SECONDS = 3600.0
"""So long after an admission that left no record another is begun."""
WHY = {
    "none": "it has passed no exam",
    "refused": "too many of its replies in its admission were wrong or not in form",
    "changed": "the model, a prompt or the way its replies are joined changed since its exam",
    "edited": "the record of its exam was not written by this house, or was edited",
    "taken_back": "somebody said that an answer it grounded should not have been allowed",
    "away": "Ollama cannot be asked which model it has",
}
log = logging.getLogger("mayi.model")
Tell = Callable[[Belief], None]
Examine = Callable[[OllamaModel], Examined]
Admit = Callable[[OllamaModel, Examined, Admissions], None]


def nobody(_: Belief) -> None:
    """Nobody is told."""


class Believer:
    """Looks at the records again now and then, and tells once where belief was lost or won."""

    def __init__(
        self,
        model: OllamaModel,
        records: Records,
        tell: Tell = nobody,
        examine: Examine | None = None,
        admit: Callable[[Examined], None] | None = None,
    ) -> None:
        """``examine``: the model as it is now; raises ``ModelError``. ``admit``: sits its admission, which takes minutes."""
        self._model, self._records, self._examine = model, records, examine or examined
        self.tell = tell
        self._lock = threading.Lock()
        self._now: Examined | None = None
        """As the server last reported it; None where it could not be asked."""
        self._asked, self._is_old, self._why = 0.0, True, ""
        self._belief = Belief(NO_TRUST, why="none")
        self._told: tuple[str, str] | None = None
        self._admit = admit
        self._not_before: dict[Examined, float] = {}
        """Of each whose admission was begun: before then no other is."""

    @property
    def heard(self) -> Model:
        """The model as the reading room wants it."""
        return quiet_model(self._model, self.trust)

    @property
    def records(self) -> Records:
        """Where its exams are kept."""
        return self._records

    @property
    def name(self) -> str:
        """Of the model."""
        return self._model.name

    def trust(self) -> Trust:
        """How far the model is believed at this moment."""
        return self.now().trust

    def now(self) -> Belief:
        """The same with its record, and why it is no further. The server is asked beside: nobody waits for it but the first."""
        with self._lock:
            if not self._asked:
                self._ask()
            elif monotonic() - self._asked > LOOK_SECONDS:
                self._asked = monotonic()
                threading.Thread(target=self._ask, daemon=True).start()
            if self._is_old:
                self._is_old = False
                self._belief = self._records.belief(self._now) if self._now else Belief(NO_TRUST, why="away")
                self._model.thinks = thinks_of(_thinks(self._belief))
            found = self._belief
            is_news = self._told != (found.why, found.trust.record)
            self._told = (found.why, found.trust.record)
        self._begin_admission(found)
        if is_news and found.why not in ("", "none"):
            log.warning("model `%s` is believed: %s; %s. Examine it: mayi exam --model %s", *self._words(found))
            self.tell(found)
        return found

    def _begin_admission(self, found: Belief) -> None:
        """Beside the house, for each model, prompt and code; again where no record came of it, for the server was away."""
        now = self._now
        if self._admit is None or now is None or found.admission is not None:
            return
        with self._lock:
            if monotonic() < self._not_before.get(now, 0.0):
                return
            self._not_before[now] = inf

        def sit(admit: Callable[[Examined], None], now: Examined) -> None:
            try:
                admit(now)
            finally:
                self._not_before[now] = monotonic() + AGAIN_SECONDS
                self.forget()

        threading.Thread(target=sit, args=(self._admit, now), name="admission", daemon=True).start()

    def forget(self) -> None:
        """Look at the records again at the next question: one was written, or taken back."""
        self._is_old = True

    def _words(self, belief: Belief) -> tuple[str, str, str, str]:
        return self._model.name, belief.trust.level.value, WHY[belief.why], self._model.name

    def _ask(self) -> None:
        """Which model the server has by that name."""
        try:
            self._now = self._examine(self._model)
        except ModelError as problem:
            self._now = None
            if self._why != str(problem):
                log.warning("%s", problem)
            self._why = str(problem)
        self._asked, self._is_old = monotonic(), True


def _thinks(belief: Belief) -> str:
    """The way in which its replies kept to the form: in its exam, else in its admission."""
    record = belief.record if belief.trust.level is Level.BELIEVED else belief.admission or belief.record
    return record.thinks if record is not None else ""


def exam_files(settings: Settings) -> Path:
    """Where the replies of an exam are kept while it goes on."""
    return settings.own_cache / "exams"


def believer_of(settings: Settings, name: str = "", more: float = 0.0, admit: Admit | None = None) -> Believer | None:
    """Whoever tells how far the model is believed that was named, or that the settings name; None where there is none.

    ``more``: seconds that a reply may take beyond what an asker waits. ``admit``: sits the admission of one that is new.
    """
    chosen = name or settings.model
    if not chosen:
        return None
    model, records = OllamaModel(chosen, settings.ollama_url, settings.model_timeout_seconds + more), Records(settings.exams)
    if admit is None:
        return Believer(model, records)
    patient = OllamaModel(chosen, settings.ollama_url, ADMISSION_SECONDS)
    return Believer(model, records, admit=lambda now: admit(patient, now, records.admissions))


def model_of(settings: Settings, name: str) -> Model:
    """That model, believed as its exam says."""
    return Believer(OllamaModel(name, settings.ollama_url, settings.model_timeout_seconds), Records(settings.exams)).heard
