"""Sets of questions go in; a table of scores and speed per set comes out. Run: python -m benchmarks.reading [--markdown]"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from bot.flows.score import Score, read_questions, turns_of
from bot.knowledge.catalog import load_catalog
from bot.reading.door import make_safe
from bot.wiring import Answerer, import_policy, make_answerer

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
TOOLS_OF_A_SMALL_CATALOG = 20


def answerer_of(folder: Path, out: Path) -> Answerer:
    """The imported matrix, or the sample company where there is none."""
    if not (folder / "matrix.csv").exists():
        return make_answerer(ROOT / "knowledge")
    import_policy(folder / "matrix.csv", folder / "terms.json", folder / "source.md", out)
    return make_answerer(out)


def reading_times(answerer: Answerer, questions: list[str]) -> list[float]:
    """Milliseconds for each question from raw text to reading, warm."""
    read, times = answerer.mind.reader.read, []
    from bot.policy.talk import Asker

    for question in questions:
        read(make_safe(question), None, Asker())
        began = perf_counter()
        read(make_safe(question), None, Asker())
        times.append(1000 * (perf_counter() - began))
    return sorted(times)


def growth(questions: list[str]) -> float:
    """Median time with all tools of the catalog over the median with a few."""
    from bot.policy.talk import Asker
    from bot.reading.reader import Reader

    knowledge, whole = make_answerer(ROOT / "knowledge").mind.knowledge, load_catalog()
    kept = dict(list(whole.tools.items())[:TOOLS_OF_A_SMALL_CATALOG])
    brands = {id_: replace(b, tools=tuple(t for t in b.tools if t in kept)) for id_, b in whole.brands.items()}
    small = replace(whole, tools=kept, brands={id_: b for id_, b in brands.items() if b.tools})
    medians = []
    for catalog in (small, whole):
        reader = Reader(knowledge, catalog)
        times = []
        for question in questions:
            safe = make_safe(question)
            reader.read(safe, None, Asker())
            began = perf_counter()
            reader.read(safe, None, Asker())
            times.append(perf_counter() - began)
        medians.append(sorted(times)[len(times) // 2])
    return medians[1] / medians[0]


def main() -> None:
    """Print the table; with ``--record`` also write the scores that CI holds on to."""
    recorded = {}
    everything: list[str] = []
    print("| questions | n | strict | lenient | false allows | false conditionals | asks | read p50 ms | read p95 ms |")
    print("|---|---|---|---|---|---|---|---|---|")
    for path in sorted(CASES.glob("*/questions.jsonl")):
        with tempfile.TemporaryDirectory() as out:
            answerer = answerer_of(path.parent, Path(out) / "knowledge")
            asked = read_questions(path.read_text(encoding="utf-8"))
            score = Score(answerer.label_and_why)
            for one in asked:
                score.add(one)
            made = score.made()
            times = reading_times(answerer, [one["question"] for one in asked])
        everything += [one["question"] for one in asked if not turns_of(one.get("thread") or [])]
        recorded[path.parent.name] = {key: made[key] for key in ("n", "strict", "lenient")}
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        print(
            f"| {path.parent.name} | {made['n']} | {made['strict']:.3f} | {made['lenient']:.3f} | {made['false_allow']} "
            f"| {made['false_conditional']} | {made['asks']} | {p50:.1f} | {p95:.1f} |"
        )
    print(f"\nFrom {TOOLS_OF_A_SMALL_CATALOG} tools to the whole catalog the median grows {growth(everything):.2f} times.")
    if "--record" in sys.argv:
        (CASES / "recorded.json").write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
