"""The examples of messages are for learning alone, and what was learnt is what they say now."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.examples import load_examples, mark_of_examples, save_intent_weights
from bot.knowledge.catalog import LEARNT, SHIPPED, load_catalog, load_intent_weights
from bot.policy.talks.label import ASKS
from bot.policy.talks.talk import Intent
from bot.policy.world import IntentWeights

CASES = Path(__file__).resolve().parents[1] / "cases"


def test_each_intent_has_examples_in_five_languages() -> None:
    examples = load_examples()
    assert set(examples) == set(Intent) - {Intent.EMPTY, *ASKS}
    assert all(set(said) == {"en", "nl", "de", "fr", "es"} for said in examples.values())


def test_what_was_learnt_was_learnt_from_these_examples() -> None:
    held = json.loads((SHIPPED / LEARNT).read_text(encoding="utf-8"))
    assert held["examples"] == mark_of_examples(), "run: python -m benchmarks.intents --write"


def test_no_message_of_a_test_is_an_example() -> None:
    said = {text.lower() for by in load_examples().values() for texts in by.values() for text in texts}
    asked = {
        json.loads(line).get(key, "").strip().lower()
        for path in CASES.glob("*/*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
        for key in ("text", "question")
    }
    assert not said & asked


def test_every_weight_is_for_an_intent() -> None:
    learnt = load_catalog().intent_weights
    assert set(learnt.intents) <= {intent.value for intent in Intent}
    assert learnt.weights
    assert all(len(weights) == len(learnt.intents) for weights in learnt.weights.values())


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    learnt = IntentWeights(("may_i", "task"), {"word:größe": (0.5, -0.25)})
    save_intent_weights(learnt, tmp_path)
    assert load_intent_weights(tmp_path) == learnt


def test_a_folder_without_them_has_learnt_nothing(tmp_path: Path) -> None:
    assert load_intent_weights(tmp_path) == IntentWeights()
