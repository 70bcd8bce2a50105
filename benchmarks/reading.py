"""Sets of questions go in; tables of scores, slots and speed per set come out.

Run: ``python -m benchmarks.reading``. What CI holds on to is recorded by ``python -m benchmarks.frozen --record``.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from benchmarks.imported import imported
from benchmarks.slots import Slots, share_of, sum_of
from bot.answers.answer import Answered
from bot.answers.answerer import Answerer, make_answerer
from bot.answers.score import Score, read_questions, turns_of
from bot.knowledge.catalog import load_catalog
from bot.reading.door import make_safe

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
TOOLS_OF_A_SMALL_CATALOG = 25


def answerer_of(folder: Path, out: Path) -> Answerer:
    """The imported matrix, or the sample company where there is none."""
    if not (folder / "matrix.csv").exists():
        return make_answerer(ROOT / "knowledge")
    imported(folder, out)
    return make_answerer(out)


def reading_times(answerer: Answerer, questions: list[str]) -> list[float]:
    """Milliseconds for each question from raw text to reading, warm."""
    read, times = answerer.mind.reader.read, []
    from bot.policy.talks.talk import Asker

    for question in questions:
        read(make_safe(question), None, Asker())
        began = perf_counter()
        read(make_safe(question), None, Asker())
        times.append(1000 * (perf_counter() - began))
    return sorted(times)


def growth(questions: list[str]) -> float:
    """Median time with all tools of the catalog over the median with a few."""
    from bot.policy.talks.talk import Asker
    from bot.reading.reader import Reader

    knowledge, whole = make_answerer(ROOT / "knowledge").mind.knowledge, load_catalog()
    tied = {id_ for terms in knowledge.vocabulary.tools.values() for id_ in terms.catalog}
    others = [id_ for id_ in whole.tools if id_ not in tied]
    few = tied | set(others[: max(0, TOOLS_OF_A_SMALL_CATALOG - len(tied))])
    kept = {id_: tool for id_, tool in whole.tools.items() if id_ in few}
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


COLUMNS = (
    *("questions", "n", "strict", "lenient", "false allows", "false conditionals", "asks"),
    *("tool F1", "data F1", "intent", "language", "p50 ms", "p95 ms"),
)


@dataclass(frozen=True)
class Run:
    """One set, asked."""

    name: str
    made: dict[str, Any]
    slots: Slots
    times: list[float]


def run_set(folder: Path) -> tuple[Run, list[str]]:
    """Import one set's policy and ask all its questions; gives the questions without a thread too."""
    with tempfile.TemporaryDirectory() as out:
        answerer = answerer_of(folder, Path(out) / "knowledge")
        asked = read_questions((folder / "questions.jsonl").read_text(encoding="utf-8"))
        answers: list[Answered] = []

        def ask(text: str, turns: list[tuple[str, str]]) -> tuple[str, str]:
            answers.append(answerer.ask(text, turns))
            return answers[-1].label, ""

        score, slots = Score(ask), Slots()
        for one in asked:
            score.add(one)
            slots.add(one, answers[-1].reading, answerer.mind.knowledge)
        times = reading_times(answerer, [one["question"] for one in asked])
    return Run(folder.name, score.made(), slots, times), [
        one["question"] for one in asked if not turns_of(one.get("thread") or [])
    ]


def row_of(name: str, runs: list[Run]) -> str:
    """A line of the table: one set, or several together."""
    n = sum(run.made["n"] for run in runs)
    share = {key: sum(run.made[key] * run.made["n"] for run in runs) / n for key in ("strict", "lenient")}
    count = {key: sum(run.made[key] for run in runs) for key in ("false_allow", "false_conditional", "asks")}
    slots = sum_of(run.slots for run in runs)
    times = sorted(time for run in runs for time in run.times)
    p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
    cells = [
        name,
        str(n),
        f"{share['strict']:.3f}",
        f"{share['lenient']:.3f}",
        str(count["false_allow"]),
        str(count["false_conditional"]),
        f"{count['asks']} ({100 * count['asks'] / n:.0f} %)",
        f"{slots.tool.f1:.2f}",
        f"{slots.data.f1:.2f}",
        share_of(slots.intent),
        share_of(slots.language),
        f"{p50:.1f}",
        f"{p95:.1f}",
    ]
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Print the tables."""
    about = yaml.safe_load((CASES / "sets.yaml").read_text(encoding="utf-8"))
    runs: list[Run] = []
    everything: list[str] = []
    for path in sorted(CASES.glob("*/questions.jsonl")):
        run, questions = run_set(path.parent)
        runs.append(run)
        everything += questions
    print("| " + " | ".join(COLUMNS) + " |")
    print("|" + "---|" * len(COLUMNS))
    for run in runs:
        print(row_of(run.name, [run]))
    groups = (
        ("**tuned on**", [run for run in runs if about[run.name]["tuned"]]),
        ("**held out**", [run for run in runs if not about[run.name]["tuned"]]),
        ("**all**", runs),
    )
    for name, of in groups:
        if of:
            print(row_of(name, of))
    print(f"\nFrom {TOOLS_OF_A_SMALL_CATALOG} tools to the whole catalog the median grows {growth(everything):.2f} times.")


if __name__ == "__main__":
    main()
