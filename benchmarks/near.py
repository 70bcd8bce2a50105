"""A policy's index of phrases goes in; what it costs comes out. Run: python -m benchmarks.near [NAME URL]

NAME is an embedding model of the Ollama at URL. Without them a stand-in on loopback gives vectors of the same size at no cost,
so that what is printed is our own part: reading the kept file, learning the threshold, one question.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from bot.answers.answerer import make_answerer
from bot.answers.score import read_questions
from bot.answers.vectors import quiet_embedder
from bot.knowledge.catalog import load_catalog
from bot.llm.embeddings import OllamaVectors
from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.reading.nearness.near import Near, Vectors

ROOT = Path(__file__).resolve().parents[1]
SIZE = 384
QUESTIONS = ROOT / "tests" / "cases" / "sample-company" / "questions.jsonl"


class StandIn(OllamaVectors):
    """Vectors by chance, the same for the same phrase; everything else is the real thing."""

    def _embed(self, phrases: list[str], seconds: float) -> list[list[float]]:
        self.calls += 1
        made = [np.random.default_rng(sum(phrase.encode())).normal(size=SIZE).astype("float32") for phrase in phrases]
        return [[float(number) for number in vector] for vector in made]


def main() -> None:
    """Print the figures."""
    name, url = (sys.argv[1:3]) if len(sys.argv) > 2 else ("a stand-in", "")
    knowledge, catalog = make_answerer(ROOT / "knowledge").mind.knowledge, load_catalog()
    asked = [make_safe(one["question"]) for one in read_questions(QUESTIONS.read_text(encoding="utf-8"))]
    asked += [
        make_safe(f"May I put the {word} of ward seven into ChatGPT Enterprise?") for word in ("blorbs", "frumps", "zorblax")
    ]
    print("| index | phrases | seconds | threshold | kept, KB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as kept:
        source: OllamaVectors | None = None
        for what in ("words alone (BM25)", f"{name}, first start", f"{name}, from the file"):
            if what.endswith(")"):
                near = Near(knowledge, catalog)
                phrases, began = near.phrases, perf_counter()
                near.of(["annual salary slip"])
                learnt = near._by_words.learnt if near._by_words else None
            else:
                source = (OllamaVectors if url else StandIn)(name, url, 60, Path(kept))
                near = Near(knowledge, catalog, quiet_embedder(source).vectors)
                phrases, began = near.phrases, perf_counter()
                near.build()
                learnt = near._by_vectors.learnt if near._by_vectors else None
            took = perf_counter() - began
            size = sum(file.stat().st_size for file in Path(kept).glob("*")) // 1024
            print(f"| {what} | {len(phrases)} | {took:.2f} | {learnt.threshold if learnt else '-':.3f} | {size} |")
    reader = make_answerer(ROOT / "knowledge").mind.reader
    assert source is not None
    calls: list[int] = []
    times: list[float] = []
    reader.near = Near(knowledge, catalog, Vectors(source.of_policy, source.of_asked))
    reader.near.build()
    for safe in asked:
        before, began = source.calls, perf_counter()
        reader.read(safe, None, Asker())
        calls.append(source.calls - before)
        times.append(1000 * (perf_counter() - began))
    times.sort()
    print(
        f"\n{len(asked)} questions: {sum(calls)} calls of the model, at most {max(calls)} a question; "
        f"read p50 {times[len(times) // 2]:.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms."
    )


if __name__ == "__main__":
    main()
