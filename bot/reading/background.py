"""Passages that were found and a model's summary of them go in; the sentences that the passages bear out come out, cited."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from bot.policy.talks.talk import WhyLine
from bot.reading.model.hearing import AskModel
from bot.reading.model.prompts import prompt_of
from bot.reading.words.language import is_stop
from bot.text.small import small
from bot.text.tokens import stem, words_of

MOST_SENTENCES = 3
LONGEST_SENTENCE = 300
FEWEST_WORDS = 3
_TURNS = small("turning")
"""Words that turn a sentence round or tie it to something: a summary has those of what it rests on, and no others."""
_END = re.compile(r"[?!\n]|\.(?=\s|$)")
_BETWEEN = re.compile(r"(?<=[.?!])['\"”’»)]*\s+")
_VALUE = re.compile(r"[\w.+-]*@[\w.-]+|https?://\S+|#\w+|\S*\d\S*")


StreamModel = Callable[[str, dict[str, Any]], Iterable[str]]
"""Prompt and JSON schema -> the reply's text, piece by piece as the model writes it."""


class Background:
    """Asks a model for a summary and believes no sentence that its passage does not say."""

    def __init__(self, ask: AskModel) -> None:
        self.ask = ask

    def __call__(self, text: str, passages: tuple[WhyLine, ...], language: str) -> tuple[WhyLine, ...]:
        """``text``: the question, redacted. Each line is a sentence with the place of its passage; none where nothing held."""
        return checked(self.ask(_prompt_for(text, passages, language), _schema_for(passages)), passages) if passages else ()


class Telling:
    """The same, sentence by sentence: each one is checked as soon as the model has ended it."""

    def __init__(self, stream: StreamModel) -> None:
        self.stream = stream

    def __call__(self, text: str, passages: tuple[WhyLine, ...], language: str) -> Iterator[WhyLine]:
        """The lines that ``Background`` gives, in the same order."""
        if passages:
            told = objects_in(self.stream(_prompt_for(text, passages, language), _schema_for(passages)))
            yield from _held(told, passages)


def _prompt_for(text: str, passages: tuple[WhyLine, ...], language: str) -> str:
    prompt, _ = prompt_of("explain.md")
    listed = "\n".join(f"[{n}] {json.dumps(line.quote, ensure_ascii=False)}" for n, line in enumerate(passages, 1))
    values = {"{language}": language, "{text}": json.dumps(text, ensure_ascii=False), "{passages}": listed}
    return re.sub("|".join(map(re.escape, values)), lambda match: values[match[0]], prompt)


def _schema_for(passages: tuple[WhyLine, ...]) -> dict[str, Any]:
    """The shape of a reply; a passage that there is not cannot be named."""
    numbers = {"type": "integer", "enum": list(range(1, len(passages) + 1))}
    sentence = {"type": "object", "properties": {"text": {"type": "string"}, "passage": numbers}, "required": ["text", "passage"]}
    sentences = {"type": "array", "maxItems": MOST_SENTENCES, "items": sentence}
    return {"type": "object", "properties": {"sentences": sentences}, "required": ["sentences"]}


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
    """The first few sentences that hold, each once."""
    return islice(_holding(told, passages), MOST_SENTENCES)


def _holding(told: Iterable[Any], passages: tuple[WhyLine, ...]) -> Iterator[WhyLine]:
    seen: set[str] = set()
    for one in islice(told, MOST_SENTENCES):
        if not isinstance(one, dict) or not isinstance(one.get("text"), str) or type(one.get("passage")) is not int:
            continue
        if not 1 <= one["passage"] <= len(passages):
            continue
        passage = passages[one["passage"] - 1]
        # a small model puts all that it says into one text, the true with the made-up
        for text in _BETWEEN.split(" ".join(one["text"].split())):
            if text not in seen and len(text) <= LONGEST_SENTENCE and is_borne_out(text, passage.quote):
                seen.add(text)
                yield replace(passage, quote=text)


def is_borne_out(sentence: str, passage: str) -> bool:
    """Whether a passage says this: one sentence of it has these words in this order, every value word for word, as firmly."""
    words = words_of(sentence)
    if sum(map(_tells, words)) < FEWEST_WORDS or any(value not in passage for value in _values(sentence)):
        return False
    turns = _TURNS & set(words)
    parts = [words_of(part) for part in _END.split(passage)]
    return any(turns == _TURNS & set(part) and _is_run_of(words, part) for part in parts)


def _is_run_of(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether they stand there one after the other. Only small words may be left out: with others gone it says something else."""
    wanted, given = [stem(word, "en") for word in words], [stem(word, "en") for word in part]
    for start in range(len(given)):
        found = 0
        for place in range(start, len(given)):
            if given[place] == wanted[found]:
                found += 1
                if found == len(wanted):
                    return True
            elif not found or _tells(part[place]):
                break
    return False


def _values(text: str) -> list[str]:
    return [value.rstrip('.,;:!?)"”') for value in _VALUE.findall(text)]


def _tells(word: str) -> bool:
    """Whether it is no small word of any language."""
    return len(word) > 2 and not is_stop(word)
