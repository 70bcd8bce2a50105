"""How one person may use tools with data goes in, cell by cell; one page of it comes out, each shape with its word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from babel import Locale

from bot.policy.deciding.rulings import Ruling
from bot.policy.deciding.starting import as_they_come, is_usable
from bot.policy.house import Knowledge
from bot.policy.talks.home import Grid, GridLine, Wish
from bot.policy.words import Slot, Verdict
from bot.saying import labels
from bot.saying.answers.asking import ASK_SHAPE
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import Words, marked, shorten

TOOLS_ON_A_PAGE = 10
CELLS_ON_A_PAGE = 40
MOST_NAMED = 6
FIRST_TOOLS = 3
LONGEST_CONDITION = 90
TOOL, DATA = "tool:", "data:"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Chart:
    """The matrix for one person. ``rule``: offering id and data type or class id -> how this person would be answered."""

    knowledge: Knowledge
    rule: Callable[[str, str], Ruling]
    words: Words

    def page(self, wish: Wish, asker: dict[Slot, str]) -> Grid:
        """The page that is wished for; only its cells are ruled. A filter that the policy does not know shows the whole."""
        policy = self.knowledge.policy
        kinds = [*policy.data_classes, *_sorted(policy.data_types, self._data)]
        offerings = _sorted(policy.offerings, self._tool)
        title = self.words("home.grid.for", who=self._who(asker))
        tool, data = wish.about.removeprefix(TOOL), wish.about.removeprefix(DATA)
        if wish.about.startswith(TOOL) and tool in policy.offerings:
            pages, page, shown = _cut(kinds, wish.page, CELLS_ON_A_PAGE)
            lines = tuple(self._cell(self._data(one), tool, one) for one in shown)
            return Grid(title, lines, self._legend(), wish.about, self._tool(tool), page, pages)
        if wish.about.startswith(DATA) and data in kinds:
            best_first = sorted(offerings, key=lambda one: _rank(self.rule(one, data)))
            pages, page, shown = _cut(best_first, wish.page, CELLS_ON_A_PAGE)
            lines = tuple(self._cell(self._tool(one), one, data) for one in shown)
            return Grid(title, lines, self._legend(), wish.about, self._data(data), page, pages)
        pages, page, shown = _cut(offerings, wish.page, TOOLS_ON_A_PAGE)
        columns = list(policy.data_classes) or kinds
        return Grid(title, tuple(self._overview(one, columns) for one in shown), self._legend(), "", "", page, pages)

    def first_tools(self) -> tuple[GridLine, ...]:
        """The tools that this person would open first, with what may go in; what may not is left to the matrix. One of which
        the policy leaves some data open, such as a trial, stands behind all others."""
        policy = self.knowledge.policy
        columns = list(policy.data_classes) or list(policy.data_types)
        found: dict[str, GridLine] = {}
        left_open: dict[str, GridLine] = {}
        for id_ in as_they_come(policy):
            tool = policy.offerings[id_].tool
            ruled = {one: self.rule(id_, one) for one in columns} if tool not in found else {}
            if usable := [one for one, ruling in ruled.items() if is_usable(ruling)]:
                is_settled = all(ruling.verdict is not Verdict.UNCOVERED for ruling in ruled.values())
                (found if is_settled else left_open).setdefault(tool, self._overview(id_, usable))
            if len(found) == FIRST_TOOLS:
                break
        others = (line for tool, line in left_open.items() if tool not in found)
        return (*found.values(), *others)[:FIRST_TOOLS]

    def _overview(self, offering: str, columns: Sequence[str]) -> GridLine:
        """One tool: its kinds of data under the word that holds for them, mild first."""
        groups: dict[tuple[int, str], list[str]] = {}
        for column in columns:
            ruling = self.rule(offering, column)
            name = self._data(column)
            if self._is_stricter_inside(offering, column, _rank(ruling)):
                name = self.words("home.grid.mostly", data=name)
            groups.setdefault((_rank(ruling), self._mark(ruling)), []).append(name)
        marked_cells = ((mark, self._listed(names)) for (_, mark), names in sorted(groups.items()))
        cells = "  ·  ".join(self.words("labelled", label=mark, text=names) for mark, names in marked_cells)
        return GridLine("", self._tool(offering), cells, TOOL + offering)

    def _is_stricter_inside(self, offering: str, data_class: str, rank: int) -> bool:
        """Whether a kind of data of this class is ruled stricter than the class: its line must not read as a yes to all of it."""
        inside = (id_ for id_, kind in self.knowledge.policy.data_types.items() if data_class in kind.classes)
        return any(_rank(self.rule(offering, one)) > rank for one in inside)

    def _cell(self, label: str, offering: str, data: str) -> GridLine:
        ruling = self.rule(offering, data)
        if self._is_stricter_inside(offering, data, _rank(ruling)):
            label = self.words("home.grid.mostly", data=label)
        return GridLine(self._mark(ruling), label, self._condition(ruling))

    def _tool(self, id_: str) -> str:
        return labels.offering_label(id_, self.knowledge, self.words)

    def _data(self, id_: str) -> str:
        return labels.data_label(id_, self.knowledge, self.words)

    def _listed(self, names: list[str]) -> str:
        return ", ".join(self.words.first_of(names, MOST_NAMED))

    def _mark(self, ruling: Ruling) -> str:
        """Shape and word: neither stands alone."""
        if ruling.ask_back:
            return marked(ASK_SHAPE, self.words("word.depends"))
        return marked(SHAPES[ruling.verdict], self.words(f"word.{ruling.verdict.value}"))

    def _condition(self, ruling: Ruling) -> str:
        """The condition that comes first, and how many more there are."""
        if ruling.verdict not in (Verdict.CONDITIONAL, Verdict.REVIEW) or ruling.ask_back:
            return ""
        needs = [self.words.held(self.words.pick(need.text) or need.condition) for need in ruling.needs if not need.general]
        if not needs:
            return ""
        first = shorten(needs[0], LONGEST_CONDITION).rstrip(".")
        return first if len(needs) == 1 else self.words("table.and_more", condition=first, count=str(len(needs) - 1))

    def _legend(self) -> str:
        marks = [marked(shape, self.words(f"word.{verdict.value}")) for verdict, shape in SHAPES.items()]
        return "  ".join([*marks, marked(ASK_SHAPE, self.words("word.depends"))])

    def _who(self, asker: dict[Slot, str]) -> str:
        role = labels.slot_value(Slot.ROLE, asker.get(Slot.ROLE, ""), self.knowledge, self.words)
        code = asker.get(Slot.COUNTRY, "").upper()
        country = str(Locale(self.words.language).territories.get(code, code))
        return ", ".join(part for part in (role, country) if part) or self.words("home.grid.anybody")


def _cut(things: Sequence[T], page: int, size: int) -> tuple[int, int, Sequence[T]]:
    """How many pages there are, which one is shown, and what stands on it."""
    pages = max(1, -(-len(things) // size))
    page = min(max(page, 0), pages - 1)
    return pages, page, things[page * size : (page + 1) * size]


def _rank(ruling: Ruling) -> int:
    return len(Verdict) if ruling.ask_back else list(Verdict).index(ruling.verdict)


def _sorted(ids: Iterable[str], label: Callable[[str], str]) -> list[str]:
    return sorted(ids, key=lambda id_: (label(id_).casefold(), id_))
