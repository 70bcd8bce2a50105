"""Node ids of tests go in, units of tests that one worker runs come out, and which unit a worker runs next.

What is made once and used by several tests is made once in all: tests of one policy stay together, and so do those of a file that
shares a fixture. One worker in three takes what reckons, the others what waits for servers, browsers and processes. One worker
asks the real model all that it is asked: an Ollama that is asked in turn with two sizes of window loads its model each time anew.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

HERE = Path(__file__).resolve().parent
SHARED = 'scope="module"'
ASKING = 'needs("ollama")'
MODEL = "the real model"
WAITING = frozenset({"chaos", "console", "engine", "integration", "playground", "transcripts"})
"""Folders whose tests wait most of their time."""


@cache
def sets() -> tuple[str, ...]:
    """Names of all policies with questions, the longest first: one may begin as another."""
    names = (path.parent.name for path in (HERE / "cases").glob("*/questions.jsonl"))
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def shares(file: str) -> bool:
    """Whether a fixture is made once for all tests of this file. ``file``: below the folder of the project."""
    path = HERE.parent / file
    above = [folder / "conftest.py" for folder in path.parents if folder.is_relative_to(HERE)]
    return any(one.is_file() and SHARED in one.read_text(encoding="utf-8") for one in (path, *above))


@cache
def asks_a_model(file: str) -> bool:
    """Whether a test of this file asks the real model. ``file``: below the folder of the project."""
    path = HERE.parent / file
    return path.is_file() and ASKING in path.read_text(encoding="utf-8")


def unit_of(nodeid: str) -> str:
    """The unit that a test belongs to: the real model, its policy, its file, or itself alone."""
    file, _, test = nodeid.partition("::")
    if asks_a_model(file):
        return MODEL
    if file.startswith("tests/reading/"):
        parameters = test.partition("[")[2]
        for name in sets():
            if parameters.startswith((f"{name}-", f"{name}]")):
                return f"policy {name}"
    return file if shares(file) else nodeid


@cache
def waits(unit: str) -> bool:
    """Whether the tests of a unit wait most of their time."""
    return unit == MODEL or (unit.startswith("tests/") and unit.split("/")[1] in WAITING)


class Spreading(LoadScopeScheduling):
    """Gives units to workers."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        self._used_up: set[bool] = set()
        """Kinds of which no unit is left, so that nobody looks for one in thousands of the other."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)

    def mark_test_complete(self, node: WorkerController, item_index: int, duration: float = 0) -> None:
        """A unit that is done is let go: after each test all units of its worker are counted, and there are twelve thousand."""
        super().mark_test_complete(node, item_index, duration)
        unit = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][unit].values()):
            del self.assigned_work[node][unit]

    def _assign_work_unit(self, node: WorkerController) -> None:
        """The next unit of the kind that too few other workers are at; of the other kind where none is left of it."""
        others = [next(reversed(units)) for one, units in self.assigned_work.items() if one is not node and units]
        wanted = 3 * sum(map(waits, others)) < 2 * len(others)
        unit = None if wanted in self._used_up else next((unit for unit in self.workqueue if waits(unit) is wanted), None)
        if unit is None:
            self._used_up.add(wanted)
        else:
            self.workqueue.move_to_end(unit, last=False)
        super()._assign_work_unit(node)
