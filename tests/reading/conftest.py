"""What the reading tests share: the sample company and every set of questions, imported once a run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import yaml

from benchmarks.imported import imported
from bot.flows.owners.score import turns_of
from bot.knowledge.catalog import load_catalog
from bot.reading.words.lexicon import catalog_index
from bot.tongue.entries import Entry
from bot.wiring import Answerer, make_answerer

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
