"""A change of a grid goes in; the grid comes out, filled in cell by cell, and once its owner says so, the draft made of it."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.confirming import CONFLICT
from bot.console.doors import RefusedError
from bot.console.pages import LONGEST, Pages, one_line
from bot.console.values.importing import GridWish
from bot.owners.drafts import ImportWish
from bot.saying.words import phrase

DRAFT = "draft"
"""The button that makes a draft of it."""


def grid_pages(pages: Pages) -> APIRouter:
    """The page, for those who may edit the policy."""
    router, doors = APIRouter(), pages.doors

    def shown(request: Request, signed: Signed, id_: str, wish: GridWish, refused: str = "") -> Response:
        language = pages.renderer.language(request, signed.person)
        try:
            grid = doors.grid(language, id_)
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
            id_ = doors.begin_grid(language, signed.person, of[:LONGEST])
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
            grid = doors.edit_grid(language, signed.person, id[:LONGEST], wish)
        except RefusedError as problem:
            return shown(request, signed, id[:LONGEST], wish, phrase(language, problem.key, **problem.values))
        if grid is None:
            return RedirectResponse("/console/import", status_code=303)
        return pages.show(request, "grid", signed, grid=grid, wish=wish, refused="")

    def draft(request: Request, signed: Signed, id_: str, typed: ImportWish) -> Response:
        language = pages.renderer.language(request, signed.person)
        pages.access.limit(request, HEAVY_A_MINUTE, "import")
        try:
            made = doors.draft_of_grid(language, id_, typed)
        except RefusedError as problem:
            return shown(request, signed, id_, GridWish(""), phrase(language, problem.key, **problem.values))
        return RedirectResponse(f"/console/import?draft={made.id}", status_code=303)

    return router
