"""A judgement goes in; the words that went and came in its heaviest clauses come out, short enough for a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.policy.vendors.terms import ChangedClause, Judgement

Parts = tuple[tuple[str, str], ...]
"""Words that stay, go and come, in order: (``""``, ``-`` or ``+``; words)."""

MOST_CLAUSES = 3
AROUND = 12
"""Words that stay before and after what changed."""


def word_diff(judgement: Judgement) -> Parts:
    """The difference of the heaviest clauses, word by word."""
    return tuple(part for clause in judgement.clauses[:MOST_CLAUSES] for part in _parts(clause))


def before_and_now(judgement: Judgement, longest: int) -> tuple[str, str]:
    """What stood there and what stands there now, of the heaviest clause, around the first word that differs."""
    if not judgement.clauses:
        return "", ""
    clause = judgement.clauses[0]
    before, after = clause.before.split(), clause.after.split()
    start = next((i for i, (old, new) in enumerate(zip(before, after, strict=False)) if old != new), 0)
    return _cut(before, start, longest), _cut(after, start, longest)


def _cut(words: list[str], start: int, longest: int) -> str:
    first = max(start - AROUND, 0)
    text = ("… " if first and words else "") + " ".join(words[first:])
    return text if len(text) <= longest else f"{text[: longest - 1].rsplit(' ', 1)[0]} …"


def _parts(clause: ChangedClause) -> Iterator[tuple[str, str]]:
    before, after = re.findall(r"\S+", clause.before), re.findall(r"\S+", clause.after)
    for tag, start, end, to, until in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "", " ".join(before[start:end])
            continue
        if end > start:
            yield "-", " ".join(before[start:end])
        if until > to:
            yield "+", " ".join(after[to:until])
