"""Two policies and a day go in; a picture of both matrices comes out, with a frame around each cell that differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from bot.knowledge.matrix.pictures import Picture
from bot.policy.changes.change import verdict_of
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.policy import Policy
from bot.policy.words import Texts, Verdict

MOST_ROWS, MOST_COLUMNS = 60, 60
"""Larger matrices show only the rows and columns in which something differs."""
Labels = Mapping[str, Texts]


def two_matrices(old: tuple[str, Policy, Labels], new: tuple[str, Policy, Labels], today: date) -> tuple[Picture, Picture]:
    """Name, policy and labels of both sides -> their pictures, with the same rows and columns. What is told is what somebody
    is told who says nothing of themselves."""
    before, after = compile_policy(old[1]), compile_policy(new[1])
    offerings = list(dict.fromkeys([*old[1].offerings, *new[1].offerings]))
    data = list(dict.fromkeys([*_data_of(old[1]), *_data_of(new[1])]))
    verdicts = [_verdicts(compiled, offerings, data, today) for compiled in (before, after)]
    differ = {place for place in verdicts[0] if verdicts[0][place] is not verdicts[1][place]}
    rows = _fewer(offerings, {offering for offering, _ in differ}, MOST_ROWS)
    columns = _fewer(data, {kind for _, kind in differ}, MOST_COLUMNS)
    framed = frozenset((rows.index(offering), columns.index(kind)) for offering, kind in differ)
    labels = {**old[2], **new[2]}
    heads = tuple(_label(labels, kind) for kind in columns)
    pictures = [
        Picture(name, heads, tuple((_label(labels, row), tuple(found[row, kind] for kind in columns)) for row in rows), framed)
        for name, found in ((old[0], verdicts[0]), (new[0], verdicts[1]))
    ]
    return pictures[0], pictures[1]


def _verdicts(compiled: Compiled, offerings: Sequence[str], data: Sequence[str], today: date) -> dict[tuple[str, str], Verdict]:
    return {(offering, kind): verdict_of(compiled, offering, kind, today) for offering in offerings for kind in data}


def _data_of(policy: Policy) -> list[str]:
    """Data types, and classes that have none."""
    has_types = {class_ for kind in policy.data_types.values() for class_ in kind.classes}
    return [*policy.data_types, *(class_ for class_ in policy.data_classes if class_ not in has_types)]


def _fewer(ids: list[str], differing: set[str], most: int) -> list[str]:
    return ids if len(ids) <= most else [id_ for id_ in ids if id_ in differing]


def _label(labels: Labels, id_: str) -> str:
    return next(iter(labels.get(id_, {}).values()), id_)
