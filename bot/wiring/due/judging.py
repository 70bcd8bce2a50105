"""Settings go in; what judges a change of terms in a house comes out: rules, and a model where there is one.

The model may word what changed; it changes the judgement as far as an exam on terms admitted it.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.llm.ollama import OllamaModel
from bot.policy.trust import Level, Limits
from bot.policy.vendors.terms import Judgement
from bot.reading.model.prompts import prompt_of
from bot.settings import Settings
from bot.vendors.judging.judge import judge
from bot.vendors.judging.worded import Worded
from bot.wiring.answers.model.quiet import quiet_model
from bot.wiring.exams.terms_belief import believed, passes_of

ANY = Limits()


def judging(settings: Settings, limits: Limits = ANY) -> Callable[[str, str], Judgement]:
    """Judging by rules; with a model in the settings it may also word what changed. One that cannot be asked says nothing.

    ``limits``: an owner who wants no model believed has none believed here.
    """
    if not settings.model:
        return judge
    model = OllamaModel(settings.model, settings.ollama_url, settings.model_timeout_seconds)
    weighed = judge if limits.highest is Level.OFF else passes_of(believed(settings, settings.model))
    return Worded(weighed, quiet_model(model).ask, prompt_of("terms.md")[0])
