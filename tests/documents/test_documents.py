"""Policies that are nothing but a document: no more is falsely allowed, and no less is right, than was recorded."""

from __future__ import annotations

import json

import pytest
import yaml

from benchmarks.documents import DOCUMENTS, KINDS, LABELS, answers_of, figures, is_worse

SETS = sorted(yaml.safe_load((DOCUMENTS / "sets.yaml").read_text(encoding="utf-8")))
RECORDED = json.loads((DOCUMENTS / "recorded.json").read_text(encoding="utf-8"))


def test_each_document_has_its_line_and_each_question_a_label_that_is_known() -> None:
    assert sorted(path.parent.name for path in DOCUMENTS.glob("*/policy.md")) == SETS == sorted(RECORDED)
    for name in SETS:
        questions = map(json.loads, (DOCUMENTS / name / "questions.jsonl").read_text(encoding="utf-8").splitlines())
        assert {one["kind"] for one in questions if one["label"] in LABELS} == set(KINDS)


@pytest.mark.sets
@pytest.mark.parametrize("name", SETS)
def test_a_document_answers_as_it_did(name: str) -> None:
    asked = list(answers_of(name))
    for kind in KINDS:
        now = figures([one for one in asked if one[0]["kind"] == kind])
        assert not is_worse(now, RECORDED[name][kind]), f"{kind}: {now}, recorded {RECORDED[name][kind]}"
