"""Questions with ``must_mention`` and a person's judgement of their answers go in; how much is mentioned comes out.

Run: ``python -m benchmarks.mentions [--sample]``. Whether an answer says a concept, in whatever words and language, is judged
by a person and stands in ``tests/cases/must_mention.yaml``, with the words that say it; those words are looked for again.
``--sample`` draws the questions anew and shows their answers, for a person to judge.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

from benchmarks.reading import CASES, answerer_of
from bot.flows.score import read_questions, turns_of
from bot.wiring import Answerer

JUDGED = CASES / "must_mention.yaml"
SAMPLE = 60
SEED = 20261120


@dataclass(frozen=True)
class Concept:
    """One thing that an answer must mention. ``said``: the words that say it, empty where it is missing."""

    set: str
    id: str
    name: str
    present: bool
    said: str
    cause: str
    note: str


def judged() -> list[Concept]:
    """Every concept of ``must_mention.yaml``, in its order."""
    entries = yaml.safe_load(JUDGED.read_text(encoding="utf-8"))
    return [
        Concept(
            entry["set"], entry["id"], one["concept"], one["present"], *(one.get(key, "") for key in ("said", "cause", "note"))
        )
        for entry in entries
        for one in entry["concepts"]
    ]


def questions_of(name: str) -> dict[str, dict[str, Any]]:
    """The questions of a set by their ids."""
    return {one["id"]: one for one in read_questions((CASES / name / "questions.jsonl").read_text(encoding="utf-8"))}


def answer_text(answerer: Answerer, one: dict[str, Any]) -> str:
    """The answer as plain text, without a model."""
    return answerer.ask(one["question"], turns_of(one.get("thread") or [])).answer.text


def stands_in(words: str, text: str) -> bool:
    """Whether the words stand in the text; case and spacing do not matter."""
    return " ".join(words.casefold().split()) in " ".join(text.casefold().split())


def fallen(concepts: list[Concept], answerer: Callable[[str], Answerer]) -> list[Concept]:
    """The concepts judged present whose words no longer stand in the answer."""
    asked = {name: questions_of(name) for name in dict.fromkeys(one.set for one in concepts)}
    texts = {(one.set, one.id): answer_text(answerer(one.set), asked[one.set][one.id]) for one in concepts if one.present}
    return [one for one in concepts if one.present and not stands_in(one.said, texts[one.set, one.id])]


def drawn(seed: int = SEED, size: int = SAMPLE) -> list[tuple[str, dict[str, Any]]]:
    """Evenly from every set with ``must_mention``, and in each evenly from its kinds, so that rare and hard kinds are there."""
    rng = random.Random(seed)
    piles = []
    for path in sorted(CASES.glob("*/questions.jsonl")):
        kinds: dict[str, list[dict[str, Any]]] = {}
        for one in sorted(questions_of(path.parent.name).values(), key=lambda one: str(one["id"])):
            if one.get("must_mention"):
                kinds.setdefault(one["kind"], []).append(one)
        for many in kinds.values():
            rng.shuffle(many)
        order = sorted(kinds)
        rng.shuffle(order)
        turns = zip_longest(*(reversed(kinds[kind]) for kind in order))
        piles.append([(path.parent.name, one) for turn in turns for one in turn if one])
    picked = [pair for turn in zip_longest(*(pile for pile in piles if pile)) for pair in turn if pair]
    return sorted(picked[:size], key=lambda pair: (pair[0], pair[1]["id"]))


def print_sample(answerer: Callable[[str], Answerer]) -> None:
    """The drawn questions with their answers."""
    for name, one in drawn():
        print(f"## {name} {one['id']} ({one['kind']}), must mention: {'; '.join(one['must_mention'])}")
        print(*(one.get("thread") or ()), f"question: {one['question']}", answer_text(answerer(name), one), "", sep="\n")


def print_shares(concepts: list[Concept], answerer: Callable[[str], Answerer]) -> None:
    """The two shares, what is missing and why, and what was there once and is gone."""
    answers = {(one.set, one.id) for one in concepts}
    missing = [one for one in concepts if not one.present]
    whole = len(answers) - len({(one.set, one.id) for one in missing})
    there = len(concepts) - len(missing)
    print(f"concepts present: {there} of {len(concepts)} ({there / len(concepts):.3f})")
    print(f"answers with all: {whole} of {len(answers)} ({whole / len(answers):.3f})\n")
    print("| set | id | missing | cause | note |\n|---|---|---|---|---|")
    for one in missing:
        print(f"| {one.set} | {one.id} | {one.name} | {one.cause} | {one.note} |")
    print("\n| cause | concepts |\n|---|---|")
    for cause, count in Counter(one.cause for one in missing).most_common():
        print(f"| {cause} | {count} |")
    gone = fallen(concepts, answerer)
    print(f"\nwords judged to say a concept that still stand there: {there - len(gone)} of {there}")
    for one in gone:
        print(f"- gone: {one.set} {one.id} {one.name}: “{one.said}”")


def main() -> None:
    """Print the shares; with ``--sample`` the questions and answers to judge."""
    with tempfile.TemporaryDirectory() as out:
        known: dict[str, Answerer] = {}

        def answerer(name: str) -> Answerer:
            if name not in known:
                known[name] = answerer_of(CASES / name, Path(out) / name)
            return known[name]

        if "--sample" in sys.argv:
            print_sample(answerer)
        else:
            print_shares(judged(), answerer)


if __name__ == "__main__":
    main()
