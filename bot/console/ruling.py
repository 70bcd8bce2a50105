"""What an owner wants of one cell goes in; the matrix comes out with what that would change, or with the cell as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.confirming import CONFLICT
from bot.console.deeds import keep_deed
from bot.console.doors import MatrixWish, RefusedError
from bot.console.pages import LONGEST, Pages, matrix_page, one_line
from bot.console.values.ruled import CellPick, CellSaved
from bot.saying.words import phrase

MOST_CONDITIONS = 100
SHOW, SAVE, UNDO = "show", "save", "undo"
"""What a button does."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """A form of a cell as it came in."""

    pick: CellPick
    wish: MatrixWish
    seen: str
    is_meant: bool


def cell_pages(pages: Pages) -> APIRouter:
    """One cell, for those who may edit the policy: the same people as on the page "To confirm"."""
    router, doors = APIRouter(), pages.doors

    @router.get("/console/cell")
    def form(  # noqa: PLR0917 - a query's fields
        request: Request, tool: str = "", data: str = "", role: str = "", country: str = "", of: str = ""
    ) -> Response:
        signed, language = pages.enter(request, "confirm")
        if not tool:
            return RedirectResponse("/console/matrix", status_code=303)
        wish = MatrixWish(role[:LONGEST], country[:LONGEST], of)
        pick = CellPick(tool[:LONGEST], data[:LONGEST])
        return matrix_page(pages, request, signed, wish, form=doors.cell_form(language, wish, pick, False))

    @router.post("/console/cell")
    def rule(  # noqa: PLR0917 - a form's fields
        request: Request,
        step: str = Form(""),
        tool: str = Form(""),
        data: str = Form(""),
        effect: str = Form(""),
        conditions: list[str] = Form([]),  # noqa: B008 - as FastAPI has it
        text: str = Form(""),
        because: str = Form(""),
        seen: str = Form(""),
        meant: str = Form(""),
        about: str = Form(""),
        role: str = Form(""),
        country: str = Form(""),
        of: str = Form(""),
        csrf: str = Form(""),
    ) -> Response:
        signed, language = pages.enter(request, "confirm")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "cell")
        wish = MatrixWish(role[:LONGEST], country[:LONGEST], of)
        if step == UNDO:
            return undo(request, signed, wish, about[:LONGEST], bool(meant))
        picked = tuple(dict.fromkeys(one[:LONGEST] for one in conditions[:MOST_CONDITIONS] if one))
        pick = CellPick(tool[:LONGEST], data[:LONGEST], effect, picked, one_line(text), one_line(because))
        if step not in (SHOW, SAVE) or not effect:
            return refused(
                request, signed, language, _Sent(pick, wish, seen, bool(meant)), RefusedError("console.cell.no_effect")
            )
        return (save if step == SAVE else show)(request, signed, language, _Sent(pick, wish, seen, bool(meant)))

    def show(request: Request, signed: Signed, language: str, sent: _Sent) -> Response:
        try:
            made = doors.cell_form(language, sent.wish, sent.pick, True)
        except RefusedError as problem:
            return refused(request, signed, language, sent, problem)
        return matrix_page(pages, request, signed, sent.wish, form=made)

    def save(request: Request, signed: Signed, language: str, sent: _Sent) -> Response:
        try:
            saved = doors.rule_cell(language, signed.person, sent.pick, (sent.seen, sent.is_meant))
        except RefusedError as problem:
            return refused(request, signed, language, sent, problem)
        keep_deed(pages.app, signed.person, "ruled", f"{sent.pick.offering} x {sent.pick.data}: {sent.pick.effect}")
        at = (sent.pick.offering, sent.pick.data)
        return matrix_page(pages, request, signed, sent.wish, at=at, saved=saved)

    def undo(request: Request, signed: Signed, wish: MatrixWish, edit: str, is_meant: bool) -> Response:
        language = pages.renderer.language(request, signed.person)
        try:
            told, about = doors.take_back(language, signed.person, edit, is_meant)
        except RefusedError as problem:
            told = phrase(language, problem.key, **problem.values)
            return matrix_page(pages, request, signed, wish, refused=told, status=CONFLICT)
        if about:
            keep_deed(pages.app, signed.person, "taken_back", about)
        return matrix_page(pages, request, signed, wish, saved=CellSaved(told))

    def refused(request: Request, signed: Signed, language: str, sent: _Sent, problem: RefusedError) -> Response:
        """Told above the form, with what was picked; where the wish can be worked out, with what it would change now."""
        told = phrase(language, problem.key, **problem.values)
        made = None
        for is_shown in (bool(sent.pick.effect), False):
            try:
                made = doors.cell_form(language, sent.wish, sent.pick, is_shown)
                break
            except RefusedError:
                continue
        return matrix_page(pages, request, signed, sent.wish, form=made, refused=told, status=CONFLICT)

    return router
