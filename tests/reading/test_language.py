"""The language of short and mixed sentences is told."""

from __future__ import annotations

from pathlib import Path

import yaml

from bot.reading.language import language_of
from bot.reading.text import tokens_of

SENTENCES = [
    (language, text)
    for language, texts in yaml.safe_load((Path(__file__).parent / "languages.yaml").read_text(encoding="utf-8")).items()
    for text in texts
]
LEAST_RIGHT = 0.98


def told(text: str) -> str:
    return language_of(tuple(token.folded for token in tokens_of(text)), text)


def test_the_language_of_short_and_mixed_sentences() -> None:
    wrong = [(language, told(text), text) for language, text in SENTENCES if told(text) != language]
    assert len(SENTENCES) >= 150
    assert 1 - len(wrong) / len(SENTENCES) >= LEAST_RIGHT, wrong
