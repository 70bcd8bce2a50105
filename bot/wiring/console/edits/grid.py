"""A grid that owners fill in goes in; what its page shows comes out for one reader, and a click becomes a change of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from bot.console.doors import RefusedError
from bot.console.tables import Reader
from bot.console.values.importing import GridCell, GridHead, GridShown, GridWish
from bot.console.values.shown import Choice, MatrixCell
from bot.knowledge.grid.grid import Cell, Grid, GridError, Head, Sign, cell_of
from bot.knowledge.importing.texts.document import unmarked
from bot.owners.grids import VERDICTS, KeptGrid
from bot.policy.words import Verdict
from bot.saying.answers.ruling import SHAPES

NEXT, CLEAR = "", "clear"
"""What a click can put beside the signs: the cell's next one, and none."""


@dataclass(frozen=True, slots=True)
class GridPage(Reader):
    """The page, for one reader."""

    def shown(self, kept: KeptGrid) -> GridShown:
        """As it is now."""
        grid, words = kept.grid, self.words
        drafts = {tool for (tool, _), cell in grid.cells.items() if cell.is_draft}
        open_ = sum(cell.is_draft for cell in grid.cells.values())
        numbers = {"filled": self.number(len(grid.cells)), "all": self.number(grid.size), "open": self.number(open_)}
        signs = (MatrixCell(NEXT, "", "", "↻", words("console.grid.next")), *(self._mark(sign.value, sign) for sign in Sign))
        rests = {one.line for one in (*grid.tools, *grid.classes)} | {no for cell in grid.cells.values() for no in cell.lines}
        beside = tuple(dict.fromkeys(one["text"] for kind in ("people", "changes") for one in grid.beside.get(kind, ())))
        lines = ((number, unmarked(line).strip("#| "), number in rests) for number, line in enumerate(grid.lines, 1))
        return GridShown(
            id=kept.id,
            title=kept.name or words("console.grid.own"),
            left=words("console.grid.left.draft" if open_ else "console.grid.left", **numbers),
            tools=tuple(self._head(one, grid, one.key in drafts) for one in grid.tools),
            classes=tuple(self._head(one, grid, False) for one in grid.classes),
            cells=tuple(tuple(self._cell(tool, one, grid) for one in grid.classes) for tool in grid.tools),
            signs=(*signs, self._mark(CLEAR, None)),
            conditions=grid.conditions(),
            lines=tuple(lines),
            remarks=tuple(self._remarks(kept)),
            beside=beside,
            beside_told=words("console.grid.beside", count=self.number(len(beside))),
            owner=kept.owner,
            organisation=kept.organisation,
            is_another=kept.is_another,
            can_go_back=len(kept.grids) > 1,
        )

    def choice(self, kept: KeptGrid) -> Choice:
        """A line of the list of those that are kept."""
        numbers = {"filled": self.number(len(kept.grid.cells)), "all": self.number(kept.grid.size)}
        label = self.words(
            "console.grid.kept",
            name=kept.name or self.words("console.grid.own"),
            by=kept.by,
            at=self.when(kept.at).text,
            **numbers,
        )
        return Choice(kept.id, label)

    def _head(self, one: Head, grid: Grid, is_draft: bool) -> GridHead:
        said = grid.lines[one.line - 1] if one.line else ""
        return GridHead(one.key, one.name, one.line, said, self.words.join(list(one.also)) if one.also else "", is_draft)

    def _cell(self, tool: Head, class_: Head, grid: Grid) -> GridCell:
        cell = grid.cells.get((tool.key, class_.key))
        mark = self._mark(f"{tool.key} {class_.key}", cell.sign if cell else None, f"{tool.name} × {class_.name}")
        if cell is None:
            return GridCell(mark)
        said = "\n".join(f"{number}: {grid.lines[number - 1]}" for number in cell.lines)
        bare = cell.sign is Sign.CONDITIONAL and not cell.conditions
        conditions = self.words("console.grid.bare") if bare else "; ".join(cell.conditions)
        return GridCell(mark, conditions, said, cell.is_draft)

    def _mark(self, data: str, sign: Sign | None, label: str = "") -> MatrixCell:
        verdict = VERDICTS[sign] if sign else Verdict.UNCOVERED
        return MatrixCell(data, label, verdict.value, SHAPES[verdict], self.words(f"word.{verdict.value}"))

    def _remarks(self, kept: KeptGrid) -> list[str]:
        """What nobody should overlook of a model that drafted it."""
        model, words = kept.model, self.words
        if not model:
            return []
        told = [words("console.import.model.look")]
        if "day" in model:
            exam = {name: self.number(model[name]) for name in ("right", "asked", "wrong")}
            told.append(words("console.import.model.exam", day=self.day(date.fromisoformat(model["day"])).text, **exam))
        else:
            told.append(words("console.import.model.no_exam"))
        if model.get("lost"):
            numbers = {"count": self.number(model["lost"]), "of": self.number(len(kept.grid.lines))}
            told.append(words("console.import.model.lost", **numbers))
        if model.get("refused"):
            told.append(words("console.import.model.left_out", count=self.number(len(model["refused"]))))
            told += model["refused"]
        return told


def changed(wish: GridWish) -> Callable[[Grid], Grid]:
    """What a click does to a grid."""
    at, first = wish.at, wish.at[0] if wish.at else ""
    ways: dict[str, Callable[[Grid], Grid]] = {
        "cell": lambda grid: _put(grid, (at[0],), (at[-1],), wish),
        "row": lambda grid: _put(grid, (first,), tuple(one.key for one in grid.classes), wish),
        "column": lambda grid: _put(grid, tuple(one.key for one in grid.tools), (first,), wish),
        "seen": lambda grid: grid.looked_at(first),
        "tool": lambda grid: grid.added("tools", wish.name),
        "class": lambda grid: grid.added("classes", wish.name),
        "rename": lambda grid: grid.renamed(first, wish.name),
        "merge": lambda grid: grid.merged(first, wish.into),
        "remove": lambda grid: grid.without(first),
    }
    return ways.get(wish.do, lambda grid: grid)


def _put(grid: Grid, tools: tuple[str, ...], classes: tuple[str, ...], wish: GridWish) -> Grid:
    """What is picked, in each of these cells; where nothing is, the next sign of a single one."""
    cell: Cell | None = None
    if wish.sign in set(Sign):
        cell = cell_of(Sign(wish.sign), wish.condition)
    elif wish.sign != CLEAR:
        if len(tools) * len(classes) != 1:
            raise GridError("no_sign")
        return grid.next_of((tools[0], classes[0]), wish.condition)
    return grid.filled(tools, classes, cell)


@contextmanager
def refusing_grids() -> Iterator[None]:
    """What cannot be changed is told in the reader's words."""
    try:
        yield
    except GridError as problem:
        raise RefusedError(f"console.grid.refused.{problem.why}", name=problem.name) from problem
