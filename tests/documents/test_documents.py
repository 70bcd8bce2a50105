"""Policies that are nothing but a document: no more is falsely allowed, and no less is right, than was recorded."""

from __future__ import annotations

import json

import pytest
import yaml

from benchmarks.documents import DOCUMENTS, KINDS, LABELS, answers_of, by_kind, is_worse, place_of, ways_of
from bot.exam.tables_paper import PAPER

SETS = sorted(yaml.safe_load((DOCUMENTS / "sets.yaml").read_text(encoding="utf-8")))
READ = [(name, way) for name in SETS for way in ways_of(name)]
RECORDED = json.loads((DOCUMENTS / "recorded.json").read_text(encoding="utf-8"))


def test_each_document_has_its_line_and_each_question_a_label_that_is_known() -> None:
    assert sorted(path.parent.name for folder in (DOCUMENTS, PAPER) for path in folder.glob("*/policy.md")) == SETS
    assert sorted(RECORDED) == sorted([*SETS, *(f"{name}, {way}" for name, way in READ)])
    for name in SETS:
        questions = map(json.loads, (place_of(name) / "questions.jsonl").read_text(encoding="utf-8").splitlines())
        assert {one["kind"] for one in questions if one["label"] in LABELS} == set(KINDS)


@pytest.mark.sets
@pytest.mark.parametrize("name", SETS)
def test_a_document_answers_as_it_did(name: str) -> None:
    for kind, now in by_kind(answers_of(name)).items():
        assert not is_worse(now, RECORDED[name][kind]), f"{kind}: {now}, recorded {RECORDED[name][kind]}"


@pytest.mark.sets
@pytest.mark.parametrize(("name", "way"), READ)
def test_a_document_whose_owner_took_over_what_a_model_read_answers_as_it_did(name: str, way: str) -> None:
    recorded = RECORDED[f"{name}, {way}"]
    for kind, now in by_kind(answers_of(name, way)).items():
        assert not is_worse(now, recorded[kind]), f"{kind}: {now}, recorded {recorded[kind]}"
