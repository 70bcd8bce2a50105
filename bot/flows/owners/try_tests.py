"""The owner's tests go in; how each of them went, and what no test speaks of, comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter

from bot.policy.changes.coverage import Coverage
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import PolicyTest
from bot.policy.words import STRICTNESS, Citation

ASK, NOTHING = "ask", "nothing"
"""In place of a verdict: a question back; no question about a tool and data was read."""


@dataclass(frozen=True, slots=True)
class Got:
    """What a test's question was ruled."""

    verdict: str
    conditions: tuple[str, ...] = ()
    """Ids, general duties aside."""
    rules: tuple[tuple[str, Citation], ...] = ()
    """What decided, each with its place."""
    cited: tuple[str, ...] = ()
    """Ids of rules, and headings of the guidance that they cite."""
    read_as: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """How one test went. ``wrong``: what is not as wanted, in words; empty where all is."""

    test: PolicyTest
    got: Got
    wrong: tuple[str, ...]
    seconds: float

    @property
    def is_fine(self) -> bool:
        return not self.wrong


@dataclass(frozen=True, slots=True)
class Trial:
    """All tests of a policy."""

    tried: tuple[Tried, ...]
    coverage: Coverage

    @property
    def failed(self) -> tuple[Tried, ...]:
        return tuple(one for one in self.tried if one.wrong)


def try_tests(
    tests: Sequence[PolicyTest],
    ask: Callable[[PolicyTest], Got],
    cover: Callable[[frozenset[str]], Coverage],
    track: Callable[[Iterable[PolicyTest]], Iterable[PolicyTest]] = iter,
) -> Trial:
    """``ask``: the question of a test -> its ruling; ``cover``: rules that decided -> what is left; ``track``: shows progress."""
    tried = [try_one(test, ask) for test in track(tests)]
    decided = frozenset(rule for one in tried for rule, _ in one.got.rules)
    return Trial(tuple(tried), cover(decided))


def try_one(test: PolicyTest, ask: Callable[[PolicyTest], Got]) -> Tried:
    """One test, and how long it took."""
    began = perf_counter()
    got = ask(test)
    return Tried(test, got, tuple(_wrong(test, got)), perf_counter() - began)


def _wrong(test: PolicyTest, got: Got) -> Iterable[str]:
    if got.verdict != test.verdict:
        yield f"{got.verdict} instead of {test.verdict}"
    if (test.conditions or test.is_bare) and set(got.conditions) != set(test.conditions):
        missing = [id_ for id_ in test.conditions if id_ not in got.conditions]
        more = [id_ for id_ in got.conditions if id_ not in test.conditions]
        if missing:
            yield f"without the condition {', '.join(missing)}"
        if more:
            yield f"with the condition {', '.join(more)}"
    for cited in test.cites:
        if cited not in got.cited:
            yield f"does not rest on {cited}"


def got_of(rulings: Sequence[Ruling], read_as: str, heading_of: Callable[[Citation], str]) -> Got:
    """Several questions in one text: a question back where one is asked, else the strictest of their rulings."""
    if not rulings:
        return Got(NOTHING, read_as=read_as)
    is_open = any(ruling.ask_back for ruling in rulings)
    verdict = ASK if is_open else max((ruling.verdict for ruling in rulings), key=STRICTNESS.__getitem__).value
    reasons = [reason for ruling in rulings for reason in ruling.reasons]
    needs = [need.condition for ruling in rulings for need in ruling.needs if not need.general]
    headings = [heading_of(reason.cites) for reason in reasons if reason.cites]
    files = [reason.cites.file for reason in reasons if reason.cites]
    rules = dict.fromkeys((reason.rule, reason.at) for reason in reasons)
    cited = dict.fromkeys([*(rule for rule, _ in rules), *headings, *files])
    return Got(verdict, tuple(dict.fromkeys(needs)), tuple(rules), tuple(cited), read_as)
