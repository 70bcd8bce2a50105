"""Each function of the reader is made to say nothing, one after the other; what that changes of all labelled questions comes out.

Run: ``python -m benchmarks.ablation [MODULE ...]``, such as ``tools.holders unread``; without a module all of them. A first pass
sees for which questions a function says anything at all, so that only these are asked again: a quarter of an hour for all
1,400 functions on one core. Sets of questions and attacks that nobody read are counted apart from the others. A function that
moves no label may still be what a plain sentence needs that no set holds: try three before you delete one. Needs ``fork``.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import os
import pickle
import pkgutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import bot.reading
from benchmarks.attacks import is_allowed, is_conditional
from benchmarks.frozen import DAY, held_out_small, policies, questions_of, unread_sets
from benchmarks.reading import CASES, answerer_of
from bot.flows.owners.score import turns_of
from bot.wiring.answers.answering import Answerer

LEAST = 4
"""Lines of a function that is worth a look."""
MOST = 0.6
"""Of all questions; what says something more often carries the reading, and is not tried."""
_SAYS_NOTHING: dict[str, tuple[Callable[..., Any], Any]] = {
    "bool": (lambda *_a, **_k: False, False),
    "list[": (lambda *_a, **_k: [], []),
    "Iterator[": (lambda *_a, **_k: (), ()),
    "Iterable[": (lambda *_a, **_k: (), ()),
    "frozenset[": (lambda *_a, **_k: frozenset(), frozenset()),
    "set[": (lambda *_a, **_k: set(), set()),
    "dict[": (lambda *_a, **_k: {}, {}),
    "Mapping[": (lambda *_a, **_k: {}, {}),
    "str": (lambda *_a, **_k: "", ""),
    "int": (lambda *_a, **_k: 0, 0),
}
"""How the type of what a function gives begins -> one that gives nothing, and that nothing."""
_NONE: tuple[Callable[..., Any], Any] = (lambda *_a, **_k: None, None)

Got = tuple[str, tuple[bool, bool, bool]]
"""Label; whether it is the expected one, a wrong "allowed", a wrong "yes, if"."""
Work = list[tuple[Answerer, list[tuple[str, dict[str, Any]]]]]


@dataclass(frozen=True)
class Tried:
    """A function, with its lines and what takes its place."""

    name: str
    held: Any
    function: FunctionType
    lines: int
    instead: Callable[..., Any]
    nothing: Any


def tried_in(modules: Iterable[str]) -> dict[str, Tried]:
    """The functions and methods of the reader that can say nothing, by name. ``modules``: how their names begin."""
    wanted, found = tuple(modules), dict[str, Tried]()
    for info in pkgutil.walk_packages(bot.reading.__path__, "bot.reading."):
        short = info.name.removeprefix("bot.reading.")
        if wanted and not short.startswith(wanted):
            continue
        module = importlib.import_module(info.name)
        for name, held in vars(module).items():
            members = [(name, held)] if not inspect.isclass(held) else [(f"{name}.{k}", v) for k, v in vars(held).items()]
            for called, one in members:
                function = getattr(one, "__wrapped__", getattr(one, "func", getattr(one, "fget", getattr(one, "__func__", one))))
                is_written = isinstance(function, FunctionType) and function.__module__ == info.name and "__" not in called
                nothing = _nothing(str(function.__annotations__.get("return", ""))) if is_written else None
                if nothing is not None and function.__closure__ is None and (lines := _lines(function)) >= LEAST:
                    found[f"{short}.{called}"] = Tried(f"{short}.{called}", one, function, lines, *nothing)
    return found


def _lines(function: FunctionType) -> int:
    return len(inspect.getsource(function).splitlines())


def _nothing(given: str) -> tuple[Callable[..., Any], Any] | None:
    if given.startswith("tuple["):
        return _SAYS_NOTHING["Iterator["] if given.endswith("...]") else None
    return next((one for start, one in _SAYS_NOTHING.items() if given.startswith(start)), _NONE if "None" in given else None)


def ask(work: Work, only: frozenset[str] | None = None, now: list[str] | None = None) -> dict[str, Got]:
    """Key of a question -> what came of it. ``only``: the keys that are asked; ``now``: the key that is being asked."""
    got: dict[str, Got] = {}
    for answerer, questions in work:
        for key, one in questions:
            if only is None or key in only:
                if now is not None:
                    now[0] = key
                answered = answerer.ask(one["question"], turns_of(one.get("thread") or []), today=DAY)
                label = answered.label
                asked = (one, label, "")
                known = "expected" in one
                what = (label == one["expected"], is_allowed(asked), is_conditional(asked)) if known else (False, False, False)
                got[key] = label, what
    return got


def where(work: Work, tried: Mapping[str, Tried]) -> dict[str, set[str]]:
    """Name of a function -> keys of the questions for which it says anything."""
    of_code: dict[CodeType, Tried] = {one.function.__code__: one for one in tried.values()}
    said, now = defaultdict[str, set[str]](set), [""]

    def look(frame: FrameType, event: str, given: Any) -> None:
        if event == "return" and (one := of_code.get(frame.f_code)) is not None and given is not None and given != one.nothing:
            said[one.name].add(now[0])

    sys.setprofile(look)
    try:
        ask(work, now=now)
    finally:
        sys.setprofile(None)
    return said


def without(one: Tried | None, work: Work, only: frozenset[str] | None) -> dict[str, Got]:
    """What comes of the questions once a function says nothing, found in a process of its own."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        if one is not None:
            one.function.__code__ = one.instead.__code__
            one.function.__defaults__ = one.function.__kwdefaults__ = None
            getattr(one.held, "cache_clear", lambda: None)()
        with os.fdopen(writing, "wb") as out:
            pickle.dump(ask(work, only), out)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as came:
        got: dict[str, Got] = pickle.loads(came.read() or pickle.dumps({}))  # noqa: S301 - written by our own child
    os.waitpid(child, 0)
    return got


