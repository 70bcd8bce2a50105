"""The name of a model goes in; judging that says what words and each pass said, and what counted, comes out."""

from __future__ import annotations

from typing import Any

from bot.policy.vendors.terms import Judgement
from bot.policy.vendors.terms_heard import Opinion
from bot.settings import read_settings
from bot.vendors.hearing.passes import Passed, Passes
from bot.wiring.answers.model.belief import WHY
from bot.wiring.exams.terms_belief import believed, passes_of

NOT_IN_IT = "it helped with none of the three in its exam"


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
