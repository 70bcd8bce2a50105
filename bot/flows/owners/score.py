"""Questions with expected labels go in, the score of the answers comes out: strict, lenient, false allows, speed."""

from __future__ import annotations

import json
from collections.abc import Callable
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


class Score:
    """Counts one question after another."""

    def __init__(self, ask: AskLabel) -> None:
        self.ask = ask
        self.rows: list[tuple[dict[str, Any], str, str, float]] = []

    def add(self, one: dict[str, Any]) -> str:
        """Ask one question; gives the label."""
        began = perf_counter()
        label, because = self.ask(one["question"], turns_of(one.get("thread") or []))
        self.rows.append((one, label, because, 1000 * (perf_counter() - began)))
        return label

    def made(self) -> dict[str, Any]:
        """The score so far; fractions from 0 to 1, times in milliseconds."""
        times = sorted(took for *_, took in self.rows) or [0.0]
        kinds = sorted({str(one.get("kind", "")) for one, *_ in self.rows})
        by_kind = {kind: _count([row for row in self.rows if str(row[0].get("kind", "")) == kind]) for kind in kinds}
        misses = [
            {"id": one["id"], "question": one["question"], "expected": one["expected"], "got": got, "because": because}
            for one, got, because, _ in self.rows
            if got != one["expected"]
        ]
        return {
            **_count(self.rows),
            "asks": sum(got == "ask" for _, got, _, _ in self.rows),
            "by_kind": by_kind,
            "p50_ms": round(times[len(times) // 2], 2),
            "p95_ms": round(times[min(len(times) - 1, int(len(times) * 0.95))], 2),
            "misses": misses,
        }


def _count(rows: list[tuple[dict[str, Any], str, str, float]]) -> dict[str, Any]:
    strict = sum(got == one["expected"] for one, got, _, _ in rows)
    lenient = sum(got in (one["expected"], *(one.get("also_ok") or ())) for one, got, _, _ in rows)
    false_allow = sum(got == "allow" and "allow" not in (one["expected"], *(one.get("also_ok") or ())) for one, got, _, _ in rows)
    false_conditional = sum(
        got == "conditional" and one["expected"] == "deny" and "conditional" not in (one.get("also_ok") or ())
        for one, got, _, _ in rows
    )
    n = len(rows) or 1
    return {
        "n": len(rows),
        "strict": round(strict / n, 4),
        "lenient": round(lenient / n, 4),
        "false_allow": false_allow,
        "false_conditional": false_conditional,
    }
