"""A model of a running Ollama and a policy -> seconds of each of the two passes over a message, the first message apart.

What is computed again for a message is only what differs from the prompt before: the policy and both tasks are computed once.

    python -m benchmarks.passes --model NAME [--url ADDRESS] [--knowledge FOLDER] [--questions N]

The questions are the policy's own tests.yaml. Prints the first message's seconds, then the medians over the others, and how
many of the replies were no JSON of the form (they count in the seconds).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bot.answers.answerer import make_answerer
from bot.llm.ollama import OllamaModel
from bot.policy.talks.claims import Reply
from bot.reading.model.hearing import Model
from bot.saying.advice import FULL

PATIENCE = 600.0
"""Seconds for one reply: slow machines are what is measured here."""


def main() -> None:
    """Ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--url", default="http://127.0.0.1:11434")
    parser.add_argument("--knowledge", type=Path, default=None)
    parser.add_argument("--questions", type=int, default=12)
    given = parser.parse_args()
    model, took, lost = OllamaModel(given.model, given.url, PATIENCE), [], 0

    def hear(shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        nonlocal lost
        began = perf_counter()
        reply = model.hear(shared, rest, schema)
        took.append(perf_counter() - began)
        lost += reply is None
        return reply

    words = make_answerer(given.knowledge)
    heard = words.heard_by(Model(lambda _prompt, _schema: None, hear, given.model, lambda: FULL))
    for test in words.mind.knowledge.tests:
        if test.question and len(took) < 2 * given.questions:
            heard.ask(test.question, [])
    passes = took[0::2], took[1::2]
    print(f"first message: {passes[0][0]:.1f} s to read it, {passes[1][0]:.1f} s to check it")
    rest = (f"{median(one[1:]):.1f} s to {what} it" for one, what in zip(passes, ("read", "check"), strict=True))
    print(f"{len(passes[0]) - 1} others, median: {', '.join(rest)}; no reply of the form: {lost} of {len(took)}")


if __name__ == "__main__":
    main()
