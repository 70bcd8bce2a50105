"""Messages of staff about small policies go in; how well the row that each means is found comes out.

Run: ``python -m benchmarks.rows [--each] [NAME ...]``. Each policy below ``tests/cases/rows`` is imported as it stands, with no
hand edits, and its messages are read without a model. ``--each`` prints what was read where it was not right: never for the
policies that ``sets.yaml`` holds out, which nobody reads so that they can tell what the next policy meets.
"""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.slots import tools_of
from benchmarks.small_policies import CASES, Bench, Message
from bot.wiring import Answerer

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


def outcome_of(one: Message, rows: set[str], new: bool) -> str:
    """``one``: a line of the file; ``rows``: those that were read."""
    meant = set(one["rows"] or one["open"])
    if one["unlisted"] and not meant:
        return "listed" if rows else "right" if new else "none"
    if not rows:
        return "new" if new else "none"
    if rows == meant:
        return "right"
    return "open" if meant < rows else "some" if rows < meant else "wrong"


def read(answerer: Answerer, one: Message) -> Found:
    """One message, by itself."""
    reading = answerer.ask(one["text"]).reading
    rows = tools_of(reading, answerer.mind.knowledge)
    new = any(not ask.offerings for item in reading.items for ask in item.question.tools)
    return Found(outcome_of(one, rows, new), tuple(sorted(rows)), new)


def way_of(one: Message) -> str:
    """How a message is labelled."""
    if one["rows"]:
        return "one row" if len(one["rows"]) == 1 else "several rows"
    return "open between rows" if one["open"] else "not in the policy"


def shown(one: Message, got: Found) -> str:
    """The rows that are meant and those that were read."""
    meant = " | ".join(one["rows"] or one["open"]) or "not in the policy"
    return f"{meant} -> {' | '.join(got.rows) or '-'}"


BENCH = Bench(CASES / "rows", OUTCOMES, lambda _, answerer: lambda one: read(answerer, one), way_of, shown)


if __name__ == "__main__":
    BENCH.main()
