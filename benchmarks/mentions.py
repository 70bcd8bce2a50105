"""Questions with ``must_mention`` and a person's judgement of their answers go in; how much is mentioned comes out.

Run: ``python -m benchmarks.mentions [--answers | --sample]``. Whether an answer says a concept, in whatever words and language,
is judged by a person and stands in ``tests/cases/must_mention.yaml``, with the words that say it; those words are looked for
again. ``must_mention_first.yaml`` keeps what another draw said before anything was mended on it. ``--answers`` shows the judged
questions with today's answers; ``--sample`` draws others, never of a set that is held out.
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
from bot.answers.answerer import Answerer
from bot.answers.score import read_questions, turns_of

JUDGED = CASES / "must_mention.yaml"
FIRST = CASES / "must_mention_first.yaml"
SETS = CASES / "sets.yaml"
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


def judged(path: Path = JUDGED) -> list[Concept]:
    """Every concept of ``must_mention.yaml`` (or of ``must_mention_first.yaml``), in its order."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
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


def tuned() -> list[str]:
    """The sets whose misses were looked at, in alphabetical order."""
    sets = yaml.safe_load(SETS.read_text(encoding="utf-8"))
    return sorted(name for name, told in sets.items() if told["tuned"])


def drawn(seed: int = SEED, size: int = SAMPLE) -> list[tuple[str, dict[str, Any]]]:
    """Evenly from every set with ``must_mention``, and in each evenly from its kinds, so that rare and hard kinds are there.
    What is held out and what was judged already is not drawn from."""
    rng = random.Random(seed)
    piles = []
    taken = {(one.set, one.id) for path in (JUDGED, FIRST) for one in judged(path)}
    for name in tuned():
        kinds: dict[str, list[dict[str, Any]]] = {}
        for one in sorted(questions_of(name).values(), key=lambda one: str(one["id"])):
            if one.get("must_mention") and (name, one["id"]) not in taken:
                kinds.setdefault(one["kind"], []).append(one)
        for many in kinds.values():
            rng.shuffle(many)
        order = sorted(kinds)
        rng.shuffle(order)
        turns = zip_longest(*(reversed(kinds[kind]) for kind in order))
        piles.append([(name, one) for turn in turns for one in turn if one])
    picked = [pair for turn in zip_longest(*(pile for pile in piles if pile)) for pair in turn if pair]
    return sorted(picked[:size], key=lambda pair: (pair[0], pair[1]["id"]))


def again() -> list[tuple[str, dict[str, Any]]]:
    """The questions that were judged."""
    return [(name, questions_of(name)[id_]) for name, id_ in dict.fromkeys((one.set, one.id) for one in judged())]


def print_answers(asked: list[tuple[str, dict[str, Any]]], answerer: Callable[[str], Answerer]) -> None:
    """Questions with their answers, for a person to judge."""
    for name, one in asked:
        print(f"## {name} {one['id']} ({one['kind']}), must mention: {'; '.join(one['must_mention'])}")
        print(*(one.get("thread") or ()), f"question: {one['question']}", answer_text(answerer(name), one), "", sep="\n")


def print_shares(concepts: list[Concept]) -> None:
    """The two shares, what is missing and why."""
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


def print_gone(concepts: list[Concept], answerer: Callable[[str], Answerer]) -> None:
    """What was there once and is gone."""
    there, gone = sum(one.present for one in concepts), fallen(concepts, answerer)
    print(f"\nwords judged to say a concept that still stand there: {there - len(gone)} of {there}")
    for one in gone:
        print(f"- gone: {one.set} {one.id} {one.name}: “{one.said}”")


def main() -> None:
    """Print the shares; with ``--answers`` or ``--sample`` questions and answers to judge."""
    with tempfile.TemporaryDirectory() as out:
        known: dict[str, Answerer] = {}

        def answerer(name: str) -> Answerer:
            if name not in known:
                known[name] = answerer_of(CASES / name, Path(out) / name)
            return known[name]

        if "--sample" in sys.argv or "--answers" in sys.argv:
            print_answers(drawn() if "--sample" in sys.argv else again(), answerer)
            return
        print_shares(judged())
        print_gone(judged(), answerer)
        print("\n## At first contact, other questions\n")
        print_shares(judged(FIRST))


if __name__ == "__main__":
    main()
