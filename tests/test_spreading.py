"""How tests are spread over workers: what is made once stays together, and workers that wait run beside workers that reckon."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from tests.spreading import Spreading, unit_of, waits


@pytest.mark.parametrize(
    ("test", "unit"),
    [
        ("tests/reading/test_safety.py::test_secrets_beside_anything[maple-county]", "policy maple-county"),
        ("tests/reading/test_safety.py::test_a_change[wexmoor-health-in capitals]", "policy wexmoor-health"),
        ("tests/reading/test_metamorphic.py::test_what_hides[kestrel-ridge-a tool: a text]", "policy kestrel-ridge"),
        ("tests/reading/test_contents.py::test_something_else[nobody-knows-it]", "tests/reading/test_contents.py"),
        ("tests/integration/test_demo.py::test_a_person_asks", "tests/integration/test_demo.py"),
        ("tests/console/test_api.py::test_a_page[maple-county]", "tests/console/test_api.py"),
        ("tests/llm/test_ollama.py::test_the_same_prompt_is_asked_once", "the real model"),
        ("tests/reading/model/test_real_model.py::test_a_real_small_model[a text]", "the real model"),
        ("tests/policy/due/test_days.py::test_a_day[one]", "tests/policy/due/test_days.py::test_a_day[one]"),
    ],
    ids=[
        "a set of questions goes with its policy",
        "a change of a set too",
        "and whatever is asked of one policy",
        "a file that makes something for all of its tests stays whole",
        "so does a demo",
        "and a folder's files whose conftest makes something",
        "whoever asks the real model is beside all others who do",
        "of whatever folder",
        "what shares nothing is alone",
    ],
)
def test_what_is_made_once_stays_together(test: str, unit: str) -> None:
    assert unit_of(test) == unit


class Node:
    """A worker that notes what it is given."""

    shutting_down = False

    def __init__(self, name: str) -> None:
        self.gateway = SimpleNamespace(id=name)
        self.given: list[int] = []

    def send_runtest_some(self, indices: Sequence[int]) -> None:
        self.given += indices

    def shutdown(self) -> None:
        self.shutting_down = True


REST = [f"tests/policy/due/test_days.py::test_a_day[{number}]" for number in range(6)]
WAITING = [f"tests/integration/test_home.py::test_a_page[{number}]" for number in range(6)]
MORE = [f"tests/chaos/test_chaos.py::test_a_storm[{number}]" for number in range(6)]
POLICY = [f"tests/reading/test_safety.py::test_a_change[maple-county-{number}]" for number in range(5)]


def spread(tests: list[str], workers: int = 2) -> dict[str, list[str]]:
    """All tests, run by workers in turn: worker -> its tests, in order."""
    option = SimpleNamespace(loadscopereorder=True)
    config: Any = SimpleNamespace(option=option, getvalue=lambda _: ["popen"] * workers, getoption=lambda _: 0)
    log: Any = SimpleNamespace(loadscopesched=lambda *_: None)
    spreading, nodes = Spreading(config, log), [Node(f"gw{number}") for number in range(workers)]
    for node in nodes:
        spreading.add_node(node)  # type: ignore[arg-type]
    for node in nodes:
        spreading.add_node_collection(node, tests)  # type: ignore[arg-type]
    spreading.schedule()
    done = [0] * workers
    while any(len(node.given) > at for node, at in zip(nodes, done, strict=True)):
        for number, node in enumerate(nodes):
            if len(node.given) > done[number]:
                spreading.mark_test_complete(node, node.given[done[number]])  # type: ignore[arg-type]
                done[number] += 1
                kept = [unit for units in spreading.assigned_work.values() for unit in units.values()]
                assert not any(all(unit.values()) for unit in kept), "what is done would be counted again after each test"
    return {node.gateway.id: [tests[index] for index in node.given] for node in nodes}


def test_every_test_runs_once_and_those_of_a_policy_in_one_worker() -> None:
    found = spread([*REST, *WAITING, *POLICY])
    assert sorted(test for tests in found.values() for test in tests) == sorted([*REST, *WAITING, *POLICY])
    assert [tests for tests in found.values() if set(POLICY) & set(tests) not in (set(), set(POLICY))] == []


def test_one_worker_waits_while_another_reckons() -> None:
    found = spread([*REST, *WAITING])
    kinds = [[waits(unit_of(test)) for test in tests] for tests in found.values()]
    assert sorted(map(tuple, kinds)) == [(False,) * 6, (True,) * 6]


def test_of_six_workers_four_wait_while_two_reckon() -> None:
    found = spread([*REST, *WAITING, *MORE], 6)
    first = [tests[0] for tests in found.values()]
    assert sorted(waits(unit_of(test)) for test in first) == [False] * 2 + [True] * 4
