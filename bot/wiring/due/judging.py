"""Settings go in; what judges a change of terms in a house comes out: rules, and a model as far as an exam admitted it."""

from __future__ import annotations

from collections.abc import Callable

from bot.policy.trust import Level, Limits
from bot.policy.vendors.terms import Judgement
from bot.settings import Settings
from bot.vendors.judging.judge import judge
from bot.wiring.exams.terms_belief import believed, passes_of

ANY = Limits()


def judging(settings: Settings, limits: Limits = ANY) -> Callable[[str, str], Judgement]:
    """Judging by rules, and by the model of the settings. One that cannot be asked changes nothing.

    ``limits``: an owner who wants no model believed has none believed here.
    """
    is_asked = settings.model and limits.highest is not Level.OFF
    return passes_of(believed(settings, settings.model)) if is_asked else judge
