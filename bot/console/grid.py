"""A grid that owners fill in goes in; what its page shows comes out for one reader, a click becomes a change of it, and once its
owner says so, the draft made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.confirming import CONFLICT
from bot.console.doors import Person, RefusedError
from bot.console.draft import DraftShown, Imports
from bot.console.pages import LONGEST, Pages, one_line
from bot.console.tables import Reader
from bot.console.values.shown import Choice, MatrixCell
from bot.knowledge.grid.grid import Cell, Grid, GridError, Head, Sign, cell_of
from bot.knowledge.importing.texts.document import unmarked
from bot.owners.drafts import ImportWish
from bot.owners.grids import VERDICTS, KeptGrid, empty_grid, grid_from
from bot.policy.words import Verdict
from bot.saying.answers.ruling import SHAPES
from bot.saying.words import phrase

NEXT, CLEAR = "", "clear"
"""What a click can put beside the signs: the cell's next one, and none."""


@dataclass(frozen=True, slots=True)
class GridHead:
    """A row or a column of a grid."""

    key: str
    name: str
    line: int = 0
    """Of the document, where it is named; 0: nowhere."""
    said: str = ""
    """That line."""
    also: str = ""
    """What else it is called."""
    is_draft: bool = False
    """Whether it has cells that nobody looked at yet."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """``mark.data``: the keys of its row and its column, joined by a colon."""

    mark: MatrixCell
    conditions: str = ""
    said: str = ""
    """The lines of the document on which a draft rests."""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class GridShown:
    """A grid that owners fill in."""

    id: str
    title: str
    left: str
    """How much of it is filled in, and how much of a draft nobody looked at."""
    tools: tuple[GridHead, ...]
    classes: tuple[GridHead, ...]
    cells: tuple[tuple[GridCell, ...], ...]
    """A line for each tool."""
    signs: tuple[MatrixCell, ...]
    """What a click can put; ``data`` is the sign's value."""
    conditions: tuple[str, ...]
    """Each that a cell has."""
    lines: tuple[tuple[int, str, bool], ...]
    """Of the document: number, text, whether a row, a column or a cell rests on it."""
    remarks: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """What a model read that no cell says."""
    beside_told: str = ""
    owner: str = ""
    """Who answers for the policy, as typed."""
    organisation: str = ""
    is_another: bool = False
    can_go_back: bool = False


@dataclass(frozen=True, slots=True)
class GridWish:
    """One change of a grid. ``do``: the name of the button; ``at``: what stands behind it, keys of rows and columns."""

    do: str
    at: tuple[str, ...] = ()
    name: str = ""
    into: str = ""
    sign: str = ""
    condition: str = ""


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


DRAFT = "draft"
"""The button that makes a draft of it."""


OFFERED = "offered"
"""In place of a draft's id: the document that was refused last."""


def choices_of(imports: Imports, language: str) -> tuple[Choice, ...]:
    """Those that are kept."""
    return tuple(map(_page(imports, language).choice, imports.grids.all()))


def _begun(imports: Imports, language: str, person: Person, of: str) -> str:
    """``of``: a draft, a reading that is done, ``OFFERED``, or nothing."""
    by, offered = person.name or person.user, imports.reader.offered(person.user)
    if of in imports.waiting:
        found = imports.waiting[of]
        return imports.grids.begin(grid_from(found.draft.after, found.wish.document or found.wish.table), found.wish, by)
    if of == OFFERED and offered:
        return imports.grids.begin(empty_grid(offered.document), offered, by)
    if of not in ("", OFFERED):
        reading = imports.tables(language, person).done(of)
        imports.reader.drop(of)
        return imports.grids.begin(reading.grid(), reading.wish, by, reading.told())
    return imports.grids.begin(Grid(), ImportWish(), by)


def _grid(imports: Imports, language: str, id_: str) -> GridShown:
    """As it is now."""
    with refusing_grids():
        return _page(imports, language).shown(imports.grids.of(id_))


