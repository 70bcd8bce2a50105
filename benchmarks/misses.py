"""A labelled question, what was read of it and what was answered go in; where the miss comes from comes out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from benchmarks.slots import classes_of, tools_of
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Reading

_RULED = frozenset(["allow", "conditional", "deny", "ask", "not_listed"])


@dataclass(frozen=True)
class Missed:
    """A question whose answer neither the label nor what can be defended says."""

    one: dict[str, Any]
    got: str
    cause: str


def cause_of(one: dict[str, Any], got: str, reading: Reading, knowledge: Knowledge) -> str:  # noqa: PLR0911 - one return a step
    """The first of the reader's steps whose outcome differs from the label: intent, tool, data, unread words, else the facts."""
    if (got == "off_topic") != (one["expected"] == "off_topic"):
        return "wanted something else"
    unread = [phrase for item in reading.items for phrase in item.unread]
    if one.get("tools") and one.get("kind") != "which_tool":
        rows = {terms.label for terms in knowledge.vocabulary.tools.values()}
        if set(one["tools"]) <= rows and tools_of(reading, knowledge) != set(one["tools"]):
            return "another tool or plan"
    read = classes_of(reading, knowledge)
    wanted = set(one.get("data") or ())
    if got == "ask" and unread:
        return "unread: " + ", ".join(unread[:3])
    if wanted and not read:
        return "no data read"
    if wanted and read - wanted:
        return "data read that is not meant: " + ", ".join(sorted(read - wanted))
    if wanted and wanted - read:
        return "data not read: " + ", ".join(sorted(wanted - read))
    return "a condition, an exception or a fact" if got in _RULED else "other"


def page_of(missed: dict[str, list[Missed]], held_out: frozenset[str]) -> str:
    """``docs/misses.md``: every miss on the recorded sets with its cause; of sets that are held out only how many, by kind of
    cause: whoever works on the reader is not to see their questions."""
    lines = [
        "# What still misses",
        "Every recorded question whose answer neither its label nor `also_ok` says, without a model, and the first step of",
        "reading that went another way than the label. Written by `python -m benchmarks.reading --misses`.",
        "",
    ]
    for name, many in missed.items():
        if not many:
            continue
        if name in held_out:
            kinds = Counter(miss.cause.partition(":")[0] for miss in many)
            lines += [
                f"## {name}",
                "Held out, so not shown: " + ", ".join(f"{kind} {n}" for kind, n in kinds.most_common()) + ".",
                "",
            ]
            continue
        lines += [f"## {name}", "| id | question | wanted | answered | comes from |", "|---|---|---|---|---|"]
        for miss in many:
            question = miss.one["question"].replace("|", "/").replace("\n", " ")
            question = question if len(question) <= _LONGEST else question[:_LONGEST] + " ..."
            lines.append(f"| {miss.one['id']} | {question} | {miss.one['expected']} | {miss.got} | {miss.cause} |")
        lines.append("")
    return "\n".join(lines)


_LONGEST = 160
