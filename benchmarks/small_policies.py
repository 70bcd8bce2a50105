"""Small policies with messages of staff go in; what a judge finds in each comes out, counted for those held out and the others.

Each policy is imported as it stands, with no hand edits, and its messages are read without a model. Of a policy that
``sets.yaml`` holds out nothing but counts is printed: nobody reads it, so that it can tell what the next policy meets.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import yaml

from benchmarks.imported import imported
from bot.wiring import Answerer, make_answerer

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
Message = dict[str, Any]
"""A line of ``messages.jsonl``."""


class Judged(Protocol):
    """What was found in one message."""

    @property
    def outcome(self) -> str: ...


F = TypeVar("F", bound=Judged)


@dataclass(frozen=True)
class Policy(Generic[F]):
    """A policy's messages, each with what was read of it."""

    name: str
    held: bool
    found: tuple[tuple[Message, F], ...]


@dataclass(frozen=True)
class Bench(Generic[F]):
    """One question about messages, asked of all policies of a folder."""

    folder: Path
    outcomes: tuple[str, ...]
    judge: Callable[[Path, Answerer], Callable[[Message], F]]
    """A policy's folder and its answerer -> what is found in one message."""
    way_of: Callable[[Message], str]
    """How a message is labelled."""
    shown: Callable[[Message, F], str]
    """A message that was not read right, with what is meant and what was read."""

    def read_policy(self, name: str, held: bool) -> Policy[F]:
        """A policy that is read for this alone."""
        folder = self.folder / name
        text = (folder / "messages.jsonl").read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
        with tempfile.TemporaryDirectory() as made:
            out = Path(made) / name
            imported(folder, out)
            found = self.judge(folder, make_answerer(out))
            return Policy(name, held, tuple((one, found(one)) for one in lines))

    def held_out(self) -> dict[str, bool]:
        """Each policy, and whether it is held out."""
        about = yaml.safe_load((self.folder / "sets.yaml").read_text(encoding="utf-8"))
        return {name: bool(one["held"]) for name, one in about.items()}

    def policies(self, names: Iterable[str]) -> Iterator[Policy[F]]:
        """The policies of some names, or all of them."""
        about = self.held_out()
        for name in names or about:
            yield self.read_policy(name, about[name])

    def main(self) -> None:
        """Print the tables, and with ``--each`` what was read where it was not right."""
        names = [word for word in sys.argv[1:] if not word.startswith("--")]
        halves: dict[bool, list[tuple[Message, F]]] = {False: [], True: []}
        for policy in self.policies(names):
            halves[policy.held] += policy.found
            if policy.held:
                continue
            print(self._line(policy.name, list(policy.found)))
            for one, got in policy.found if "--each" in sys.argv else ():
                if got.outcome != "right":
                    print(f"   {got.outcome:8} {one['id']} {one['text']} || {self.shown(one, got)}")
        for held, found in halves.items():
            if found:
                self._print_half("held out" if held else "open", found)

    def _line(self, name: str, found: list[tuple[Message, F]]) -> str:
        """How many messages came out how."""
        counts = Counter(one.outcome for _, one in found)
        return f"{name:28} {len(found):4}  " + "  ".join(f"{outcome} {counts[outcome]:3}" for outcome in self.outcomes)

    def _print_half(self, name: str, found: list[tuple[Message, F]]) -> None:
        """A line for all, and one for each way in which a message may be labelled."""
        print(f"{self._line(name, found)}  right {share_right(found):.3f}")
        for way in dict.fromkeys(self.way_of(one) for one, _ in found):
            here = [(one, got) for one, got in found if self.way_of(one) == way]
            print(f"  {self._line(way, here)}  right {share_right(here):.3f}")


def share_right(found: Iterable[tuple[Message, Judged]]) -> float:
    """The share of messages that mean exactly what was read."""
    right = [one.outcome == "right" for _, one in found]
    return sum(right) / len(right) if right else 0.0
