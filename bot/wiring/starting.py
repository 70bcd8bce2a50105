"""Ten answers and a folder go in; a first policy with its repository comes out, and what the knowledge room says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.flows.start_policy import NoPlaceError, StartPolicy
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.knowledge.starting.answers import Answers, AnswersError, answers_from, questions
from bot.knowledge.starting.write import first_policy
from bot.reading.tools import row_name_reader

__all__ = ["Answers", "AnswersError", "NoPlaceError", "answers_from", "questions", "start_policy"]


def start_policy(answers: Answers, out: Path, today: date) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Gives what was written, and the warnings of the check. Raises ``NoPlaceError`` where ``out`` cannot be used."""
    catalog = load_catalog()
    flow: StartPolicy[Answers] = StartPolicy(
        make=lambda given: first_policy(given, catalog, row_name_reader(catalog), today),
        check=lambda folder: tuple(str(fault) for fault in load(folder / "knowledge", catalog).faults),
    )
    return flow(answers, out)
