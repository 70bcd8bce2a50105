"""Knowledge in; its matrix out: tools x data classes, a word in each cell as it is ruled, and the conditions of the cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.files.matrix import ReadMatrix
from bot.knowledge.joined.rules import ASK_THE_OWNER
from bot.knowledge.sheets.sheet import Sheet
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.deciding.rulings import Ruling
from bot.policy.house import Knowledge
from bot.policy.words import ANY, STRICTNESS, Condition, DataAsk, Question, ToolAsk, Verdict

CELL_WORDS = {
    Verdict.ALLOWED: "allow",
    Verdict.CONDITIONAL: "conditional",
    Verdict.REVIEW: "review",
    Verdict.UNCOVERED: "unknown",
    Verdict.FORBIDDEN: "deny",
}
"""The words of matrix.csv."""
VERDICTS = {word: verdict for verdict, word in CELL_WORDS.items()}


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One tool or offering: its label and a word for each column."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixNeed:
    """One condition, for all cells of ``tools`` x ``data`` that may ask for one; or a general duty, where empty ones mean all."""

    id: str
    text: str
    when: str
    tools: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    general: bool = False


@dataclass(frozen=True, slots=True)
class ToolWords:
    """How people call a row."""

    label: str
    names: tuple[str, ...] = ()
    vendor: str = ""
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClassWords:
    """How people call a column, and what belongs to it."""

    label: str
    names: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tools x data classes, in the order of the folder's own matrix where it has one."""

    organisation: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    version: str = ""
    needs: tuple[MatrixNeed, ...] = ()
    tools: tuple[ToolWords, ...] = ()
    classes: tuple[ClassWords, ...] = ()

    def numbers(self, row: str, column: str) -> tuple[int, ...]:
        """Numbers, from 1, of the conditions of a cell that may ask for one."""
        return tuple(
            number for number, need in enumerate(self.needs, 1) if not need.general and row in need.tools and column in need.data
        )


Cells = frozenset[tuple[int, int]]
"""(row, column) numbers."""
ASKING = (Verdict.CONDITIONAL, Verdict.REVIEW)
"""Cells that may ask for conditions; their words in matrix.csv are the same."""


def make_matrix(knowledge: Knowledge, own: str = "", today: date | None = None, every_tool: bool = False) -> Matrix:
    """``own``: the text of the folder's matrix.csv, whose rows and columns come first and keep their names and order.

    Without one, and with ``every_tool``, each offering that has no row gets one.

    Every cell is the ruling of the strictest offering; what only a default decides is ``unknown``.
    """
    compiled = compile_policy(knowledge.policy)
    day = today or datetime.now(UTC).date()
    rows, columns = _axes(knowledge, own, every_tool or not own)
    ruled = [[_ruling(compiled, offerings, data, day) for _, data in columns] for _, offerings in rows]
    words = [tuple(CELL_WORDS[ruling.verdict] if ruling else "unknown" for ruling in line) for line in ruled]
    return Matrix(
        knowledge.organisation.name,
        tuple(label for label, _ in columns),
        tuple(MatrixRow(label, cells) for (label, _), cells in zip(rows, words, strict=True)),
        knowledge.version,
        _needs(knowledge, rows, columns, ruled),
        tuple(_tool_words(knowledge, label, offerings) for label, offerings in rows),
        tuple(_class_words(knowledge, label, data) for label, data in columns),
    )


Rows = list[tuple[str, tuple[str, ...]]]
Columns = list[tuple[str, str]]


def _axes(knowledge: Knowledge, own: str, every_tool: bool) -> tuple[Rows, Columns]:
    """(label, offering ids) of each row, (label, data id) of each column."""
    rows, columns = _own_axes(own)
    vocabulary = knowledge.vocabulary
    data = {**{_key(t.label): t.id for t in vocabulary.data.values()}, **{_key(t.id): t.id for t in vocabulary.data.values()}}
    tools: dict[str, tuple[str, ...]] = {_key(offering.label): (offering.id,) for offering in vocabulary.offerings.values()}
    for tool in vocabulary.tools.values():
        offerings = tuple(offering.id for offering in vocabulary.offerings.values() if offering.tool == tool.id)
        tools[_key(tool.label)] = tools[_key(tool.id)] = offerings
    tools.update({_key(offering.id): (offering.id,) for offering in vocabulary.offerings.values()})
    across = [(label, data[_key(label)]) for label in columns if _key(label) in data]
    seen = {data_id for _, data_id in across}
    across += [(t.label, t.id) for t in vocabulary.data.values() if t.is_class and t.id not in seen]
    across = across or [(t.label, t.id) for t in vocabulary.data.values()]
    down = [(label, tools[_key(label)]) for label in rows if _key(label) in tools]
    shown = {offering for _, offerings in down for offering in offerings}
    if every_tool:
        down += [(o.label or o.id, (o.id,)) for o in vocabulary.offerings.values() if o.id not in shown]
    return down, across


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _own_axes(text: str) -> tuple[list[str], list[str]]:
    if not text.strip():
        return [], []
    sheet = Sheet("matrix.csv", text)
    matrix = ReadMatrix(sheet)
    if any(fault.severity == "fault" for fault in sheet.faults):
        raise KnowledgeError(sheet.faults)
    return [word.text for word in matrix.rows], [word.text for word in matrix.columns]


