"""What is wrong in knowledge files goes in as values, comes out as plain sentences: what, where, and what to do.

The codes are stable: scripts may count on them, and ``mayi check --about K012`` tells more (``about.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from bot.policy.words import Citation

Severity = Literal["fault", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. A ``fault`` keeps the files from being used, a ``warning`` does not."""

    code: str
    severity: Severity
    at: Citation
    what: str
    do: str
    about: str = ""
    """Id of what it is about, for `accepted` in policy.yaml."""
    beside: tuple[Citation, ...] = ()
    """Where the other things stand that it names."""

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at.file else ""
        return f"{where}{self.what}; {self.do}" if self.do else f"{where}{self.what}"


class KnowledgeError(Exception):
    """Knowledge that cannot be used. ``faults`` holds every fault of every file, not the first."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Each fault once, by file, line and column."""
    return tuple(sorted(set(faults), key=lambda fault: (fault.at.file, fault.at.line, fault.at.column, fault.code, fault.what)))


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The nearest known word as a question, followed by ``otherwise``."""
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=68)
    guess = f"did you mean `{found[0]}`?" if found else ""
    return " ".join(part for part in (guess, otherwise) if part)


def one_of(words: Iterable[str]) -> str:
    """``use one of: a, b, c``."""
    return "use one of: " + ", ".join(words)


def many(count: int, word: str) -> str:
    """``1 file``, ``1,200 files``."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"
