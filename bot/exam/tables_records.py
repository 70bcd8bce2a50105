"""The marks of an exam on tables go in, a keyed record comes out; and which record holds for a model as it is now."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.answers.quiet_model import document_model
from bot.environment import PACKAGE, shipped
from bot.exam.examined import Examined, ExamRecords, examined, thinks_of
from bot.knowledge.tabling.entries import TEMPLATE
from bot.llm.ollama import ModelError, OllamaModel
from bot.settings import Settings
from bot.text.flat import digest_of
from bot.text.kept import digest_of_code, digest_of_files

log = logging.getLogger("mayi.model")
_ONE_IN = 30
"""Of so many questions one may be wrongly allowed."""


@dataclass(frozen=True, slots=True)
class TablesMarks:
    """What came of the questions once each table that was read is imported as it is, and words alone answer."""

    asked: int
    right: int
    wrongly_allowed: int
    by_words: int
    """Right without a table: by what words read in the same documents."""
    cells: int
    """That hold, in all tables."""
    lines: int
    lost: int
    """Lines about which there was no reply."""
    refused: int
    """Documents of which no policy came."""
    seconds: float
    """For a part of a document (median)."""

    @property
    def helps(self) -> bool:
        """Whether more is right by it than by words, and no more than one in thirty is wrongly allowed."""
        return self.right > self.by_words and self.wrongly_allowed * _ONE_IN <= self.asked


@dataclass(frozen=True, slots=True)
class TablesRecord:
    """One exam on tables."""

    id: str
    day: date
    examined: Examined
    marks: TablesMarks
    thinks: str = ""
    """As in ``Record``."""


class TablesRecords(ExamRecords[TablesRecord]):
    """Of this exam alone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "tables", _record)


def _record(told: dict[str, Any]) -> TablesRecord:
    day, thinks = date.fromisoformat(told["day"]), str(told.get("thinks", ""))
    return TablesRecord(str(told["id"]), day, Examined(**told["examined"]), TablesMarks(**told["marks"]), thinks)


def tables_examined(model: OllamaModel) -> Examined:
    """The model as the server reports it now, with the prompt and the code that make a table of what it reads. Raises
    ``ModelError``."""
    prompt, code = digest_of_files([shipped("prompts") / TEMPLATE]), digest_of_code(PACKAGE / "knowledge" / "tabling")
    return replace(examined(model), reading=digest_of(prompt.encode(), code.encode()))


def record_of(settings: Settings) -> TablesRecord | None:
    """Of the exam on tables that the model of the settings sat as it is now."""
    try:
        return TablesRecords(settings.exams).of(tables_examined(document_model(settings)))
    except ModelError as problem:
        log.warning("%s", problem)
        return None


def tables_exam(settings: Settings) -> tuple[bool | str | None, dict[str, Any]]:
    """How the model of the settings thinks when it reads tables, and what it showed in its exam; nothing where it sat none."""
    record = record_of(settings)
    if record is None:
        return thinks_of(""), {}
    marks = record.marks
    shown = {"day": record.day.isoformat(), "right": marks.right, "asked": marks.asked, "wrong": marks.wrongly_allowed}
    return thinks_of(record.thinks), shown
