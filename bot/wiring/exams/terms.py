"""Folders with texts of terms go in; judged pairs and replayed timelines come out, as the commands print them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.policy.vendors.terms import Judgement
from bot.saying.notices.terms import replayed_as, summed_up
from bot.vendors.judging.judge import judge
from bot.vendors.judging.replay import Outcome, Version, replay
from bot.wiring.exams.terms_told import Telling

__all__ = ["NoPairError", "Telling", "as_plain", "judged", "replayed", "replayed_as"]


class NoPairError(Exception):
    """A folder that holds no texts to judge. The message says which file, and what to do."""


def judged(folder: Path, language: str, model: Telling | None = None) -> dict[str, Any]:
    """One folder with before.md and after.md, judged: the form that is read from outside. The summary is in the language.

    ``model``: what it said stands in it too, under ``model``.
    """
    before, after = (_text(folder / name) for name in ("before.md", "after.md"))
    started = time.perf_counter()
    made = (model.judge if model else judge)(before, after)
    told = {"id": folder.resolve().name, **as_plain(made, language), "seconds": round(time.perf_counter() - started, 4)}
    return {**told, "model": model.plain()} if model else told


def as_plain(made: Judgement, language: str) -> dict[str, Any]:
    """A judgement as plain data; dates ISO or None."""
    return {
        "severity": made.severity.value,
        "topics": [topic.value for topic in made.topics],
        "direction": made.direction.value,
        "effective_date": made.effective_date.isoformat() if made.effective_date else None,
        "stated_date": made.stated_date.isoformat() if made.stated_date else None,
        "summary": summed_up(made, language),
        "deciding_quote": made.deciding_quote,
    }


def replayed(folder: Path) -> list[Outcome]:
    """A timeline: files named YYYY-MM-DD.md, and timeline.json where it says which were technical."""
    return list(replay(_versions(folder)))


def _versions(folder: Path) -> Iterator[Version]:
    found = sorted(file for file in folder.glob("*.md") if _day(file.stem))
    if len(found) < 2:
        raise NoPairError(f"{folder}: no two files named like 2026-01-31.md; give the folder of one timeline")
    technical = _technical(folder / "timeline.json")
    for file in found:
        day = _day(file.stem)
        if day is not None:
            yield Version(day, _text(file), file.name in technical)


def _technical(file: Path) -> frozenset[str]:
    if not file.exists():
        return frozenset()
    try:
        versions = json.loads(file.read_text(encoding="utf-8"))["versions"]
        return frozenset(str(one["file"]) for one in versions if one.get("technical_upgrade"))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise NoPairError(f"{file}: cannot be read ({problem}); it holds `versions`, each with `file`") from problem


def _day(stem: str) -> date | None:
    try:
        return datetime.strptime(stem, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no moment
    except ValueError:
        return None


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes()
    except OSError as problem:
        raise NoPairError(
            f"{file}: cannot be read ({problem.strerror}); a pair is a folder with before.md and after.md"
        ) from problem
    if raw.startswith(b"%PDF-") or b"\0" in raw:
        raise NoPairError(f"{file}: is no text; give its words as text, as they are copied out of the page or the PDF")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
