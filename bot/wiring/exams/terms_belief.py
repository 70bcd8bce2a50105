"""A model of Ollama and the records of its exams go in; what it may change of words' judging of terms comes out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.environment import PACKAGE, shipped
from bot.exam.examined import Examined
from bot.exam.terms_records import TermsBelief, TermsRecords
from bot.llm.ollama import ModelError, OllamaModel
from bot.policy.trust import Level, Limits
from bot.policy.vendors.terms import Judgement
from bot.policy.vendors.terms_heard import NO_TERMS_TRUST, TermsTrust
from bot.reading.model.prompts import prompt_of
from bot.settings import Settings
from bot.text.flat import digest_of
from bot.text.kept import digest_of_code, digest_of_files
from bot.vendors.hearing.passes import Passes, Prompts
from bot.vendors.judging.judge import judge
from bot.wiring.answers.model.belief import WHY, examined, thinks_of
from bot.wiring.answers.model.quiet import quiet_model

PROMPTS = ("terms-ids.md", "terms-read.md", "terms-check.md")
ANY = Limits()
log = logging.getLogger("mayi.model")


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
