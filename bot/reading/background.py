"""Passages that were found and a model's summary of them go in; the sentences that the passages bear out come out, cited."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from bot.policy.talk import WhyLine
from bot.reading.language import SPOKEN, stops_of
from bot.reading.model import AskModel, prompt_of
from bot.reading.text import stem, words_of

MOST_SENTENCES = 3
LONGEST_SENTENCE = 300
FEWEST_WORDS = 3
_TURNING = {
    "en": (
        "no not never none nor without unless except only cannot dont must need needs required if when until "
        "once provided after before forbidden forbid forbids prohibited banned refused approval"
    ),
    "nl": (
        "niet geen nooit zonder tenzij behalve alleen moet moeten nodig vereist als wanneer totdat mits na "
        "voor verboden goedkeuring"
    ),
    "de": (
        "nicht kein keine keinen keiner nie niemals ohne ausser nur muss mussen notig erforderlich wenn falls "
        "bis sobald sofern nach vor verboten untersagt genehmigung"
    ),
    "fr": ("ne pas aucun aucune jamais sans sauf seulement doit doivent requis si quand apres avant interdit interdite accord"),
    "es": (
        "no ningun ninguna nunca sin salvo solo debe deben requiere si cuando hasta despues antes prohibido prohibida aprobacion"
    ),
}
_TURNS = frozenset(word for words in _TURNING.values() for word in words.split())
"""Words that turn a sentence round or tie it to something: a summary has those of what it rests on, and no others."""
_END = re.compile(r"[?!\n]|\.(?=\s|$)")
_VALUE = re.compile(r"[\w.+-]*@[\w.-]+|https?://\S+|#\w+|\S*\d\S*")
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "maxItems": MOST_SENTENCES,
            "items": {
                "type": "object",
                "properties": {"text": {"type": "string"}, "passage": {"type": "integer"}},
                "required": ["text", "passage"],
            },
        }
    },
    "required": ["sentences"],
}


StreamModel = Callable[[str, dict[str, Any]], Iterable[str]]
"""Prompt and JSON schema -> the reply's text, piece by piece as the model writes it."""


class Background:
    """Asks a model for a summary and believes no sentence that its passage does not say."""

    def __init__(self, ask: AskModel) -> None:
        self.ask = ask

    def __call__(self, text: str, passages: tuple[WhyLine, ...], language: str) -> tuple[WhyLine, ...]:
        """``text``: the question, redacted. Each line is a sentence with the place of its passage; none where nothing held."""
        return checked(self.ask(_prompt_for(text, passages, language), _SCHEMA), passages) if passages else ()


class Telling:
    """The same, sentence by sentence: each one is checked as soon as the model has ended it."""

    def __init__(self, stream: StreamModel) -> None:
        self.stream = stream

    def __call__(self, text: str, passages: tuple[WhyLine, ...], language: str) -> Iterator[WhyLine]:
        """The lines that ``Background`` gives, in the same order."""
        if passages:
            told = objects_in(self.stream(_prompt_for(text, passages, language), _SCHEMA))
            yield from _held(told, passages)


def _prompt_for(text: str, passages: tuple[WhyLine, ...], language: str) -> str:
    prompt, _ = prompt_of("explain.md")
    listed = "\n".join(f"[{n}] {json.dumps(line.quote, ensure_ascii=False)}" for n, line in enumerate(passages, 1))
    values = {"{language}": language, "{text}": json.dumps(text, ensure_ascii=False), "{passages}": listed}
    return re.sub(r"\{(?:language|text|passages)\}", lambda match: values[match[0]], prompt)


def objects_in(pieces: Iterable[str]) -> Iterator[Any]:
    """The objects of the first list in a text of JSON, each as soon as it is closed."""
    decoder = json.JSONDecoder()
    said, at = "", 0
    for piece in pieces:
        said += piece
        at = at or said.find("[") + 1
        while at and (begins := said.find("{", at)) >= 0:
            try:
                found, at = decoder.raw_decode(said, begins)
            except (ValueError, RecursionError):
                break
            yield found


def checked(reply: dict[str, Any] | None, passages: tuple[WhyLine, ...]) -> tuple[WhyLine, ...]:
    """The sentences of a reply that one retrieved passage bears out."""
    told = reply.get("sentences") if isinstance(reply, dict) else None
    return tuple(_held(told, passages)) if isinstance(told, list) else ()


def _held(told: Iterable[Any], passages: tuple[WhyLine, ...]) -> Iterator[WhyLine]:
    """What holds of the first few sentences, each once."""
    seen: set[str] = set()
    for one in islice(told, MOST_SENTENCES):
        if not isinstance(one, dict) or not isinstance(one.get("text"), str) or type(one.get("passage")) is not int:
            continue
        text, number = " ".join(one["text"].split()), one["passage"]
        fits = text not in seen and 1 <= number <= len(passages) and len(text) <= LONGEST_SENTENCE
        if fits and is_borne_out(text, passages[number - 1].quote):
            seen.add(text)
            yield replace(passages[number - 1], quote=text)


def is_borne_out(sentence: str, passage: str) -> bool:
    """Whether a passage says this: one sentence of it has all its content words, every value word for word, as firmly."""
    content = _content(sentence)
    if len(content) < FEWEST_WORDS or any(value not in passage for value in _values(sentence)):
        return False
    turns = _TURNS & set(words_of(sentence))
    return any(content <= _content(part) and turns == _TURNS & set(words_of(part)) for part in _END.split(passage))


def _values(text: str) -> list[str]:
    return [value.rstrip('.,;:!?)"”') for value in _VALUE.findall(text)]


def _content(text: str) -> frozenset[str]:
    words = [word for word in words_of(text) if len(word) > 2 and not any(word in stops_of(language) for language in SPOKEN)]
    return frozenset(stem(word, "en") for word in words)
