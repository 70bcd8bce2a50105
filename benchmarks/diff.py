"""Two policies of 200 tools x 5 plans x 60 kinds of data -> how long `mayi diff` takes to read both and to compare every cell.

Both are written as a person would write them: a matrix with a row for each plan and a column for each kind of data (60,000
cells), rules by facts above it, and conditions. The new one has 40 cells edited, a rule more and a tool less. For the last
figure every cell was written anew, which is the worst that can happen.

    python benchmarks/diff.py [--tools 200]

Prints seconds of the processor, since others may use the machine as well, and exits with 1 where comparing all cells takes
more than 20 times as long as compiling one policy: a ratio, because machines differ.
`mayi diff` on this size is promised in under 5 seconds.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import sys
import tempfile
from datetime import date
from pathlib import Path
from time import process_time

from bot.flows.owners.compare import Compared, Side, compare_sides
from bot.knowledge.load import load
from bot.policy.changes.survey import survey
from bot.policy.deciding.compile import compile_policy

PLANS, TYPES, CLASSES = ("free", "plus", "team", "business", "enterprise"), 60, 6
EDITED = 40
TODAY = date(2026, 11, 20)
MOST_TIMES = 20.0
RULES = """
- {rule: no-secrets, tools: "*", data: class-5, effect: forbid}
- {rule: training, tools: {trains: yes}, data: [class-3, class-4], effect: review}
- {rule: under-contract, tools: {contract: dpa}, data: class-2, effect: condition, conditions: [minimum]}
- {rule: nurses, tools: {contract: dpa}, data: class-4, where: {role: nurse}, effect: condition, conditions: [minimum]}
"""


def files_of(tools: int, seed: int = 7) -> dict[str, str]:
    """A policy's files."""
    chance = random.Random(seed)
    types = "".join(f"  - {{id: data-{n}, label: Data {n}, class: class-{n % CLASSES}}}\n" for n in range(TYPES))
    classes = "".join(f"  - {{id: class-{n}, rank: {n}}}\n" for n in range(CLASSES))
    offerings = [
        f"id: tool-{n}\nlabel: Tool {n}\nreview_by: 2027-01-01\nofferings:\n"
        + "".join(
            f"  - {{id: {plan}, label: Tool {n} {plan}, plan: {plan}, facts: {{contract: {'dpa' if at > 1 else 'none'}, "
            f"trains: {'yes' if at == 0 else 'no'}}}}}\n"
            for at, plan in enumerate(PLANS)
        )
        for n in range(tools)
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["tool", *(f"data-{n}" for n in range(TYPES))])
    for n in range(tools):
        for plan in PLANS:
            writer.writerow([f"tool-{n}/{plan}", *(chance.choice(("allow", "conditional", "deny", "")) for _ in range(TYPES))])
    conditions = "conditions:\n  - {id: minimum, text: No more than is needed., cells: {tools: '*', data: '*'}}\n"
    return {
        "policy.yaml": "organisation: Large House\nowner: owner@example.org\n",
        "data.yaml": f"classes:\n{classes}types:\n{types}",
        "tools/all.yaml": "---\n".join(offerings),
        "rules.yaml": RULES,
        "conditions.yaml": conditions,
        "matrix.csv": out.getvalue(),
    }


def edited(files: dict[str, str]) -> dict[str, str]:
    """Some cells edited, a rule more, a tool less."""
    lines = files["matrix.csv"].splitlines()
    for number in range(1, EDITED + 1):
        name, *cells = lines[number].split(",")
        cells[number] = "allow" if cells[number] != "allow" else "deny"
        lines[number] = ",".join([name, *cells])
    last = next(number for number, line in enumerate(lines) if line.startswith("tool-3/"))
    kept = [line for number, line in enumerate(lines) if not last <= number < last + len(PLANS)]
    tools = [one for one in files["tools/all.yaml"].split("---\n") if not one.startswith("id: tool-3\n")]
    rule = "- {rule: enterprise-only, tools: {plan: free}, data: class-1, effect: forbid}\n"
    return {**files, "matrix.csv": "\n".join(kept) + "\n", "tools/all.yaml": "---\n".join(tools), "rules.yaml": RULES + rule}


def side_of(files: dict[str, str], name: str) -> tuple[Side, float]:
    """The policy, and the seconds that reading it took."""
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            target = Path(folder) / path
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
        began = process_time()
        knowledge = load(Path(folder)).or_raise()
        return Side(name, knowledge.policy, knowledge.labels), process_time() - began


def compared(old: Side, new: Side) -> tuple[Compared, float]:
    """What differs, and the seconds that it took to find out."""
    began = process_time()
    found = compare_sides(old, new, TODAY)
    return found, process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", type=int, default=200)
    tools = parser.parse_args().tools
    files = files_of(tools)
    (old, read_old), (new, read_new) = side_of(files, "old"), side_of(edited(files), "new")
    began = process_time()
    compile_policy(old.policy)
    compiling = process_time() - began
    found, took = compared(old, new)
    cells = len(old.policy.offerings) * (TYPES + CLASSES)
    print(f"{tools} tools x {len(PLANS)} plans x {TYPES} kinds of data, {CLASSES} classes")
    print(f"{cells:,} cells, {len(old.policy.rules):,} rules; seconds of the processor")
    print(f"reading both     {read_old + read_new:6.2f} s")
    print(f"comparing        {took:6.2f} s   ({len(found.change.looser)} looser, {len(found.change.stricter)} stricter)")
    print(f"all of it        {read_old + read_new + took:6.2f} s   (promised: under 5)")
    began = process_time()
    odd = survey(compile_policy(old.policy), TODAY)
    print(f"mayi check       {process_time() - began:6.2f} s   ({len(odd):,} warnings, every cell of one policy)")
    other, _ = side_of(files_of(tools, seed=8), "other")
    differing, worst = compared(old, other)
    worse = differing.change
    print(f"every cell new   {worst:6.2f} s   ({len(worse.looser):,} looser, {len(worse.stricter):,} stricter)")
    print(f"comparing / compiling one policy: {took / compiling:.1f} (at most {MOST_TIMES:g})")
    if took / compiling > MOST_TIMES:
        sys.exit(1)


if __name__ == "__main__":
    main()
