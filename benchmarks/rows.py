"""Messages of staff about small policies go in; how well the row that each means is found comes out.

Run: ``python -m benchmarks.rows [--each] [NAME ...]``. Each policy below ``tests/cases/rows`` is imported as it stands, with no
hand edits, and its messages are read without a model. ``--each`` prints what was read where it was not right: never for the
policies that ``sets.yaml`` holds out, which nobody reads so that they can tell what the next policy meets.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.slots import tools_of
from bot.wiring import Answerer, import_policy, make_answerer

ROOT = Path(__file__).resolve().parents[1]
POLICIES = ROOT / "tests" / "cases" / "rows"
OUTCOMES = ("right", "some", "open", "wrong", "none", "new", "listed")
"""``some``: one row too few, and none that is not meant; ``open``: the right ones and others; ``none``: no tool was read;
``new``: taken for a tool that the policy does not name; ``listed``: a tool that it does not name, taken for a row."""


@dataclass(frozen=True)
class Found:
    """What was read of one message."""

    outcome: str
    rows: tuple[str, ...]
    new: bool
    """A tool was read that no row is."""


@dataclass(frozen=True)
class Policy:
    """A policy's messages, each with what was read of it."""

    name: str
    held: bool
    found: tuple[tuple[dict[str, Any], Found], ...]


def outcome_of(one: dict[str, Any], rows: set[str], new: bool) -> str:
    """``one``: a line of the file; ``rows``: those that were read."""
    meant = set(one["rows"] or one["open"])
    if one["unlisted"] and not meant:
        return "listed" if rows else "right" if new else "none"
    if not rows:
        return "new" if new else "none"
    if rows == meant:
        return "right"
    return "open" if meant < rows else "some" if rows < meant else "wrong"


def read(answerer: Answerer, one: dict[str, Any]) -> Found:
    """One message, by itself."""
    reading = answerer.ask(one["text"]).reading
    rows = tools_of(reading, answerer.mind.knowledge)
    new = any(not ask.offerings for item in reading.items for ask in item.question.tools)
    return Found(outcome_of(one, rows, new), tuple(sorted(rows)), new)


def read_policy(folder: Path, held: bool) -> Policy:
    """A policy that is imported for this alone."""
    lines = [json.loads(line) for line in (folder / "messages.jsonl").read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as made:
        out = Path(made) / folder.name
        import_policy(folder / "matrix.csv", folder / "terms.json", folder / "source.md", out)
        answerer = make_answerer(out)
        return Policy(folder.name, held, tuple((one, read(answerer, one)) for one in lines))


def held_out() -> dict[str, bool]:
    """Each policy, and whether it is held out."""
    about = yaml.safe_load((POLICIES / "sets.yaml").read_text(encoding="utf-8"))
    return {name: bool(one["held"]) for name, one in about.items()}


def policies(names: Iterable[str]) -> Iterator[Policy]:
    """The policies of some names, or all of them."""
    about = held_out()
    for name in names or about:
        yield read_policy(POLICIES / name, about[name])


def share_right(found: Iterable[tuple[dict[str, Any], Found]]) -> float:
    """The share of messages that mean exactly the rows that were read."""
    right = [one.outcome == "right" for _, one in found]
    return sum(right) / len(right) if right else 0.0


def line_of(name: str, found: list[tuple[dict[str, Any], Found]]) -> str:
    """How many messages came out how."""
    counts = Counter(one.outcome for _, one in found)
    return f"{name:28} {len(found):4}  " + "  ".join(f"{outcome} {counts[outcome]:3}" for outcome in OUTCOMES)


def way_of(one: dict[str, Any]) -> str:
    """How a message is labelled."""
    if one["rows"]:
        return "one row" if len(one["rows"]) == 1 else "several rows"
    return "open between rows" if one["open"] else "not in the policy"


def print_half(name: str, found: list[tuple[dict[str, Any], Found]]) -> None:
    """A line for all, and one for each way in which a message may be labelled."""
    print(f"{line_of(name, found)}  right {share_right(found):.3f}")
    for way in dict.fromkeys(way_of(one) for one, _ in found):
        here = [(one, got) for one, got in found if way_of(one) == way]
        print(f"  {line_of(way, here)}  right {share_right(here):.3f}")


def main() -> None:
    """Print the tables, and with ``--each`` what was read where it was not right."""
    names = [word for word in sys.argv[1:] if not word.startswith("--")]
    halves: dict[bool, list[tuple[dict[str, Any], Found]]] = {False: [], True: []}
    for policy in policies(names):
        halves[policy.held] += policy.found
        if policy.held:
            continue
        print(line_of(policy.name, list(policy.found)))
        for one, got in policy.found if "--each" in sys.argv else ():
            if got.outcome != "right":
                meant = " | ".join(one["rows"] or one["open"]) or "not in the policy"
                print(f"   {got.outcome:6} {one['id']} {one['text']} || {meant} -> {' | '.join(got.rows) or '-'}")
    for held, found in halves.items():
        if found:
            print_half("held out" if held else "open", found)


if __name__ == "__main__":
    main()
