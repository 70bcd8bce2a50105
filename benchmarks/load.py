"""Prints how long a policy of 10,000 rules takes to load, and how an edit of one file compares: time and files read.

Run with ``python -m benchmarks.load [RULES] [FILES]``.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.knowledge.history.store import KnowledgeStore
from bot.knowledge.load import load

TOOLS = 60
TYPES = 60


def rule(number: int) -> str:
    """One rule as people write them, with selectors of all forms."""
    tools = (
        "{account: company, contract: dpa}",
        f"[tool-{number % TOOLS}/free, tool-{(number + 7) % TOOLS}]",
        f"tool-{number % TOOLS}/team",
        "{hosting: self_hosted}",
    )[number % 4]
    data = (f"[kind-{number % TYPES}, secret]", f"kind-{number % TYPES}", "{personal: yes}")[number % 3]
    return (
        f"- rule: rule-{number}\n  tools: {tools}\n  data: {data}\n  effect: condition\n  conditions: [names-out]\n"
        f"  because: Rule {number} of many.\n  cites: guidance/book.md#personal-data\n"
        f"  owner: owner@example.org\n  review_by: 2027-03-01\n"
    )


def write(folder: Path, rules: int, files: int) -> None:
    """A policy of ``rules`` rules in ``files`` files."""
    for below in ("tools", "rules", "guidance"):
        (folder / below).mkdir()
    (folder / "policy.yaml").write_text("organisation: Many\nowner: owner@example.org\n")
    kinds = "".join(
        f"  - {{id: kind-{n}, class: {('public', 'secret')[n % 2]}, facts: {{personal: yes}}}}\n" for n in range(TYPES)
    )
    (folder / "data.yaml").write_text(f"classes: [{{id: public, rank: 0}}, {{id: secret, rank: 1}}]\ntypes:\n{kinds}")
    for n in range(TOOLS):
        (folder / f"tools/tool-{n}.yaml").write_text(
            f"id: tool-{n}\nofferings:\n  - {{id: free, account: personal, plan: free}}\n"
            f"  - {{id: team, account: company, hosting: self_hosted, facts: {{contract: dpa}}}}\n"
        )
    (folder / "conditions.yaml").write_text("conditions: [{id: names-out, text: Names are out.}]\n")
    (folder / "guidance/book.md").write_text("# Book\n\n## Personal data\n\nText.\n")
    for part in range(files):
        (folder / f"rules/part-{part}.yaml").write_text("".join(rule(n) for n in range(part, rules, files)))


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(rules: int = 10_000, files: int = 100) -> None:
    """Print the figures."""
    reads: list[Path] = []

    def read(path: Path) -> bytes:
        reads.append(path)
        return path.read_bytes()

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rules, files)
        loads = sorted(seconds(lambda: load(folder).or_raise()) for _ in range(3))
        print(f"load of {rules:,} rules in {files + TOOLS + 4} files: {loads[1]:.2f} s (median of 3)")
        store = KnowledgeStore(folder, read_bytes=read)
        read_at_first = len(reads)
        edits = []
        for number in range(3):
            reads.clear()
            edited = folder / f"rules/part-{number % files}.yaml"
            edited.write_text(edited.read_text().replace("of many", f"of very many {number},", 1))
            edits.append(seconds(store.refresh))
            assert not store.faults
            assert [path.name for path in reads] == [edited.name]
        edit = sorted(edits)[1]
        print(f"edit of one file: {edit:.2f} s, {len(reads)} of {read_at_first} files read, {edit / loads[1]:.0%} of a load")
        print(f"nothing changed: {seconds(store.refresh) * 1000:.1f} ms, no file read")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
