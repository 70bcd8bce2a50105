"""A policy's document goes in; what was read of it comes out as a draft to be tried, and once an owner takes it, the policy."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from bot.console.access import ANSWERS_A_MINUTE, HEAVY_A_MINUTE, Signed
from bot.console.confirming import CONFLICT
from bot.console.deeds import keep_deed
from bot.console.doors import MatrixWish, RefusedError
from bot.console.draft import FAULTS, DraftShown, Imports
from bot.console.grid import choices_of, grid_pages
from bot.console.pages import LONGEST, Pages, one_line
from bot.console.pressing import presses
from bot.console.values.shown import Try
from bot.knowledge.importing.formats import MATRIX_SUFFIXES
from bot.owners.drafts import ImportWish, Upload
from bot.policy.talks.checks import Pressed
from bot.saying.words import phrase

READ, MODEL, TRY, TAKE = "read", "model", "try", "take"
"""What a button does."""


def import_pages(pages: Pages) -> APIRouter:
    """The page, for those who may edit the policy."""
    router, imports = APIRouter(), Imports(pages.app, pages.minds)
    router.include_router(grid_pages(pages, imports))

    def shown(request: Request, signed: Signed, **values: Any) -> Response:
        language = pages.renderer.language(request, signed.person)
        empty: dict[str, Any] = {"draft": None, "taken": None, "refused": "", "is_kept": False}
        empty |= {"asked": "", "tried": Try(), "owner": "", "called": ""}
        known = {"suffixes": ",".join(MATRIX_SUFFIXES), "status": 200}
        known["reading"] = values.get("reading") or imports.tables(language, signed.person).now("")
        known["grids"] = choices_of(imports, language)
        return pages.show(request, "import", signed, **empty | known | values)

    @router.get("/console/import")
    def form(request: Request, reading: str = "", draft: str = "") -> Response:
        signed, language = pages.enter(request, "import")
        found = imports.known(language, draft[:LONGEST]) if draft else None
        refused = phrase(language, "console.import.gone") if draft and not found else ""
        now = imports.tables(language, signed.person).now(reading[:LONGEST])
        return shown(request, signed, reading=now, draft=found, refused=refused)

    @router.post("/console/import")
    def sent(  # noqa: PLR0917 - a form's fields
        request: Request,
        pressed: Annotated[tuple[Pressed, ...], Depends(presses)],
        step: str = Form(READ),
        document: UploadFile | None = File(None),  # noqa: B008 - as FastAPI has it
        table: UploadFile | None = File(None),  # noqa: B008 - as FastAPI has it
        owner: str = Form(""),
        organisation: str = Form(""),
        another: str = Form(""),
        draft: str = Form(""),
        text: str = Form(""),
        meant: str = Form(""),
        csrf: str = Form(""),
    ) -> Response:
        signed, language = pages.enter(request, "import")
        pages.access.check_form(request, signed, csrf)
        most, what = (ANSWERS_A_MINUTE, "press") if step == TRY and pressed else (HEAVY_A_MINUTE, "import")
        pages.access.limit(request, most, what)
        if step in (READ, MODEL):
            wish = ImportWish(_upload(document), _upload(table), one_line(owner), one_line(organisation), bool(another))
            return (read if step == READ else begin)(request, signed, language, wish)
        found = imports.known(language, draft[:LONGEST])
        if found is None:
            return shown(request, signed, refused=phrase(language, "console.import.gone"), status=CONFLICT)
        if step == TAKE:
            return take(request, signed, language, found, bool(meant))
        asked = text.strip()[:LONGEST]
        tried = imports.ask(language, found.id, asked, MatrixWish(), pressed) if asked else Try()
        return shown(request, signed, draft=found, asked=asked, tried=tried)

    def read(request: Request, signed: Signed, language: str, wish: ImportWish) -> Response:
        try:
            return shown(request, signed, draft=imports.read(language, signed.person, wish))
        except RefusedError as problem:
            return refused(request, signed, problem, wish)

    def begin(request: Request, signed: Signed, language: str, wish: ImportWish) -> Response:
        try:
            id_ = imports.begin_reading(language, signed.person, wish)
        except RefusedError as problem:
            return refused(request, signed, problem, wish)
        return RedirectResponse(f"/console/import?reading={id_}", status_code=303)  # a reload looks, and sends nothing again

    def refused(request: Request, signed: Signed, problem: RefusedError, wish: ImportWish) -> Response:
        told = phrase(pages.renderer.language(request, signed.person), problem.key, **problem.values)
        is_kept = problem.key == FAULTS and wish.document is not None
        typed = {"owner": wish.owner, "called": wish.organisation}
        return shown(request, signed, refused=told, is_kept=is_kept, status=CONFLICT, **typed)

    def take(request: Request, signed: Signed, language: str, draft: DraftShown, is_meant: bool) -> Response:
        try:
            taken = imports.take(language, signed.person, draft.id, is_meant)
        except RefusedError as problem:
            told = phrase(language, problem.key, **problem.values)
            return shown(request, signed, draft=draft, refused=told, status=CONFLICT)
        keep_deed(pages.app, signed.person, "imported", draft.name)
        return shown(request, signed, taken=taken)

    return router


def _upload(file: UploadFile | None) -> Upload | None:
    """None where nothing was picked: a browser sends an empty file without a name then."""
    return Upload(one_line(file.filename), file.file.read()) if file and file.filename else None