def rows(tried: Mapping[str, Tried], work: Work, unread: frozenset[str]) -> Iterator[str]:
    """A line for each function, the longest first."""
    said, usual = where(work, tried), without(None, work, None)
    for one in sorted(tried.values(), key=lambda each: -each.lines):
        keys = frozenset(said.get(one.name, ()))
        if len(keys) > MOST * len(usual):
            continue
        got = without(one, work, keys) if keys else {}
        told = [_counted({k: v for k, v in got.items() if (k in unread) == is_unread}, usual) for is_unread in (True, False)]
        yield (
            f"| {one.name} | {one.lines} | {' | '.join(told)} |" if got or not keys else f"| {one.name} | {one.lines} | breaks |"
        )


def _counted(got: dict[str, Got], usual: dict[str, Got]) -> str:
    moved = [key for key, one in got.items() if one[0] != usual[key][0]]
    right, allowed, conditional = (sum(got[key][1][at] - usual[key][1][at] for key in moved) for at in range(3))
    return f"{len(got)} | {len(moved)} | {right:+d} | {allowed:+d} | {conditional:+d}"


def main() -> int:
    """Load all policies, then try the functions; gives the exit code."""
    tried, unread = (
        tried_in(sys.argv[1:]),
        unread_sets() | frozenset(held_out_small()),
    )
    with tempfile.TemporaryDirectory() as made:
        work, held_out = Work(), set[str]()
        for number, name in enumerate(policies()):
            questions = questions_of(name)
            held_out |= {key for key, _ in questions if name in unread or "/heldout" in key}
            work.append((answerer_of(CASES / name, Path(made) / str(number) / "knowledge"), questions))
        gc.collect()
        gc.freeze()
        counted = "asked | moved | right | wrongly allowed | wrongly yes, if"
        print(f"| function | lines | unread: {counted} | read: {counted} |\n|{'---|' * 12}")
        for row in rows(tried, work, frozenset(held_out)):
            print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