def _edited(imports: Imports, language: str, person: Person, id_: str, wish: GridWish) -> GridShown | None:
    """After a click."""
    by = person.name or person.user
    with refusing_grids():
        if wish.do == "close":
            imports.grids.drop(id_)
            return None
        kept = imports.grids.back(id_, by) if wish.do == "back" else imports.grids.change(id_, by, changed(wish))
    return _page(imports, language).shown(kept)


def _draft_of(imports: Imports, language: str, id_: str, typed: ImportWish) -> DraftShown:
    """A draft of its document with its table."""
    with refusing_grids():
        kept = imports.grids.typed(id_, typed)
    if not kept.grid.tools or not kept.grid.classes:
        raise RefusedError("console.grid.refused.empty")
    return imports.keep(language, kept.wish(), kept)


def _page(imports: Imports, language: str) -> GridPage:
    return GridPage.of(imports.knowledge, language)


def grid_pages(pages: Pages, imports: Imports) -> APIRouter:
    """The page, for those who may edit the policy."""
    router = APIRouter()

    def shown(request: Request, signed: Signed, id_: str, wish: GridWish, refused: str = "") -> Response:
        language = pages.renderer.language(request, signed.person)
        try:
            grid = _grid(imports, language, id_)
        except RefusedError as problem:
            return gone(request, signed, phrase(language, problem.key, **problem.values))
        status = CONFLICT if refused and "hx-request" not in request.headers else 200  # a part of a page takes no other
        return pages.show(request, "grid", signed, grid=grid, wish=wish, refused=refused, status=status)

    def gone(request: Request, signed: Signed, told: str) -> Response:
        return pages.show(request, "grid", signed, grid=None, wish=GridWish(""), refused=told, status=CONFLICT)

    @router.get("/console/grid")
    def look(request: Request, id: str = "") -> Response:
        signed, _ = pages.enter(request, "import")
        return shown(request, signed, id[:LONGEST], GridWish(""))

    @router.post("/console/grid/new")
    def begin(request: Request, of: str = Form(""), csrf: str = Form("")) -> Response:
        signed, language = pages.enter(request, "import")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "import")
        try:
            id_ = _begun(imports, language, signed.person, of[:LONGEST])
        except RefusedError as problem:
            return gone(request, signed, phrase(language, problem.key, **problem.values))
        return RedirectResponse(f"/console/grid?id={id_}", status_code=303)

    @router.post("/console/grid")
    def change(  # noqa: PLR0917 - a form's fields
        request: Request,
        id: str = Form(""),
        do: str = Form(""),
        which: str = Form(""),
        into: str = Form(""),
        name: str = Form(""),
        sign: str = Form(""),
        condition: str = Form(""),
        owner: str = Form(""),
        organisation: str = Form(""),
        another: str = Form(""),
        csrf: str = Form(""),
    ) -> Response:
        signed, language = pages.enter(request, "import")
        pages.access.check_form(request, signed, csrf)
        what, *at = do[:LONGEST].split(" ")
        wish = GridWish(what, tuple(at) or (which[:LONGEST],), name[:LONGEST], into[:LONGEST], sign, condition[:LONGEST])
        if what == DRAFT:
            typed = ImportWish(owner=one_line(owner), organisation=one_line(organisation), is_another=bool(another))
            return draft(request, signed, id[:LONGEST], typed)
        try:
            grid = _edited(imports, language, signed.person, id[:LONGEST], wish)
        except RefusedError as problem:
            return shown(request, signed, id[:LONGEST], wish, phrase(language, problem.key, **problem.values))
        if grid is None:
            return RedirectResponse("/console/import", status_code=303)
        return pages.show(request, "grid", signed, grid=grid, wish=wish, refused="")

    def draft(request: Request, signed: Signed, id_: str, typed: ImportWish) -> Response:
        language = pages.renderer.language(request, signed.person)
        pages.access.limit(request, HEAVY_A_MINUTE, "import")
        try:
            made = _draft_of(imports, language, id_, typed)
        except RefusedError as problem:
            return shown(request, signed, id_, GridWish(""), phrase(language, problem.key, **problem.values))
        return RedirectResponse(f"/console/import?draft={made.id}", status_code=303)

    return router
