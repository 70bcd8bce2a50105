"""Ten answers and a folder go in; a first policy with its repository comes out, and what the knowledge room says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from bot.flows.owners.start_policy import NoPlaceError, StartPolicy
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.knowledge.starting.answers import Answers, AnswersError, answers_from, choices, questions
from bot.knowledge.starting.write import first_policy
from bot.reading.naming.row_products import row_name_reader
from bot.saying.answers.starting import question, spoken, told, usual_answers
from bot.saying.words import languages

__all__ = ["Answers", "AnswersError", "NoPlaceError", "answered", "asked", "language_of", "start_policy", "told"]


def language_of(wanted: str, *locales: str) -> str:
    """The language that was asked for, else the machine's own. Raises ``AnswersError`` where nobody speaks it here."""
    if wanted and wanted.lower() not in languages():
        raise AnswersError(f"--language: `{wanted}` is not one of {', '.join(languages())}")
    return wanted.lower() or spoken(*locales)


def asked(language: str) -> list[tuple[str, str, str]]:
    """Id, question and default, in order."""
    usual = {**questions(language), **usual_answers(language)}
    return [(id_, question(id_, choices().get(id_, ()), language), usual[id_]) for id_ in questions()]


def answered(said: Mapping[str, Any], language: str) -> Answers:
    """Raises ``AnswersError`` with every answer that cannot be used. What is not answered is as usual in this language."""
    return answers_from({**usual_answers(language), **said}, language)


def start_policy(answers: Answers, out: Path, today: date, language: str) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Gives what was written, and the warnings of the check. Raises ``NoPlaceError`` where ``out`` cannot be used."""
    catalog = load_catalog()
    flow: StartPolicy[Answers] = StartPolicy(
        make=lambda given: first_policy(given, catalog, row_name_reader(catalog), today, partial(told, language)),
        check=lambda folder: tuple(str(fault) for fault in load(folder / "knowledge", catalog).faults),
    )
    return flow(answers, out)
