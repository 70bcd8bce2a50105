"""Talks about policies that are nothing but a document, heard by words and with recorded replies; what is kept is whole."""

from __future__ import annotations

import json

import pytest
import yaml

from benchmarks.heard import HEARD, LABELS, PASSES, ask_all, figures, is_worse, lines_of, replies_of, source_of

SETS = sorted(yaml.safe_load((HEARD / "sets.yaml").read_text(encoding="utf-8")))
RECORDED = json.loads((HEARD / "recorded.json").read_text(encoding="utf-8"))
READERS = ("words", "model")


def test_each_policy_has_its_line_and_each_message_a_label_that_is_known() -> None:
    assert sorted(path.parent.name for path in HEARD.glob("*/read.jsonl")) == SETS
    assert sorted(RECORDED) == sorted(f"{name} {reader}" for name in SETS for reader in READERS)
    for name in SETS:
        talks = lines_of(source_of(name) / "talks.jsonl")
        assert {label for one in talks for label in (one["label"], *one.get("also", ()))} <= set(LABELS)


@pytest.mark.parametrize("name", SETS)
def test_each_reply_is_to_a_message_of_the_talks(name: str) -> None:
    typed: dict[str, list[str]] = {}
    for one in lines_of(source_of(name) / "talks.jsonl"):
        typed.setdefault(one["id"], []).append(one["text"])
    asked = {tuple(talk[: turn + 1]) for talk in typed.values() for turn in range(len(talk))}
    for of_pass in PASSES:
        for line in lines_of(HEARD / name / f"{of_pass}.jsonl"):
            assert line["task"] == of_pass and (*line.get("thread", ()), line["message"]) in asked


@pytest.mark.sets
@pytest.mark.parametrize("name", SETS)
def test_talks_are_answered_as_they_were(name: str) -> None:
    for reader, asked in zip(READERS, ask_all(name, replies_of(name), only_model=False), strict=True):
        now, was = figures(asked), RECORDED[f"{name} {reader}"]
        assert not is_worse(now, was), f"{reader}: {now}, recorded {was}"
        assert reader == "words" or now["lenient"] >= was["lenient"], (
            f"believed, {now['lenient']} right, recorded {was['lenient']}"
        )