def _ruling(compiled: Compiled, offerings: tuple[str, ...], data: str, today: date) -> Ruling | None:
    """The ruling of the strictest offering; a default is no word of the policy's, so there is none."""
    found: list[Ruling | None] = []
    for offering in offerings:
        question = Question(tools=(ToolAsk(offering, (offering,)),), data=(DataAsk(data, (data,)),), asked_back=2)
        ruling = decide(compiled, question, today)
        silent = all(reason.rule in ("default", "unlisted") for reason in ruling.reasons)
        found.append(None if silent else ruling)
    return max(found, key=lambda ruling: STRICTNESS[ruling.verdict if ruling else Verdict.UNCOVERED]) if found else None


def _needs(knowledge: Knowledge, rows: Rows, columns: Columns, ruled: list[list[Ruling | None]]) -> tuple[MatrixNeed, ...]:
    """Conditions of cells, each as one table of tools x data where that says it all, and general duties."""
    asking: set[tuple[int, int]] = set()
    cells: dict[str, set[tuple[int, int]]] = {}
    for row, line in enumerate(ruled):
        for column, ruling in enumerate(line):
            if ruling is None or ruling.verdict not in ASKING:
                continue
            asking.add((row, column))
            for need in ruling.needs:
                if not need.general and need.condition != ASK_THE_OWNER:
                    cells.setdefault(need.condition, set()).add((row, column))
    found: list[MatrixNeed] = []
    for condition in knowledge.policy.conditions.values():
        text = _text(condition, knowledge)
        if condition.general:
            found += _general(condition, text, rows, columns)
        for number, (down, across) in enumerate(_blocks(cells.get(condition.id, set()), frozenset(asking)), 1):
            name = condition.id if number == 1 else f"{condition.id}-{number}"
            tools, data = tuple(rows[row][0] for row in down), tuple(columns[column][0] for column in across)
            found.append(MatrixNeed(name, text, condition.when.value, tools, data))
    return tuple(found)


def _text(condition: Condition, knowledge: Knowledge) -> str:
    """Its words in the policy's first language, else in any."""
    language = knowledge.organisation.languages[0]
    return condition.text.get(language) or next(iter(condition.text.values()), condition.id)


def _general(condition: Condition, text: str, rows: Rows, columns: Columns) -> list[MatrixNeed]:
    """A general duty of what the matrix shows; none where it is only for tools or data that the matrix does not show."""
    every_tool, every_data = ANY in condition.offerings, ANY in condition.data
    tools = tuple(label for label, offerings in rows if offerings and condition.offerings.issuperset(offerings))
    data = tuple(label for label, id_ in columns if id_ in condition.data)
    if not (every_tool or tools) or not (every_data or data):
        return []
    tools, data = () if every_tool else tools, () if every_data else data
    return [MatrixNeed(condition.id, text, condition.when.value, tools, data, general=True)]


def _blocks(cells: set[tuple[int, int]], asking: Cells) -> list[tuple[list[int], list[int]]]:
    """Rows x columns of which these cells alone may ask for a condition; several where one would reach more than was meant."""
    if not cells:
        return []
    down, across = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
    if {(row, column) for row in down for column in across} & asking <= cells:
        return [(down, across)]
    by_columns: dict[tuple[int, ...], list[int]] = {}
    for row in down:
        by_columns.setdefault(tuple(column for column in across if (row, column) in cells), []).append(row)
    return [(found, list(columns)) for columns, found in by_columns.items()]


def _tool_words(knowledge: Knowledge, label: str, offerings: tuple[str, ...]) -> ToolWords:
    """The names of the tool belong to a row that is the whole tool; a row that is one plan has its own."""
    vocabulary = knowledge.vocabulary
    found = [vocabulary.offerings[offering] for offering in offerings if offering in vocabulary.offerings]
    names = [name for offering in found for name in offering.names]
    if found and len(found) == sum(offering.tool == found[0].tool for offering in vocabulary.offerings.values()):
        names = [*vocabulary.tools[found[0].tool].names, *names]
    vendor = next((knowledge.policy.offerings[offering.id].vendor for offering in found), "")
    plans = dict.fromkeys(plan for offering in found for plan in offering.plans)
    return ToolWords(label, _others(names, label), vendor, tuple(plans))


def _class_words(knowledge: Knowledge, label: str, data: str) -> ClassWords:
    term = knowledge.vocabulary.data[data]
    inside = [id_ for id_, kind in knowledge.policy.data_types.items() if data in kind.classes]
    examples = dict.fromkeys([*term.examples, *(knowledge.vocabulary.data[id_].label for id_ in inside)])
    return ClassWords(label, _others(term.names, label), tuple(examples))


def _others(names: Iterable[str], label: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if _key(name) != _key(label))
