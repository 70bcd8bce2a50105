"""A model of Ollama and the records of its exams on terms go in; what it may change of words' judging of terms comes out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.answers.quiet_model import quiet_model
from bot.environment import PACKAGE, shipped
from bot.exam.belief import WHY
from bot.exam.examined import Examined, ExamRecords, examined, fitting, thinks_of
from bot.exam.terms_marking import FigureMarks, Shares, TermsMarks
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.trust import Level, Limits
from bot.policy.vendors.terms import Judgement
from bot.policy.vendors.terms_heard import NO_TERMS_TRUST, Opinion, TermsTrust
from bot.reading.model.prompts import prompt_of
from bot.settings import Settings, read_settings
from bot.text.flat import digest_of
from bot.text.kept import digest_of_code, digest_of_files
from bot.vendors.hearing.passes import Passed, Passes, Prompts
from bot.vendors.judging.judge import judge

PROMPTS = ("terms-ids.md", "terms-read.md", "terms-check.md")
ANY = Limits()
log = logging.getLogger("mayi.model")
NOT_IN_IT = "it helped with none of the three in its exam"


@dataclass(frozen=True, slots=True)
class TermsRecord:
    """One exam on changes of terms."""

    id: str
    day: date
    examined: Examined
    marks: TermsMarks
    thinks: str = ""
    """As in ``Record``."""


@dataclass(frozen=True, slots=True)
class TermsBelief:
    """What a model may change of words' judgement now, and why no more (``Belief.why``)."""

    trust: TermsTrust
    record: TermsRecord | None = None
    why: str = ""


class TermsRecords(ExamRecords[TermsRecord]):
    """Of this exam alone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "terms", _record)

    def belief(self, now: Examined) -> TermsBelief:
        """What holds for the model as it is now."""
        record, why = fitting(self.all(), now)
        if record is None or why:
            return TermsBelief(NO_TERMS_TRUST, record, why)
        return TermsBelief(record.marks.trust(record.id), record)


def _record(told: dict[str, Any]) -> TermsRecord:
    marks = {
        **told["marks"],
        "figures": {name: FigureMarks(**one) for name, one in told["marks"]["figures"].items()},
        "words": Shares(**told["marks"]["words"]),
        "model": Shares(**told["marks"]["model"]),
        "mistakes": tuple(told["marks"]["mistakes"]),
    }
    made = TermsMarks(**marks)
    made.trust()  # a figure that nobody knows is no record
    day, thinks = date.fromisoformat(told["day"]), str(told.get("thinks", ""))
    return TermsRecord(str(told["id"]), day, Examined(**told["examined"]), made, thinks)


def terms_prompts() -> Prompts:
    """As they are shipped."""
    return Prompts(*(prompt_of(name)[0] for name in PROMPTS))


def terms_digest() -> str:
    """What an exam on terms holds for beside the model: the prompts, how replies are read and joined, and the words beside."""
    rooms = PACKAGE / "vendors"
    files = [*(shipped("prompts") / name for name in PROMPTS), *(rooms / "judging" / "words").glob("*.yaml")]
    code = digest_of_code(rooms / "hearing", rooms / "judging", PACKAGE / "policy" / "vendors" / "terms_heard.py")
    return digest_of(digest_of_files(files).encode(), code.encode())


def terms_examined(model: OllamaModel) -> Examined:
    """The model as the server reports it now. Raises ``ModelError``."""
    return replace(examined(model), reading=terms_digest())


@dataclass(slots=True)
class TermsBeliever:
    """Asks the server which model it has each time: a change of terms is judged a few times a week."""

    model: OllamaModel
    records: TermsRecords

    def now(self) -> TermsBelief:
        """What it may change at this moment; it then thinks as it did in that exam."""
        try:
            found = self.records.belief(terms_examined(self.model))
        except ModelError as problem:
            log.warning("%s", problem)
            return TermsBelief(NO_TERMS_TRUST, why="away")
        self.model.thinks = thinks_of(found.record.thinks if found.record else "")
        if found.why not in ("", "none"):
            name, why = self.model.name, WHY[found.why]
            log.warning("model `%s` changes nothing of terms: %s. Examine it: mayi exam --terms --model %s", name, why, name)
        return found

    def trust(self) -> TermsTrust:
        return self.now().trust


def believed(settings: Settings, name: str) -> TermsBeliever:
    """The model of that name, with the records of this house."""
    model = OllamaModel(name, settings.ollama_url, settings.model_timeout_seconds)
    return TermsBeliever(model, TermsRecords(settings.exams))


def judging(settings: Settings, limits: Limits = ANY) -> Callable[[str, str], Judgement]:
    """Judging by rules, and by the model of the settings. One that cannot be asked changes nothing.

    ``limits``: an owner who wants no model believed has none believed here.
    """
    is_asked = settings.model and limits.highest is not Level.OFF
    return passes_of(believed(settings, settings.model)) if is_asked else judge


def passes_of(believer: TermsBeliever) -> Passes:
    """Judging by words, and by both passes as far as the model is believed."""
    return Passes(judge, quiet_model(believer.model).hear, terms_prompts(), believer.trust)


class Telling:
    """One model for one command. What it says of each change is kept for who prints it. Raises ``SettingsError``."""

    def __init__(self, name: str) -> None:
        believer = believed(read_settings(), name)
        self._belief = believer.now()
        passes = passes_of(believer)
        self._passes = Passes(passes.judge, passes.hear, passes.prompts, lambda: self._belief.trust)
        self._name = name
        self._last: Passed | None = None

    def judge(self, before: str, after: str) -> Judgement:
        """What counts."""
        self._last = self._passes.told(before, after)
        return self._last.judgement

    def plain(self) -> dict[str, Any]:
        """What was said of the change that was judged last, as plain data."""
        if self._last is None:
            return {}
        words = self._last.words
        return {
            "name": self._name,
            "record": self._belief.trust.record or None,
            "admitted": [figure.value for figure, _ in self._belief.trust.floors],
            "why_no_more": self._why() or None,
            "words": {"severity": words.severity.value, "direction": words.direction.value},
            "read": _plain(self._last.a),
            "check": _plain(self._last.b),
            "held": self._last.seen.is_held,
            "saw_all": self._last.seen.is_whole,
            "counted": [figure.value for figure in self._last.counted.by],
        }

    def _why(self) -> str:
        if self._belief.why in ("none", "changed", "edited"):
            return f"{WHY[self._belief.why]}; examine it: mayi exam --terms --model {self._name}"
        return WHY.get(self._belief.why, "") or ("" if self._belief.trust.floors else NOT_IN_IT)


def _plain(said: Opinion | None) -> dict[str, Any] | None:
    if said is None:
        return None
    weight = said.weight
    return {
        "severity": weight.severity.value,
        "direction": weight.direction.value,
        "quotes": list(said.quotes),
        "sure": round(said.sure, 4),
    }
