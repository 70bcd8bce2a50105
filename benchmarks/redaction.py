"""The made-up corpus of the tests goes in; recall of each kind and precision come out, and what was missed or taken in vain.

Run: ``python -m benchmarks.redaction [--rounds N] [--misses] [--long]``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass, field
from time import perf_counter, process_time

from bot.reading.door import make_safe
from tests.redaction.long_texts import LONG_TEXTS
from tests.redaction.samples import Sample, samples


@dataclass(slots=True)
class Measured:
    """What came of a corpus."""

    found: Counter[tuple[str, bool]] = field(default_factory=Counter)
    wanted: Counter[tuple[str, bool]] = field(default_factory=Counter)
    harmless: int = 0
    taken: int = 0
    """Harmless texts of which something was taken."""
    missed: list[Sample] = field(default_factory=list)
    in_vain: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def recall(self, kind: str, checked: bool) -> float:
        """Share of the values that are gone, with a placeholder of their kind."""
        return self.found[kind, checked] / self.wanted[kind, checked]

    @property
    def precision(self) -> float:
        """Share of the placeholders that stand for something that had to go."""
        right = self.found.total()
        return right / (right + self.taken)


def measure(number: int, rounds: int) -> Measured:
    """Redact the corpus."""
    measured = Measured()
    for sample in samples(number, rounds):
        begin = perf_counter()
        safe = make_safe(sample.text)
        measured.seconds += perf_counter() - begin
        if not sample.kind:
            measured.harmless += 1
            if safe.kinds:
                measured.taken += 1
                measured.in_vain.append((sample.text, safe.text))
            continue
        measured.wanted[sample.kind, sample.checked] += 1
        if sample.value not in safe.text and sample.kind in safe.kinds:
            measured.found[sample.kind, sample.checked] += 1
        else:
            measured.missed.append(sample)
    return measured


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--long", action="store_true", help="seconds of the processor for texts as long as a message may be")
    given = parser.parse_args()
    if given.long:
        show_long()
        return
    measured = measure(1, given.rounds)
    print(f"{'kind':<15} {'by':<9} {'texts':>6} {'recall':>7}")
    for kind, checked in sorted(measured.wanted, key=lambda one: (not one[1], one[0])):
        by = "format" if checked else "context"
        print(f"{kind:<15} {by:<9} {measured.wanted[kind, checked]:>6} {measured.recall(kind, checked):>7.3f}")
    texts = measured.wanted.total() + measured.harmless
    print(f"\nprecision {measured.precision:.3f} ({measured.taken} of {measured.harmless} harmless texts lost something)")
    print(f"{1000 * measured.seconds / texts:.2f} ms a text")
    if given.misses:
        for sample in measured.missed:
            print(f"missed {sample.kind}: {sample.text!r} -> {make_safe(sample.text).text!r}")
        for before, after in measured.in_vain:
            print(f"in vain: {before!r} -> {after!r}")


def show_long() -> None:
    """A line for each shape of a long text, the slowest first."""
    make_safe("warm 4111 1111 1111 1111")
    times = []
    for name, text in LONG_TEXTS.items():
        begin = process_time()
        make_safe(text)
        times.append((process_time() - begin, name))
    for seconds, name in sorted(times, reverse=True):
        print(f"{seconds:6.2f} s  {name}")


if __name__ == "__main__":
    main()
