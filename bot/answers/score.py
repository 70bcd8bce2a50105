"""Questions with expected labels go in, the score of the answers comes out: how many are right at once and within one click, how
many are wrong, what was falsely allowed, and how long it took."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

AskLabel = Callable[[str, list[tuple[str, str]]], tuple[str, str]]
"""Text and thread turns -> the label, and in a line what was read and decided."""


def read_questions(text: str) -> list[dict[str, Any]]:
    """JSON lines in the format of the case folders; unknown fields stay. Raises ValueError with the line that is wrong."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            one = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number} is no JSON: {error.msg}") from error
        if not isinstance(one, dict) or not isinstance(one.get("question"), str) or not isinstance(one.get("expected"), str):
            raise ValueError(f"line {number} needs `question` and `expected`, both strings")
        found.append({"id": str(one.get("id", number)), **one})
    return found


def turns_of(thread: list[str]) -> list[tuple[str, str]]:
    """``user: ...`` and ``bot: ...`` turns; what names no speaker is the user's."""
    turns = []
    for turn in thread:
        who, colon, text = turn.partition(":")
        known = colon and who.strip().lower() in ("user", "bot")
        turns.append((who.strip().lower(), text.strip()) if known else ("user", turn.strip()))
    return turns


@dataclass(frozen=True, slots=True)
class Row:
    """One question and its labels."""

    one: dict[str, Any]
    label: str
    """At once."""
    because: str
    ms: float
    honest: str | None = None
    """After one honest click; None where there was none to make."""
    careless: str = ""
    """After a careless click."""

    @property
    def right(self) -> tuple[str, ...]:
        """The expected label, and those that can be defended."""
        return (self.one["expected"], *(self.one.get("also_ok") or ()))

    @property
    def is_right(self) -> bool:
        """At once; an expected question back counts."""
        return self.label in self.right

    @property
    def is_wrong(self) -> bool:
        """An answer that cannot be defended; a question back is none."""
        return not self.is_right and self.label != "ask"

    @property
    def has_gold(self) -> bool:
        """Whether an honest asker would know what to click."""
        return bool(self.one.get("tools") and self.one.get("data"))


def no_click(one: dict[str, Any]) -> str | None:
    """Nobody clicks."""
    return None


class Score:
    """Counts one question after another."""

    def __init__(
        self, ask: AskLabel, honest: Callable[[dict[str, Any]], str | None] = no_click, careless: Callable[[str], str] = str
    ) -> None:
        """``honest``, ``careless``: what the two simulated askers come to under the answer that was just given."""
        self.ask, self.honest, self.careless = ask, honest, careless
        self.rows: list[Row] = []

    def add(self, one: dict[str, Any]) -> str:
        """Ask one question; gives the label at once."""
        began = perf_counter()
        label, because = self.ask(one["question"], turns_of(one.get("thread") or []))
        row = Row(one, label, because, 1000 * (perf_counter() - began), careless=self.careless(label))
        self.rows.append(replace(row, honest=self.honest(one)) if row.has_gold and not row.is_right else row)
        return label

    def made(self) -> dict[str, Any]:
        """The score so far; fractions from 0 to 1, times in milliseconds."""
        times = sorted(row.ms for row in self.rows) or [0.0]
        kinds = sorted({str(row.one.get("kind", "")) for row in self.rows})
        by_kind = {kind: _count([row for row in self.rows if str(row.one.get("kind", "")) == kind]) for kind in kinds}
        misses = [
            {
                "id": row.one["id"],
                "question": row.one["question"],
                "expected": row.one["expected"],
                "got": row.label,
                "because": row.because,
            }
            for row in self.rows
            if row.label != row.one["expected"]
        ]
        return {
            **_count(self.rows),
            "asks": sum(row.label == "ask" for row in self.rows),
            "by_kind": by_kind,
            "p50_ms": round(times[len(times) // 2], 2),
            "p95_ms": round(times[min(len(times) - 1, int(len(times) * 0.95))], 2),
            "misses": misses,
        }


def _count(rows: list[Row]) -> dict[str, Any]:
    n, clicking = len(rows), [row for row in rows if row.has_gold]
    return {
        "n": n,
        "strict": _share(sum(row.label == row.one["expected"] for row in rows), n),
        "lenient": _share(sum(row.is_right for row in rows), n),
        "right_at_once": _share(sum(row.is_right for row in rows), n),
        "wrong_at_once": _share(sum(row.is_wrong for row in rows), n),
        "right_one_click": _share(sum(row.is_right or row.honest in row.right for row in clicking), len(clicking)),
        "n_one_click": len(clicking),
        "false_allow": _falsely(rows, lambda row: row.label),
        "false_allow_careless": _falsely(rows, lambda row: row.careless),
        "false_conditional": sum(
            row.label == "conditional" and row.one["expected"] == "deny" and "conditional" not in row.right for row in rows
        ),
    }


def _share(count: int, n: int) -> float:
    return round(count / (n or 1), 4)


def _falsely(rows: list[Row], label_of: Callable[[Row], str]) -> int:
    return sum(label_of(row) == "allow" and "allow" not in row.right for row in rows)
