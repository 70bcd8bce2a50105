"""Ten answers and a folder go in; a first policy with its repository comes out, and what the knowledge room says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.knowledge.starting.answers import Answers, AnswersError, answers_from, choices, questions
from bot.knowledge.starting.write import first_policy
from bot.reading.naming.row_products import row_name_reader
from bot.saying.answers.starting import question, spoken, told, usual_answers
from bot.saying.words import languages


class NoPlaceError(Exception):
    """The folder to write is a file, holds something already, or cannot be made."""


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
    if out.exists() and not out.is_dir():
        raise NoPlaceError("this is a file")
    if out.exists() and any(one.name != ".git" for one in out.iterdir()):
        raise NoPlaceError("the folder is not empty")
    catalog = load_catalog()
    files = first_policy(answers, catalog, row_name_reader(catalog), today, partial(told, language))
    try:
        for path, text in files.items():
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise NoPlaceError(f"the folder cannot be written ({error.strerror})") from error
    return files, tuple(str(fault) for fault in load(out / "knowledge", catalog).faults)
