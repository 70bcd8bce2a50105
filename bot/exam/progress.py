"""How far an exam in idle time is goes in; a small file keeps it, for whoever shows it, also in another process."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.exam.examined import Examined
from bot.exam.records import Belief
from bot.exam.sealed import NO_RECORD, loaded, writing
from bot.policy.trust import Level, Limits

_FILE = "idle.json"
_UNSAT = frozenset({"none", "changed", "edited"})
"""Of ``Belief.why``: no exam of the model as it is now was sat. What somebody took back is looked at by people first."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the exam of a model as it is now."""

    done: int
    of: int
    seconds: float = 0.0
    """A question took so long on average; 0 before the first."""

    @property
    def seconds_left(self) -> float:
        """As long as all the others would take; 0 where nobody knows."""
        return (self.of - self.done) * self.seconds

    def keep(self, folder: Path, now: Examined) -> None:
        """After a restart what was asked before is only looked up, so it never falls back. Raises ``RecordError``."""
        before = _kept(folder, now) or self
        told = {"done": max(self.done, before.done), "of": self.of, "seconds": self.seconds or before.seconds}
        with writing(folder / _FILE) as part:
            part.write_text(json.dumps({**told, "examined": asdict(now)}), encoding="utf-8")


def may_sit(limits: Limits, belief: Belief) -> bool:
    """Whether an exam could bring anything: the model proposes, it sat none yet, and its owner caps it no lower."""
    is_admitted = belief.admission is not None and belief.admission.marks.is_admitted
    return is_admitted and limits.highest is Level.BELIEVED and belief.why in _UNSAT


def progress_of(folder: Path, belief: Belief) -> Progress | None:
    """None where no exam was begun, or it has ended."""
    is_open = belief.admission is not None and belief.why in _UNSAT
    return _kept(folder, belief.admission.examined) if belief.admission is not None and is_open else None


def _kept(folder: Path, now: Examined) -> Progress | None:
    told = loaded(folder / _FILE)
    try:
        examined = told["examined"]["digest"], told["examined"]["reading"]
        kept = Progress(int(told["done"]), int(told["of"]), float(told["seconds"]))
    except NO_RECORD:
        return None
    return kept if examined == (now.digest, now.reading) else None
