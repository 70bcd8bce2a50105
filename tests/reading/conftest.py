"""What the reading tests share: the sample company and every set of questions, imported once a run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import yaml

from benchmarks.imported import imported
from bot.answers.answer import Answered, answer_reading
from bot.answers.answerer import Answerer, make_answerer
from bot.answers.score import turns_of
from bot.answers.settle import click
from bot.clock.today import today_at
from bot.knowledge.catalog import load_catalog
from bot.policy.deciding.offer import THAT_IS_ALL
from bot.policy.words import Question, Slot
from bot.reading.words.lexicon import catalog_index
from bot.text.entries import Entry
from tests.yamls import read_yaml

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
SAMPLE = "sample-company"


@cache
def answerer_of(name: str) -> Answerer:
    """The answerer of a set of questions: its matrix imported as it stands, or the sample company's folder."""
    if name == SAMPLE:
        return make_answerer(ROOT / "knowledge")
    source, out = CASES / name, Path(mkdtemp()) / name
    imported(source, out)
    return make_answerer(out)


@cache
def label(name: str, text: str, thread: tuple[str, ...] = ()) -> str:
    """What a set's policy says of a message, asked once in a process."""
    return answerer_of(name).label_and_why(text, turns_of(list(thread)))[0]


@cache
def named(name: str) -> Answerer:
    """The answerer of a set whose policy has the names of ``named.yaml`` besides: what the catalog guesses is a name there."""
    base = answerer_of(name)
    names = read_yaml((Path(__file__).parent / "named.yaml").read_text(encoding="utf-8")).get(name)
    if names is None:
        return base
    knowledge = base.mind.knowledge
    data = dict(knowledge.vocabulary.data)
    for id_, more in names.items():
        data[id_] = replace(data[id_], names=(*data[id_].names, *more))
    return Answerer(replace(knowledge, vocabulary=replace(knowledge.vocabulary, data=data)))


def stated(answerer: Answerer, told: Answered, today: date | None = None) -> Answered:
    """An answer; where it is an offer, the one behind the asker's word that it is all."""
    if told.state is None or told.state.pending is None or told.state.pending.slot is not Slot.ALL:
        return told
    mind = answerer.mind
    reading = click(mind, told.state, Slot.ALL, THAT_IS_ALL)
    assert reading is not None
    return answer_reading(mind, reading, told.state, "R-TEST", today or today_at(mind.knowledge))


def answered(answerer: Answerer, text: str, turns: Sequence[tuple[str, str]] = ()) -> Answered:
    """The answer where the asker says of every offer that it is all."""
    return stated(answerer, answerer.ask(text, turns))


def when_that_is_all(answerer: Answerer, text: str, turns: Sequence[tuple[str, str]] = ()) -> str:
    """Its label. What is allowed then lacks nothing but the asker's word."""
    return answered(answerer, text, turns).label


def label_when_that_is_all(name: str, text: str, thread: tuple[str, ...] = ()) -> str:
    """The same of a set of questions, as its policy stands."""
    return when_that_is_all(answerer_of(name), text, turns_of(list(thread)))


def named_label(name: str, text: str, thread: tuple[str, ...] = ()) -> str:
    """The same where the policy has the names of ``named.yaml``."""
    return when_that_is_all(named(name), text, turns_of(list(thread)))


def heard(question: Question) -> set[str]:
    """The ids of all data that a question names, and of what its words are only near to."""
    return {*(id_ for ask in question.data for id_ in ask.types or ("unread",)), *question.near}


def is_offered(name: str, text: str, thread: tuple[str, ...] = ()) -> bool:
    """Whether words alone say no yes: it is asked whether that is all, and allowed by the asker's word alone."""
    told = answerer_of(name).ask(text, turns_of(list(thread)))
    pending = told.state.pending if told.state is not None else None
    return told.answer.label == "ask" and pending is not None and pending.slot is Slot.ALL


@cache
def recorded() -> dict[str, str]:
    """A question's key (``set/id``) -> its label as it stands. ``make judge`` asks all of them and holds the record to what comes
    out, so that whoever changes a question asks the changed one alone."""
    lines = (ROOT / "tests" / "frozen" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return {key: row["label"] for key, row in map(json.loads, lines)}


def answerer_for(files: Mapping[str, Any]) -> Answerer:
    """The answerer of a policy of a few files: path below its folder -> what the file says."""
    folder = Path(mkdtemp())
    for name, said in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        text = said if path.suffix == ".md" else yaml.safe_dump(said, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
    return make_answerer(folder)


def sets() -> list[str]:
    """Every folder with questions below tests/cases."""
    return sorted(path.parent.name for path in CASES.glob("*/questions.jsonl"))


def each_set() -> list[Any]:
    """The same as parameters of a test: all tests of one policy run in one process, which imports it once (``spreading``); and
    only ``make sets`` and CI run them."""
    return [pytest.param(name, id=name, marks=pytest.mark.sets) for name in sets()]


@pytest.fixture(scope="session")
def sample() -> Answerer:
    return answerer_of(SAMPLE)


def entries() -> list[Entry]:
    """Everything that the catalog's index holds."""
    return list(catalog_index(load_catalog()).layer.every_entry())
