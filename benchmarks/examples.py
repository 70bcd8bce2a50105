"""The catalog's examples of messages, and what was learnt from them, go in and out of their files."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import yaml

from bot.knowledge.catalog import EXAMPLES, LEARNT, SHIPPED
from bot.policy.world import IntentWeights

_DIGITS = 2


def load_examples(folder: Path = SHIPPED) -> dict[str, dict[str, list[str]]]:
    """Intent -> language -> messages."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted((folder / EXAMPLES).glob("*.yaml")):
        for intent, said in yaml.safe_load(path.read_text(encoding="utf-8"))["examples"].items():
            for language, texts in said.items():
                found.setdefault(intent, {}).setdefault(language, []).extend(texts)
    return found


def mark_of_examples(folder: Path = SHIPPED) -> str:
    """A mark that changes with the examples: what was learnt carries that of the examples it was learnt from."""
    files = sorted((folder / EXAMPLES).glob("*.yaml"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def save_intent_weights(learnt: IntentWeights, folder: Path = SHIPPED) -> None:
    """Write one sign a line, in the order of the alphabet, so that a change can be read."""
    lines = [
        f"{json.dumps(sign, ensure_ascii=False)}:{json.dumps([round(w, _DIGITS) for w in weights], separators=(',', ':'))}"
        for sign, weights in sorted(learnt.weights.items())
    ]
    text = (
        f'{{"examples":"{mark_of_examples(folder)}",\n"intents":{json.dumps(learnt.intents)},\n"weights":{{\n'
        + ",\n".join(lines)
        + "\n}}\n"
    )
    (folder / LEARNT).write_text(text, encoding="utf-8")
