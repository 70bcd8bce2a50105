"""``mayi new`` in the five languages: its questions, their usual answers, and what is left to decide."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.load import load
from bot.knowledge.starting.answers import AnswersError, choices, questions
from bot.owners.start import answered, asked, language_of, start_policy
from bot.saying.answers.starting import told
from bot.saying.words import load_catalog_of
from tests.commands.running import run_in

LANGUAGES = ("de", "en", "es", "fr", "nl")
BY_ID = ("new.ask.", "new.default.", "new.class.", "new.kind.")
"""Keys that end in the id of a question, a data class or a kind of data."""
OTHERS = [language for language in LANGUAGES if language != "en"]
EVERYTHING: dict[str, Any] = {"tools": "Frobnik, DeepL, ChatGPT Plus, DeepL Pro", "languages": "en, nl, de, fr, es"}
"""Answers after which almost every line stands in OPEN.md."""


def open_points(language: str, out: Path, **said: Any) -> str:
    files, _ = start_policy(answered(said, language), out, date(2026, 11, 20), language)
    return files["OPEN.md"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ten_questions_are_asked(language: str) -> None:
    found = asked(language)
    assert [id_ for id_, _, _ in found] == list(questions())
    assert all(re.search(r"[?.]\Z", question) for _, question, _ in found)
    assert {id_: default for id_, _, default in found}["languages"] == language


@pytest.mark.parametrize("language", OTHERS)
def test_each_question_is_asked_in_the_language(language: str) -> None:
    english = {question for _, question, _ in asked("en")}
    assert [question for _, question, _ in asked(language) if question in english] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_line_of_what_is_left_to_decide_is_english(language: str, tmp_path: Path) -> None:
    ours, english = open_points(language, tmp_path / "ours", **EVERYTHING), open_points("en", tmp_path / "english", **EVERYTHING)
    assert len(ours.splitlines()) == len(english.splitlines()) > 15
    assert [line for line in ours.splitlines() if line and line in english.splitlines()] == []
    assert told(language, "open.title") in ours


@pytest.mark.parametrize("language", OTHERS)
def test_the_usual_answers_are_words_of_the_language(language: str) -> None:
    answers = answered({}, language)
    assert (answers.organisation, answers.incident) != (answered({}, "en").organisation, answered({}, "en").incident)
    assert answers.languages == (language,)


@pytest.mark.parametrize("language", OTHERS)
def test_the_policy_is_written_in_the_language_and_is_whole(language: str, tmp_path: Path) -> None:
    said = {"tools": "DeepL Pro", "data": ", ".join(choices()["data"]), "organisation": "Us", "incident": "112"}
    folders = {}
    for one in (language, "en"):
        _, warnings = start_policy(answered(said, one), tmp_path / one, date(2026, 11, 20), one)
        assert warnings == ()
        folders[one] = tmp_path / one / "knowledge"
    ours, english = (load(folder).or_raise() for folder in folders.values())
    assert ours.organisation.languages == (language,)
    same = {name for name, term in ours.vocabulary.data.items() if term.label == english.vocabulary.data[name].label}
    assert same <= {"public"}, "French has the same word"
    theirs = {text for condition in english.policy.conditions.values() for text in condition.text.values()}
    assert not theirs & {text for condition in ours.policy.conditions.values() for text in condition.text.values()}
    for name in ("guidance/handbook.md", "tests.yaml"):
        lines = [set((folder / name).read_text().splitlines()) for folder in folders.values()]
        assert not [line for line in lines[0] & lines[1] if re.match(r"#+ (?!What)|\d\.|[A-Z]|  - name", line)], name
    assert "{incident}" in (folders[language] / "guidance/handbook.md").read_text()


@pytest.mark.parametrize(
    ("language", "question", "verdict"),
    [
        ("nl", "Mag ik geheime gegevens in DeepL Pro zetten?", "forbidden"),
        ("de", "Darf ich streng vertrauliche Daten in DeepL Pro eingeben?", "forbidden"),
        ("fr", "Puis-je mettre des données strictement confidentielles dans DeepL Pro ?", "forbidden"),
        ("es", "¿Puedo poner contratos en DeepL Pro?", "conditional"),
    ],
)
def test_it_answers_in_the_language(language: str, question: str, verdict: str, tmp_path: Path) -> None:
    start_policy(answered({"tools": "DeepL Pro"}, language), tmp_path / "new", date(2026, 11, 20), language)
    ran = run_in(tmp_path, "ask", question, "--knowledge", "new/knowledge", "--no-model", "--json")
    assert json.loads(ran.out)["verdict"] == verdict


def test_what_was_answered_stands_above_what_is_usual() -> None:
    assert answered({"organisation": "Us", "languages": "nl"}, "fr").organisation == "Us"


@pytest.mark.parametrize(
    ("wanted", "locales", "language"),
    [
        ("nl", ("fr_FR.UTF-8",), "nl"),
        ("NL", (), "nl"),
        ("", ("fr_FR.UTF-8",), "fr"),
        ("", ("", "", "de_AT"), "de"),
        ("", ("C.UTF-8", "es_ES.UTF-8"), "en"),
        ("", ("POSIX",), "en"),
        ("", ("pt_BR.UTF-8",), "en"),
        ("", ("", ""), "en"),
        ("", (), "en"),
    ],
)
def test_the_language_is_the_one_that_was_asked_for_or_the_machines_own(
    wanted: str, locales: tuple[str, ...], language: str
) -> None:
    assert language_of(wanted, *locales) == language


def test_a_language_that_nobody_speaks_here_is_told() -> None:
    with pytest.raises(AnswersError, match="`tlh` is not one of de, en, es, fr, nl"):
        language_of("tlh")


def test_every_line_has_a_place() -> None:
    """What ``tests/saying/test_locales.py`` leaves to this test."""
    written = "".join(path.read_text(encoding="utf-8") for path in Path("bot/knowledge/starting").glob("*.py"))
    others = ("commands/policy/new", "saying/answers/starting")
    written += "".join(Path(f"bot/{name}.py").read_text(encoding="utf-8") for name in others)
    keys = [key for key in load_catalog_of("en") if key.startswith("new.") and not key.startswith(BY_ID)]
    assert len(keys) > 12
    places = re.sub(r"[\"']", "|", written)
    named = {key: {f"|{key.removeprefix('new.')}|", f"|{key.rpartition('.')[2]}|"} for key in keys}
    assert [key for key, words in named.items() if not any(word in places for word in words)] == []
