"""Settings go in; what judges a change of terms in a house comes out: rules, and a model for words where there is one."""

from __future__ import annotations

from collections.abc import Callable

from bot.llm.ollama import OllamaModel
from bot.policy.terms import Judgement
from bot.reading.model import prompt_of
from bot.settings import Settings
from bot.vendors.judging.judge import judge
from bot.vendors.judging.worded import Worded
from bot.wiring.quiet import quiet_model


def judging(settings: Settings) -> Callable[[str, str], Judgement]:
    """Judging by rules; with a model in the settings it may also word what changed. One that cannot be asked says nothing."""
    if not settings.model:
        return judge
    model = OllamaModel(settings.model, settings.ollama_url, settings.model_timeout_seconds)
    return Worded(judge, quiet_model(model), prompt_of("terms.md")[0])
